"""Draw the tube around f and the string that is taut in it: no such network has fewer pieces."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.plots.close_up import Interval, close_up, mark_close_up, title_close_up
from uat.plots.curves import COLUMNS, envelope, error_curve, network_curve, target_curve, thinned
from uat.plots.frame import (
    axes_for,
    function_name,
    headings,
    legend_above,
    number_axes,
    page,
    plural,
    settle,
    shade_windows,
    title,
)
from uat.plots.numbers import number
from uat.plots.samples import draw_distances, draw_samples
from uat.plots.sheet import LABELS, TUBE, without_close_up

MOST_MARKS = 150  # breakpoints that are drawn as dots; more become a rug
MOST_RUG = 2000  # lines of a rug; more would be a solid bar, and say no more
OUTLINE = 480


def plot_tube(
    approximation: Approximation, ax: Axes | None = None, window: Interval | None = None
) -> Axes:
    """Draw f ± tolerance as a tube, the network inside it, and where its pieces meet.

    ax: as for `plot`. window: only this part of the domain; default all of it. Without a tolerance
    the tube is as wide as the largest error. Returns the axes.
    """
    ax = axes_for(ax)
    target, half = approximation.target, half_width(approximation)
    number_axes(ax, target)
    ax.set_ylabel(function_name(target), **LABELS)
    left, right = window or target.box[0]
    low, high = _draw(ax, approximation, left, right, half)
    shade_windows(ax, approximation.error.left_out.intervals)
    legend_above(ax, low, high)
    if window:
        title_close_up(ax, target, window)
    else:
        title(ax, headings(target), *_summary(approximation))
    return ax


def plot_residual(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw (network - f) / tolerance: the tube laid straight, from -1 to 1, and the breakpoints."""
    ax = axes_for(ax)
    target, half = approximation.target, half_width(approximation)
    number_axes(ax, target)
    allowed, asked = approximation.plan.allowed, approximation.tolerance is not None
    unit = "tolerance" if asked or allowed else "max error"
    ax.set_ylabel(f"(network − $f$) / {unit}", **LABELS)
    ax.axhspan(*sides(approximation, 1.0), color=LIGHT.band, alpha=0.35, linewidth=0, zorder=0)
    if approximation.error.samples:
        draw_distances(ax, approximation, half)
    else:
        x, y = error_curve(approximation)
        _draw_residual(ax, approximation, x, y / _unit(approximation, half, x))
    inside = breakpoints(approximation, *target.box[0])
    is_curve = approximation.steepness is None and not approximation.error.samples
    if is_curve and inside.size <= MOST_MARKS:
        draw_dots(ax, inside, _residual(approximation, half, inside), "")
    else:
        _rug(ax, inside, "")
    shade_windows(ax, approximation.error.left_out.intervals)
    shares = approximation.error.shares
    reach = 1.08 * max(1.0, shares.max if shares else approximation.error.max / half)
    ax.set_ylim(*shown(approximation, reach))
    title(ax, ["The tube, laid straight"])
    return ax


def _unit(approximation: Approximation, half: float, x: Array) -> Array | float:
    """Return half the tube's width at places."""
    allowed = approximation.plan.allowed
    return half if allowed is None else allowed.radius(approximation.target(x))


def _residual(approximation: Approximation, half: float, x: Array) -> Array:
    away: Array = approximation(x) - approximation.target(x)
    return away / _unit(approximation, half, x)


def tube_page(approximation: Approximation) -> Figure:
    """Draw the tube, the same laid straight below it, and a close-up where the tube is too thin."""
    cuts = breakpoints(approximation, *approximation.target.box[0])
    near = close_up(approximation, half_width(approximation), cuts)
    figure = page(TUBE if near else without_close_up(TUBE))
    grid = figure.add_gridspec(2, 2 if near else 1, height_ratios=[1.7, 1])
    tube = figure.add_subplot(grid[0, 0])
    residual = figure.add_subplot(grid[1, 0], sharex=tube)
    closer = figure.add_subplot(grid[:, 1]) if near else None
    settle(tube)
    plot_tube(approximation, tube)
    tube.set_xlabel("")
    tube.tick_params(axis="x", labelbottom=False)
    plot_residual(approximation, residual)
    if near and closer:
        mark_close_up(tube, near)
        plot_tube(approximation, closer, near)
    return figure


def half_width(approximation: Approximation) -> float:
    """Return half the tube's width, in the units of f: the tolerance, or else the largest error."""
    error = approximation.error
    return (error.tolerance or error.max) or 1.0


def around(approximation: Approximation, half: float, y: Array) -> tuple[Array, Array]:
    """Return the ends of the tube at values of f."""
    allowed = approximation.plan.allowed
    if allowed is not None:
        return y - allowed.radius(y), y + allowed.radius(y)
    below, above = sides(approximation, half)
    return y + below, y + above


def sides(approximation: Approximation, half: float) -> tuple[float, float]:
    """Return where the tube begins and ends, from f: on one side only, if that was asked for."""
    side = approximation.plan.side
    return (0.0 if side == "above" else -half), (0.0 if side == "below" else half)


def draw_tolerance(ax: Axes, approximation: Approximation) -> None:
    """Draw the ends of the tolerance, if there is one, as dashed lines around an error of 0."""
    error = approximation.error
    if error.tolerance is None:
        return
    sign = {"above": "0 to ", "below": "0 to −"}.get(approximation.plan.side, "± ")
    label = f"{sign}{number(error.tolerance)} ({'rms ' if error.counts_squares else ''}tolerance)"
    for side, name in zip(sides(approximation, error.tolerance), (None, label), strict=True):
        ax.axhline(side, color=LIGHT.target, linestyle="--", linewidth=1.1, label=name)


