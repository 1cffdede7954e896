"""Move vertices, and choose their heights, for the least largest error: by ever higher powers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from uat.base.arrays import Array
from uat.constructions.facets.mesh import THINNEST, Mesh, flipped
from uat.constructions.facets.sampled import SHARES, Sampled
from uat.constructions.facets.surface import Ints, altitudes, doubled_areas, grade_shares

POWERS = (4.0, 4.0, 8.0, 8.0, 16.0, 32.0, 64.0)
STEP = 2.0**-14  # of the square: for slopes of f
LP_SHARES = grade_shares(11)
SHRUNK = 0.02  # of the area that a triangle had: it does not become smaller in one go
SLIM = 0.02  # twice the area over the square of the longest side: thinner ones are not made
HIGHEST = 1e4  # times the largest error: beyond, powers overflow
LEAST = 1e-9  # tolerances: an error that is as good as none
TURNS, AT_ONCE = 3, 20  # times and steps: differences of 1e-16 grow to 1e-11 in 20, to 1e-6 in 60
ALIKE = 2.0**-24  # tolerances: to this the heights' linear program is rounded
UNEVEN, SEED = 1e-3, 71  # of the scale of moves and heights: how unevenly moves begin
SNAP = 2.0**-10  # of the lowest triangle, and of the tolerance: vertices and heights are rounded


def errors(f: Sampled, mesh: Mesh, heights: Array, shares: Array = SHARES) -> Array:
    """Compute f less the surface at samples of each triangle: (m, samples)."""
    corner, height = mesh.points[mesh.triangles], heights[mesh.triangles]
    values = f((shares @ corner).reshape(-1, 2)).reshape(len(corner), -1)
    found: Array = values - height @ shares.T
    return found


def polished(
    f: Sampled,
    mesh: Mesh,
    heights: Array,
    powers: tuple[float, ...] = POWERS,
) -> tuple[Mesh, Array]:
    """Move vertices and heights, flip edges, and balance the heights at last."""
    for power in powers:
        for _ in range(TURNS):
            mesh, heights = _moved(f, mesh, heights, power)
        mesh = flipped(f, mesh, _Price(f, mesh, heights, power))
    return mesh, balanced(f, mesh, heights)


@dataclass(frozen=True, eq=False)
class _Price:
    """A power of the error, for triangles on the vertices of a mesh: the mean over samples."""

    f: Sampled
    mesh: Mesh
    heights: Array
    power: float

    def __call__(self, triangles: Ints) -> Array:
        other = replace(self.mesh, triangles=triangles)
        found = np.minimum(np.abs(errors(self.f, other, self.heights)) / self.level, HIGHEST)
        mean: Array = np.mean(found**self.power, axis=1)
        return mean

    @cached_property
    def level(self) -> float:
        return max(float(np.abs(errors(self.f, self.mesh, self.heights)).max()), LEAST)


def balanced(f: Sampled, mesh: Mesh, heights: Array) -> Array:
    """Choose the heights of least largest error at samples, by linear programming."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, hstack, vstack

    corner = mesh.points[mesh.triangles]
    count, samples = len(mesh.triangles), len(LP_SHARES)
    values = f((LP_SHARES @ corner).reshape(-1, 2))
    rows = np.repeat(np.arange(count * samples), 3)
    columns = np.repeat(mesh.triangles, samples, axis=0).reshape(-1)
    weights = np.tile(LP_SHARES, (count, 1)).reshape(-1)
    matrix = coo_array((weights, (rows, columns)), shape=(count * samples, len(heights))).tocsr()
    off = np.round((values - matrix @ heights) / ALIKE) * ALIKE
    worst = float(np.abs(off).max())
    keep = np.abs(off) > 0.3 * worst
    matrix, off = matrix[keep], off[keep]
    one = coo_array(np.ones((matrix.shape[0], 1)))
    table = vstack([hstack([matrix, -one]), hstack([-matrix, -one])])
    goal = np.zeros(len(heights) + 1)
    goal[-1] = 1.0
    limit = 0.6 * worst
    bounds = [(-limit, limit)] * len(heights) + [(0.0, None)]
    found = linprog(goal, table, np.concatenate([off, -off]), bounds=bounds, method="highs")
    if found.x is None:
        return heights
    better: Array = heights + np.round(found.x[:-1] / SNAP) * SNAP
    return better if np.abs(errors(f, mesh, better)).max() < worst else heights


