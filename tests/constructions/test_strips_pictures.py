"""Strips for the squared error, as pictures want them."""

import numpy as np
import pytest

from uat.constructions.boxes.partition.mean_strips import best_strips_l2
from uat.functions.cells import Cells


def picture(seed=0, outputs=2):
    lot = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(0, 1, 90), np.linspace(0, 1, 70), indexing="ij")
    parts = [np.sin(6 * x * y + k) + (np.hypot(x - 0.5, y - 0.5) < 0.3) for k in range(outputs)]
    values = np.stack(parts, axis=-1) + 0.01 * lot.normal(size=(90, 70, outputs))
    return Cells((np.arange(91.0), np.arange(71.0)), values, values)


def squared_error(strips, values):
    total = 0.0
    boxes = strips.boxes
    for low, high, height in zip(
        boxes.lows.astype(int), boxes.highs.astype(int), boxes.heights, strict=True
    ):
        total += ((values[low[0] : high[0], low[1] : high[1]] - height) ** 2).sum()
    return total


@pytest.mark.parametrize("neurons", [0, 40, 300])
def test_squared_errors_are_smaller_than_those_of_an_equal_grid(neurons):
    cells = picture()
    strips = best_strips_l2(cells, neurons)
    side = int(np.sqrt(neurons + 4)) - 1  # side² boxes and 2 (side - 1) steps
    starts = [np.linspace(0, n, side + 1).astype(int)[:-1] for n in cells.shape]
    sums, squares = cells.low, cells.low**2
    sizes = np.ones((*cells.shape, 1))
    for axis in (0, 1):
        sums, squares, sizes = (
            np.add.reduceat(part, starts[axis], axis=axis) for part in (sums, squares, sizes)
        )
    grid = (squares - sums**2 / sizes).sum()

    assert strips.neurons <= neurons
    assert squared_error(strips, cells.low) <= (0.75 if neurons else 1 + 1e-12) * grid


def test_heights_for_the_squared_error_are_means():
    cells = picture(1, outputs=1)
    strips = best_strips_l2(cells, 60)
    boxes = strips.boxes
    low, high = boxes.lows[7].astype(int), boxes.highs[7].astype(int)

    mean = cells.low[low[0] : high[0], low[1] : high[1]].mean()
    assert boxes.heights[7, 0] == pytest.approx(mean, abs=1e-12)


def test_a_picture_of_four_squares_is_met():
    values = np.repeat(np.repeat(np.array([[0.1, 0.7], [0.5, 0.3]]), 16, 0), 16, 1)[..., None]
    cells = Cells((np.arange(33.0),) * 2, values, values)
    strips = best_strips_l2(cells, 5)

    assert strips.error <= 1e-12
    assert strips.neurons == 5
