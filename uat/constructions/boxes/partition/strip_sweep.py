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
