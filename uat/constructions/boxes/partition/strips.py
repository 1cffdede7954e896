"""Cut a domain of two inputs into slices, each in boxes of its own, with the fewest neurons."""

import numpy as np

from uat.base.arrays import Array
from uat.constructions.boxes.partition.boxes import Strips, allowed, error_of, heights_of, settle
from uat.constructions.boxes.partition.strip_cutting import (
    DENSITIES,
    Cutting,
    Ints,
    Ranges,
    fewest_neurons,
    outline,
    ranges_across,
)
from uat.functions.cells import Cells

CLOSE = 1.1  # how many times more boxes shared lines may make up for

BLOCKS, FINE = 4.0, 192  # along each input for each neuron along it, and at least so many
TRIALS = 20  # of a tolerance
ENOUGH = 0.01  # of the tolerance, or of the budget: near enough
POLISH = 4  # trials with all searches for lines, at the end
MANY = 2**17  # cells from which on there are no trials with all searches
NARROWER = 0.97  # the first tolerance of trials with all searches, in those found before
LOWER = 0.7  # how much smaller a tolerance is tried while none is known not to fit
HALVINGS = 2  # of cells that were made finer, taken back
ALIKE = 1 / 16  # of what a box may vary by: cells that together vary by less may be one
TINY = 1e-9  # of the first tolerance: f is met exactly


def fewest_strips(
    cells: Cells,
    tol: float,
    *,
    stuck: str = "refuse",
    searches: int = len(DENSITIES),
) -> Strips:
    """Cut strips into boxes on which f varies by at most 2 tol, with as few neurons as found.

    tol: in the units of f, positive. stuck: what to do about a cell that alone is too much for a
    box: "refuse" raises TooCoarse with the worst one, "keep" makes it a box of its own. searches:
    how often to look for lines; 1 is quick. Heights are midranges, but for boxes at the base
    height.
    """
    settled = settle(cells, tol, stuck)
    sides = [ranges_across(settled, axis, allowed(cells, tol)) for axis in (0, 1)]
    axis, cutting = min(_fewest_neurons(sides, searches), key=lambda one: one[1].cost)
    return _as_strips(cells, settled, axis, cutting)


def _fewest_neurons(sides: list[Ranges], searches: int) -> list[tuple[int, Cutting]]:
    """Try strips across either input, unless one needs far more boxes, however they are cut."""
    outlines = [outline(ranges) for ranges in sides]
    least = min(cost for _, cost in outlines)
    return [
        (axis, fewest_neurons(ranges, searches, strips, cost))
        for axis, (ranges, (strips, cost)) in enumerate(zip(sides, outlines, strict=True))
        if cost <= CLOSE * least
    ]


def strip_ranges(cells: Cells, axis: int, begin: int, end: int, cuts: Ints) -> tuple[Array, Array]:
    """Return the least and the largest f on each box of a strip, (boxes, outputs)."""
    rows = [slice(None), slice(None)]
    rows[axis] = slice(begin, end)
    low, high = cells.low[tuple(rows)].min(axis=axis), cells.high[tuple(rows)].max(axis=axis)
    return np.minimum.reduceat(low, cuts[:-1]), np.maximum.reduceat(high, cuts[:-1])


def _as_strips(cells: Cells, settled: Cells, axis: int, cutting: Cutting) -> Strips:
    """Turn indices into places and heights. The error counts cells as they are."""
    base = None if cutting.base is None else cutting.base[: cells.outputs]
    heights, error = [], 0.0
    for s, cuts in enumerate(cutting.cuts):
        where = (axis, int(cutting.edges[s]), int(cutting.edges[s + 1]), cuts)
        height = heights_of(*strip_ranges(settled, *where), cells.outputs)
        if base is not None and cutting.free[s]:
            height[0] = base
        heights.append(height)
        error = max(error, error_of(height, *strip_ranges(cells, *where)))
    along = cells.edges[1 - axis]
    return Strips(
        axis,
        cells.edges[axis][cutting.edges],
        tuple(along[cuts] for cuts in cutting.cuts),
        tuple(heights),
        error,
        base,
    )


# Find the best strips for a number of neurons: the smallest tolerance that they can meet.


def best_strips(cells: Cells, neurons: int, *, stuck: str = "refuse") -> Strips:
    """Find strips of the smallest tolerance for which the neurons are enough.

    The tolerance is found by bisection and interpolation. Cells are first put together in blocks,
    at least 16 for each neuron and 192 along each input; where one forbids a smaller tolerance,
    blocks are halved. stuck: as in `fewest_strips`; with "refuse" no tolerance is tried that a cell
    forbids, with "keep" there are no blocks.
    """
    side = max(FINE, BLOCKS * np.sqrt(neurons))
    size = 1 if stuck == "keep" else int(np.ceil(max(cells.shape) / side))
    above = np.inf
    while True:
        coarse = blocks(cells, size)
        found, above, stopped = _search(coarse, neurons, stuck, above)
        if size == 1 or not stopped or found.error == 0.0:
            return found
        size = (size + 1) // 2


