"""A table of one input is a polyline: between its samples nothing is unknown of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.proof.patches import EPS, TINY, Interval, Local
from uat.base.arrays import Array

LEAST = 2.0**-1074  # the smallest float: what an underflow of a slope can lose


@dataclass(frozen=True, eq=False)
class Links:
    """f on every box between two neighbouring knots: a straight line, up to rounding.

    x, y: (n,), the samples, with x ascending. pieces: the intervals on which f is asked for.
    """

    x: Array
    y: Array
    pieces: Sequence[Interval]

    @property
    def edges(self) -> Array:
        return np.union1d(self.x, np.array(self.pieces))

    def local(self, middle: Array, radius: Array) -> Local:
        """Return the line y0 + s*(x - x0) through the knots on both sides.

        s takes three roundings, m - x0, the product and the sum one each: the value is off by at
        most EPS*(|value| + 5*|s*(m - x0)|), the slope by 3*EPS*|s|; the noise is more than both.
        """
        link = np.clip(np.searchsorted(self.x, middle, side="right") - 1, 0, self.x.size - 2)
        slope = np.diff(self.y)[link] / np.diff(self.x)[link]
        away = middle - self.x[link]
        value = self.y[link] + slope * away
        reach = np.abs(away) + radius
        noise = 8 * EPS * (np.abs(value) + np.abs(slope) * reach) + LEAST * reach + TINY
        return Local(value, slope, np.zeros_like(value), noise, noise)
