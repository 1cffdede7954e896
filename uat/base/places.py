"""A place on an interval in words: with as many digits as tell it from other places there."""

import math
from collections.abc import Sequence

USUAL = 6  # digits
RESOLVED = 4  # digits that the length of the interval has, however far from 0 it lies
MOST = 17  # digits, which tell all floats apart


def digits_on(low: float, high: float) -> int:
    """How many digits tell places on [low, high] apart: 6, or more far from 0 on a short interval.

    Unix times of one minute differ in their ninth digit: 1600000003.25 takes twelve.
    """
    far = max(abs(low), abs(high))
    if not 0.0 < high - low < math.inf or far == 0.0:
        return USUAL
    lost = math.ceil(math.log10(far) - math.log10(high - low))
    return min(MOST, max(USUAL, RESOLVED + lost))


def place_text(value: float, low: float, high: float) -> str:
    """A place on [low, high]."""
    return f"{value:.{digits_on(low, high)}g}"


def point_text(point: Sequence[float], box: Sequence[tuple[float, float]]) -> str:
    """A point of a box: its coordinates, with commas between them."""
    return ", ".join(place_text(x, *ends) for x, ends in zip(point, box, strict=True))


def interval_text(low: float, high: float) -> str:
    """[low, high]."""
    return f"[{place_text(low, low, high)}, {place_text(high, low, high)}]"


def box_text(box: Sequence[tuple[float, float]]) -> str:
    """The intervals of a box, with × between them."""
    return " × ".join(interval_text(low, high) for low, high in box)
