"""Draw every number of a small precision that is in the domain: f, the network and the error."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter

from uat.accuracy.measure import at_inputs
from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.base.ties import first_of_largest
from uat.plots.frame import (
    function_name,
    headings,
    input_name,
    legend_above,
    mark_point,
    page,
    settle,
    style,
    title,
)
from uat.plots.numbers import number, round_numbers
from uat.plots.sheet import GRID_LINES, INPUTS, LABELS
from uat.plots.tube import draw_tolerance, shown

MOST_TICKS = 13
DOT = 4.0


def inputs_page(approximation: Approximation) -> Figure:
    """Draw f and the network at each number, one column each, and below them the error.

    The numbers stand side by side in their order: along x most of them would be on top of each
    other around 0.
    """
    target, precision = approximation.target, approximation.plan.precision
    x, y, values = at_inputs(approximation.network, target, precision)
    x, f, network = x[:, 0], y[:, 0], values[:, 0]
    figure = page(INPUTS)
    grid = figure.add_gridspec(2, 1, height_ratios=[1.5, 1])
    above = figure.add_subplot(grid[0])
    below = figure.add_subplot(grid[1], sharex=above)
    settle(above)
    _values(above, f, network)
    above.set_ylabel(function_name(target), **LABELS)
    counted = f"all {x.size} numbers of {precision.name} in the domain"
    title(above, headings(target), f"{counted}, one column each", counted)
    _errors(below, approximation, x, network - f)
    for ax in (above, below):
        _number_columns(ax, x)
    above.tick_params(axis="x", labelbottom=False)
    below.set_xlabel(f"{input_name(target)}: the numbers, one beside the other", **LABELS)
    return figure


def _values(ax: Axes, f: Array, network: Array) -> None:
    columns = np.arange(f.size)
    style(ax)
    round_numbers(ax.yaxis)
    ax.vlines(columns, f, network, color=LIGHT.error, linewidth=1.0, alpha=0.7, zorder=1)
    dots: dict[str, Any] = {"markersize": DOT, "linestyle": "none", "marker": "o"}
    ax.plot(columns, f, color=LIGHT.target, label="$f$", **dots)
    ax.plot(columns, network, color=LIGHT.network, label="network", **dots)
    legend_above(ax, float(min(f.min(), network.min())), float(max(f.max(), network.max())))


def _errors(ax: Axes, approximation: Approximation, x: Array, away: Array) -> None:
    """Draw network - f at each number as a bar, and the tolerance; mark the largest."""
    columns = np.arange(x.size)
    style(ax)
    round_numbers(ax.yaxis)
    ax.set_ylabel("network − $f$", **LABELS)
    ax.vlines(columns, 0.0, away, color=LIGHT.error, linewidth=1.6, zorder=2)
    ax.axhline(0, color=LIGHT.muted, linewidth=0.8, zorder=1)
    if approximation.plan.allowed is None:
        draw_tolerance(ax, approximation)
    worst = first_of_largest(np.abs(away))
    place = f"{input_name(approximation.target)} = {number(x[worst], 4)}"
    mark_point(ax, worst, away[worst], f"max {number(abs(away[worst]))} at {place}")
    reach = max(float(np.abs(away).max()), approximation.tolerance or 0.0)
    legend_above(ax, *shown(approximation, reach))


def _number_columns(ax: Axes, x: Array) -> None:
    """Write some of the numbers below their columns: the ends, and in between evenly."""
    marked = np.unique(np.linspace(0, x.size - 1, min(MOST_TICKS, x.size)).round().astype(int))
    ax.xaxis.set_major_locator(FixedLocator(marked.tolist()))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda column, _: number(x[int(column)])))
    ax.grid(True, **GRID_LINES)
    ax.set_axisbelow(True)
    ax.set_xlim(-1, x.size)
