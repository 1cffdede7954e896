"""Cut pictures into strips of least squared error for a budget of neurons; heights are means.

The largest error of a picture is at its edges, wherever boxes are, so that it says little. A
neuron gets a price in squared error; for each price the best strips are found by dynamic
programming, and the price is the one at which the neurons are just enough.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.ties import first_of_least
from uat.constructions.boxes.partition.boxes import Strips, error_of
from uat.constructions.boxes.partition.strips import strip_ranges
from uat.functions.cells import Cells

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLOCKS = 3.0  # where strips may end, for each neuron along the side of a square of them
LINES = (3.0, 2.0, 1.3)  # where boxes of a strip may end, for each neuron along such a side
MANY = 3000  # neurons from which on few lines save little
COARSE = 0.5  # of the blocks: with so many the price and the orientation are found first
WIDTHS, WIDER = 5, 1.4  # blocks: every width up to here, then these many times wider
TRIALS = 24  # of a price
CLOSE, AIM = 0.98, 0.992  # shares of the budget: enough, and aimed at


@dataclass(frozen=True, eq=False)
class _Sums:
    """Prefix sums over blocks of cells; see `uat.constructions.boxes.partition.strip_sweep`.

    axis: the input across which strips lie. across, along: indices of cells at the ends of blocks.
    """

    axis: int
    across: Ints
    along: Ints
    sums: Array


@dataclass(frozen=True, eq=False)
class _Found:
    """Strips that were found, by index of blocks.

    cuts: for each strip. error: the squared error of all. price: of a neuron, in squared error.
    """

    sums: _Sums
    edges: Ints
    cuts: tuple[Ints, ...]
    error: float
    price: float

    @property
    def neurons(self) -> int:
        """The most hidden neurons of the strips; a box as high as the one before needs none."""
        boxes = sum(cuts.size - 1 for cuts in self.cuts) - 1
        lines = np.unique(np.concatenate(self.cuts)).size - 2
        return boxes + lines + self.edges.size - 2


def best_strips_l2(cells: Cells, neurons: int) -> Strips:
    """Find strips with a small squared error for a budget of neurons. Made for pictures.

    cells: their midranges are approximated, weighted by their areas. Strips and boxes end between
    blocks of cells, about 16 for each neuron. The error of the result is the largest one, in the
    units of f, as for other strips. Raises InputError if there are not two inputs.
    """
    if cells.inputs != 2:
        raise InputError(f"strips are for two inputs, not {cells.inputs}: choose a grid")
    coarse = [
        _search(_sums(cells, axis, neurons, COARSE * BLOCKS, COARSE * LINES[0]), neurons)
        for axis in (0, 1)
    ]
    axis = first_of_least([one.error for one in coarse])
    found = [
        _search(_sums(cells, axis, neurons, BLOCKS, lines), neurons, coarse[axis].price)
        for lines in (LINES if neurons < MANY else LINES[:1])
    ]
    return _as_strips(cells, found[first_of_least([one.error for one in found])])


def _sums(cells: Cells, axis: int, neurons: int, across: float, along: float) -> _Sums:
    """Add cells up in blocks. across, along: how many, for each neuron along a square's side."""
    order = (axis, 1 - axis, 2)
    low, high = cells.low.transpose(order), cells.high.transpose(order)
    seen: Bools = np.all(high >= low, axis=2)
    values = np.where(seen[..., None], 0.5 * (np.where(seen[..., None], low, 0.0) + high), 0.0)
    area = np.outer(*(np.diff(cells.edges[k]) for k in order[:2])) * seen
    area /= area.mean() or 1.0
    values = values - (area[..., None] * values).mean(axis=(0, 1))  # so that less is lost below
    squares = (values**2).sum(axis=2)
    parts = [area, area * squares, *(area * values[..., k] for k in range(cells.outputs))]
    side = np.sqrt(max(neurons, 1))
    ends = _block_ends(low.shape[0], across * side), _block_ends(low.shape[1], along * side)
    return _Sums(axis, *ends, np.stack([_prefix(part, *ends) for part in parts]))


def _block_ends(size: int, blocks: float) -> Ints:
    count = min(size, max(8, int(blocks)))
    return np.round(np.linspace(0, size, count + 1)).astype(np.int64)


