"""The activations that everybody knows, with formulas that are exact and never overflow."""

import numpy as np

from uat.base.arrays import Array
from uat.networks.activations.activation import Activation, Rise, Tails
from uat.networks.activations.softmax import SOFTMAX

LEAK = 0.01  # the slope of leaky relu below zero


def _step(z: Array) -> Array:
    return np.heaviside(z, 0.5)


def _sigmoid(z: Array) -> Array:
    """1/(1 + exp(-z)), written so that it never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def _hard_sigmoid(z: Array) -> Array:
    return np.clip(z / 6.0 + 0.5, 0.0, 1.0)


def _softsign(z: Array) -> Array:
    z = np.clip(z, -1e300, 1e300)
    return z / (1.0 + np.abs(z))


def _erf(z: Array) -> Array:
    from scipy.special import erf

    values: Array = erf(z)
    return values


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _leaky_relu(z: Array) -> Array:
    return np.maximum(z, LEAK * z)


def _elu(z: Array) -> Array:
    return np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0)))


def _softplus(z: Array) -> Array:
    """log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)): the exponential is at most 1."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _gelu(z: Array) -> Array:
    """z times the normal distribution; erfc keeps its digits on the left, where 1 + erf cannot."""
    from scipy.special import erfc

    values: Array = 0.5 * np.maximum(z, -50.0) * erfc(-np.sqrt(0.5) * z)
    return values


def _swish(z: Array) -> Array:
    """z/(1 + exp(-z)), with exp(-|z|) on both sides of 0."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0.0, z, np.clip(z, -800.0, 0.0) * small) / (1.0 + small)


def _linear(z: Array) -> Array:
    return z


_HALFWAY_UP_ELU = float(np.log(0.25 / np.sinh(0.5)))  # where exp(z + 1/2) - exp(z - 1/2) is 1/2
_FLAT, _RISING = (0.0, 0.0), (1.0, 0.0)

# Limits and radii are stated to two digits upwards; the tests check them in fifty digits.
ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", _sigmoid, 0.0, 1.0, 37.0, "1/(1 + exp(-z))"),
        Activation("tanh", np.tanh, -1.0, 1.0, 19.0, "tanh(z)"),
        Activation("arctan", np.arctan, -np.pi / 2, np.pi / 2, np.inf, "arctan(z)"),
        Activation("hard_sigmoid", _hard_sigmoid, 0.0, 1.0, 3.0, "clip(z/6 + 1/2, 0, 1)"),
        Activation("softsign", _softsign, -1.0, 1.0, np.inf, "z/(1 + abs(z))"),
        Activation("erf", _erf, -1.0, 1.0, 5.9, "erf(z)"),
        Activation("step", _step, 0.0, 1.0, 0.0, "heaviside(z)"),
        Activation(
            "relu",
            _relu,
            *(0.0, np.inf, np.inf),
            "max(z, 0)",
            Tails(_FLAT, _RISING, 0.0),
            Rise(1.0, 0.0, 1.0, 0.5),
        ),
        Activation(
            "leaky_relu",
            _leaky_relu,
            *(-np.inf, np.inf, np.inf),
            "max(z, 0.01*z)",
            Tails((LEAK, 0.0), _RISING, 0.0),
            Rise(1.0, LEAK, 1.0, 0.5),
        ),
        Activation(
            "elu",
            _elu,
            *(-1.0, np.inf, np.inf),
            "where(z > 0, z, expm1(z))",
            Tails((0.0, -1.0), _RISING, 37.0),
            Rise(1.0, 0.0, 1.0, 37.0, center=_HALFWAY_UP_ELU),
        ),
        Activation(
            "softplus",
            _softplus,
            *(0.0, np.inf, np.inf),
            "log(1 + exp(z))",
            Tails(_FLAT, _RISING, 37.0),
            Rise(1.0, 0.0, 1.0, 37.0),
        ),
        # A wide shift: the overshoot of a pair is inversely proportional to it.
        Activation(
            "gelu",
            _gelu,
            *(0.0, np.inf, np.inf),
            "z*(1 + erf(z/sqrt(2)))/2",
            Tails(_FLAT, _RISING, 8.5),
            Rise(16.0, 0.0, 16.0, 17.0, 0.01063, (-8.7518, 8.7518)),
        ),
        Activation(
            "swish",
            _swish,
            *(0.0, np.inf, np.inf),
            "z/(1 + exp(-z))",
            Tails(_FLAT, _RISING, 41.0),
            Rise(32.0, 0.0, 32.0, 57.0, 0.008703, (-17.2785, 17.2785)),
        ),
        Activation(
            "linear",
            _linear,
            *(-np.inf, np.inf, np.inf),
            "z",
            Tails(_RISING, _RISING, 0.0),
        ),
    )
}

ALIASES = {
    "logistic": "sigmoid",
    "atan": "arctan",
    "heaviside": "step",
    "silu": "swish",
    "identity": "linear",
}

SIGMOID, LINEAR, RELU = ACTIVATIONS["sigmoid"], ACTIVATIONS["linear"], ACTIVATIONS["relu"]


def known(name: str) -> Activation | None:
    """The activation of that name, in any spelling: "Leaky ReLU" is leaky_relu."""
    plain = "_".join(name.lower().replace("-", " ").replace("_", " ").split())
    plain = ALIASES.get(plain, plain)
    if plain == SOFTMAX.name:
        return SOFTMAX
    joined = {key.replace("_", ""): key for key in ACTIVATIONS}
    return ACTIVATIONS.get(joined.get(plain.replace("_", ""), plain))


def logit(p: Array) -> Array:
    """The inverse of the sigmoid, log(p/(1 - p)), for 0 < p < 1."""
    return np.log(p) - np.log1p(-p)
