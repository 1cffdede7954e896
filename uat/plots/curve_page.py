"""Draw several outputs of one input on a page: each over the input, two of them as a curve."""

from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.plots.curve import plot_curve
from uat.plots.frame import page, plural, settle
from uat.plots.function import plot
from uat.plots.sheet import CURVES, HEADING, LABELS

MOST = 4  # outputs that are drawn over the input


def curve_page(approximation: Approximation) -> Figure:
    """Draw the outputs one below the other over the input, and the curve that two of them make."""
    parts = approximation.components[:MOST]
    if not parts:
        raise InputError(f"{approximation.target.name} has one output: choose another view")
    figure = page(CURVES)
    grid = figure.add_gridspec(len(parts), 2)
    axes = [figure.add_subplot(grid[row, 0]) for row in range(len(parts))]
    curve = figure.add_subplot(grid[:, 1])
    settle(curve)
    for k, (ax, part) in enumerate(zip(axes, parts, strict=True)):
        plot(part, ax)
        ax.set_ylabel(f"$f_{{{k + 1}}}$", **LABELS)
    plot_curve(approximation, curve)
    left_out = len(approximation.components) - len(parts)
    if left_out:
        more = f"{plural(left_out, 'more output')} not shown"
        figure.suptitle(more, fontsize=HEADING, color=LIGHT.muted)
    return figure
