"""Bound a function of which only values are known, by a constant its slope never exceeds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.proof.patches import EPS, TINY, Interval, Local
from uat.base.arrays import Array
from uat.functions.target import Target


@dataclass(frozen=True, eq=False)
class Cones:
    """Cones: on a box, f is within constant*radius of its value at the middle."""

    target: Target
    constant: float
    pieces: Sequence[Interval]

    @property
    def edges(self) -> Array:
        return np.unique(np.array(self.pieces))

    def local(self, middle: Array, radius: Array) -> Local:
        value = self.target(middle)
        flat = np.zeros_like(value)
        rest = self.constant * radius * (1 + 4 * EPS) + TINY
        return Local(value, flat, flat, rest, flat)
