"""Equal tiles: their heights and errors, and how few of them there are."""

import tracemalloc

import numpy as np
import pytest

from uat.base.errors import TargetError
from uat.constructions.boxes.partition.grid import TooMany, best_grid, smallest_grid, uniform_grid
from uat.functions.cells import POINTS_AT_ONCE, sample_cells, slabs

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def linear(x, y):
    return x + 3 * y


def test_heights_are_halfway_between_the_extremes_of_each_tile():
    grid = uniform_grid(lambda x, y: x**2 + y, ((0, 1), (0, 2)), (2, 2))

    # Tile [0.5, 1] x [1, 2]: from 0.25 + 1 to 1 + 2.
    assert grid.heights[1, 1, 0] == pytest.approx((1.25 + 3.0) / 2, abs=1e-8)
    assert grid.error == pytest.approx((3.0 - 1.25) / 2, abs=1e-8)
    np.testing.assert_array_equal(grid.edges[1], [0, 1, 2])


def test_several_outputs_share_the_tiles():
    grid = uniform_grid(lambda x, y: np.stack([x, 5 * y], axis=-1), SQUARE, (4, 2))

    assert grid.heights.shape == (4, 2, 2)
    assert grid.error == pytest.approx(2.5, abs=1e-7)


def test_slabs_give_what_one_piece_gives(monkeypatch):
    whole = uniform_grid(lambda x, y: np.sin(3 * x) * y, SQUARE, (7, 5))
    monkeypatch.setattr("uat.functions.cells.POINTS_AT_ONCE", 100)
    slabs = uniform_grid(lambda x, y: np.sin(3 * x) * y, SQUARE, (7, 5))

    np.testing.assert_array_equal(whole.heights, slabs.heights)


@pytest.mark.parametrize("tol", [0.5, 0.2, 0.05])
def test_a_plane_has_about_the_fewest_tiles(tol):
    """x + 3y on tiles a × b varies by a + 3b <= 2 tol: the largest area is at a = tol = 3b."""
    grid = smallest_grid(linear, SQUARE, tol, 10**6)
    fewest = min(
        (nx * ny)
        for nx in range(1, 200)
        for ny in range(1, 400)
        if 2 / nx + 6 / ny <= 2 * tol * (1 + 1e-9)
    )

    assert grid.error <= tol * (1 + 1e-8)
    assert fewest <= grid.pieces <= 1.1 * fewest


def test_a_search_without_prospect_ends_before_it_reads_every_tile():
    """A plane tells from a few tiles how many there will be: here four times what is allowed."""
    read = 0

    def counting(x, y):
        nonlocal read
        read += x.size
        return linear(x, y)

    most = smallest_grid(linear, SQUARE, 0.05, 10**6).pieces // 4
    with pytest.raises(TooMany):
        smallest_grid(counting, SQUARE, 0.05, most)

    assert read < 2 * most


def test_a_jump_between_tiles_is_none():
    grid = smallest_grid(lambda x, y: np.sign(x * y), SQUARE, 0.1, 100)

    assert grid.pieces == 4
    assert grid.error == 0.0


def test_an_input_that_nothing_depends_on_is_not_cut():
    grid = smallest_grid(lambda x, y, z: y + 0 * x, ((0, 1),) * 3, 0.05, 1000)

    assert grid.heights.shape == (1, 10, 1, 1)


def test_a_constant_is_one_tile():
    assert smallest_grid(lambda x, y: 0 * x + 2.0, SQUARE, 0.01, 10).pieces == 1


def test_a_budget_for_a_constant_is_spent_all_the_same():
    assert best_grid(lambda x, y: 0 * x + 2.0, SQUARE, 50, lambda n: n[0] * n[1]).pieces == 49


def test_three_inputs():
    grid = smallest_grid(lambda x, y, z: x * y * z, ((0, 1),) * 3, 0.1, 10**4)

    # Near (1, 1, 1) f varies by a sum of the sides; (4.5)^3 to (8.5)^3 tiles of side 0.2 … 0.12.
    assert grid.error <= 0.1 * (1 + 1e-9)
    assert 12**3 <= grid.pieces <= 15**3


