"""Find roots and minima in many brackets at once, each to the last bits of a float.

These two are scipy's `optimize.elementwise` in short: importing scipy.optimize takes longer than
most networks take to build.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array

Indexed = Callable[[Array, NDArray[np.int64]], Array]
"""The values at places, one of each bracket whose index is given."""

Flags = NDArray[np.bool_]

MOST_HALVINGS = 2100  # from the largest float to the smallest
MOST_ROUNDS = 100
TINY = 4 * np.finfo(float).smallest_normal
CLOSE = 4 * np.finfo(float).eps
GOLDEN = 0.5 * (3.0 - 5.0**0.5)  # the smaller part of the golden section


@np.errstate(all="ignore")
def find_roots(f: Indexed, low: Array, high: Array) -> Array:
    """Find where f changes its sign between low and high (Chandrupatla 1997); nan: it need not.

    Each step interpolates by a parabola through three values where that is safe, else it halves.
    """
    rows = np.arange(low.size)
    roots = np.full(low.size, np.nan)
    if not rows.size:
        return roots
    a, b, share = low, high, np.full(low.size, 0.5)
    y_a, y_b = f(a, rows), f(b, rows)
    for _ in range(MOST_HALVINGS):
        best = np.where(np.abs(y_a) < np.abs(y_b), a, b)
        close = 0.5 * (CLOSE * np.abs(best) + TINY) / np.abs(b - a)
        found = (y_a == 0.0) | (y_b == 0.0) | (close > 0.5)
        brackets = np.sign(y_a) * np.sign(y_b) <= 0.0
        roots[rows[found & brackets]] = best[found & brackets]
        on = brackets & ~found
        rows, share, close = rows[on], share[on], close[on]
        a, b, y_a, y_b = a[on], b[on], y_a[on], y_b[on]
        if not rows.size:
            break
        x = a + np.clip(share, close, 1.0 - close) * (b - a)
        y = f(x, rows)
        same = np.sign(y) == np.sign(y_a)
        c, y_c = np.where(same, a, b), np.where(same, y_a, y_b)
        a, b, y_a, y_b = x, np.where(same, b, a), y, np.where(same, y_b, y_a)
        place, height = (a - b) / (c - b), (y_a - y_b) / (y_c - y_b)
        safe = (height**2 < place) & ((1.0 - height) ** 2 < 1.0 - place)
        parabola = y_a / (y_b - y_a) * y_c / (y_b - y_c)
        parabola += (c - a) / (b - a) * y_a / (y_c - y_a) * y_b / (y_c - y_b)
        share = np.where(safe, parabola, 0.5)
    return roots


@np.errstate(all="ignore")
def find_minima(f: Indexed, left: Array, middle: Array, right: Array) -> tuple[Array, Array]:
    """Find a minimum of f between left and right, and f there: nan where middle is not the lowest.

    Each step goes to the lowest point of a parabola where two of them agree, else it divides the
    longer part by the golden section (Chandrupatla 1998).
    """
    rows = np.arange(left.size)
    places, values = np.full(left.size, np.nan), np.full(left.size, np.nan)
    points = np.stack([left, middle, right])
    heights = np.stack([f(x, rows) for x in points])
    before = right
    for _ in range(MOST_ROUNDS):
        first_longer = np.abs(points[2] - points[1]) < np.abs(points[1] - points[0])
        points = np.where(first_longer, points[::-1], points)
        heights = np.where(first_longer, heights[::-1], heights)
        (a, b, c), (y_a, y_b, y_c) = points, heights
        room = CLOSE * np.abs(b)
        found = (np.abs(c - b) <= 2.0 * room) | (y_a - 2.0 * y_b + y_c <= 0.0)
        brackets = (y_b <= y_a) & (y_b <= y_c) & np.isfinite(points + heights).all(axis=0)
        places[rows[found & brackets]] = b[found & brackets]
        values[rows[found & brackets]] = y_b[found & brackets]
        on = brackets & ~found
        rows, before, room = rows[on], before[on], room[on]
        points, heights = points[:, on], heights[:, on]
        if not rows.size:
            break
        (a, b, c), (y_a, y_b, y_c) = points, heights
        left_part, right_part = (b - a) * (y_c - y_b), (c - b) * (y_a - y_b)
        lowest = 0.5 * (left_part / (left_part + right_part) * (a - c) + b + c)
        agrees = np.abs(lowest - before) < 0.5 * np.abs(b - a)
        apart = np.where(np.abs(lowest - b) > room, lowest, b + np.sign(c - b) * room)
        x = np.where(agrees, apart, b + GOLDEN * (c - b))
        y, before = f(x, rows), lowest
        sides = np.sign(x - b) == np.sign(c - b), ~(y > y_b)
        points, heights = _narrowed(points, x, *sides), _narrowed(heights, y, *sides)
    places[rows], values[rows] = points[1], heights[1]
    return places, values


def _narrowed(three: Array, new: Array, beyond: Flags, lower: Flags) -> Array:
    """Put a new point beyond the middle, or before it, in place of an end or as the middle."""
    a, b, c = three
    before = np.where(beyond, np.where(lower, b, a), np.where(lower, a, new))
    after = np.where(beyond, np.where(lower, c, new), np.where(lower, b, c))
    return np.stack([before, np.where(lower, new, b), after])
