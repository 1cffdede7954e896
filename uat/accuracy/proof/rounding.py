"""Bound what a precision may change in a forward pass, layer by layer; refuse what may overflow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from uat.accuracy.proof.shapes import Shape, unknown
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import Precision
from uat.networks.activations import Activation
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

STRAIGHT = ("relu", "linear")
AT_ONCE = 256  # boxes
SPARE = 1e-3  # of the rounding: so much may a checker find besides, by other sums
ROOM = 1e-9  # of sizes: for sums in float64


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
