"""A proof is checked by other means than it was found: plain balls, box by box, nothing trusted.

Only the reading of formulas, the jets of balls and the model of float64 rounding are shared with
`prove`; patches, polynomials, prefix sums and float64 bounds are not used here.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb

from uat.activations import Array
from uat.errors import InputError, UatError
from uat.expression import Expression, compile_expression
from uat.measure import WIDEST_EXCLUDED
from uat.network import Network
from uat.proof.jets import jet, precision
from uat.proof.proof import Proof

BITS = 128
ROUNDING = arb(2) ** -53
LIBM = 16 * ROUNDING  # on values of tanh and arctan: 8 ulp
DEEPEST = 40
ROOM = 1.01  # windows that are left out may be so much wider than they should be


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    ok: whether the proof holds. reason: a sentence, why it does not, or what was verified.
    bound: what holds if ok. boxes: how many were verified. seconds: how long that took.
    """

    ok: bool
    reason: str
    bound: float
    boxes: int
    seconds: float

    def __bool__(self) -> bool:
        return self.ok


class _Refused(Exception):
    """The proof does not hold, for the reason given."""


def check(data: dict[str, Any] | Proof, progress: Callable[[str], None] | None = None) -> Verdict:
    """Verify a proof: its boxes cover the domain, and the bound holds on each of them.

    data: what `Proof.to_dict` gave, or a Proof. Never raises for a bad proof: the verdict says no.
    """
    started, boxes, bound = time.perf_counter(), 0, math.inf
    say = progress or (lambda stage: None)
    try:
        proof = data if isinstance(data, Proof) else Proof.from_dict(data)
        bound = proof.bound
        say("checking that the boxes cover the domain")
        _check_cover(proof)
        say(f"checking {proof.boxes.left.size} boxes")
        boxes = _check_boxes(proof)
        reason = f"|f - network| <= {bound:.6g} holds on all {boxes} boxes"
        if proof.excluded:
            reason += f"; {len(proof.excluded)} intervals around jumps of f are left out"
    except (_Refused, UatError) as error:
        return Verdict(False, str(error), bound, boxes, time.perf_counter() - started)
    return Verdict(True, reason, bound, boxes, time.perf_counter() - started)


def _check_cover(proof: Proof) -> None:
    """Every point of the domain lies in a box or in an excluded interval; few are excluded."""
    (a, b) = proof.target.box[0]
    left, right, bounds = proof.boxes.left, proof.boxes.right, proof.boxes.bound
    columns = np.concatenate([left, right, bounds, np.array(proof.excluded).ravel()])
    if not (left.size and np.isfinite(columns).all()):
        raise _Refused("the boxes have ends or bounds that are not numbers")
    if not float(bounds.max()) <= proof.bound:
        raise _Refused("a box has a bound above that of the proof")
    if not (proof.bound >= proof.lower >= 0.0 and (bounds >= 0).all() and (left < right).all()):
        raise _Refused("the boxes or their bounds are out of order")
    size = sum(right - left for left, right in proof.excluded)
    if any(right <= left for left, right in proof.excluded) or size > ROOM * WIDEST_EXCLUDED * (b - a):
        raise _Refused("too much of the domain is left out")
    reached = a
    for start, stop in sorted([*zip(left.tolist(), right.tolist(), strict=True), *proof.excluded]):
        if start > reached:
            raise _Refused(f"the boxes leave a gap at x = {reached:.6g}")
        reached = max(reached, stop)
    if reached < b:
        raise _Refused(f"the boxes end at x = {reached:.6g}, before the domain does")


def _check_boxes(proof: Proof) -> int:
    """The bound of every box, and the lower one at its point."""
    if proof.target.formula is None or proof.lipschitz is not None:
        raise _Refused(
            "this proof rests on a Lipschitz constant that was given and on values of the function, "
            "which a file cannot show: prove it again"
        )
    f = compile_expression(proof.target.formula, proof.target.names)
    net = _Net(proof.network)
    with precision(3, BITS):
        at = proof.at[0]
        (a, b) = proof.target.box[0]
        reached = abs(jet(f, arb(at), arb(1))[0] - net.on(at, at).value)
        if not (a <= at <= b and reached >= arb(proof.lower) - arb(1e-300)):
            raise _Refused(f"the error at x = {at:.6g} is not as large as the proof says")
        rows = zip(*(c.tolist() for c in (proof.boxes.left, proof.boxes.right, proof.boxes.bound)), strict=True)
        count = 0
        for left, right, bound in rows:
            if not _holds(f, net, left, right, bound):
                raise _Refused(f"the bound {bound:.6g} does not hold between {left!r} and {right!r}")
            count += 1
    return count


