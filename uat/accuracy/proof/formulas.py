"""Enclose a formula of several inputs on boxes, in balls: values, slopes, and proven jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any

import numpy as np
from flint import arb, arb_series

from uat.accuracy.measure.jumps import gathered
from uat.accuracy.measure.left_out import LeftOut, Place, Window
from uat.accuracy.proof.jets import JetNamespace, interval, precision
from uat.accuracy.proof.patches import EPS, TINY, Interval
from uat.functions.expression import Expression
from uat.functions.expression.on_boxes import ranges_on
from uat.functions.expression.with_flint import FLINT

BITS = 64

Point = tuple[float, ...]

FINE_BITS = 640  # of p and q
NARROW = 204  # how often the window's width is halved between p and q: three of that are 2^-200
DEEPEST = 10  # halvings of a window along its other inputs
PATIENCE = 3  # parts of parts of windows in the middle of which f does not jump
MOST_PARTS = 2000  # of windows, that are looked at
SHARES = (0.5, 0.25, 0.75)  # of a crossing of windows: where a jump is looked for

Pair = tuple[Any, Any]


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


# Prove which windows hold a jump of f, all along them: two enclosures that do not meet.
#
# Values suggest where f jumps; here it is proven. Between two numbers that are closer together than
# any float can be written, f(p) and f(q) are enclosed for all points of the window along the other
# inputs. If the enclosures are apart, f jumps all along the window; no continuous formula that was
# not made for it does so. Parts of a window for which that fails are not left out of a proof.


def proven_jumps(
    components: Sequence[Enclosure], suggested: LeftOut, widths: Sequence[float], least: float
) -> LeftOut:
    """Return the parts of windows all along which an output jumps by more than `least`.

    suggested: windows as `uat.accuracy.measure.jumps.jumps_near` finds them. widths: for each input
    the width of a window across it. A part that is no longer than that is a crossing: the network
    is on its way along both inputs, and a jump somewhere in it is enough.
    """
    axes = [next(k for k, x in enumerate(place) if x is not None) for place in suggested.places]
    rows = list(zip(suggested.windows, axes, suggested.places, strict=True))
    crossing = [
        sorted({(low[k], high[k]) for (low, high), axis, _ in rows if axis == k})
        for k in range(len(components[0].box))
    ]
    found: list[tuple[Window, Place]] = []
    with precision(2, FINE_BITS):
        looked = 0
        for window, axis, place in rows:
            along = _Along(
                components=components,
                axis=axis,
                place=float(place[axis] or 0.0),
                crossing=crossing,
                widths=widths,
                least=least,
                looked=looked,
            )
            found += [(part, place) for part in along.parts(window)]
            looked = along.looked
    return gathered(found)


@dataclass
class _Along:
    """The values of f along windows across one input, near one place.

    crossing: for each input the ends of the windows across it; widths: how wide these can be.
    looked: how many parts were looked at.
    """

    components: Sequence[Enclosure]
    axis: int
    place: float
    crossing: Sequence[Sequence[tuple[float, float]]]
    widths: Sequence[float]
    least: float
    looked: int

    def parts(
        self, window: Window, pair: Pair | None = None, depth: int = 0, misses: int = 0
    ) -> list[Window]:
        """Return the window, if f jumps all along it; else those of its parts where f does."""
        self.looked += 1
        others = [k for k in range(len(window[0])) if k != self.axis]
        long = [k for k in others if window[1][k] - window[0][k] > self.widths[k]]
        if pair is not None and self._jumps(self._balls(window), pair):
            return [window]
        middle = [arb(0.5 * (a + b)) for a, b in zip(*window, strict=True)]
        pair = self._closest(window, middle)
        thin = [k for k in others if k not in long]
        if self._jumps(self._balls(window), pair) or self._jumps_in(window, thin):
            return [window]
        misses = 0 if self._jumps(middle, pair) else misses + 1
        if not long or depth == DEEPEST or misses > PATIENCE or self.looked > MOST_PARTS:
            return []
        some, deeper = self._apart(window, long, depth)
        found = [part for one in some for part in self.parts(one, pair, deeper, misses)]
        return [window] if found == some and deeper > depth > 0 else found

    def _apart(self, window: Window, long: Sequence[int], depth: int) -> tuple[list[Window], int]:
        """Cut a window in two: at the end of one across another input, or near its own.

        f may take another value there, as floor(x) does at 1, or balls reach beyond it.
        """
        low, high = window
        for k in long:
            middle = 0.5 * (low[k] + high[k])
            ends = {end for pair in self.crossing[k] for end in pair if low[k] < end < high[k]}
            if ends:
                return _cut(window, k, min(ends, key=lambda x: (abs(x - middle), x))), depth
        if depth == 0:
            parts = [window]
            for k in long:
                for end in (low[k] + self.widths[k], high[k] - self.widths[k]):
                    parts = [part for one in parts for part in _cut(one, k, end)]
            return parts, 1
        k = max(long, key=lambda k: (high[k] - low[k], -k))
        return _cut(window, k, 0.5 * (low[k] + high[k])), depth + 1

    def _jumps_in(self, window: Window, thin: Sequence[int]) -> bool:
        """Tell whether f jumps in each crossing with windows across other inputs."""
        for shares in product(SHARES, repeat=len(thin)) if thin else ():
            fixed = [list(end) for end in window]
            for k, share in zip(thin, shares, strict=True):
                fixed[0][k] = fixed[1][k] = (1 - share) * window[0][k] + share * window[1][k]
            line = tuple(fixed[0]), tuple(fixed[1])
            middle = [arb(0.5 * (a + b)) for a, b in zip(*line, strict=True)]
            if self._jumps(self._balls(line), self._closest(window, middle)):
                return True
        return False

    def _balls(self, window: Window) -> list[Any]:
        return self.components[0].balls(*window)

    def _jumps(self, balls: list[Any], pair: Pair) -> bool:
        """Tell whether f at the ends of a pair is apart, for all points of the other inputs."""
        ends = [self._values(balls, end) for end in pair]
        return any(_gap(one, other) > self.least for one, other in zip(*ends, strict=True))

    def _closest(self, window: Window, middle: list[Any]) -> Pair:
        """Find two numbers close together between which f changes as much as on the line.

        An interval about the place of the jump is halved; the half across which f changes more, or
        the left one, goes on. The pair is a little further apart, so that f on both sides of a
        place is compared, not f there.
        """
        p, q = arb(window[0][self.axis]), arb(window[1][self.axis])
        first, last = p, q
        before, after = (self._values(middle, end) for end in (p, q))
        cut = arb(self.place)
        for _ in range(NARROW):
            here = self._values(middle, cut)
            if p < cut < q and _far(before, here) >= _far(here, after):
                q, after = cut, here
            elif p < cut < q:
                p, before = cut, here
            cut = ((p + q) / 2).mid()
        width = q - p
        return max(first, (p - width).mid()), min(last, (q + width).mid())

    def _values(self, point: list[Any], along: Any) -> list[Any]:
        moved = [*point[: self.axis], along, *point[self.axis + 1 :]]
        return [f.expression.evaluate(FLINT, *moved) for f in self.components]


def _cut(window: Window, k: int, place: float) -> list[Window]:
    low, high = window
    if not low[k] < place < high[k]:
        return [window]
    return [
        (low, (*high[:k], place, *high[k + 1 :])),
        ((*low[:k], place, *low[k + 1 :]), high),
    ]


def _gap(one: Any, other: Any) -> float:
    """Return how far two balls are apart; 0 or less if they meet, or nothing is known."""
    gap = max(float((one - other).lower()), float((other - one).lower()))
    return gap if isfinite(gap) else 0.0


def _far(one: list[Any], other: list[Any]) -> float:
    """Return the largest distance of values that are known well."""
    return max(abs(float(a.mid()) - float(b.mid())) for a, b in zip(one, other, strict=True))
