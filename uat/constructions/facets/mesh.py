"""Triangulations that change: edges are cut, flipped and collapsed where f is straighter.

What is too much is told by the span of f less its interpolant on a triangle: half of it is the
error that the best shift leaves. Sides of the square and creases of f are lines that vertices may
slide along; an edge on such a line is never flipped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.constructions.facets.sampled import Sampled, spans
from uat.constructions.facets.surface import (
    Ints,
    altitudes,
    doubled_areas,
    inner_edges,
)

ON_LINE = 1e-12  # of the square
BETTER = 1e-6  # relatively: flips that gain less are none
THINNEST = 1e-9  # of the square: triangles of less altitude are not made
SHORT = 0.15  # of the span: what a cut of half the longest side has to gain
ROUNDS = 60

Bools = NDArray[np.bool_]


Watch = Callable[[Array], None]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangulation of the square, on which f may bend along lines.

    points: (n, 2). triangles: (m, 3), counter-clockwise. on: (n,), for each vertex the lines on
    which it lies, as bits. lines: (k, 3): (a, b, c) with a·x + b·y = c; sides come first.
    """

    points: Array
    triangles: Ints
    on: Ints
    lines: Array

    @cached_property
    def edges(self) -> tuple[Ints, Ints]:
        return inner_edges(self.triangles)


def first_mesh(creases: Array) -> Mesh:
    """Cut the square into triangles along lines (k, 3)."""
    sides = np.array([[1.0, 0, 1], [-1, 0, 1], [0, 1, 1], [0, -1, 1]])
    points = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])
    mesh = Mesh(points, np.array([[0, 1, 2], [0, 2, 3]]), np.array([10, 9, 5, 6]), sides)
    for line in creases:
        mesh = _cut(mesh, line)
    return mesh


def _cut(mesh: Mesh, line: Array) -> Mesh:
    """Cut all triangles along one more line."""
    bit = 1 << len(mesh.lines)
    points, on = mesh.points.tolist(), mesh.on.tolist()
    level = mesh.points @ line[:2] - line[2]
    level[np.abs(level) <= ON_LINE] = 0.0
    side = np.sign(level).tolist()
    on = [mask | bit if s == 0 else mask for mask, s in zip(on, side, strict=True)]
    made: dict[tuple[int, int], int] = {}
    triangles = []
    for corners in mesh.triangles.tolist():
        signs = [side[v] for v in corners]
        if max(signs) * min(signs) >= 0:
            triangles.append(corners)
            continue
        k = next(
            k
            for k in range(3)
            if signs[k] != 0
            and signs[k] * signs[(k + 1) % 3] <= 0
            and signs[k] * signs[(k + 2) % 3] <= 0
        )
        a, b, c = (corners[(k + i) % 3] for i in range(3))
        cuts = []
        for other in (b, c):
            key = (min(a, other), max(a, other))
            if side[other] == 0:
                made[key] = other
            elif key not in made:
                share = level[a] / (level[a] - level[other])
                place = mesh.points[a] + share * (mesh.points[other] - mesh.points[a])
                made[key] = len(points)
                points.append(place.tolist())
                on.append(bit | int(mesh.on[a] & mesh.on[other]))
            cuts.append(made[key])
        p, q = cuts
        triangles += [t for t in ([a, p, q], [p, b, c], [p, c, q]) if len(set(t)) == 3]
    lines = np.concatenate([mesh.lines, [line]])
    return Mesh(np.array(points), np.array(triangles), np.array(on, dtype=np.int64), lines)


def refined(
    f: Sampled, mesh: Mesh, goal: float, most: int, least: int = 0, watch: Watch | None = None
) -> Mesh:
    """Cut edges until half the span is at most `goal` on all triangles, or there are too many.

    watch: called with the spans of each mesh on the way; it may raise.
    """
    for _ in range(ROUNDS):
        found = spans(f, mesh.points[mesh.triangles])
        if watch is not None:
            watch(found)
        wide = found > goal
        if len(mesh.triangles) < least:
            longest = altitudes(mesh.points[mesh.triangles])
            wide |= longest > 0.2
        if not wide.any() or len(mesh.triangles) > most:
            break
        mesh = flipped(f, bisected(f, mesh, wide, found))
    return mesh


def bisected(f: Sampled, mesh: Mesh, wide: Bools, found: Array) -> Mesh:
    """Cut one edge of each chosen triangle at its middle: the one that leaves least."""
    which = np.flatnonzero(wide)
    corner = mesh.points[mesh.triangles[which]]
    sides = np.linalg.norm(corner - np.roll(corner, 1, axis=1), axis=2)
    left, longest = [], sides.max(axis=1)
    for k in range(3):
        a, b, c = (corner[:, (k + i) % 3] for i in range(3))
        middle = 0.5 * (a + b)
        halves = [np.stack([a, middle, c], axis=1), np.stack([middle, b, c], axis=1)]
        left.append(np.maximum(*(spans(f, half) for half in halves)))
        with np.errstate(divide="ignore"):  # an edge without a length is never cut
            left[-1] += SHORT * found[which] * (longest / np.linalg.norm(b - a, axis=1) - 1)
    best = np.argmin(np.round(np.array(left), 9), axis=0)
    triangles = mesh.triangles.tolist()
    holder = {}
    for number, t in enumerate(triangles):
        for k in range(3):
            holder[t[k], t[(k + 1) % 3]] = number
    points, on = mesh.points.tolist(), mesh.on.tolist()
    busy: set[int] = set()
    for row in np.argsort(-np.round(found[which], 9), kind="stable").tolist():
        number, k = int(which[row]), int(best[row])
        t = mesh.triangles[number].tolist()
        start, stop = t[k], t[(k + 1) % 3]
        other = holder.get((stop, start))
        if number in busy or other in busy:
            continue
        new = len(points)
        points.append([0.5 * (p + q) for p, q in zip(points[start], points[stop], strict=True)])
        on.append(on[start] & on[stop])
        for holds, (p, q) in ((number, (start, stop)), (other, (stop, start))):
            if holds is None:
                continue
            busy.add(holds)
            r = next(v for v in triangles[holds] if v not in (p, q))
            triangles[holds] = [p, new, r]
            triangles.append([new, q, r])
    return Mesh(np.array(points), np.array(triangles), np.array(on, dtype=np.int64), mesh.lines)


