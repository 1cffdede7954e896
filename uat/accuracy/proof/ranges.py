"""Bound how far f of several inputs is from a number on a box: balls, slopes, halving.

On a box whose slope along an input keeps its sign, f is largest on a face: that input is then fixed
at its end, and most boxes come down to one corner, where f is a single value. Other boxes are
bounded by the value at their middle and by slopes, or by plain balls, and are halved until the
bound is close to the largest distance found anywhere. Only the largest one needs to be sharp.

What is left out are windows that are known before. A face stands in only for a box that no window
meets: what is true of a face need not be true of its box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.proof.formulas import Enclosure, Point, float_above, float_below
from uat.accuracy.proof.patches import EPS, TINY
from uat.base.arrays import Array
from uat.base.ties import first_tied

DEEPEST = 60  # halvings of one box
PATIENT = 10_000  # balls of f; after twice as many a bound that is enough is not made sharper

Box = tuple[Point, Point]


@dataclass
class Search:
    """The bound that is looked for, and what was reached.

    best, at: the largest distance that is certain, and where the search found it. slack: relative.
    small: what is not worth a look. budget: of balls of f. enough: a bound that is sharp enough
    where the search takes long, as along a kink that f has in common with a network.
    """

    slack: float
    budget: int
    small: float = 0.0
    best: float = 0.0
    spent: int = 0
    at: Point | None = None
    enough: float = 0.0

    @property
    def goal(self) -> float:
        eased = self.enough * min(max(self.spent / PATIENT - 1, 0.0), 1.0)
        return max(self.best * (1 + self.slack), self.small, eased)


def largest_distance(
    f: Enclosure,
    ends: Box,
    values: tuple[float, float],
    search: Search,
    left_out: Sequence[Box] = (),
) -> float:
    """Bound |f - v| for the box between `ends` and all v between two values.

    left_out: closed boxes about which nothing is said. Infinite where nothing is known.
    """
    least, greatest = values
    bounds = [
        _Side(f, sign, sign * -value, search).bound(ends, left_out)
        for sign, value in ((1, least), (-1, greatest))
    ]
    return max(*bounds, 0.0)


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have more than faces in common."""
    return all(a < d and c < b for a, b, c, d in zip(*one, *other, strict=True))


def holds(outer: Box, inner: Box) -> bool:
    """Tell whether a closed box holds another one."""
    return all(c <= a and b <= d for a, b, c, d in zip(*inner, *outer, strict=True))


@dataclass(frozen=True)
class _Side:
    """The function sign*f + constant, which shall be bounded from above."""

    f: Enclosure
    sign: int
    constant: float
    search: Search

    def bound(self, ends: Box, left_out: Sequence[Box]) -> float:
        waiting, bound = [(*ends, 0, left_out)], -np.inf
        while waiting:
            low, high, depth, near = waiting.pop()
            near = [window for window in near if overlap((low, high), window)]
            if any(holds(window, (low, high)) for window in near):
                continue
            found = self._look(low, high, free=not near)
            if found.lower > self.search.best:
                self.search.best, self.search.at = found.lower, found.middle
            if found.upper <= self.search.goal:
                bound = max(bound, found.upper)
                continue
            halves = self._halves(found, near)
            if not halves or depth >= DEEPEST or self.search.spent > self.search.budget:
                bound = max(bound, found.upper)
                if bound == np.inf:
                    return bound
                continue
            waiting += [(*half, depth if near else depth + 1, near) for half in halves]
        return bound

    def _look(self, low: Point, high: Point, free: bool) -> _Look:
        """Bound f on one box.

        free: no window meets it; then inputs along which f only rises, or only falls, are fixed
        first, and the value at its middle is certain to be there.
        """
        while True:
            self.search.spent += 1
            upper = float_above(self._of(self.f.value(low, high)))
            if upper <= self.search.goal or not free:  # most boxes need no slopes
                return _Look(low, high, -np.inf, upper, (np.inf,) * len(low))
            slopes = self.f.slopes(low, high)
            fixed = self._fixed(low, high, slopes)
            if fixed == (low, high):
                break
            low, high = fixed
        here = self._of(self.f.at(_middle(low, high)))
        change, spans = arb(0), []
        for a, c, b, slope in zip(low, _middle(low, high), high, slopes, strict=True):
            radius = (arb(b) - arb(c)).max(arb(c) - arb(a))
            spans.append(float_above(abs(slope) * radius))
            change = change + slope * arb(0, radius.upper())
        upper = min(upper, float_above(here + change))
        if not all(map(isfinite, spans)):
            upper = min(upper, self._by_ends(low, high))
        return _Look(low, high, float_below(here), upper, tuple(spans))

    def _by_ends(self, low: Point, high: Point) -> float:
        least, greatest = self.f.ends(low, high)
        end = greatest if self.sign > 0 else -least
        return end + self.constant + 2 * EPS * (abs(end) + abs(self.constant))

    def _of(self, ball: Any) -> Any:
        return (ball if self.sign > 0 else -ball) + arb(self.constant)

    def _fixed(self, low: Point, high: Point, slopes: list[Any]) -> tuple[Point, Point]:
        lows, highs = list(low), list(high)
        for k, slope in enumerate(slopes):
            if low[k] < high[k] and slope.is_finite():
                rises = slope >= 0 if self.sign > 0 else slope <= 0
                falls = slope <= 0 if self.sign > 0 else slope >= 0
                if rises:
                    lows[k] = high[k]
                elif falls:
                    highs[k] = low[k]
        return tuple(lows), tuple(highs)

    def _halves(self, look: _Look, near: Sequence[Box]) -> list[Box]:
        """Cut at the end of a window; or halve across the largest change of f."""
        k, cut = _window_end((look.low, look.high), near)
        if k is None:
            k = self._widest(look)
            cut = 0.5 * (look.low[k] + look.high[k])
        if not look.low[k] < cut < look.high[k]:
            return []
        return [
            (look.low, (*look.high[:k], cut, *look.high[k + 1 :])),
            ((*look.low[:k], cut, *look.low[k + 1 :]), look.high),
        ]

    def _widest(self, look: _Look) -> int:
        if look.is_smooth:
            return first_tied(look.spans)
        sizes = [
            (b - a) / (end - start)
            for a, b, (start, end) in zip(look.low, look.high, self.f.box, strict=True)
        ]
        return first_tied(sizes)


