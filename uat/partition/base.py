"""What every partition of an interval is: edges, a height for each piece, and bounds on f."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from uat.activations import Array

TIE = 1e-9  # relative slack in "varies by at most 2*tolerance", so that exact fits count


@dataclass(frozen=True, eq=False, repr=False)
class Partition:
    """A piecewise constant function on an interval: the ideal staircase.

    edges: (k + 1,), ascending, from the left end of the domain to the right one.
    heights: (k,), the staircase's value on each piece, in the units of f.
    lows, highs: (k,), the least and the largest value of f on each piece.
    """

    edges: Array
    heights: Array
    lows: Array
    highs: Array

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
        """The staircase at x; at a cut, the piece on the right."""
        piece = np.searchsorted(self.cuts, np.asarray(x, dtype=float), side="right")
        return self.heights[piece]

    def __repr__(self) -> str:
        return f"Partition({self.pieces} pieces on [{self.edges[0]:g}, {self.edges[-1]:g}])"
