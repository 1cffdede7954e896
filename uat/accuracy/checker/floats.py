"""State number formats a second time: how they round, where they end, what their s(z) is worth.

On purpose not read from the records that networks are built with. A proof file may speak of
float64, float32 or float16; inputs and weights are then numbers of that format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.checker.halving import Refused
from uat.networks.matrices import dense
from uat.networks.network import Network


@dataclass(frozen=True)
class Floats:
    """A format of floats. kind: numpy's. unit: the largest relative error of one operation.

    tiny: more than what underflow may change in one. sigmoid: how far runtimes are from 1/(1+e^-z)
    and tanh z, in units; None for float64, where `uat.accuracy.checker.activations` says it.
    """

    name: str
    kind: Any
    unit: float
    tiny: float
    sigmoid: float | None

    @property
    def own(self) -> float:
        """How far sigmoid and tanh of a runtime are off, in fewer digits than float64; else 0."""
        return (self.sigmoid or 0.0) * self.unit

    @property
    def largest(self) -> float:
        return float(np.finfo(self.kind).max)

    def gamma(self, count: int) -> float:
        """Bound |(1 + d1)...(1 + dn) - 1| for |di| <= unit; Refused where that is no use."""
        if count * self.unit > 0.5:
            raise Refused(f"sums of {count} numbers are too long for {self.name}")
        return count * self.unit / (1 - count * self.unit)


FLOATS = {
    "float64": Floats("float64", np.float64, 2.0**-53, 1e-290, None),
    "float32": Floats("float32", np.float32, 2.0**-24, 2.0**-150, 8.0),
    "float16": Floats("float16", np.float16, 2.0**-11, 2.0**-25, 8.0),
}
ROUNDED = ("relu", "step", "sigmoid", "tanh", "linear")  # what is known in fewer digits


def floats_of(name: Any) -> Floats:
    """Return the format that a file names. Raises Refused for another."""
    if not isinstance(name, str) or name not in FLOATS:
        raise Refused(f"nothing is known of the precision {name!r:.40}")
    return FLOATS[name]


def require_numbers(network: Network, box: Any, floats: Floats) -> None:
    """Require weights of the format, and that nothing overflows, in whatever order it sums."""
    if floats.kind is np.float64:
        return
    size = np.array([max(abs(low), abs(high)) for low, high in box])
    for layer in network.layers:
        if layer.activation.name not in ROUNDED:
            raise Refused(f"nothing is known of {layer.activation.name} in {floats.name}")
        weights = dense(layer.weights)
        for numbers in (weights, layer.biases):
            _require_exact(numbers, floats)
        size = np.abs(weights) @ size + np.abs(layer.biases)
        terms = int(np.count_nonzero(weights, axis=1).max(initial=0)) + 2
        size = size * (1 + floats.gamma(terms)) + 4 * terms * floats.tiny
        if not (size < floats.largest).all():
            raise Refused(f"a number in the network may be beyond {floats.name}")
        if layer.activation.name in ("step", "sigmoid", "tanh"):
            size = np.minimum(size, 1.01)


def lost_in(network: Network, box: Any, floats: Floats) -> NDArray[np.float64]:
    """Bound what fewer digits may change in each output of relu layers on a box, in any order.

    A neuron whose input, as computed, is nowhere above 0 adds an exact 0. In float64 this is 0:
    whoever sums in float64 knows of its own rounding.
    """
    low, high = (np.array(ends) for ends in zip(*box, strict=True))
    off = np.zeros(low.size)  # how far inputs of a layer are from exact ones
    if floats.kind is np.float64:
        return np.zeros(network.layers[-1].biases.size)
    for layer in network.layers:
        if layer.activation.name not in ("relu", "linear"):
            raise Refused(f"nothing is known here of {layer.activation.name} in {floats.name}")
        weights = dense(layer.weights)
        middle, half = 0.5 * (low + high), 0.5 * (high - low)
        largest = np.abs(middle) + half + off  # as computed
        sizes = np.abs(weights) @ largest + np.abs(layer.biases)
        counts = (weights != 0)[:, largest > 0].sum(axis=1)
        gammas = np.array([floats.gamma(int(count) + 1) for count in counts.tolist()])
        off = np.abs(weights) @ off + gammas * sizes + 2 * floats.tiny * (counts + 1)
        off = off * (1 + 1e-12)
        centre, reach = weights @ middle + layer.biases, np.abs(weights) @ half + 1e-12 * sizes
        low, high = centre - reach, centre + reach
        if layer.activation.name == "relu":
            low, high, off = (
                np.where(high + off > 0, column, 0.0)
                for column in (np.maximum(low, 0.0), np.maximum(high, 0.0), off)
            )
    return off


def _require_exact(numbers: NDArray[np.float64], floats: Floats) -> None:
    with np.errstate(over="ignore"):
        same = numbers.astype(floats.kind).astype(np.float64) == numbers
    if not same.all():
        wrong = float(numbers[~same].reshape(-1)[0])
        raise Refused(f"the weight {wrong!r} is no {floats.name} number")
