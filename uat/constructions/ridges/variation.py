"""Fit all profiles together anew, so that staircases need few steps: with little total variation.

Steps within eps of a profile are as many as its total variation V over 2 eps, and at best
(Σ sqrt(V_d))² / (2 eps) together. Least squares can make squares of slopes small. Divided by the
slopes of the round before, these are the slopes themselves (iteratively reweighted least squares,
Daubechies, DeVore, Fornasier & Güntürk 2010); divided by sqrt(V_d), too, they add up to what is to
be small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from uat.base.arrays import Array
from uat.constructions.ridges.fitting import Fit, fit_of
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

FEW = 3  # sets of directions that are tried
STIFFNESS = (3e-2, 1e-2, 3e-3, 1e-3)
ROUNDS = 5  # for each stiffness
DEGREE, KNOTS = 32, 41
POINTS = {2: 57, 3: 15}  # along each input
FLATTEST = 0.02  # of the mean slope: flatter places are not asked to be flatter still
LOOSE = 1e-10  # of the constant: hats along several directions add up to the same planes
LOUDER = 0.3  # power of an error, by which its point gains weight where the largest is to be small


@dataclass(frozen=True, eq=False)
class _Basis:
    """What all profiles are sums of, k functions each.

    columns: (n, k) of each profile, at the points. slopes: (places, k), on [-1, 1]. curve: makes a
    profile of k numbers and its reach.
    """

    columns: list[Array]
    slopes: Array
    curve: Callable[[Array, float], Curve]


def worth_cutting(square: Square, fits: list[Fit], kind: str, tol: float) -> list[Fit]:
    """Return which of the most promising fits to cut; first, of staircases, leaner ones.

    Fits that are read off f are as lean as they can be.
    """
    if kind != "steps" or isinstance(fits[0].curves[0], Diagonal):
        return fits
    few = fits[:FEW]
    return [lean for fit in few for lean in _leaner(square, fit.directions, tol)] + few


def _leaner(square: Square, directions: Array, tol: float) -> Iterator[Fit]:
    """Yield fits along the same directions that staircases follow within `tol` in few steps."""
    points = crowded_grid(square.inputs, POINTS.get(square.inputs, 6))
    values, far = square(points), reach(directions)
    along = list(zip(directions @ points.T, far.tolist(), strict=True))
    hats = _hats(along)
    for basis, louder in ((hats, 0.0), (hats, LOUDER), (_series(along), 0.0)):
        fit = _leanest(directions, basis, values, tol, louder)
        if fit is not None:
            yield fit


def _hats(along: list[tuple[Array, float]]) -> _Basis:
    columns = [hat_columns(t, np.linspace(-far, far, KNOTS)) for t, far in along]
    return _Basis(columns, np.diff(np.eye(KNOTS), axis=0) * (KNOTS - 1) / 2, Hats)


def _series(along: list[tuple[Array, float]]) -> _Basis:
    columns = [polynomial_columns(t / far, DEGREE) for t, far in along]
    terms = chebyshev.chebder(np.eye(DEGREE + 1)[:, 1:])
    slopes = np.asarray(chebyshev.chebval(np.linspace(-1.0, 1.0, 101), terms).T, dtype=float)
    return _Basis(columns, slopes, lambda row, far: Polynomial(np.append(0.0, row), far))


def _leanest(
    directions: Array, basis: _Basis, values: Array, tol: float, louder: float
) -> Fit | None:
    """Return the fit of least estimate; None if none comes within `tol` at the points."""
    from scipy.linalg import block_diag, cho_factor, cho_solve
    from scipy.sparse import csr_array

    matrix = np.concatenate([np.ones((values.size, 1)), *basis.columns], axis=1)
    rows = csr_array(matrix)
    loud = np.full(values.size, 1.0 / values.size)
    products = (matrix.T * loud) @ matrix
    gains = np.ones((len(directions), len(basis.slopes)))
    best, least = None, np.inf
    for stiff in np.repeat(STIFFNESS, ROUNDS):
        asked = stiff**2 / len(basis.slopes) * (basis.slopes.T * gains[:, None]) @ basis.slopes
        system = products + block_diag(0.0, *asked) + LOOSE * np.eye(len(products))
        factor = cho_factor(system, check_finite=False)
        solution = cho_solve(factor, matrix.T @ (loud * values), check_finite=False)
        errors = np.abs(matrix @ solution - values)
        steep = np.abs(solution[1:].reshape(len(directions), -1) @ basis.slopes.T)
        shares, mean = 2.0 * steep.mean(axis=1), float(steep.mean())
        room = tol - float(errors.max())
        if room > 0 and np.sqrt(shares).sum() ** 2 / room < least:
            best, least = solution, np.sqrt(shares).sum() ** 2 / room
        if mean == 0.0 or not errors.any():
            break
        gains = mean / (steep + FLATTEST * mean)
        gains *= np.sqrt(mean / np.maximum(shares[:, None], 1e-3 * mean))
        if louder:
            loud = loud * (errors / errors.max() + 0.05) ** louder
            loud /= loud.sum()
            products = ((rows.T * loud) @ rows).toarray()
    return None if best is None else _as_fit(directions, basis, matrix, values, best)


def _as_fit(directions: Array, basis: _Basis, matrix: Array, values: Array, solution: Array) -> Fit:
    numbers = solution[1:].reshape(len(directions), -1)
    pairs = zip(numbers, reach(directions).tolist(), strict=True)
    curves = tuple(basis.curve(row, far) for row, far in pairs)
    residual = float(np.abs(matrix @ solution - values).max())
    return fit_of(directions, curves, float(solution[0]), residual, "steps")
