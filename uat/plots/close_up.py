"""A close-up shows a part of the domain where the tolerance is wide enough to be seen."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.plots.curves import samples_of
from uat.plots.frame import input_name, page, settle, title
from uat.plots.numbers import number
from uat.plots.sheet import without_close_up

SEEN = 24.0  # half widths of the tube in f's range: with more the tube is too thin to be seen
WANTED = 12.0  # half widths of the tube in the close-up
SHRINK = 0.8
TRIES = 80
CANDIDATES = 200  # places that are tried

Interval = tuple[float, float]


def close_up(approximation: Approximation, half: float, places: Array) -> Interval | None:
    """Choose the window with the most of the places in which f varies by little enough.

    half: the tube's half width, in the units of f. places: ascending, in the units of x. None if
    the tube can be seen on the whole domain, or if f is too steep at every place.
    """
    samples = samples_of(approximation)
    if samples.range <= SEEN * half:
        return None
    tried = places[:: max(1, -(-places.size // CANDIDATES))]
    windows = [_around(samples, float(at), WANTED * half) for at in tried]
    good = [window for window in windows if window]
    return max(good, key=lambda window: _inside(places, window), default=None)


def mark_close_up(ax: Axes, window: Interval) -> None:
    """Shade where the close-up is with a grey stripe."""
    ax.axvspan(*window, color=LIGHT.muted, alpha=0.18, linewidth=0.7, zorder=0.4)


def title_close_up(ax: Axes, target: Target, window: Interval) -> None:
    """Show only the window, and say in the title where it is."""
    ax.set_xlim(window)
    left, right = (number(end, 6) for end in window)
    title(ax, ["Close-up"], f"{input_name(target)} from {left} to {right}")


def page_with_close_up(
    size: tuple[float, float],
    near: Interval | None,
    draw: Callable[[Axes, Interval | None], object],
    ratios: Sequence[float] = (1, 1),
) -> Figure:
    """Draw the whole domain and, beside it, a close-up if there is one. ratios: of their widths."""
    figure = page(size if near else without_close_up(size))
    grid = figure.add_gridspec(1, 2 if near else 1, width_ratios=ratios if near else [1])
    whole = figure.add_subplot(grid[0, 0])
    closer = figure.add_subplot(grid[0, 1]) if near else None
    settle(whole)
    draw(whole, None)
    if near and closer:
        mark_close_up(whole, near)
        draw(closer, near)
    return figure


def _around(samples: Samples, at: float, most: float) -> Interval | None:
    """Find the widest of a few windows around a place in which f varies by at most `most`."""
    a, b = float(samples.x[0]), float(samples.x[-1])
    width = (b - a) / 4
    for _ in range(TRIES):
        left = min(max(a, at - width / 2), b - width)
        first, last = np.searchsorted(samples.x, [left, left + width])
        if last - first < 3:
            return None
        if np.ptp(samples.y[first:last]) <= most:
            return left, left + width
        width *= SHRINK
    return None


def _inside(places: Array, window: Interval) -> int:
    first, last = np.searchsorted(places, window)
    return int(last - first)
