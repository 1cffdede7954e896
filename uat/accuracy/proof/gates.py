"""Bound what fewer digits than float64 change in a network of towers or quadrants.

A gate that has settled changes by what computing its activation is off; one on its way between on
and off by its slope times what its input is off. Both only where they are: of the gates on their
way, and of those that are not off, the busiest cell between windows of steps counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.accuracy.proof.rounding import forward_error
from uat.accuracy.proof.shapes import Shape, unknown
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import Precision
from uat.networks.activations import LINEAR, Activation
from uat.networks.evaluate.gates import Gates, take_apart
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

MOST_MOVED = 1.0  # of a gate's input: what has settled then stays so, but for a factor
SETTLED = 8.0  # times what a settled gate has left to go: so much has one moved by that at most


@dataclass(frozen=True)
class Sums:
    """The largest sums of weights of a network of boxes; see `NormalForm`.

    gate, bias: of a gate. read: how many steps it reads. outputs: (outputs,), of the read-outs.
    """

    outputs: Array
    gate: float
    bias: float
    read: int


def lost_in_gates(
    network: Network, box: tuple[tuple[float, float], ...], sums: Sums, rest: float,
    floats: Precision,
) -> Array:  # fmt: skip
    """Bound how far the outputs are from exact arithmetic, anywhere on the box: (outputs,).

    rest: how far settled gates are from their limits. Raises InputError where a number may be
    beyond the largest, where gates come out of order, and where nobody knows s(z).
    """
    if floats.is_double:
        return np.zeros(network.widths[-1])
    forward_error(network, box, floats)
    first, second, last = network.layers
    own = [_computed(layer.activation, floats) for layer in (first, second)]
    steep = _steepest(second.activation)
    # A step moves by own[0], and, since its input is rounded relative to itself, by a unit.
    moved = sums.gate * (own[0] + floats.unit) + 2 * floats.underflow * (sums.read + 2)
    moved += float(floats.gamma(sums.read + 2)) * (2 * sums.gate + sums.bias)
    each = own[1] + SETTLED * rest
    if np.isinf(steep):
        _require_whole(second, floats)
        moved = steep = each = 0.0
    if moved > MOST_MOVED:
        raise InputError(
            f"{floats.name} may change the inputs of hidden layer 2 by {moved:.2g}, which leaves "
            "nothing to prove: use more digits, or step neurons"
        )
    between, held, count = _busiest(network)
    lost = between * steep * moved + sums.outputs * each
    lost += floats.gamma(count + 2) * (held + sums.outputs * each)
    lost += 2 * floats.underflow * (network.widths[2] + 2)
    if last.activation.name == "sigmoid":
        lost = 0.25 * lost + _computed(last.activation, floats)
    whole: Array = lost * (1 + 1e-6)
    return whole


def _computed(s: Activation, floats: Precision) -> float:
    """Bound how far the computed s(z) is from s(z)."""
    shape = Shape.of(s)
    if shape is None:
        raise unknown(s, floats)
    return 0.0 if np.isinf(shape.known.steepest) else shape.computed(floats)


def _steepest(s: Activation) -> float:
    shape = Shape.of(s)
    assert shape is not None
    return shape.known.steepest


def _busiest(network: Network) -> tuple[Array, Array, float]:
    """Return the largest sums in any cell, (outputs,): of gates on their way, and of all not off.

    Also how many numbers other than 0 an output adds up: step neurons that are off are exactly 0.
    The same network is taken apart with the sizes of its output weights, and with ones.
    """
    first, second, last = network.layers
    sizes, count = np.abs(dense(last.weights)), float(last.inputs)
    rows, biases = np.vstack([sizes, np.ones(last.inputs)]), np.append(np.abs(last.biases), 0.0)
    ones = Layer(rows, biases, LINEAR)
    gates = take_apart(Network((first, second, ones)))
    assert gates is not None
    between, held = _sums(gates)
    if float(second.activation.low) != 0.0:  # what is off adds, too
        held = np.append(sizes.sum(axis=1) + np.abs(last.biases), count)
    elif np.isinf(_steepest(second.activation)):
        count = float(held[-1])
    return between[:-1], held[:-1], count


def _sums(gates: Gates) -> tuple[Array, Array]:
    moving = sum(gates.tables, np.zeros_like(gates.base))
    return moving.max(axis=0), (gates.base + moving).max(axis=0) * (1 + 1e-9)


def _require_whole(gates: Layer, floats: Precision) -> None:
    """Require of hard switches that no sum of their inputs, halves of steps too, is rounded."""
    weights = dense(gates.weights)
    numbers = np.concatenate([weights.reshape(-1), gates.biases])
    numbers = numbers[numbers != 0.0]
    if not numbers.size:
        return
    fractions, exponents = np.frexp(numbers)
    whole = (fractions * 2.0**53).astype(np.int64)
    lowest = np.ldexp((whole & -whole).astype(float), exponents - 53)  # the last bit of each
    total = float((np.abs(weights).sum(axis=1) + np.abs(gates.biases)).max())
    if total / (0.5 * float(lowest.min())) > 1 / (2 * floats.unit):
        raise InputError(f"hidden layer 2 adds hard steps with weights that {floats.name} rounds")
