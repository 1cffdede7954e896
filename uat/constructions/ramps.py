"""Relu neurons are ramps; n ramps and an output bias are a polyline of n links."""

import numpy as np

from uat.activations import LINEAR, RELU, Array
from uat.network import Layer, Network
from uat.partition import Polyline
from uat.pieces import Ramp


def ramp_pieces(polyline: Polyline) -> tuple[Array, Array]:
    """Positions and slopes of the ramps: each adds its slope from its position on."""
    slopes = polyline.slopes
    return polyline.edges[:-1], np.diff(slopes, prepend=0.0)


def ramp_network(polyline: Polyline) -> Network:
    """One relu neuron for each link, with weight 1 and output weight the change of slope.

    The first neuron is on over the whole domain; the output bias is the value at its left end.
    """
    positions, slopes = ramp_pieces(polyline)
    hidden = Layer(np.ones((positions.size, 1)), -positions, RELU)
    return Network((hidden, Layer(slopes[None, :], [polyline.values[0]], LINEAR)))


def as_ramps(positions: Array, slopes: Array) -> tuple[Ramp, ...]:
    """Plain `Ramp` objects."""
    pairs = zip(positions.tolist(), slopes.tolist(), strict=True)
    return tuple(Ramp(position, slope) for position, slope in pairs)