def _prefix(part: Array, across: Ints, along: Ints) -> Array:
    """Sum over all cells before each pair of block ends."""
    total = np.zeros((part.shape[0] + 1, part.shape[1] + 1))
    np.cumsum(np.cumsum(part, axis=0), axis=1, out=total[1:, 1:])
    return np.ascontiguousarray(total[np.ix_(across, along)])


def _search(sums: _Sums, neurons: int, price: float | None = None) -> _Found:
    """Search for strips of the least price for which neurons are enough. price: a guess."""
    whole = max(float(sums.sums[1, -1, -1]), 1e-300)
    dear, cheap = whole, whole * 1e-14
    best = _at_price(sums, 2 * dear)
    price = price or dear / max(neurons, 1) ** 2
    for _ in range(TRIALS):
        found = _at_price(sums, price)
        if found.neurons <= neurons:
            best, dear = (found if found.error <= best.error else best), price
            if found.neurons >= CLOSE * neurons or found.error <= 1e-12 * whole:
                break
        else:
            cheap = price
        guess = price * (max(found.neurons, 1) / max(AIM * neurons, 1)) ** 1.7
        inner = (dear / cheap) ** 0.1
        price = float(np.clip(guess, cheap * inner, dear / inner))
    return best


def _at_price(sums: _Sums, price: float) -> _Found:
    from uat.constructions.boxes.partition.strip_sweep import cut_means, sweep_means

    rows, columns = sums.across.size - 1, sums.along.size - 1
    start = np.zeros(rows + 1, np.int64)
    sweep_means(sums.sums, price, _widths(rows), start)
    edges = _path(start)
    cuts, error = [], 0.0
    for begin, end in pairwise(edges):
        inner = np.zeros(columns + 1, np.int64)
        cost = cut_means(sums.sums[:, end] - sums.sums[:, begin], price, inner)
        cuts.append(_path(inner))
        error += cost - price * (cuts[-1].size - 1)
    return _Found(sums, edges, tuple(cuts), error, price)


def _widths(rows: int) -> Ints:
    """Return widths to try: 1, 2, 3 …, then ever sparser; the whole side is one of them."""
    widths = list(range(1, min(WIDTHS, rows) + 1))
    while widths[-1] * WIDER < rows:
        widths.append(int(widths[-1] * WIDER))
    return np.unique([*widths, rows])


def _path(start: Ints) -> Ints:
    """Follow the path from the last place back to 0; return its places, ascending."""
    places = [start.size - 1]
    while places[-1] > 0:
        places.append(int(start[places[-1]]))
    return np.array(places[::-1])


def _as_strips(cells: Cells, found: _Found) -> Strips:
    """Turn indices into places, and give each box the mean of its cells."""
    axis, edges = found.sums.axis, found.sums.across[found.edges]
    cuts = [found.sums.along[inner] for inner in found.cuts]
    heights, error = [], 0.0
    for begin, end, inner in zip(edges[:-1], edges[1:], cuts, strict=True):
        heights.append(_means(cells, axis, begin, end, inner))
        error = max(error, error_of(heights[-1], *strip_ranges(cells, axis, begin, end, inner)))
    along = cells.edges[1 - axis]
    places = tuple(along[inner] for inner in cuts)
    return Strips(axis, cells.edges[axis][edges], places, tuple(heights), error)


def _means(cells: Cells, axis: int, begin: int, end: int, cuts: Ints) -> Array:
    """Return means (boxes, outputs), weighted by area; 0 where nothing is to be compared."""
    rows = [slice(None), slice(None)]
    rows[axis] = slice(begin, end)
    low = np.moveaxis(cells.low[tuple(rows)], axis, 0)
    high = np.moveaxis(cells.high[tuple(rows)], axis, 0)
    seen: Bools = np.all(high >= low, axis=2)
    area = np.outer(np.diff(cells.edges[axis])[begin:end], np.diff(cells.edges[1 - axis])) * seen
    middle = np.where(seen[..., None], 0.5 * (np.where(seen[..., None], low, 0.0) + high), 0.0)
    totals = np.add.reduceat((area[..., None] * middle).sum(axis=0), cuts[:-1])
    areas = np.add.reduceat(area.sum(axis=0), cuts[:-1])
    means: Array = totals / np.where(areas > 0, areas, 1.0)[:, None]
    return means
