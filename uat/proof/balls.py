"""The network in balls, from its definition: slow and plain, for checking proofs."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.activations import Array
from uat.errors import InputError
from uat.network import Network
from uat.proof.shapes import columns

ROUNDING = arb(2) ** -53
LIBM = 16 * ROUNDING  # on values of tanh and arctan: 8 ulp


@dataclass(frozen=True)
class Ball:
    """The network in exact arithmetic on a box, its slope, and what float64 may change in it."""

    value: Any
    slope: Any
    rounding: Any


class BallNetwork:
    """The network in balls: neurons that are far from a box are summed as their limits."""

    def __init__(self, network: Network) -> None:
        hidden, output = network.layers if len(network.layers) == 2 else (None, None)
        if hidden is None or output is None or network.widths[0] != 1 or output.neurons != 1:
            raise InputError("the network does not have one input, one hidden layer and one output")
        self.kind, self.output = hidden.activation.name, output.activation.name
        if self.kind not in (*_FAR, "relu", "step") or self.output not in ("linear", "sigmoid"):
            raise InputError(
                f"a network of {self.kind} and {self.output} neurons cannot be checked"
            )
        self.w, self.b, self.a, self.base = columns(hidden, output)
        self.far = _FAR.get(self.kind, 0.0)
        self._on = np.zeros(self.w.size, dtype=bool)  # the relu neurons in the sums below
        self._sums: tuple[Any, Any] = (arb(0), arb(0))

    def on(self, left: float, right: float) -> Ball:
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
        return Ball(value, value * (1 - value) * inner.slope, LIBM)

    def _relus(self, x: Any, near: NDArray[np.bool_], low: Array, high: Array, size: Array) -> Ball:
        """Neurons that are on add up to a line, changed from the last one; kinks come on top."""
        on = ~near & (low >= 0)
        slope, offset = self._sums
        for j in np.flatnonzero(on != self._on):
            a = arb(self.a[j]) if on[j] else -arb(self.a[j])
            slope, offset = slope + a * arb(self.w[j]), offset + a * arb(self.b[j])
        self._on, self._sums = on, (slope, offset)
        value = arb(self.base) + slope * x + offset
        for j in np.flatnonzero(near):
            a, w, z = arb(self.a[j]), arb(self.w[j]), arb(self.w[j]) * x + arb(self.b[j])
            value = value + a * z.max(arb(0))
            slope = slope + a * w * (arb(1) if z > 0 else arb(0) if z < 0 else arb(0.5, 0.5))
        exact = np.abs(np.frexp(self.w)[0]) == 0.5
        inputs = float(np.abs(self.a) @ np.where(exact, 0.0, size)) * 1.001
        total = float(np.abs(self.a) @ np.maximum(high, 0.0)) * 1.001 + abs(self.base)
        count = int(np.count_nonzero(high >= 0)) + 8
        rounding = ROUNDING * (arb(count) * arb(total) + 4 * arb(inputs)) + arb(1e-300)
        return Ball(value, slope, rounding)

    def _steps(self, x: Any, near: NDArray[np.bool_], low: Array, high: Array, size: Array) -> Ball:
        s, slope_of, below, above = _ACTIVATIONS[self.kind]
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
        return Ball(value, slope, sums + libm + arb(1e-300))


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
_ACTIVATIONS: dict[str, tuple[Any, Any, Any, Any]] = {
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
