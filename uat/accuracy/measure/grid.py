"""Measure any model on an even grid of the box, and look around its worst points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from uat.accuracy.measure.error import Error, noise_of, summed_up
from uat.base.arrays import Array, even_lines, grid_columns
from uat.base.ties import first_in_rows, first_of_largest, tie
from uat.functions.target import Target

ZOOMS, AROUND = 8, 24  # how often the worst points are looked around, and at how many others


def measure_on_grid(
    predict: Callable[..., Array], target: Target, count: int, tolerance: float | None
) -> Error:
    """Measure |model - f|: the largest and its place, over all outputs, the mean, the rms.

    predict: one array for each input. count: points along each input.
    """
    points = grid_columns(even_lines(target.box, count))
    y = target(*points)
    noise = noise_of(y)
    gap = np.abs(np.asarray(predict(*points)) - y).reshape(points[0].size, -1)
    largest = gap.max(axis=1)
    worst = first_of_largest(largest, noise)
    at = [x[worst] for x in points]
    return summed_up(float(largest[worst]), at, gap, tolerance, noise)


def step_closer(
    deviation: Callable[[Array], Array],
    points: Array,
    heights: Array,
    *,
    width: Array,
    box: Array,
    seed: int,
) -> tuple[Array, Array]:
    """Take random steps around the worst points, shorter and shorter; each keeps its best.

    deviation: at points (n, m), (n,). heights: of the worst points. width: of the first steps,
    (m,). box: (m, 2).
    """
    rng = np.random.default_rng(seed)
    rows, (low, high) = np.arange(len(points)), box.T
    for _ in range(ZOOMS):
        steps = width * rng.uniform(-1, 1, (AROUND, *points.shape))
        around = np.clip(points + steps, low, high)
        table = deviation(around.reshape(-1, points.shape[1])).reshape(AROUND, -1)
        top = first_in_rows(table.T)
        better = table[top, rows] > heights + tie(heights)
        points = np.where(better[:, None], around[top, rows], points)
        heights = np.where(better, table[top, rows], heights)
        width = 0.5 * width
    return points, heights
