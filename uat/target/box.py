"""A box is one interval for each input; its ends may be typed as formulas without inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from uat.errors import InputError
from uat.expression import parse_number

INFINITE = ("inf", "infinity", "infty", "oo", "∞")

Box = tuple[tuple[float, float], ...]


def parse_box(box: Any) -> Box:
    """`(a, b)` or one pair for each input, as pairs of floats. Raises InputError."""
    if isinstance(box, str) or not isinstance(box, Sequence | np.ndarray) or len(box) == 0:
        raise InputError(f"a box is (a, b), or one such pair for each input, not {box!r}")
    pairs = box if _is_pair(box[0]) else [box]
    return tuple(_interval(pair) for pair in pairs)


def require_inside(box: Box, whole: Box, name: str) -> None:
    """Raises InputError when the box reaches beyond what is known of a table or picture."""
    for (low, high), (first, last) in zip(box, whole, strict=True):
        if low < first or high > last:
            raise InputError(
                f"{name} has samples from {first:g} to {last:g}; "
                f"the domain {low:g}:{high:g} goes beyond them"
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


def _is_infinite(end: Any) -> bool:
    return isinstance(end, str) and end.strip().lower().lstrip("+-") in INFINITE


def _number(end: Any) -> float:
    try:
        return float(end)
    except (TypeError, ValueError):
        raise InputError(f"{end!r} is not a number") from None
