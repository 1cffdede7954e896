"""Quadtrees against a recursion written out, for one to four inputs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.constructions.boxes.partition.boxes import TooCoarse
from uat.constructions.boxes.partition.rectangles import quadtree
from uat.functions.cells import Cells, sample_cells


def recursion(cells, corner, opposite, width):
    """The boxes of a block, by index of cells, in the order of a depth-first search."""
    inside = tuple(slice(a, b) for a, b in zip(corner, opposite, strict=True))
    axes = tuple(range(cells.inputs))
    if (cells.high[inside].max(axis=axes) - cells.low[inside].min(axis=axes)).max() <= width:
        return [(corner, opposite)]
    parts = [(corner, opposite)]
    for k in axes:
        halves = []
        for low, high in parts:
            middle = (low[k] + high[k]) // 2
            if low[k] == middle:
                halves.append((low, high))
                continue
            halves.append((low, (*high[:k], middle, *high[k + 1 :])))
            halves.append(((*low[:k], middle, *low[k + 1 :]), high))
        parts = halves
    return [box for low, high in parts for box in recursion(cells, low, high, width)]


@given(seed=st.integers(0, 10**6), shape=st.lists(st.integers(1, 6), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_boxes_are_those_of_the_recursion(seed, shape):
    lot = np.random.default_rng(seed)
    low = np.cumsum(lot.integers(-1, 2, (*shape, 2)), axis=0).astype(float)
    edges = tuple(np.arange(n + 1.0) for n in shape)
    cells = Cells(edges, low, low + 0.5)
    boxes = quadtree(cells, 1.0)
    expected = recursion(cells, (0,) * len(shape), tuple(shape), 2.0)
    corners = [np.concatenate(sides) for sides in expected]
    found = np.concatenate([boxes.lows, boxes.highs], axis=1)

    np.testing.assert_array_equal(found[np.lexsort(found.T)], np.array(corners)[
        np.lexsort(np.array(corners).T)])  # fmt: skip
    assert boxes.error <= 1.0
    volume = np.prod(boxes.highs - boxes.lows, axis=1).sum()
    assert volume == np.prod(shape)


def test_the_error_is_that_of_the_heights():
    cells = sample_cells(lambda x, y: x + y, ((0, 1), (0, 1)), (8, 8))
    boxes = quadtree(cells, 0.25)

    assert boxes.pieces == 16
    assert boxes.error == pytest.approx(0.25, abs=1e-8)
    first = int(np.flatnonzero((boxes.lows == 0).all(axis=1))[0])
    assert boxes.heights[first, 0] == pytest.approx(0.25)


def test_theory_numbers_of_boxes():
    """theory.md §4: 844 boxes for sincos and 280 for gauss at 0.1."""
    square = ((-1, 1), (-1, 1))
    sincos = sample_cells(lambda x, y: np.sin(3 * x) * np.cos(2 * y), square, (512, 512))
    gauss = sample_cells(lambda x, y: np.exp(-10 * (x**2 + y**2)), square, (512, 512))

    assert (quadtree(sincos, 0.1).pieces, quadtree(gauss, 0.1).pieces) == (844, 280)


def test_stuck_cells_are_refused_or_kept():
    cells = sample_cells(lambda x, y: np.where(x + y > 0.9, 1.0, 0.0), ((0, 1), (0, 1)), (4, 4))

    with pytest.raises(TooCoarse):
        quadtree(cells, 0.1)
    assert quadtree(cells, 0.1, stuck="keep").error == pytest.approx(0.5)
