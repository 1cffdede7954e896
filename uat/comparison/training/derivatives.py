"""Gradient descent needs to know how steep an activation is: s'(z), for every s."""

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.activations import Activation, Slope

_PROBES = np.linspace(-20.0, 20.0, 2001)


def derivative_of(activation: Activation) -> Slope:
    """Return s' as a function of z and s(z): the record's, or differences right to 1e-10.

    Raises InputError for an s that is flat wherever it does not jump: it shows no way downhill.
    """

    def from_differences(z: Array, a: Array) -> Array:
        h = 2.0**-17 * np.maximum(1.0, np.abs(z))
        slopes: Array = (activation(z + h) - activation(z - h)) / (2.0 * h)
        return slopes

    derivative = activation.slope or from_differences
    slopes = derivative(_PROBES, activation(_PROBES))
    if not np.any((np.abs(slopes) > 0.0) & (np.abs(slopes) < 1e3)):
        raise InputError(
            f"{activation.name} is flat, so gradient descent finds no way downhill: train with "
            "sigmoid, tanh or relu, or let uat build the network without training"
        )
    return derivative