def test_too_many_tiles_are_none():
    with pytest.raises(TooMany) as caught:
        smallest_grid(linear, SQUARE, 0.01, 1000)
    assert caught.value.tiles > 1000


def test_a_budget_is_kept_and_spent_where_f_changes():
    def cost(counts):
        return counts[0] * counts[1] + sum(counts)

    grid = best_grid(linear, SQUARE, 500, cost)
    across, along = grid.heights.shape[:2]
    errors = [
        1 / nx + 3 / ny for nx in range(1, 60) for ny in range(1, 60) if cost((nx, ny)) <= 500
    ]

    assert cost((across, along)) <= 500
    assert grid.error <= 1.05 * min(errors)


def test_users_mistakes_are_told():
    with pytest.raises(TargetError, match=r"not a finite number at \(-1, -1\)"):
        uniform_grid(lambda x, y: np.where(x < 0, np.nan, y), SQUARE, (2, 2))


def test_no_grid_of_more_than_the_most_tiles_is_ever_read():
    read = []

    def f(*inputs):
        read.append(inputs[0].size)
        return inputs[0] + inputs[1] * inputs[2] - inputs[3] * inputs[4]

    with pytest.raises(TooMany) as caught:
        smallest_grid(f, ((0, 1),) * 5, 0.05, 400_000, points=3)
    # f changes by 1/n along each of 5 inputs of a tile: 2 * 0.05 takes n = 50 at the worst corner
    assert caught.value.tiles == pytest.approx(50**5, rel=0.6)
    assert sum(read) < 10 * 400_000 * 3**5
    assert max(read) <= POINTS_AT_ONCE


@pytest.mark.parametrize("counts", [(1, 1, 1), (7, 1, 5), (1, 9, 300), (200, 40, 3)])
@pytest.mark.parametrize("each", [1, 27, 100_000, 10**7])
def test_slabs_cover_a_grid_once_in_order_and_are_small(counts, each):
    seen = np.zeros(counts, dtype=int)
    order = []
    for slab in slabs(counts, each):
        seen[slab] += 1
        order.append([s.start for s in slab])
        blocks = np.prod([s.stop - s.start for s in slab])
        assert blocks == 1 or blocks * each <= POINTS_AT_ONCE
    assert (seen == 1).all()
    assert order == sorted(order)


def test_six_inputs_are_read_in_little_memory():
    tracemalloc.start()
    cells = sample_cells(lambda *inputs: sum(inputs), ((0, 1),) * 6, (3,) * 6)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert cells.shape == (3,) * 6
    np.testing.assert_allclose(cells.high - cells.low, 6 / 3, rtol=1e-6)
    assert peak < 20 * 8 * POINTS_AT_ONCE  # 6 inputs, their sum, and what adding them up takes


@pytest.mark.parametrize("where", [1 / 3, 0.3, 0.123, 0.9])
def test_tiles_end_on_given_lines_and_are_as_wide_as_each_other_between_them(where):
    box = (np.array([0.0, where, 1.0]), (0.0, 1.0))
    grid = smallest_grid(lambda x, y: 5 * np.sign(x - where) + x + y, box, 0.1, 10**4)
    widths = np.diff(grid.edges[0])
    left = grid.edges[0][1:] <= where

    # x + y on tiles a × b varies by a + b <= 0.2, whatever the jump.
    fewest = min(
        (np.ceil(where / a - 1e-9) + np.ceil((1 - where) / a - 1e-9)) * ny
        for ny in range(6, 100)
        for a in [0.2 - 1 / ny]
    )
    assert where in grid.edges[0]
    np.testing.assert_allclose(widths[left], widths[0])
    np.testing.assert_allclose(widths[~left], widths[-1])
    assert grid.error <= 0.1 * (1 + 1e-8)
    assert fewest <= grid.pieces <= 1.1 * fewest


def test_a_budget_counts_the_tiles_between_lines():
    box = (np.array([0.0, 0.1, 0.25, 1.0]), (0.0, 1.0))
    grid = best_grid(lambda x, y: x + y, box, 50, lambda counts: counts[0] * counts[1])

    assert 40 <= grid.pieces <= 50
    assert {0.1, 0.25} <= set(grid.edges[0])
