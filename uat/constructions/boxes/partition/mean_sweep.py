"""Sweep for strips with the least squared error; numba compiles these loops on first use.

sums: (2 + outputs, across + 1, along + 1), prefix sums over both inputs of the weights, of
weight * value² and of weight * value for each output. A box is at the mean of its values; a piece
costs its squared error and a price.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.compiling import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@loop
def _error(rows: Floats, begin: int, end: int) -> float:
    """Return the least squared error of a constant on slices begin … end of a strip."""
    weight = rows[0, end] - rows[0, begin]
    if weight <= 0.0:
        return 0.0
    square = 0.0
    for k in range(2, rows.shape[0]):
        part = rows[k, end] - rows[k, begin]
        square += part * part
    return float(max(rows[1, end] - rows[1, begin] - square / weight, 0.0))


@loop
def _cut(
    rows: Floats, price: float, best: Floats, start: Ints, active: Ints, costs: Floats
) -> float:
    """Find the least cost of a strip; start[j]: where the last box begins if boxes end at j.

    A beginning from which a box costs no less than cutting here never becomes useful again, since
    squared errors only grow (Killick, Fearnhead and Eckley 2012).
    """
    along = rows.shape[1] - 1
    best[0] = 0.0
    active[0], count = 0, 1
    for end in range(1, along + 1):
        least = np.inf
        for i in range(count):
            costs[i] = best[active[i]] + _error(rows, active[i], end)
            if costs[i] < least:
                least, start[end] = costs[i], active[i]
        best[end] = least + price
        kept = 0
        for i in range(count):
            if costs[i] < best[end]:
                active[kept] = active[i]
                kept += 1
        active[kept] = end
        count = kept + 1
    return float(best[along])


@loop
def sweep_means(sums: Floats, price: float, widths: Ints, start: Ints) -> float:
    """Find the least cost of all strips of some widths, by dynamic programming.

    price: of a box, and of a strip. widths: ascending, the first one 1. start[i]: where the last
    strip begins if strips cover the first i rows. A wider strip with the same end costs no less,
    so a width for which even the last narrower strip's cost is too much is left out.
    """
    across, along = sums.shape[1] - 1, sums.shape[2] - 1
    total = np.full(across + 1, np.inf)
    total[0] = 0.0
    best, at = np.empty(along + 1), np.empty(along + 1, np.int64)
    active, costs = np.empty(along + 1, np.int64), np.empty(along + 1)
    rows = np.empty((sums.shape[0], along + 1))
    for end in range(1, across + 1):
        narrower = 0.0
        for width in widths:
            begin = end - width
            if begin < 0:
                break
            if total[begin] + price + narrower >= total[end]:
                continue
            rows[:] = sums[:, end] - sums[:, begin]
            narrower = _cut(rows, price, best, at, active, costs)
            if total[begin] + price + narrower < total[end]:
                total[end], start[end] = total[begin] + price + narrower, begin
    return float(total[across])


@loop
def cut_means(rows: Floats, price: float, start: Ints) -> float:
    """Cut one strip; see `_cut`. rows: (2 + outputs, along + 1), prefix sums."""
    along = rows.shape[1] - 1
    best, costs = np.empty(along + 1), np.empty(along + 1)
    return float(_cut(rows, price, best, start, np.empty(along + 1, np.int64), costs))
