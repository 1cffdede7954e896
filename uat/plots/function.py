"""Draw f and the network in one picture, with the band that the network has to stay in."""

import numpy as np
from matplotlib.axes import Axes

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.plots.close_up import Interval
from uat.plots.curves import network_curve, target_curve
from uat.plots.frame import (
    axes_for,
    counts,
    function_name,
    headings,
    legend_above,
    number_axes,
    plural,
    shade_windows,
    title,
)
from uat.plots.samples import draw_samples
from uat.plots.sheet import LABELS, TARGET
from uat.plots.tube import around, breakpoints, draw_dots, tube_words

MOST_DOTS = 60  # breakpoints of a polyline that are marked


def plot(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw f, the network's output, and the band f ± tolerance (without one, ± the max error).

    ax: where to draw; by default pyplot's current axes if they are empty, else a new figure.
    Returns the axes. Windows around jumps of f, which the error leaves out, are shaded. Of two
    inputs and more a map of the network is drawn, of several outputs the curve.
    """
    if approximation.target.inputs > 1:
        from uat.plots.plane.heat import plot_map

        return plot_map(approximation, ax)
    if approximation.target.outputs > 1:
        from uat.plots.curve import plot_curve

        return plot_curve(approximation, ax)
    ax = axes_for(ax)
    target, error = approximation.target, approximation.error
    number_axes(ax, target)
    ax.set_ylabel(function_name(target), **LABELS)
    half = error.max if error.tolerance is None else error.tolerance
    net_x, net_y = network_curve(approximation.network, *target.box[0])
    width = 1.4 if approximation.network.neurons <= 400 else 1.0
    draw = draw_samples if error.samples else _draw_band
    low, high = draw(ax, approximation, half, target.box[0])
    ax.plot(net_x, net_y, color=LIGHT.network, linewidth=width, label="network", zorder=3)
    _mark_breakpoints(ax, approximation)
    shade_windows(ax, error.left_out.intervals)
    legend_above(ax, min(low, float(net_y.min())), max(high, float(net_y.max())))
    title(ax, headings(target), *counts(approximation))
    return ax


def _draw_band(ax: Axes, approximation: Approximation, half: float, window: Interval) -> Interval:
    """Draw f and the band around it; return the range of what is drawn."""
    x, y = target_curve(approximation, window)
    error = approximation.error
    asked = error.tolerance is not None or error.allowed is not None
    what = "tolerance" if asked else "max error"
    bottom, top = around(approximation, half, y)
    label = f"{tube_words(approximation, half)} ({what})"
    ax.plot(x, y, label="$f$", zorder=2.5, **TARGET)
    ax.fill_between(
        x, bottom, top, color=LIGHT.band, alpha=0.45, linewidth=0, label=label, zorder=1
    )
    return float(np.nanmin(bottom)), float(np.nanmax(top))


def _mark_breakpoints(ax: Axes, approximation: Approximation) -> None:
    """Mark where a polyline's few links meet: else nobody sees that it has links."""
    if approximation.kind.witnesses != "kinks":
        return
    cuts = breakpoints(approximation, *approximation.target.box[0])
    if 0 < cuts.size <= MOST_DOTS:
        draw_dots(ax, cuts, approximation(cuts), plural(int(cuts.size), "breakpoint"))
