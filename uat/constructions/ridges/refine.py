"""Refine all kinks together: heights that make the joint error least, not each profile's.

Least squares with weights that grow where the error is large (Lawson 1961). The weighted mean error
of each round is a lower bound of the least largest error, so that a hopeless try ends early.
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
    solution, error = _lawson(matrix, values, goal)
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


def _lawson(matrix: Array, values: Array, goal: float) -> tuple[Array, float]:
    """Iterate weighted least squares (Lawson); return the round of least largest error."""
    from scipy.linalg import solve

    weights = np.full(values.size, 1.0 / values.size)
    best, least = np.zeros(matrix.shape[1]), np.inf
    loose = LOOSE * np.eye(matrix.shape[1])
    for _ in range(ROUNDS):
        weighted = matrix * weights[:, None]
        system = matrix.T @ weighted
        system += loose * np.trace(system)
        solution = solve(system, weighted.T @ values, assume_a="pos", check_finite=False)
        errors = np.abs(matrix @ solution - values)
        largest = float(errors.max())
        if largest < least:
            best, least = solution, largest
        if least <= goal or np.sqrt(weights @ errors**2) > goal:
            break
        weights *= errors
        weights /= weights.sum()
    return best, least
