"""Enclose the real float64 network on a box, its own rounding included, from its structure.

A neuron that has settled on a box adds its limit; only those whose windows meet the box are
computed. Between two kinks a network of ramps is a straight line. So the cost is that of the
neurons and the boxes, not of their product.

What is assumed of the machine: + - * / round to nearest (IEEE 754), sums are taken in any order,
with or without fused multiply-add, and numpy's tanh and arctan are within 4 ulp of the true values,
as numpy's own tests require (the bounds below leave room for 8). The bounds hold for the network in
exact arithmetic too.
"""

import numpy as np

from uat.accuracy.proof.curves import Curves
from uat.accuracy.proof.patches import EPS
from uat.accuracy.proof.rounding import forward_error
from uat.accuracy.proof.shapes import Enclosure, Range, Shape, product, unknown
from uat.accuracy.proof.steps import Ramps, Steps
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import FLOAT64, Precision
from uat.networks.activations import LINEAR, RELU, SIGMOID
from uat.networks.network import Network


def enclose(network: Network, left: float, right: float, floats: Precision = FLOAT64) -> Enclosure:
    """Enclose a network on [left, right]. Raises InputError if nothing is known.

    One input, one output, one hidden layer of sigmoid, tanh, arctan, step or relu neurons, and a
    linear or sigmoid output. floats: what it is computed in; its weights are such numbers.
    """
    if network.widths[0] != 1 or network.widths[-1] != 1 or len(network.layers) != 2:
        raise InputError(
            f"{network!r} cannot be proven: proofs are for networks of one input, one hidden layer "
            "and one output"
        )
    hidden, output = network.layers
    if not floats.is_double:
        forward_error(network, [(left, right)], floats)
    inner: Enclosure
    shape = Shape.of(hidden.activation)
    if hidden.activation == RELU:
        inner = Ramps(hidden, output, left, right, floats)
    elif shape is not None:
        inner = Steps(shape, hidden, output, left, right, floats)
    elif not floats.is_double:
        raise unknown(hidden.activation, floats)
    else:
        inner = Curves(hidden, output, left, right)
    if output.activation == LINEAR:
        return inner
    through = Shape.of(output.activation)
    if output.activation == SIGMOID and through is not None:
        return ThroughSigmoid(inner, through, floats)
    raise InputError(f"a {output.activation.name} output cannot be proven: use linear or sigmoid")


def forward_rounding(
    network: Network, left: float, right: float, floats: Precision = FLOAT64
) -> float:
    """Bound how far a precision is from exact arithmetic in a forward pass on [left, right]."""
    enclosure = enclose(network, left, right, floats)
    return float(np.max(enclosure.on(*(enclosure.edges,) * 3).error))


class ThroughSigmoid:
    """A sigmoid output neuron: it rises, so it keeps the order of bounds."""

    def __init__(self, inner: Enclosure, shape: Shape, floats: Precision) -> None:
        self.inner = inner
        self.edges = inner.edges
        self.grain = inner.grain
        self.shape = shape
        self.noise = shape.error + shape.computed(floats)

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        inner, shape = self.inner.on(left, right, middle), self.shape
        noise = self.noise
        below, above = (shape.value(inner.value + sign * inner.error) for sign in (-1, 1))
        crosses = (inner.low < 0) & (inner.high > 0)
        nearest = np.where(crosses, 0.0, np.minimum(np.abs(inner.low), np.abs(inner.high)))
        farthest = np.maximum(np.abs(inner.low), np.abs(inner.high))
        most = shape.slope(nearest) + 2 * shape.error
        least = np.maximum(shape.slope(farthest) - 2 * shape.error, 0.0)
        turn = 2 * np.abs(inner.bend) * np.maximum(right - middle, middle - left) * (1 + 8 * EPS)
        corners = [
            product(factor, slope)
            for factor in (most, least)
            for slope in (inner.slope_low - turn, inner.slope_high + turn)
        ]
        return Range(
            low=shape.value(inner.low) - noise,
            high=shape.value(inner.high) + noise,
            value=0.5 * (below + above),
            error=0.5 * (above - below) * (1 + 4 * EPS) + noise,
            slope_low=np.minimum.reduce(corners) * (1 + 0.0),
            slope_high=np.maximum.reduce(corners),
            rest=most * inner.rest,
        )
