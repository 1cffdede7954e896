"""Evaluate ridges fast: neurons that look one way are a network of one input.

The first hidden layer is sorted into groups of parallel weight rows. Each group sees the points as
numbers along its direction, and `uat.networks.evaluate.line` adds it up without a neurons * points
array.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.networks.evaluate.line import MOST_READOUTS, weighted_sums
from uat.networks.network import Layer, Network

FEW_NEURONS = 24  # a direction, below which the plain pass is as fast
PARALLEL = 2.0**-48  # how far two rows of one direction may differ, relatively
POINTS_AT_ONCE = 2**20


@dataclass(frozen=True, eq=False)
class Group:
    """Neurons whose weights are multiples of one row.

    neurons: which of the layer. row: (inputs,), the first one's weights. factors: of each neuron;
    exactly 1 or -1 where its weights are the row's own, up to their sign.
    """

    neurons: NDArray[np.intp]
    row: Array
    factors: Array


def reads_directions(network: Network) -> bool:
    """Tell whether the first layer has several inputs, and many neurons along each direction."""
    if network.widths[0] < 2 or len(network.layers) < 2:
        return False
    first, second = network.layers[:2]
    if first.activation.tails is None or first.is_sparse or second.is_sparse:
        return False
    if second.neurons > MOST_READOUTS or first.neurons < FEW_NEURONS:
        return False
    return len(groups_of(first)) * FEW_NEURONS <= first.neurons


def along_directions(network: Network, points: Array) -> Array:
    """Evaluate the network at points (n, inputs): the numbers of `network.forward`."""
    output = np.empty((len(points), network.widths[-1]))
    finite = np.isfinite(points).all(axis=1)
    output[~finite] = network.forward(points[~finite])
    inside = points if finite.all() else points[finite]
    groups = groups_of(network.layers[0])
    parts = [
        _some(network, groups, inside[i : i + POINTS_AT_ONCE])
        for i in range(0, len(inside), POINTS_AT_ONCE)
    ]
    if parts:
        output[finite] = np.concatenate(parts)
    return output


def groups_of(layer: Layer) -> list[Group]:
    """Group a dense layer's neurons by direction; those without weights are their own group."""
    rows = np.asarray(layer.weights)
    lengths = np.linalg.norm(rows, axis=1)
    with np.errstate(all="ignore"):
        units = np.nan_to_num(rows / lengths[:, None])
    leading = np.argmax(np.abs(units) > 0.1 / np.sqrt(rows.shape[1]), axis=1)
    units = units * np.where(units[np.arange(len(units)), leading] < 0, -1.0, 1.0)[:, None]
    _, label = np.unique(np.round(units / PARALLEL), axis=0, return_inverse=True)
    order = np.argsort(label.reshape(-1), kind="stable")
    starts = np.flatnonzero(np.diff(label.reshape(-1)[order])) + 1
    return [_group(rows, neurons) for neurons in np.split(order, starts) if neurons.size]


def _group(rows: Array, neurons: NDArray[np.intp]) -> Group:
    row = rows[neurons[0]]
    largest = int(np.argmax(np.abs(row)))
    if row[largest] == 0.0:
        return Group(neurons, row, np.zeros(neurons.size))
    return Group(neurons, row, rows[neurons, largest] / row[largest])


def _some(network: Network, groups: list[Group], points: Array) -> Array:
    first, second, *later = network.layers
    read = np.asarray(second.weights)
    sums = np.tile(second.biases, (len(points), 1))
    for group in groups:
        along = points @ group.row
        order = np.argsort(along, kind="stable")
        mine = Layer(group.factors[:, None], first.biases[group.neurons], first.activation)
        readers = Layer(read[:, group.neurons], second.biases, second.activation)
        sums[order] += weighted_sums(mine, readers, along[order])
    values = second.activation(sums)
    for layer in later:
        values = layer.forward(values)
    return values
