"""Draw one neuron of hidden layer 2 over the square: its steps, their sum, its output."""

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.plots.frame import page, style, symbol
from uat.plots.numbers import NumberLabels, count, number
from uat.plots.plane.frame import VALUES, Box, color_bar, heading, image, plane_axes
from uat.plots.plane.gate import Gate, gates_of, most_telling
from uat.plots.plane.look import Plane, plane_of
from uat.plots.sheet import GRID_LINES, NEURON, SENTENCES

PIXELS = 360
CLOSE = 0.3  # of the domain: a smaller box is drawn closer
AROUND = 0.9  # of the box's side, on both sides of it


def plot_neuron(approximation: Approximation, index: int | None = None) -> Figure:
    """Draw one neuron of hidden layer 2. Returns the figure.

    Left: how many of its steps are on, with the curves of x above and of y beside it, and the line
    where they reach its threshold. Right: its output. index: which neuron, counted from 0; default
    one with all of its sides and a large height. Raises InputError for a network without one.
    """
    plane = plane_of(approximation)
    total = gates_of(approximation)
    index = most_telling(approximation) if index is None else index
    if not 0 <= index < total:
        raise InputError(f"hidden layer 2 has neurons 0 to {total - 1}, not {index}")
    gate = Gate(approximation.network, index)
    box = tuple(_window(gate, axis, plane.box[axis]) for axis in (0, 1))
    figure = page(NEURON)
    grid = figure.add_gridspec(2, 3, width_ratios=[4, 1, 4.6], height_ratios=[1, 4])
    middle = figure.add_subplot(grid[1, 0])
    above = figure.add_subplot(grid[0, 0], sharex=middle)
    beside = figure.add_subplot(grid[1, 1], sharey=middle)
    right = figure.add_subplot(grid[1, 2])
    lines = [np.linspace(low, high, PIXELS) for low, high in box]
    points = np.meshgrid(*lines)
    still = [np.full(points[0].shape, value) for value in plane.held]
    axes = range(approximation.target.inputs)
    _draw_sum(middle, plane, gate, lines, gate.steps_on(axes, *points, *still), box)
    _draw_margins(above, beside, plane, gate, lines)
    _draw_output(right, plane, box, gate.output(*points, *still))
    figure.suptitle(_sentence(plane, gate, total), **SENTENCES)
    return figure


def _window(gate: Gate, axis: int, side: tuple[float, float]) -> tuple[float, float]:
    """Choose the whole domain or, if the box is small there, its neighbourhood."""
    ends = [s.position for s in gate.sides if s.axis == axis]
    low, high = side
    if len(ends) < 2 or ends[-1] - ends[0] > CLOSE * (high - low):
        return side
    reach = AROUND * (ends[-1] - ends[0])
    return max(low, ends[0] - reach), min(high, ends[-1] + reach)


def _draw_sum(
    ax: Axes, plane: Plane, gate: Gate, lines: list[Array], steps: Array, box: Box
) -> None:
    _map(ax, plane, box, steps, float(steps.min()), float(steps.max()))
    if steps.min() < gate.threshold < steps.max():
        ax.contour(*lines, steps, [gate.threshold], colors=LIGHT.background, linewidths=3.0)
        ax.contour(*lines, steps, [gate.threshold], colors=LIGHT.network, linewidths=1.5)
    _write_counts(ax, gate, lines, steps)


def _write_counts(ax: Axes, gate: Gate, lines: list[Array], steps: Array) -> None:
    """Write in the middle of each region the number of steps that are on."""
    marks = [_middles(gate, axis, lines[axis]) for axis in (0, 1)]
    for x in marks[0]:
        for y in marks[1]:
            value = steps[np.searchsorted(lines[1], y), np.searchsorted(lines[0], x)]
            words = ax.text(x, y, number(round(float(value), 2)), ha="center", va="center")
            words.set(**SENTENCES)
            words.set_bbox(
                {"facecolor": LIGHT.background, "edgecolor": "none", "alpha": 0.8, "pad": 2.0}
            )


def _middles(gate: Gate, axis: int, line: Array) -> list[float]:
    """Return the middles between neighbouring steps of one input."""
    ends = [s.position for s in gate.sides if s.axis == axis and line[0] < s.position < line[-1]]
    edges = [float(line[0]), *ends, float(line[-1])]
    return [0.5 * (a + b) for a, b in pairwise(edges)]


def _draw_margins(above: Axes, beside: Axes, plane: Plane, gate: Gate, lines: list[Array]) -> None:
    """Draw the steps of x alone, and of y alone."""
    inputs = len(plane.approximation.target.box)
    for ax, axis in ((above, 0), (beside, 1)):
        line = lines[axis]
        still = [np.zeros(line.size) for _ in range(inputs)]
        still[axis] = line
        steps = gate.steps_on((axis,), *still)
        x, y = (line, steps) if axis == 0 else (steps, line)
        style(ax)
        ax.plot(x, y, color=LIGHT.step, linewidth=1.8)
        value, place = (ax.yaxis, ax.xaxis) if axis == 0 else (ax.xaxis, ax.yaxis)
        low, high = min(0.0, float(steps.min())), max(1.0, float(steps.max()))
        (ax.set_ylim if axis == 0 else ax.set_xlim)(low - 0.15, high + 0.15)
        value.set_ticks(np.arange(round(low), round(high) + 1))
        value.set_major_formatter(NumberLabels())
        place.set_tick_params(labelbottom=False, labelleft=False)
        ax.grid(True, **GRID_LINES)
    heading(above, "steps that are on")


def _draw_output(ax: Axes, plane: Plane, box: Box, output: Array) -> None:
    mapped = _map(ax, plane, box, output, 0.0, 1.0)
    heading(ax, "output of the neuron")
    color_bar(mapped, ax)


def _map(ax: Axes, plane: Plane, box: Box, values: Array, low: float, high: float) -> Any:
    plane_axes(ax, box, plane.names)
    ax.set_aspect("auto")
    scale = Normalize(low, high if high > low else low + 1.0)
    return image(ax, box, values, norm=scale, cmap=VALUES)


def _sentence(plane: Plane, gate: Gate, total: int) -> str:
    """Say when a neuron is on: where x > 0.33 − x > 0.5 + y > 0.2 is more than 1.5 steps."""
    names = plane.approximation.target.names
    steps = ""
    for side in gate.sides:
        sign = "−" if side.sign < 0 else "+"
        words = f"[{symbol(names[side.axis])} > {number(side.position)}]"
        steps += f" {sign} {words}" if steps or side.sign < 0 else words
    height = ", ".join(number(float(weight)) for weight in gate.weights())
    return (
        f"Neuron {count(gate.index + 1)} of {count(total)} in hidden layer 2, of height {height}\n"
        f"on where  {steps}  >  {number(gate.threshold)}"
    )
