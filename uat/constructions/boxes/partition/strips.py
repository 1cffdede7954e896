"""Cut a domain of two inputs into slices, each in boxes of its own, with the fewest neurons."""

import numpy as np

from uat.base.arrays import Array
from uat.constructions.boxes.partition.boxes import Strips
from uat.constructions.boxes.partition.strip_cutting import (
    DENSITIES,
    Cutting,
    Ints,
    Ranges,
    fewest_neurons,
    outline,
    ranges_across,
)
from uat.constructions.boxes.partition.stuck import allowed, error_of, heights_of, settle
from uat.functions.cells import Cells

CLOSE = 1.1  # how many times more boxes shared lines may make up for


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
