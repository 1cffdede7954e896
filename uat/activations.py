"""An activation is the function s(z) that a neuron applies to its weighted input z = w*x + b."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Activation:
    """A function s of the weighted input, and what the constructions need to know about it.

    name: how users and files call it.
    function: s itself, elementwise on float64 arrays, without overflow for any finite z.
    low, high: the limits of s at minus and plus infinity; infinite where there is none.
    saturation: for |z| above it, s(z) is within 2**-53 of its limit; infinite if never.
    formula: s(z) in plain text.
    """

    name: str
    function: Callable[[Array], Array]
    low: float
    high: float
    saturation: float
    formula: str

    def __call__(self, z: Array) -> Array:
        return self.function(z)

    def __repr__(self) -> str:
        return f"Activation({self.name}: {self.formula})"

    @property
    def is_step_like(self) -> bool:
        """True if s has two different finite limits, which is what a step needs (Nielsen ch. 4)."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high) and self.low != self.high)


def _step(z: Array) -> Array:
    return np.heaviside(z, 0.5)


def _sigmoid(z: Array) -> Array:
    """1/(1 + exp(-z)), written so that it never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _linear(z: Array) -> Array:
    return z


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", _sigmoid, 0.0, 1.0, 37.0, "1/(1 + exp(-z))"),
        Activation("tanh", np.tanh, -1.0, 1.0, 19.0, "tanh(z)"),
        Activation("arctan", np.arctan, -np.pi / 2, np.pi / 2, np.inf, "arctan(z)"),
        Activation("step", _step, 0.0, 1.0, 0.0, "0 if z < 0, 1/2 if z = 0, 1 if z > 0"),
        Activation("relu", _relu, 0.0, np.inf, np.inf, "max(z, 0)"),
        Activation("linear", _linear, -np.inf, np.inf, np.inf, "z"),
    )
}

SIGMOID, LINEAR, RELU = ACTIVATIONS["sigmoid"], ACTIVATIONS["linear"], ACTIVATIONS["relu"]


def get_activation(name: str | Activation) -> Activation:
    """The activation called `name`; an `Activation` is returned as it is. Raises InputError."""
    if isinstance(name, Activation):
        return name
    try:
        return ACTIVATIONS[name]
    except KeyError:
        known = ", ".join(ACTIVATIONS)
        raise InputError(f"unknown activation {name!r}: choose one of {known}") from None


def logit(p: Array) -> Array:
    """The inverse of the sigmoid, log(p/(1 - p)), for 0 < p < 1."""
    return np.log(p) - np.log1p(-p)
