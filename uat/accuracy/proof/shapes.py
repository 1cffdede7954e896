"""What is known of a network on a box, and of the activations that rise from limit to limit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from flint import arb
from scipy.special import erf

from uat.base.arrays import Array
from uat.networks.matrices import dense
from uat.networks.network import Layer

LIBM = 8 * 2.0**-53  # on values of tanh, which are at most 1 in size: 8 ulp


@dataclass(frozen=True, eq=False)
class Range:
    """A network on many boxes; each array has one entry for each box.

    low, high: bounds on its values. value: its value at the box's middle, to within `error`.
    slope_low, slope_high: bounds on its derivative; infinite where it may jump. `error` also covers
    the rounding of the network's forward pass, anywhere on the box.
    bend, rest: if given, the slopes are those of value + slope*t + bend*t^2, from which the network
    differs by at most `rest`, t away from the middle.
    """

    low: Array
    high: Array
    value: Array
    error: Array
    slope_low: Array
    slope_high: Array
    bend: Array | float = 0.0
    rest: Array | float = 0.0


class Enclosure(Protocol):
    """A network of one input about which something is known on every box."""

    @property
    def edges(self) -> Array:
        """Points at which boxes should end."""
        ...

    @property
    def grain(self) -> float:
        """Boxes narrower than this need not be told apart in the end; 0 if all should."""
        ...

    def on(self, left: Array, right: Array, middle: Array) -> Range: ...


@dataclass(frozen=True)
class Shape:
    """What is known of an activation that rises from one limit to the other.

    value, slope: s and s' elementwise; s' falls with |z|. low, high: limits, in balls.
    error: bounds what rounding changes in value and slope. window: |z| beyond which s is within
    `tail` of its limit, and s' below `slope_tail`.
    """

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    low: Callable[[], Any]
    high: Callable[[], Any]
    error: float
    window: float
    tail: float
    slope_tail: float


def _sigmoid(z: Array) -> Array:
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def _sigmoid_slope(z: Array) -> Array:
    return 0.25 * (1.0 - np.tanh(0.5 * z) ** 2)


def _tanh_slope(z: Array) -> Array:
    return 1.0 - np.tanh(z) ** 2


def _arctan_slope(z: Array) -> Array:
    return 1.0 / (1.0 + z * z)


def _erf_slope(z: Array) -> Array:
    slope: Array = 2.0 / np.sqrt(np.pi) * np.exp(-z * z)
    return slope


def _softsign(z: Array) -> Array:
    return z / (1.0 + np.abs(z))


def _softsign_slope(z: Array) -> Array:
    return 1.0 / (1.0 + np.abs(z)) ** 2


def _hard_sigmoid(z: Array) -> Array:
    return np.clip(z / 6.0 + 0.5, 0.0, 1.0)


def _hard_sigmoid_slope(z: Array) -> Array:
    return np.where(np.abs(z) <= 3.0, 1.0 / 6.0, 0.0)


def _step(z: Array) -> Array:
    return np.heaviside(z, 0.5)


def _step_slope(z: Array) -> Array:
    return np.where(z == 0.0, np.inf, 0.0)


SHAPES = {
    "sigmoid": Shape(
        _sigmoid, _sigmoid_slope, lambda: arb(0), lambda: arb(1), 2 * LIBM, 40.0, 5e-18, 5e-18
    ),
    "tanh": Shape(
        np.tanh, _tanh_slope, lambda: arb(-1), lambda: arb(1), 4 * LIBM, 20.0, 2e-17, 2e-17
    ),
    "arctan": Shape(
        np.arctan,
        _arctan_slope,
        lambda: -arb.pi() / 2,
        lambda: arb.pi() / 2,
        4 * LIBM,
        1e8,
        1e-8,
        1e-16,
    ),
    "erf": Shape(erf, _erf_slope, lambda: arb(-1), lambda: arb(1), 4 * LIBM, 6.5, 4e-20, 6e-19),
    "softsign": Shape(
        _softsign, _softsign_slope, lambda: arb(-1), lambda: arb(1), LIBM, 1e8, 1e-8, 1e-16
    ),
    "hard_sigmoid": Shape(
        _hard_sigmoid, _hard_sigmoid_slope, lambda: arb(0), lambda: arb(1), LIBM, 3.0, 0.0, 0.0
    ),
    "step": Shape(_step, _step_slope, lambda: arb(0), lambda: arb(1), 0.0, 0.0, 0.0, 0.0),
}


def columns(hidden: Layer, output: Layer) -> tuple[Array, Array, Array, float]:
    """Weights, biases, output weights and the output bias."""
    w, a = dense(hidden.weights), dense(output.weights)
    return w[:, 0], hidden.biases, a[0], float(output.biases[0])


def positions(w: Array, b: Array) -> Array:
    """Where each weighted input is 0, rounded; infinite for neurons that never change."""
    with np.errstate(all="ignore"):
        places = -b / w
    return np.where(np.isfinite(places), places, np.inf)


def product(factor: Array, slopes: Array) -> Array:
    """0 times infinity is 0 here: a neuron without weight does not jump."""
    with np.errstate(invalid="ignore"):
        product = factor * slopes
    return np.where(factor == 0.0, 0.0, product)
