"""Training works best on numbers near 1: scale the data, and fold the scales into the weights.

A network of scaled inputs and outputs is one of the unscaled ones with another first and last
layer, so nothing of the scaling remains to be remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.measure.error import root_mean_square
from uat.base.arrays import Array
from uat.networks.activations import Activation
from uat.networks.network import Layer, Network


@dataclass(frozen=True)
class Scaling:
    """Inputs are (x - middle) / half, outputs (y - mean) / spread.

    middle, half: (inputs,). mean: (outputs,). spread: one number for all outputs, so that the mean
    squared error keeps its meaning: it is spread**2 times that of the scaled outputs.
    """

    middle: Array
    half: Array
    mean: Array
    spread: float

    def inputs(self, x: Array) -> Array:
        return (x - self.middle) / self.half

    def outputs(self, y: Array) -> Array:
        return (y - self.mean) / self.spread

    def network(
        self, weights: Sequence[Array], biases: Sequence[Array], activations: Sequence[Activation]
    ) -> Network:
        """Fold the scales into the layers: return the network of unscaled inputs and outputs."""
        weights, biases = [np.array(w) for w in weights], [np.array(b) for b in biases]
        biases[0] -= weights[0] @ (self.middle / self.half)
        weights[0] /= self.half
        weights[-1] *= self.spread
        biases[-1] *= self.spread
        biases[-1] += self.mean
        parts = zip(weights, biases, activations, strict=True)
        return Network(tuple(Layer(w, b, s) for w, b, s in parts))


def scaling_of(x: Array, y: Array, *, scale_outputs: bool) -> Scaling:
    """Scale inputs to [-1, 1], outputs to mean 0 and spread 1; what is constant keeps its size.

    scale_outputs: False for classes, and for outputs that an activation limits.
    """
    low, high = x.min(axis=0), x.max(axis=0)
    half = np.where(high > low, 0.5 * high - 0.5 * low, 1.0)
    middle = 0.5 * low + 0.5 * high
    if not scale_outputs:
        return Scaling(middle, half, np.zeros(y.shape[1]), 1.0)
    mean = y.mean(axis=0)
    spread = root_mean_square(np.abs(y - mean))
    return Scaling(middle, half, mean, spread if spread > 0.0 else 1.0)


def no_scaling(inputs: int, outputs: int) -> Scaling:
    return Scaling(np.zeros(inputs), np.ones(inputs), np.zeros(outputs), 1.0)
