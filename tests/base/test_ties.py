"""What rounding cannot tell apart is tied, and the first place of it is chosen."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.base.ties import (
    TIED,
    first_in_rows,
    first_of_largest,
    first_of_least,
    first_tied,
    flattest_of,
    largest_few,
    leftmost_of_largest,
    levels,
    middle_of_largest,
    steady,
)

SHARES = st.sampled_from([1.0, 0.5, 1 / 3, 0.1, 0.75, 0.999999, 0.2, 2 / 3, 0.0, -1.0, -0.25])


def rounded_elsewhere(values, seed):
    """The same values as another processor has them: up to four units in the last place away."""
    lot = np.random.default_rng(seed)
    return np.asarray(values) * (1 + lot.integers(-4, 5, len(values)) * 2.0**-52)


@given(
    st.lists(SHARES, min_size=1, max_size=40), st.floats(1e-300, 1e300), st.integers(0, 2**32 - 1)
)
def test_rounding_changes_no_choice(shares, size, seed):
    values = size * np.array(shares)
    other = rounded_elsewhere(values, seed)
    places = np.arange(2.0 * values.size).reshape(-1, 2)

    assert first_of_largest(values) == first_of_largest(other)
    assert first_of_least(np.abs(values)) == first_of_least(np.abs(other))
    assert flattest_of(values) == flattest_of(other)
    assert first_tied(np.abs(values).tolist()) == first_tied(np.abs(other).tolist())
    assert leftmost_of_largest(values, places) == leftmost_of_largest(other, places)
    np.testing.assert_array_equal(largest_few(values, 7), largest_few(other, 7))
    np.testing.assert_array_equal(middle_of_largest(values[None]), middle_of_largest(other[None]))


@given(st.lists(SHARES, min_size=1, max_size=40))
def test_the_first_of_equal_values_is_chosen(shares):
    assert shares[first_of_largest(shares)] == max(shares)
    assert first_of_largest(shares) == shares.index(max(shares))
    order = sorted(range(len(shares)), key=lambda place: -shares[place])  # stable
    assert largest_few(shares, 5).tolist() == order[:5]


def test_what_differs_by_more_is_not_tied():
    assert first_of_largest([1.0, 1.0 + 3 * TIED]) == 1
    assert first_of_least([1.0 + 3 * TIED, 1.0]) == 1
    assert first_of_least([1e-9, 1e-12, 1.0]) == 1  # a large value makes no small ones equal
    assert flattest_of(np.array([1e-3, 1e-12, -1e9])) == 0  # but a steep slope does
    assert first_of_largest([1e-16, 2e-16]) == 1
    assert first_of_largest([1e-16, 2e-16], noise=1e-15) == 0


def test_the_leftmost_then_the_lowest_of_scattered_places():
    places = np.array([[1.0, 0.0], [-1.0, 2.0], [-1.0 + 1e-16, -2.0], [-3.0, 0.0]])

    assert leftmost_of_largest([1.0, 1.0, 1.0 - 1e-15, 0.5], places) == 2


def test_the_middle_of_a_level_top():
    x = np.linspace(-1.0, 1.0, 2_000_001)
    top = middle_of_largest((1.0 - (x - 0.25) ** 2)[None])[0]
    assert abs(x[top] - 0.25) < 2e-6  # a level is 3e-5 wide

    rows = np.array([[0.0, 5.0, 5.0, 5.0, 0.0, 5.0], [3.0, 2.0, 1.0, 0.0, 0.0, 0.0]])
    assert middle_of_largest(rows).tolist() == [2, 0]


@pytest.mark.parametrize("values", [[0.0], [0.0, 0.0], [5e-324, 0.0], [-1.0, -1.0]])
def test_zeros_and_the_smallest_numbers(values):
    assert first_of_largest(values) == 0


def test_infinities_stay():
    found = levels([1.0, math.inf, -math.inf, 0.5])
    assert found[1] == math.inf and found[2] == -math.inf and found[0] > found[3]
    assert first_of_largest([1.0, math.inf, math.inf]) == 1


def test_rows_by_themselves():
    rows = np.array([[0.0, 5.0, 5.0 - 1e-15, 1.0], [3.0, 2.0, 1.0, 0.0]])
    assert first_in_rows(rows).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("value", "noise", "shown"),
    [
        (0.1 + 1e-17, 0.0, 0.1),
        (0.0078125 - 1e-16, 1e-15, 0.0078125),  # before it is rounded to fewer digits, to half up
        (2.2e-16, 7e-15, 0.0),
        (7.4617e-12, 7e-15, 7.46e-12),
        (-6.6e-9, 3e-8, 0.0),
        (1 / 3, 0.0, 0.3333333333),
        (1e300 / 3, 0.0, 3.333333333e299),
        (math.inf, 1.0, math.inf),
        (0.0, 0.0, 0.0),
    ],
)
def test_digits_that_rounding_leaves_alone(value, noise, shown):
    assert steady(value, noise) == shown


@given(st.floats(1e-3, 1e3), st.integers(-8, 8))
def test_steady_numbers_are_near_and_mostly_the_same_elsewhere(value, ulps):
    other = value * (1 + ulps * 2.0**-52)
    assert abs(steady(value) - value) <= 1e-9 * value
    assert abs(steady(value) - steady(other)) <= 1.1e-9 * value
