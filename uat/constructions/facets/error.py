"""Measure a network of facets: at many points of every triangle, and closer where it is worst."""

from __future__ import annotations

import numpy as np

from uat.accuracy.measure import Error
from uat.accuracy.measure.distance import Distance, step_closer
from uat.accuracy.measure.error import noise_on, summed_up
from uat.accuracy.measure.places import looked_at, with_places
from uat.base.arrays import Array, even_lines, grid_points
from uat.base.ties import largest_few, leftmost_of_largest
from uat.constructions.facets.surface import Surface, grade_shares
from uat.functions.target import Target
from uat.networks.network import Network

GRID = 301
VALUES = 20_000_000  # of neurons, for all points in triangles
GRADES = (24, 16, 10, 6, 4, 3)
PEAKS = 60
SEED = 113


def measure_facets(
    network: Network, target: Target, surface: Surface, tol: float | None = None
) -> Error:
    """Measure the distance between network and f: mean and rms on a grid, max over all points."""
    low, high = np.array(target.box, dtype=float).T
    even = grid_points(even_lines(target.box, GRID))
    outlines = surface.outlines()
    points = np.concatenate([even, _inside(outlines, network)])
    points = np.clip(points, low, high)
    distance = Distance(network, target).at
    deviation = distance(points)
    noise = noise_on(target, even.T)
    best = largest_few(deviation, PEAKS)
    width = (high - low) / np.sqrt(max(len(outlines), 1)) / 8
    box = np.array(target.box, dtype=float)
    at, largest = step_closer(
        distance, points[best], deviation[best], width=width, box=box, seed=SEED
    )
    worst = leftmost_of_largest(largest, at, noise)
    error = summed_up(float(largest[worst]), at[worst], deviation[: len(even)], tol, noise)
    return with_places(error, network, target, looked_at(target, tol))


def _inside(outlines: list[Array], network: Network) -> Array:
    """Choose points of every triangle, sides included; fewer of many triangles."""
    each = VALUES / max(network.neurons, 1) / max(len(outlines), 1)
    grade = next((g for g in GRADES if (g + 1) * (g + 2) // 2 <= each), GRADES[-1])
    share = grade_shares(grade)
    fans = [
        np.stack([part[0], part[k], part[k + 1]])
        for part in outlines
        for k in range(1, len(part) - 1)
    ]
    return np.asarray((share @ np.array(fans)).reshape(-1, 2))
