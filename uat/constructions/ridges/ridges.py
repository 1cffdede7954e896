"""A sum of ridges is a sum of profiles along directions, close to f."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.reals import real_arrays
from uat.constructions.line.partition import Partition, Polyline

Profile = Partition | Polyline


@dataclass(frozen=True, eq=False, repr=False)
class Ridges:
    """The function g_1(u_1·x) + … + g_d(u_d·x): what one hidden layer computes.

    directions: (d, m), unit vectors u, in the units of the inputs.
    profiles: d staircases, or d polylines, on the interval that u·x takes over the box.
    box: (low, high) for each input.
    error: the largest |sum - f| that was found on the box. at: where; empty if that is unknown.
    jumps: for each direction the places along it at which f jumps, if the profiles show it.
    """

    directions: Array
    profiles: tuple[Profile, ...]
    box: tuple[tuple[float, float], ...]
    error: float
    jumps: tuple[tuple[float, ...], ...] = ()
    at: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        self.directions.flags.writeable = False

    @property
    def kind(self) -> str:
        """Kind of the profiles: "steps" for staircases, "ramps" for polylines."""
        return "steps" if isinstance(self.profiles[0], Partition) else "ramps"

    @property
    def neurons(self) -> int:
        """Number of neurons: one for each cut, and one for what ramps leave straight."""
        cuts = sum(int(profile.cuts.size) for profile in self.profiles)
        return cuts + int(self.kind == "ramps" and bool(self.straight().any()))

    def straight(self) -> Array:
        """Sum of the polylines' first slopes, each times its direction: (m,).

        All first links together are one plane, a·x + b, and need one neuron together: this is a.
        """
        lines = [profile for profile in self.profiles if isinstance(profile, Polyline)]
        first = np.array([line.slopes[0] for line in lines])
        plane: Array = first @ self.directions
        small = 1e-12 * (np.abs(first) @ np.abs(self.directions) + np.abs(first).sum())
        return np.where(np.abs(plane) > small, plane, 0.0)

    def __call__(self, *inputs: ArrayLike) -> Array:
        """Evaluate the sum at arrays that broadcast; at a staircase's cut, take the right piece."""
        if len(inputs) != self.directions.shape[1]:
            raise InputError(f"these ridges take {self.directions.shape[1]} inputs")
        arrays = real_arrays(inputs, "a sum of ridges")
        total: Array = np.zeros(arrays[0].shape)
        for direction, profile in zip(self.directions, self.profiles, strict=True):
            along = sum(u * x for u, x in zip(direction, arrays, strict=True))
            total += profile(along)
        return total

    def __repr__(self) -> str:
        return f"Ridges({len(self.profiles)} directions, {self.kind}, error {self.error:.3g})"
