"""Damped Newton steps that move all vertices and heights at once, for a less power of the error.

The error at a sample is f less the surface there. How it changes with the three vertices and
heights of its triangle is known from the slope of f, so that a few linear systems, as sparse as the
triangulation, do what hundreds of steps along slopes would.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from uat.base.arrays import Array
from uat.constructions.facets.mesh import THINNEST, Mesh, flipped
from uat.constructions.facets.sampled import SHARES, Sampled
from uat.constructions.facets.surface import Ints, altitudes, doubled_areas, grade_shares

STEP = 2.0**-14  # of the square: for slopes of f
SHRUNK = 0.02  # of the area that a triangle had: it does not become smaller in one go
SLIM = 0.02  # twice the area over the square of the longest side: thinner ones are not made
HIGHEST = 1e4  # times the largest error: beyond, powers overflow
LEAST = 1e-9  # tolerances: an error that is as good as none
SNAP = 2.0**-10  # of the lowest triangle, and of the tolerance: vertices and heights are rounded
STEPS, TRIES = 4, 6  # linear systems, and how often each is damped more
DAMPING, MORE, LESS = 1e-2, 8.0, 0.25  # of the diagonal, and what failure and success make of it
FLOOR = 1e-3  # of the usual diagonal: damps what the error hardly depends on
GAIN = 2.0**-16  # of the error: steps that gain less are none, whatever rounding says
ENOUGH = 2.0**-13  # of the error: a step that gains less is the last

CLOSE = grade_shares(11)  # samples of high powers: between those of SHARES errors are larger
POWERS = ((4.0, SHARES), (8.0, SHARES), (16.0, CLOSE), (64.0, CLOSE))


@dataclass(frozen=True, eq=False)
class _Place:
    """Where vertices are: moves (n, 2) along what they may, and heights.

    off: f less the surface, (m, samples), in levels. energy: the logarithm of its mean.
    """

    moves: Array
    heights: Array
    z: Array
    off: Array
    energy: float


@dataclass(frozen=True, eq=False)
class _Frame:
    """A mesh to move, its vertices' free directions (n, 2, 2), and the unit of errors."""

    f: Sampled
    mesh: Mesh
    power: float
    shares: Array
    free: Array
    level: float

    def points(self, moves: Array) -> Array:
        return np.clip(self.mesh.points + (self.free @ moves[:, :, None])[:, :, 0], -1, 1)

    def place(self, moves: Array, heights: Array) -> _Place | None:
        """Move there; None where a triangle becomes too small or too slim."""
        triangles = self.mesh.triangles
        corner = self.points(moves)[triangles]
        slim = np.minimum(self.areas, SLIM * _longest(corner) ** 2)
        if (doubled_areas(corner) <= np.maximum(SHRUNK * self.areas, 0.9 * slim)).any():
            return None
        z = (self.shares @ corner).reshape(-1, 2)
        values = self.f(z).reshape(len(corner), -1)
        off = (values - heights[triangles] @ self.shares.T) / self.level
        mean = float(np.mean(np.minimum(np.abs(off), HIGHEST) ** self.power))
        energy = float(np.log(max(mean, LEAST**self.power))) / self.power
        return _Place(moves, heights, z, off, energy)

    @cached_property
    def areas(self) -> Array:
        found: Array = np.abs(doubled_areas(self.mesh.points[self.mesh.triangles]))
        return found

    @cached_property
    def pairs(self) -> Array:
        """Products of two shares of each sample: (samples, 9)."""
        found: Array = (self.shares[:, :, None] * self.shares[:, None]).reshape(-1, 9)
        return found

    @cached_property
    def unknowns(self) -> Ints:
        """Numbers of the three unknowns of each corner of each triangle, (m, 9)."""
        found: Ints = (3 * self.mesh.triangles[:, :, None] + np.arange(3)).reshape(-1, 9)
        return found

    @cached_property
    def pattern(self) -> tuple[Ints, Ints, Ints]:
        """Where the entries of triangles' 9 x 9 blocks go: (m·81,); rows, and starts of columns."""
        count = 3 * len(self.mesh.points)
        keys = self.unknowns[:, None, :] * count + self.unknowns[:, :, None]
        used, entry = np.unique(keys, return_inverse=True)
        starts = np.searchsorted(used, np.arange(count + 1) * count)
        return entry.reshape(-1), used % count, starts

    @cached_property
    def turns(self) -> Array:
        """What each corner's moves and height do to the triangle's: (m, 3, 3, 3)."""
        turn = np.zeros((len(self.free), 3, 3))
        turn[:, :2, :2], turn[:, 2, 2] = self.free, 1.0
        found: Array = turn[self.mesh.triangles]
        return found


