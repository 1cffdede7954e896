"""Add samples of one input where f leaves the chords of those that are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.functions.expression import Expression
from uat.functions.expression.on_boxes import ranges_on

LEAST = 0.125
GROUPS = (64, 8)  # gaps that are asked about together, before each by itself
FINEST = 2.0**-24  # of the domain: intervals so narrow are looked at once more, and no closer
FEW = 64  # intervals that are followed down to neighbouring floats
NARROWEST = 4 * np.finfo(float).eps
LEAST_BUDGET, SHARE = 60_000, 4  # intervals to ask about: at least, and for each sample


@dataclass(frozen=True)
class Seen:
    """Samples to add, (n,) each, and how wide the intervals are in which something may hide.

    open: the width of the widest, in the units of x; 0 where nothing wider than 2^-24 of the
    domain can hide.
    """

    x: Array
    y: Array
    open: float


@dataclass(frozen=True)
class _Chords:
    """Intervals between points of the graph of f, (n,) each."""

    left: Array
    right: Array
    y_left: Array
    y_right: Array

    def only(self, here: NDArray[np.bool_]) -> _Chords:
        return _Chords(self.left[here], self.right[here], self.y_left[here], self.y_right[here])

    def halves(self, x: Array, y: Array) -> _Chords:
        """Return both halves of each interval, apart at the points (x, y)."""
        return _Chords(
            np.concatenate([self.left, x]),
            np.concatenate([x, self.right]),
            np.concatenate([self.y_left, y]),
            np.concatenate([y, self.y_right]),
        )


def look_between(
    formula: Expression,
    read: Callable[[Array], Array],
    x: Array,
    y: Array,
    *,
    skipped: NDArray[np.bool_],
    resolution: float,
) -> Seen:
    """Find where f leaves the chords of its samples, however narrowly.

    read: the formula's values, as samples have them. x, y: ascending samples. skipped: (n - 1,),
    gaps that are not looked at, as jumps. resolution: how far f may be from the chords because it
    is curved; what is LEAST of it is found where it is narrow.
    """
    least, curved = LEAST * resolution, resolution
    gaps = np.flatnonzero(~skipped)
    for size in GROUPS:
        gaps = _unsettled_groups(formula, x, gaps, size, least)
    chords = _Chords(x[gaps], x[gaps + 1], y[gaps], y[gaps + 1])
    found_x, found_y = [np.empty(0)], [np.empty(0)]
    budget = max(LEAST_BUDGET, SHARE * x.size)
    while chords.left.size and budget > 0:
        budget -= chords.left.size
        chords = chords.only(~_settled(formula, chords, least))
        middle = 0.5 * (chords.left + chords.right)
        y_middle = read(middle)
        bent = np.abs(y_middle - 0.5 * (chords.y_left + chords.y_right)) > max(least, curved)
        curved *= 0.25  # in half the width
        found_x += [chords.left[bent], middle[bent], chords.right[bent]]
        found_y += [chords.y_left[bent], y_middle[bent], chords.y_right[bent]]
        chords = chords.halves(middle, y_middle)
        narrowest = NARROWEST * max(abs(x[0]), abs(x[-1]))
        if chords.left.size > 2 * FEW:
            narrowest = max(narrowest, FINEST * float(x[-1] - x[0]))
        chords = chords.only(chords.right - chords.left > narrowest)
    left_open = float(np.max(chords.right - chords.left, initial=0.0))
    return Seen(np.concatenate(found_x), np.concatenate(found_y), left_open)


def _settled(formula: Expression, chords: _Chords, least: float) -> NDArray[np.bool_]:
    """Tell whether f keeps within `least` of a chord.

    With slopes from s to S, f is within (S - s)/4 times the width of it: at a distance t from one
    end and u from the other it has moved away by at most (S - s) t u/(t + u).
    """
    found = ranges_on(formula, chords.left[None], chords.right[None])
    with np.errstate(invalid="ignore"):
        turn = (found.slope.high[0] - found.slope.low[0]) * (chords.right - chords.left)
        straight = ~found.jumps & (turn <= 4.0 * least)
        settled: NDArray[np.bool_] = straight | (found.value.high - found.value.low <= least)
    return settled


def _unsettled_groups(
    formula: Expression, x: Array, gaps: NDArray[np.int64], size: int, least: float
) -> NDArray[np.int64]:
    """Return the gaps of groups in which the slope varies too much for the widest gap."""
    if not gaps.size:
        return gaps
    first = np.arange(0, gaps.size, size)
    last = np.append(first[1:], gaps.size) - 1
    found = ranges_on(formula, x[gaps[first]][None], x[gaps[last] + 1][None])
    widest = np.maximum.reduceat(x[gaps + 1] - x[gaps], first)
    with np.errstate(invalid="ignore"):
        turn = (found.slope.high[0] - found.slope.low[0]) * widest
        settled = ~found.jumps & (turn <= 4.0 * least)
    unsettled: NDArray[np.int64] = gaps[np.repeat(~settled, last - first + 1)]
    return unsettled
