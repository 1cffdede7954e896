"""Draw contours: the lines of equal height of f, and those of the network over them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.plots.frame import axes_for, legend, title
from uat.plots.numbers import labels
from uat.plots.plane.frame import held_words, plane_axes
from uat.plots.plane.heat import levels
from uat.plots.plane.look import affordable, crisp, plane_of
from uat.plots.sheet import SMALL

LEVELS = 9
GRID, STEPS = 240, 120


def plot_contours(approximation: Approximation, ax: Axes | None = None, output: int = 0) -> Axes:
    """Draw where f and the network take the same few round values.

    ax: as for `plot`. output: which, counted from 0. Returns the axes.
    """
    ax = axes_for(ax)
    plane = plane_of(approximation)
    plane_axes(ax, plane.box, plane.names)
    grid = affordable(plane, GRID)
    points = np.meshgrid(*(crisp(plane, axis, grid, STEPS) for axis in (0, 1)))
    f, network = plane.f(*points)[..., output], plane.network(*points)[..., output]
    heights = levels(f, LEVELS)
    drawn = ax.contour(*points, f, heights, colors=LIGHT.target, linewidths=2.0, linestyles="solid")
    names = dict(zip(heights.tolist(), labels(heights.tolist()), strict=True))
    ax.clabel(drawn, fmt=names, fontsize=SMALL, colors=LIGHT.target)
    if np.ptp(network) > 0:
        ax.contour(
            *points, network, heights, colors=LIGHT.network, linewidths=0.9, linestyles="solid"
        )
    _legend(ax)
    title(ax, ["Contours"], held_words(plane) or "lines of equal height")
    return ax


def _legend(ax: Axes) -> None:
    lines = (("$f$", LIGHT.target, 2.0), ("network", LIGHT.network, 0.9))
    handles = [Line2D([], [], color=c, linewidth=w, label=name) for name, c, w in lines]
    legend(
        ax,
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=2,
        borderaxespad=0.2,
    )