def moved(
    f: Sampled, mesh: Mesh, heights: Array, power: float, shares: Array = SHARES
) -> tuple[Mesh, Array]:
    """Take a few steps; then round, before what rounding does to f has grown to a step of SNAP."""
    lowest = float(altitudes(mesh.points[mesh.triangles]).min())
    if not lowest > THINNEST:
        return mesh, heights
    frame = _Frame(f, mesh, power, shares, _free(mesh), _level(f, mesh, heights, shares))
    with np.errstate(all="ignore"):
        found = _descended(frame, heights)
    if found is None:
        return mesh, heights
    step = 2.0 ** np.floor(np.log2(lowest)) * SNAP
    points = frame.points(np.round(found.moves / step) * step)
    if (doubled_areas(points[mesh.triangles]) <= 0).any():
        return mesh, heights
    return replace(mesh, points=points), np.round(found.heights / SNAP) * SNAP


def _descended(frame: _Frame, heights: Array) -> _Place | None:
    here = frame.place(np.zeros((len(heights), 2)), heights)
    damping = DAMPING
    for _ in range(STEPS if here is not None else 0):
        assert here is not None
        matrix, pull = _system(frame, here)
        for _ in range(TRIES):
            way = _solved(frame, matrix, pull, damping)
            found = _along(frame, here, way)
            if found is not None:
                break
            damping *= MORE
        if found is None:
            break
        gain = here.energy - found[0].energy
        here = found[0]
        if found[1] >= 0.25 * (frame.power - 1):  # as far as the linear system meant
            damping *= LESS
        if gain < ENOUGH:
            break
    return here


def _along(frame: _Frame, here: _Place, way: Array) -> tuple[_Place, float] | None:
    """Go along a way, twice as far each time while that gains; also say how far."""
    best, far, share = here, 0.0, 1.0
    while share <= frame.power:
        moves, heights = here.moves + share * way[:, :2], here.heights + share * way[:, 2]
        tried = frame.place(moves, heights)
        if tried is None or not tried.energy < best.energy - GAIN:
            break
        best, far, share = tried, share, 2 * share
    return (best, far) if far else None


def _system(frame: _Frame, here: _Place) -> tuple[Array, Array]:
    """Return the entries of the matrix at the frame's pattern, and the slope of the energy."""
    off, count = here.off, len(here.off)
    weight = np.minimum(np.abs(off), HIGHEST) ** (frame.power - 2)
    weight /= max(float(weight.sum()), np.finfo(float).tiny)
    slope = _slopes(frame.f, here.z).reshape(count, -1, 2) / frame.level
    changes = (slope[:, :, 0], slope[:, :, 1], np.full_like(off, -1.0 / frame.level))
    blocks, pull = np.zeros((count, 3, 3, 3, 3)), np.zeros((count, 3, 3))
    for a in range(3):
        pull[:, :, a] = (weight * off * changes[a]) @ frame.shares
        for b in range(a + 1):
            one = (weight * changes[a] * changes[b]) @ frame.pairs
            blocks[:, :, :, a, b] = blocks[:, :, :, b, a] = one.reshape(count, 3, 3)
    turns = frame.turns
    blocks = turns[:, :, None] @ blocks @ turns[:, None]
    pull = (turns @ pull[..., None])[..., 0]
    entry, rows, _ = frame.pattern
    values = blocks.transpose(0, 1, 3, 2, 4).reshape(-1)
    sums = np.bincount(frame.unknowns.reshape(-1), pull.reshape(-1), 3 * len(here.heights))
    matrix: Array = np.bincount(entry, values, len(rows)).astype(float)
    return matrix, sums.astype(float)


