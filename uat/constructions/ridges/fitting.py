"""Fit all profiles together, by least squares, and estimate what they will cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from uat.base.arrays import Array
from uat.constructions.ridges.directions import even_directions, exact_directions, is_additive
from uat.constructions.ridges.formula import parts_of
from uat.constructions.ridges.ridges import (
    Curve,
    Diagonal,
    Hats,
    Polynomial,
    Square,
    crowded_grid,
    hat_columns,
    polynomial_columns,
    reach,
)

DEGREES = (8, 12, 16, 24, 32)
STIFFNESS = {
    "ramps": (1e-5, 1e-4, 1e-3, 1e-2),
    "steps": (1e-4, 1e-3, 1e-2, 3e-2),
}  # of the fit, relative to f's own size
ROUNDED = 1e-9  # of the range of f: a residual that is rounding
EXACT = 1e-9  # stiffness that leaves exact ridges exact
KNOTS = (3, 5, 7, 9, 13, 17, 25)
POINTS = {2: 41, 3: 15, 4: 8}  # of the fit, along each input
PLACES = 201  # along a profile, for its estimate


@dataclass(frozen=True, eq=False)
class Fit:
    """A sum of curves close to f, on the square.

    directions: (d, m) units. curves: d profiles. constant: added to the sum. residual: the largest
    |sum - f| at the points of the fit. shares: (d,), how hard each profile is: the total variation
    for steps, (1/4 ∫ sqrt|g''|)^2 for ramps, so that n = share/(2 eps), sqrt(share/eps) pieces.
    kinks: the neurons of a sum of hats that is taken as it is; None for others.
    """

    directions: Array
    curves: tuple[Curve, ...]
    constant: float
    residual: float
    shares: Array
    kinks: int | None = None

    @property
    def bending(self) -> int:
        """Count the profiles that are more than straight lines."""
        return int(np.count_nonzero(self.shares > 1e-9 * self.shares.max()))

    def estimate(self, kind: str, tol: float) -> float:
        """Estimate how many neurons will do; infinite if the fit alone misses the tolerance."""
        room = tol - self.residual
        if room <= 0:
            return np.inf
        if kind == "steps":
            return float(np.sqrt(self.shares).sum() ** 2 / (2 * room))
        if self.kinks is not None:
            return float(self.kinks)
        return float(np.cbrt(self.shares).sum() ** 1.5 / np.sqrt(room)) + 1 - self.bending

    def least(self, kind: str, neurons: int) -> float:
        """Estimate the least error of so many neurons; infinite if a sum of hats has more."""
        if kind == "steps":
            return self.residual + float(np.sqrt(self.shares).sum() ** 2 / (2 * neurons))
        if self.kinks is not None:
            return self.residual if self.kinks <= neurons else np.inf
        links = max(neurons - 1 + self.bending, 1)
        return self.residual + float((np.cbrt(self.shares).sum() ** 1.5 / links) ** 2)

    def budget(self, kind: str, total: float) -> Array:
        """Split the total tolerance so that the fewest neurons are needed: (d,)."""
        root = np.sqrt(self.shares) if kind == "steps" else np.cbrt(self.shares)
        root = np.maximum(root, 1e-9 * max(float(root.max()), 1e-300))
        return np.asarray(total * root / root.sum())


def fits(square: Square, kind: str) -> Iterator[Fit]:
    """Yield every fit that is worth an estimate: what the formula says, or exact ones first."""
    read = _from_formula(square, kind)
    if read is not None:
        yield read
        return
    found = _read_off(square, kind)
    yield from found
    if found and kind == "steps":
        return
    points = crowded_grid(square.inputs, POINTS.get(square.inputs, 5))
    values = square(points)
    is_exact = False
    for directions in exact_directions(square):
        for fit in _polynomials(directions, points, values, kind, (EXACT,)):
            is_exact |= fit.residual <= ROUNDED * float(np.ptp(values))
            yield fit
    if found or is_exact:  # more directions would share the same bends, and need more neurons
        return
    for directions in even_directions(square.inputs):
        yield from _polynomials(directions, points, values, kind, STIFFNESS[kind])
        yield from _hats(directions, points, values, kind)


def _from_formula(square: Square, kind: str) -> Fit | None:
    """Take the functions of one direction that a formula adds up; None where it is no such sum."""
    parts = parts_of(square)
    if not parts:
        return None
    directions = np.array([direction for direction, _ in parts])
    ends = zip(parts, reach(directions), strict=True)
    curves = tuple(Diagonal(f, np.sign(u) / far, 0.0, float(far)) for (u, f), far in ends)
    return fit_of(directions, curves, 0.0, 0.0, kind)


def _read_off(square: Square, kind: str) -> list[Fit]:
    """Read off profiles that f itself shows: of one ridge, or of a sum over the inputs."""
    single = [each for each in exact_directions(square) if len(each) == 1]
    origin = np.zeros((1, square.inputs))
    if single:
        far = reach(single[0])
        curve = Diagonal(square, np.sign(single[0][0]) / far[0], 0.0, float(far[0]))
        return [fit_of(single[0], (curve,), 0.0, 0.0, kind)]
    if is_additive(square):
        axes, base = np.eye(square.inputs), float(square(origin)[0])
        curves = tuple(Diagonal(square, axis, base, 1.0) for axis in axes)
        return [fit_of(axes, curves, base, 0.0, kind)]
    return []


def fit_of(
    directions: Array,
    curves: tuple[Curve, ...],
    constant: float,
    residual: float,
    kind: str,
    kinks: int | None = None,
) -> Fit:
    """Return a fit with the shares of its curves, see `Fit`."""
    far = reach(directions)
    shares = [_share(curve, float(r), kind) for curve, r in zip(curves, far, strict=True)]
    return Fit(directions, curves, constant, residual, np.array(shares), kinks)


def _share(curve: Curve, far: float, kind: str) -> float:
    """Return a profile's share, see `Fit`; second derivatives are differences."""
    t = np.linspace(-far, far, PLACES)
    y = curve(t)
    if kind == "steps":
        return float(np.abs(np.diff(y)).sum())
    bends = np.diff(y, 2) / (t[1] - t[0]) ** 2
    return float((np.sqrt(np.abs(bends)).sum() * (t[1] - t[0]) / 4) ** 2)