def _window_end(box: Box, near: Sequence[Box]) -> tuple[int | None, float]:
    """Find an input along which a window ends inside the box, and where."""
    for window in near:
        for k, ends in enumerate(zip(*window, strict=True)):
            for cut in ends:
                if box[0][k] < cut < box[1][k]:
                    return k, cut
    return None, 0.0


def _middle(low: Point, high: Point) -> Point:
    return tuple(0.5 * (a + b) for a, b in zip(low, high, strict=True))


@dataclass(frozen=True)
class _Look:
    """A look is what is known of one box.

    low, high: its ends; those that cannot hold the largest value are cut off. lower: reached there,
    or -inf.
    upper: a bound. spans: how much f changes along each input, at most.
    """

    low: Point
    high: Point
    lower: float
    upper: float
    spans: tuple[float, ...]

    @property
    def middle(self) -> Point:
        return _middle(self.low, self.high)

    @property
    def is_smooth(self) -> bool:
        """Whether f's slopes there are known; else it may jump, or be infinitely steep."""
        return all(map(isfinite, self.spans))


def lipschitz_distances(
    function: Callable[..., Array],
    constant: float,
    boxes: tuple[Array, Array],
    values: tuple[Array, Array],
    search: Search,
) -> Array:
    """Bound |f - v| on every box, from values of f and |f(p) - f(q)| <= constant*|p - q|.

    boxes: lows and highs, (k, m). values: the least and the greatest v, (k, outputs).
    """
    owner, (low, high) = np.arange(len(boxes[0])), boxes
    result = np.zeros(len(low))
    while owner.size:
        middle = 0.5 * (low + high)
        f = function(*middle.T).reshape(owner.size, -1)
        radius = np.sqrt((np.maximum(high - middle, middle - low) ** 2).sum(axis=1))
        here = np.maximum(f - values[0][owner], values[1][owner] - f).max(axis=1)
        search.best = max(search.best, float(here.max()))
        upper = (here + constant * radius) * (1 + 16 * EPS) + TINY
        search.spent += owner.size
        done = (upper <= search.goal) | (search.spent > search.budget)
        np.maximum.at(result, owner[done], upper[done])
        owner, low, high = (array[~done] for array in (owner, low, high))
        rows, widest = np.arange(owner.size), np.argmax(high - low, axis=1)
        cut = 0.5 * (low + high)[rows, widest]
        left, right = high.copy(), low.copy()
        left[rows, widest] = right[rows, widest] = cut
        owner = np.concatenate([owner, owner])
        low, high = np.concatenate([low, right]), np.concatenate([left, high])
    return result
