"""Relu neurons are ramps: one for each kink, and one for the slope unless the kinks give it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.ties import flattest_of
from uat.constructions.line.partition import Polyline
from uat.constructions.pieces import Ramp
from uat.networks.activations import LINEAR, RELU
from uat.networks.network import Layer, Network


@dataclass(frozen=True, eq=False)
class _Neurons:
    """relu(x - p), or relu(p - x) for those that look left; each adds `slopes` times that."""

    positions: Array
    slopes: Array
    left: NDArray[np.bool_]


def ramp_pieces(polyline: Polyline) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Positions of the ramps, the slope that the output gains at each, and which ones look left."""
    neurons = _neurons(polyline)
    return neurons.positions, neurons.slopes, neurons.left


def ramp_network(polyline: Polyline) -> Network:
    """One relu neuron for each kink, of weight 1 or -1, and at most one for the slope.

    Neurons left of the flattest link look left, the others right; so the flattest link's slope is
    all that is left for one neuron that is on everywhere, and no large numbers cancel. A polyline
    that says which of its kinks look left needs no such neuron.
    """
    neurons = _neurons(polyline)
    sign = np.where(neurons.left, -1.0, 1.0)
    a = float(polyline.edges[0])
    before = (neurons.slopes * (neurons.positions - a))[neurons.left]
    bias = math.fsum([float(polyline.values[0]), *(-before).tolist()])
    hidden = Layer(sign[:, None], -sign * neurons.positions, RELU)
    return Network((hidden, Layer(neurons.slopes[None, :], [bias], LINEAR)))


def as_ramps(positions: Array, slopes: Array, left: NDArray[np.bool_]) -> tuple[Ramp, ...]:
    """Plain `Ramp` objects."""
    rows = zip(positions.tolist(), slopes.tolist(), left.tolist(), strict=True)
    return tuple(Ramp(*row) for row in rows)


def _neurons(polyline: Polyline) -> _Neurons:
    """From left to right; the one that gives the slope, if there is one, begins at the left end."""
    slopes = polyline.slopes
    kinks = np.diff(slopes)
    if polyline.left is not None:
        return _Neurons(polyline.cuts, kinks, polyline.left)
    flattest = flattest_of(slopes)
    return _Neurons(
        polyline.edges[:-1],
        np.concatenate([slopes[flattest : flattest + 1], kinks]),
        np.concatenate([[False], np.arange(kinks.size) < flattest]),
    )
