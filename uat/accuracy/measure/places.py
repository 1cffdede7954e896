"""Take the error also where a formula does more than a grid of probes shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.distance import Distance
from uat.accuracy.measure.error import Error
from uat.base.arrays import Array
from uat.base.ties import first_in_rows, largest_few, leftmost_of_largest, tie
from uat.functions.cells import Cells, look_closer, sample_cells
from uat.functions.looking.in_cells import possible_range
from uat.functions.target import Target
from uat.networks.network import Network

COARSE = {2: 256, 3: 40, 4: 12}  # cells along each input, for a network that was not made of cells
FEW_CELLS = 6
CLOSER = 0.01  # of the tolerance: what a formula may do between samples without being seen
UNLIKELY = 1e-6  # of what ranges allow: a formula that seems to vary by less has hidden its spikes
PEAKS, ROUNDS = 64, 6
FARTHEST = 2.0**-7  # of the domain: how far from a place the error is looked at
STEPS = FARTHEST * 0.5 ** np.arange(24)  # down to 1e-9 of it

Held = Callable[..., NDArray[np.bool_]]


def looked(target: Target, cells: Cells, tol: float | None) -> Cells:
    """Add to cells what a formula does beyond their samples, by CLOSER of the tolerance.

    Without a tolerance, by CLOSER of a tenth of the range of f.
    """
    formulas = target.expressions
    scale = tol or 0.0
    if tol is None and formulas:
        seen = float(np.max(cells.high) - np.min(cells.low))
        possible = max(possible_range(formula, cells.edges) for formula in formulas)
        scale = 0.1 * max(seen, UNLIKELY * possible if np.isfinite(possible) else 0.0)
    if not formulas or scale <= 0.0:
        return cells
    functions = [target.component(output) for output in range(target.outputs)]
    return look_closer(cells, formulas, functions, CLOSER * scale)


def looked_at(target: Target, tol: float | None) -> Cells | None:
    """Look into coarse cells of a formula of several inputs; None without a formula."""
    if not target.expressions or target.inputs < 2:
        return None
    count = COARSE.get(target.inputs, FEW_CELLS)
    return looked(target, sample_cells(target, target.box, (count,) * target.inputs), tol)


def with_places(
    error: Error,
    network: Network,
    target: Target,
    cells: Cells | None,
    held: Held | None = None,
    *,
    around: bool = False,
) -> Error:
    """Take the error's largest value also at places found in cells, and around them.

    held: which points do not count; by default those in windows that the error leaves out.
    around: whether the place of the error, on a grid, is looked around, too.
    """
    if cells is None or cells.found is None:
        return error
    error = replace(error, unseen=cells.unseen)
    places = np.concatenate([cells.found, [error.at]]) if around else cells.found
    if not len(places):
        return error
    distance, held = Distance(network, target), held or error.left_out.holds

    def counted(points: Array) -> Array:
        return np.where(held(*points.T), -1.0, distance.at(points))

    heights = counted(places)
    best = largest_few(heights, min(PEAKS, len(heights)))
    points, heights = places[best], heights[best]
    if not heights.max() > (1 - FARTHEST) * error.max:
        return error
    for _ in range(ROUNDS):
        for axis, (low, high) in enumerate(target.box):
            steps = (high - low) * np.concatenate([[0.0], STEPS, -STEPS])
            moved = np.repeat(points[:, None], steps.size, axis=1)
            moved[:, :, axis] = np.clip(moved[:, :, axis] + steps, low, high)
            near = counted(moved.reshape(-1, target.inputs)).reshape(moved.shape[:2])
            best = first_in_rows(near, error.noise)
            points = moved[np.arange(len(moved)), best]
            heights = near[np.arange(len(moved)), best]
    if heights.max() <= error.max + tie(heights, error.noise):
        return error
    place = leftmost_of_largest(heights, points, error.noise)
    return replace(error, max=float(heights[place]), at=tuple(points[place].tolist()))
