"""Every partition of an interval has edges, a height for each piece, and bounds on f."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array

ULPS = 4  # of the largest |f|: by so much two evaluations of what is equal may differ


def rounding(*values: Array) -> float:
    """Bound what float64 may lose in values of f, in the units of f: a few ulps of the largest.

    A tolerance that pieces meet exactly is called met although rounding puts a value beyond it by
    this much. Infinite values do not count.
    """
    largest = (float(np.max(np.abs(v), initial=0.0, where=np.isfinite(v))) for v in values)
    return ULPS * float(np.finfo(float).eps) * max(largest)


@dataclass(frozen=True, eq=False, repr=False)
class Partition:
    """A piecewise constant function on an interval: the ideal staircase.

    edges: (k + 1,), ascending, from the left end of the domain to the right one.
    heights: (k,), the staircase's value on each piece, in the units of f.
    lows, highs: (k,), the least and the largest value of f on each piece.
    rms: the root mean square of staircase - f, where that counts.
    least: fewer pieces are not close enough, as was found with them; None if that is not known.
    """

    edges: Array
    heights: Array
    lows: Array
    highs: Array
    rms: float | None = None
    least: int | None = None

    def __post_init__(self) -> None:
        for array in (self.edges, self.heights, self.lows, self.highs):
            array.flags.writeable = False

    @property
    def pieces(self) -> int:
        return int(self.heights.size)

    @property
    def cuts(self) -> Array:
        """The edges inside the domain: where the steps stand."""
        return self.edges[1:-1]

    @cached_property
    def error(self) -> float:
        """The sup norm of staircase - f, as far as lows and highs are those of f."""
        above = np.max(self.highs - self.heights)
        below = np.max(self.heights - self.lows)
        return float(max(above, below))

    def __call__(self, x: ArrayLike) -> Array:
        """Evaluate the staircase at x; at a cut, the piece on the right."""
        piece = np.searchsorted(self.cuts, np.asarray(x, dtype=float), side="right")
        return self.heights[piece]

    def __repr__(self) -> str:
        return f"Partition({self.pieces} pieces on [{self.edges[0]:g}, {self.edges[-1]:g}])"
