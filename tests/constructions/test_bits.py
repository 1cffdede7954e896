"""Bits: a walk is read back exactly, from far fewer neurons than it has turns."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peers.bits import MOST_BITS, bits, words_for

from uat.base.errors import InputError
from uat.constructions.line.partition import fewest_links
from uat.functions.sampling import Samples


def walk(n, seed=0):
    ups = np.random.default_rng(seed).choice([-1.0, 1.0], n - 1)
    return np.concatenate([[3.0], 3.0 + np.cumsum(ups)])


def shallow(values):
    """Neurons of the smallest relu network of one hidden layer through the walk."""
    x = np.arange(values.size, dtype=float)
    samples = Samples(x, values, np.zeros(x.size - 1, dtype=bool), 0.0)
    return fewest_links(samples, 1e-9).neurons


@pytest.mark.parametrize(("n", "ratio"), [(2704, 2.7), (12288, 7.0)])
@pytest.mark.parametrize("seed", [0, 1])
def test_bits_are_exact_and_smaller_by_the_known_ratio(n, ratio, seed):
    values = walk(n, seed)
    fold = bits(values)

    got = [fold.network(part) for part in np.array_split(np.arange(n, dtype=float), 8)]
    np.testing.assert_array_equal(np.concatenate(got), values)
    assert shallow(values) / fold.neurons >= ratio


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.data())
@settings(max_examples=60, deadline=None)
def test_any_walk_in_any_blocks(ups, data):
    values = np.concatenate([[0.0], np.cumsum(np.where(ups, 1.0, -1.0))])
    block = data.draw(st.integers(2, values.size))
    fold = bits(values, block)

    np.testing.assert_array_equal(fold.network(np.arange(values.size)), values)


def test_inside_a_block_it_is_straight_between_grid_points():
    values = walk(40)
    fold = bits(values, 10)
    x = np.arange(0, 39, 0.125)
    inside = x % 10 <= 9

    np.testing.assert_allclose(fold.network(x)[inside], np.interp(x, np.arange(40), values)[inside])


def test_words_fit_into_a_float():
    for n in (100, 10_000, 50_000):
        for block in (5, 30, 100):
            shape = words_for(n, block)
            assert shape.words * shape.digits >= block - 1
            assert 2 * shape.digits <= MOST_BITS


@pytest.mark.parametrize(
    "values", [[1.0], [0.0, 2.0], [0.5, 1.5], [0.0, np.nan], [2.0**21, 2**21 + 1]]
)
def test_what_is_no_walk_is_refused(values):
    with pytest.raises(InputError):
        bits(values)


def test_a_block_has_two_points_at_least():
    with pytest.raises(InputError, match="block"):
        bits(walk(10), 1)
