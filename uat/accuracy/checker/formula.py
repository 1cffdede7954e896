"""Enclose f on boxes: its values and slopes, and whether it stays between two numbers, as f - N."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import arb

from uat.accuracy.checker.defined import enclosed
from uat.accuracy.checker.ends import Undefined
from uat.accuracy.checker.halving import Box, Interval, ball, balls
from uat.accuracy.checker.jets import Jet, jet
from uat.functions.expression import FLINT, Expression, Vector, compile_formula


class Formula:
    """One output of f, which must be defined wherever it is asked."""

    def __init__(self, expression: Expression) -> None:
        self.expression, self.names = expression, expression.names

    def at(self, inputs: list[Any]) -> Any:
        """Enclose the values on balls, one for each input."""
        return self.expression.evaluate(FLINT, *inputs)

    def between(self, box: Sequence[tuple[Any, Any]]) -> Any:
        """Enclose the values on a box by its ends: floor(x) on [0, 0.5] is 0; balls dip below.

        NaN where f may not be defined.
        """
        known = {
            name: (arb(low), arb(high)) for name, (low, high) in zip(self.names, box, strict=True)
        }
        try:
            low, high = enclosed(self.expression.tree, known)
        except Undefined:
            return arb.nan()
        return low.union(high)

    def slopes(self, inputs: list[Any]) -> list[Any]:
        """Enclose the slope along each input; NaN where f need not have one."""
        still = [(z, arb(0)) for z in inputs]
        return [
            jet(self.expression, *still[:k], (z, arb(1)), *still[k + 1 :]).slope
            for k, z in enumerate(inputs)
        ]

    def outside(self, box: Box, least: Any, greatest: Any) -> list[float] | None:
        """Return None if least <= f <= greatest on the box; else f's change along each input.

        By its balls; by ends, where f may jump; by the mean value theorem; and on faces: where f
        only rises along an input, it is largest at that input's upper end.
        """
        inputs = balls(box)
        value = self.at(inputs)
        if least <= value and value <= greatest:
            return None
        slopes = self.slopes(inputs)
        if not all(slope.is_finite() for slope in slopes):
            value = self.between(box)
            if least <= value and value <= greatest:
                return None
        if self._below(box, slopes, value, greatest) and self._below(
            box, [-slope for slope in slopes], -value, -least, mirrored=True
        ):
            return None
        return [
            float((abs(slope) * (arb(high) - arb(low))).upper())
            for slope, (low, high) in zip(slopes, box, strict=True)
        ]

    def _below(
        self, box: Box, slopes: list[Any], value: Any, most: Any, mirrored: bool = False
    ) -> bool:
        """Tell whether f (mirrored: -f) is at most a number, from its slopes on the whole box."""
        if value <= most:
            return True
        face = []
        for (low, high), slope in zip(box, slopes, strict=True):
            face.append((high, high) if slope >= 0 else (low, low) if slope <= 0 else (low, high))
        sign = -1 if mirrored else 1
        if sign * self.at(balls(tuple(face))) <= most:
            return True
        middle = [(arb(low) + arb(high)) / 2 for low, high in face]
        bound = sign * self.at(middle)
        for (low, high), slope in zip(face, slopes, strict=True):
            if low < high:
                bound += abs(slope) * (arb(high) - arb(low)) / 2
        return bool(bound <= most)


class LessPlane(Formula):
    """f - (gains @ x + offset), a plane whose numbers are balls."""

    def __init__(self, f: Formula, gains: list[Any], offset: Any) -> None:
        super().__init__(f.expression)
        self.gains, self.offset = gains, offset

    def at(self, inputs: list[Any]) -> Any:
        plane = (g * x for g, x in zip(self.gains, inputs, strict=True))
        return super().at(inputs) - sum(plane, self.offset)

    def between(self, box: Sequence[tuple[Any, Any]]) -> Any:
        plane = (g * ball(*ends) for g, ends in zip(self.gains, box, strict=True))
        return super().between(box) - sum(plane, self.offset)

    def slopes(self, inputs: list[Any]) -> list[Any]:
        return [a - b for a, b in zip(super().slopes(inputs), self.gains, strict=True)]


def formulas_of(text: str, names: tuple[str, ...]) -> list[Formula]:
    """Make one formula for each output. Raises InputError for what is no formula."""
    whole = compile_formula(text, names)
    parts = whole.components if isinstance(whole, Vector) else (whole,)
    return [Formula(part) for part in parts]


# Bound |f - N| on an interval by Taylor's theorem with Lagrange's remainder (Moore 1966).


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
