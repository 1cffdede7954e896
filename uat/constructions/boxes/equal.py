"""Cut the domain into equal boxes: as few as the tolerance needs, or as many as neurons allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.boxes.construction import OnBoxes
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.partition.grid import TooMany, best_grid, smallest_grid
from uat.constructions.boxes.partition.tiles import grid_on, points_along, shifted_edges
from uat.constructions.limits import most_affordable, require_affordable
from uat.constructions.plan import Plan
from uat.functions.target import Target

MOST_BOXES = 4_000_000


def equal_boxes(kind: OnBoxes, target: Target, plan: Plan) -> Grid:
    """Choose a tensor grid, with more boxes along the inputs by which f changes more."""
    grid = _grid(kind, target, plan)
    if plan.heights == "midrange":
        return grid
    return grid_on(target, grid.edges, target.box, plan.heights)


def shifted_copies(kind: OnBoxes, target: Target, plan: Plan) -> tuple[Grid, ...]:
    """Shift copy c of M along the diagonal by c/M of a box, so that it reaches past the domain."""
    counts = [edges.size - 1 for edges in _grid(kind, target, plan).edges]
    return tuple(
        grid_on(target, _shifted(target, counts, copy / plan.overlap), target.box, plan.heights)
        for copy in range(plan.overlap)
    )


def _grid(kind: OnBoxes, target: Target, plan: Plan) -> Grid:
    points = points_along(target.inputs)
    if plan.tol is None:
        assert plan.neurons is not None
        return best_grid(
            target, target.box, plan.neurons, lambda counts: _cost(kind, counts, plan), points
        )
    most = MOST_BOXES if plan.force else min(MOST_BOXES, most_affordable(kind))
    try:
        return smallest_grid(target, target.box, plan.tol, most, points)
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
