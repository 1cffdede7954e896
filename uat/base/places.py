"""Write a place on an interval with as many digits as tell it from other places there."""

import math
from collections.abc import Sequence

USUAL = 6  # digits
RESOLVED = 4  # digits that the length of the interval has, however far from 0 it lies
ROUNDED = 1e-12  # of a sum: what is left of it by rounding is 0
MOST = 17  # digits, which tell all floats apart


def digits_on(low: float, high: float) -> int:
    """Count the digits that tell places on [low, high] apart: 6, or more far from 0.

    Unix times of one minute differ in their ninth digit: 1600000003.25 takes twelve.
    """
    far = max(abs(low), abs(high))
    if not 0.0 < high - low < math.inf or far == 0.0:
        return USUAL
    lost = math.ceil(math.log10(far) - math.log10(high - low))
    return min(MOST, max(USUAL, RESOLVED + lost))


def place_text(value: float, low: float, high: float) -> str:
    """Write a place on [low, high] in words."""
    return f"{value:.{digits_on(low, high)}g}"


def point_text(point: Sequence[float], box: Sequence[tuple[float, float]]) -> str:
    """Write a point of a box: its coordinates, with commas between them."""
    return ", ".join(place_text(x, *ends) for x, ends in zip(point, box, strict=True))


def interval_text(low: float, high: float) -> str:
    """Write the interval [low, high] in words."""
    return f"[{place_text(low, low, high)}, {place_text(high, low, high)}]"


def box_text(box: Sequence[tuple[float, float]]) -> str:
    """Write the intervals of a box, with × between them."""
    return " × ".join(interval_text(low, high) for low, high in box)


def line_text(
    names: Sequence[str],
    direction: Sequence[float],
    along: float,
    box: Sequence[tuple[float, float]],
) -> str:
    """Write a line of a box, direction · p = along: "x = 0.5", or "0.8*x - 0.6*y = 0.3"."""
    parts = [(u, name, ends) for u, name, ends in zip(direction, names, box, strict=True) if u]
    if len(parts) == 1:
        ((u, name, ends),) = parts
        return f"{name} = {place_text(along / u, *ends)}"
    far = sum(abs(u) * max(map(abs, ends)) for u, _, ends in parts)
    along = 0.0 if abs(along) < ROUNDED * far else along
    total = " + ".join(f"{u:.6g}*{name}" for u, name, _ in parts).replace("+ -", "- ")
    return f"{total} = {along:.6g}"
