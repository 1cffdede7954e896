"""A quadtree: a box on which f varies too much is halved along every input, again and again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.constructions.boxes.partition.boxes import Boxes
from uat.constructions.boxes.partition.stuck import allowed, heights_of, settle
from uat.functions.cells import Cells

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Level:
    """All boxes of one size, whether they are needed or not.

    edges: for each input, indices of cells, ends included. low, high: (boxes along each input …,
    outputs). parents: for each input, which interval of the level above holds an interval.
    """

    edges: tuple[Ints, ...]
    parents: tuple[Ints, ...]
    low: Array
    high: Array


def quadtree(cells: Cells, tol: float, *, stuck: str = "refuse") -> Boxes:
    """Choose boxes on each of which f varies by at most 2 tol, by halving all m inputs at once.

    tol: in the units of f, positive. stuck: what to do about a cell that alone is too much for a
    box, "refuse" (raises TooCoarse) or "keep". Heights are midranges. Halves are equal numbers of
    cells, or differ by one.
    """
    settled, width = settle(cells, tol, stuck), allowed(cells, tol)
    wanted: Bools = np.ones((1,) * cells.inputs, dtype=bool)
    parts = []
    for level in _levels(settled):
        wanted = wanted[np.ix_(*level.parents)]
        fits = (level.high - level.low <= width).all(axis=-1)
        parts.append(_taken(level, wanted & fits))
        wanted = wanted & ~fits
    lows, highs, low, high = (np.concatenate(column) for column in zip(*parts, strict=True))
    return boxes_of(cells, lows, highs, heights_of(low, high, cells.outputs))


def boxes_of(cells: Cells, lows: Ints, highs: Ints, heights: Array) -> Boxes:
    """Make boxes from corners by index of cells, (k, m), and heights; the error is on the cells."""
    error = 0.0
    for corner, opposite, height in zip(lows.tolist(), highs.tolist(), heights, strict=True):
        inside = tuple(slice(a, b) for a, b in zip(corner, opposite, strict=True))
        above = float(np.max(cells.high[inside] - height))
        error = max(error, above, float(np.max(height - cells.low[inside])))
    return Boxes(_places(cells, lows), _places(cells, highs), heights, error)


def _places(cells: Cells, corners: Ints) -> Array:
    """Turn corners by index of cells into places in the units of the inputs, (k, m)."""
    columns = zip(cells.edges, corners.T, strict=True)
    return np.stack([line[column] for line, column in columns], axis=1)


def _levels(cells: Cells) -> list[_Level]:
    """Return the levels from the whole domain down to single cells; ranges are joined upwards."""
    edges = [tuple(np.array([0, size]) for size in cells.shape)]
    while any(np.max(np.diff(line)) > 1 for line in edges[-1]):
        edges.append(tuple(_halved(line) for line in edges[-1]))
    low, high = cells.low, cells.high
    levels = []
    for k in range(len(edges) - 1, -1, -1):
        finer = edges[k + 1] if k + 1 < len(edges) else tuple(np.arange(n + 1) for n in cells.shape)
        for axis, (line, below) in enumerate(zip(edges[k], finer, strict=True)):
            starts = np.searchsorted(below, line[:-1])
            low = np.minimum.reduceat(low, starts, axis=axis)
            high = np.maximum.reduceat(high, starts, axis=axis)
        above = edges[max(k - 1, 0)]
        parents = tuple(
            np.searchsorted(coarse, line[:-1], side="right") - 1
            for coarse, line in zip(above, edges[k], strict=True)
        )
        levels.append(_Level(edges[k], parents, low, high))
    return levels[::-1]


def _halved(edges: Ints) -> Ints:
    """Return the edges and the middles between them; a single cell has no middle."""
    return np.unique(np.concatenate([edges, (edges[:-1] + edges[1:]) // 2]))


def _taken(level: _Level, take: Bools) -> tuple[Ints, Ints, Array, Array]:
    """Return corners (by index of cells) and ranges of the boxes of a level that are needed."""
    places = np.nonzero(take)
    lows = np.stack([e[at] for e, at in zip(level.edges, places, strict=True)], axis=1)
    highs = np.stack([e[at + 1] for e, at in zip(level.edges, places, strict=True)], axis=1)
    return lows, highs, level.low[take], level.high[take]
