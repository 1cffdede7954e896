"""Put a network together as other programs state it: a product, a sum, an activation at a time."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.network import Layer, Network

MOST_WIDE = 4096  # numbers that are scaled or shifted one by one, by a matrix


@dataclass
class Chain:
    """The layers so far, and a linear map that waits for its activation.

    width: how many numbers there are at this place.
    """

    width: int
    layers: list[Layer] = field(default_factory=list)
    weights: Array | None = None
    biases: Array | None = None

    def multiply(self, weights: Any) -> None:
        """Multiply by a matrix (outputs, inputs)."""
        self._settle()
        self.weights = np.asarray(weights, dtype=float)
        if self.weights.ndim != 2 or self.weights.shape[1] != self.width:
            raise InputError(
                f"its weights do not fit: {self.width} numbers meet a matrix of shape "
                f"{self.weights.shape}"
            )
        self.width = self.weights.shape[0]

    def scale(self, factors: Any) -> None:
        """Multiply each number by its own factor."""
        self.multiply(self._identity() * self._row(factors))

    def add(self, terms: Any) -> None:
        """Add a number to each."""
        row = self._row(terms)
        if self.biases is not None:
            self._settle()
        if self.weights is None:
            self.weights = self._identity()
        self.biases = row

    def activate(self, name: str) -> None:
        """Apply an activation, by its name or formula."""
        if self.weights is None:
            self.weights = self._identity()
        self._settle(name)

    def network(self) -> Network:
        """Return the whole."""
        self._settle()
        return Network(tuple(self.layers))

    def _identity(self) -> Array:
        if self.width > MOST_WIDE:
            raise InputError(f"{self.width:,} numbers are scaled one by one: at most {MOST_WIDE:,}")
        return np.eye(self.width)

    def _row(self, values: Any) -> Array:
        row = np.asarray(values, dtype=float).reshape(-1)
        if row.size not in (1, self.width):
            raise InputError(f"its weights do not fit: {self.width} numbers meet {row.size}")
        return np.broadcast_to(row, (self.width,))

    def _settle(self, name: str = "linear") -> None:
        """Make a layer of what waits."""
        if self.weights is None:
            return
        biases = np.zeros(self.width) if self.biases is None else self.biases
        self.layers.append(Layer(self.weights, biases, name))
        self.weights = self.biases = None


def as_written(value: Any) -> float:
    """Return a number with as many digits as its kind has: 0.1 for the float32 next to it."""
    number = np.asarray(value).reshape(-1)[0]
    return float(str(number)) if isinstance(number, np.floating) else float(number)


def leaky(slope: float) -> str:
    """Write z for z > 0, and slope·z below, as an activation."""
    if slope == 0.01:
        return "leaky_relu"
    if slope == 0.0:
        return "relu"
    return f"{'max' if slope <= 1 else 'min'}(z, {slope!r}*z)"


def clipped(low: float, high: float) -> str:
    """Write z between two limits, either of which may be infinite, as an activation."""
    if np.isinf(low) and np.isinf(high):
        return "linear"
    if np.isinf(high):
        return "relu" if low == 0 else f"max(z, {low!r})"
    return f"min(z, {high!r})" if np.isinf(low) else f"clip(z, {low!r}, {high!r})"
