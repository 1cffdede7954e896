"""Gradient descent needs to know how steep an activation is: s'(z), for every s."""

from collections.abc import Callable

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.activations import Activation
from uat.networks.activations.named import LEAK

Derivative = Callable[[Array, Array], Array]  # of z and a = s(z), whichever is cheaper to use

_PROBES = np.linspace(-20.0, 20.0, 2001)


def _of_gelu(z: Array, a: Array) -> Array:
    """The normal distribution plus z times its density."""
    from scipy.special import ndtr

    slopes: Array = ndtr(z) + z * np.exp(-0.5 * np.minimum(z * z, 1400.0)) / np.sqrt(2.0 * np.pi)
    return slopes


def _of_swish(z: Array, a: Array) -> Array:
    """sigma + z sigma', with sigma the sigmoid."""
    sigma = 0.5 * (1.0 + np.tanh(0.5 * z))
    return sigma + a * (1.0 - sigma)


def _of_elu(z: Array, a: Array) -> Array:
    return np.where(z > 0.0, 1.0, a + 1.0)


# Kinks have no slope: there the one to the left is as good as any.
DERIVATIVES: dict[str, Derivative] = {
    "sigmoid": lambda z, a: a * (1.0 - a),
    "tanh": lambda z, a: 1.0 - a * a,
    "arctan": lambda z, a: 1.0 / (1.0 + z * z),
    "hard_sigmoid": lambda z, a: (np.abs(z) < 3.0) / 6.0,
    "softsign": lambda z, a: np.square(1.0 - np.abs(a)),
    "erf": lambda z, a: np.exp(-np.minimum(z * z, 700.0)) * (2.0 / np.sqrt(np.pi)),
    "relu": lambda z, a: (z > 0.0).astype(float),
    "leaky_relu": lambda z, a: np.where(z > 0.0, 1.0, LEAK),
    "elu": _of_elu,
    "softplus": lambda z, a: 0.5 * (1.0 + np.tanh(0.5 * z)),
    "gelu": _of_gelu,
    "swish": _of_swish,
    "linear": lambda z, a: np.ones_like(z),
}


def derivative_of(activation: Activation) -> Derivative:
    """s' as a function of z and of s(z); for a typed s, from differences, right to about 1e-10.

    Raises InputError for an s that is flat wherever it does not jump: it shows no way downhill.
    """
    known = DERIVATIVES.get(activation.name)
    if known is not None:
        return known

    def from_differences(z: Array, a: Array) -> Array:
        h = 2.0**-17 * np.maximum(1.0, np.abs(z))
        slopes: Array = (activation(z + h) - activation(z - h)) / (2.0 * h)
        return slopes

    slopes = from_differences(_PROBES, _PROBES)
    if not np.any((np.abs(slopes) > 0.0) & (np.abs(slopes) < 1e3)):
        raise InputError(
            f"{activation.name} is flat, so gradient descent finds no way downhill: train with "
            "sigmoid, tanh or relu, or let uat build the network without training"
        )
    return from_differences