def blocks(cells: Cells, size: int) -> Cells:
    """Join cells into blocks of `size` along each input, the last ones smaller."""
    if size == 1:
        return cells
    low, high = cells.low, cells.high
    for axis in range(cells.inputs):
        starts = np.arange(0, low.shape[axis], size)
        low = np.minimum.reduceat(low, starts, axis=axis)
        high = np.maximum.reduceat(high, starts, axis=axis)
    edges = tuple(np.append(line[:-1][::size], line[-1]) for line in cells.edges)
    return Cells(edges, low, high)


def joined(cells: Cells, tol: float) -> Cells:
    """Join neighbouring rows of cells, two and two, where f varies by much less than a box may.

    tol: in the units of f. Of cells that were made fine for the sake of a few, the others become as
    coarse as they were, so that a search among them takes no longer than before.
    """
    low, high, edges = cells.low, cells.high, list(cells.edges)
    for axis in list(range(cells.inputs)) * HALVINGS:
        low, high = (np.moveaxis(side, axis, 0) for side in (low, high))
        width = np.maximum(high[1:], high[:-1]) - np.minimum(low[1:], low[:-1])
        close = width.reshape(len(width), -1).max(axis=1) <= ALIKE * allowed(cells, tol)
        second = np.append(False, close) & (np.arange(len(low)) % 2 == 1)
        starts = np.flatnonzero(~second)
        low = np.moveaxis(np.minimum.reduceat(low, starts, axis=0), 0, axis)
        high = np.moveaxis(np.maximum.reduceat(high, starts, axis=0), 0, axis)
        edges[axis] = np.append(edges[axis][starts], edges[axis][-1])
    return Cells(tuple(edges), low, high)


def _search(cells: Cells, neurons: int, stuck: str, above: float) -> tuple[Strips, float, bool]:
    """Find the strips of the smallest tolerance that fits, it, and whether cells are too coarse.

    above: a tolerance that fits, or inf.
    """
    widest = float(np.max(cells.high.max(axis=(0, 1)) - cells.low.min(axis=(0, 1))))
    least = float(np.max(cells.high - cells.low)) / 2 if stuck == "refuse" else 0.0
    first = max(widest / 2, 1e-300) / np.sqrt(neurons + 1) if above == np.inf else LOWER * above
    above = min(above, max(widest / 2, 1e-300))
    found, above = _bisect(cells, neurons, stuck, (least, first, above), TRIALS, 1)
    if cells.low.size <= MANY and above > least:
        bracket = (least, max(least, NARROWER * above), above)
        finer, tol = _bisect(cells, neurons, stuck, bracket, POLISH, len(DENSITIES))
        found, above = (finer, tol) if finer else (found, above)
    found = found or fewest_strips(cells, above, stuck=stuck, searches=1)
    return found, above, above <= 1.02 * least


def _bisect(
    cells: Cells,
    neurons: int,
    stuck: str,
    bracket: tuple[float, float, float],
    trials: int,
    searches: int,
) -> tuple[Strips | None, float]:
    """Find by bisection the strips of the smallest tolerance that fits, and that tolerance.

    bracket: the least tolerance to try, the first, and one that is known to fit.
    """
    least, first, above = bracket
    best, below, trial = None, 0.0, float(np.clip(first, least, above))
    needed = spent = 0
    tiny = TINY * above
    for _ in range(trials):
        found = fewest_strips(cells, trial, stuck=stuck, searches=searches)
        if found.neurons <= neurons:
            above, best, spent = min(trial, found.error), found, found.neurons
        else:
            below, needed = trial, found.neurons
        low = max(below, least, tiny)
        if above <= low * (1 + ENOUGH) or spent > neurons * (1 - ENOUGH):
            break
        trial = _between(low, above, needed, spent, neurons) if needed else max(low, LOWER * above)
    return best, above


def _between(below: float, above: float, needed: int, spent: int, neurons: int) -> float:
    """Guess the next tolerance: neurons are taken for a power of it, between those at both ends."""
    share = 0.5
    if 0 < spent < needed:
        share = float(np.log(needed / neurons) / np.log(needed / spent))
    return float(below * (above / below) ** np.clip(share, 0.1, 0.9))
