"""Find values of f in cells that their samples do not show, in however narrow places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.functions.expression import Expression
from uat.functions.expression.on_boxes import ranges_on
from uat.functions.expression.ranges import Ranges

BLOCKS = (16, 4, 1)  # cells along each input that are asked about together
FINEST = 2.0**-33  # of the domain: boxes so narrow are looked at once more, and no closer
FINEST_JUMP = 2.0**-24  # of the domain: boxes so narrow are final where f may jump
INSIDE = 1e-9  # of a cell: its ends are left to its neighbours, so that f may jump between the two
MOST_OF_A_CELL = 4  # boxes of one cell that are halved at a time: those that promise most
AT_A_TIME = 4096  # boxes to halve, where cells are many
BUDGET = 200_000  # boxes to ask about

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What a formula does in cells beyond their samples.

    low, high: the ranges of f, with what was found; (n_1, …, n_m). points: (k, m), where f leaves
    the range that the samples showed; the least and the greatest value found in each such cell.
    open: the width of the widest box in which f may do still more, as a share of the domain; 0
    where nothing wider than 1e-7 of the domain can hide along any input.
    """

    low: Array
    high: Array
    points: Array
    open: float


@dataclass(frozen=True)
class _Boxes:
    """Boxes inside cells.

    low, high: (m, n). owner: (n,), the flat number of the cell. bottom, top: (n,), bounds of f.
    """

    low: Array
    high: Array
    owner: Indices
    bottom: Array
    top: Array

    def only(self, here: NDArray[np.bool_] | Indices | slice) -> _Boxes:
        return _Boxes(*(array[..., here] for array in vars(self).values()))

    def joined(self, other: _Boxes) -> _Boxes:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return _Boxes(*(np.concatenate(pair, axis=-1) for pair in pairs))

    def beyond(self, known: tuple[Array, Array]) -> Array:
        """Bound how far f may leave the known ranges of the cells, (n,)."""
        return np.maximum(self.top - known[1][self.owner], known[0][self.owner] - self.bottom)


def look_in_cells(
    formula: Expression,
    read: Callable[..., Array],
    edges: Sequence[Array],
    ranges: tuple[Array, Array],
    least: float,
) -> Found:
    """Find where f leaves the ranges of its cells by more than `least`.

    read: the formula's values at points; raises where one is not finite. edges: the grid lines
    along each input. ranges: the least and the greatest of f in each cell, from 3 samples along
    each input.
    """
    size = np.array([line[-1] - line[0] for line in edges])[:, None]
    sampled = ranges[0].reshape(-1), ranges[1].reshape(-1)
    known = sampled[0].copy(), sampled[1].copy()
    boxes = _unsettled_cells(formula, edges, least)
    seen: list[tuple[Indices, Array, Array]] = []
    aside: list[_Boxes] = []
    budget = BUDGET
    while boxes.owner.size and budget > 0:
        budget -= boxes.owner.size
        middle = 0.5 * (boxes.low + boxes.high)
        here = read(*middle)
        low, high = (side[boxes.owner] for side in sampled)  # a cusp is come to in small steps
        new = (here > high + least) | (here < low - least)
        seen.append((boxes.owner[new], middle[:, new], here[new]))
        np.minimum.at(known[0], boxes.owner, here)
        np.maximum.at(known[1], boxes.owner, here)
        found = ranges_on(formula, boxes.low, boxes.high)
        boxes, spans = _bounded(found, boxes, here)
        sides = _sides_to_cut(boxes, spans, size)
        finest = np.where(found.jumps, FINEST_JUMP, FINEST) * size
        wide = ((boxes.high - boxes.low > finest) & sides).any(axis=0)
        beyond = boxes.beyond(known)
        order = np.lexsort((-beyond, boxes.owner))
        order = order[((beyond > least) & wide)[order]]
        first, rest = _most_promising(boxes.owner[order])
        aside.append(boxes.only(order[rest]))
        boxes = _halved(boxes.only(order[first]), sides[:, order[first]])
        if not boxes.owner.size:  # what was put aside is next, unless it is settled by now
            boxes = reduce(_Boxes.joined, aside)
            boxes = boxes.only(boxes.beyond(known) > least)
            aside = [boxes.only(slice(0, 0))]
    left_open = max(_open(part, known, least, size) for part in [*aside, boxes])
    low, high = (side.reshape(ranges[0].shape) for side in known)
    return Found(low, high, _extremes(seen, len(edges)), left_open)


def may_jump(formula: Expression, edges: Sequence[Array]) -> bool:
    """Tell whether anything in the formula jumps on the domain of a grid, or has a pole."""
    return bool(_on_domain(formula, edges).jumps.any())


def possible_range(formula: Expression, edges: Sequence[Array]) -> float:
    """Bound by how much the formula varies on the domain of a grid; infinite for a pole."""
    value = _on_domain(formula, edges).value
    return float(value.high.max() - value.low.min())


