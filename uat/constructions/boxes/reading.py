"""Read f on a grid of cells as fine as f allows, or from the pixels of a picture."""

from __future__ import annotations

import numpy as np

from uat.accuracy.measure.boxes import PROBES
from uat.accuracy.measure.places import looked
from uat.base.arrays import Array
from uat.functions.cells import Cells, constant_cells, sample_cells
from uat.functions.target import Target

CELLS = {1: 4096, 2: 512, 3: 64, 4: 20}  # along each input
MOST_CELLS = {1: 2**20, 2: 2048, 3: 160, 4: 32}
FEW_CELLS, FEWEST_CELLS = 8, 2  # along each of many inputs
CLASS_CELLS = 384
POINTS_IN_CELL = 3  # along each input
WORK = 1_200_000_000  # points times characters of a formula: a few seconds
USUAL = "x" * 50  # how long a formula takes as much time as a table or a function of arrays
CALLS = 90_000  # of a function that is called for each point by itself
MORE_CALLS = 16 * CALLS  # where f needs finer cells


def first_cells(target: Target, tol: float | None) -> Cells:
    """Return the pixels of a picture, or a grid as fine as f allows.

    tol: a formula is asked where it does more than its samples show, if that matters beside it.
    """
    if target.cells is not None:
        return constant_cells(target, target.cells)
    if target.kind == "classes":
        edges = [np.linspace(low, high, CLASS_CELLS + 1) for low, high in target.box]
        return constant_cells(target, edges)
    count = affordable(target, CELLS.get(target.inputs, FEW_CELLS))
    cells = sample_cells(target, target.box, (count,) * target.inputs, _lines(target))
    return looked(target, cells, tol)


def finer_cells(
    target: Target, cells: Cells, tol: float | None, lines: list[Array] | None = None
) -> Cells:
    """Double the cells along each input, up to a limit; return the same ones if no more exist.

    lines: more grid lines for each input, where f jumps or has a spike.
    """
    if target.cells is not None or target.kind == "classes":
        return cells
    most = affordable(target, MOST_CELLS.get(target.inputs, FEW_CELLS), MORE_CALLS)
    counts = tuple(max(count, min(2 * count, most)) for count in cells.shape)
    if counts == cells.shape:
        return cells
    return looked(target, sample_cells(target, target.box, counts, _lines(target, lines)), tol)


def _lines(target: Target, more: list[Array] | None = None) -> list[Array]:
    """Choose grid lines: where a table bends inside the box (its extremes lie there), and more."""
    given = target.lines or [np.zeros(0)] * target.inputs
    more = more or [np.zeros(0)] * target.inputs
    return [
        np.concatenate([line[(line > low) & (line < high)], others])
        for line, others, (low, high) in zip(given, more, target.box, strict=True)
    ]


def affordable(target: Target, count: int, calls: int = CALLS) -> int:
    """Return how many cells along each input: `count`, or fewer for an f that takes long.

    How long is told by what f is, never by a clock: a busy machine builds the same network.
    calls: the most of a function that is called for each point by itself.
    """
    each = int(most_points(target, calls) ** (1 / target.inputs))
    return max(FEWEST_CELLS, min(count, each // POINTS_IN_CELL))


def most_points(target: Target, calls: int = CALLS) -> int:
    """Return at how many points f is read once: the longer its formula, the fewer.

    calls: of a function that is called for each point by itself, which takes far longer.
    """
    if target.singly:
        return calls
    return WORK // len(target.formula or USUAL)


def least_points(target: Target) -> int:
    """Return at how many points f is read to build and to measure a network of several inputs."""
    cells = affordable(target, CELLS.get(target.inputs, FEW_CELLS))
    return int((POINTS_IN_CELL * cells) ** target.inputs) + min(PROBES, most_points(target))
