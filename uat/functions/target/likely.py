"""Where a formula is likely to have no value, or to lose its digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = re.compile(r"\d+\.?\d*(?:e[+-]?\d+)?")
MOST_LIKELY = 4096  # points at which a formula is looked at


def likely_places(formula: str, box: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return along each input, ascending: a formula's own numbers, 0, the box's ends and middle."""
    numbers = [float(text) for text in NUMBER.findall(formula)]
    likely = []
    for low, high in box:
        places = {low, high, 0.5 * (low + high), 0.0, *numbers, *(-x for x in numbers)}
        likely.append(sorted(x for x in places if low <= x <= high))
    return likely
