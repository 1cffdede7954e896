"""Shift and scale every input, so that the box is [-1, 1]^m, and read f there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from uat.base.arrays import Array, grid_points
from uat.base.errors import TargetError
from uat.functions.target import Target


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
