"""Enclose a formula of several inputs on boxes, in balls: values and slopes."""

from typing import Any

import numpy as np
from flint import arb, arb_series

from uat.accuracy.proof.jet_namespace import JetNamespace
from uat.accuracy.proof.jets import interval, precision
from uat.accuracy.proof.patches import EPS, TINY, Interval
from uat.functions.expression import Expression
from uat.functions.expression.on_boxes import ranges_on
from uat.functions.expression.with_flint import FLINT

BITS = 64

Point = tuple[float, ...]


class Enclosure:
    """A formula of several inputs on boxes, in balls."""

    def __init__(self, expression: Expression, box: tuple[Interval, ...]) -> None:
        self.expression, self.box = expression, box
        self.namespace = JetNamespace()

    def at(self, point: Point) -> Any:
        """Return the ball of f at a point."""
        return self.expression.evaluate(FLINT, *map(arb, point))

    def balls(self, low: Point, high: Point) -> list[Any]:
        return [
            arb(a) if a == b else interval(a, b, ends)
            for a, b, ends in zip(low, high, self.box, strict=True)
        ]

    def on(self, low: Point, high: Point) -> tuple[Any, list[Any]]:
        """Return the ball of f on a box, and of its slope along each input that is not fixed."""
        return self.value(low, high), self.slopes(low, high)

    def value(self, low: Point, high: Point) -> Any:
        """Return the ball of f on a box."""
        return self.expression.evaluate(FLINT, *self.balls(low, high))

    def ends(self, low: Point, high: Point) -> tuple[float, float]:
        """Return the least and the greatest value of f on a box, from intervals by their ends.

        Balls reach a little beyond a box: floor(3*x) from 0 on is then seen to begin below 0. Ends
        do not. They rest on numpy's functions, as the bounds on the network do.
        """
        sides = (np.array(side)[:, None] for side in (low, high))
        value = ranges_on(self.expression, *sides).value
        return float(value.low[0]), float(value.high[0])

    def slopes(self, low: Point, high: Point) -> list[Any]:
        """Return the ball of f's slope along each input; 0 along one that is fixed.

        A slope is finite only where f is Lipschitz along that input, on the whole box.
        """
        balls = self.balls(low, high)
        return [
            self._slope(balls, k) if a < b else arb(0)
            for k, (a, b) in enumerate(zip(low, high, strict=True))
        ]

    def _slope(self, balls: list[Any], k: int) -> Any:
        series = [arb_series([ball], 2) for ball in balls]
        series[k] = arb_series([balls[k], arb(1)], 2)
        try:
            result = self.expression.evaluate(self.namespace, *series)
        except (ValueError, ZeroDivisionError, OverflowError):  # a divisor that may be 0
            return arb.nan()
        return result[1] if result.prec >= 2 else arb.nan()


def float_above(ball: Any) -> float:
    """Return a float64 not below any point of the ball; infinite for NaN."""
    if not ball.is_finite():
        return float("inf")
    value = float(ball.upper())
    return value + 2 * EPS * abs(value) + TINY


def float_below(ball: Any) -> float:
    if not ball.is_finite():
        return float("-inf")
    value = float(ball.lower())
    return value - 2 * EPS * abs(value) - TINY


def distance_at(f: Enclosure, point: Point, value: float) -> float:
    """Bound |f - value| at a point from below; 0 where nothing is known."""
    with precision(2, BITS):
        ball = abs(f.at(point) - arb(value))
    return max(0.0, float_below(ball))
