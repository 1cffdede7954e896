"""Several inputs: cells, boxes, a network, its error; and again, until the tolerance holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from uat.accuracy.measure import Error, measure_boxes
from uat.accuracy.measure.boxes import PROBES, Windows, measure_pixels
from uat.accuracy.measure.holes import find_holes
from uat.accuracy.measure.left_out import LeftOut
from uat.accuracy.measure.places import with_places
from uat.base.errors import InputError
from uat.constructions.boxes.adaptive import adaptive_boxes
from uat.constructions.boxes.equal import equal_boxes, shifted_copies
from uat.constructions.boxes.indicators import Indicators, indicator_network, step_weights
from uat.constructions.boxes.partition.boxes import Boxes, Grid, Strips
from uat.constructions.boxes.quadrants import quadrants
from uat.constructions.boxes.reading import finer_cells, first_cells, most_points
from uat.constructions.boxes.towers import towers
from uat.constructions.limits import require_affordable
from uat.constructions.line.steps import ROOM
from uat.constructions.plan import Plan
from uat.functions.cells import Cells
from uat.functions.looking import may_jump
from uat.functions.target import Target
from uat.networks.activations import Activation, logit, reach
from uat.networks.matrices import dense
from uat.networks.network import Network

Tiling = Strips | Grid | Boxes
Progress = Callable[[str], None]

ATTEMPTS = 10
STEEPER = 4.0
CLOSE = 1.2  # a miss by less is met by smaller boxes, one by more by more cells and steeper steps
LEAST_CHANGE = 1.0005  # of the aim: boxes that miss by little do not change for less
CERTAINTY = 20.0  # the score of the right class above the others: it has probability 1 - 2e-9


@dataclass(frozen=True)
class Tiled:
    """What tiling gives. partitions: one, or one for each overlapping copy.

    indicators: the boxes of hidden layer 2. steepness: the weight of the steps of each input.
    """

    partitions: tuple[Tiling, ...]
    indicators: Indicators
    steepness: tuple[float, ...]
    network: Network
    error: Error
    cells: Cells
    measuring: float


def tile(target: Target, plan: Plan, say: Progress) -> Tiled:
    """A network of towers or quadrants for the plan.

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
        partitions, cells = _partitions(target, cells, replace(plan, tol=aim))
        neurons = sum(p.pieces for p in partitions) * plan.activation.neurons_per_step
        require_affordable(plan.construction, neurons, plan.force)
        tiled = _built(target, cells, partitions, plan, steeper, say)
        goal = plan.tol
        if goal is None or aim is None or _is_done(tiled, plan):
            break
        miss = tiled.error.max / goal
        if miss <= CLOSE or target.inputs > 2:
            aim /= max(miss * (1 + 1e-6), LEAST_CHANGE)
        else:
            cells = finer_cells(target, cells, plan.tol)
            steeper *= STEEPER
    return tiled


def _partitions(target: Target, cells: Cells, plan: Plan) -> tuple[tuple[Tiling, ...], Cells]:
    """The boxes that the plan asks for, and the cells that they were made from."""
    if plan.overlap > 1:
        return shifted_copies(target, plan), cells
    if plan.partition == "uniform":
        return (equal_boxes(target, plan),), cells
    boxes, cells = adaptive_boxes(target, cells, plan)
    return (boxes,), cells


def _is_done(tiled: Tiled, plan: Plan) -> bool:
    return bool(tiled.error.met) or plan.construction == "towers" or plan.steepness is not None


def _built(
    target: Target,
    cells: Cells,
    partitions: tuple[Tiling, ...],
    plan: Plan,
    steeper: float,
    say: Progress,
) -> Tiled:
    jumps = jumps_between(cells, max(partition.error for partition in partitions))
    if target.expressions:  # what is only steep is no jump
        jumps = jumps and any(may_jump(formula, cells.edges) for formula in target.expressions)
    boxes, steepness = _indicators(target, partitions, plan, jumps, steeper)
    classes = target.kind == "classes"
    if classes:
        boxes = replace(boxes, weights=CERTAINTY * boxes.weights, base=CERTAINTY * boxes.base)
    network = indicator_network(
        boxes, plan.activation, steepness, "softmax" if classes else plan.output
    )
    say("measuring the error")
    began = time.perf_counter()
    error = _measured(network, target, cells, boxes, steepness, plan, partitions, jumps)
    seconds = time.perf_counter() - began
    return Tiled(partitions, boxes, steepness, network, error, cells, seconds)


