"""Roots and minima of many brackets, against scipy's and places that are known exactly."""

import numpy as np
import pytest
from scipy.optimize import elementwise

from uat.base.searches import find_minima, find_roots

LEVELS = np.linspace(-0.99, 0.99, 41)
EPS = np.finfo(float).eps
RISING = {
    "x^3": (np.cbrt, lambda x: x**3),
    "cbrt": (lambda c: c**3, np.cbrt),
    "a steep sigmoid": (lambda c: np.arctanh(c) / 1e6, lambda x: np.tanh(1e6 * x)),
    "a line": (lambda c: c, lambda x: x),
}


@pytest.mark.parametrize("name", RISING)
def test_roots_are_where_they_are_known_to_be(name):
    place, f = RISING[name]
    low, high = np.full(LEVELS.size, -1.0), np.full(LEVELS.size, 1.0)
    found = find_roots(lambda x, k: f(x) - LEVELS[k], low, high)
    beside = [
        f(np.nextafter(found, side) * (1 + 8 * EPS * np.sign(side * found))) for side in (-2.0, 2.0)
    ]
    assert (beside[0] <= LEVELS).all() and (beside[1] >= LEVELS).all()
    np.testing.assert_allclose(found, place(LEVELS), rtol=1e-9, atol=1e-12)


def test_roots_are_those_of_scipy():
    def f(x, c):
        return np.sin(5 * x) + x - c

    low, high = np.full(LEVELS.size, -2.0), np.full(LEVELS.size, 2.0)
    theirs = elementwise.find_root(f, (low, high), args=(LEVELS,))
    ours = find_roots(lambda x, k: f(x, LEVELS[k]), low, high)
    assert theirs.success.all()
    np.testing.assert_array_equal(ours, theirs.x)


def test_a_bracket_without_a_change_of_sign_has_no_root():
    found = find_roots(
        lambda x, k: x**2 - np.array([-1.0, 1.0, np.nan])[k], np.zeros(3), np.full(3, 2.0)
    )
    np.testing.assert_array_equal(found, [np.nan, 1.0, np.nan])


def test_minima_are_those_of_scipy():
    rng = np.random.default_rng(0)
    middle = rng.uniform(-1, 1, 50)
    left, right = middle - rng.uniform(0.1, 1, 50), middle + rng.uniform(0.1, 1, 50)

    def f(x, c):
        return np.cosh(x - c) + 0.1 * np.abs(x - c)

    exact = {"xatol": 0.0, "xrtol": 4 * EPS, "fatol": 0.0, "frtol": 0.0}
    theirs = elementwise.find_minimum(f, (left, middle, right), args=(middle,), tolerances=exact)
    places, values = find_minima(lambda x, k: f(x, middle[k]), left, middle, right)
    np.testing.assert_array_equal(places, theirs.x)
    np.testing.assert_array_equal(values, theirs.f_x)


def test_a_kink_is_found_to_the_last_bits():
    at = np.array([0.3, -12.5, 1e8 + 0.1, 1e-9])
    ends = at - np.abs(at) / 3, at + np.abs(at) / 7, at + np.abs(at) / 2
    places, values = find_minima(lambda x, k: np.abs(x - at[k]), *ends)
    assert (np.abs(places - at) <= 8 * EPS * np.abs(at)).all()
    np.testing.assert_array_equal(values, np.abs(places - at))


def test_a_middle_that_is_not_the_lowest_is_no_bracket():
    rising, broken = (lambda x, k: x), (lambda x, k: x * np.nan)
    for f in (rising, broken):
        places, values = find_minima(f, *np.array([[0.0], [1.0], [2.0]]))
        assert np.isnan(places).all() and np.isnan(values).all()
