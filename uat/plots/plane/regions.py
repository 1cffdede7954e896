"""Draw decision regions: the class that the network finds most probable, and where it is wrong."""

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike, NDArray

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT, rgb
from uat.functions.catalogue import CATALOGUE
from uat.plots.frame import axes_for, escaped, headings, legend, page, settle, shortened, title
from uat.plots.numbers import number
from uat.plots.plane.frame import class_colors, facts, image, plane_axes
from uat.plots.plane.look import Plane, affordable, crisp, plane_of
from uat.plots.sheet import REGIONS, SMALL

PIXELS = 480
POINTS = 200
LIGHTER = 0.45  # share of the class's colour in its region; points have all of it
MOST_CLASSES_NAMED = 8
WRONG = "#3b3b3b"  # regions in which the network's class is not f's: darker than any class


def plot_regions(
    approximation: Approximation,
    ax: Axes | None = None,
    points: ArrayLike | None = None,
    labels: ArrayLike | None = None,
) -> Axes:
    """Draw the network's decision regions, f's borders, and labelled points over them.

    ax: as for `plot`. points: (n, 2); labels: (n,), the number of each point's class. Points that
    the network gets wrong have a cross. Where it is unsure its colours mix, by the probabilities of
    the softmax; where its class is not f's, it is dark. Each class is named in its largest region.
    Returns the axes.
    """
    target = approximation.target
    if target.kind != "classes":
        raise InputError(f"{target.name} has no classes: choose the view heat")
    ax = axes_for(ax)
    plane = plane_of(approximation)
    plane_axes(ax, plane.box, plane.names)
    colors = np.array(class_colors(target))
    found, wrong = _draw_regions(ax, plane, colors)
    _draw_borders(ax, plane)
    note: tuple[str, ...] = facts(approximation)
    if points is not None and labels is not None:
        share = _draw_points(ax, plane, np.asarray(points, float), np.asarray(labels, int), colors)
        note = (f"{note[1]} · {number(100 * share)} % of the points right", *note[1:])
    _name_regions(ax, plane, found, () if points is None else np.asarray(points, float))
    _legend(ax, plane, colors, wrong)
    title(ax, headings(target), *note)
    return ax


def regions_page(approximation: Approximation) -> Figure:
    """Draw the regions in a figure of its own, with the points of a data set over them."""
    figure = page(REGIONS)
    ax = figure.add_subplot()
    settle(ax)
    plot_regions(approximation, ax, **known_points(approximation))
    return figure


def known_points(approximation: Approximation, most: int = POINTS) -> dict[str, Array]:
    """Return labelled points of a catalogue's data set, for `plot_regions`; of others, none."""
    entry = CATALOGUE.get(approximation.target.name)
    if entry is None or entry.kind != "classes":
        return {}
    points, labels = entry.points(most)
    (left, right), (bottom, top) = approximation.target.box[:2]
    x, y = points.T
    inside = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    return {"points": points[inside], "labels": labels[inside]}


def _draw_regions(ax: Axes, plane: Plane, colors: Array) -> tuple[NDArray[np.int_], bool]:
    """Draw each pixel as the mean of the colours, by their probabilities; dark where it is wrong.

    Returns the class of each pixel, and whether any of them is wrong.
    """
    pixels = affordable(plane, PIXELS)
    x, y = (low + (high - low) * (np.arange(pixels) + 0.5) / pixels for low, high in plane.box)
    points = np.meshgrid(x, y)
    probability = plane.network(*points)
    mixed = np.clip(1 - LIGHTER * (1 - np.clip(probability, 0, 1) @ colors), 0, 1)
    found = probability.argmax(axis=-1)
    wrong = found != plane.f(*points).argmax(axis=-1)
    mixed[wrong] = rgb(WRONG)
    image(ax, plane.box, mixed)
    return found, bool(wrong.any())


def _name_regions(ax: Axes, plane: Plane, found: NDArray[np.int_], points: Iterable[Array]) -> None:
    """Write each class where its region is widest, apart from points, if it has room there."""
    from scipy.ndimage import distance_transform_edt  # heavy, and few plots need it

    pixels = len(found)
    (left, right), (bottom, top) = plane.box
    found = found.copy()
    for x, y in points:
        row, column = pixels * (y - bottom) / (top - bottom), pixels * (x - left) / (right - left)
        found[min(int(row), pixels - 1), min(int(column), pixels - 1)] = -1
    for k, name in enumerate(_names(plane, int(found.max()) + 1)):
        inside = np.pad(found == k, 1)  # the ends of the box are borders, too
        depth = distance_transform_edt(inside)[1:-1, 1:-1]
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
        if not depth[row, column]:
            continue
        x = left + (right - left) * (column + 0.5) / pixels
        y = bottom + (top - bottom) * (row + 0.5) / pixels
        text = ax.text(x, y, escaped(shortened(name, 20)))
        text.set(ha="center", va="center", fontsize=SMALL, color=LIGHT.text, zorder=5)
        text.set_path_effects([withStroke(linewidth=3, foreground=LIGHT.background)])
        room = 2 * depth[row, column] / pixels * ax.get_window_extent().width
        text.set_visible(text.get_window_extent().width < room)


def _names(plane: Plane, classes: int) -> tuple[str, ...]:
    return plane.approximation.target.labels or tuple(map(str, range(classes)))


def _draw_borders(ax: Axes, plane: Plane) -> None:
    """Draw where f changes its class."""
    grid = affordable(plane, PIXELS)
    points = np.meshgrid(*(crisp(plane, axis, grid, 0) for axis in (0, 1)))
    f = plane.f(*points)
    for k in range(f.shape[-1] if f.shape[-1] > 2 else 1):
        if np.ptp(f[..., k]) > 0:
            ax.contour(*points, f[..., k], [0.5], colors=LIGHT.text, linewidths=1.0)


def _draw_points(ax: Axes, plane: Plane, points: Array, labels: Array, colors: Array) -> float:
    """Draw the points; return the share that the network gets right."""
    found = np.argmax(plane.network(points[:, 0], points[:, 1]), axis=-1)
    right = found == labels
    for mark, mine in (("o", right), ("X", ~right)):
        ax.scatter(
            points[mine, 0],
            points[mine, 1],
            s=26 if mark == "o" else 60,
            c=colors[labels[mine].astype(int)],
            marker=mark,
            edgecolors=LIGHT.background,
            linewidths=0.7,
            zorder=4,
        )
    return float(right.mean())


def _legend(ax: Axes, plane: Plane, colors: Array, wrong: bool) -> None:
    shown = list(zip(_names(plane, len(colors)), colors, strict=True))[:MOST_CLASSES_NAMED]
    handles: list[Artist] = [
        Line2D(
            [], [], color=tuple(color), marker="o", linestyle="", label=escaped(shortened(name, 20))
        )
        for name, color in shown
    ]
    border = Line2D([], [], color=LIGHT.text, linewidth=1.0, label="$f$'s border")
    if wrong:
        handles.append(Patch(facecolor=WRONG, label="wrong class"))
    place = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0), "borderaxespad": 0.0}
    legend(ax, handles=[*handles, border], **place)
