"""A continuous polyline is what a network of ramps (relu neurons) computes on an interval."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.base.arrays import Array


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
