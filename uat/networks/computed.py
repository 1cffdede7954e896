"""A network as floats of fewer digits compute it: weights, products and sums are all rounded."""

from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import IN_NUMPY, Precision
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network


def rounded(network: Network, precision: Precision) -> Network:
    """Round all weights and biases. Raises InputError for one that is beyond the largest number."""
    if precision.is_double:
        return network
    return Network(tuple(_rounded(layer, precision) for layer in network.layers))


def _rounded(layer: Layer, precision: Precision) -> Layer:
    weights: Any = layer.weights
    if layer.is_sparse:
        kept = weights.copy()
        kept.data = precision.round(kept.data)
        entries, weights = kept.data, kept
    else:
        entries = weights = precision.round(weights)
    biases = precision.round(layer.biases)
    if not (np.isfinite(entries).all() and np.isfinite(biases).all()):
        largest = max(
            float(np.abs(dense(layer.weights)).max(initial=0.0)),
            float(np.abs(layer.biases).max(initial=0.0)),
        )
        raise InputError(
            f"a weight of {largest:.4g} is beyond {precision.name}, whose largest number is "
            f"{precision.largest:.6g}: use a precision of more digits, or less steep neurons"
        )
    return Layer(weights, biases, layer.activation)


def computed(network: Network, x: Array, precision: Precision) -> Array:
    """Compute the forward pass with every operation rounded: (n, inputs) to (n, outputs).

    Sums are taken from left to right, the bias at the end. x, weights: numbers of the precision.
    What a weight of 0 adds is an exact 0; but NaN, where its input is infinite.
    """
    values = x
    for layer in network.layers:
        sums = _sums(dense(layer.weights), values, precision)
        sums[~np.isfinite(values).all(axis=1)] = np.nan
        with np.errstate(over="ignore", invalid="ignore"):
            activated = layer.activation(precision.round(sums + layer.biases))
        values = precision.round(activated)
    return values


def _sums(weights: Array, values: Array, precision: Precision) -> Array:
    """Add up W x for every row of values, from left to right: by inputs, or by the fewer outputs.

    Where numpy has such floats, its running sum rounds each of them in turn.
    """
    outputs, inputs = weights.shape
    sums = np.zeros((len(values), outputs))
    if outputs < inputs and precision.digits in IN_NUMPY:
        with np.errstate(over="ignore", invalid="ignore"):
            for j in range(outputs):
                products = precision.round(values * weights[j]).astype(IN_NUMPY[precision.digits])
                sums[:, j] += np.add.accumulate(products, axis=1)[:, -1]
        return sums
    for k in range(inputs):
        rows = np.flatnonzero(weights[:, k])
        product = precision.round(values[:, k : k + 1] * weights[rows, k])
        sums[:, rows] = precision.round(sums[:, rows] + product)
    return sums
