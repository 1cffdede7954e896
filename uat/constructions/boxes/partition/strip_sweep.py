"""Sweep over strips; numba compiles these loops on first use, so import them only when needed.

Ranges come as `low` and `high` of shape (outputs, across, along): strips are intervals of the
second axis, boxes are intervals of the third. A box may vary by `width`, one for each output. A
strip begins with a free box, maybe empty, whose values lie between `first` and `last`.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.compiling import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = 1 << 40  # more boxes than there can be: a strip or its lines do not allow them


@loop
def _count_one(low: Floats, high: Floats, width: float, first: float, last: float) -> int:
    """Count the least number of boxes of a strip as `_count` does, for one output."""
    boxes, least, most = 0, first, last
    for j in range(low.size):
        least, most = min(least, low[j]), max(most, high[j])
        if most - least > width:
            least, most = low[j], high[j]
            boxes += 1
            if most - least > width:
                return NEVER
    return boxes


@loop
def _count(low: Floats, high: Floats, width: Floats, first: Floats, last: Floats) -> int:
    """Count the fewest boxes of a strip without the free one. low, high: (outputs, along)."""
    if low.shape[0] == 1:
        return _count_one(low[0], high[0], width[0], first[0], last[0])
    boxes, least, most = 0, first.copy(), last.copy()
    for j in range(low.shape[1]):
        too_wide = False
        for k in range(low.shape[0]):
            least[k], most[k] = min(least[k], low[k, j]), max(most[k], high[k, j])
            too_wide |= most[k] - least[k] > width[k]
        if too_wide:
            boxes += 1
            for k in range(low.shape[0]):
                least[k], most[k] = low[k, j], high[k, j]
                if most[k] - least[k] > width[k]:
                    return NEVER
    return boxes


@loop
def sweep_strips(
    low: Floats,
    high: Floats,
    width: Floats,
    first: Floats,
    last: Floats,
    price: int,
    bound: int,
    best: Ints,
    start: Ints,
) -> None:
    """Find strips of the least sum of boxes and `price` a strip, by dynamic programming.

    best[i]: that sum for the first i rows, NEVER if there are no such strips; start[i]: where the
    last one begins. A wider strip never needs fewer boxes, nor can it be cut where a narrower one
    cannot be. So strips stop where the sum reaches `bound`, and sums below it are right.
    """
    outputs, rows, along = low.shape
    best[:] = NEVER
    best[0] = 0
    least, most = np.empty((outputs, along)), np.empty((outputs, along))
    for begin in range(rows):
        if best[begin] >= NEVER:
            continue
        least[:], most[:] = np.inf, -np.inf
        for end in range(begin + 1, rows + 1):
            for k in range(outputs):
                for j in range(along):
                    least[k, j] = min(least[k, j], low[k, end - 1, j])
                    most[k, j] = max(most[k, j], high[k, end - 1, j])
            boxes = _count(least, most, width, first, last)
            if best[begin] + price + boxes >= bound:
                break
            if best[begin] + price + boxes < best[end]:
                best[end] = best[begin] + price + boxes
                start[end] = begin


@loop
def _fits(
    low: Floats, high: Floats, width: Floats, least: Floats, most: Floats, at: int, rear: int
) -> bool:
    """Tell whether a box that varies by least[at] … most[at] and by `rear` may have a slice."""
    for k in range(low.size):
        top = max(most[k, at], most[k, rear], high[k])
        bottom = min(least[k, at], least[k, rear], low[k])
        if top - bottom > width[k]:
            return False
    return True


@loop
def find_reaches(low: Floats, high: Floats, width: Floats, reach: Ints) -> None:
    """Write into reach[s, j] the latest end of a box of strip s that begins at slice j.

    The box's front half has its ranges to `middle` stored from every beginning, the rear half has
    one range, stored at index `along`; both are made anew when the beginning comes to the middle.
    So that each slice is looked at twice.
    """
    outputs, strips, along = low.shape
    least, most = np.empty((outputs, along + 1)), np.empty((outputs, along + 1))
    for s in range(strips):
        middle = end = 0
        for begin in range(along):
            if begin >= middle:
                middle = end = max(end, begin)
                least[:, begin], most[:, begin] = np.inf, -np.inf
                least[:, along], most[:, along] = np.inf, -np.inf
                for j in range(middle - 1, begin - 1, -1):
                    for k in range(outputs):
                        ahead = j + 1 < middle
                        least[k, j] = min(low[k, s, j], least[k, j + 1] if ahead else np.inf)
                        most[k, j] = max(high[k, s, j], most[k, j + 1] if ahead else -np.inf)
            while end < along and _fits(
                low[:, s, end], high[:, s, end], width, least, most, begin, along
            ):
                for k in range(outputs):
                    least[k, along] = min(least[k, along], low[k, s, end])
                    most[k, along] = max(most[k, along], high[k, s, end])
                end += 1
            reach[s, begin] = end


@loop
def find_free(
    low: Floats, high: Floats, width: Floats, first: Floats, last: Floats, reach: Ints
) -> None:
    """Write into the last column of `reach` where the free box of each strip ends at the latest."""
    outputs, strips, along = low.shape
    for s in range(strips):
        least, most, end, fits = first.copy(), last.copy(), 0, True
        while end < along and fits:
            for k in range(outputs):
                least[k], most[k] = min(least[k], low[k, s, end]), max(most[k], high[k, s, end])
                fits &= most[k] - least[k] <= width[k]
            end += fits
        reach[s, along] = end


# Sweep for strips with the least squared error; numba compiles these loops on first use.
#
# sums: (2 + outputs, across + 1, along + 1), prefix sums over both inputs of the weights, of weight
# * value² and of weight * value for each output. A box is at the mean of its values; a piece costs
# its squared error and a price.


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
