"""The network in balls, from its definition: slow and plain, for checking proofs.

On a box, what the network computes is a Taylor polynomial about the middle; its last coefficient is
a ball that holds for the whole box, and so is what rounding may change.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import arb, arb_series, ctx
from numpy.typing import NDArray

from uat.activations import Array
from uat.errors import InputError
from uat.network import Network
from uat.proof.neurons import neuron_of
from uat.proof.shapes import columns

ROUNDING = arb(2) ** -53
LIBM = 16 * ROUNDING  # on values of tanh and arctan: 8 ulp
UNIT = arb(0, 1)


@dataclass(frozen=True)
class Taylor:
    """sum of at[k]*t^k for k below the last, and over*t^last, t away from the middle.

    at: coefficients at the middle. over: enclosures of all coefficients on the whole box; NaN where
    nothing is known. rounding: what float64 may change.
    """

    at: list[Any]
    over: list[Any]
    rounding: Any


class BallNetwork:
    """The network in balls: neurons that are far from a box are summed as their straight lines."""

    def __init__(self, network: Network, farthest: float) -> None:
        hidden, output = network.layers if len(network.layers) == 2 else (None, None)
        if hidden is None or output is None or network.widths[0] != 1 or output.neurons != 1:
            raise InputError("the network does not have one input, one hidden layer and one output")
        self.output = output.activation.name
        if self.output not in ("linear", "sigmoid"):
            raise InputError(f"a network with a {self.output} output cannot be checked")
        self.w, self.b, self.a, self.base = columns(hidden, output)
        sizes = np.abs(self.w) * farthest + np.abs(self.b)
        self.neuron = neuron_of(hidden.activation, float(np.max(sizes, initial=1.0)) * 1.001)
        self._settled = np.zeros(self.w.size, dtype=np.int64)  # -1 left line, 1 right line, 0 near
        self._slope, self._offset = arb(0), arb(self.base)

    def on(self, left: float, right: float) -> Taylor:
        """The network on [left, right]."""
        with np.errstate(all="ignore"):
            ends = np.stack([self.w * left + self.b, self.w * right + self.b])
            size = np.maximum(np.abs(self.w * left), np.abs(self.w * right)) + np.abs(self.b)
        doubt = 2.0**-50 * size + 1e-290  # more than every rounding of the weighted input
        low, high = ends.min(axis=0) - doubt, ends.max(axis=0) + doubt
        radius = self.neuron.radius
        self._settle(np.where(high < -radius, -1, np.where(low > radius, 1, 0)))
        inner = self._sum(left, right, doubt)
        inner = replace(inner, rounding=self._rounding(np.maximum(np.abs(low), np.abs(high)), size))
        return inner if self.output == "linear" else _through_sigmoid(inner)

    def _settle(self, settled: NDArray[np.int64]) -> None:
        """Bring the sums of lines up to date."""
        for j in np.flatnonzero(settled != self._settled):
            for side, sign in ((self._settled[j], -1), (settled[j], 1)):
                if side:
                    slope, offset = self.neuron.left if side < 0 else self.neuron.right
                    a, w, b = (arb(float(column[j])) for column in (self.a, self.w, self.b))
                    self._slope += sign * a * slope * w
                    self._offset += sign * a * (slope * b + offset)
        self._settled = settled

    def _sum(self, left: float, right: float, doubt: Array) -> Taylor:
        """All lines, and the neurons near the box one by one."""
        middle = 0.5 * (left + right)
        order = ctx.cap
        whole = arb(left).union(arb(right))
        zeros = [arb(0)] * (order - 2)
        at = [self._offset + self._slope * arb(middle), self._slope, *zeros]
        over = [self._offset + self._slope * whole, self._slope, *zeros]
        for j in np.flatnonzero(self._settled == 0).tolist():
            a, w, b = (arb(float(column[j])) for column in (self.a, self.w, self.b))
            ends = (w * arb(left) + b, w * arb(right) + b)
            here, there = self.neuron.on(w * arb(middle) + b, ends, w, UNIT * arb(doubt[j]))
            at = [total + a * term for total, term in zip(at, here, strict=True)]
            over = [total + a * term for total, term in zip(over, there, strict=True)]
        return Taylor(at, over, arb(0))

    def _rounding(self, largest: Array, size: Array) -> Any:
        """Of the forward pass: weighted inputs, s(z), tails, and the sum, in any order.

        The weighted inputs of smooth neurons near the box are balls already.
        """
        neuron, weights, far = self.neuron, np.abs(self.a), self._settled != 0
        sides = [float(abs(line[0]).upper()) for line in (neuron.left, neuron.right)]
        offsets = [float(abs(line[1]).upper()) for line in (neuron.left, neuron.right)]
        slope = np.where(far, np.where(self._settled < 0, *sides), 0.0)
        offset = np.where(self._settled < 0, *offsets)
        values = np.where(far, slope * largest + offset, neuron.top)
        if neuron.is_relu:
            values = np.where(far, values, largest)
            exact = np.abs(np.frexp(self.w)[0]) == 0.5
            slope = np.where(exact, 0.0, np.where(far, slope, 1.0))
        each = neuron.rounding + neuron.growing * (1 + np.where(far, slope, 1.0) * largest)
        each += 2 * neuron.tail + slope * 2.0**-51 * size
        total = float(weights @ values) * 1.001 + abs(self.base)
        count = int(np.count_nonzero(values)) + 8
        whole = float(weights @ each) * 1.001
        return ROUNDING * arb(count) * arb(total) + arb(whole) + arb(1e-300)


def _through_sigmoid(inner: Taylor) -> Taylor:
    """A sigmoid of the Taylor polynomials; its slope is at most a quarter."""
    at, over = (_sigmoid_of(coefficients) for coefficients in (inner.at, inner.over))
    return Taylor(at, over, inner.rounding / 4 + LIBM)


def _sigmoid_of(coefficients: list[Any]) -> list[Any]:
    """By 1/(1 + exp(-z)), or its mirror image where z < 0; at least the value, by its ends."""
    head = coefficients[0]
    low, high = (1 / (1 + (-end).exp()) for end in (head.lower(), head.upper()))
    value = low.union(high)
    z = arb_series(coefficients, ctx.cap)
    one = arb_series([1], ctx.cap)
    try:
        result = one / (one + (-z).exp()) if head > 0 else one - one / (one + z.exp())
        terms = result.coeffs()[1:]
    except (ValueError, ZeroDivisionError):
        terms = [arb.nan()] * (ctx.cap - 1)
    return [value, *terms, *[arb(0)] * (ctx.cap - 1 - len(terms))]
