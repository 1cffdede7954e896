"""Cut the domain into equal boxes: as few as the tolerance needs, or as many as neurons allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.boxes.jumps import CALLS, HALVINGS, jump_lines, uneven_cells
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.partition.grid import Box, TooMany, best_grid, smallest_grid
from uat.constructions.boxes.reading import most_points
from uat.constructions.boxes.spikes import with_spikes
from uat.constructions.limits import most_affordable, require_affordable
from uat.constructions.plan import Plan
from uat.functions.cells import Cells, slabs
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.constructions.boxes.construction import OnBoxes

MOST_BOXES = 4_000_000
SMALL_JUMP = 0.01  # of f's range: jumps by less get no line where no tolerance is asked for

Function = Callable[..., Array]

POINTS = {1: 33, 2: 9, 3: 5}  # along each input of a tile
FEW_POINTS = 3


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


# Read f at points in a regular pattern, to decide how high it is on boxes between given lines.


def points_along(inputs: int) -> int:
    """Return at how many points along each input of a tile f is read."""
    return POINTS.get(inputs, FEW_POINTS)


def grid_on(
    function: Function,
    edges: Sequence[Array],
    box: Sequence[tuple[float, float]],
    heights: str = "midrange",
) -> Grid:
    """Make a tensor grid of boxes between given edges, with heights from f on the part inside.

    function: takes one array for each input, of one shape, and returns that shape, or one more axis
    for the outputs. edges: for each input, ascending; they may begin and end outside the box, which
    a tile must meet. heights: "midrange" or "mean" of f at 9 × 9 points of a tile of two inputs.
    """
    count = points_along(len(edges))
    axes = [_inside_tiles(line, interval, count) for line, interval in zip(edges, box, strict=True)]
    sizes = [line.size - 1 for line in edges]
    inside = tuple(range(1, 2 * len(edges), 2))
    least = most = mean = np.empty(0)
    for slab in slabs(sizes, count ** len(edges)):
        part = [axis[count * s.start : count * s.stop] for axis, s in zip(axes, slab, strict=True)]
        values = function(*np.meshgrid(*part, indexing="ij"))
        values = values[..., None] if values.ndim == len(axes) else values
        blocks = _blocks(values, count)
        if not least.size:
            least, most, mean = (np.empty((*sizes, values.shape[-1])) for _ in range(3))
        least[slab] = blocks.min(axis=inside)
        most[slab] = blocks.max(axis=inside)
        mean[slab] = blocks.mean(axis=inside)
    chosen = mean if heights == "mean" else 0.5 * (least + most)
    error = float(np.max(np.maximum(most - chosen, chosen - least)))
    return Grid(tuple(line.copy() for line in edges), chosen, error)


def shifted_edges(interval: tuple[float, float], tiles: int, shift: float) -> Array:
    """Return ends of equal tiles, `shift` of a tile to the left; one more if that uncovers f."""
    low, high = interval
    length = (high - low) / tiles
    more = 1 if shift > 0 else 0
    edges: Array = low + length * (np.arange(tiles + 1 + more, dtype=float) - shift)
    return edges


def _inside_tiles(edges: Array, interval: tuple[float, float], count: int) -> Array:
    """Return points evenly from end to end of every tile, cut to the domain: (tiles * count,)."""
    low, high = np.clip(edges[:-1], *interval), np.clip(edges[1:], *interval)
    shares = np.linspace(0.0, 1.0, count)
    shares[0], shares[-1] = 1e-9, 1 - 1e-9  # on this side of a jump that lies on the edge
    points: Array = (low[:, None] + shares * (high - low)[:, None]).reshape(-1)
    return points


def _blocks(values: Array, count: int) -> Array:
    """Reshape (n_1 count, …, n_m count, outputs) to (n_1, count, …, n_m, count, outputs)."""
    shape: list[int] = []
    for size in values.shape[:-1]:
        shape += [size // count, count]
    return values.reshape(*shape, values.shape[-1])
