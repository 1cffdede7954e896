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
from uat.networks.network import Network

STRAIGHT = ("relu", "linear")


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


def _facts(activation: Activation, floats: Precision) -> tuple[float, float, float]:
    """Return the largest |s|, the largest slope, and how far the computed s is from it."""
    if activation.name in STRAIGHT:
        return np.inf, 1.0, 0.0
    shape = Shape.of(activation)
    if shape is None:
        raise unknown(activation, floats)
    top = max(abs(float(activation.low)), abs(float(activation.high)))
    return top, shape.known.steepest, shape.computed(floats)