def _holds(f: Expression, net: "_Net", left: float, right: float, bound: float) -> bool:
    """Whether |f - network| <= bound on the box; halves are looked at where that stays open."""
    waiting = [(left, right, 0)]
    while waiting:
        start, stop, depth = waiting.pop()
        if _largest(f, net, start, stop) <= bound:
            continue
        middle = 0.5 * (start + stop)
        if depth == DEEPEST or not start < middle < stop:
            return False
        waiting += [(start, middle, depth + 1), (middle, stop, depth + 1)]
    return True


def _largest(f: Expression, net: "_Net", left: float, right: float) -> Any:
    """An upper bound on |f - network| on [left, right], as a ball's upper end.

    Second order for f, first order for the network; and the distance of the two ranges.
    """
    middle = 0.5 * (left + right)
    centre, whole = arb(middle), arb(left).union(arb(right))
    offset = whole - centre
    at, over = jet(f, centre, arb(1)), jet(f, whole, arb(1))
    square = offset * offset
    ranges = [over[0], at[0] + over[1] * offset, at[0] + at[1] * offset + over[2] * square]
    here, there = net.on(middle, middle), net.on(left, right)
    bounds = [abs(r - there.value) for r in ranges]
    if there.slope.is_finite():
        distance = at[0] - here.value
        bounds += [
            abs(distance + (over[1] - there.slope) * offset),
            abs(distance + (at[1] - there.slope) * offset + over[2] * square),
        ]
    uppers = [bound.upper() for bound in bounds if bound.is_finite()]
    if not uppers:
        return arb("inf")
    least = uppers[0]
    for upper in uppers[1:]:
        least = upper if upper < least else least
    return (least + there.rounding).upper()


@dataclass(frozen=True)
class _Ball:
    """The network in exact arithmetic on a box, its slope, and what float64 may change in it."""

    value: Any
    slope: Any
    rounding: Any


