"""Decide whether the kinks' neurons can give the slopes at both ends, or one more is needed.

Take a network of as many relu neurons as there are forced kinks. Then each neuron makes one of
them, with its triple's sign, and no neuron is on everywhere. At the left end only the neurons that
look left have a slope, and one whose kink changes the slope by d has the slope -d there; at the
right end those that look right have slope d. So if the network must rise at the left end, a kink of
falling slope looks left; if it must rise at the right end, a kink of rising slope looks right; and
mirrored. No kink does both. If there are fewer kinks of a kind than that takes, no such network
exists.

If all kinks are forced to the right of a point s already, the network is a straight line left of
it; and it must rise there if f rises by more than 2*tol from the end to s. Likewise on the right.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.base.arrays import Array

Triples = tuple[Array, NDArray[np.bool_]]


def needs_a_slope(
    value: Callable[[float], Any],
    forced: Callable[[int, int], Triples],
    x: Array,
    kinks: Triples,
    tol: float,
) -> bool:
    """Tell whether balls prove that as many neurons as there are forced kinks do not suffice.

    value: f as a ball. forced: verified triples on the samples from one index to another. x: the
    samples. kinks: the triples on all of them.
    """
    points, rising = kinks
    count, n = len(points), x.size

    def suffices(first: int, last: int) -> bool:
        found, signs = forced(first, last)
        return len(found) == count and bool(np.sum(signs) == np.sum(rising))

    start = _furthest(lambda i: suffices(i, n), n)
    stop = n - 1 - _furthest(lambda i: suffices(0, n - i), n)
    left, right = _rise(value, x[0], x[start], tol), _rise(value, x[stop], x[-1], tol)
    up = (left < 0) + (right > 0)
    down = (left > 0) + (right < 0)
    return bool(up > np.sum(rising) or down > np.sum(~rising))


def _furthest(good: Callable[[int], bool], n: int) -> int:
    """Find the largest good index below n - 1 that bisection reaches; 0 is good."""
    low, high = 0, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if good(middle) else (low, middle)
    return low


def _rise(value: Callable[[float], Any], start: float, stop: float, tol: float) -> int:
    """Return 1 if f rises by more than 2*tol, -1 if it falls by as much, else 0."""
    rise = value(float(stop)) - value(float(start))
    return int(bool(rise > 2 * arb(tol))) - int(bool(rise < -2 * arb(tol)))
