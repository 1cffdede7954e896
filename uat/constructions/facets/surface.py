"""A surface is a height for each vertex of a triangulation, and straight in between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.constructions.pieces import Facet

EPS = float(np.finfo(float).eps)
ROUNDED = 64 * EPS  # of the heights: kinks that change them by less are rounding
INSIDE = 1e-12  # of the square: vertices so close to its sides are on them

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Kinks:
    """Edges across which the slope changes.

    ends: (k, 2), vertices. sides: (k, 2), the triangles to the left and to the right, seen from the
    first end. strength: (k,), by how much the slope across the edge is larger on the left.
    """

    ends: Ints
    sides: Ints
    strength: Array


@dataclass(frozen=True, eq=False, repr=False)
class Surface:
    """A continuous function, straight on each triangle, on the square [-1, 1]².

    points: (n, 2), vertices; some may lie outside of the square. heights: (n,). triangles: (m, 3),
    vertices counter-clockwise. Together they cover the square. box: what the square stands for.
    """

    points: Array
    heights: Array
    triangles: Ints
    box: tuple[tuple[float, float], ...]

    def __repr__(self) -> str:
        return f"Surface({len(self.triangles)} triangles, {len(self.points)} vertices)"

    @cached_property
    def planes(self) -> Array:
        """Slopes along both axes of the square, and the height at its middle: (m, 3)."""
        corner = self.points[self.triangles]
        height = self.heights[self.triangles]
        slopes = gradients(corner, height)
        offset = height[:, 0] - (slopes * corner[:, 0]).sum(axis=1)
        return np.column_stack([slopes, offset])

    @cached_property
    def kinks(self) -> Kinks:
        """Edges inside the square across which the slope changes by more than rounding."""
        ends, sides = inner_edges(self.triangles)
        start, stop = self.points[ends[:, 0]], self.points[ends[:, 1]]
        inside = _meets_square(start, stop)
        ends, sides, start, stop = ends[inside], sides[inside], start[inside], stop[inside]
        normal = left_of(stop - start)
        jump = self.planes[sides[:, 0], :2] - self.planes[sides[:, 1], :2]
        strength = (jump * normal).sum(axis=1)
        lowest = altitudes(self.points[self.triangles])[sides].min(axis=1)
        large = np.abs(strength) > ROUNDED * float(np.abs(self.heights).max()) / lowest
        return Kinks(ends[large], sides[large], strength[large])

    @cached_property
    def facets(self) -> Ints:
        """Number of the facet that each triangle belongs to, from 0; -1 outside the square.

        Neighbours that are one plane are one facet.
        """
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        ends, sides = inner_edges(self.triangles)
        bent = {tuple(pair) for pair in np.sort(self.kinks.ends, axis=1).tolist()}
        flat = [tuple(pair) not in bent for pair in np.sort(ends, axis=1).tolist()]
        inside = np.array([len(clipped(c)) > 0 for c in self.points[self.triangles]])
        keep = np.array(flat, dtype=bool) & inside[sides].all(axis=1)
        count = len(self.triangles)
        pairs = (np.ones(int(keep.sum())), (sides[keep, 0], sides[keep, 1]))
        label = connected_components(coo_array(pairs, shape=(count, count)), directed=False)[1]
        found = np.full(count, -1)
        found[inside] = np.unique(label[inside], return_inverse=True)[1]
        return found

    @property
    def pieces(self) -> int:
        """Number of facets inside the square."""
        return int(self.facets.max()) + 1

    def __call__(self, z: Array) -> Array:
        """Evaluate at points (n, 2) of the square."""
        owner = owners(self, z)
        a = self.planes[owner]
        values: Array = (a[:, :2] * z).sum(axis=1) + a[:, 2]
        return values

    def outlines(self) -> list[Array]:
        """Return each triangle inside the box as a polygon (k, 2), in the units of the inputs."""
        return [
            self._in_box(part) for part in map(clipped, self.points[self.triangles]) if len(part)
        ]

    def edges(self) -> Array:
        """Return the ends of edges with a kink, in the units of the inputs: (k, 2, 2)."""
        return self._in_box(self.points[self.kinks.ends])

    def as_pieces(self) -> tuple[Facet, ...]:
        """Return plain `Facet` objects, from the first triangle on."""
        low, high = np.array(self.box, dtype=float).T
        center, half = 0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low
        parts: dict[int, list[tuple[tuple[float, float], ...]]] = {}
        first: dict[int, int] = {}
        for number, facet in enumerate(self.facets.tolist()):
            if facet < 0:
                continue
            first.setdefault(facet, number)
            outline = self._in_box(clipped(self.points[self.triangles[number]]))
            parts.setdefault(facet, []).append(tuple((x, y) for x, y in outline.tolist()))
        found = []
        for facet in sorted(parts):
            a, b, level = self.planes[first[facet]]
            slope = (float(a / half[0]), float(b / half[1]))
            offset = float(level - slope[0] * center[0] - slope[1] * center[1])
            found.append(Facet(tuple(parts[facet]), slope, offset))
        return tuple(found)

    def _in_box(self, z: Array) -> Array:
        low, high = np.array(self.box, dtype=float).T
        found: Array = low + 0.5 * (z + 1.0) * (high - low)
        return found


def grade_shares(grade: int) -> Array:
    """Return barycentric coordinates of even samples of a triangle, corners included."""
    rows = [(i, j, grade - i - j) for i in range(grade + 1) for j in range(grade + 1 - i)]
    return np.array(rows, dtype=float) / grade


def gradients(corner: Array, height: Array) -> Array:
    """Compute the slope of each triangle, (m, 2), from corners (m, 3, 2) and heights (m, 3)."""
    u, v = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    du, dv = height[:, 1] - height[:, 0], height[:, 2] - height[:, 0]
    area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    x = (du * v[:, 1] - dv * u[:, 1]) / area
    y = (dv * u[:, 0] - du * v[:, 0]) / area
    return np.column_stack([x, y])


def doubled_areas(corner: Array) -> Array:
    """Compute twice the area of each triangle, negative where it is clockwise."""
    u, v = corner[..., 1, :] - corner[..., 0, :], corner[..., 2, :] - corner[..., 0, :]
    found: Array = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return found


def altitudes(corner: Array) -> Array:
    """Compute the least height of each triangle: twice its area by its longest side."""
    sides = np.linalg.norm(corner - np.roll(corner, 1, axis=1), axis=2)
    longest = np.maximum(sides.max(axis=1), np.finfo(float).tiny)  # of a point, too
    least: Array = np.abs(doubled_areas(corner)) / longest
    return least


def left_of(along: Array) -> Array:
    """Return unit vectors to the left of vectors (k, 2)."""
    turned = np.column_stack([-along[:, 1], along[:, 0]])
    unit: Array = turned / np.linalg.norm(along, axis=1)[:, None]
    return unit


def inner_edges(triangles: Ints) -> tuple[Ints, Ints]:
    """Return edges between two triangles, (k, 2), and these: to their left, to their right."""
    count = len(triangles)
    start = triangles.T.reshape(-1)
    stop = np.roll(triangles, -1, axis=1).T.reshape(-1)
    owner = np.tile(np.arange(count), 3)
    key = np.minimum(start, stop) * (triangles.max() + 1) + np.maximum(start, stop)
    order = np.lexsort((start > stop, key))
    twice = np.flatnonzero(key[order][1:] == key[order][:-1])
    one, other = order[twice], order[twice + 1]
    return np.column_stack([start[one], stop[one]]), np.column_stack([owner[one], owner[other]])


def clipped(corner: Array) -> Array:
    """Cut a triangle (3, 2) off at the sides of the square: a polygon, or nothing."""
    if (np.abs(corner) <= 1.0).all():
        return corner
    part = corner
    for axis in (0, 1):
        for side in (1.0, -1.0):
            depth = 1.0 - side * part[:, axis]
            depth[np.abs(depth) <= INSIDE] = 0.0
            if (depth <= 0).all():
                return np.zeros((0, 2))
            kept = []
            for i in range(len(part)):
                j = (i + 1) % len(part)
                if depth[i] >= 0:
                    kept.append(part[i])
                if depth[i] * depth[j] < 0:
                    share = depth[i] / (depth[i] - depth[j])
                    kept.append(part[i] + share * (part[j] - part[i]))
            part = np.array(kept)
    return part


def owners(surface: Surface, z: Array) -> Ints:
    """Find for each point of the square the triangle that holds it; else the nearest by."""
    corner = surface.points[surface.triangles]
    found = np.zeros(len(z), dtype=np.int64)
    best = np.full(len(z), -np.inf)
    order = np.argsort(z[:, 0], kind="stable")
    along = z[order, 0]
    first = np.searchsorted(along, corner[:, :, 0].min(axis=1) - 1e-9)
    last = np.searchsorted(along, corner[:, :, 0].max(axis=1) + 1e-9)
    low, high = corner[:, :, 1].min(axis=1) - 1e-9, corner[:, :, 1].max(axis=1) + 1e-9
    for number, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        here = order[begin:end]
        height = z[here, 1]
        here = here[(height >= low[number]) & (height <= high[number])]
        a, b, c = shares(corner[number], z[here]).T
        depth = np.minimum(np.minimum(a, b), c)
        better = depth > best[here]
        found[here[better]], best[here[better]] = number, depth[better]
    return found


def shares(corner: Array, z: Array) -> Any:
    """Compute barycentric coordinates of points (n, 2) in one triangle: (n, 3)."""
    u, v, w = corner[1] - corner[0], corner[2] - corner[0], z - corner[0]
    area = u[0] * v[1] - u[1] * v[0]
    b = (w[:, 0] * v[1] - w[:, 1] * v[0]) / area
    c = (u[0] * w[:, 1] - u[1] * w[:, 0]) / area
    return np.column_stack([1 - b - c, b, c])


def _meets_square(start: Array, stop: Array) -> NDArray[np.bool_]:
    """Tell which edges run through the inside of the square."""
    enter, leave = np.zeros(len(start)), np.ones(len(start))
    along = stop - start
    outside = np.zeros(len(start), dtype=bool)
    for axis in (0, 1):
        for side in (1.0, -1.0):
            depth, change = 1.0 - INSIDE - side * start[:, axis], -side * along[:, axis]
            with np.errstate(divide="ignore", invalid="ignore"):
                at = -depth / change
            enter = np.where(change > 0, np.maximum(enter, at), enter)
            leave = np.where(change < 0, np.minimum(leave, at), leave)
            outside |= (change == 0) & (depth <= 0)
    meets: NDArray[np.bool_] = ~outside & (leave - enter > INSIDE)
    return meets
