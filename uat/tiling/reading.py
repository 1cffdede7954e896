"""Reading f: on a grid of cells as fine as f is quick, or the pixels of a picture."""

from __future__ import annotations

import time

import numpy as np

from uat.activations import Array
from uat.cells import Cells, constant_cells, sample_cells
from uat.target import Target

CELLS = {1: 4096, 2: 512, 3: 64, 4: 20}  # along each input
MOST_CELLS = {1: 2**20, 2: 2048, 3: 160, 4: 32}
FEW_CELLS = 8
CLASS_CELLS = 384
QUICK = 1e-5  # seconds a point for which more points are timed, to be sure
CALLS = 5  # of f, to find out how slow it is
PATIENCE = 4.0  # seconds for reading a slow f once


def first_cells(target: Target) -> Cells:
    """The pixels of a picture, or a grid as fine as f is quick."""
    if target.cells is not None:
        return constant_cells(target, target.cells)
    if target.kind == "classes":
        edges = [np.linspace(low, high, CLASS_CELLS + 1) for low, high in target.box]
        return constant_cells(target, edges)
    count = affordable(target, CELLS.get(target.inputs, FEW_CELLS))
    return sample_cells(target, target.box, (count,) * target.inputs, _lines(target))


def finer_cells(target: Target, cells: Cells, lines: list[Array] | None = None) -> Cells:
    """Twice as many cells along each input, up to a limit; the same ones if there are no more.

    lines: more grid lines for each input, where f jumps.
    """
    if target.cells is not None or target.kind == "classes":
        return cells
    most = affordable(target, MOST_CELLS.get(target.inputs, FEW_CELLS))
    counts = tuple(max(count, min(2 * count, most)) for count in cells.shape)
    if counts == cells.shape:
        return cells
    return sample_cells(target, target.box, counts, _lines(target, lines))


def _lines(target: Target, more: list[Array] | None = None) -> list[Array]:
    """Where a table bends, inside the box, for its extremes lie there; and more such places."""
    given = target.lines or [np.zeros(0)] * target.inputs
    more = more or [np.zeros(0)] * target.inputs
    return [
        np.concatenate([line[(line > low) & (line < high)], others])
        for line, others, (low, high) in zip(given, more, target.box, strict=True)
    ]


def affordable(target: Target, count: int) -> int:
    """Cells along each input, at most `count`, that a slow f can be read on.

    The quickest of a few calls says how slow it is: a busy machine must not change the network.
    """
    each, most = np.inf, 0
    for _ in range(CALLS):
        each = min(each, _seconds_a_point(target, 200))
        if each < QUICK:
            each = min(each, _seconds_a_point(target, 20_000))
        most = int((PATIENCE / each) ** (1 / target.inputs)) // 3
        if most >= count:
            break
    return max(FEW_CELLS, min(count, most))


def _seconds_a_point(target: Target, size: int) -> float:
    shares = np.linspace(0.01, 0.99, size)
    points = [low + (high - low) * shares for low, high in target.box]
    began = time.perf_counter()
    target(*points)
    return max((time.perf_counter() - began) / size, 1e-10)
