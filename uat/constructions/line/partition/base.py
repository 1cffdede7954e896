"""A partition of an interval: a staircase with bounds on f, or a continuous polyline."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.accuracy.measure import Allowed
from uat.base.arrays import Array
from uat.functions.sampling import Samples

ULPS = 4  # of the largest |f|: by so much two evaluations of what is equal may differ


def rounding(*values: Array) -> float:
    """Bound what float64 may lose in values of f, in the units of f: a few ulps of the largest.

    A tolerance that pieces meet exactly is called met although rounding puts a value beyond it by
    this much. Infinite values do not count.
    """
    largest = (float(np.max(np.abs(v), initial=0.0, where=np.isfinite(v))) for v in values)
    return ULPS * float(np.finfo(float).eps) * max(largest)


def with_rounding(samples: Samples, allowed: Allowed) -> Allowed:
    """Add to the tube what rounding takes, as a share of its width where it is thinnest for f."""
    return allowed.times(1 + float(np.max(rounding(samples.y) / allowed.radius(samples.y))))


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


# A continuous polyline is what a network of ramps (relu neurons) computes on an interval.


@dataclass(frozen=True, eq=False, repr=False)
class Polyline:
    """Straight links between knots.

    edges: (k + 1,), the knots, ascending, from the left end of the domain to the right one.
    values: (k + 1,), the polyline there, in the units of f.
    error: the sup norm of polyline - f over the samples that it was made from.
    left: (k - 1,), if the neurons of the kinks can give the slope as well: those that look left,
        with relu(p - x). Their changes of slope add up to minus the first slope. None if a neuron
        of its own has to give the slope.
    rms: the root mean square of polyline - f, where that counts.
    least: fewer links are not close enough, as was found with them; None if that is not known.
    """

    edges: Array
    values: Array
    error: float
    left: NDArray[np.bool_] | None = None
    rms: float | None = None
    least: int | None = None

    def __post_init__(self) -> None:
        self.edges.flags.writeable = False
        self.values.flags.writeable = False

    @property
    def pieces(self) -> int:
        """The number of links."""
        return int(self.edges.size - 1)

    @property
    def neurons(self) -> int:
        """How many relu neurons compute it."""
        return self.pieces if self.left is None else self.pieces - 1

    @property
    def cuts(self) -> Array:
        """The knots inside the domain: the breakpoints."""
        return self.edges[1:-1]

    @cached_property
    def slopes(self) -> Array:
        """(k,), the slope of each link, in units of f per unit of x."""
        slopes: Array = np.diff(self.values) / np.diff(self.edges)
        return slopes

    def __call__(self, x: ArrayLike) -> Array:
        """Evaluate the polyline at x."""
        values: Array = np.interp(np.asarray(x, dtype=float), self.edges, self.values)
        return values

    def __repr__(self) -> str:
        return f"Polyline({self.pieces} links on [{self.edges[0]:g}, {self.edges[-1]:g}])"