def _indicators(
    target: Target,
    partitions: Sequence[Tiling],
    plan: Plan,
    jumps: bool,
    steeper: float,
) -> tuple[Indicators, tuple[float, ...]]:
    """The boxes and the weights of their steps; towers begin and end outside the domain."""
    hidden = [_hidden(partition, plan) for partition in partitions]
    if plan.construction == "quadrants":
        boxes = quadrants(_strips_or_grid(hidden[0]))
        return boxes, _weights(boxes, target, plan, jumps, steeper)
    sides = [as_boxes(partition) for partition in hidden]
    still = towers(sides, (0.0,) * target.inputs)
    steepness = _weights(still, target, plan, jumps, steeper)
    if plan.edges == "nielsen":
        return still, steepness
    margin = [ROOM * reach(plan.activation) / w for w in steepness]
    return towers(sides, margin), steepness


def _weights(
    boxes: Indicators, target: Target, plan: Plan, jumps: bool, steeper: float
) -> tuple[float, ...]:
    if plan.steepness is not None:
        return (plan.steepness,) * target.inputs
    chosen = step_weights(boxes.cuts, target.box, plan.activation, jumps)
    return tuple(steeper * w for w in chosen)


def _hidden(partition: Tiling, plan: Plan) -> Tiling:
    """With a sigmoid output, heights are what the hidden layers must add up to."""
    if plan.output != "sigmoid":
        return partition
    if isinstance(partition, Strips):
        base = None if partition.base is None else logit(partition.base)
        heights = tuple(logit(height) for height in partition.heights)
        return replace(partition, heights=heights, base=base)
    return replace(partition, heights=logit(partition.heights))


def _strips_or_grid(partition: Tiling) -> Strips | Grid:
    if isinstance(partition, Boxes):
        raise InputError("quadrants are made of strips or of a grid, not of any boxes")
    return partition


def as_boxes(partition: Tiling) -> Boxes:
    return partition if isinstance(partition, Boxes) else partition.boxes


def jumps_between(cells: Cells, error: float) -> bool:
    """Whether f jumps: between two cells, or by more than the error inside one."""
    if float(np.max(cells.high - cells.low)) > 2 * error * (1 + 1e-6):
        return True
    scale = 0.1 * error
    for axis in range(cells.inputs):
        low = np.moveaxis(cells.low, axis, 0)
        high = np.moveaxis(cells.high, axis, 0)
        gap = np.maximum(low[1:] - high[:-1], low[:-1] - high[1:])
        if gap.size and float(gap.max()) > scale:
            return True
    return False


def _measured(
    network: Network,
    target: Target,
    cells: Cells,
    boxes: Indicators,
    steepness: tuple[float, ...],
    plan: Plan,
    partitions: Sequence[Tiling],
    jumps: bool,
) -> Error:
    if target.kind != "function":
        error = measure_pixels(network, cells, plan.tol, target.kind == "classes")
    else:
        windows = _windows(boxes, steepness, plan.activation)
        goal = plan.tol or max(partition.error for partition in partitions)
        probes = min(PROBES, most_points(target))
        error = measure_boxes(network, target, target.box, windows, plan.tol, goal, jumps, probes)
        error = with_places(error, network, target, cells)
    if plan.construction == "towers":
        cuts = [
            places[(places > low) & (places < high)]
            for places, (low, high) in zip(boxes.cuts, target.box, strict=True)
        ]
        widths = [1 / w for w in steepness]
        error = replace(error, holes=find_holes(network, target, target.box, cuts, widths))
    return error


def measure_outside(net: Any, left_out: LeftOut) -> Error:
    """Measure a network of towers or quadrants again, outside of other windows.

    net: what was built, an `Approximation`; left_out: such as those of its proof.
    """
    first = net.network.layers[0]
    steepness = tuple(float(np.max(w, initial=1.0)) for w in dense(first.weights).T)
    windows = _windows(net.indicators, steepness, first.activation)
    return measure_boxes(
        net.network, net.target, net.target.box, windows, net.tolerance, left_out=left_out
    )


def _windows(boxes: Indicators, steepness: Sequence[float], activation: Activation) -> Windows:
    wide = reach(activation)
    return Windows(boxes.cuts, tuple(1 / w for w in steepness), tuple(wide / w for w in steepness))
