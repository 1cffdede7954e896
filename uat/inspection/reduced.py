"""Leave out neurons that do nothing; what they add goes to biases and to other weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from uat.base.arrays import Array
from uat.networks.activations import RELU
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network
from uat.networks.regions import Idle

Box = Sequence[tuple[float, float]]


def reduced(network: Network, idle: Sequence[Idle], box: Box) -> Network:
    """Return a network of fewer neurons with the same values on the box, but for rounding.

    What is constant moves into biases, a multiple into the weights of the neuron that it is a
    multiple of, what nothing reads is dropped; and relu neurons of the first layer that are on
    everywhere become as few as make the same straight lines.
    """
    layers = [(dense(layer.weights).copy(), layer.biases.copy()) for layer in network.layers]
    for place in range(network.hidden_layers):
        (weights, biases), (after, base) = layers[place], layers[place + 1]
        mine = [each for each in idle if each.layer == place + 1 and each.kind != "straight"]
        for each in mine:
            column = after[:, each.neuron - 1]
            if each.kind == "constant":
                base += each.value * column
            elif each.kind == "multiple":
                after[:, each.other - 1] += each.times * column
        gone = {each.neuron - 1 for each in mine}
        kept = [j for j in range(len(biases)) if j not in gone]
        layers[place] = weights[kept], biases[kept]
        layers[place + 1] = after[:, kept], base
        if place == 0 and network.layers[0].activation == RELU:
            straight = [
                kept.index(each.neuron - 1)
                for each in idle
                if each.layer == 1 and each.kind == "straight" and each.neuron - 1 not in gone
            ]
            _straighten(layers, straight, box)
    names = [layer.activation for layer in network.layers]
    return Network(tuple(Layer(w, b, s) for (w, b), s in zip(layers, names, strict=True)))


def _straighten(layers: list[tuple[Array, Array]], straight: list[int], box: Box) -> None:
    """Replace neurons of the first layer that are on everywhere by fewer, if fewer do."""
    (weights, biases), (after, base) = layers[:2]
    outputs, inputs = after.shape[0], weights.shape[1]
    if len(straight) <= min(inputs, outputs):
        return
    slopes = after[:, straight] @ weights[straight]  # of each neuron that reads them
    base = base + after[:, straight] @ biases[straight]
    if outputs <= inputs:
        rows, reads = slopes, np.eye(outputs)
    else:
        rows, reads = np.eye(inputs), slopes
    low, high = (np.array(side, dtype=float) for side in zip(*box, strict=True))
    least = np.where(rows > 0, rows * low, rows * high).sum(axis=1)  # of each row on the box
    others = [j for j in range(len(biases)) if j not in straight]
    layers[0] = np.concatenate([weights[others], rows]), np.concatenate([biases[others], -least])
    layers[1] = np.concatenate([after[:, others], reads], axis=1), base + reads @ least
