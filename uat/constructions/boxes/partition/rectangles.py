"""Cut into any boxes, by halving along every input, or into strips and halves.

A quadtree: a box on which f varies too much is halved along every input, again and again.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.constructions.boxes.partition.boxes import Boxes, allowed, heights_of, settle
from uat.constructions.boxes.partition.strip_cutting import (
    Ranges,
    count_boxes,
    fewest_boxes,
    ranges_across,
)
from uat.functions.cells import Cells

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Block = tuple[int, int, int, int]  # cells begin … end along the first input and along the second

LONGEST = 4.5  # how many times longer than wide a block may be: two halvings, and odd cells
FEW = 12  # a block of at most as many boxes is not halved: little can be won


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


# Cut a block into strips, or into two halves that are each cut in their own best way.
#
# Strips suit a block on which f is equally steep everywhere; where it is steep in one part only,
# that part is better cut on its own. Towers may stand on any boxes.


def rectangles(cells: Cells, tol: float, *, stuck: str = "refuse") -> Boxes:
    """Choose boxes on each of which f varies by at most 2 tol, as few as found, for two inputs.

    tol: in the units of f, positive. stuck: what to do about a cell that alone is too much for a
    box, "refuse" (raises TooCoarse) or "keep". Heights are midranges. Never more boxes than strips
    across either input have.
    """
    settled = settle(cells, tol, stuck)
    found = _Halving(settled, allowed(cells, tol)).boxes((0, cells.shape[0], 0, cells.shape[1]))
    low = np.stack([settled.low[a:b, c:d].min(axis=(0, 1)) for a, b, c, d in found])
    high = np.stack([settled.high[a:b, c:d].max(axis=(0, 1)) for a, b, c, d in found])
    corners = np.array(found)
    heights = heights_of(low, high, cells.outputs)
    return boxes_of(cells, corners[:, ::2], corners[:, 1::2], heights)


class _Halving:
    """Blocks made by halving, each looked at once however it came about."""

    def __init__(self, cells: Cells, width: float) -> None:
        self._sides = [ranges_across(cells, axis, width) for axis in (0, 1)]
        self._known: dict[Block, tuple[int, int]] = {}

    def boxes(self, block: Block) -> list[Block]:
        """Return the boxes of a block."""
        _, how = self._best(block)
        if how < 2:
            return self._strips(block, how)
        return [box for half in _halves(block, how - 2) for box in self.boxes(half)]

    def _best(self, block: Block) -> tuple[int, int]:
        """Find how few boxes suffice, and how: strips across either input, or halves along it."""
        if block not in self._known:
            ways = [(count_boxes(self._ranges(block, axis)), axis) for axis in (0, 1)]
            if min(ways)[0] > FEW:
                for axis in (0, 1):
                    halves = _halves(block, axis)
                    if len(halves) == 2 and self._is_round(halves[0]):
                        ways.append((sum(self._best(half)[0] for half in halves), 2 + axis))
            self._known[block] = min(ways)
        return self._known[block]

    def _is_round(self, block: Block) -> bool:
        """Tell whether a block is not much longer than wide, against the shape of the domain."""
        shape = self._sides[0].low.shape[1:]
        sides = ((block[1] - block[0]) / shape[0], (block[3] - block[2]) / shape[1])
        return bool(max(sides) <= LONGEST * min(sides))

    def _ranges(self, block: Block, axis: int) -> Ranges:
        across, along = slice(*block[2 * axis :][:2]), slice(*block[2 - 2 * axis :][:2])
        return self._sides[axis].part(across, along)

    def _strips(self, block: Block, axis: int) -> list[Block]:
        cutting = fewest_boxes(self._ranges(block, axis))
        found: list[Block] = []
        for (begin, end), cuts in zip(pairwise(cutting.edges), cutting.cuts, strict=True):
            for low, high in pairwise(cuts):
                sides = [(int(begin), int(end)), (int(low), int(high))]
                first, second = sides if axis == 0 else sides[::-1]
                found.append(
                    (block[0] + first[0], block[0] + first[1],
                     block[2] + second[0], block[2] + second[1])
                )  # fmt: skip
        return found


def _halves(block: Block, axis: int) -> list[Block]:
    """Return the two halves along an input, or the block alone if it is one cell there."""
    a, b, c, d = block
    if axis == 0:
        middle = (a + b) // 2
        return [(a, middle, c, d), (middle, b, c, d)] if b - a > 1 else [block]
    middle = (c + d) // 2
    return [(a, b, c, middle), (a, b, middle, d)] if d - c > 1 else [block]
