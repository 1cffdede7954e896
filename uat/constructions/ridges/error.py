"""Measure the error of a network of ridges: on a grid, and across its neurons' windows.

Where lines of several directions cross, the network passes through the corners of a small cell;
so crossings are read on all four sides, and on the lines themselves.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.distance import Distance
from uat.accuracy.measure.error import Error, noise_on, summed_up
from uat.accuracy.measure.places import looked_at, with_places
from uat.base.arrays import Array, even_lines, grid_points
from uat.base.ties import leftmost_of_largest, tie
from uat.constructions.ridges.measuring import beside
from uat.constructions.ridges.ridges import Ridges
from uat.functions.target import Target
from uat.networks.activations import reach
from uat.networks.network import Network

GRID = {2: 1001, 3: 101, 4: 32}
MOST_PROBES = 200_000
WINDOW = (-37.0, -4.0, -1.0, 0.0, 1.0, 4.0, 37.0)  # weighted inputs at which lines are read
SEED = 113


def measure_ridges(
    network: Network, target: Target, ridges: Ridges, tol: float | None = None
) -> Error:
    """Measure the distance between network and f: mean and rms on a grid, max over all probes.

    Points in the window of a step at which f itself jumps are left out of max.
    """
    even = grid_points(even_lines(target.box, GRID.get(target.inputs, 8)))
    lines = _across_lines(network, target)
    points = np.concatenate([even, *lines])
    everywhere = Distance(network, target).at(points)
    excluded = _at_jumps(network, ridges, points)
    seen = np.where(excluded, 0.0, everywhere)
    noise = noise_on(target, even.T)
    best = leftmost_of_largest(seen, points, noise)
    largest, at = float(seen[best]), tuple(points[best].tolist())
    if ridges.error > largest + tie(np.array([largest, ridges.error]), noise) and ridges.at:
        largest, at = ridges.error, ridges.at
    error = summed_up(largest, at, everywhere[: len(even)], tol, noise)
    # Of all points: windows may hold none of the grid at all.
    error = replace(error, excluded_share=float(excluded.mean()))
    held = partial(_held, network, ridges)
    return with_places(error, network, target, looked_at(target, tol), held)


def _held(network: Network, ridges: Ridges, *inputs: Array) -> NDArray[np.bool_]:
    return _at_jumps(network, ridges, np.stack(inputs, axis=1))


def _across_lines(network: Network, target: Target) -> tuple[Array, Array]:
    """Choose points in the windows of lines on which neurons turn, and at all distances of them."""
    layer = network.layers[0]
    weights = np.asarray(layer.weights)
    moving = np.flatnonzero(weights.any(axis=1))
    if not moving.size:
        return np.empty((0, target.inputs)), np.empty((0, target.inputs))
    rng = np.random.default_rng(SEED)
    neuron = moving[rng.integers(0, moving.size, MOST_PROBES)]
    low, high = np.array(target.box, dtype=float).T
    points = rng.uniform(low, high, (MOST_PROBES, target.inputs))
    row, bias = weights[neuron], layer.biases[neuron]
    wanted = np.asarray(WINDOW)[rng.integers(0, len(WINDOW), MOST_PROBES)]
    z = (points * row).sum(axis=1) + bias
    points += ((wanted - z) / (row**2).sum(axis=1))[:, None] * row
    inside: Array = points[((points >= low) & (points <= high)).all(axis=1)]
    steepness = np.linalg.norm(weights[moving], axis=1)
    normals, places = weights[moving] / steepness[:, None], -layer.biases[moving] / steepness
    return inside, beside(normals, places, low, high)


def _at_jumps(network: Network, ridges: Ridges, points: Array) -> NDArray[np.bool_]:
    """Tell which points lie in the window of a step at which f jumps."""
    layer = network.layers[0]
    steepness = float(np.linalg.norm(np.asarray(layer.weights), axis=1).max())
    half = min(abs(WINDOW[0]), 1.2 * reach(layer.activation)) / steepness
    found = np.zeros(len(points), dtype=bool)
    for direction, jumps in zip(ridges.directions, ridges.jumps, strict=False):
        along = points @ direction if jumps else points[:, 0]
        for jump in jumps:
            found |= np.abs(along - jump) <= max(half, 1e-9)
    return found
