"""Enclose f less a network of one input and one hidden layer on intervals, with rounding."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.accuracy.checker.activations import compiled, shape_of
from uat.accuracy.checker.cover import Excuses
from uat.accuracy.checker.floats import Floats
from uat.accuracy.checker.formula import Formula, by_taylor, smaller
from uat.accuracy.checker.halving import Box, Interval, Refused, ball
from uat.accuracy.checker.jets import Jet, arithmetic, jet, rough, straight, through
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.values import reached_by
from uat.networks.matrices import dense
from uat.networks.network import Network

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

BITS = 128  # enough for products of float64 numbers to be exact
ORDER = 5  # coefficients of Taylor polynomials
U = 2.0**-53
TINY = 1e-290  # more than what underflows
SIGMOID = "1/(1 + exp(-z))"
SIGMOID_ROUNDING = 20 * U


@dataclass(frozen=True)
class _Reach:
    """How far weighted inputs are from 0 on an interval, at least and at most; and x, at most."""

    least: Array
    most: Array
    farthest: float

    def doubt(self, w: Array, floats: Floats) -> Array:
        """Bound what rounding the product and the sum may change in each input: u(|wx| + |z|)."""
        unit = floats.unit * (1 + 2 * floats.unit) + 1e-3 * U
        return unit * (np.abs(w) * self.farthest + self.most) + floats.tiny


class LineNetwork:
    """The network of one input as its layers define it.

    Neurons that are far from an interval are summed as straight lines; the others one by one.
    """

    def __init__(self, network: Network, box: Interval, floats: Floats) -> None:
        if network.widths[0] != 1 or network.widths[-1] != 1 or len(network.layers) != 2:
            raise Refused("a proof over intervals is about one input, one hidden layer, one output")
        hidden, output = network.layers
        if output.activation.name not in ("linear", "sigmoid"):
            raise Refused(f"nothing is known here of a {output.activation.name} output")
        self.floats = floats
        self.through_sigmoid = output.activation.name == "sigmoid"
        self.base = float(output.biases[0])
        self._join(dense(hidden.weights)[:, 0], hidden.biases, dense(output.weights)[0])
        self.size = np.abs(self.w) * max(map(abs, box)) + np.abs(self.b)
        self.is_step = hidden.activation.name == "step"
        self.shape = shape_of(hidden.activation, float(self.size.max(initial=1.0)))
        self.is_ramp = hidden.activation.name == "relu"
        # A ramp's sum is rounded where it is added up; a product with a power of two is exact.
        exact = np.abs(np.frexp(self.w)[0]) == 0.5
        self.products = np.where(exact & self.is_ramp, 0.0, np.abs(self.w))
        moved = self.products * max(map(abs, box)) if self.is_ramp else self.size
        self.doubt = 2.01 * floats.unit * moved + 8 * U * self.size + 2 * floats.tiny
        self.off: Bools = np.zeros(self.w.size, dtype=bool)  # on this interval, exactly
        self.sides = np.zeros(self.w.size, dtype=np.int64)  # -1 and 1: on the left, the right line
        self.slope, self.offset = arb(0), arb(self.base)

    def _join(self, w: Array, b: Array, a: Array) -> None:
        """Count neurons with the same input as one, with the exact sum of their weights.

        loads: the sums of their sizes, which rounding goes by.
        """
        kinds, place = np.unique(np.column_stack([w, b]), axis=0, return_inverse=True)
        self.w, self.b = kinds[:, 0], kinds[:, 1]
        self.loads = np.zeros(self.w.size)
        self.a = [arb(0)] * self.w.size
        for j, weight in zip(place.reshape(-1).tolist(), a.tolist(), strict=True):
            self.a[j] = self.a[j] + arb(weight)
            self.loads[j] += abs(weight) * (1 + 4 * U)
        self.terms = np.bincount(place.reshape(-1)[a != 0], minlength=self.w.size)

    def cuts(self) -> Array:
        """Return where intervals should end: floats on both sides of each neuron's seams."""
        found = {x for seam in self.shape.seams for x in self._beside(seam)}
        return np.array(sorted(found))

    def _beside(self, seam: float) -> list[float]:
        places = (seam - self.b) / self.w
        found: list[float] = []
        for w, b, x in zip(self.w.tolist(), self.b.tolist(), places.tolist(), strict=True):
            if math.isfinite(x):
                room = 16 * self.floats.unit * max(abs(x), abs(b / w)) + 8 * self._least(w)
                found += [x - room, x + room] if self.is_step else _around(w, b - seam, x)
        return found

    def on(self, left: float, right: float) -> tuple[Jet, Jet, Any]:
        """Enclose N and its derivatives at the middle and on the interval, and add the rounding."""
        ends = np.stack([self.w * left + self.b, self.w * right + self.b])
        low, high = ends.min(axis=0) - 2 * self.doubt, ends.max(axis=0) + 2 * self.doubt
        radius = self.shape.radius
        self._settle(np.where(low > radius, 1, np.where(high < -radius, -1, 0)))
        reach = _Reach(
            np.maximum(np.maximum(low, -high), max(radius, TINY)),
            np.maximum(np.abs(low), np.abs(high)),
            max(abs(left), abs(right)),
        )
        doubt = self._moved(reach)
        middle, whole = (arb(left) + arb(right)) / 2, ball(left, right)
        here = straight(self.slope, self.offset, middle)
        over = straight(self.slope, self.offset, whole)
        near: Bools = np.zeros(self.w.size, dtype=bool)  # with a seam within the doubt
        self.off[:] = False
        for j in np.flatnonzero((self.sides == 0) & (self.loads > 0)).tolist():
            at, on, near[j] = self._neuron(j, left, right, float(doubt[j]))
            here, over = here + at, over + on
        rounding = self._rounding(near, reach)
        if not self.through_sigmoid:
            return here, over, rounding
        sigmoid = compiled(SIGMOID)
        here, over = through(sigmoid, here), _sigmoid_of(over)
        return here, over, rounding / 4 + max(SIGMOID_ROUNDING, self.floats.own)

    def _settle(self, sides: NDArray[np.int64]) -> None:
        """Bring the sums of straight lines up to date."""
        for j in np.flatnonzero(sides != self.sides).tolist():
            a, w, b = self._of(j)
            for side, sign in ((self.sides[j], -1), (sides[j], 1)):
                if side:
                    slope, offset = self.shape.left if side < 0 else self.shape.right
                    self.slope += sign * a * arb(slope) * w
                    self.offset += sign * a * (arb(slope) * b + arb(offset))
        self.sides = sides

    def _of(self, j: int) -> tuple[Any, Any, Any]:
        return self.a[j], arb(float(self.w[j])), arb(float(self.b[j]))

    def _neuron(self, j: int, left: float, right: float, off: float) -> tuple[Jet, Jet, bool]:
        a, w, b = self._of(j)
        ends = (w * arb(left) + b, w * arb(right) + b)
        low, high = ends if w >= 0 else (ends[1], ends[0])
        middle, doubt = (arb(left) + arb(right)) / 2, arb(off)
        if self.is_step:
            if low > doubt or high < -doubt:
                value = straight(arb(0), a if low > doubt else arb(0), middle)
            else:
                value = rough(a * arb(0.5, 0.5))
            return value, value, False
        if self.is_ramp and high <= 0 and self.products[j] == 0.0:
            self.off[j] = True
            return straight(arb(0), arb(0), middle), straight(arb(0), arb(0), middle), False
        centre = w * middle + b
        at, on = self.shape.on(centre, centre, doubt, w), self.shape.on(low, high, doubt, w)
        seam = not self.shape.takes_in(low, high, doubt)
        return at.scaled(a), on.scaled(a), seam

    def _rounding(self, near: Bools, reach: _Reach) -> Any:
        """Bound what float64 may add to the output neuron's input: docs/proof-format.md, step 8.

        near: neurons of which the ball does not hold what the weighted input may be off.
        """
        shape, sides, far = self.shape, self.sides, self.sides != 0
        (left, start), (right, stop) = shape.left, shape.right
        slope = np.where(sides < 0, abs(left), np.where(sides > 0, abs(right), shape.steepest))
        offset = np.where(sides < 0, abs(start), np.where(sides > 0, abs(stop), 1.0 - self.is_ramp))
        values = slope * reach.most + offset
        if math.isfinite(shape.top):
            values = np.where(far, values, shape.top)
        tail = shape.tail * (np.where(far, shape.radius / reach.least, 1.0) if shape.decays else 1)
        share = self.floats.gamma(self._terms())
        each = np.where(far | near, slope * self._moved(reach), 0.0) + np.where(far, tail, 0.0)
        own = np.maximum(U * (shape.fixed + shape.growing * reach.most), self.floats.own)
        each = each + own * ~(self._exact() | self.is_ramp | self.is_step)
        whole = (1 + share) * float(self.loads @ each) + share * (
            float(self.loads @ values) + abs(self.base)
        )
        small = (1 + share) * self._terms() * self.floats.tiny
        return arb(whole * (1 + 1e-9) + small)

    def _moved(self, reach: _Reach) -> Array:
        """Bound what rounding may change in each input; the output's terms know of ramps'."""
        if not self.is_ramp:
            return reach.doubt(self.w, self.floats)
        return self.floats.unit * self.products * reach.farthest + self.floats.tiny

    def _least(self, w: float) -> float:
        """Bound how far x is from where w*x underflows."""
        return self.floats.tiny / abs(w) if self.floats.sigmoid else 0.0

    def _exact(self) -> Bools:
        """Tell of which neurons s is computed without an error: ramps, where they are 0."""
        flat = not any(self.shape.left) and self.shape.tail == 0.0
        return self.off | ((self.sides < 0) & flat)

    def _terms(self) -> int:
        """Count the numbers other than 0 that the output neuron may add, products and bias."""
        return int(self.terms[~self._exact()].sum()) + 2


