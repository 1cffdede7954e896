"""Follow f with a few parabolas end to end; polylines of their knots say all about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.folds.cascade import EPS
from uat.constructions.folds.distance import Piece

MOST_PIECES = 20_000


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
