"""Ties are broken by a rule: values that differ by no more than rounding are the same value.

Processors round exp and sin differently, so which of two equal errors is the larger one depends on
the machine. Choices that are printed or built compare levels instead, and take the first place.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.base.arrays import Array

TIED = 1e-9  # of the largest value: what differs by less is tied
ROOM = 4.0  # times the noise: how far tied values may be apart
# Where a level begins, in levels. The largest value, and simple fractions of it, are then in the
# middle of their levels, and rounding does not move them into the next.
BEGIN = 0.618
DECIMALS = 14  # digits of a float that a few roundings leave alone


def tie(values: ArrayLike, noise: float = 0.0) -> float:
    """Return how far apart tied values may be: TIED of the largest, or a few times the noise.

    noise: by how much rounding changes each value.
    """
    found = np.asarray(values, dtype=float)
    largest = float(np.max(np.abs(found), where=np.isfinite(found), initial=0.0))
    return max(TIED * largest, ROOM * noise)


def levels(values: ArrayLike, noise: float = 0.0) -> Array:
    """Count values in ties below the largest: tied ones have the same level.

    What is not finite stays as it is.
    """
    found = np.asarray(values, dtype=float)
    width = tie(found, noise)
    if width == 0.0:
        return found
    top = float(np.max(found, where=np.isfinite(found), initial=-np.inf))
    return np.floor((found - top) / width + BEGIN)


def first_of_largest(values: ArrayLike, noise: float = 0.0) -> int:
    """Return the first place, in flat order, of what ties with the largest value."""
    found = np.asarray(values, dtype=float)
    return int(np.argmax(found >= found.max() - tie(found, noise)))


def first_of_least(values: ArrayLike, noise: float = 0.0) -> int:
    """Return the first place, in flat order, of what ties with the least value.

    values: not negative; relative to the least of them they tie. noise: by how much rounding
    changes each value, if the values are differences of larger ones.
    """
    found = np.asarray(values, dtype=float)
    return int(np.argmax(found <= (1 + TIED) * found.min() + ROOM * noise))


def flattest_of(slopes: Array) -> int:
    """Return the first of the flattest slopes, up to the rounding of the steepest one."""
    sizes = np.abs(slopes)
    return first_of_least(sizes, TIED * float(sizes.max()))


def first_tied(values: Sequence[float]) -> int:
    """Return what `first_of_largest` does, quicker for a few nonnegative numbers."""
    least = (1 - TIED) * max(values)
    return next(place for place, value in enumerate(values) if not value < least)


def leftmost_of_largest(values: ArrayLike, places: ArrayLike, noise: float = 0.0) -> int:
    """Return the leftmost, then the lowest, of what ties with the largest value.

    places: (n, m), one row for each of n values.
    """
    found = np.asarray(values, dtype=float)
    tied = np.flatnonzero(found >= found.max() - tie(found, noise))
    columns = [levels(column) for column in np.asarray(places)[tied].T]
    return int(tied[np.lexsort(columns[::-1])[0]])


def largest_few(values: ArrayLike, count: int, noise: float = 0.0) -> NDArray[np.int64]:
    """Return flat places of the `count` largest, largest first; of tied ones the first."""
    below = -levels(values, noise).reshape(-1)
    if count < below.size:
        below_last = np.partition(below, count - 1)[count - 1]
        among = np.flatnonzero(below <= below_last)
    else:
        among = np.arange(below.size)
    order: NDArray[np.int64] = among[np.argsort(below[among], kind="stable")][:count]
    return order


def first_in_rows(rows: Array, noise: float = 0.0) -> NDArray[np.int64]:
    """Return for each row the first place of what ties with its largest value."""
    first: NDArray[np.int64] = np.argmax(
        rows >= rows.max(axis=1, keepdims=True) - tie(rows, noise), axis=1
    )
    return first


def middle_of_largest(rows: Array, noise: float = 0.0) -> NDArray[np.int64]:
    """Return for each row the middle of its first run that ties with its largest value.

    The middle of the places where a smooth peak is level, to rounding, is nearer to its top than
    any of them that rounding prefers.
    """
    tied = rows >= rows.max(axis=1, keepdims=True) - tie(rows, noise)
    first = np.argmax(tied, axis=1)
    beyond = ~tied & (np.arange(rows.shape[1]) > first[:, None])
    end = np.where(beyond.any(axis=1), np.argmax(beyond, axis=1), rows.shape[1])
    middle: NDArray[np.int64] = (first + end - 1) // 2
    return middle


def steady(value: float, noise: float = 0.0, digits: int = 10) -> float:
    """Round to as many digits as rounding errors leave alone, at most `digits`; 0 in noise.

    noise: by how much rounding may change the value.
    """
    if not math.isfinite(value) or abs(value) <= noise:
        return value if not math.isfinite(value) else 0.0
    first = math.floor(math.log10(abs(value)))
    last = math.ceil(math.log10(noise)) if noise > 0 else first - DECIMALS + 1
    kept = min(DECIMALS, max(1, first - last + 1))
    return float(f"{float(f'{value:.{kept}g}'):.{min(kept, digits)}g}")