def _moved(f: Sampled, mesh: Mesh, heights: Array, power: float) -> tuple[Mesh, Array]:
    """Take a few steps; then round, before what rounding does to f has grown to a step of SNAP."""
    from scipy.optimize import minimize

    frame = _frames(mesh)
    count = len(mesh.points)
    corner = mesh.points[mesh.triangles]
    size = np.abs(doubled_areas(corner))
    level = max(float(np.abs(errors(f, mesh, heights)).max()), LEAST)
    scale = float(np.median(altitudes(corner))) * 0.3
    flat = mesh.triangles.reshape(-1)
    if not altitudes(corner).min() > THINNEST:
        return mesh, heights

    def energy(x: Array) -> tuple[float, Array]:
        shift = scale * (frame @ x[: 2 * count].reshape(count, 2, 1))[:, :, 0]
        points, height = mesh.points + shift, heights + level * x[2 * count :]
        corner = points[mesh.triangles]
        area = doubled_areas(corner)
        slim = np.minimum(size, SLIM * _longest(corner) ** 2)
        if (area <= np.maximum(SHRUNK * size, 0.9 * slim)).any():
            return 1e30, np.zeros_like(x)
        z = (SHARES @ corner).reshape(-1, 2)
        stepped = np.concatenate([z, *(z + step for step in STEP * np.eye(2))])
        stepped = np.where(stepped > 1, 2 * np.tile(z, (3, 1)) - stepped, stepped)
        values = f(stepped).reshape(3, len(z))
        signs = np.where(z + STEP > 1, -1.0, 1.0)
        slope = ((values[1:] - values[0]) / STEP).T * signs
        off = (values[0].reshape(len(corner), -1) - height[mesh.triangles] @ SHARES.T) / level
        each = np.abs(off) ** (power - 2)
        total = float((each * off * off).mean())
        pull = power * each * off / off.size / level
        to_height = np.bincount(flat, -(pull @ SHARES).reshape(-1), count)
        moved = pull.reshape(-1, 1) * slope
        to_points = np.stack(
            [
                np.bincount(flat, (moved[:, k].reshape(pull.shape) @ SHARES).reshape(-1), count)
                for k in (0, 1)
            ],
            axis=1,
        )
        along = scale * (np.swapaxes(frame, 1, 2) @ to_points[:, :, None])[:, :, 0]
        # the logarithm makes steps alike for every power
        slopes = np.concatenate([along.reshape(-1), level * to_height])
        return float(np.log(total)) / power, slopes / total / power

    # Where f is symmetric, rounding would choose to which side the symmetry breaks.
    start = UNEVEN * np.random.default_rng(SEED).uniform(-1, 1, 3 * count)
    with np.errstate(all="ignore"):
        found = minimize(
            energy,
            start,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": AT_ONCE, "maxcor": AT_ONCE},
        )
    x = found.x
    step = 2.0 ** np.floor(np.log2(float(altitudes(corner).min()))) * SNAP
    shift = np.round(scale * x[: 2 * count].reshape(count, 2) / step) * step
    points = mesh.points + (frame @ shift[:, :, None])[:, :, 0]
    height = heights + level * x[2 * count :]
    if (doubled_areas(points[mesh.triangles]) <= 0).any():
        return mesh, heights
    return replace(mesh, points=np.clip(points, -1, 1)), np.round(height / SNAP) * SNAP


def _longest(corner: Array) -> Array:
    sides = corner - corner[:, [2, 0, 1]]
    found: Array = np.sqrt((sides * sides).sum(axis=2).max(axis=1))
    return found


def _frames(mesh: Mesh) -> Array:
    """Return for each vertex a matrix that keeps only the moves that its lines allow: (n, 2, 2)."""
    frame = np.tile(np.eye(2), (len(mesh.points), 1, 1))
    for vertex, mask in enumerate(mesh.on.tolist()):
        if mask:
            which = [k for k in range(len(mesh.lines)) if mask >> k & 1]
            a, b = mesh.lines[which[0], :2] / np.linalg.norm(mesh.lines[which[0], :2])
            t = np.array([-b, a])
            frame[vertex] = np.outer(t, t) if len(which) == 1 else 0.0
    return frame
