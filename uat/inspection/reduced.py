"""Leave out neurons that do nothing; what they add goes to biases and to other weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.networks.activations import LINEAR, RELU
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network
from uat.networks.regions.idle import Idle

Box = Sequence[tuple[float, float]]
ROUNDING = 4 * float(np.finfo(float).eps)  # relative, of entries of one row


def reduced(network: Network, idle: Sequence[Idle], box: Box) -> Network:
    """Return a network of fewer neurons with the same values on the box, but for rounding.

    What is constant moves into biases, a multiple into the weights of the neuron that it is a
    multiple of, what nothing reads then is dropped; and relu neurons of the first layer that are on
    everywhere become as few as make the same straight lines.
    """
    layers = [(dense(layer.weights).copy(), layer.biases.copy()) for layer in network.layers]
    for each in idle:
        after, base = layers[each.layer]
        column = after[:, each.neuron - 1]
        if each.kind == "straight":
            continue
        if each.kind == "constant":
            base += each.value * column
        elif each.kind == "multiple":
            after[:, each.other - 1] += each.times * column
        column[:] = 0.0
    kept = [np.arange(network.widths[-1])]
    for after, _ in reversed(layers[1:]):
        kept.insert(0, np.flatnonzero(after[kept[0]].any(axis=0)))
    read = [np.arange(network.widths[0]), *kept[:-1]]
    layers = [
        (w[np.ix_(rows, columns)], b[rows])
        for (w, b), rows, columns in zip(layers, kept, read, strict=True)
    ]
    if network.hidden_layers and network.layers[0].activation == RELU:
        on = [each.neuron - 1 for each in idle if each.layer == 1 and each.kind == "straight"]
        _straighten(layers, np.flatnonzero(np.isin(kept[0], on)), box)
    names = [layer.activation for layer in network.layers]
    return Network(tuple(Layer(w, b, s) for (w, b), s in zip(layers, names, strict=True)))


def one_map(slopes: Array, offsets: Array, box: Box) -> Network:
    """Return the network of fewest relu neurons that is one straight map on the box.

    slopes: (outputs, inputs). offsets: (outputs,). A constant takes no neuron.
    """
    rows, biases, reads = _lines(slopes, box)
    return Network((Layer(rows, biases, RELU), Layer(reads, offsets - reads @ biases, LINEAR)))


def _straighten(layers: list[tuple[Array, Array]], straight: Any, box: Box) -> None:
    """Replace neurons of the first layer that are on everywhere by fewer, if fewer do."""
    if not straight.size:
        return
    (weights, biases), (after, base) = layers[:2]
    rows, shifts, reads = _lines(after[:, straight] @ weights[straight], box)
    if len(rows) >= straight.size:
        return
    base = base + after[:, straight] @ biases[straight] - reads @ shifts
    others = np.setdiff1d(np.arange(len(biases)), straight)
    layers[0] = np.concatenate([weights[others], rows]), np.concatenate([biases[others], shifts])
    layers[1] = np.concatenate([after[:, others], reads], axis=1), base


def _lines(slopes: Array, box: Box) -> tuple[Array, Array, Array]:
    """Return weights, biases of the fewest neurons on everywhere for such slopes, and who reads."""
    rows, reads = _factors(slopes)
    low, high = (np.array(side, dtype=float) for side in zip(*box, strict=True))
    return rows, -np.where(rows > 0, rows * low, rows * high).sum(axis=1), reads


def _factors(matrix: Array) -> tuple[Array, Array]:
    """Write a matrix of one or two columns as reads·rows, with as many rows as its rank."""
    outputs, inputs = matrix.shape
    if not matrix.any():
        return np.empty((0, inputs)), np.empty((outputs, 0))
    largest, place = np.unravel_index(np.abs(matrix).argmax(), matrix.shape)
    row = matrix[largest]
    reads = matrix[:, [place]] / row[place]
    apart = np.abs(reads * row - matrix)
    if (apart <= ROUNDING * np.abs(matrix).max(axis=1, keepdims=True)).all():
        return row[None, :], reads
    return np.eye(inputs), matrix
