"""State what is known of a network on a box, and of activations that rise between limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.accuracy.proof.patches import EPS
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import Precision
from uat.functions.expression import FLINT, compile_expression
from uat.networks.activations import Activation, Rising, Slope
from uat.networks.matrices import dense
from uat.networks.network import Layer


@dataclass(frozen=True, eq=False)
class Range:
    """A network on many boxes; each array has one entry for each box.

    low, high: bounds on its values. value: its value at the box's middle, to within `error`.
    slope_low, slope_high: bounds on its derivative; infinite where it may jump. `error` also covers
    the rounding of the network's forward pass, anywhere on the box.
    bend, rest: if given, the slopes are those of value + slope*t + bend*t^2, from which the network
    differs by at most `rest`, t away from the middle.
    """

    low: Array
    high: Array
    value: Array
    error: Array
    slope_low: Array
    slope_high: Array
    bend: Array | float = 0.0
    rest: Array | float = 0.0


class Enclosure(Protocol):
    """A network of one input about which something is known on every box."""

    @property
    def edges(self) -> Array:
        """Points at which boxes should end."""
        ...

    @property
    def grain(self) -> float:
        """The width below which boxes need not be told apart; 0 if all should."""
        ...

    def on(self, left: Array, right: Array, middle: Array) -> Range: ...


@dataclass(frozen=True)
class Shape:
    """An activation that rises from one limit to the other, and what its record says of it."""

    activation: Activation
    known: Rising
    derivative: Slope

    @classmethod
    def of(cls, s: Activation) -> "Shape | None":
        """Read the shape; None for an activation of whose rising nothing is stated."""
        if not isinstance(s.proof, Rising) or s.slope is None:
            return None
        return cls(s, s.proof, s.slope)

    def value(self, z: Array) -> Array:
        return self.activation(z)

    def slope(self, z: Array) -> Array:
        """Enclose s', which falls with |z|."""
        return self.derivative(z, self.activation(z))

    @property
    def error(self) -> float:
        """Bound how far float64 is from s and from s'."""
        return self.known.ulps * EPS

    def computed(self, floats: Precision) -> float:
        """Bound how far a precision is from s. Raises InputError where that is not known."""
        if floats.is_double:
            return self.error
        if self.known.single is None:
            raise unknown(self.activation, floats)
        return max(self.known.single * floats.unit, self.error)

    def limits(self) -> list[Any]:
        """Enclose both limits in balls: whole numbers, or the formula's values at infinity."""
        stated = ((self.activation.low, -1), (self.activation.high, 1))
        return [arb(v) if float(v).is_integer() else self._at_end(side) for v, side in stated]

    def _at_end(self, side: int) -> Any:
        formula = compile_expression(self.activation.formula, ("z",))
        return formula.evaluate(FLINT, arb("inf") * side)


def unknown(activation: Activation, floats: Precision) -> InputError:
    """Say that nobody states how runtimes compute an activation."""
    return InputError(
        f"what {floats.name} makes of {activation.name} differs between runtimes, and no bound "
        "is stated: use relu, step, sigmoid or tanh neurons, or float64"
    )


def columns(hidden: Layer, output: Layer) -> tuple[Array, Array, Array, float]:
    """Return weights, biases, output weights and the output bias."""
    w, a = dense(hidden.weights), dense(output.weights)
    return w[:, 0], hidden.biases, a[0], float(output.biases[0])


def positions(w: Array, b: Array) -> Array:
    """Return where each weighted input is 0, rounded; infinite for neurons that never change."""
    with np.errstate(all="ignore"):
        places = -b / w
    return np.where(np.isfinite(places), places, np.inf)


def product(factor: Array, slopes: Array) -> Array:
    """Multiply with 0 times infinity as 0: a neuron without weight does not jump."""
    with np.errstate(invalid="ignore"):
        product = factor * slopes
    return np.where(factor == 0.0, 0.0, product)


def runs(counts: NDArray[np.int64], most: int) -> Iterator[slice]:
    """Slice neighbours whose counts add up to `most` at the most, or take one alone."""
    ends = np.cumsum(counts)
    start = 0
    while start < counts.size:
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + most, side="right")), start + 1)
        yield slice(start, stop)
        start = stop
