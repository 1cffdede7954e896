"""Find Delaunay's triangles between points (tetrahedra, …), and the one around a point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError

INSIDE = -1e-9  # the least barycentric coordinate of a point that counts as inside
FLAT = 1e-10  # of the cube of its edges: less content makes a simplex too flat to compute with
MOST_STEPS = 2000  # of a walk; on Delaunay's triangles every walk ends (De Floriani et al. 1991)
MOST_FLAT = 60  # of its steps through flat simplices, which tell nothing of the way


@dataclass(frozen=True, eq=False)
class Triangles:
    """Simplices that fill the hull of points.

    points: (n, m). corners: (t, m + 1), indices of points. neighbours: (t, m + 1), the simplex
    beyond the side opposite to each corner, -1 where there is none. inverse: (t, m, m), from
    p - last corner to the barycentric coordinates of the other corners; NaN for flat ones.
    flat: (t,), which of them are too flat. first: (n,), a simplex at each point.
    """

    points: Array
    corners: NDArray[Any]
    neighbours: NDArray[Any]
    inverse: Array
    flat: NDArray[np.bool_]
    first: NDArray[Any]

    def interpolated(self, values: Array, at: Array, near: NDArray[np.intp]) -> Array:
        """Interpolate linearly between the corners: (q, outputs); NaN beyond the hull.

        values: (n, outputs) at the points. at: (q, m). near: (q,), a point close to each, where the
        walk to it begins: always across the side that is most in the way, and out of a flat simplex
        across any.
        """
        found = np.full((len(at), values.shape[1]), np.nan)
        place, left = self.first[near], np.arange(len(at))
        patience = np.full(len(at), MOST_FLAT)
        anywhere = np.random.default_rng(0)
        for _ in range(MOST_STEPS):
            shares = self._barycentric(place, at[left])
            inside = shares.min(axis=1) >= INSIDE
            corners = self.corners[place[inside]]
            found[left[inside]] = np.einsum("qc,qco->qo", shares[inside], values[corners])
            flat = self.flat[place]
            blind = anywhere.random(shares.shape) + 2.0 * (self.neighbours[place] < 0)
            side = np.argmin(np.where(flat[:, None], blind, shares), axis=1)
            beyond = self.neighbours[place, side]
            patience -= flat
            walks = ~inside & (beyond >= 0) & (patience > 0)
            place, left, patience = beyond[walks], left[walks], patience[walks]
            if not left.size:
                break
        return found

    def _barycentric(self, place: NDArray[Any], at: Array) -> Array:
        """Return barycentric (q, m + 1) for points at (q, m) in simplices of these numbers."""
        away = at - self.points[self.corners[place, -1]]
        shares = np.einsum("qij,qj->qi", self.inverse[place], away)
        return np.concatenate([shares, 1.0 - shares.sum(axis=1, keepdims=True)], axis=1)


def make_triangles(points: Array) -> Triangles:
    """Make triangles. Raises InputError for points too close to one line or plane."""
    from scipy.spatial import Delaunay, QhullError

    try:
        found = Delaunay(points)
    except QhullError as error:
        raise InputError("the samples lie too close to one line or plane to be joined") from error
    corners = points[found.simplices]
    edges = np.swapaxes(corners[:, :-1] - corners[:, -1:], 1, 2)
    longest = np.linalg.norm(edges, axis=1).max(axis=1)
    flat = np.abs(np.linalg.det(edges)) <= FLAT * longest ** points.shape[1]
    edges[flat] = np.eye(points.shape[1])
    inverse = np.linalg.inv(edges)
    inverse[flat] = np.nan  # nothing is inside
    first = found.vertex_to_simplex.copy()
    first[found.coplanar[:, 0]] = found.coplanar[:, 1]  # coincide with others, and are no corners
    first = np.maximum(first, 0)
    return Triangles(
        points=points,
        corners=found.simplices,
        neighbours=found.neighbors,
        inverse=inverse,
        flat=flat,
        first=first,
    )