class _Net:
    """The network in balls: neurons that are far from a box are summed as their limits."""

    def __init__(self, network: Network) -> None:
        hidden, output = network.layers if len(network.layers) == 2 else (None, None)
        if hidden is None or output is None or network.widths[0] != 1 or output.neurons != 1:
            raise _Refused("the network does not have one input, one hidden layer and one output")
        self.kind, self.output = hidden.activation.name, output.activation.name
        if self.kind not in (*_FAR, "relu", "step") or self.output not in ("linear", "sigmoid"):
            raise _Refused(f"a network of {self.kind} and {self.output} neurons cannot be checked")
        weights = [np.asarray(x.toarray() if x_.is_sparse else x) for x, x_ in ((hidden.weights, hidden), (output.weights, output))]
        self.w, self.b, self.a = weights[0][:, 0], hidden.biases, weights[1][0]
        self.base = float(output.biases[0])
        self.far = _FAR.get(self.kind, 0.0)
        self._mask: bytes = b""
        self._sums: tuple[Any, Any] = (arb(0), arb(0))

    def on(self, left: float, right: float) -> _Ball:
        with np.errstate(all="ignore"):
            ends = np.stack([self.w * left + self.b, self.w * right + self.b])
            size = np.maximum(np.abs(self.w * left), np.abs(self.w * right)) + np.abs(self.b)
        doubt = 2.0**-50 * size + 1e-290  # more than every rounding of the weighted input
        low, high = ends.min(axis=0) - doubt, ends.max(axis=0) + doubt
        near = (low < self.far) & (high > -self.far)
        x = arb(left).union(arb(right))
        inner = (self._relus if self.kind == "relu" else self._steps)(x, near, low, high, size)
        if self.output == "linear":
            return inner
        value = _sigmoid(inner.value + arb(0, 1) * inner.rounding)
        return _Ball(value, value * (1 - value) * inner.slope, LIBM)

    def _relus(self, x: Any, near: Array, low: Array, high: Array, size: Array) -> _Ball:
        """Neurons that are on add up to a line; only kinks inside the box are left."""
        on = ~near & (low >= 0)
        if on.tobytes() != self._mask:
            rows = [(arb(self.a[j]), arb(self.w[j]), arb(self.b[j])) for j in np.flatnonzero(on)]
            self._sums = sum((a * w for a, w, _ in rows), arb(0)), sum((a * b for a, _, b in rows), arb(0))
            self._mask = on.tobytes()
        slope, offset = self._sums
        value = arb(self.base) + slope * x + offset
        for j in np.flatnonzero(near):
            a, w, z = arb(self.a[j]), arb(self.w[j]), arb(self.w[j]) * x + arb(self.b[j])
            value = value + a * z.max(arb(0))
            slope = slope + a * w * (arb(1) if z > 0 else arb(0) if z < 0 else arb(0.5, 0.5))
        exact = np.abs(np.frexp(self.w)[0]) == 0.5
        inputs = float(np.abs(self.a) @ np.where(exact, 0.0, size)) * 1.001
        total = float(np.abs(self.a) @ np.maximum(high, 0.0)) * 1.001 + abs(self.base)
        count = int(np.count_nonzero(high >= 0)) + 8
        return _Ball(value, slope, ROUNDING * (arb(count) * arb(total) + 4 * arb(inputs)) + arb(1e-300))

    def _steps(self, x: Any, near: Array, low: Array, high: Array, size: Array) -> _Ball:
        s, slope_of, below, above = _BALLS[self.kind]
        value, slope = arb(self.base), arb(0)
        for settled, limit in ((~near & (high < 0), below()), (~near & (low > 0), above())):
            value = value + limit * arb(math.fsum(self.a[settled]), 0) + _doubt(self.a[settled])
        for j in np.flatnonzero(near):
            a, w = arb(self.a[j]), arb(self.w[j])
            z = w * x + arb(self.b[j]) + arb(0, 1) * arb(2.0**-50 * float(size[j]) + 1e-290)
            value = value + a * s(z)
            slope = slope + a * w * slope_of(z)
        whole = arb(float(np.sum(np.abs(self.a))) * 1.001)
        tail = _TAIL.get(self.kind, 0.0)
        value = value + arb(0, 1) * whole * tail
        slope = slope + arb(0, 1) * arb(float(np.abs(self.a) @ np.abs(self.w)) * 1.001) * tail
        largest = max(abs(below()).upper(), abs(above()).upper())
        sums = ROUNDING * (self.a.size + 8) * (whole * largest + abs(self.base))
        libm = arb(0) if self.kind == "step" else LIBM * whole
        return _Ball(value, slope, sums + libm + arb(1e-300))


def _doubt(terms: Array) -> Any:
    """The rounding of an exact sum to float64."""
    return arb(0, 1) * arb(2.0**-52 * abs(math.fsum(terms)) + 1e-300)


def _monotone(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function that rises, on a ball: what lies between its values at the ends."""
    return lambda z: function(z.lower()).union(function(z.upper()))


def _even(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of |z| that falls, on a ball."""
    return lambda z: function(z.abs_lower()).union(function(z.abs_upper()))


def _sigmoid_at(z: Any) -> Any:
    return 1 / (1 + (-z).exp())


_sigmoid = _monotone(_sigmoid_at)

_FAR = {"sigmoid": 50.0, "tanh": 25.0, "arctan": 1e8}  # |z| from which a neuron has settled
_TAIL = {"sigmoid": 2e-22, "tanh": 1e-21, "arctan": 1.00001e-8}  # its distance from the limit there
_BALLS: dict[str, tuple[Any, Any, Any, Any]] = {
    "sigmoid": (
        _sigmoid,
        _even(lambda z: _sigmoid_at(z) * _sigmoid_at(-z)),
        lambda: arb(0),
        lambda: arb(1),
    ),
    "tanh": (
        _monotone(lambda z: z.tanh()),
        _even(lambda z: z.cosh() ** -2),
        lambda: arb(-1),
        lambda: arb(1),
    ),
    "arctan": (
        _monotone(lambda z: z.atan()),
        _even(lambda z: 1 / (1 + z * z)),
        lambda: -arb.pi() / 2,
        lambda: arb.pi() / 2,
    ),
    "step": (
        lambda z: arb(0.5, 0.5),
        lambda z: arb.nan(),
        lambda: arb(0),
        lambda: arb(1),
    ),
}
