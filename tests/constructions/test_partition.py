"""Partitions against brute force on tiny cases, and the law that greedy is optimal."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import TargetError
from uat.constructions.line.partition import best_steps, fewest_steps, smallest_uniform, uniform
from uat.constructions.line.partition.uniform import ranges
from uat.functions.sampling import Samples, sample

values = st.lists(st.integers(-6, 6), min_size=2, max_size=9)


def polyline(y):
    """Straight lines through (i, y[i]) and their samples."""
    y = np.asarray(y, dtype=float)
    x = np.arange(y.size, dtype=float)
    return lambda t: np.interp(t, x, y), Samples(x, y, np.zeros(y.size - 1, bool), 1.0)


def fewest_pieces_by_search(y, tol):
    """The fewest constant pieces within tol of a polyline, by trying cuts on a fine lattice.

    Values are integers and tol a multiple of 1/2, so that levels are crossed at places where the
    polyline takes multiples of 1/2; those and the corners are all the cuts that can matter.
    """
    f, samples = polyline(y)
    places = set(samples.x)
    for i, (low, high) in enumerate(itertools.pairwise(samples.y)):
        if low != high:
            for level in np.arange(min(low, high), max(low, high) + 0.25, 0.5):
                places.add(i + (level - low) / (high - low))
    cuts = sorted(places)
    heights = f(np.array(cuts))
    best = [0] + [10**9] * (len(cuts) - 1)
    for stop, start in ((j, i) for j in range(1, len(cuts)) for i in range(j)):
        part = heights[start : stop + 1]
        if part.max() - part.min() <= 2 * tol + 1e-9:
            best[stop] = min(best[stop], best[start] + 1)
    return best[-1]


@settings(deadline=None, max_examples=200)
@given(values, st.integers(1, 6))
def test_no_staircase_has_fewer_pieces(y, half_tols):
    tol = half_tols / 2
    f, samples = polyline(y)
    partition = fewest_steps(f, samples, tol)
    assert partition.pieces == fewest_pieces_by_search(y, tol)
    assert partition.error <= tol * (1 + 1e-8)


@settings(deadline=None, max_examples=100)
@given(values, st.integers(1, 6))
def test_the_staircase_is_within_the_tolerance_everywhere(y, half_tols):
    f, samples = polyline(y)
    partition = fewest_steps(f, samples, half_tols / 2)
    x = np.linspace(samples.x[0], samples.x[-1], 2001)
    far = np.abs(x[:, None] - partition.edges).min(axis=1) > 1e-9
    assert np.abs(partition(x) - f(x))[far].max() <= half_tols / 2 * (1 + 1e-8)


@settings(deadline=None, max_examples=100)
@given(values, st.integers(1, 8))
def test_the_best_tolerance_for_a_number_of_pieces(y, pieces):
    """It needs no more pieces than asked for, and any smaller tolerance would."""
    f, samples = polyline(y)
    partition = best_steps(f, samples, pieces)
    assert partition.pieces <= pieces
    smaller = partition.error * (1 - 1e-6)
    if smaller > 1e-9:
        assert fewest_steps(f, samples, smaller).pieces > pieces


def test_one_jump_needs_one_cut_at_the_jump():
    samples = sample(lambda x: np.where(x < 0.3, -1.0, x), 0.0, 1.0, resolution=1e-3)
    partition = fewest_steps(lambda x: np.where(x < 0.3, -1.0, x), samples, 0.35)
    np.testing.assert_array_equal(partition.cuts, [0.3])
    np.testing.assert_allclose(partition.heights, [-1.0, 0.65])


def test_cuts_that_floats_cannot_tell_apart_are_refused():
    def step(x):
        return np.tanh(1e17 * x)

    samples = Samples(
        np.array([-1.0, -2e-17, 2e-17, 1.0]),
        step(np.array([-1.0, -2e-17, 2e-17, 1.0])),
        np.zeros(3, bool),
        1e-3,
    )
    with pytest.raises(TargetError, match="too steep near x ="):
        fewest_steps(step, samples, 0.01)


@settings(deadline=None, max_examples=60)
@given(values, st.integers(1, 12))
def test_equal_pieces_know_the_range_of_f(y, pieces):
    f, samples = polyline(y)
    partition = uniform(f, samples, pieces)
    for left, right, low, high in zip(
        partition.edges[:-1], partition.edges[1:], partition.lows, partition.highs, strict=True
    ):
        corners = samples.x[(samples.x > left) & (samples.x < right)]
        oracle = f(np.concatenate([[left, right], corners]))
        assert low == pytest.approx(oracle.min(), abs=1e-12)
        assert high == pytest.approx(oracle.max(), abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(values, st.integers(1, 6))
def test_the_smallest_number_of_equal_pieces(y, half_tols):
    """Counting up from one, with the range of each piece from its corners, finds the same."""
    f, samples = polyline(y)
    tol = half_tols / 2

    def fits(pieces):
        edges = np.linspace(samples.x[0], samples.x[-1], pieces + 1)
        x = np.unique(np.concatenate([edges, samples.x]))
        inside = [x[(x >= a - 1e-9) & (x <= b + 1e-9)] for a, b in itertools.pairwise(edges)]
        return all(np.ptp(f(part)) <= 2 * tol * (1 + 1e-8) for part in inside)

    oracle = next(pieces for pieces in itertools.count(1) if fits(pieces))
    assert smallest_uniform(f, samples, tol, 10_000) == oracle


def test_equal_pieces_that_end_on_a_jump_see_one_side_only():
    def sign(x):
        return np.where(x < 0, -1.0, 1.0)

    samples = sample(sign, -1.0, 1.0, resolution=1e-3)
    lows, highs = ranges(sign, samples, np.array([-1.0, 0.0]), np.array([0.0, 1.0]))
    assert lows.tolist() == highs.tolist() == [-1.0, 1.0]
    assert smallest_uniform(sign, samples, 0.1, 100) == 2


def test_no_number_of_equal_pieces_fits_a_jump_between_them():
    def jump(x):
        return np.where(x < np.sqrt(0.5), 0.0, 1.0)

    samples = sample(jump, 0.0, 1.0, resolution=1e-3)
    assert smallest_uniform(jump, samples, 0.1, 5000) is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("midrange", lambda f, x: 0.5 * (f(x).min() + f(x).max())),
        ("mean", lambda f, x: np.mean(f(x))),
        ("median", lambda f, x: np.median(f(x))),
        ("midpoint", lambda f, x: f(np.array([0.5 * (x[0] + x[-1])]))[0]),
    ],
)
def test_heights_are_what_their_names_say(rule, expected):
    def f(x):
        return np.exp(x) * np.sin(3 * x)

    samples = sample(f, 0.0, 2.0, resolution=1e-4)
    partition = uniform(f, samples, 5, heights=rule)
    for k, height in enumerate(partition.heights):
        x = np.linspace(0.4 * k, 0.4 * (k + 1), 20_001)
        assert height == pytest.approx(expected(f, x), abs=2e-3)


def test_shifted_copies_cover_the_domain():
    samples = sample(np.sin, 0.0, 1.0, resolution=1e-3)
    partition = uniform(np.sin, samples, 4, shift=0.5)
    np.testing.assert_allclose(partition.edges, [0, 0.125, 0.375, 0.625, 0.875, 1])
