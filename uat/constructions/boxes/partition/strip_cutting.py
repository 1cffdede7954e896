"""Decide where to cut strips and boxes, by dynamic programming on lines that all strips share.

Boxes of a strip are cut greedily, which is optimal; strips are chosen by dynamic programming over
all of them: best[end] = the least of best[begin] + the boxes between. That finds the fewest boxes.
But a cut is a neuron of the first layer, which strips can share: so boxes end on a common set of
lines, and the lines and the strips are improved in turn. A strip that begins with the base height,
the output bias of the network, saves the neuron of its first box.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.functions.cells import Cells

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DENSITIES = (6.0, 9.0, 25.0, 4.0, 14.0)  # lines to begin with, for each box of a strip on average
WORK = 1.5e7  # of boxes times places for lines, in all searches: many boxes gain little from lines
COARSEN = 64  # rows from which on coarser ones are tried first


@dataclass(frozen=True, eq=False)
class Ranges:
    """Ranges of f with strips across the second axis.

    low, high: (outputs, across, along). width: (outputs,), by how much a box may vary.
    """

    low: Array
    high: Array
    width: Array

    @property
    def along(self) -> int:
        return int(self.low.shape[2])

    def part(self, across: slice, along: slice) -> "Ranges":
        """Return a block of the ranges."""
        low, high = (np.ascontiguousarray(a[:, across, along]) for a in (self.low, self.high))
        return Ranges(low, high, self.width)

    def merged(self, axis: int, starts: Ints) -> "Ranges":
        """Join slices, from each start to the next."""
        low = np.minimum.reduceat(self.low, starts, axis=axis)
        return Ranges(low, np.maximum.reduceat(self.high, starts, axis=axis), self.width)


@dataclass(frozen=True, eq=False)
class Cutting:
    """Where strips and boxes end, by index of cells.

    edges: (strips + 1,). cuts: for each strip where its boxes end, ends of the domain included.
    base: (outputs,), the height of the first box of the strips where `free`, or None.
    cost: neurons, or boxes if these were counted.
    """

    edges: Ints
    cuts: tuple[Ints, ...]
    base: Array | None
    free: Bools
    cost: int


def ranges_across(cells: Cells, axis: int, width: float) -> Ranges:
    """Order ranges: the outputs first, then the input across which strips lie."""
    order = (2, axis, 1 - axis)
    # Copies: numba would compile a second version for arrays that are not to be written to.
    low, high = (side.transpose(order).copy() for side in (cells.low, cells.high))
    return Ranges(low, high, np.full(cells.low.shape[-1], width))


def fewest_boxes(ranges: Ranges) -> Cutting:
    """Cut cells into strips across the second axis that have the fewest boxes of all cuttings."""
    edges, cost = _best_edges(ranges, None, 0)
    strips = ranges.merged(1, edges[:-1])
    lines = np.ones(ranges.along + 1, dtype=bool)
    none = np.zeros(edges.size - 1, dtype=bool)
    return Cutting(edges, _cuts(_reaches(strips), lines), None, none, cost)


def count_boxes(ranges: Ranges) -> int:
    """Count the boxes that `fewest_boxes` makes."""
    return _best_edges(ranges, None, 0)[1]


def outline(ranges: Ranges) -> tuple[int, int]:
    """Count the strips, and strips and boxes together, if every cut is free."""
    edges, cost = _best_edges(ranges, None, 1)
    return edges.size - 1, cost


def fewest_neurons(ranges: Ranges, searches: int, strips: int, cost: int) -> Cutting:
    """Cut by several searches, which begin with sparser and denser lines, and take the best.

    strips, cost: see `outline`.
    """
    each = cost / strips - 1
    most = max(1, int(WORK / (ranges.along * cost)))
    found: list[Cutting] = []
    for density in DENSITIES:
        if len(found) < min(searches, most):
            lines = _equal_lines(ranges.along, int(density * each))
            found += filter(None, [_improved(ranges, lines, cost)])
    if not found:
        found += filter(None, [_improved(ranges, np.ones(ranges.along + 1, dtype=bool), cost)])
    return min(found, key=lambda one: one.cost)


def _equal_lines(along: int, count: int) -> Bools:
    lines = np.zeros(along + 1, dtype=bool)
    lines[np.round(np.linspace(0, along, min(along, count) + 1)).astype(int)] = True
    return lines


def _improved(ranges: Ranges, lines: Bools, boxes: int) -> Cutting | None:
    """Choose strips for the lines, lines for the strips, and again, while neurons become fewer.

    boxes: about how many there are. None if no strips can be cut on the lines given.
    """
    from uat.constructions.boxes.partition.line_search import improve_lines
    from uat.constructions.boxes.partition.strip_sweep import find_free

    base: Array | None = None
    best: Cutting | None = None
    while True:
        edges, _ = _best_edges(ranges.merged(2, np.flatnonzero(lines[:-1])), base, 1)
        if edges.size == 1:  # no strips can be cut on so few lines
            return best
        strips = ranges.merged(1, edges[:-1])
        reach = _reaches(strips)
        base = _common_height(strips, reach, lines)
        find_free(strips.low, strips.high, strips.width, *_free_range(strips, base), reach)
        inner = improve_lines(reach, lines)
        cost = inner + edges.size - 2 + int(lines[1:-1].sum())
        if best and cost >= best.cost:
            return best
        best = Cutting(edges, _cuts(reach, lines), base, _last(lines)[reach[:, -1]] > 0, cost)


def _best_edges(ranges: Ranges, base: Array | None, price: int) -> tuple[Ints, int]:
    """Find the best strips, each at a price besides its boxes, and their cost; NEVER if none do.

    base: the height of a free box at the beginning of each strip. Strips of coarser cells come
    first: what they cost bounds what is worth trying.
    """
    from uat.constructions.boxes.partition.strip_sweep import NEVER, sweep_strips

    rows = ranges.low.shape[1]
    edges, bound = np.zeros(1, np.int64), NEVER
    if rows >= COARSEN:
        starts = np.arange(0, rows, 4)
        coarse, bound = _best_edges(ranges.merged(1, starts), base, price)
        edges = np.append(starts, rows)[coarse]
    best, start = np.zeros(rows + 1, np.int64), np.zeros(rows + 1, np.int64)
    sides = (ranges.low, ranges.high, ranges.width, *_free_range(ranges, base))
    sweep_strips(*sides, price, bound, best, start)
    if best[rows] >= bound:
        return edges, bound
    path = [rows]
    while path[-1] > 0:
        path.append(int(start[path[-1]]))
    return np.array(path[::-1]), int(best[rows])


def _free_range(ranges: Ranges, base: Array | None) -> tuple[Array, Array]:
    """Return within which range a box at the base height must stay; everything without a base."""
    if base is None:
        everything = np.full(ranges.width.size, np.inf)
        return -everything, everything
    half = 0.5 * ranges.width * (1 - 1e-12)  # so that rounding does not make it too much
    return base - half, base + half


def _reaches(strips: Ranges) -> Ints:
    """Return the latest ends of boxes, (strips, along + 1); the last column is for free boxes."""
    from uat.constructions.boxes.partition.strip_sweep import find_reaches

    _, count, along = strips.low.shape
    reach = np.zeros((count, along + 1), np.int64)
    find_reaches(strips.low, strips.high, strips.width, reach)
    return reach


def _last(lines: Bools) -> Ints:
    """Find for each place the last line at or before it."""
    places = np.where(lines, np.arange(lines.size), 0)
    return np.maximum.accumulate(places)


def _common_height(strips: Ranges, reach: Ints, lines: Bools) -> Array:
    """Choose a height that the first boxes of as many strips as possible may have."""
    ends = _last(lines)[reach[:, 0]]
    low = np.stack([strips.low[:, s, :end].min(axis=1) for s, end in enumerate(ends)])
    high = np.stack([strips.high[:, s, :end].max(axis=1) for s, end in enumerate(ends)])
    least, most = high - 0.5 * strips.width, low + 0.5 * strips.width
    seen: Bools = np.all(np.isfinite(least), axis=1)
    least, most = least[seen], most[seen]
    if not least.size:
        return np.zeros(strips.width.size)
    inside = (least[:, None] >= least[None, :]) & (least[:, None] <= most[None, :])
    suits: Bools = np.all(inside, axis=2)
    chosen = suits[int(np.argmax(suits.sum(axis=1)))]
    height: Array = 0.5 * (least[chosen].max(axis=0) + most[chosen].min(axis=0))
    return height


def _cuts(reach: Ints, lines: Bools) -> tuple[Ints, ...]:
    """Cut greedily on lines, strip by strip, both ends included."""
    before = _last(lines).tolist()
    found = []
    for *goes, free in reach.tolist():
        cuts = [0, before[free]] if before[free] > 0 else [0]
        while cuts[-1] < len(goes):
            cuts.append(before[goes[cuts[-1]]])
        found.append(np.array(cuts))
    return tuple(found)
