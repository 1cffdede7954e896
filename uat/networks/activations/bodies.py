"""Compute values and slopes of named activations, exact to rounding and without overflow.

A slope takes z and a = s(z), whichever is cheaper to use. A kink has no slope: there that of either
side is as good.
"""

import math

import numpy as np

from uat.base.arrays import Array

LEAK = 0.01  # the slope of leaky relu below zero


def step(z: Array) -> Array:
    return np.heaviside(z, 0.5)


def step_slope(z: Array, a: Array) -> Array:
    return np.where(z == 0.0, np.inf, 0.0)


def step_within(distance: float) -> float:
    """Return the |z| from which on a step is at its limits: 0, whatever the distance."""
    return 0.0


def sigmoid(z: Array) -> Array:
    """Compute 1/(1 + exp(-z)), written so that it never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sigmoid_slope(z: Array, a: Array) -> Array:
    return a * (1.0 - a)


def sigmoid_within(distance: float) -> float:
    """Return the |z| from which on 1/(1 + exp(|z|)) < exp(-|z|) is at most `distance`."""
    return -math.log(distance)


def tanh_slope(z: Array, a: Array) -> Array:
    return 1.0 - a * a


def tanh_within(distance: float) -> float:
    """Return the |z| from which on 1 - tanh |z| < 2 exp(-2|z|) is at most `distance`."""
    return 0.5 * math.log(2 / distance)


def arctan_slope(z: Array, a: Array) -> Array:
    return 1.0 / (1.0 + z * z)


def hard_sigmoid(z: Array) -> Array:
    return np.clip(z / 6.0 + 0.5, 0.0, 1.0)


def hard_sigmoid_slope(z: Array, a: Array) -> Array:
    return (np.abs(z) <= 3.0) / 6.0


def hard_sigmoid_within(distance: float) -> float:
    """Return the |z| from which on hard_sigmoid is at its limits, with room for rounding."""
    return 3.0 * (1 + 2.0**-50)


def softsign(z: Array) -> Array:
    z = np.clip(z, -1e300, 1e300)
    return z / (1.0 + np.abs(z))


def softsign_slope(z: Array, a: Array) -> Array:
    return np.square(1.0 - np.abs(a))


def erf(z: Array) -> Array:
    from scipy.special import erf

    values: Array = erf(z)
    return values


def erf_slope(z: Array, a: Array) -> Array:
    slopes: Array = np.exp(-np.minimum(z * z, 700.0)) * (2.0 / np.sqrt(np.pi))
    return slopes


def erf_within(distance: float) -> float:
    """Return the |z| from which on erfc |z| <= exp(-z^2) is at most `distance`."""
    return math.sqrt(-math.log(distance))


def relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def relu_slope(z: Array, a: Array) -> Array:
    return (z > 0.0).astype(float)


def leaky_relu(z: Array) -> Array:
    return np.maximum(z, LEAK * z)


def leaky_relu_slope(z: Array, a: Array) -> Array:
    return np.where(z > 0.0, 1.0, LEAK)


def elu(z: Array) -> Array:
    return np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0)))


def elu_slope(z: Array, a: Array) -> Array:
    return np.where(z > 0.0, 1.0, a + 1.0)


def softplus(z: Array) -> Array:
    """Compute log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)): the exponential is at most 1."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softplus_slope(z: Array, a: Array) -> Array:
    return sigmoid(z)


def gelu(z: Array) -> Array:
    """Compute z times the normal distribution; erfc keeps its digits on the left, 1 + erf not."""
    from scipy.special import erfc

    values: Array = 0.5 * np.maximum(z, -50.0) * erfc(-np.sqrt(0.5) * z)
    return values


def gelu_slope(z: Array, a: Array) -> Array:
    """Compute the normal distribution plus z times its density."""
    from scipy.special import ndtr

    slopes: Array = ndtr(z) + z * np.exp(-0.5 * np.minimum(z * z, 1400.0)) / np.sqrt(2.0 * np.pi)
    return slopes


def swish(z: Array) -> Array:
    """Compute z/(1 + exp(-z)), with exp(-|z|) on both sides of 0."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0.0, z, np.clip(z, -800.0, 0.0) * small) / (1.0 + small)


def swish_slope(z: Array, a: Array) -> Array:
    """Compute sigma + z sigma', with sigma the sigmoid."""
    sigma = sigmoid(z)
    return sigma + a * (1.0 - sigma)


def linear(z: Array) -> Array:
    return z


def linear_slope(z: Array, a: Array) -> Array:
    return np.ones_like(z)


def logit(p: Array) -> Array:
    """Compute the inverse of the sigmoid, log(p/(1 - p)), for 0 < p < 1."""
    return np.log(p) - np.log1p(-p)
