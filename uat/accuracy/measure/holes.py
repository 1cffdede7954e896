"""Find how deep the holes of towers are: where two of their sides cross, none need be on.

A tower is on where the sum of its steps exceeds m - 1/2. Where the steps of two inputs are on their
way at once, u and v, the four towers that meet there have m - 2 + u + v, m - 2 + u + (1 - v) and so
on: at u = v = 1/2 all of these are m - 1, and none is on, whatever the other inputs are. Where one
tower runs past a corner of two others it is off for u below 1/2, and they are for u up to 3/4. So
in the plane holes are at corners; in three dimensions they run along edges, and are deepest where
|f| is largest along one. Both kinds are read at u, v = 1/4, 1/2 and 3/4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

import numpy as np

from uat.accuracy.measure.distance import Distance
from uat.accuracy.measure.error import Holes
from uat.base.arrays import Array, grid_points
from uat.base.ties import first_of_largest, largest_few, leftmost_of_largest
from uat.networks.network import Network

Box = Sequence[tuple[float, float]]

INSIDE = np.array([0.0, -1.0, 1.0])  # of the width of a step: about 1/2, 1/4 and 3/4 of its way
ALONG = 17  # places along an edge, apart from the corners on it
MOST_READ = 400_000
FOLLOWED, ROUNDS = 32, 12  # places that are looked at more closely, and how often


def find_holes(
    network: Network,
    function: Callable[..., Array],
    box: Box,
    cuts: Sequence[Array],
    widths: Sequence[float],
) -> Holes:
    """Find the deepest hole of a network of towers; count the corners or edges that were read.

    cuts: for each input the places of its steps inside the box. widths: how far from them a step is
    about a quarter of its way up, or three quarters.
    """
    depth = Distance(network, function).at
    count, found, depths = 0, [], []
    pairs = list(combinations(range(len(box)), 2))
    for pair in pairs:
        count += int(np.prod([cuts[k].size for k in pair]))
        for points in _crossings(pair, box, cuts, widths, MOST_READ // len(pairs)):
            heights = depth(points)
            top = largest_few(heights, FOLLOWED)
            free = [k for k in range(len(box)) if k not in pair]
            at, height = _followed(depth, points[top], heights[top], free, box)
            best = first_of_largest(height)
            found.append(at[best])
            depths.append(float(height[best]))
    if not found:
        return Holes(0, 0.0, ())
    deepest = leftmost_of_largest(depths, np.array(found))
    return Holes(count, depths[deepest], tuple(found[deepest].tolist()))


def _crossings(
    pair: tuple[int, int], box: Box, cuts: Sequence[Array], widths: Sequence[float], most: int
) -> Iterator[Array]:
    """Choose points (n, m) where steps of two inputs cross: all of them, or some by a lot."""
    if not all(cuts[k].size for k in pair):
        return
    lines = []
    for k, (low, high) in enumerate(box):
        if k in pair:
            lines.append(cuts[k])
        else:
            lines.append(np.unique(np.concatenate([np.linspace(low, high, ALONG), cuts[k]])))
    room = max(1, int((most / INSIDE.size**2) ** (1 / len(lines))))
    lot = np.random.default_rng(113)
    chosen = [x if x.size <= room else np.sort(lot.choice(x, room, replace=False)) for x in lines]
    grid = grid_points(chosen)
    offsets = np.zeros((INSIDE.size**2, len(lines)))
    offsets[:, pair] = list(product(*(INSIDE * widths[k] for k in pair)))
    low, high = np.array(box, dtype=float).T
    yield np.clip((grid[:, None] + offsets).reshape(-1, len(lines)), low, high)


def _followed(
    depth: Callable[[Array], Array], points: Array, depths: Array, free: Sequence[int], box: Box
) -> tuple[Array, Array]:
    """Follow the edges through some points, closer and closer, to where holes are deepest."""
    low, high = np.array(box, dtype=float).T
    for closer in range(ROUNDS if free else 0):
        for k in free:
            size = (high[k] - low[k]) / (ALONG - 1) / 2.0**closer
            for sign in (-0.5, 0.5):
                moved = points.copy()
                moved[:, k] = np.clip(moved[:, k] + sign * size, low[k], high[k])
                others = depth(moved)
                better = others > depths
                points = np.where(better[:, None], moved, points)
                depths = np.where(better, others, depths)
    return points, depths
