"""Count runs of samples, loops that numba compiles on first use, so import them only then."""

import numpy as np
from numpy.typing import NDArray

from uat.base.loops import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@loop
def _fits(lows: Floats, highs: Floats, count: int, out: int, width: float) -> bool:
    """Tell whether all values but `out`, the lowest and highest ones, are within `width`."""
    if count <= out:
        return True
    varies = np.inf
    for k in range(out + 1):
        varies = min(varies, highs[out - k] - lows[k])
    return varies <= width


@loop
def _reach(y: Floats, start: int, width: float, ends: Ints) -> None:
    """Write where the longest run from `start` ends, if j of its values may be left out, for all j.

    Only the lowest and the highest few values of a run decide, and they are kept in order.
    """
    most = ends.size - 1
    lows, highs = np.full(most + 1, np.inf), np.full(most + 1, -np.inf)
    out = 0
    for i in range(start, y.size):
        low = high = y[i]
        for k in range(most + 1):
            if low < lows[k]:
                lows[k], low = low, lows[k]
            if high > highs[k]:
                highs[k], high = high, highs[k]
        while not _fits(lows, highs, i - start + 1, out, width):
            ends[out] = i
            out += 1
            if out > most:
                return
    ends[out:] = y.size


@loop
def reach_by_runs(y: Floats, width: float, most: int, ends: Ints, before: Ints) -> int:
    """Count the fewest runs that hold all values but `most`; each varies by at most `width`.

    ends[p, k]: how many values the first p runs hold at most if k may be left out; before[p, k]:
    how many of these k are left out before run p. Whatever run p begins with, it reaches further
    if it begins further right, so that nothing else need be known of the runs before it.
    """
    here = np.empty(most + 1, dtype=np.int64)
    runs = 0
    while ends[runs, most] < y.size:
        for k in range(most + 1):
            ends[runs + 1, k] = -1
        for k in range(most + 1):
            if k and ends[runs, k] == ends[runs, k - 1]:
                continue
            _reach(y, ends[runs, k], width, here[: most + 1 - k])
            for j in range(most + 1 - k):
                if here[j] > ends[runs + 1, k + j]:
                    ends[runs + 1, k + j], before[runs + 1, k + j] = here[j], k
        runs += 1
    return runs
