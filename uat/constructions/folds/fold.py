"""A fold is a deep network with what is known about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array, even_lines, grid_points
from uat.base.errors import InputError
from uat.networks.network import Network

PROBES = 20_001


@dataclass(frozen=True, eq=False, repr=False)
class Fold:
    """A deep relu network and how far it is from what it stands for.

    kind: the construction, such as "sawtooth" or "parabolas".
    bound: |network - f| is at most this on the whole box; None if f has no formula.
    error: the largest difference that was measured, a lower bound of the true one.
    """

    network: Network
    kind: str
    bound: float | None
    error: float

    @property
    def neurons(self) -> int:
        """Number of hidden neurons over all layers, those that only pass a value on included."""
        return self.network.neurons

    def __repr__(self) -> str:
        known = f"bound {self.bound:.3g}" if self.bound is not None else f"error {self.error:.3g}"
        layers = self.network.hidden_layers
        return f"Fold({self.kind}, {self.neurons} neurons in {layers} layers, {known})"


def measured(
    network: Network, f: Callable[..., Array], box: Sequence[tuple[float, float]]
) -> float:
    """Return the largest |network - f| on an even grid of about PROBES points."""
    count = PROBES if len(box) == 1 else int(PROBES ** (1 / len(box)))
    points = grid_points(even_lines(box, count))
    difference = network.forward(points)[:, 0] - np.asarray(f(*points.T))
    return float(np.max(np.abs(difference)))


def require_layers(what: str, value: int, most: int, why: str) -> None:
    """Raise InputError unless 1 <= value <= most."""
    if value != int(value) or not 1 <= value <= most:
        raise InputError(f"{what} must be a whole number from 1 to {most}, not {value}: {why}")