def flipped(f: Sampled, mesh: Mesh, cost: Callable[[Ints], Array] | None = None) -> Mesh:
    """Flip edges while the sum of fourth powers of the spans becomes less."""

    def usual(triangles: Ints) -> Array:
        return np.asarray(spans(f, points[triangles]) ** 4)

    points, price = mesh.points, cost or usual
    for _ in range(ROUNDS):
        ends, sides = mesh.edges
        free = (mesh.on[ends[:, 0]] & mesh.on[ends[:, 1]]) == 0
        ends, sides = ends[free], sides[free]
        if not len(ends):
            return mesh
        left = mesh.triangles[sides[:, 0]].sum(axis=1) - ends.sum(axis=1)
        right = mesh.triangles[sides[:, 1]].sum(axis=1) - ends.sum(axis=1)
        one = np.column_stack([left, right, ends[:, 1]])
        other = np.column_stack([right, left, ends[:, 0]])
        valid = np.minimum(_thin(mesh.points[one]), _thin(mesh.points[other])) > THINNEST
        if not valid.any():
            return mesh
        one, other, sides = one[valid], other[valid], sides[valid]
        now = price(mesh.triangles)
        before = now[sides].sum(axis=1)
        after = price(one) + price(other)
        gain = before - after
        chosen = np.flatnonzero(gain > BETTER * before + 1e-12)
        if not chosen.size:
            return mesh
        triangles = mesh.triangles.copy()
        busy = np.zeros(len(triangles), dtype=bool)
        for row in chosen[np.lexsort((chosen, -np.round(gain[chosen] / gain.max(), 6)))].tolist():
            if busy[sides[row]].any():
                continue
            busy[sides[row]] = True
            triangles[sides[row, 0]], triangles[sides[row, 1]] = one[row], other[row]
        mesh = replace(mesh, triangles=triangles)
    return mesh


def _thin(corner: Array) -> Array:
    """Return altitudes, negative where a triangle is clockwise."""
    found: Array = np.sign(doubled_areas(corner)) * altitudes(corner)
    return found


def collapses(f: Sampled, mesh: Mesh) -> tuple[list[tuple[int, int]], Array]:
    """List edges that may be collapsed, as (vertex, onto which), and the largest span left."""
    star: dict[int, list[int]] = {}
    for number, t in enumerate(mesh.triangles.tolist()):
        for vertex in t:
            star.setdefault(vertex, []).append(number)
    pairs: list[tuple[int, int]] = []
    made, owner = [], []
    triangles, on = mesh.triangles.tolist(), mesh.on.tolist()
    for vertex, around in star.items():
        near = {v for number in around for v in triangles[number]} - {vertex}
        for onto in sorted(near):
            if on[vertex] & ~on[onto]:
                continue
            new = [
                [onto if v == vertex else v for v in triangles[number]]
                for number in around
                if onto not in triangles[number]
            ]
            made += new
            owner += [len(pairs)] * len(new)
            pairs.append((vertex, onto))
    worst = np.zeros(len(pairs))
    if made:
        corner, of = mesh.points[np.array(made)], np.array(owner)
        bad = _thin(corner) <= THINNEST
        left = np.full(len(made), np.inf)
        left[~bad] = spans(f, corner[~bad])
        np.maximum.at(worst, of, left)
    return pairs, worst


def collapsed(
    mesh: Mesh, pairs: list[tuple[int, int]], worst: Array, goal: float, most: int
) -> tuple[Mesh, int]:
    """Collapse edges that leave at most `goal`, the best first, none next to each other."""
    near: dict[int, set[int]] = {}
    for t in mesh.triangles.tolist():
        for vertex in t:
            near.setdefault(vertex, set()).update(t)
    busy: set[int] = set()
    onto = np.arange(len(mesh.points))
    done = 0
    for row in np.argsort(np.round(worst, 9), kind="stable").tolist():
        if worst[row] > goal or np.isinf(worst[row]) or done >= most:
            break
        vertex, other = pairs[row]
        if near[vertex] & busy:
            continue
        busy |= near[vertex]
        onto[vertex] = other
        done += 1
    return _kept(mesh, onto), done


def _kept(mesh: Mesh, onto: Ints) -> Mesh:
    """Replace vertices by others; leave out triangles and vertices that are gone."""
    triangles = onto[mesh.triangles]
    alive = (
        (triangles[:, 0] != triangles[:, 1])
        & (triangles[:, 1] != triangles[:, 2])
        & (triangles[:, 2] != triangles[:, 0])
    )
    used, numbers = np.unique(triangles[alive], return_inverse=True)
    return Mesh(
        mesh.points[used], numbers.reshape(-1, 3).astype(np.int64), mesh.on[used], mesh.lines
    )


def coarsened(f: Sampled, mesh: Mesh, goal: float) -> Mesh:
    """Collapse and flip while half the span stays within `goal`."""
    for _ in range(ROUNDS):
        mesh, done = collapsed(mesh, *collapses(f, mesh), goal, len(mesh.points))
        if not done:
            break
        mesh = flipped(f, mesh)
    return mesh