def _on_domain(formula: Expression, edges: Sequence[Array]) -> Ranges:
    blocks = tuple(-(-(line.size - 1) // BLOCKS[0]) for line in edges)
    low, high, _ = _of_blocks(edges, BLOCKS[0], np.indices(blocks).reshape(len(edges), -1))
    return ranges_on(formula, low, high)


def _unsettled_cells(formula: Expression, edges: Sequence[Array], least: float) -> _Boxes:
    """Find cells whose slopes vary so much that f may leave the range of its samples.

    Between samples at distances h_k, f is within the sum of h_k (S_k - s_k)/4 of what interpolates
    them: see `looking/line.py`, one input after the other. Samples are half a cell apart.
    """
    open_cells = np.ones(tuple(line.size - 1 for line in edges), dtype=bool)
    for size in BLOCKS:
        asked = open_cells
        starts = [np.arange(0, count, size) for count in open_cells.shape]
        for axis, start in enumerate(starts):
            asked = np.logical_or.reduceat(asked, start, axis=axis)
        place = np.stack(np.nonzero(asked))
        low, high, widths = _of_blocks(edges, size, place)
        found = ranges_on(formula, low, high)
        with np.errstate(invalid="ignore"):
            turn = ((found.slope.high - found.slope.low) * 0.5 * widths).sum(axis=0)
            settled = np.zeros(asked.shape, dtype=bool)
            settled[tuple(place)] = ~found.jumps & (turn <= 4.0 * least)
        for axis, (start, count) in enumerate(zip(starts, open_cells.shape, strict=True)):
            settled = np.repeat(settled, np.diff(np.append(start, count)), axis=axis)
        open_cells = open_cells & ~settled
    place = np.stack(np.nonzero(open_cells))
    low, high, widths = _of_blocks(edges, 1, place)
    low, high = low + INSIDE * widths, high - INSIDE * widths
    unknown = np.full(place.shape[1], np.inf)
    owner = np.ravel_multi_index(tuple(place), open_cells.shape)
    return _Boxes(low, high, np.asarray(owner), -unknown, unknown)


class _Blocks(NamedTuple):
    """Corners of blocks, and the widest cell in each along each input; (m, n)."""

    low: Array
    high: Array
    widths: Array


def _of_blocks(edges: Sequence[Array], size: int, place: Indices) -> _Blocks:
    """Find blocks of `size` cells along each input."""
    low, high, widths = [], [], []
    for line, index in zip(edges, place, strict=True):
        start = np.arange(0, line.size - 1, size)
        low.append(line[start[index]])
        high.append(line[np.minimum(start[index] + size, line.size - 1)])
        widths.append(np.maximum.reduceat(np.diff(line), start)[index])
    return _Blocks(np.stack(low), np.stack(high), np.stack(widths))


def _bounded(found: Ranges, boxes: _Boxes, here: Array) -> tuple[_Boxes, Array]:
    """Bound f on boxes, from its values in their middles; return its change along each input."""
    steepest = np.maximum(np.abs(found.slope.low), np.abs(found.slope.high))
    with np.errstate(over="ignore"):
        spans = 0.5 * steepest * (boxes.high - boxes.low)
        reach = spans.sum(axis=0)
    bottom = np.maximum.reduce([boxes.bottom, found.value.low, here - reach])
    top = np.minimum.reduce([boxes.top, found.value.high, here + reach])
    return replace(boxes, bottom=bottom, top=top), spans


def _most_promising(owner: Indices) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Sort boxes by cells, best first: halve some of them now, and put others aside."""
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    lengths = np.diff(np.append(first, owner.size))
    rank = np.arange(owner.size) - np.repeat(first, lengths)
    most = max(1, min(MOST_OF_A_CELL, AT_A_TIME // max(1, first.size)))
    return rank < most, rank >= most


def _sides_to_cut(boxes: _Boxes, spans: Array, size: Array) -> NDArray[np.bool_]:
    """Mark the input along which f changes most, (m, n); of unknown ones, the widest side."""
    unknown = np.isinf(spans)
    shares = np.where(unknown, (boxes.high - boxes.low) / size, -1.0)
    axis = np.argmax(np.where(unknown.any(axis=0), shares, spans), axis=0)
    sides: NDArray[np.bool_] = np.arange(len(size))[:, None] == axis
    return sides


def _halved(boxes: _Boxes, sides: NDArray[np.bool_]) -> _Boxes:
    """Halve each box in the middle of one side."""
    middle = 0.5 * (boxes.low + boxes.high)
    left = replace(boxes, high=np.where(sides, middle, boxes.high))
    return left.joined(replace(boxes, low=np.where(sides, middle, boxes.low)))


def _open(boxes: _Boxes, known: tuple[Array, Array], least: float, size: Array) -> float:
    """Take the widest boxes that were put aside, if f may still do more there than is known."""
    widths = ((boxes.high - boxes.low) / size).max(axis=0)
    return float(np.max(widths[boxes.beyond(known) > least], initial=0.0))


def _extremes(seen: Sequence[tuple[Indices, Array, Array]], inputs: int) -> Array:
    """Find the points with the least and the greatest value in each cell, (k, inputs)."""
    if not seen:
        return np.empty((0, inputs))
    owner, values = (np.concatenate([part[i] for part in seen]) for i in (0, 2))
    points = np.concatenate([part[1] for part in seen], axis=1)
    order = np.lexsort((values, owner))
    ends = np.diff(owner[order], prepend=-1, append=-1) != 0
    return points[:, order[ends[:-1] | ends[1:]]].T
