"""Refine all kinks together: heights that make the joint error least, not each profile's.

The largest error is the limit of p-norms: least squares with weights |error|^(p - 2), p growing
from round to round, each step shortened to 1/(p - 1) of its way as Newton's method would take it
(Karlovitz 1970; Burrus, Barreto & Selesnick 1994). With any weights that add up to 1, the weighted
mean error of least squares is a lower bound of the least largest error (Lawson 1961), so that a
hopeless try ends early.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from uat.base.arrays import Array
from uat.constructions.line.partition import Polyline
from uat.constructions.ridges.bases import hat_columns
from uat.constructions.ridges.measuring import corners
from uat.constructions.ridges.square import Square, crowded_grid

ROUNDS = 30
GROWTH, MOST = 1.3, 60.0  # of the power, from round to round, and at the end
POINTS = {2: 57, 3: 17, 4: 9}
MOST_CORNERS = 2500
LOOSE = 1e-11  # of the diagonal: hats along several directions add up to the same planes


def refined(
    square: Square,
    directions: Array,
    profiles: Sequence[Polyline],
    goal: float,
    more: Array | None = None,
) -> tuple[tuple[Polyline, ...], float]:
    """Return the same knots with other values, and the largest error at the points looked at.

    goal: an error at which to stop. more: points (n, m) to look at as well.
    """
    z = _points(square, directions, profiles, more)
    values = square(z)
    columns = [hat_columns(z @ u, p.edges) for u, p in zip(directions, profiles, strict=True)]
    matrix = np.concatenate(columns, axis=1)
    solution, error = _least_largest(matrix, values, goal)
    ends = np.cumsum([profile.edges.size for profile in profiles])[:-1]
    parts = np.split(solution, ends)
    pairs = zip(profiles, parts, strict=True)
    return tuple(Polyline(p.edges.copy(), part, error) for p, part in pairs), error


def _points(
    square: Square, directions: Array, profiles: Sequence[Polyline], more: Array | None
) -> Array:
    parts = [crowded_grid(square.inputs, POINTS.get(square.inputs, 6))]
    if square.inputs == 2:
        parts.append(corners(directions, profiles, MOST_CORNERS))
    return np.concatenate(parts if more is None else [*parts, more])


def _least_largest(matrix: Array, values: Array, goal: float) -> tuple[Array, float]:
    """Return the solution of least largest error that was found, and that error.

    goal: where to stop; a largest error that is certain to be above it ends the search, too. 0 asks
    for the least.
    """
    weights = np.full(values.size, 1.0 / values.size)
    solution = best = _weighted(matrix, values, weights)
    errors = np.abs(matrix @ solution - values)
    least, bound, power = float(errors.max()), float(np.sqrt(weights @ errors**2)), 2.0
    for _ in range(ROUNDS):
        if least <= goal or 0.0 < goal < bound:
            break
        power = min(power * GROWTH, MOST)
        weights = (errors / errors.max()) ** (power - 2.0)
        weights /= weights.sum()
        other = _weighted(matrix, values, weights)
        bound = float(np.sqrt(weights @ (matrix @ other - values) ** 2))
        solution = solution + (other - solution) / (power - 1.0)
        errors = np.abs(matrix @ solution - values)
        if float(errors.max()) < least:
            best, least = solution, float(errors.max())
    return best, least


def _weighted(matrix: Array, values: Array, weights: Array) -> Array:
    """Solve by weighted least squares."""
    from scipy.linalg import solve

    root = np.sqrt(weights)
    rows = matrix * root[:, None]
    system = rows.T @ rows
    system += LOOSE * np.trace(system) * np.eye(len(system))
    right = rows.T @ (root * values)
    return np.asarray(solve(system, right, assume_a="pos", check_finite=False), dtype=float)
