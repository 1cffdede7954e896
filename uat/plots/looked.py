"""Draw a network that was looked at: regions, function, error, and it beside its twin."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from uat.accuracy.measure import Error
from uat.accuracy.measure.error import rounded_up
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.functions.target import Target
from uat.inspection import Look
from uat.networks.evaluate import evaluate
from uat.networks.network import Network
from uat.plots.diagram import draw_network
from uat.plots.frame import (
    add_polygons,
    escaped,
    function_name,
    legend_above,
    number_axes,
    page,
    plural,
    settle,
    shortened,
    title,
)
from uat.plots.numbers import number
from uat.plots.plane.frame import MISSES, VALUES, color_bar, common_scale, image, plane_axes
from uat.plots.sheet import LABELS, LOOKED, LOOKED_PLANE, TARGET

GRID, PIXELS = 2001, 301
MOST_MARKED, MOST_OUTLINED = 200, 2000  # breakpoints, polygons


def look_page(look: Look) -> Figure:
    """Draw the page: what the network computes and its regions, the error, and both diagrams."""
    return _of_line(look) if look.network.widths[0] == 1 else _of_plane(look)


def _of_line(look: Look) -> Figure:
    """Draw the graph with its breakpoints, the error or the slopes, and both networks."""
    figure = page(LOOKED)
    grid = figure.add_gridspec(2, 2, width_ratios=(1.5, 1.0), height_ratios=(1.35, 1.0))
    graph, below = (figure.add_subplot(grid[row, 0]) for row in (0, 1))
    beside = [figure.add_subplot(grid[row, 1]) for row in (0, 1)]
    settle(graph)
    target = _target(look)
    _graph(look, target, graph)
    if look.error is not None:
        _error(look, target, below)
    else:
        _slopes(look, target, below)
    _networks(look, beside)
    return figure


def _target(look: Look) -> Target:
    """Return f; where it is not known, what stands in for it: the same box and names."""
    names = ("x", "y")[: len(look.box)]
    return look.target or Target(look.name, look.box, names, look.network)


def _edges(look: Look) -> Array:
    return np.array([piece.corners[0][0] for piece in look.pieces] + [look.box[0][1]])


def _graph(look: Look, target: Target, ax: Axes) -> None:
    number_axes(ax, target)
    ax.set_ylabel(function_name(target) if look.target else "output", **LABELS)
    edges = _edges(look)
    x = np.union1d(np.linspace(*look.box[0], GRID), edges)
    y = evaluate(look.network, x)
    drawn = [y]
    if look.target is not None:
        drawn.append(look.target(x))
        ax.plot(x, drawn[-1], label="$f$", zorder=2.5, **TARGET)
    for k, values in enumerate(y.reshape(x.size, -1).T):
        label = None if k else "network"
        ax.plot(x, values, color=LIGHT.network, linewidth=1.6, label=label, zorder=3)
        if edges.size - 2 <= MOST_MARKED:
            marked = values[np.searchsorted(x, edges[1:-1])]
            label = None if k else plural(edges.size - 2, "breakpoint")
            dots: dict[str, Any] = {"markersize": 4.5, "markeredgecolor": LIGHT.background}
            ax.plot(edges[1:-1], marked, "o", color=LIGHT.text, zorder=4, label=label, **dots)
    if not look.twin.is_same:
        drawn.append(evaluate(look.twin.network, x))
        ax.plot(x, drawn[-1], "--", color=LIGHT.ramp, linewidth=1.6, label="twin", zorder=3.5)
    if edges.size - 2 <= MOST_MARKED:
        for edge in edges[1:-1]:
            ax.axvline(edge, color=LIGHT.muted, linewidth=0.5, alpha=0.35, zorder=1)
    finite = np.concatenate([values[np.isfinite(values)].reshape(-1) for values in drawn])
    legend_above(ax, float(finite.min()), float(finite.max()))
    title(ax, [escaped(shortened(look.name))], _counts(look))


def _counts(look: Look) -> str:
    regions = f"{plural(look.regions, 'linear region')}, counted exactly"
    if look.straight == look.regions:
        return regions
    return f"{regions} · {plural(look.straight, 'straight piece')}"


def _error(look: Look, target: Target, ax: Axes) -> None:
    assert look.error is not None
    number_axes(ax, target)
    ax.set_ylabel("network − $f$", **LABELS)
    x = np.union1d(np.linspace(*look.box[0], GRID), [*_edges(look), *look.error.at])
    difference = evaluate(look.network, x) - target(x)
    ax.plot(x, difference, color=LIGHT.error, linewidth=1.3)
    ax.axhline(0, color=LIGHT.muted, linewidth=0.8, zorder=1)
    top = float(difference[np.searchsorted(x, look.error.at[0])])
    ax.plot(look.error.at, [top], "o", color=LIGHT.text, markeredgecolor=LIGHT.background, zorder=4)
    title(ax, ["Error"], *_largest(look.error, " (dot)"))


def _largest(error: Error, mark: str = "") -> tuple[str, ...]:
    """Write the largest error and what is proven of it; return shorter forms, too."""
    largest = f"max {number(error.max)}"
    if error.proven is None:
        return largest + mark, largest
    return f"{largest}{mark}, proven at most {float(rounded_up(error.proven, 3)):.3g}", largest


def _slopes(look: Look, target: Target, ax: Axes) -> None:
    number_axes(ax, target)
    ax.set_ylabel("slope", **LABELS)
    for k in range(look.network.widths[-1]):
        slopes = [piece.slopes[k][0] for piece in look.pieces]
        ax.stairs(slopes, _edges(look), baseline=None, color=LIGHT.network, linewidth=1.6)
    title(ax, ["Slopes"], "constant between breakpoints")


def _networks(look: Look, axes: list[Axes]) -> None:
    """Draw the network beside its twin, or say what there is instead of one."""
    idle, twin = sum(each.kind != "straight" for each in look.idle), look.twin
    do = "does" if idle == 1 else "do"
    _diagram(look, look.network, axes[0], "As it is", f"{idle} {do} nothing here" if idle else "")
    if twin.network.neurons >= look.network.neurons:
        axes[1].set_axis_off()
        title(axes[1], ["No smaller twin was found"])
        return
    kind = "the same function" if twin.is_same else f"within {number(twin.tolerance or 0.0)}"
    _diagram(look, twin.network, axes[1], "Smallest twin", kind)


def _diagram(look: Look, network: Network, ax: Axes, heading: str, note: str) -> None:
    shape = " → ".join(map(str, network.widths))
    words = " · ".join(filter(None, [plural(network.neurons, "neuron"), note]))
    draw_network(network, ax, _target(look).names, [f"{heading}: {shape}", heading], words)


def _of_plane(look: Look) -> Figure:
    """Draw the regions over a map of the network; f and the error if f is known; both networks."""
    known = look.error is not None
    if known:
        figure = page(LOOKED_PLANE)
        grid = figure.add_gridspec(2, 6, height_ratios=(1.25, 1.0))
        maps = [figure.add_subplot(grid[0, 2 * k : 2 * k + 2]) for k in range(3)]
        beside = [figure.add_subplot(grid[1, 3 * k : 3 * k + 3]) for k in range(2)]
    else:
        figure = page(LOOKED)
        grid = figure.add_gridspec(2, 2, width_ratios=(1.3, 1.0))
        maps = [figure.add_subplot(grid[:, 0])]
        beside = [figure.add_subplot(grid[k, 1]) for k in range(2)]
    settle(maps[0])
    target = _target(look)
    x, y = np.meshgrid(*(np.linspace(low, high, PIXELS) for low, high in look.box))
    values = evaluate(look.network, x, y).reshape(*x.shape, -1)[..., 0]
    f = target(x, y) if known else values
    scale = common_scale(values, f)
    plane_axes(maps[0], look.box, target.names)
    mapped = image(maps[0], look.box, values, norm=scale, cmap=VALUES)
    _outlines(look, maps[0])
    title(maps[0], [escaped(shortened(look.name))], _counts(look), plural(look.regions, "region"))
    if known:
        assert look.error is not None
        plane_axes(maps[1], look.box, target.names, y_label=False)
        mapped = image(maps[1], look.box, f, norm=scale, cmap=VALUES)
        title(maps[1], ["$f$"], escaped(shortened(target.name)))
        plane_axes(maps[2], look.box, target.names, y_label=False)
        top = Normalize(0, look.error.max or 1.0)
        error = image(maps[2], look.box, np.abs(values - f), norm=top, cmap=MISSES)
        color_bar(error, maps[2])
        title(maps[2], ["|network − $f$|"], *_largest(look.error))
    color_bar(mapped, *maps[:2])
    _networks(look, beside)
    return figure


def _outlines(look: Look, ax: Axes) -> None:
    """Draw the borders of the regions, unless they would be all that is seen."""
    if look.regions > MOST_OUTLINED:
        return
    corners = (np.array(piece.corners) for piece in look.pieces)
    add_polygons(ax, corners, facecolors="none", edgecolors="white", linewidths=0.5)
