"""Profiles are made of polynomials for smooth f, and of hats for f with kinks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from uat.base.arrays import Array

Curve = Callable[[Array], Array]


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
