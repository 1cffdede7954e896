"""Fold k times to make 2^k pieces out of 2k neurons: a sawtooth (Telgarsky 2015)."""

import numpy as np

from uat.base.arrays import Array
from uat.constructions.folds.fold import Fold, measured, require_layers
from uat.networks.network import Layer, Network

MOST_LAYERS = 52  # each layer uses up one bit of the input, and float64 has so many


def sawtooth(k: int) -> Fold:
    """Apply the tent map 1 - |2x - 1| on [0, 1] k times: 2^(k-1) teeth, two neurons a layer.

    k: from 1 to 52. Exact in float64 at every multiple of 2^-k, and of 2^-52. A shallow relu
    network needs 2^k neurons. Raises InputError for any other k.
    """
    require_layers("k", k, MOST_LAYERS, "each layer uses up one of the 52 bits of a float")
    first = Layer([[1.0], [1.0]], [0.0, -0.5], "relu")
    # relu(tent) and relu(tent - 1/2), of the layer before
    inner = Layer([[2.0, -4.0], [2.0, -4.0]], [0.0, -0.5], "relu")
    network = Network((first, *[inner] * (k - 1), Layer([[2.0, -4.0]], [0.0], "linear")))
    error = measured(network, lambda x: teeth(x, k), [(0.0, 1.0)])
    return Fold(network, "sawtooth", error, error)


def teeth(x: Array, k: int) -> Array:
    """Return the sawtooth in closed form: twice the distance of 2^(k-1) x to the next integer.

    Exact: multiplying by a power of two and taking the fractional part lose nothing.
    """
    scaled = np.asarray(x, dtype=float) * 2.0 ** (k - 1)
    fraction = scaled - np.floor(scaled)
    return 2.0 * np.minimum(fraction, 1.0 - fraction)
