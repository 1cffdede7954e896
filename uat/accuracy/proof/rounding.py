"""Bound what a precision may change: layer by layer, and in gates; refuse what may overflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.proof.shapes import Shape, unknown
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import Precision
from uat.networks.activations import LINEAR, Activation
from uat.networks.evaluate.gates import Gates, take_apart
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

STRAIGHT = ("relu", "linear")
AT_ONCE = 256  # boxes
SPARE = 1e-3  # of the rounding: so much may a checker find besides, by other sums
ROOM = 1e-9  # of sizes: for sums in float64

MOST_MOVED = 1.0  # of a gate's input: what has settled then stays so, but for a factor
SETTLED = 8.0  # times what a settled gate has left to go: so much has one moved by that at most


def forward_error(network: Network, box: Sequence[tuple[float, float]], floats: Precision) -> Array:
    """Bound how far the outputs are from exact arithmetic, anywhere on the box: (outputs,).

    A sum of k products and a bias, in any order, with or without fused multiply-adds, is within
    gamma(k + 1) of the sum of their sizes (Higham 2002, section 3.1). Raises InputError where a
    number may be beyond the largest.
    """
    size = np.array([max(abs(low), abs(high)) for low, high in box])
    error = np.zeros(size.size)
    for layer in network.layers:
        weights = np.abs(dense(layer.weights))
        terms = np.count_nonzero(weights, axis=1)
        whole = weights @ size + np.abs(layer.biases)
        lost = weights @ error
        lost += floats.gamma(terms + 1) * (whole + lost) + 2 * floats.underflow * (terms + 1)
        if not (whole + lost < floats.largest).all():
            raise InputError(
                f"numbers of {np.max(whole):.3g} may come up in the network, and {floats.name} "
                f"ends at {floats.largest:.6g}, or its sums are too long: use more digits"
            )
        top, steepest, own = _facts(layer.activation, floats)
        size = np.minimum(whole, top)
        error = np.minimum(lost * steepest, 2 * top) * (1 + 1e-9) + own
    return error


def rounding_on(network: Network, lows: Array, highs: Array, floats: Precision) -> Array:
    """Bound how far outputs are from exact arithmetic on each of some boxes: (boxes, outputs).

    network: of relu and linear neurons. Sums are as in `forward_error`, but only of what may be on
    in the box: a neuron whose computed input is never above 0 adds an exact 0. Raises InputError
    for other neurons, and where a number may be beyond the largest.
    """
    for layer in network.layers:
        if layer.activation.name not in STRAIGHT:
            raise unknown(layer.activation, floats)
    ends = lows.min(axis=0).tolist(), highs.max(axis=0).tolist()
    forward_error(network, list(zip(*ends, strict=True)), floats)
    parts = range(0, len(lows), AT_ONCE)
    return np.concatenate(
        [_on_boxes(network, lows[i : i + AT_ONCE], highs[i : i + AT_ONCE], floats) for i in parts]
    )


def _on_boxes(network: Network, low: Array, high: Array, floats: Precision) -> Array:
    error = np.zeros(low.shape)
    for layer in network.layers:
        low, high, error = _through(layer, low, high, error, floats)
    return error


def _through(
    layer: Layer, low: Array, high: Array, error: Array, floats: Precision
) -> tuple[Array, Array, Array]:
    """Bound a layer's exact outputs, and how far they are off, from those of its inputs."""
    weights = dense(layer.weights).T
    size, absolute = np.maximum(np.abs(low), np.abs(high)), np.abs(weights)
    terms = (size + error > 0).astype(float) @ (weights != 0)
    whole, lost = size @ absolute + np.abs(layer.biases), error @ absolute
    lost += floats.gamma(terms + 1) * (whole + lost) + 2 * floats.underflow * (terms + 1)
    lost *= 1 + ROOM
    rising, falling = np.maximum(weights, 0.0), np.minimum(weights, 0.0)
    below = low @ rising + high @ falling + layer.biases - ROOM * whole
    above = high @ rising + low @ falling + layer.biases + ROOM * whole
    if layer.activation.name == "relu":
        lost = np.where(above + lost <= 0.0, 0.0, lost)
        below, above = np.maximum(below, 0.0), np.maximum(above, 0.0)
    return below, above, lost


def _facts(activation: Activation, floats: Precision) -> tuple[float, float, float]:
    """Return the largest |s|, the largest slope, and how far the computed s is from it."""
    if activation.name in STRAIGHT:
        return np.inf, 1.0, 0.0
    shape = Shape.of(activation)
    if shape is None:
        raise unknown(activation, floats)
    top = max(abs(float(activation.low)), abs(float(activation.high)))
    return top, shape.known.steepest, shape.computed(floats)


# Bound what fewer digits than float64 change in a network of towers or quadrants.
#
# A gate that has settled changes by what computing its activation is off; one on its way between on
# and off by its slope times what its input is off. Both only where they are: of the gates on their
# way, and of those that are not off, the busiest cell between windows of steps counts.


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
