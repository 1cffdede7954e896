"""Choose boxes where f needs them: strips for quadrants, any for towers, means for pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from uat.base.arrays import Array
from uat.constructions.boxes.jumps import jump_lines, refuse_curve, refuse_pole
from uat.constructions.boxes.partition.boxes import Boxes, Strips, TooCoarse
from uat.constructions.boxes.partition.mean_strips import best_strips_l2
from uat.constructions.boxes.partition.rectangles import quadtree, rectangles
from uat.constructions.boxes.partition.strips import best_strips, blocks, fewest_strips, joined
from uat.constructions.boxes.reading import finer_cells
from uat.constructions.boxes.spikes import with_spikes
from uat.functions.cells import Cells
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.constructions.plan import Plan

Choose = Callable[[Cells, "Plan", str], Strips | Boxes]

PICTURE_NEURONS = 4000  # if neither a tolerance nor a number of neurons is given
MOST_NEURONS = 200_000
FEWEST = 4
TRIED = (0.72, 0.78, 0.85, 0.92, 1.1, 1.25)  # of the first number of neurons that was enough
IDLE = 0.5  # of the neurons: if fewer are used, the rest do not help the largest error
BLOCKS = 8.0  # along each input, for the side of a square of so many boxes
TRIAL, TRIALS = 1e-4, 16  # the smallest tolerance to try, of f's range, and how often to bisect


def adaptive_boxes(
    choose: Choose, target: Target, cells: Cells, plan: Plan
) -> tuple[Strips | Boxes, Cells]:
    """Choose boxes for the plan, and the cells that they are made of: finer ones where needed."""
    if target.kind == "classes":
        return _regions(cells, plan), cells
    if target.kind == "picture" and plan.tol is None:
        return best_strips_l2(cells, _budget(plan)), cells
    lines: list[Array] | None = None
    parts = cells
    while True:
        try:
            return choose(parts, plan, "refuse"), cells
        except TooCoarse as stuck:
            assert plan.tol is not None
            refuse_pole(target, cells, stuck)
            if lines is None and target.kind == "function":
                lines = jump_lines(target, cells, plan.tol)
            lines = with_spikes(target, cells, plan.tol, lines)
            finer = finer_cells(target, cells, plan.tol, lines)
            if finer is cells:
                refuse_curve(target, cells, plan.tol, stuck)
                return choose(parts, plan, "keep"), cells
            cells, parts = finer, joined(finer, plan.tol)


def strips(cells: Cells, plan: Plan, stuck: str) -> Strips:
    """Cut the domain into strips, each in boxes of its own, as quadrants need them."""
    if plan.tol is not None:
        return fewest_strips(cells, plan.tol, stuck=stuck)
    budget = _budget(plan)
    found = best_strips(cells, budget, stuck="keep")
    if found.neurons < IDLE * budget and found.error > 0.0:
        return best_strips_l2(cells, budget)  # f jumps: no boxes lower the largest error
    return found


def any_boxes(cells: Cells, plan: Plan, stuck: str) -> Boxes:
    """Cut the domain into boxes that need not lie in strips, which is enough for towers."""
    divide = rectangles if cells.inputs == 2 else quadtree
    if plan.tol is not None:
        return divide(cells, plan.tol, stuck=stuck)
    budget = _budget(plan)
    coarse = blocks(cells, max(1, int(max(cells.shape) / max(64, BLOCKS * budget**0.5))))
    return _most_boxes(lambda tol: divide(coarse, tol, stuck="keep"), coarse, budget)


def _most_boxes(choose: Callable[[float], Boxes], cells: Cells, neurons: int) -> Boxes:
    """Find the boxes of the smallest tolerance for which the neurons are enough, in cell blocks."""
    everywhere = tuple(range(cells.inputs))
    high = float(np.max(cells.high.max(everywhere) - cells.low.min(everywhere))) or 1.0
    low, best = TRIAL * high, choose(high)
    for _ in range(TRIALS):
        middle = (low * high) ** 0.5
        boxes = choose(middle)
        if boxes.pieces + sum(sides_of(boxes)) <= neurons:
            high, best = middle, boxes
        else:
            low = middle
    return best


def sides_of(boxes: Boxes) -> list[int]:
    """Count the different places along each input at which a box begins or ends."""
    return [int(np.unique(side).size) for side in np.concatenate([boxes.lows, boxes.highs]).T]


def _budget(plan: Plan) -> int:
    """Return how many neurons there may be, counting the two of a pair as one."""
    neurons = PICTURE_NEURONS if plan.neurons is None else plan.neurons
    return neurons // plan.activation.neurons_per_step


def _regions(cells: Cells, plan: Plan) -> Strips:
    """Choose boxes that each vote for one class, so many that few cells are outvoted."""
    if plan.tol is None:
        return _vote(best_strips_l2(cells, _budget(plan)))
    tol, neurons = plan.tol, FEWEST
    while True:
        strips = _vote(best_strips_l2(cells, neurons))
        if outvoted(strips, cells) <= tol or neurons >= MOST_NEURONS:
            break
        neurons = int(1.5 * neurons) + 1
    for share in TRIED:
        other = _vote(best_strips_l2(cells, int(share * neurons)))
        if outvoted(other, cells) <= tol and other.neurons < strips.neurons:
            strips = other
    return strips


def _vote(strips: Strips) -> Strips:
    """Return heights: 1 for the class with the largest share of the box, and 0 for the others."""
    classes = np.eye(strips.outputs)
    heights = tuple(classes[height.argmax(axis=1)] for height in strips.heights)
    return replace(strips, heights=heights, base=None)


def outvoted(strips: Strips, cells: Cells) -> float:
    """Return the share of the cells whose class is not that of their box."""
    wanted = np.moveaxis(cells.low, strips.axis, 0).argmax(axis=-1)
    across, along = cells.edges[strips.axis], cells.edges[1 - strips.axis]
    wrong = 0
    ends = np.searchsorted(across, strips.edges)
    for begin, end, cuts, heights in zip(
        ends[:-1], ends[1:], strips.cuts, strips.heights, strict=True
    ):
        sizes = np.diff(np.searchsorted(along, cuts))
        voted = np.repeat(heights.argmax(axis=1), sizes)
        wrong += int(np.count_nonzero(wanted[begin:end] != voted))
    return float(wrong / wanted.size)
