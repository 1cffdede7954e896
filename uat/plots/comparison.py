"""Draw all that computes f in one picture: error against size, and each contender's graph.

Labels of points are placed so that none hides another one or a point.
"""

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from uat.base.palette import LIGHT
from uat.comparison import Comparison, Entry
from uat.plots.frame import (
    add_polygons,
    escaped,
    number_axes,
    page,
    set_range,
    shortened,
    style,
)
from uat.plots.layout import sized
from uat.plots.looks import Style, Title, finish, styled
from uat.plots.numbers import number
from uat.plots.plane.frame import VALUES, image
from uat.plots.saving import require_picture, save_figure
from uat.plots.sheet import COMPARISON, CONTENDERS, FINE, HEADING, LABELS, ROW_OF_COMPARISON, SMALL

COLUMNS = 4
POINTS, PIXELS = 2001, 81
LAWS = {"steps": -1, "ramps": -2}  # error against neurons of smooth f: slopes on log axes
MANY = 400  # regions above which their borders would be all that is seen


def plot_comparison(
    comparison: Comparison,
    path: Any = None,
    *,
    size: tuple[float, float] | None = None,
    style: Style | None = None,
    title: Title | None = None,
) -> Figure:
    """Draw error against neurons and parameters on log axes; below, each contender's graph.

    path: where to write it, .png, .svg or .pdf. size, style, title: as for `Approximation.plot`.
    Returns the figure, which belongs to nobody. Of several tolerances the graphs show the smallest.
    """
    if path is not None:
        require_picture(path)
    with sized(size), styled(style):
        figure = _drawn(comparison, title)
        if path is not None:
            save_figure(figure, path)
    return figure


