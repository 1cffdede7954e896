"""Networks of boxes that tests prove, and their errors at dense samples."""

from dataclasses import replace

import numpy as np

from uat.constructions.boxes.indicators import indicator_network, step_weights
from uat.constructions.boxes.partition.boxes import Grid, Strips, allowed
from uat.constructions.boxes.partition.strip_cutting import count_boxes, ranges_across
from uat.constructions.boxes.towers import towers
from uat.networks.activations import SIGMOID


def midrange(target, counts):
    """Equal boxes with the middle of f's range on each, as sampled on 17 points a side."""
    edges = [np.linspace(a, b, n + 1) for (a, b), n in zip(target.box, counts, strict=True)]
    inside = [line[:-1, None] + np.diff(line)[:, None] * np.linspace(0, 1, 17) for line in edges]
    grids = np.meshgrid(*[points.reshape(-1) for points in inside], indexing="ij")
    values = target(*grids).reshape([side for n in counts for side in (n, 17)])
    axes = tuple(range(1, 2 * len(counts), 2))
    low, high = values.min(axis=axes), values.max(axis=axes)
    return edges, 0.5 * (low + high)


def strips_of(target, counts, axis=0):
    """Strips whose cuts differ from strip to strip: every second one lacks every second cut."""
    edges, heights = midrange(target, counts)
    if axis == 1:
        edges, heights = edges[::-1], heights.T
    cuts, rows = [], []
    for strip, row in enumerate(heights):
        cuts.append(edges[1] if strip % 2 else edges[1][::2].copy())
        rows.append((row if strip % 2 else 0.5 * (row[::2] + row[1::2]))[:, None].copy())
    return Strips(axis, edges[0], tuple(cuts), tuple(rows), 0.0)


def network_of(indicators, target, activation=SIGMOID, output="linear", jumps=False):
    weights = step_weights(indicators.cuts, target.box, activation, jumps)
    return indicator_network(indicators, activation, weights, output), weights


def towers_of(target, counts, copies=1, margin=0.0):
    edges, heights = midrange(target, counts)
    boxes = Grid(tuple(edges), heights[..., None].copy(), 0.0).boxes
    shifts = [
        replace(boxes, lows=boxes.lows + 0.3 * i * (edges[0][1] - edges[0][0]) / copies,
                highs=boxes.highs + 0.3 * i * (edges[0][1] - edges[0][0]) / copies)
        for i in range(copies)
    ]  # fmt: skip
    return towers(shifts, (margin,) * target.inputs)


def worst(network, target, indicators, weights, seed=0, size=16_000):
    """The largest |f - network| at random points, half of them inside windows of steps."""
    lot = np.random.default_rng(seed)
    columns = []
    for cuts, w, (low, high) in zip(indicators.cuts, weights, target.box, strict=True):
        even = lot.uniform(low, high, size)
        near = (
            lot.choice(cuts, size)
            + lot.choice([0.1, 1.0, 6.0, 20.0], size) * lot.normal(0, 1, size) / w
        )
        columns.append(np.clip(np.where(lot.random(size) < 0.5, even, near), low, high))
    points = np.stack(columns, axis=1)
    found = np.concatenate([network.forward(part) for part in np.array_split(points, 8)])
    values = target(*points.T).reshape(size, -1)
    return float(np.abs(found - values).max())


def boxes_of_strips(cells, tol):
    """The fewest boxes of strips across either input."""
    width = allowed(cells, tol)
    return min(count_boxes(ranges_across(cells, axis, width)) for axis in (0, 1))
