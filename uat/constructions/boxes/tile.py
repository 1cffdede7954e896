"""Choose cells, boxes and a network of several inputs; repeat until the tolerance holds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from uat.accuracy.measure import Error, measure_boxes
from uat.accuracy.measure.boxes import PROBES, Windows, measure_pixels
from uat.accuracy.measure.left_out import LeftOut
from uat.accuracy.measure.places import with_places
from uat.constructions.boxes.adaptive import adaptive_boxes
from uat.constructions.boxes.equal import equal_boxes, shifted_copies
from uat.constructions.boxes.indicators import Indicators, indicator_network
from uat.constructions.boxes.partition.boxes import Grid, Strips, Tiling
from uat.constructions.boxes.reading import finer_cells, first_cells, most_points
from uat.constructions.built import Built
from uat.constructions.construction import STEEPER, Progress
from uat.constructions.limits import require_affordable
from uat.constructions.plan import Plan
from uat.functions.cells import Cells, values_on
from uat.functions.looking.in_cells import may_jump
from uat.functions.target import Target
from uat.networks.activations import Activation, logit, reach

if TYPE_CHECKING:
    from uat.constructions.boxes.construction import OnBoxes

ATTEMPTS = 10
CLOSE = 1.2  # a miss by less is met by smaller boxes, one by more by more cells and steeper steps
LEAST_CHANGE = 1.0005  # of the aim: boxes that miss by little do not change for less
NEXT = 8  # floats from the end of the domain: as close to it as f is read
SMALL = 0.1  # of the error: a jump by less is none
CERTAINTY = 20.0  # the score of the right class above the others: it has probability 1 - 2e-9


def tile(kind: OnBoxes, target: Target, plan: Plan, say: Progress) -> Built:
    """Build a network of towers or quadrants for the plan.

    One that misses its tolerance gets smaller boxes, or finer cells and steeper steps where f was
    not seen finely enough. With three inputs and more it gets smaller boxes only: where edges cross
    they are off by the mixed difference of heights. Towers are built once: their holes do not
    close.
    """
    say("reading the function on a grid")
    cells = first_cells(target, plan.tol)
    aim, steeper = plan.tol, 1.0
    for _ in range(ATTEMPTS):
        say("choosing the boxes")
        partitions, cells = _partitions(kind, target, cells, replace(plan, tol=aim))
        neurons = sum(p.pieces for p in partitions) * plan.activation.neurons_per_step
        require_affordable(kind, neurons, plan.force)
        tiled = _built(kind, target, cells, partitions, plan, steeper, say)
        goal = plan.tol
        if goal is None or aim is None or _is_done(kind, tiled, plan):
            break
        miss = tiled.error.max / goal
        if miss <= CLOSE or target.inputs > 2:
            aim /= max(miss * (1 + 1e-6), LEAST_CHANGE)
        else:
            cells = finer_cells(target, cells, plan.tol)
            steeper *= STEEPER
    return tiled


def _partitions(
    kind: OnBoxes, target: Target, cells: Cells, plan: Plan
) -> tuple[tuple[Tiling, ...], Cells]:
    """Choose the boxes that the plan asks for, and return the cells that they were made from."""
    if plan.overlap > 1:
        return shifted_copies(kind, target, plan), cells
    if plan.partition == "uniform":
        return (equal_boxes(kind, target, plan, cells),), cells
    boxes, cells = adaptive_boxes(kind.choose, target, cells, plan)
    return (boxes,), cells


def _is_done(kind: OnBoxes, tiled: Built, plan: Plan) -> bool:
    return bool(tiled.error.met) or not kind.improves or plan.steepness is not None


def _built(
    kind: OnBoxes,
    target: Target,
    cells: Cells,
    partitions: tuple[Tiling, ...],
    plan: Plan,
    steeper: float,
    say: Progress,
) -> Built:
    least = max(partition.error for partition in partitions)
    jumps = (
        any(isinstance(partition, Grid) and partition.jumps for partition in partitions)
        or jumps_between(cells, least)
        or _jumps_at_ends(target, cells, least)
    )
    if target.expressions:  # what is only steep is no jump
        jumps = jumps and any(may_jump(formula, cells.edges) for formula in target.expressions)
    hidden = [_hidden(partition, plan) for partition in partitions]
    boxes, steepness = kind.placed(hidden, target, plan, jumps, steeper)
    classes = target.kind == "classes"
    if classes:
        boxes = replace(boxes, weights=CERTAINTY * boxes.weights, base=CERTAINTY * boxes.base)
    network = indicator_network(
        boxes, plan.activation, steepness, "softmax" if classes else plan.output
    )
    say("measuring the error")
    began = time.perf_counter()
    if target.kind != "function":
        error = measure_pixels(network, cells, plan.tol, classes)
    else:
        windows = windows_of(boxes, steepness, plan.activation)
        goal = plan.tol or max(partition.error for partition in partitions)
        probes = min(PROBES, most_points(target))
        error = measure_boxes(network, target, target.box, windows, plan.tol, goal, jumps, probes)
        error = with_places(error, network, target, cells)
    error = kind.with_holes(error, network, target, boxes, [1 / w for w in steepness])
    return Built(
        network=network,
        error=error,
        partitions=partitions,
        steepness=max(steepness),
        measuring=time.perf_counter() - began,
        cells=cells,
        indicators=boxes,
        steepnesses=steepness,
    )


def _hidden(partition: Tiling, plan: Plan) -> Tiling:
    """Turn heights into what the hidden layers must add up to, for a sigmoid output."""
    if plan.output != "sigmoid":
        return partition
    if isinstance(partition, Strips):
        base = None if partition.base is None else logit(partition.base)
        heights = tuple(logit(height) for height in partition.heights)
        return replace(partition, heights=heights, base=base)
    return replace(partition, heights=logit(partition.heights))


def jumps_between(cells: Cells, error: float) -> bool:
    """Tell whether f jumps: between two cells, or by more than the error inside one."""
    if float(np.max(cells.high - cells.low)) > 2 * error * (1 + 1e-6):
        return True
    for axis in range(cells.inputs):
        low = np.moveaxis(cells.low, axis, 0)
        high = np.moveaxis(cells.high, axis, 0)
        gap = np.maximum(low[1:] - high[:-1], low[:-1] - high[1:])
        if gap.size and float(gap.max()) > SMALL * error:
            return True
    return False


def _jumps_at_ends(target: Target, cells: Cells, error: float) -> bool:
    """Say whether f jumps next to an end of the domain, as floor(x) on 0:1 does."""
    middles = [0.5 * (edges[1:] + edges[:-1]) for edges in cells.edges]
    for axis, edges in enumerate(cells.edges) if target.kind == "function" else ():
        inside = NEXT * np.spacing(np.abs(edges).max())  # a root is steep there, but no jump
        for pair in ([edges[0], edges[0] + inside], [edges[-1] - inside, edges[-1]]):
            ends = [np.array(pair) if k == axis else line for k, line in enumerate(middles)]
            if float(np.abs(np.diff(values_on(target, ends), axis=axis)).max()) > SMALL * error:
                return True
    return False


def measure_outside(built: Built, target: Target, left_out: LeftOut) -> Error:
    """Measure a network again outside of other windows, such as those that its proof leaves out."""
    activation = built.network.layers[0].activation
    windows = windows_of(built.indicators, built.steepnesses, activation)
    tol = built.error.tolerance
    return measure_boxes(built.network, target, target.box, windows, tol, left_out=left_out)


def windows_of(boxes: Indicators, steepness: Sequence[float], activation: Activation) -> Windows:
    """Return where the steps of boxes stand, and how wide their windows are."""
    wide = reach(activation)
    return Windows(boxes.cuts, tuple(1 / w for w in steepness), tuple(wide / w for w in steepness))
