"""Quadrants are boxes that say how much higher f is than next door, and leave no holes.

A tower says how high f is; where the corners of towers meet, none of them is on, and the network
reads 0. Here the output bias is the height of the first box, and every other box adds only its
difference from the one before it. A strip of boxes begins at its left edge and ends at its right
one; inside it every box begins at its own cut and goes on to the end. Along an edge, and at a
corner, the output is then a convex combination of the heights of the boxes that meet there: f's
neighbours, all of them close to f.

For m inputs the strips are slabs across the first input, and the differences in a slab are the
mixed ones of its grid, along the other m - 1 inputs; at m = 2 there is only one kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from uat.base.arrays import Array, grid_points
from uat.base.errors import InputError
from uat.constructions.boxes.construction import OnBoxes
from uat.constructions.boxes.indicators import Indicators, as_quadrants
from uat.constructions.boxes.partition.boxes import Boxes, Grid, Strips, Tiling
from uat.constructions.built import Built
from uat.constructions.construction import Pieces
from uat.constructions.limits import Cost
from uat.functions.cells import Cells

if TYPE_CHECKING:
    from uat.constructions.plan import Plan


class Quadrants(OnBoxes):
    """Boxes without holes: each adds how much higher f is than next door."""

    name = "quadrants"
    summary = "boxes without holes"
    layers = ("steps", "quadrants")
    cost = Cost(2500, 4e-5)
    law = -1.0
    neurons_are = "a neuron is an edge or a box"
    grown = True
    color, marker = "tower", "D"

    @property
    def shape(self) -> str:
        return "box"

    def check(self, plan: Plan, inputs: int) -> None:
        if inputs > 2 and plan.partition == "fewest":
            raise InputError(f"quadrants of {inputs} inputs stand on a grid: use partition uniform")
        super().check(plan, inputs)

    def choose(self, cells: Cells, plan: Plan, stuck: str) -> Strips | Boxes:
        from uat.constructions.boxes.adaptive import strips

        return strips(cells, plan, stuck)

    def neurons_on_grid(self, counts: Sequence[int]) -> int:
        return prod(counts) - 1 + sum(n - 1 for n in counts)

    def indicators(self, partitions: Sequence[Tiling], margin: Sequence[float]) -> Indicators:
        (partition,) = partitions
        if isinstance(partition, Boxes):
            raise InputError("quadrants are made of strips or of a grid, not of any boxes")
        return quadrants(partition)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return as_quadrants(built.indicators)


def quadrants(partition: Strips | Grid) -> Indicators:
    """Make one indicator for each box; none for a box that is as high as the one before it."""
    if isinstance(partition, Strips):
        return _of_strips(partition)
    return _of_grid(partition)


def _of_strips(strips: Strips) -> Indicators:
    base = strips.start
    sides = [_Strip(*ends) for ends in zip(*_open_ended(strips.edges), strict=True)]
    parts = [
        _strip(side, cuts, heights, base)
        for side, cuts, heights in zip(sides, strips.cuts, strips.heights, strict=True)
    ]
    lows, highs, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    if strips.axis == 1:
        lows, highs = lows[:, ::-1], highs[:, ::-1]
    return _needed(lows, highs, weights, base)


@dataclass(frozen=True)
class _Strip:
    """Where a strip begins and ends; -inf and inf at the domain's ends."""

    low: float
    high: float


def _strip(side: _Strip, cuts: Array, heights: Array, base: Array) -> tuple[Array, Array, Array]:
    """Return the boxes of a strip: the first has no side below, and none has one above."""
    begins = cuts[:-1].copy()
    begins[0] = -np.inf
    lows = np.stack([np.full(begins.size, side.low), begins], axis=1)
    highs = np.stack([np.full(begins.size, side.high), np.full(begins.size, np.inf)], axis=1)
    return lows, highs, np.diff(heights, axis=0, prepend=base[None, :])


def _open_ended(edges: Array) -> tuple[Array, Array]:
    """Return the low and high ends of intervals between edges, without the domain's own ends."""
    low, high = edges[:-1].copy(), edges[1:].copy()
    low[0], high[-1] = -np.inf, np.inf
    return low, high


def _of_grid(grid: Grid) -> Indicators:
    """Return the quadrants of a grid: slabs across input 0, mixed differences along others."""
    *sizes, outputs = grid.heights.shape
    base = grid.heights[(0,) * len(sizes)]
    weights = grid.heights - base
    for axis in range(1, len(sizes)):
        weights = np.diff(weights, axis=axis, prepend=0.0)
    first_low, first_high = _open_ended(grid.edges[0])
    begins = [first_low, *(_open_ended(edges)[0] for edges in grid.edges[1:])]
    lows = grid_points(begins)
    highs = np.full(lows.shape, np.inf)
    highs[:, 0] = np.repeat(first_high, lows.shape[0] // sizes[0])
    return _needed(lows, highs, weights.reshape(-1, outputs), base)


def _needed(lows: Array, highs: Array, weights: Array, base: Array) -> Indicators:
    """Leave out boxes that add nothing, and put one that has no sides into the base."""
    whole = np.isinf(lows).all(axis=1) & np.isinf(highs).all(axis=1)
    base = base + weights[whole].sum(axis=0)
    keep = (weights != 0.0).any(axis=1) & ~whole
    return Indicators(lows[keep], highs[keep], weights[keep], base)
