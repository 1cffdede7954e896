"""How far from f a network may be, where that grows with |f|: max(absolute, relative·|f|)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array


@dataclass(frozen=True)
class Allowed:
    """A distance from f that depends on f. 0 <= relative < 1; one of both is above 0.

    Both ends of the tube, y - radius and y + radius, rise with y, since relative < 1.
    """

    absolute: float
    relative: float

    def radius(self, y: ArrayLike) -> Array:
        """Return how far from y a value may be."""
        radius: Array = np.maximum(self.absolute, self.relative * np.abs(np.asarray(y, float)))
        return radius

    def times(self, share: float) -> Allowed:
        """Return a tube of another width."""
        return Allowed(share * self.absolute, share * self.relative)

    def of_top(self, top: Array) -> Array:
        """Return the y whose tube ends at these values below: the inverse of y - radius(y)."""
        either = np.maximum(top / (1 - self.relative), top / (1 + self.relative))
        return np.maximum(top + self.absolute, either)

    def of_bottom(self, bottom: Array) -> Array:
        """Return the y whose tube ends at these values above: the inverse of y + radius(y)."""
        either = np.minimum(bottom / (1 - self.relative), bottom / (1 + self.relative))
        return np.minimum(bottom - self.absolute, either)

    def words(self) -> str:
        """Write the tolerance, as in "0.01·|f|"."""
        share = f"{self.relative:g}*|f|"
        return f"max({self.absolute:g}, {share})" if self.absolute else share
