"""Evaluate a typed s(z) in balls instead of float64: without overflow or cancellation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from uat.base.arrays import Array

if TYPE_CHECKING:
    from uat.functions.expression import Expression

BITS = 320  # enough to subtract neighbours at 2**60 and keep 100 bits
NOTHING = 1e-40  # a ball narrower than this is a number, even if that may be 0
FARTHEST = 60  # octaves: balls are asked up to |z| = 2**60, far beyond what float64 can tell apart


class Exact:
    """The values of one expression at float64 points, correct to the last bit where they exist."""

    def __init__(self, expression: Expression) -> None:
        from uat.functions.expression import FLINT

        self.expression = expression
        self.namespace = FLINT

    def ball(self, z: Any) -> Any:
        """Return the ball of values on a ball of z; NaN where nothing is known."""
        from flint import arb

        try:
            return self.expression.evaluate(self.namespace, z)
        except (ArithmeticError, ValueError, TypeError):
            return arb.nan()

    def values(self, points: Iterable[float], shift: float = 0.0, part: float = 0.0) -> Array:
        """Evaluate s; with a shift, s(z + shift/2) - s(z - shift/2). NaN where unknown.

        part: added to every point without rounding, so that far out not all of them are integers.
        """
        from flint import arb, ctx

        with ctx.workprec(BITS):
            half, fraction = arb(shift / 2), arb(part)
            found = []
            for point in points:
                z = arb(float(point)) + fraction
                found.append(self._step(z, half) if shift else self.ball(z))
            return np.array([_as_float(ball) for ball in found])

    def _step(self, z: Any, half: Any) -> Any:
        return self.ball(z + half) - self.ball(z - half)

    def enclosure(self, low: float, high: float) -> tuple[float, float]:
        """Bound s on [low, high]; NaN where nothing is known."""
        from flint import arb, ctx

        with ctx.workprec(BITS):
            return bounds_of(self.ball(arb(low).union(arb(high))))


def bounds_of(ball: Any) -> tuple[float, float]:
    """Return two floats that enclose a ball, to one part in 1e15; NaN if it is not finite."""
    if not ball.is_finite():
        return np.nan, np.nan
    low, high = float(ball.lower()), float(ball.upper())
    return float(np.nextafter(low, -np.inf)), float(np.nextafter(high, np.inf))


def _as_float(ball: Any) -> float:
    """Return the middle of a ball that is narrow; NaN for one that is not."""
    if not ball.is_finite():
        return np.nan
    narrow = ball.rad() <= 1e-17 * abs(ball).upper() or ball.rad() <= NOTHING
    return float(ball.mid()) if narrow else np.nan