def _polynomials(
    directions: Array, points: Array, values: Array, kind: str, stiffness: tuple[float, ...]
) -> Iterator[Fit]:
    """Fit polynomials of several degrees and stiffnesses, from one matrix of products."""
    far, most = reach(directions), DEGREES[-1]
    columns = [
        polynomial_columns(points @ u / r, most) for u, r in zip(directions, far, strict=True)
    ]
    matrix = np.concatenate([np.ones((len(points), 1)), *columns], axis=1)
    products, moments = matrix.T @ matrix / len(points), matrix.T @ values / len(points)
    orders = np.concatenate([[0], np.tile(np.arange(1, most + 1), len(directions))])
    for degree in DEGREES:
        if degree * len(directions) > 0.5 * len(points):
            break
        kept = np.flatnonzero(orders <= degree)
        for stiff in stiffness:
            solution = np.zeros(orders.size)
            system = products[np.ix_(kept, kept)] + np.diag(_penalty(orders[kept], stiff, kind))
            solution[kept] = _solved(system, moments[kept])
            residual = float(np.abs(matrix @ solution - values).max())
            rows = solution[1:].reshape(len(directions), most)[:, :degree]
            curves = tuple(
                Polynomial(np.concatenate([[0.0], row]), float(r))
                for row, r in zip(rows, far, strict=True)
            )
            fit = Fit(
                directions, curves, float(solution[0]), residual, _series_shares(rows, far, kind)
            )
            yield fit


def _penalty(orders: Array, stiff: float, kind: str) -> Array:
    """Penalise bending for ramps, k^4 for T_k, and changing for steps, k^2.

    And a little of everything, as low degrees fit along many directions: as much as keeps rounding
    out of the sum, or as little as leaves exact ridges exact.
    """
    power = 4.0 if kind == "ramps" else 2.0
    penalty: Array = (1e-13 if stiff == EXACT else 1e-8) + stiff**2 * orders.astype(float) ** power
    return penalty


def _solved(system: Array, right: Array) -> Array:
    from scipy.linalg import cho_factor, cho_solve

    try:
        solution = cho_solve(cho_factor(system, check_finite=False), right)
    except np.linalg.LinAlgError:
        solution = np.linalg.lstsq(system, right, rcond=1e-13)[0]
    return np.asarray(solution, dtype=float)


def _series_shares(rows: Array, far: Array, kind: str) -> Array:
    """Compute the shares of profiles that are series, all at once."""
    t = np.linspace(-1.0, 1.0, PLACES)
    padded = np.concatenate([np.zeros((len(rows), 1)), rows], axis=1).T
    if kind == "steps":
        values = np.asarray(chebyshev.chebval(t, padded), dtype=float)
        return np.asarray(np.abs(np.diff(values, axis=1)).sum(axis=1))
    second = np.asarray(chebyshev.chebder(padded, 2, axis=0), dtype=float)
    bends = np.asarray(chebyshev.chebval(t, second), dtype=float) / far[:, None] ** 2
    mean = np.sqrt(np.abs(bends)).mean(axis=1)
    return np.asarray((mean * 2 * far / 4) ** 2)


def _hats(directions: Array, points: Array, values: Array, kind: str) -> Iterator[Fit]:
    """Fit polylines with few even knots: themselves networks, and good at kinks."""
    far = reach(directions)
    for knots in KNOTS:
        if knots * len(directions) > min(0.3 * len(points), 120):
            break
        places = [np.linspace(-r, r, knots) for r in far]
        columns = [
            hat_columns(points @ u, place) for u, place in zip(directions, places, strict=True)
        ]
        matrix = np.concatenate(columns, axis=1)
        system = matrix.T @ matrix / len(points) + 1e-10 * np.eye(matrix.shape[1])
        solution = _solved(system, matrix.T @ values / len(points))
        residual = float(np.abs(matrix @ solution - values).max())
        rows = solution.reshape(len(directions), knots)
        curves = tuple(Hats(row, float(r)) for row, r in zip(rows, far, strict=True))
        kinks = len(directions) * (knots - 2) + 1
        yield fit_of(directions, curves, 0.0, residual, kind, kinks)
