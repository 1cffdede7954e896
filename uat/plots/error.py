"""Draw the error along the domain: how far the network is from f, and where it is furthest."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.plots.curves import COLUMNS, error_curve, thinned
from uat.plots.frame import (
    axes_for,
    input_name,
    legend_above,
    mark_point,
    number_axes,
    shade_windows,
    title,
)
from uat.plots.numbers import number, settled
from uat.plots.samples import draw_distances
from uat.plots.sheet import LABELS
from uat.plots.tube import draw_outline, draw_tolerance, shown

DENSE = 150  # steps from which the curve would be a solid mass, and its outline is drawn instead
OUTLINE = 480  # columns of the outline, at most; each spans two pieces or more


def plot_error(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw network - f, the tolerance on both sides, and mark the place of the largest error.

    ax: as for `plot`. With many steps the area between the least and the greatest error in each
    column is drawn instead of the line. Returns the axes.
    """
    ax = axes_for(ax)
    error = approximation.error
    number_axes(ax, approximation.target)
    ax.set_ylabel("network − $f$", **LABELS)
    x, y = error_curve(approximation)
    if error.samples:
        draw_distances(ax, approximation)
    elif approximation.network.neurons > DENSE:
        columns = min(OUTLINE, len(approximation.pieces) // 2)
        draw_outline(ax, x, y, columns, "network − $f$")
    else:
        kept = thinned(x, y, COLUMNS)
        width = 1.3 if approximation.network.neurons <= 40 else 0.8
        ax.plot(x[kept], y[kept], color=LIGHT.error, linewidth=width, label="network − $f$")
    ax.axhline(0, color=LIGHT.muted, linewidth=0.8, zorder=1)
    draw_tolerance(ax, approximation)
    if error.allowed is not None:
        places = np.linspace(*approximation.target.box[0], COLUMNS)
        radius = error.allowed.radius(approximation.target(places))
        line: dict[str, Any] = {"color": LIGHT.target, "linestyle": "--", "linewidth": 1.1}
        ax.plot(places, radius, label=f"± {error.allowed.words()} (tolerance)", **line)
        ax.plot(places, -radius, **line)
    _mark_largest(ax, approximation)
    shade_windows(ax, error.left_out.intervals)
    reach = max(error.max, error.tolerance or 0.0)
    legend_above(ax, *shown(approximation, reach))
    typical = f"mean {number(error.mean)}, rms {number(error.rms)}"
    where = "at the samples that count" if error.samples else "over the whole domain"
    title(ax, ["Error"], f"{typical}, {where}", typical)
    return ax


def _mark_largest(ax: Axes, approximation: Approximation) -> None:
    """Draw a dot at the largest error; its value stands in the legend, where it covers nothing."""
    error, target = approximation.error, approximation.target
    at = np.array([error.at[0]])
    value = float((approximation(at) - target(at))[0])
    (low, high) = target.box[0]
    place = f"{input_name(target)} = {number(settled(error.at[0], high - low), 4)}"
    mark_point(ax, error.at[0], value, f"max {number(error.max)} at {place}")
