"""Bound the distance of f from polynomials on pieces: proven with balls, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uat.base.errors import TargetError
from uat.functions.expression import compile_expression
from uat.functions.target import Target

MOST_CELLS = 200_000


@dataclass(frozen=True)
class Piece:
    """A polynomial on [left, right]: coefficients of the powers of (x - centre), lowest first."""

    left: float
    right: float
    centre: float
    coefficients: tuple[float, ...]

    def mirrored(self, middle: float, odd: float | None) -> Piece:
        """Mirror the piece about x = middle; an odd one also about the height `odd`."""
        turned = [c * (-1.0) ** k for k, c in enumerate(self.coefficients)]
        if odd is not None:
            turned = [2 * odd - turned[0], *(-c for c in turned[1:])]
        left, right = 2 * middle - self.right, 2 * middle - self.left
        return Piece(left, right, 2 * middle - self.centre, tuple(turned))


def distance(target: Target, pieces: Sequence[Piece], slack: float) -> float:
    """Bound |f - pieces| on the whole domain, at most about `slack` above the truth.

    The pieces lie side by side, but for the rounding of their ends: they are taken a little longer.
    Cells are halved while |d(c)| + |d'(c)| r + |d''| r²/2 is above what is certainly reached, d the
    difference. Raises TargetError where f cannot be bounded.
    """
    from flint import arb

    from uat.accuracy.proof.jets import precision

    assert target.formula is not None
    expression = compile_expression(target.formula, target.names)
    a, b = target.box[0]
    over = 4e-16 * max(abs(a), abs(b))
    waiting: list[Any] = []
    for number, piece in enumerate(pieces):
        left = a if number == 0 else piece.left - over
        right = b if number == len(pieces) - 1 else piece.right + over
        waiting.append((piece, max(left, a), min(right, b)))
    reached, bound, cells = 0.0, 0.0, 0
    with precision(3, 96):
        while waiting:
            piece, left, right = waiting.pop()
            cells += 1
            here, upper = _on_cell(expression, piece, left, right, (a, b), arb)
            reached = max(reached, here)
            if upper <= max(reached, bound) + slack:
                bound = max(bound, upper)
            elif cells + len(waiting) > MOST_CELLS or right - left < over:
                raise TargetError(f"f cannot be bounded near x = {left:.6g}")
            else:
                middle = (left + right) / 2
                waiting += [(piece, left, middle), (piece, middle, right)]
    return bound


def _on_cell(
    expression: Any, piece: Piece, left: float, right: float, box: tuple[float, float], arb: Any
) -> tuple[float, float]:
    """Return |d| at the middle, from below, and a bound of |d| on the cell."""
    from uat.accuracy.proof.jets import interval, jet

    middle = (left + right) / 2
    whole = interval(left, right, box)
    p = _taylor(piece, arb(middle), arb)
    centre = [f - q for f, q in zip(jet(expression, arb(middle), arb(1)), p, strict=True)]
    wide = [
        f - q
        for f, q in zip(jet(expression, whole, arb(1)), _taylor(piece, whole, arb), strict=True)
    ]
    r = (abs(whole - arb(middle))).upper()
    bounds = [
        abs(wide[0]),
        abs(centre[0]) + abs(wide[1]) * r,
        abs(centre[0]) + abs(centre[1]) * r + abs(wide[2]) * r**2,
    ]
    uppers = [float(bound.upper()) * (1 + 1e-15) for bound in bounds if bound.is_finite()]
    lower = float(abs(centre[0]).lower()) if centre[0].is_finite() else 0.0
    return lower, min(uppers, default=float("inf"))


def _taylor(piece: Piece, x: Any, arb: Any) -> list[Any]:
    """Evaluate a polynomial, its slope and half its second derivative at the ball x (Horner)."""
    t = x - arb(piece.centre)
    values = [arb(0), arb(0), arb(0)]
    for c in reversed(piece.coefficients):
        values[2] = values[2] * t + values[1]
        values[1] = values[1] * t + values[0]
        values[0] = values[0] * t + arb(c)
    return values
