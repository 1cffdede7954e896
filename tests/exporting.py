"""What the tests of exports share: networks of every kind, points in windows, a rounding bound."""

from functools import cache
from typing import Any

import numpy as np

import uat
from uat.networks.activations import SOFTMAX

EPS = 2.0**-52
SLOPES = {"gelu": 1.2, "swish": 1.2, "arctan": 1.0}  # largest |s'|; all others have at most 1.2


@cache
def example(kind: str) -> Any:
    """An approximation of each kind."""
    plane = "sin(3*x)*cos(2*y)"
    square = [(-1, 1), (-1, 1)]
    return {
        "bumps": lambda: uat.approximate("nielsen", tol=0.1),
        "steps": lambda: uat.approximate("nielsen", construction="steps", tol=0.05),
        "ramps": lambda: uat.approximate("nielsen", construction="ramps", tol=0.01),
        "sigmoid output": lambda: uat.approximate("nielsen", neurons=20, output="sigmoid"),
        "quadrants": lambda: uat.approximate(plane, square, tol=0.2),
        "towers": lambda: uat.approximate(plane, square, construction="towers", neurons=60),
        "classes": lambda: uat.approximate("x^2 + y^2 < 0.5", square, tol=0.1),
        "curve": lambda: uat.approximate("(cos(t), sin(t))", (0, 6), tol=0.2),
        "folds": lambda: uat.approximate("sin(x)", (0, 6), construction="folds", tol=0.01),
    }[kind]()


KINDS = (
    "bumps", "steps", "ramps", "sigmoid output", "quadrants", "towers", "classes", "curve", "folds"
)  # fmt: skip


def points(network: Any, box: Any, count: int = 10_000) -> Any:
    """Random points of the box; half of them in windows of neurons of the first layer."""
    random = np.random.default_rng(1)
    low, high = (np.array([side[k] for side in box], dtype=float) for k in (0, 1))
    x = random.uniform(low, high, (count, len(box)))
    weights = np.asarray(dense(network.layers[0]))
    for row in range(count // 2):
        neuron = random.integers(len(weights))
        w, b = weights[neuron], network.layers[0].biases[neuron]
        if (w**2).sum() > 0:
            x[row] += (random.uniform(-6, 6) - b - w @ x[row]) * w / (w @ w)
    return np.clip(x, low, high)


def dense(layer: Any) -> Any:
    return layer.weights.toarray() if layer.is_sparse else np.asarray(layer.weights)


def rounding(network: Any, x: Any) -> Any:
    """How far two float64 forward passes may be apart, (n, outputs).

    Each adds a layer's k terms in some order, with a relative error of (k + 4) eps of the sum of
    their sizes, and evaluates s to 16 eps; an error of z passes through s with its largest slope,
    and through softmax with 1.
    """
    values, error = np.asarray(x, dtype=float), np.zeros(np.shape(x))
    for layer in network.layers:
        weights = np.abs(dense(layer))
        size = np.abs(values) @ weights.T + np.abs(layer.biases)
        error = error @ weights.T + (layer.inputs + 4) * EPS * size
        values = layer.forward(values)
        slope = 1.0 if layer.activation == SOFTMAX else 1.2
        spread = error.max(axis=1, keepdims=True) if layer.activation == SOFTMAX else error
        linear = layer.activation.name in ("linear", "relu")
        error = slope * spread + (0.0 if linear else 16 * EPS * (1.0 + np.abs(values)))
    return error