def _around(w: float, b: float, x: float) -> list[float]:
    """Return the two floats nearest to where w*x + b is 0, exactly; one if that is a float."""
    value = Fraction(w) * Fraction(x) + Fraction(b)
    toward = -math.inf if (value > 0) == (w > 0) else math.inf
    while value != 0:
        other = math.nextafter(x, toward)
        next_value = Fraction(w) * Fraction(other) + Fraction(b)
        if next_value == 0 or (next_value > 0) != (value > 0):
            return sorted({x, other}) if next_value else [other]
        x, value = other, next_value
    return [x]


def _sigmoid_of(inner: Jet) -> Jet:
    """Enclose the sigmoid, which rises, by its values at the ends."""
    sigmoid = compiled(SIGMOID)
    ends = [straight(arb(0), end, end) for end in (inner.value.lower(), inner.value.upper())]
    low, high = (through(sigmoid, end).value for end in ends)
    return through(sigmoid, inner).with_value(low.union(high))


def parts_of(row: Interval, cuts: Array) -> list[Interval]:
    """Split an interval at the cuts that lie in it."""
    first, last = np.searchsorted(cuts, row[0], "right"), np.searchsorted(cuts, row[1], "left")
    return list(pairwise([row[0], *cuts[first:last].tolist(), row[1]]))


