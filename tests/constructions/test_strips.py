"""Strips against every cutting there is, on tiny grids, and against the law on functions."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from boxing import boxes_of_strips
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.constructions.boxes.partition.boxes import TooCoarse
from uat.constructions.boxes.partition.mean_strips import best_strips_l2
from uat.constructions.boxes.partition.strips import best_strips, blocks, fewest_strips
from uat.constructions.boxes.quadrants import quadrants
from uat.functions.cells import Cells, constant_cells, sample_cells

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def sincos(x, y):
    return np.sin(3 * x) * np.cos(2 * y)


def cone(x, y):
    return np.hypot(x, y)


def random_cells(seed, outputs=1, shape=(5, 4), masked=0.0):
    """Ranges with ends that are small integers, so that ties happen."""
    lot = np.random.default_rng(seed)
    low = lot.integers(0, 8, (*shape, outputs)).astype(float)
    high = low + lot.integers(0, 3, low.shape)
    hidden = lot.uniform(size=shape) < masked
    low[hidden], high[hidden] = np.inf, -np.inf
    edges = tuple(np.arange(n + 1.0) for n in shape)
    return Cells(edges, low, high)


def subsets(count):
    """Every way to cut 0 … count somewhere inside."""
    for size in range(count):
        for cuts in combinations(range(1, count), size):
            yield [0, *cuts, count]


def varies(low, high):
    return float((high.max(axis=(0, 1)) - low.min(axis=(0, 1))).max(initial=-np.inf))


def all_cuttings(cells, width):
    """For each orientation and each set of strips: all admissible cuts of each strip."""
    for axis in (0, 1):
        low, high = (np.moveaxis(side, axis, 0) for side in (cells.low, cells.high))
        for edges in subsets(low.shape[0]):
            yield (
                edges,
                [
                    [
                        cuts
                        for cuts in subsets(low.shape[1])
                        if all(
                            varies(low[a:b, c:d], high[a:b, c:d]) <= width
                            for c, d in pairwise(cuts)
                        )
                    ]
                    for a, b in pairwise(edges)
                ],
            )


def brute_boxes(cells, width):
    return min(
        sum(min(len(cuts) - 1 for cuts in strip) for strip in strips)
        for _, strips in all_cuttings(cells, width)
        if all(strips)
    )


def brute_neurons(cells, width):
    """Lines, edges and boxes but the first, for the best choice of lines."""
    best = np.inf
    for edges, strips in all_cuttings(cells, width):
        along = max((cuts[-1] for strip in strips for cuts in strip), default=1)
        for lines in subsets(along):
            boxes = [
                min((len(cuts) - 1 for cuts in strip if set(cuts) <= set(lines)), default=np.inf)
                for strip in strips
            ]
            best = min(best, sum(boxes) - 1 + len(lines) - 2 + len(edges) - 2)
    return best


def values_at(strips, x, y):
    boxes = strips.boxes
    inside = (boxes.lows <= [x, y]) & ([x, y] < boxes.highs)
    (which,) = np.flatnonzero(inside.all(axis=1))
    return boxes.heights[which]


def check(strips, cells, tol):
    """Boxes cover the domain once, end between cells, and keep the error that they report."""
    error = 0.0
    middles = [0.5 * (line[1:] + line[:-1]) for line in cells.edges]
    for i, x in enumerate(middles[0]):
        for j, y in enumerate(middles[1]):
            height = values_at(strips, x, y)
            error = max(error, *(cells.high[i, j] - height), *(height - cells.low[i, j]))
    assert strips.error == pytest.approx(error, abs=1e-12)
    assert error <= tol * (1 + 1e-8)


@pytest.mark.parametrize("outputs", [1, 2])
@given(seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_no_cutting_into_strips_has_fewer_boxes(outputs, seed):
    cells = random_cells(seed, outputs, masked=0.1)

    assert boxes_of_strips(cells, 1.5) == brute_boxes(cells, 3 * (1 + 1e-9))


@given(seed=st.integers(0, 10**6), outputs=st.integers(1, 2), tol=st.sampled_from([1.0, 2.0, 9.0]))
@settings(max_examples=40, deadline=None)
def test_fewest_neurons_keep_the_tolerance_on_every_cell(seed, outputs, tol):
    cells = random_cells(seed, outputs, shape=(6, 7), masked=0.1)
    strips = fewest_strips(cells, tol)

    check(strips, cells, tol)
    assert set(strips.edges) <= set(cells.edges[strips.axis])


def test_neurons_are_nearly_the_fewest_of_all_cuttings():
    """The base height even saves some that the brute force, which has none, must spend."""
    seeds = range(25)
    ours = sum(fewest_strips(random_cells(s, shape=(4, 4)), 1.5).neurons for s in seeds)
    least = sum(brute_neurons(random_cells(s, shape=(4, 4)), 3 * (1 + 1e-9)) for s in seeds)

    assert ours <= 1.03 * least


@pytest.mark.parametrize(
    ("f", "boxes", "neurons"), [(sincos, 1.2 * 223, 330), (cone, 1.2 * 137, 200)]
)
def test_boxes_and_neurons_on_512_cells_at_a_tenth(f, boxes, neurons):
    """theory.md §4: 223 and 137 boxes."""
    cells = sample_cells(f, SQUARE, (512, 512))
    few = fewest_strips(cells, 0.1)

    assert boxes_of_strips(cells, 0.1) <= boxes
    assert few.neurons <= neurons
    assert few.error <= 0.1 * (1 + 1e-8)


def test_a_constant_needs_no_neuron_and_a_jump_along_two_lines_five():
    flat = sample_cells(lambda x, y: 0 * x + 2.0, SQUARE, (8, 8))
    checker = sample_cells(lambda x, y: np.sign(x * y), SQUARE, (8, 8))

    assert fewest_strips(flat, 0.1).neurons == 0
    assert fewest_strips(checker, 0.1).neurons == 5
    assert fewest_strips(checker, 0.1).error == 0.0


def test_the_base_height_saves_the_first_boxes_of_strips():
    """Zero in a wide frame around a block: only the block, its two edges and lines are needed."""
    cells = sample_cells(
        lambda x, y: np.where(np.maximum(abs(x), abs(y)) < 0.5, 1.0, 0.0), SQUARE, (8, 8)
    )
    strips = fewest_strips(cells, 0.25)

    assert (strips.strips, strips.pieces) == (3, 5)
    assert strips.neurons == 2 + 2 + 2


@given(seed=st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_neurons_are_those_of_quadrants(seed):
    cells = random_cells(seed, 2, shape=(6, 7))
    strips = fewest_strips(cells, 2.0)
    indicators = quadrants(strips)

    assert strips.neurons == len(indicators.weights) + sum(cuts.size for cuts in indicators.cuts)


def test_a_cell_that_is_too_coarse_is_named():
    cells = sample_cells(lambda x, y: np.where(x + y > 0.1, 1.0, 0.0), SQUARE, (4, 4))

    with pytest.raises(TooCoarse, match="varies by 1 in the cell") as caught:
        fewest_strips(cells, 0.1)
    assert caught.value.range == 1.0
    assert cells.low[caught.value.cell] == 0.0
    assert cells.high[caught.value.cell] == 1.0
    assert caught.value.low[0] == cells.edges[0][caught.value.cell[0]]


def test_kept_cells_are_boxes_of_their_own_and_nothing_else_is_worse():
    cells = sample_cells(lambda x, y: np.where(x + y > 0.1, 1.0, 0.0), SQUARE, (6, 6))
    strips = fewest_strips(cells, 0.1, stuck="keep")
    middles = 0.5 * (cells.edges[0][1:] + cells.edges[0][:-1])

    assert strips.error == pytest.approx(0.5)
    for i, x in enumerate(middles):
        for j, y in enumerate(middles):
            height = values_at(strips, x, y)
            stuck = cells.high[i, j] - cells.low[i, j] > 0.2
            allowed = 0.5 if stuck else 0.1
            assert max(cells.high[i, j] - height, height - cells.low[i, j]) <= allowed * (1 + 1e-8)


@pytest.mark.parametrize("neurons", [0, 1, 30, 300])
def test_a_budget_is_kept_and_more_of_it_never_harms(neurons):
    cells = sample_cells(sincos, SQUARE, (160, 160))
    strips, more = best_strips(cells, neurons), best_strips(cells, 2 * neurons + 5)

    assert strips.neurons <= neurons
    assert strips.neurons >= 0.9 * neurons - 3
    assert more.error <= strips.error


def test_the_best_strips_are_about_as_good_as_the_tolerance_they_reach():
    cells = sample_cells(sincos, SQUARE, (256, 256))
    given = fewest_strips(cells, 0.1)

    assert best_strips(cells, given.neurons).error <= 0.103


def test_no_trial_is_spent_on_a_tolerance_that_is_known_to_fit(monkeypatch):
    """Each search looks for less than strips were found for, the first one with all searches, too.

    Nor does it leap: that one begins within a tenth of what fewer searches have found.
    """
    tried = []

    def noted(cells, tol, **options):
        found = fewest_strips(cells, tol, **options)
        fitting = [error for error, neurons, _ in tried if neurons <= 300]
        assert tol < min(fitting, default=np.inf)
        if options["searches"] > 1 and all(searches == 1 for _, _, searches in tried):
            assert tol > 0.9 * min(fitting)
        tried.append((min(tol, found.error), found.neurons, options["searches"]))
        return found

    monkeypatch.setattr("uat.constructions.boxes.partition.strips.fewest_strips", noted)
    best_strips(sample_cells(sincos, SQUARE, (160, 160)), 300)

    assert {searches for _, _, searches in tried} > {1}


def test_blocks_have_the_ranges_of_their_cells():
    cells = random_cells(1, 2, shape=(7, 5))
    coarse = blocks(cells, 3)

    assert coarse.shape == (3, 2)
    np.testing.assert_array_equal(coarse.edges[0], [0, 3, 6, 7])
    np.testing.assert_array_equal(coarse.low[1, 1], cells.low[3:6, 3:].min(axis=(0, 1)))
    np.testing.assert_array_equal(coarse.high[2, 0], cells.high[6:, :3].max(axis=(0, 1)))


def test_a_picture_that_needs_single_pixels_gets_them():
    """Coarse blocks are halved where they forbid the tolerance."""
    values = np.zeros((256, 256, 1))
    values[100, 100] = 1.0
    edges = (np.arange(257.0),) * 2
    strips = best_strips(Cells(edges, values, values), 20)

    assert strips.error == 0.0


@pytest.mark.parametrize("stuck", ["refuse", "keep"])
@pytest.mark.parametrize("neurons", [5, 500])
def test_a_function_that_boxes_meet_exactly_is_met(neurons, stuck):
    cells = sample_cells(lambda x, y: np.sign(x * y), SQUARE, (400, 400))
    strips = best_strips(cells, neurons, stuck=stuck)

    assert (strips.error, strips.neurons) == (0.0, 5)
    assert best_strips(cells, 4, stuck=stuck).error > 0.0


def test_users_mistakes_are_told():
    cells = random_cells(0)
    line = constant_cells(lambda x: x, [np.linspace(0, 1, 5)])
    for wrong in (
        lambda: fewest_strips(cells, 0.0),
        lambda: best_strips_l2(line, 3),
    ):
        with pytest.raises(InputError):
            wrong()
