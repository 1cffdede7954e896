"""A fold is a deep network with what is known about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.network import Network

PROBES = 20_001


@dataclass(frozen=True, eq=False, repr=False)
class Fold:
    """A deep relu network and how far it is from what it stands for.

    network: the network. kind: the construction, such as "sawtooth" or "parabolas".
    box: the interval of each input, on which the figures hold.
    bound: |network - f| is at most this on the whole box; None if f has no formula.
    error: the largest difference that was measured, a lower bound of the true one.
    degree: of the polynomial, or of its pieces; 0 if there is none. pieces: how many polynomials.
    """

    network: Network
    kind: str
    box: tuple[tuple[float, float], ...]
    bound: float | None
    error: float
    degree: int = 0
    pieces: int = 1

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return self.network.hidden_layers

    @property
    def neurons(self) -> int:
        """Number of hidden neurons over all layers, those that only pass a value on included."""
        return self.network.neurons

    def __call__(self, *inputs: Array) -> Array:
        """Return the network's output at arrays of one shape."""
        arrays = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in inputs))
        points = np.stack([array.ravel() for array in arrays], axis=1)
        values = self.network.forward(points)[:, 0]
        return values.reshape(arrays[0].shape)

    def __repr__(self) -> str:
        known = f"bound {self.bound:.3g}" if self.bound is not None else f"error {self.error:.3g}"
        return f"Fold({self.kind}, {self.neurons} neurons in {self.depth} layers, {known})"


def measured(
    network: Network, f: Callable[..., Array], box: Sequence[tuple[float, float]]
) -> float:
    """Return the largest |network - f| on an even grid of about PROBES points."""
    count = PROBES if len(box) == 1 else int(PROBES ** (1 / len(box)))
    axes = [np.linspace(a, b, count) for a, b in box]
    mesh = np.meshgrid(*axes, indexing="ij")
    points = np.stack([axis.ravel() for axis in mesh], axis=1)
    difference = network.forward(points)[:, 0] - np.asarray(f(*points.T))
    return float(np.max(np.abs(difference)))


def require_interval(interval: tuple[float, float]) -> tuple[float, float]:
    """Raise InputError unless the interval is (a, b) with a < b."""
    a, b = map(float, interval)
    if not -np.inf < a < b < np.inf:
        raise InputError(f"an interval is (a, b) with a < b, not {interval}")
    return a, b


def require_count(what: str, value: int, least: int, most: int, why: str) -> None:
    """Raise InputError unless least <= value <= most."""
    if value != int(value) or not least <= value <= most:
        raise InputError(
            f"{what} must be a whole number from {least} to {most}, not {value}: {why}"
        )