def _distance(f: Formula, network: LineNetwork, left: float, right: float, bound: float) -> Any:
    """Bound |f - N| from above on an interval, by ranges and by Taylor's theorem."""
    here, over, rounding = network.on(left, right)
    whole = jet(f.expression, (ball(left, right), arb(1)))
    least = abs((whole - over).value)
    still = straight(arb(0), over.value, arb(0))  # the range of N, where s is too steep for more
    for middle, everywhere in ((here, over), (still, still)):
        if not least + rounding <= bound:
            least = smaller(least, by_taylor(f, (left, right), middle, whole - everywhere))
    return (least + rounding).upper()


def verify(claim: Claim, excuses: Excuses) -> None:
    """Require that rows have their bounds, windows what jumps excuse, and the error is reached."""
    (f,) = claim.parts
    network = LineNetwork(claim.network, claim.box[0], claim.floats)
    with arithmetic(ORDER, BITS):
        x = claim.at[0]
        reached_by(claim, network.on(x, x)[2], _unit(claim, f, x, x)[1])
        cuts = network.cuts()

        def far(box: Box, most: float) -> list[float] | None:
            limit = most * _unit(claim, f, *box[0])[0]
            return None if _distance(f, network, *box[0], limit) <= limit else [math.inf]

        rows = [(row.box[0], row.bound) for row in claim.rows]
        rows += [(window.box[0], claim.bound) for window in claim.windows]
        for interval, bound in sorted(rows):
            for part in parts_of(interval, cuts):
                excuses.require((part,), bound, 0, far)


def _unit(claim: Claim, f: Formula, left: float, right: float) -> tuple[Any, Any]:
    """Bound from below and above what a bound is a share of; 1 without a relative part."""
    if claim.allowed is None:
        return arb(1), arb(1)
    absolute, relative = map(arb, claim.allowed)
    value = f.at([ball(left, right)])
    if not value.is_finite():
        return absolute, arb("inf")
    ends = (relative * value.abs_lower()).lower(), (relative * value.abs_upper()).upper()
    return max(absolute, ends[0]), max(absolute, ends[1])
