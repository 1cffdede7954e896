"""A linear neuron is a straight line, and so is any network of them: here is the best of them."""

import numpy as np

from uat.base.errors import InputError
from uat.constructions.line.partition import Polyline
from uat.networks.activations import LINEAR, Activation
from uat.networks.network import Layer, Network


def line_network(polyline: Polyline, activation: Activation = LINEAR) -> Network:
    """One neuron that begins at the left end of the domain, and an output bias."""
    if activation.tails is None or not activation.is_straight:
        raise InputError(f"{activation.name} is not a straight line")
    slope, offset = activation.tails.left
    rise = float(polyline.slopes[0]) / slope
    hidden = Layer(np.ones((1, 1)), [-polyline.edges[0]], activation)
    output = Layer([[rise]], [polyline.values[0] - rise * offset], LINEAR)
    return Network((hidden, output))
