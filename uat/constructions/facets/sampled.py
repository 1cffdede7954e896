"""Sample f on triangles, and look for what samples miss: on a grid, and closer where it is worst.

Samples of a large triangle are blind to a narrow peak. Where looking finds one, the place is kept,
and from then on every triangle that holds it is judged there, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from uat.base.arrays import Array, grid_points
from uat.base.ties import largest_few
from uat.constructions.facets.surface import Ints, Surface, grade_shares, owners, shares

GRADE = 6  # samples along each side of a triangle, less one
GRID = 301  # probes along each side of the square: as many as the error is measured at
PEAKS, ZOOMS, AROUND = 60, 10, 24
WIDE = 0.15  # of a triangle: first steps around its worst point
SEED = 113
HIDDEN = 2.2  # times what samples show: a bowl's interpolant is twice as far off as its span says
NEW, MOST_PLACES = 30, 400
EVEN = 1e-9  # what differs by less is even: rounding decides nothing

Function = Callable[[Array], Array]  # of points (n, 2) of the square, in tolerances


SHARES = grade_shares(GRADE)
FINE = grade_shares(17)
CORNERS = [int(np.flatnonzero(SHARES[:, k] == 1.0)[0]) for k in range(3)]
MIDDLES = [
    int(np.flatnonzero((SHARES - half == 0).all(axis=1))[0]) for half in 0.5 * (1 - np.eye(3))
]


def even_probes(count: int = GRID) -> Array:
    """Return the points of a grid over the square, so many along each side."""
    return grid_points([np.linspace(-1, 1, count)] * 2)


@dataclass(eq=False)
class Sampled:
    """f on the square, in tolerances, and where it has to be looked at.

    probes: (n, 2), points at which an error is looked for. places: (k, 2), points at which it was
    found although samples did not show it.
    """

    f: Function
    probes: Array = field(default_factory=even_probes)
    places: Array = field(default_factory=lambda: np.zeros((0, 2)))

    def __call__(self, z: Array) -> Array:
        return self.f(z)

    @cached_property
    def at_probes(self) -> Array:
        return self.f(self.probes)

    def learn(self, points: Array, triangles: Ints, goal: float) -> bool:
        """Keep the places at which samples are blind to what the interpolant misses."""
        found, at = largest_errors(self, points, triangles, self(points))
        shown = np.maximum(spans(self, points[triangles]), goal)
        hidden = np.flatnonzero(found > HIDDEN * shown)
        room = min(NEW, MOST_PLACES - len(self.places))
        if not hidden.size or room <= 0:
            return False
        new = hidden[np.argsort(-np.round(found[hidden], 9), kind="stable")[:room]]
        self.places = np.concatenate([self.places, at[new]])
        return True


def spans(f: Sampled, corner: Array) -> Array:
    """Estimate the error on each triangle (m, 3, 2) with the best heights: (m,).

    Where f is bent to one side, a shift of all heights halves the error of interpolation, so it is
    half the span of f less its interpolant. Where f is a saddle there is no such shift.
    """
    if not len(corner):
        return np.zeros(0)
    values = f((SHARES @ corner).reshape(-1, 2)).reshape(len(corner), -1)
    off = values - values[:, CORNERS] @ SHARES.T
    above, below = np.maximum(off.max(axis=1), 0), np.maximum(-off.min(axis=1), 0)
    if len(f.places):
        _add_places(f, corner, values[:, CORNERS], above, below)
    q = off[:, MIDDLES]  # of a quadratic form, its values on the three sides
    # Where its determinant is positive, or 0 but for rounding, it is bent to one side.
    bent = q.sum(axis=1) ** 2 >= (2 - EVEN) * (q * q).sum(axis=1)
    found: Array = np.where(bent, 0.5 * (above + below), np.maximum(above, below))
    return found


def _add_places(f: Sampled, corner: Array, heights: Array, above: Array, below: Array) -> None:
    """Take the interpolant's error also at places that triangles hold."""
    low, high = corner.min(axis=1), corner.max(axis=1)
    for place, value in zip(f.places, f(f.places).tolist(), strict=True):
        near = np.flatnonzero(((low <= place) & (place <= high)).all(axis=1))
        for row in near.tolist():
            share = shares(corner[row], place[None])[0]
            if share.min() >= 0:
                off = value - float(share @ heights[row])
                above[row], below[row] = max(above[row], off), max(below[row], -off)


def largest_errors(
    f: Sampled, points: Array, triangles: Ints, heights: Array
) -> tuple[Array, Array]:
    """Find the largest error on each triangle, (m,), and where it is, (m, 2).

    It is looked for at fine samples, probes and places, and around the worst of all these.
    """
    corner, height = points[triangles], heights[triangles]
    rows = np.arange(len(corner))
    off = np.abs(f((FINE @ corner).reshape(-1, 2)).reshape(len(corner), -1) - height @ FINE.T)
    best = np.round(off, 9).argmax(axis=1)
    found, at = off[rows, best], FINE[best]
    z = np.concatenate([f.probes, f.places])
    surface = Surface(points, heights, triangles, ((-1, 1), (-1, 1)))
    owner = owners(surface, z)
    plane = surface.planes[owner]
    values = np.concatenate([f.at_probes, f(f.places)])
    off = np.round(np.abs(values - (plane[:, :2] * z).sum(axis=1) - plane[:, 2]), 9)
    most = np.full(len(corner), -np.inf)
    np.maximum.at(most, owner, off)
    top = np.flatnonzero(off == most[owner])
    holds, first = np.unique(owner[top], return_index=True)
    more = most[holds] > found[holds] + EVEN
    holds, top = holds[more], top[first[more]]
    found[holds], at[holds] = most[holds], _shares_in(corner[holds], z[top])
    _zoom(f, corner, height, found, at)
    return found, (at[:, None, :] @ corner)[:, 0]


def _shares_in(corner: Array, z: Array) -> Array:
    """Compute barycentric coordinates of each point in its triangle, moved into it: (n, 3)."""
    u, v, w = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0], z - corner[:, 0]
    area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    b = (w[:, 0] * v[:, 1] - w[:, 1] * v[:, 0]) / area
    c = (u[:, 0] * w[:, 1] - u[:, 1] * w[:, 0]) / area
    return np.column_stack([1 - b - c, b, c])


def _zoom(f: Sampled, corner: Array, height: Array, found: Array, at: Array) -> None:
    """Take random steps around the worst points of the worst triangles, shorter and shorter."""
    rng = np.random.default_rng(SEED)
    worst = largest_few(found, PEAKS)
    rows = np.arange(len(worst))
    width = WIDE
    for _ in range(ZOOMS):
        around = at[worst] + width * rng.uniform(-1, 1, (AROUND, len(worst), 3))
        around = np.maximum(around, 0.0)
        around /= np.maximum(around.sum(axis=2, keepdims=True), 1e-9)
        z = (around[:, :, None, :] @ corner[worst])[:, :, 0]
        level = (around * height[worst]).sum(axis=2)
        off = np.abs(f(z.reshape(-1, 2)).reshape(AROUND, -1) - level)
        top = off.argmax(axis=0)
        better = off[top, rows] > found[worst]
        found[worst[better]] = off[top, rows][better]
        at[worst[better]] = around[top, rows][better]
        width *= 0.5
