"""Run the forward pass fast, by what the layers show of a network's structure.

`Network.forward` defines the numbers; this file gets the same ones without its cost, O(neurons *
points), wherever neurons stand still, or run along straight lines, over most of the domain.
"""

import weakref

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.networks.evaluate.directions import along_directions, reads_directions
from uat.networks.evaluate.gates import Gates, take_apart
from uat.networks.evaluate.line import on_a_line, reads_a_line
from uat.networks.network import Network
from uat.networks.points import points_of, shaped

FEW = 200_000  # points times neurons of a layer below which taking apart does not pay

_taken_apart: dict[int, Gates | None] = {}  # by the id of a network that is alive


def evaluate(network: Network, *inputs: ArrayLike) -> Array:
    """Evaluate the network at many points: the numbers of `network.forward`, without its cost.

    inputs: one array per input of the network; they broadcast. Returns their common shape; with a
    last axis for the outputs if there are several. For hidden layers of neurons that saturate the
    difference from `forward` is at most about 1e-15 times the sum of the absolute output weights;
    for those that grow, such as relu, the same bound holds with each weight times |w x| + |b|.

    Raises InputError when the number of inputs is wrong, or one is not of real numbers.
    """
    points, shape = points_of(inputs, network.widths[0])
    return np.asarray(shaped(at_points(network, points), shape))


def at_points(network: Network, points: Array) -> Array:
    """Evaluate the network at points (n, inputs), as `evaluate` does: (n, outputs)."""
    if reads_a_line(network):
        return on_a_line(network, points[:, 0])
    if len(points) * network.widths[1] >= FEW and reads_directions(network):
        return along_directions(network, points)
    if len(network.layers) != 3 or len(points) * network.widths[2] < FEW:
        return network.in_slices(points)
    gates = _gates(network)
    if gates is None:
        return network.in_slices(points)
    finite = np.isfinite(points).all(axis=1)
    if finite.all():
        return gates(points)
    output = np.empty((len(points), network.widths[-1]))
    output[finite] = gates(points[finite])
    output[~finite] = network.in_slices(points[~finite])
    return output


def _gates(network: Network) -> Gates | None:
    """Take the network apart, and remember the result for as long as it lives."""
    key = id(network)
    if key not in _taken_apart:
        _taken_apart[key] = take_apart(network)
        weakref.finalize(network, _taken_apart.pop, key, None)
    return _taken_apart[key]
