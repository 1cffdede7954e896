"""Draw the samples of a table where only they count: as points, with what is allowed at each."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from uat.accuracy.measure import samples_of
from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.plots.close_up import Interval
from uat.plots.frame import plural

MANY = 300  # samples from which on their points are small


def draw_samples(
    ax: Axes, approximation: Approximation, half: float, window: Interval
) -> tuple[float, float]:
    """Draw the samples in a window as points, bars of the tolerance, and outliers as crosses.

    Returns the range of what is drawn. Where the root mean square counts, there are no bars.
    """
    samples = samples_of(approximation.target)
    inside = (samples.x >= window[0]) & (samples.x <= window[1])
    x, y = samples.x[inside], samples.y[inside]
    out = np.isin(x, approximation.error.outliers)
    counted = approximation.error.counted
    if counted is not None and not counted.squares:
        ends = y[~out] - half, y[~out] + half
        width = 5.0 if x.size < MANY else 2.0
        label = f"± {half:.3g}"
        ax.vlines(x[~out], *ends, color=LIGHT.band, linewidth=width, label=label, zorder=1)
    _points(ax, x, y, out, LIGHT.target)
    return float(y.min()) - half, float(y.max()) + half


def draw_distances(ax: Axes, approximation: Approximation, unit: float = 1.0) -> None:
    """Draw network - f at each sample, in the unit; outliers as crosses."""
    x = samples_of(approximation.target).x
    away = (approximation(x) - approximation.target(x)) / unit
    ax.vlines(x, 0.0, away, color=LIGHT.error, linewidth=0.8, alpha=0.5, zorder=1.5)
    _points(ax, x, away, np.isin(x, approximation.error.outliers), LIGHT.error)


def _points(ax: Axes, x: Array, y: Array, out: NDArray[np.bool_], color: str) -> None:
    size = 4.0 if x.size < MANY else 2.0
    label = plural(int(np.count_nonzero(~out)), "sample")
    ax.plot(x[~out], y[~out], "o", color=color, markersize=size, label=label, zorder=2.5)
    if out.any():
        label = plural(int(np.count_nonzero(out)), "outlier")
        ax.plot(x[out], y[out], "x", color=color, markersize=7, label=label, zorder=2.5)
