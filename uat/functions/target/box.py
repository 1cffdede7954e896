"""A box has an interval for each input; its ends may be typed as formulas without inputs."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from uat.base.errors import InputError
from uat.base.places import place_text
from uat.functions.expression import parse_number

INFINITE = ("inf", "infinity", "infty", "oo", "∞")

FURTHEST, SHORTEST = 1e150, 1e-150  # place and length of an interval
Box = tuple[tuple[float, float], ...]


def parse_box(box: Any) -> Box:
    """Read `(a, b)` or one pair for each input, as pairs of floats. Raises InputError."""
    if isinstance(box, str) or not isinstance(box, Sequence | np.ndarray) or len(box) == 0:
        raise InputError(f"a box is (a, b), or one such pair for each input, not {box!r}")
    pairs = box if _is_pair(box[0]) else [box]
    return tuple(_interval(pair) for pair in pairs)


def require_inside(box: Box, whole: Box, name: str) -> None:
    """Raise InputError when the box reaches beyond what is known of a table or picture."""
    for (low, high), (first, last) in zip(box, whole, strict=True):
        if low < first or high > last:
            raise InputError(
                f"{name} has samples from {place_text(first, first, last)} to "
                f"{place_text(last, first, last)}; the domain "
                f"{place_text(low, low, high)}:{place_text(high, low, high)} goes beyond them"
            )


def _is_pair(item: Any) -> bool:
    return not isinstance(item, str) and isinstance(item, Sequence | np.ndarray)


def _interval(pair: Any) -> tuple[float, float]:
    if not _is_pair(pair) or len(pair) != 2:
        raise InputError(f"an interval has two ends, a and b; got {pair!r}")
    if any(_is_infinite(end) for end in pair):
        raise InputError(f"the interval {pair[0]}:{pair[1]} must have finite ends")
    low, high = (parse_number(end) if isinstance(end, str) else _number(end) for end in pair)
    if not (np.isfinite(low) and np.isfinite(high) and np.isfinite(high - low)):
        raise InputError(f"the interval {low:g}:{high:g} must have finite ends")
    if low >= high:
        hint = f"; did you mean {high:g}:{low:g}?" if high < low else ""
        raise InputError(f"the interval {low:g}:{high:g} is empty{hint}")
    if high - low < 1e-9 * max(abs(low), abs(high)):
        raise InputError(f"the interval {low!r}:{high!r} is too narrow for float64")
    return low, high


def require_room_for_squares(box: Box) -> None:
    """Raise InputError for an interval whose places or length have no square among the floats."""
    for low, high in box:
        far, length = max(abs(low), abs(high)), high - low
        if far > FURTHEST or length < SHORTEST:
            unit = f"1e{round(math.log10(far)):+d}"
            raise InputError(
                f"on the interval {low:g}:{high:g} squares of x are beyond all floats: measure x "
                f"in units of {unit}, that is, write {unit}*x for x and divide the interval by it"
            )


def _is_infinite(end: Any) -> bool:
    return isinstance(end, str) and end.strip().lower().lstrip("+-") in INFINITE


def _number(end: Any) -> float:
    try:
        return float(end)
    except (TypeError, ValueError):
        raise InputError(f"{end!r} is not a number") from None
