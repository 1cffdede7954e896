"""Draw the directions that one hidden layer looks along, and the profile of each."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import CLASSES, LIGHT
from uat.networks.activations import LINEAR
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network
from uat.plots.frame import axes_for, headings, page, plural, settle, style, title
from uat.plots.numbers import number, round_numbers
from uat.plots.plane.frame import facts, plane_axes
from uat.plots.plane.look import Plane, plane_of
from uat.plots.sheet import HEADS, LABELS, RIDGES, SMALL

SAME = 1e-7  # radians: directions closer than this are one
ROWS = 8  # profiles that are drawn
COLUMNS = 1200


@dataclass(frozen=True, eq=False)
class Direction:
    """The neurons that look one way.

    angle: of the direction, from the x axis, in [0, pi). neurons: which of the hidden layer.
    places: where they turn, along the direction, ascending.
    """

    angle: float
    neurons: NDArray[np.intp]
    places: Array

    @property
    def unit(self) -> tuple[float, float]:
        return float(np.cos(self.angle)), float(np.sin(self.angle))


def directions_of(approximation: Approximation) -> list[Direction]:
    """Sort directions by angle. Raises InputError unless two inputs feed one hidden layer."""
    network = approximation.network
    if len(network.layers) != 2 or network.widths[0] != 2:
        raise InputError(
            f"{approximation.construction} have no directions to draw: build a function of two "
            "inputs with ridges"
        )
    hidden = network.layers[0]
    weights = np.asarray(hidden.weights)
    moving = np.flatnonzero(weights.any(axis=1))
    angles = np.arctan2(weights[moving, 1], weights[moving, 0]) % np.pi
    angles[angles > np.pi - SAME] = 0.0
    order = np.argsort(angles, kind="stable")
    breaks = np.flatnonzero(np.diff(angles[order]) > SAME) + 1
    found = []
    for group in np.split(order, breaks):
        if group.size:
            mine = moving[group]
            angle = float(np.median(angles[group]))
            along = weights[mine] @ [np.cos(angle), np.sin(angle)]
            places = np.sort(-hidden.biases[mine] / along)
            found.append(Direction(angle, np.sort(mine), places))
    return found


def profile(approximation: Approximation, direction: Direction, t: Array) -> Array:
    """Compute what the direction's neurons add to the first output along it, as they are, at t."""
    hidden, output = approximation.network.layers
    mine = direction.neurons
    layer = Layer(np.asarray(hidden.weights)[mine], hidden.biases[mine], hidden.activation)
    read = Layer(np.asarray(output.weights)[:1, mine], [0.0], LINEAR)
    cos, sin = direction.unit
    return evaluate(Network((layer, read)), cos * t, sin * t)


def plot_directions(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw the line on which each neuron turns, all of one direction in one colour.

    ax: as for `plot`. Returns the axes. Raises InputError for a network without ridges.
    """
    ax = axes_for(ax)
    plane = plane_of(approximation)
    found = directions_of(approximation)
    plane_axes(ax, plane.box, plane.names)
    total = sum(direction.places.size for direction in found)
    for k, direction in enumerate(found):
        ax.add_collection(
            LineCollection(
                list(_lines(direction, plane)),
                colors=_color(k),
                linewidths=1.2 if total <= 100 else 0.6,
                clip_on=True,
            ),
            autolim=False,
        )
    lines = plural(total, "line")
    title(ax, [plural(len(found), "direction")], f"the {lines} on which neurons turn", lines)
    return ax


def plot_ridges(approximation: Approximation) -> Figure:
    """Draw the directions, and beside them the profile that each adds. Returns the figure."""
    found = directions_of(approximation)
    shown = [found[i] for i in np.unique(np.linspace(0, len(found) - 1, ROWS).round().astype(int))]
    figure = page(RIDGES)
    grid = figure.add_gridspec(len(shown), 2, width_ratios=[1.1, 1])
    left = figure.add_subplot(grid[:, 0])
    axes = [figure.add_subplot(grid[row, 1]) for row in range(len(shown))]
    settle(left)
    plot_directions(approximation, left)
    plane = plane_of(approximation)
    for ax, direction in zip(axes, shown, strict=True):
        _draw_profile(ax, approximation, direction, plane, _color(found.index(direction)))
    axes[-1].set_xlabel("along the direction", **LABELS)
    left_out = len(found) - len(shown)
    words = f" · {left_out} profiles not shown" if left_out else ""
    figure.suptitle(
        f"{headings(approximation.target)[0]}\n{facts(approximation)[0]}{words}",
        **HEADS,
        linespacing=1.5,
    )
    return figure


def _color(k: int) -> str:
    return CLASSES[k % len(CLASSES)]


def _lines(direction: Direction, plane: Plane) -> Array:
    """Return lines through each place, across the direction, longer than the box: (n, 2, 2)."""
    cos, sin = direction.unit
    reach = max(float(np.hypot(*pair)) for pair in _corners(plane))
    middle = np.stack([direction.places * cos, direction.places * sin], axis=1)
    across = 2 * reach * np.array([-sin, cos])
    return np.stack([middle - across, middle + across], axis=1)


def _corners(plane: Plane) -> list[tuple[float, float]]:
    return [(x, y) for x in plane.box[0] for y in plane.box[1]]


def _draw_profile(
    ax: Axes, approximation: Approximation, direction: Direction, plane: Plane, color: str
) -> None:
    """Draw the profile where the box covers its direction, with its turning places."""
    style(ax)
    cos, sin = direction.unit
    ends = [cos * x + sin * y for x, y in _corners(plane)]
    inside = direction.places[(direction.places > min(ends)) & (direction.places < max(ends))]
    t = np.union1d(np.linspace(min(ends), max(ends), COLUMNS), inside)
    y = profile(approximation, direction, t)
    ax.plot(t, y, color=color, linewidth=1.6)
    if inside.size <= 60:
        at = profile(approximation, direction, inside)
        ax.plot(inside, at, "o", color=LIGHT.text, markersize=3)
    ax.set_xlim(min(ends), max(ends))
    round_numbers(ax.xaxis, ax.yaxis, most=4)
    angle = round(float(np.degrees(direction.angle)), 2)  # found by search: no more is true
    formula = f"{number(angle)}°, {plural(direction.neurons.size, 'neuron')}"
    ax.set_title(formula, loc="left", fontsize=SMALL, color=color, pad=2)