def _drawn(comparison: Comparison, title: Title | None) -> Figure:
    shown = _shown(comparison)
    rows = -(-len(shown) // COLUMNS)
    whole = COMPARISON[0], COMPARISON[1] + ROW_OF_COMPARISON * rows
    figure = page(whole, parts=True)
    halves: Any = figure.subfigures(2, 1, height_ratios=[COMPARISON[1], ROW_OF_COMPARISON * rows])
    top, below = halves
    left, right = top.subplots(1, 2)
    labels: dict[Axes, list[Annotation]] = {}
    for ax, unit in ((left, "neurons"), (right, "parameters")):
        labels[ax] = [*_laws(ax, comparison, unit), *_sizes(ax, comparison, unit)]
    _crossing(left, comparison)
    handles = left.get_legend_handles_labels()
    left.legend(*handles, fontsize=FINE, frameon=False, loc="best", labelcolor=LIGHT.text)
    left.set_title(escaped(shortened(comparison.target.name, 48)), loc="left", fontsize=HEADING)
    right.set_title("the same, by parameters", loc="left", fontsize=HEADING)
    grid = below.subplots(rows, COLUMNS, squeeze=False).ravel()
    for ax, entry in zip(grid, shown, strict=False):
        _graph(ax, comparison, entry)
    for ax in grid[len(shown) :]:
        ax.set_axis_off()
    finish(figure, title)
    figure.draw_without_rendering()
    for ax, own in labels.items():
        legend = ax.get_legend()
        keep_apart(ax, own, [legend.get_window_extent()] if legend is not None else [])
    return figure


def _shown(comparison: Comparison) -> list[Entry]:
    """Choose one entry for each name: the last, which has the smallest tolerance."""
    return list({entry.name: entry for entry in comparison.entries}.values())


def _sizes(ax: Axes, comparison: Comparison, unit: str) -> list[Annotation]:
    """Draw a curve for each name, or a point where it was built once; return their labels."""
    style(ax)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.grid(True, color=LIGHT.muted, alpha=0.2, linewidth=0.6)
    series: dict[str, list[Entry]] = {}
    for entry in comparison.entries:
        if getattr(entry, unit) and entry.sup > 0:
            series.setdefault(entry.name, []).append(entry)
    labels = []
    for name, entries in series.items():
        kind = entries[0].kind
        x, y = [getattr(e, unit) for e in entries], [e.sup for e in entries]
        ax.plot(x, y, **CONTENDERS[kind], linewidth=1.2, alpha=0.85)
        labels.append(_label(ax, escaped(name), (x[-1], y[-1]), CONTENDERS[kind]["color"]))
    ax.margins(x=0.22, y=0.12)
    ax.set_xlabel(unit, **LABELS)
    ax.set_ylabel("largest |model − $f$|", **LABELS)
    return labels


def _label(ax: Axes, text: str, at: tuple[float, float], color: str) -> Annotation:
    label = ax.annotate(
        text, at, (5, 3), textcoords="offset points", fontsize=FINE, color=color, zorder=5,
        arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": color},
    )  # fmt: skip
    label.set_path_effects([withStroke(linewidth=3, foreground=LIGHT.background)])
    return label


def _laws(ax: Axes, comparison: Comparison, unit: str) -> list[Annotation]:
    """Draw through the smallest staircase and polyline how their error falls if f is smooth.

    Of one input only: n steps leave V/(2 n) of the variation V, n links a share of 1/n^2.
    """
    labels: list[Annotation] = []
    if comparison.target.inputs != 1:
        return labels
    for name, slope in LAWS.items():
        entry = next((e for e in comparison.entries if e.name == name and e.sup > 0), None)
        if entry is None:
            continue
        size = getattr(entry, unit)
        x = size * np.array([0.4, 6.0])
        y = entry.sup * (x / size) ** slope
        ax.plot(x, y, ":", color=LIGHT.muted, linewidth=1.2, zorder=1)
        labels.append(_label(ax, f"{unit}$^{{{slope}}}$", (x[0], y[0]), LIGHT.muted))
    return labels


def _crossing(ax: Axes, comparison: Comparison) -> None:
    """Draw the rungs as two curves, least shallow and deep; a ring where depth begins to pay."""
    crossing = comparison.crossing
    if crossing is None or not crossing.rungs:
        return
    deep = [(n, t) for t, _, n in crossing.rungs if n is not None]
    shallow = [(n, t) for t, n, _ in crossing.rungs]
    ax.plot(*zip(*shallow, strict=True), "--", color=LIGHT.ramp, label="shallow, at least")
    ax.plot(*zip(*deep, strict=True), "--", color=LIGHT.error, label="deep")
    ax.plot(
        crossing.deep, crossing.tolerance, "o", markersize=12, fillstyle="none", color=LIGHT.error,
        label=f"depth pays below {number(crossing.tolerance, 2)}",
    )  # fmt: skip


def _graph(ax: Axes, comparison: Comparison, entry: Entry) -> None:
    """Draw a contender over f, or its heat map."""
    target = comparison.target
    ax.set_title(
        f"{entry.name}: {number(entry.sup, 2)}", loc="left", fontsize=SMALL, color=LIGHT.text
    )
    if target.inputs > 2 or target.outputs > 1:
        ax.set_axis_off()
        return
    if target.inputs == 2:
        _heat(ax, comparison, entry)
        return
    x = np.linspace(*target.box[0], POINTS)
    y, model = target(x), np.asarray(entry.predict(x))
    number_axes(ax, target, x_label=False)
    ax.plot(x, y, color=LIGHT.target, linewidth=2.4, alpha=0.45)
    ax.plot(x, model, color=CONTENDERS[entry.kind]["color"], linewidth=1.0)
    set_range(ax, float(np.nanmin(y)), float(np.nanmax(y)), 0.05, 0.05)


def _heat(ax: Axes, comparison: Comparison, entry: Entry) -> None:
    (a, b), (c, d) = comparison.target.box
    x, y = np.meshgrid(np.linspace(a, b, PIXELS), np.linspace(c, d, PIXELS))
    values = np.asarray(comparison.target(x, y))
    model = np.asarray(entry.predict(x.ravel(), y.ravel())).reshape(x.shape)
    style(ax)
    scale = Normalize(float(np.nanmin(values)), float(np.nanmax(values)))
    ax.set_aspect("auto")
    image(ax, comparison.target.box, model, norm=scale, cmap=VALUES)
    _regions(ax, comparison, entry)


def _regions(ax: Axes, comparison: Comparison, entry: Entry) -> None:
    """Draw the borders of the linear regions, if there are any and not too many."""
    from uat.base.errors import InputError
    from uat.networks.regions.plane import polygons

    if entry.network is None or entry.regions is None or entry.regions > MANY:
        return
    try:
        plane = polygons(entry.network, comparison.target.box)
    except InputError:
        return  # a network that is not made of straight pieces
    corners = (polygon.corners for polygon in plane.polygons)
    add_polygons(ax, corners, facecolors="none", edgecolors="white", linewidths=0.4)
    title = ax.get_title(loc="left")
    ax.set_title(f"{title}, {plane.regions} regions", loc="left", fontsize=SMALL, color=LIGHT.text)


Side = Literal["left", "right"]

STEPS, LINE = 9, 11.0  # how many lines up and down are tried, and their height in points
ASIDE, ABOVE, BELOW = 5.0, 3.0, -10.0  # points from the mark to the text
NEAR = 16.0  # points: a label further away is tied to its mark by a thin line
MARK = 5.0  # pixels around a mark that stay free
# Where a label may be, seen from its mark: the nearest places first.
PLACES: list[tuple[float, float, Side]] = [
    (side * ASIDE, ABOVE + LINE * k if up else BELOW - LINE * k, "left" if side > 0 else "right")
    for k in range(STEPS)
    for up in (True, False)
    for side in (1, -1)
]


def keep_apart(ax: Axes, labels: Iterable[Annotation], others: Iterable[Bbox] = ()) -> None:
    """Move each label to the nearest free place beside its mark, from the highest mark down.

    The axes must have been laid out. labels: annotations with an arrow, whose marks are at their
    `xy`. others: boxes in pixels that stay free, too. A label that has no free place stays nearest
    to its mark.
    """
    ordered = sorted(labels, key=lambda label: -float(ax.transData.transform(label.xy)[1]))
    marks = [ax.transData.transform(label.xy) for label in ordered]
    taken = [Bbox.from_extents(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in marks]
    taken += others
    room = ax.get_window_extent()
    for label in ordered:
        place = next((p for p in PLACES if _is_free(_put(label, p), room, taken)), PLACES[0])
        taken.append(_put(label, place))
        if label.arrow_patch is not None:
            label.arrow_patch.set_visible(abs(place[1]) > NEAR)


def _put(label: Annotation, place: tuple[float, float, Side]) -> Bbox:
    """Move a label, and return the box of its text in pixels, without the line to its mark."""
    label.set_position(place[:2])
    label.set_horizontalalignment(place[2])
    return Text.get_window_extent(label)


def _is_free(box: Bbox, room: Bbox, taken: list[Bbox]) -> bool:
    inside = room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
    return inside and not any(box.overlaps(other) for other in taken)
