"""Bound |f - N| on an interval by Taylor's theorem with Lagrange's remainder (Moore 1966)."""

from __future__ import annotations

from typing import Any

from flint import arb

from uat.accuracy.checker.formula import Formula
from uat.accuracy.checker.halving import Interval
from uat.accuracy.checker.jets import Jet, jet


def by_taylor(f: Formula, ends: Interval, here: Jet, rest: Jet) -> Any:
    """Bound |f - N| from N at the middle, and from f - N on the whole interval."""
    rests, least = rest.coefficients(), arb("inf")
    known = next((k for k, term in enumerate(rests) if not term.is_finite()), len(rests)) - 1
    if known < 1:
        return least
    left, right = arb(ends[0]), arb(ends[1])
    centre = (jet(f.expression, ((left + right) / 2, arb(1))) - here).coefficients()
    for order in sorted({1, known}):
        if all(term.is_finite() for term in centre[:order]):
            terms = [*centre[:order], rests[order]]
            least = smaller(least, _largest(terms, ((right - left) / 2).upper()))
    return least


def smaller(a: Any, b: Any) -> Any:
    return b if not a.is_finite() or b.upper() < a.upper() else a


def _largest(terms: list[Any], radius: Any) -> Any:
    """Bound |sum of terms[k]*t^k| for |t| <= radius: a parabola, and the rest by its size."""
    value, slope, bend = [*terms, arb(0), arb(0)][:3]
    rest = sum((abs(term) * radius**k for k, term in enumerate(terms) if k > 2), arb(0))
    places = [value + sign * slope * radius + bend * radius**2 for sign in (1, -1)]
    if not (abs(slope) >= 2 * abs(bend) * radius):  # the parabola may turn inside
        if bend.contains(0):
            turns = abs(value) + abs(slope) * radius + abs(bend) * radius**2
        else:
            turns = value - slope * slope / (4 * bend)
        places.append(turns)
    return max((abs(place).upper() for place in places), key=lambda size: size) + rest
