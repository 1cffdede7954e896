"""Draw two outputs of one input as a curve in the plane."""

from matplotlib.axes import Axes

from uat.approximation import Approximation
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.networks.evaluate import evaluate
from uat.plots.curves import places
from uat.plots.frame import axes_for, legend, plural, style, title
from uat.plots.numbers import number, round_numbers
from uat.plots.sheet import GRID_LINES, LABELS, TARGET


def plot_curve(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw the second output over the first: the curve of f, and that of the network.

    ax: as for `plot`. Returns the axes.
    """
    target = approximation.target
    if target.inputs != 1 or target.outputs < 2:
        raise InputError(
            f"{target.name} is no curve: a curve has one input and two outputs or more"
        )
    ax = axes_for(ax)
    style(ax)
    t = places(approximation.network, *target.box[0])
    f, network = target(t), evaluate(approximation.network, t)
    ax.plot(f[:, 0], f[:, 1], label="$f$", **TARGET)
    ax.plot(network[:, 0], network[:, 1], color=LIGHT.network, linewidth=1.2, label="network")
    ax.set_aspect("equal", adjustable="datalim")
    round_numbers(ax.xaxis, ax.yaxis)
    for which, axis in enumerate((ax.xaxis, ax.yaxis)):
        axis.set_label_text(f"$f_{{{which + 1}}}$", **LABELS)
    ax.grid(True, **GRID_LINES)
    legend(ax, loc="upper right")
    neurons = plural(approximation.network.neurons, "neuron")
    largest = f"max error {number(approximation.error.max)}"
    title(ax, ["Curve"], f"{neurons} · {largest}", largest)
    return ax
