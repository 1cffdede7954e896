"""The distance of a network, or of any model, from f at points: the largest over the outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from uat.accuracy.measure.error import Error, noise_of, summed_up
from uat.base.arrays import Array, even_lines, grid_columns
from uat.base.ties import first_in_rows, first_of_largest, tie
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

ROWS_AT_ONCE = 250_000

Function = Callable[..., Array]

ZOOMS, AROUND = 8, 24  # how often the worst points are looked around, and at how many others


@dataclass(frozen=True)
class Distance:
    """|network - f| anywhere. function: f, which takes one array for each input."""

    network: Network
    function: Function

    def __call__(self, *inputs: Array) -> Array:
        """Evaluate at points; many are taken in parts, so that memory does not grow."""
        shape, size = inputs[0].shape, inputs[0].size
        if size > ROWS_AT_ONCE:
            flat = [column.reshape(-1) for column in inputs]
            starts = range(0, size, ROWS_AT_ONCE)
            parts = [self(*(column[i : i + ROWS_AT_ONCE] for column in flat)) for i in starts]
            return np.concatenate(parts).reshape(shape)
        difference = np.abs(evaluate(self.network, *inputs) - self.function(*inputs))
        largest: Array = difference.reshape(*shape, self.network.widths[-1]).max(axis=-1)
        return largest

    def at(self, points: Array) -> Array:
        """Evaluate at points (n, inputs)."""
        return self(*points.T)

    def on_grid(self, axes: list[Array]) -> Array:
        """Evaluate at every point of a tensor grid, in slices that keep memory bounded."""
        rows = max(1, ROWS_AT_ONCE // int(np.prod([axis.size for axis in axes[1:]])))
        return np.concatenate(
            [
                self(*np.meshgrid(axes[0][i : i + rows], *axes[1:], indexing="ij"))
                for i in range(0, axes[0].size, rows)
            ]
        )


# Measure any model on an even grid of the box, and look around its worst points.


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
