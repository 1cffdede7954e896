"""Enclose f on boxes: its values and slopes, and whether it stays between two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import arb

from uat.accuracy.checker.defined import enclosed
from uat.accuracy.checker.ends import Undefined
from uat.accuracy.checker.halving import Box, ball, balls
from uat.accuracy.checker.jets import jet
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
        for (low, high), centre, slope in zip(face, middle, slopes, strict=True):
            if low < high:
                bound += slope * (ball(low, high) - centre)
        return bool(bound <= most)


def formulas_of(text: str, names: tuple[str, ...]) -> list[Formula]:
    """Make one formula for each output. Raises InputError for what is no formula."""
    whole = compile_formula(text, names)
    parts = whole.components if isinstance(whole, Vector) else (whole,)
    return [Formula(part) for part in parts]
