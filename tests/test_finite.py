"""Where f is not a finite number is named; values too large or too small are refused."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.errors import TargetError
from uat.finite import LARGEST, SMALLEST, require_finite, require_room

X = np.linspace(0.0, 1.0, 1001)


@given(st.floats(0.01, 0.9), st.floats(0.01, 0.09))
def test_the_edges_of_a_hole_are_named(left, width):
    """A hole is given as its first and last point without a value; six digits are said."""
    right = left + width

    def f(x):
        return np.where((x >= left) & (x <= right), np.nan, x)

    with pytest.raises(TargetError) as error:
        require_finite(f, X, f(X))
    named = [float(digits) for digits in re.findall(r"[\d.]+(?:e-\d+)?", str(error.value))]
    np.testing.assert_allclose(named[:2], [left, right], rtol=1e-5)


def test_a_point_and_an_end_and_everywhere():
    def pole(x):
        return np.where(x == 0.5, np.inf, x)

    def end(x):
        return np.where(x > 0.25, np.nan, x)

    with pytest.raises(TargetError, match=r"infinite at x = 0\.5: .* this pole"):
        require_finite(pole, X, pole(X))
    with pytest.raises(TargetError, match=r"not a number between x = 0\.25 and 1:"):
        require_finite(end, X, end(X))
    with pytest.raises(TargetError, match="infinite everywhere"):
        require_finite(pole, X, np.full(X.size, -np.inf))
    require_finite(np.sin, X, np.sin(X))


def test_room_for_differences():
    require_room(np.array([-LARGEST, LARGEST]))
    require_room(np.array([0.0, SMALLEST]))
    require_room(np.zeros(3))
    with pytest.raises(TargetError, match="scale f down"):
        require_room(np.array([0.0, -2 * LARGEST]))
    with pytest.raises(TargetError, match="scale f up"):
        require_room(np.array([0.0, -SMALLEST / 2]))
