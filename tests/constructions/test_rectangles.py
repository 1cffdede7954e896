"""Rectangles cover the domain once, keep the tolerance, and are as few as theory.md says."""

import numpy as np
import pytest
from boxing import boxes_of_strips
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.constructions.boxes.partition.rectangles import _halves, rectangles
from uat.functions.cells import Cells, sample_cells

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))

CASES = {  # function, tolerance, the better of two columns of theory.md §4
    "sincos": (lambda x, y: np.sin(3 * x) * np.cos(2 * y), 0.1, 223),
    "gauss": (lambda x, y: np.exp(-10 * (x**2 + y**2)), 0.1, 97),
    "cone": (np.hypot, 0.1, 137),
    "checker": (lambda x, y: np.sign(x * y), 0.1, 4),
}


@given(seed=st.integers(0, 10**6), outputs=st.integers(1, 2))
@settings(max_examples=40, deadline=None)
def test_every_cell_is_in_one_box_that_is_close_to_it(seed, outputs):
    lot = np.random.default_rng(seed)
    low = np.cumsum(lot.integers(-1, 2, (9, 11, outputs)), axis=1).astype(float)
    cells = Cells((np.arange(10.0), np.arange(12.0)), low, low + 0.5)
    boxes = rectangles(cells, 0.8)
    covered = np.zeros((9, 11), dtype=int)
    error = 0.0
    corners = zip(boxes.lows.astype(int), boxes.highs.astype(int), boxes.heights, strict=True)
    for (a, c), (b, d), height in corners:
        covered[a:b, c:d] += 1
        error = max(error, np.max(cells.high[a:b, c:d] - height))
        error = max(error, np.max(height - cells.low[a:b, c:d]))

    assert (covered == 1).all()
    assert boxes.error == error <= 0.8 * (1 + 1e-8)
    assert boxes.pieces <= boxes_of_strips(cells, 0.8)


@pytest.mark.parametrize("name", CASES)
def test_numbers_of_boxes(name):
    f, tol, known = CASES[name]
    boxes = rectangles(sample_cells(f, SQUARE, (512, 512)), tol)

    assert boxes.pieces <= 1.2 * known
    assert boxes.error <= tol * (1 + 1e-8)


def wave_cells(seed, count):
    """A smooth function that nobody listed: a few waves of any direction."""
    lot = np.random.default_rng(seed)
    waves = lot.normal(0, 3, (4, 2))
    phases, sizes = lot.uniform(0, 6, 4), lot.uniform(0.2, 1, 4) / 2

    def f(x, y):
        return sum(
            size * np.sin(a * x + b * y + phase)
            for (a, b), phase, size in zip(waves, phases, sizes, strict=True)
        )

    axis = np.linspace(-1, 1, 801)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    f_x, f_y = np.gradient(f(x, y), axis, axis)
    return sample_cells(f, SQUARE, (count, count)), 4 * np.mean(np.abs(f_x * f_y))


@pytest.mark.parametrize("seed", range(2))
def test_boxes_of_unlisted_functions_are_near_the_law(seed):
    """theory.md §4: the integral of |f_x f_y| over the squared tolerance."""
    cells, law = wave_cells(seed, 320)
    tol = float(np.sqrt(law / 150))

    assert rectangles(cells, tol).pieces <= 1.2 * law / tol**2


def test_parts_that_differ_are_cut_differently():
    """Steep along x on one side and along y on the other: strips alone cut too much."""
    cells = sample_cells(
        lambda x, y: np.where(x < 0, np.sin(40 * x), np.sin(40 * y)), SQUARE, (256, 256)
    )

    assert rectangles(cells, 0.2).pieces <= boxes_of_strips(cells, 0.2)


@pytest.mark.parametrize(("boxes", "is_halved"), [(12, False), (13, True)])
def test_a_block_of_a_dozen_boxes_is_not_halved(monkeypatch, boxes, is_halved):
    """Little can be won there, and halving takes most of the time."""
    halved = []

    def noted(block, axis):
        halved.append(block)
        return _halves(block, axis)

    monkeypatch.setattr("uat.constructions.boxes.partition.rectangles._halves", noted)
    bands = np.repeat(np.arange(float(boxes)), 2)[:, None, None] * np.ones((1, 2 * boxes, 1))
    edges = (np.arange(2.0 * boxes + 1),) * 2

    assert rectangles(Cells(edges, bands, bands), 0.4).pieces == boxes
    assert bool(halved) is is_halved
