"""A sum of ridges is a sum of profiles along directions, close to f.

Shift and scale every input, so that the box is [-1, 1]^m, and read f there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike

from uat.base.arrays import Array, grid_points, real_arrays
from uat.base.errors import InputError, TargetError
from uat.constructions.line.partition import Partition, Polyline
from uat.functions.target import Target

Profile = Partition | Polyline

Curve = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Square:
    """f on the square. center, half: (m,), of the box, in the units of the inputs."""

    target: Target
    center: Array
    half: Array

    @property
    def inputs(self) -> int:
        return int(self.center.size)

    def __call__(self, z: Array) -> Array:
        """Evaluate f at points z (n, m) of the square. Raises TargetError if it is not finite."""
        low, high = self.center - self.half, self.center + self.half
        points = np.clip(self.center + self.half * z, low, high)
        values = self.target(*points.T)
        bad = ~np.isfinite(values)
        if bad.any():
            at = ", ".join(f"{x:.6g}" for x in points[int(np.argmax(bad))])
            raise TargetError(f"f is not finite at ({at}): choose a box on which it is")
        return values

    def to_true(self, direction: Array, t: Array) -> tuple[Array, Array]:
        """Turn a direction of the square into a unit vector of the box, and places along it."""
        along = direction / self.half
        length = float(np.linalg.norm(along))
        return along / length, (t + float(along @ self.center)) / length


def square_of(target: Target) -> Square:
    low, high = np.array(target.box, dtype=float).T
    return Square(target, 0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low)


def grid(inputs: int, count: int) -> Array:
    """Return even points (n, m) of the square, `count` along each input."""
    return grid_points([np.linspace(-1.0, 1.0, count)] * inputs)


@lru_cache(maxsize=2)
def on_grid(square: Square, count: int) -> Array:
    """Read f on the points of `grid`: many sums of ridges are compared with the same values."""
    values = square(grid(square.inputs, count))
    values.setflags(write=False)
    return values


def crowded_grid(inputs: int, count: int) -> Array:
    """Return points (n, m) that crowd at the sides, where a least squares fit is loosest."""
    return grid_points([-np.cos(np.pi * np.arange(count) / (count - 1))] * inputs)


def reach(directions: Array) -> Array:
    """Return how far the square goes along each direction: u·z is in [-reach, reach]."""
    lengths: Array = np.abs(directions).sum(axis=-1)
    return lengths


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


# Profiles are made of polynomials for smooth f, and of hats for f with kinks.


@dataclass(frozen=True, eq=False)
class Polynomial:
    """A Chebyshev series on [-reach, reach]. coefficients: (degree + 1,)."""

    coefficients: Array
    reach: float

    def __call__(self, t: Array) -> Array:
        return np.asarray(chebyshev.chebval(t / self.reach, self.coefficients), dtype=float)

    def bends(self, t: Array) -> Array:
        """Return the second derivative of the series."""
        second = chebyshev.chebder(self.coefficients, 2)
        return np.asarray(chebyshev.chebval(t / self.reach, second), dtype=float) / self.reach**2


@dataclass(frozen=True, eq=False)
class Hats:
    """A polyline with even knots on [-reach, reach]. values: (knots,)."""

    values: Array
    reach: float

    @property
    def knots(self) -> Array:
        return np.linspace(-self.reach, self.reach, self.values.size)

    def __call__(self, t: Array) -> Array:
        values: Array = np.interp(t, self.knots, self.values)
        return values


@dataclass(frozen=True, eq=False)
class Diagonal:
    """A profile read off f itself: along the path t -> t * step of the square.

    Where f is one ridge along u, the path from corner to corner sees all of its profile; where f is
    a sum of functions of one input each, the paths along the axes do. base: subtracted.
    """

    f: Callable[[Array], Array]
    step: Array
    base: float
    reach: float

    def __call__(self, t: Array) -> Array:
        t = np.asarray(t, dtype=float)
        values: Array = self.f(t.reshape(-1, 1) * self.step).reshape(t.shape) - self.base
        return values


def polynomial_columns(along: Array, degree: int) -> Array:
    """Evaluate T_1 … T_degree at places (n,) in [-1, 1]: (n, degree)."""
    return np.asarray(chebyshev.chebvander(along, degree)[:, 1:], dtype=float)


def hat_columns(along: Array, knots: Array) -> Array:
    """Evaluate hats around all knots at places (n,): (n, knots). Every row adds up to 1."""
    place = np.clip(np.searchsorted(knots, along, side="right") - 1, 0, knots.size - 2)
    share = np.clip((along - knots[place]) / (knots[place + 1] - knots[place]), 0.0, 1.0)
    columns = np.zeros((along.size, knots.size))
    rows = np.arange(along.size)
    columns[rows, place] = 1.0 - share
    columns[rows, place + 1] = share
    return columns