def shown(approximation: Approximation, reach: float) -> tuple[float, float]:
    """Return the ends of an axis of errors: of a tube on one side of f, a little of the other."""
    low, high = sides(approximation, reach)
    if approximation.error.met is False:
        return -reach, reach
    return min(low, -0.08 * reach), max(high, 0.08 * reach)


def tube_words(approximation: Approximation, half: float) -> str:
    """Write which band around f the tube is."""
    side, allowed = approximation.plan.side, approximation.plan.allowed
    if allowed is not None:
        share = f"{number(allowed.relative)}·|$f$|"
        return (
            f"$f$ ± max({number(allowed.absolute)}, {share})"
            if allowed.absolute
            else f"$f$ ± {share}"
        )
    sign = {"above": "to $f$ +", "below": "to $f$ −"}.get(side, "±")
    squares = " (root mean square)" if approximation.error.counts_squares else ""
    return f"$f$ {sign} {number(half)}{squares}"


def breakpoints(approximation: Approximation, left: float, right: float) -> Array:
    """Return where the pieces meet, inside [left, right]; overlapping copies all together."""
    cuts = np.unique(np.concatenate([part.cuts for part in approximation.partitions]))
    return cuts[(cuts > left) & (cuts < right)]


def _summary(approximation: Approximation) -> tuple[str, ...]:
    """Say how many pieces and breakpoints there are, and what holds them there."""
    cuts = breakpoints(approximation, *approximation.target.box[0]).size
    pieces = approximation.partition.pieces if len(approximation.partitions) == 1 else cuts + 1
    kind = "link" if approximation.steepness is None else "piece"
    counted = f"{plural(pieces, kind)}, {plural(cuts, 'breakpoint')}"
    found = "as few as possible" if approximation.is_fewest else "as few as were found"
    why = found if approximation.partition_kind == "fewest" else "of equal width"
    neurons = plural(approximation.network.neurons, "neuron")
    if approximation.activation.is_straight:
        return f"the best straight line, {neurons}", neurons
    return f"{counted}: {why} · {neurons}", f"{counted} · {neurons}", counted


def _draw(
    ax: Axes, approximation: Approximation, left: float, right: float, half: float
) -> tuple[float, float]:
    """Draw the tube, f, the network and its breakpoints; return the range of what is drawn."""
    net_x, net_y = network_curve(approximation.network, left, right)
    draw = draw_samples if approximation.error.samples else _draw_band
    low, high = draw(ax, approximation, half, (left, right))
    ax.plot(net_x, net_y, color=LIGHT.network, linewidth=1.5, label="network", zorder=3)
    _mark_breakpoints(ax, approximation, left, right)
    return min(low, float(net_y.min())), max(high, float(net_y.max()))


def _draw_band(ax: Axes, approximation: Approximation, half: float, window: Interval) -> Interval:
    """Draw the tube and f in it; return the range of what is drawn."""
    x, y = target_curve(approximation, window)
    bottom, top = around(approximation, half, y)
    label = f"tube: {tube_words(approximation, half)}"
    ax.fill_between(x, bottom, top, color=LIGHT.band, alpha=0.5, linewidth=0, label=label, zorder=1)
    for side in (bottom, top):
        ax.plot(x, side, color=LIGHT.target, linewidth=0.6, alpha=0.7, zorder=1.5)
    ax.plot(x, y, color=LIGHT.target, linewidth=1.2, linestyle="--", label="$f$", zorder=2)
    return float(np.nanmin(bottom)), float(np.nanmax(top))


def _mark_breakpoints(ax: Axes, approximation: Approximation, left: float, right: float) -> None:
    """Draw dots on the network, or a rug below it when dots would hide it."""
    cuts = breakpoints(approximation, left, right)
    if not cuts.size:
        return
    label = plural(int(cuts.size), "breakpoint")
    if cuts.size <= MOST_MARKS:
        draw_dots(ax, cuts, approximation(cuts), label)
    else:
        _rug(ax, cuts, label)


def _rug(ax: Axes, x: Array, label: str) -> None:
    shown = x[:: max(1, -(-x.size // MOST_RUG))]
    ax.plot(
        shown,
        np.full(shown.size, 0.012),
        "|",
        color=LIGHT.text,
        markersize=7,
        markeredgewidth=1.0 if shown.size <= MOST_MARKS else 0.4,
        alpha=0.7,
        transform=ax.get_xaxis_transform(),
        label=label,
        zorder=4,
    )


def draw_dots(ax: Axes, x: Array, y: Array, label: str) -> None:
    """Draw breakpoints as dots, with a light rim that keeps them apart."""
    ax.plot(
        x,
        y,
        "o",
        color=LIGHT.text,
        markersize=4.5 if x.size <= 60 else 3.0,
        markeredgecolor=LIGHT.background,
        markeredgewidth=0.5,
        label=label,
        zorder=4,
    )


def _draw_residual(ax: Axes, approximation: Approximation, x: Array, y: Array) -> None:
    """Draw the curve or, where it would be a solid mass, its outline."""
    if approximation.network.neurons <= MOST_MARKS:
        kept = thinned(x, y, COLUMNS)
        ax.plot(x[kept], y[kept], color=LIGHT.error, linewidth=1.2, zorder=2)
        return
    columns = max(2, min(OUTLINE, len(approximation.pieces) // 2))
    draw_outline(ax, x, y, columns)


def draw_outline(ax: Axes, x: Array, y: Array, columns: int, label: str | None = None) -> None:
    """Fill between the least and the greatest error in each of so many columns."""
    centres, low, high = envelope(x, y, columns)
    fill: dict[str, Any] = {"facecolor": LIGHT.error, "edgecolor": LIGHT.error, "alpha": 0.75}
    ax.fill_between(centres, low, high, linewidth=0.5, label=label, **fill)