def _solved(frame: _Frame, matrix: Array, pull: Array, damping: float) -> Array:
    """Solve the damped system: the first, shortest step that is tried along it."""
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import splu

    _, rows, starts = frame.pattern
    columns = np.repeat(np.arange(len(pull)), np.diff(starts))
    on = np.flatnonzero(rows == columns)
    diagonal = matrix[on].reshape(-1, 3)
    usual = np.maximum(np.median(diagonal, axis=0), FLOOR * diagonal.max(axis=0))
    floor = np.where(usual > 0, FLOOR * usual, 1.0)
    damped = matrix.copy()
    damped[on] += damping * np.maximum(diagonal, floor).reshape(-1)
    system = csc_array((damped, rows, starts), shape=(len(pull), len(pull)))
    way: Array = splu(system).solve(-pull).reshape(-1, 3) / (frame.power - 1)
    return way


def _slopes(f: Sampled, z: Array) -> Array:
    """Compute slopes of f at points (k, 2) of the square, by differences that stay inside."""
    signs = np.where(z + STEP > 1, -1.0, 1.0)
    stepped = np.concatenate([z, *(z + signs * step for step in STEP * np.eye(2))])
    values = f(stepped).reshape(3, len(z))
    found: Array = ((values[1:] - values[0]) / STEP).T * signs
    return found


def _level(f: Sampled, mesh: Mesh, heights: Array, shares: Array) -> float:
    corner = mesh.points[mesh.triangles]
    values = f((shares @ corner).reshape(-1, 2)).reshape(len(corner), -1)
    return max(float(np.abs(values - heights[mesh.triangles] @ shares.T).max()), LEAST)


def _longest(corner: Array) -> Array:
    sides = corner - corner[:, [2, 0, 1]]
    found: Array = np.sqrt((sides * sides).sum(axis=2).max(axis=1))
    return found


def _free(mesh: Mesh) -> Array:
    """Return for each vertex a matrix that keeps only the moves that its lines allow: (n, 2, 2)."""
    frame = np.tile(np.eye(2), (len(mesh.points), 1, 1))
    for vertex, mask in enumerate(mesh.on.tolist()):
        if mask:
            which = [k for k in range(len(mesh.lines)) if mask >> k & 1]
            a, b = mesh.lines[which[0], :2] / np.linalg.norm(mesh.lines[which[0], :2])
            t = np.array([-b, a])
            frame[vertex] = np.outer(t, t) if len(which) == 1 else 0.0
    return frame


# Move vertices, and choose their heights, for the least largest error: by ever higher powers.


def errors(f: Sampled, mesh: Mesh, heights: Array, shares: Array = SHARES) -> Array:
    """Compute f less the surface at samples of each triangle: (m, samples)."""
    corner, height = mesh.points[mesh.triangles], heights[mesh.triangles]
    values = f((shares @ corner).reshape(-1, 2)).reshape(len(corner), -1)
    found: Array = values - height @ shares.T
    return found


def polished(f: Sampled, mesh: Mesh, heights: Array) -> tuple[Mesh, Array]:
    """Move vertices and heights, and flip edges, in turn."""
    for power, shares in POWERS:
        mesh, heights = moved(f, mesh, heights, power, shares)
        mesh = flipped(f, mesh, _Price(f, mesh, heights, power))
    return mesh, heights


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
