"""One input, several outputs: each over the input, and two of them as a curve in the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uat.errors import InputError
from uat.evaluate import evaluate
from uat.palette import LIGHT
from uat.plots.curves import places
from uat.plots.frame import HEADING, SMALL, axes_for, page, plural, settle, style, title
from uat.plots.function import plot
from uat.plots.numbers import NumberLabels, RoundNumbers, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from uat.approximation import Approximation

MOST = 4  # outputs that are drawn over the input


def plot_curve(
    approximation: Approximation, ax: Axes | None = None, outputs: tuple[int, int] = (0, 1)
) -> Axes:
    """Draw one output over another: the curve of f, and that of the network.

    ax: as for `plot`. outputs: to the right and upwards, counted from 0. Returns the axes.
    """
    target = approximation.target
    if target.inputs != 1 or target.outputs < 2:
        raise InputError(
            f"{target.name} is no curve: a curve has one input and two outputs or more"
        )
    ax = axes_for(ax)
    style(ax)
    across, up = outputs
    t = places(approximation.network, *target.box[0])
    f, network = target(t), evaluate(approximation.network, t)
    ax.plot(f[:, across], f[:, up], color=LIGHT.target, linewidth=2.8, label="$f$", alpha=0.9)
    ax.plot(network[:, across], network[:, up], color=LIGHT.network, linewidth=1.2, label="network")
    ax.set_aspect("equal", adjustable="datalim")
    for axis, which in ((ax.xaxis, across), (ax.yaxis, up)):
        axis.set_major_locator(RoundNumbers())
        axis.set_major_formatter(NumberLabels())
        axis.set_label_text(f"$f_{{{which + 1}}}$", fontsize=SMALL + 1, color=LIGHT.text)
    ax.grid(True, color=LIGHT.muted, alpha=0.15, linewidth=0.6)
    ax.legend(loc="upper right", frameon=False, fontsize=SMALL, labelcolor=LIGHT.text)
    neurons = plural(approximation.network.neurons, "neuron")
    largest = f"max error {number(approximation.error.max)}"
    title(ax, ["Curve"], f"{neurons} · {largest}", largest)
    return ax


def curve_page(approximation: Approximation) -> Figure:
    """The outputs one below the other over the input, and the curve that two of them make."""
    parts = approximation.components[:MOST]
    if not parts:
        raise InputError(f"{approximation.target.name} has one output: choose another view")
    figure = page((13.0, 7.2))
    grid = figure.add_gridspec(len(parts), 2)
    axes = [figure.add_subplot(grid[row, 0]) for row in range(len(parts))]
    curve = figure.add_subplot(grid[:, 1])
    settle(curve)
    for k, (ax, part) in enumerate(zip(axes, parts, strict=True)):
        plot(part, ax)
        ax.set_ylabel(f"$f_{{{k + 1}}}$", fontsize=SMALL + 1, color=LIGHT.text)
    plot_curve(approximation, curve)
    left_out = len(approximation.components) - len(parts)
    if left_out:
        more = f"{plural(left_out, 'more output')} not shown"
        figure.suptitle(more, fontsize=HEADING, color=LIGHT.muted)
    return figure
