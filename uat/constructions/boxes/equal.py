"""Cut the domain into equal boxes: as few as the tolerance needs, or as many as neurons allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.boxes.jumps import CALLS, HALVINGS, jump_lines, uneven_cells
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.partition.grid import Box, TooMany, best_grid, smallest_grid
from uat.constructions.boxes.partition.tiles import grid_on, points_along, shifted_edges
from uat.constructions.boxes.reading import most_points
from uat.constructions.boxes.spikes import with_spikes
from uat.constructions.limits import most_affordable, require_affordable
from uat.constructions.plan import Plan
from uat.functions.cells import Cells
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.constructions.boxes.construction import OnBoxes

MOST_BOXES = 4_000_000
SMALL_JUMP = 0.01  # of f's range: jumps by less get no line where no tolerance is asked for


def equal_boxes(kind: OnBoxes, target: Target, plan: Plan, cells: Cells) -> Grid:
    """Choose a tensor grid, with more boxes along the inputs by which f changes more.

    Boxes end where f jumps, and where it rises by part of the tolerance in a spike that the cells
    show; between such lines they are equally wide.
    """
    jumps, box = _box_with_lines(kind, target, plan, cells)
    grid = _grid(kind, target, plan, box)
    if plan.heights != "midrange":
        grid = grid_on(target, grid.edges, target.box, plan.heights)
    return replace(grid, jumps=jumps)


def shifted_copies(kind: OnBoxes, target: Target, plan: Plan) -> tuple[Grid, ...]:
    """Shift copy c of M along the diagonal by c/M of a box, so that it reaches past the domain."""
    counts = [edges.size - 1 for edges in _grid(kind, target, plan, target.box).edges]
    return tuple(
        grid_on(target, _shifted(target, counts, copy / plan.overlap), target.box, plan.heights)
        for copy in range(plan.overlap)
    )


def _box_with_lines(kind: OnBoxes, target: Target, plan: Plan, cells: Cells) -> tuple[bool, Box]:
    """Return whether f jumps along lines, and the box: its ends and the lines between.

    Boxes must end on the lines. Without a tolerance there are none if they would cost more than the
    neurons.
    """
    if target.kind != "function":
        return False, target.box
    tol = plan.tol or SMALL_JUMP * float(np.max(cells.high) - np.min(cells.low))
    lines = [np.zeros(0)] * target.inputs
    uneven = uneven_cells(target) if tol > 0.0 else None
    if uneven is not None:
        lines = jump_lines(target, uneven, tol, most_points(target, CALLS) // HALVINGS)
    jumps = any(line.size for line in lines)
    if plan.tol is not None:
        lines = with_spikes(target, cells, tol, lines) or lines
    box = [
        np.array([low, *line[(line > low) & (line < high)], high])
        for line, (low, high) in zip(lines, target.box, strict=True)
    ]
    least = _cost(kind, [ends.size - 1 for ends in box], plan)
    return (False, target.box) if least > (plan.neurons or least) else (jumps, box)


def _grid(kind: OnBoxes, target: Target, plan: Plan, box: Box) -> Grid:
    points = points_along(target.inputs)
    if plan.tol is None:
        assert plan.neurons is not None
        return best_grid(
            target, box, plan.neurons, lambda counts: _cost(kind, counts, plan), points
        )
    most = MOST_BOXES if plan.force else min(MOST_BOXES, most_affordable(kind))
    try:
        return smallest_grid(target, box, plan.tol, most, points)
    except TooMany as error:
        require_affordable(kind, error.tiles, plan.force)
        raise TargetError(
            f"equal boxes would need more than {MOST_BOXES:,} for this tolerance: use partition "
            "fewest, a larger tolerance, or a number of neurons"
        ) from None


def _shifted(target: Target, counts: Sequence[int], shift: float) -> list[Array]:
    return [
        shifted_edges(interval, count, shift)
        for interval, count in zip(target.box, counts, strict=True)
    ]


def _cost(kind: OnBoxes, counts: Sequence[int], plan: Plan) -> int:
    """Count hidden neurons: the steps of every input, the boxes, those of the shifted copies."""
    more = prod(n + 1 for n in counts) + sum(n + 2 for n in counts)
    first = kind.neurons_on_grid(counts)
    return plan.activation.neurons_per_step * (first + (plan.overlap - 1) * more)
