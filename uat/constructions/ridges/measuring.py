"""Find the largest |sum - f|: on a grid, where kinks or steps cross, and around peaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.measure.distance import step_closer
from uat.base.arrays import Array
from uat.base.ties import largest_few, leftmost_of_largest
from uat.constructions.line.partition import Partition, Polyline
from uat.constructions.ridges.ridges import (
    Profile,
    Square,
    crowded_grid,
    grid,
    hat_columns,
    on_grid,
)
from uat.constructions.ridges.splitting import Sampled

FINEST = {2: 1001, 3: 101, 4: 32}
COARSE = {2: 161, 3: 31, 4: 12}
MOST_CORNERS = 60_000
MOST_BESIDE = 100_000
DECADES = (-9.0, 0.0)  # of the diagonal: how far beside lines
AT_JUMP = 1e-9  # of the square
BESIDE = 1e-7  # of the square: how far from a corner it is read
AT_ONCE = 2**18
PEAKS = 200
SEED = 7

ROUNDS = 30
GROWTH, MOST = 1.3, 60.0  # of the power, from round to round, and at the end
CROWDED = {2: 57, 3: 17, 4: 9}
FEW_CORNERS = 2500
LOOSE = 1e-11  # of the diagonal: hats along several directions add up to the same planes


@dataclass(frozen=True, eq=False)
class Worst:
    """The largest deviation that was found, its place, and the worst points of all."""

    error: float
    points: Array
    deviations: Array

    @property
    def place(self) -> Array:
        """Place of the largest deviation, (m,)."""
        place: Array = self.points[leftmost_of_largest(self.deviations, self.points)]
        return place


def total(directions: Array, profiles: Sequence[Profile], z: Array) -> Array:
    """Sum profiles at points z (n, m) of the square."""
    values: Array = np.zeros(len(z))
    for direction, profile in zip(directions, profiles, strict=True):
        values += profile(z @ direction)
    return values


def worst(square: Square, ready: Sampled, profiles: Sequence[Profile], fine: bool) -> Worst:
    """Look for the worst everywhere; `fine`: on 1001² points, at every corner, and closer.

    Points that are within rounding of a jump of a profile are left out: f has both values there.
    """
    directions = ready.fit.directions
    count = (FINEST if fine else COARSE).get(square.inputs, 8)
    z, values = grid(square.inputs, count), on_grid(square, count)
    more = []
    if square.inputs == 2:
        more.append(corners(directions, profiles, MOST_CORNERS if fine else MOST_CORNERS // 6))
    if fine:
        cuts = [profile.cuts for profile in profiles]
        normals = np.repeat(directions, [each.size for each in cuts], axis=0)
        ends = np.ones(square.inputs)
        more.append(beside(normals, np.concatenate(cuts), -ends, ends))
    if more:
        z = np.concatenate([z, *more])
        values = np.concatenate([values, square(z[len(values) :])])
    deviation = _deviation(ready, profiles, z, values)
    best = largest_few(deviation, PEAKS)
    points_, worst_ = z[best], deviation[best]
    if fine:
        width, sides = np.full(square.inputs, 2.0 / count), np.array([[-1.0, 1.0]] * square.inputs)

        def deviation_of(at: Array) -> Array:
            return _deviation(ready, profiles, at, square(at))

        points_, worst_ = step_closer(
            deviation_of, points_, worst_, width=width, box=sides, seed=SEED
        )
    return Worst(float(worst_.max()), points_, worst_)


def beside(normals: Array, places: Array, low: Array, high: Array) -> Array:
    """Choose random points of a box at distances of all sizes from lines n·x = place.

    Where f is steep without a limit, kinks crowd towards one line, and the largest error may lie
    between any two of them. normals: units (k, m). low, high: ends of the box, (m,).
    """
    rng = np.random.default_rng(SEED)
    if not places.size:
        return np.empty((0, low.size))
    line = rng.integers(0, places.size, MOST_BESIDE)
    points = rng.uniform(low, high, (MOST_BESIDE, low.size))
    far = float(np.linalg.norm(high - low)) * 10 ** rng.uniform(*DECADES, MOST_BESIDE)
    far *= rng.choice([-1.0, 1.0], MOST_BESIDE)
    along = (points * normals[line]).sum(axis=1)
    points += (places[line] + far - along)[:, None] * normals[line]
    inside: Array = points[((points >= low) & (points <= high)).all(axis=1)]
    return inside


def corners(directions: Array, profiles: Sequence[Profile], most: int) -> Array:
    """Choose points beside the crossings of the lines where profiles turn, and their ends.

    Between these lines the sum is flat or straight: where f is smooth, this is where it is worst.
    """
    where = np.concatenate([np.full(p.cuts.size, k) for k, p in enumerate(profiles)]).astype(int)
    places = np.concatenate([profile.cuts for profile in profiles])
    normals = np.concatenate([directions[where], np.eye(2), np.eye(2)])
    far = np.concatenate([places, [1.0, 1.0, -1.0, -1.0]])
    rng = np.random.default_rng(SEED)
    first, second = (
        np.triu_indices(far.size, 1)
        if far.size < 1200
        else rng.integers(0, far.size, (2, 4 * most))
    )
    cross = normals[first, 0] * normals[second, 1] - normals[first, 1] * normals[second, 0]
    keep = np.abs(cross) > 1e-9
    first, second, cross = first[keep], second[keep], cross[keep]
    x = (far[first] * normals[second, 1] - far[second] * normals[first, 1]) / cross
    y = (far[second] * normals[first, 0] - far[first] * normals[second, 0]) / cross
    z = np.stack([x, y], axis=1)
    inside = np.flatnonzero((np.abs(z) <= 1 + 1e-12).all(axis=1))
    if inside.size > most:
        inside = np.sort(rng.choice(inside, most, replace=False))
    z, first, second = z[inside], first[inside], second[inside]
    if not any(isinstance(profile, Partition) for profile in profiles):
        return np.asarray(np.clip(z, -1.0, 1.0))
    sides = [
        z + BESIDE * (a * normals[first] + b * normals[second]) for a in (1, -1) for b in (1, -1)
    ]
    return np.asarray(np.clip(np.concatenate(sides), -1.0, 1.0))


def _deviation(ready: Sampled, profiles: Sequence[Profile], z: Array, values: Array) -> Array:
    """Return |sum - f| at points, of which the values of f are given."""
    directions = ready.fit.directions
    parts = [slice(i, i + AT_ONCE) for i in range(0, len(z), AT_ONCE)]
    deviation = np.concatenate(
        [np.abs(total(directions, profiles, z[part]) - values[part]) for part in parts]
    )
    for direction, samples in zip(directions, ready.samples, strict=True):
        for jump in samples.jumps:
            deviation[np.abs(z @ direction - jump) <= AT_JUMP] = 0.0
    return deviation


# Refine all kinks together: heights that make the joint error least, not each profile's.
#
# The largest error is the limit of p-norms: least squares with weights |error|^(p - 2), p growing
# from round to round, each step shortened to 1/(p - 1) of its way as Newton's method would take it
# (Karlovitz 1970; Burrus, Barreto & Selesnick 1994). With any weights that add up to 1, the
# weighted mean error of least squares is a lower bound of the least largest error (Lawson 1961), so
# that a hopeless try ends early.


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
    parts = [crowded_grid(square.inputs, CROWDED.get(square.inputs, 6))]
    if square.inputs == 2:
        parts.append(corners(directions, profiles, FEW_CORNERS))
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
