"""Follow f with a few parabolas end to end; polylines of their knots say all about them.

Bound the distance of f from polynomials on pieces: proven with balls, without the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.folds.cascade import EPS
from uat.functions.expression import compile_expression
from uat.functions.target import Target

MOST_CELLS = 200_000

MOST_PIECES = 20_000


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


@dataclass(frozen=True, eq=False)
class Arcs:
    """Parabolas on neighbouring intervals, continuous.

    knots, values: (n + 1,), ascending. curvatures: (n,): piece i is the chord between its ends plus
    curvature*(x - left)*(right - x).
    """

    knots: Array
    values: Array
    curvatures: Array

    @cached_property
    def heights(self) -> Array:
        """The largest |piece - chord| of each piece, (n,)."""
        sizes: Array = np.abs(self.curvatures) * np.diff(self.knots) ** 2 / 4
        return sizes

    def polynomials(self, shift: float) -> list[Piece]:
        """Return each parabola as an interval and coefficients in x - left, moved by `shift`."""
        rows = []
        slopes = np.diff(self.values) / np.diff(self.knots)
        for i, c in enumerate(self.curvatures):
            left, right = self.knots[i] + shift, self.knots[i + 1] + shift
            width = self.knots[i + 1] - self.knots[i]
            rows.append(Piece(left, right, left, (self.values[i], slopes[i] + c * width, -c)))
        return rows

    @cached_property
    def signs(self) -> Array:
        """1 or -1 for each piece, (n,); a straight one has that of the piece before it."""
        signs = np.sign(self.curvatures)
        for i in range(1, signs.size):
            signs[i] = signs[i] or signs[i - 1]
        first = np.flatnonzero(signs)
        signs[: first[0] if first.size else None] = signs[first[0]] if first.size else 1.0
        return signs

    @cached_property
    def climb(self) -> Array:
        """A polyline with slopes ± sqrt(|curvatures|), always back towards 0: (n + 1,)."""
        steps = np.sqrt(np.abs(self.curvatures)) * np.diff(self.knots)
        heights = [0.0]
        for step in steps:
            heights.append(heights[-1] - step if heights[-1] > 0 else heights[-1] + step)
        return np.array(heights)

    @cached_property
    def gate(self) -> Array:
        """A polyline larger than every arc, of its sign; 0 where that changes: (n + 1,)."""
        signs = self.signs
        inner = np.where(signs[1:] == signs[:-1], signs[1:], 0.0)
        gate = np.concatenate([[signs[0]], inner, [signs[-1]]])
        widths = np.diff(self.knots)
        # an arc is at most |c|*width times the distance from either end of its piece
        steepest = np.abs(self.curvatures) * widths
        return gate * float(np.max(steepest * widths)) * 1.01

    @property
    def steepest(self) -> float:
        """A bound on |slope|."""
        widths = np.diff(self.knots)
        slopes = np.abs(np.diff(self.values)) / widths + np.abs(self.curvatures) * widths
        return float(slopes.max()) * 1.01

    @property
    def noise(self) -> float:
        """Bound what rounding changes: the sums of the polylines, the climb's counted twice."""

        def of(values: Array) -> float:
            changes = np.abs(np.diff(np.diff(values) / np.diff(self.knots), prepend=0.0))
            return EPS * (changes.size + 4) * float(changes @ (self.knots[-1] - self.knots[:-1]))

        largest = float(np.max(np.abs(self.climb)))
        polylines = of(self.values) + of(self.climb**2) + of(self.gate)
        return polylines + 4 * largest * of(self.climb)

    def bent_both_ways(self) -> Arcs:
        """Halve each piece that is bent the other way than both neighbours.

        The sign of the arcs is that of a polyline, which is 0 wherever it changes, and so cannot be
        anything else on a piece between two such knots.
        """
        changes = np.flatnonzero(np.diff(self.signs) != 0) + 1
        alone = [i for i, j in pairwise(changes) if j == i + 1]
        if not alone:
            return self
        i = np.array(alone)
        width = self.knots[i + 1] - self.knots[i]
        middles = self.knots[i] + width / 2
        heights = (self.values[i] + self.values[i + 1]) / 2 + self.curvatures[i] * width**2 / 4
        return Arcs(
            np.insert(self.knots, i + 1, middles),
            np.insert(self.values, i + 1, heights),
            np.insert(self.curvatures, i + 1, self.curvatures[i]),
        )


def fit_arcs(x: Array, y: Array, tol: float) -> Arcs:
    """Fit as few parabolas as a sweep finds through samples at their ends, within tol of all.

    Raises TargetError if there would be too many.
    """
    knots: list[int] = [0]
    curvatures: list[float] = []
    while knots[-1] < x.size - 1:
        start = knots[-1]
        end, (low, high) = _farthest(x, y, start, tol)
        before = np.sign(curvatures[-1]) if curvatures else 0.0
        if before > 0 and high > 0:
            low = max(low, 0.0)
        elif before < 0 and low < 0:
            high = min(high, 0.0)
        elif low <= 0.0 <= high:
            low = high = 0.0
        middle = 0.5 * (low + high) if np.isfinite(low + high) else 0.0
        knots.append(end)
        curvatures.append(middle)
        if len(curvatures) > MOST_PIECES:
            raise TargetError("f is too rough for parabolas: use ramps, or a larger tolerance")
    return Arcs(x[knots], y[knots], np.array(curvatures))


def _farthest(x: Array, y: Array, start: int, tol: float) -> tuple[int, tuple[float, float]]:
    """Find the last sample that one parabola from `start` reaches, and the curvatures for it."""
    good, step = start + 1, 1
    last = x.size - 1
    found = (0.0, 0.0)
    while good < last:
        trial = min(good + step, last)
        interval = _curvatures(x[start : trial + 1], y[start : trial + 1], tol)
        if interval is None:
            break
        good, found, step = trial, interval, 2 * step
    bad = min(good + step, last + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        interval = _curvatures(x[start : middle + 1], y[start : middle + 1], tol)
        if interval is None:
            bad = middle
        else:
            good, found = middle, interval
    return good, found


def _curvatures(x: Array, y: Array, tol: float) -> tuple[float, float] | None:
    """Find the interval of curvatures with which one parabola stays within tol of the samples."""
    inside = x[1:-1]
    chord = y[0] + (y[-1] - y[0]) / (x[-1] - x[0]) * (inside - x[0])
    arc, rest = (inside - x[0]) * (x[-1] - inside), y[1:-1] - chord
    low = float(np.max((rest - tol) / arc))
    high = float(np.min((rest + tol) / arc))
    return (low, high) if low <= high else None
