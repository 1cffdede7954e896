"""Where f is not a finite number is named; values too large or too small are refused."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import uat
from uat.base.errors import TargetError
from uat.functions.expression import compile_expression
from uat.functions.finite import LARGEST, SMALLEST, require_finite, require_room
from uat.functions.target import make_target

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


@pytest.mark.parametrize(
    ("text", "real", "meaning"),
    [
        ("x^(1/3)", "cbrt(x)", np.cbrt),
        ("2 + x^(2/3)", "2 + cbrt(x)^2", lambda x: 2 + np.abs(x) ** (2 / 3)),
        ("(x - 1)^(3/5)", "sign(x - 1)*abs(x - 1)^(3/5)", lambda x: -(np.abs(x - 1) ** 0.6)),
        ("x^(2/7)", "abs(x)^(2/7)", lambda x: np.abs(x) ** (2 / 7)),
        ("x^(-1/3)", "cbrt(x)^-1", lambda x: 1 / np.cbrt(x)),
        ("x^(2/6)", "cbrt(x)", np.cbrt),
    ],
)
def test_real_roots_of_negative_numbers_are_named(text, real, meaning):
    """On -1:0 the advice is f with real roots; on 0:1 it has f's own values."""
    target = make_target(text, (-1, -0.25))
    x = np.linspace(-1, -0.25, 101)
    with pytest.raises(TargetError) as error:
        require_finite(target, x, target(x))
    proposed = str(error.value).split("of negative numbers write ")[1]
    assert proposed == real
    np.testing.assert_allclose(compile_expression(proposed)(x), meaning(x), rtol=1e-14)
    right = x + 2.1  # every base is positive
    np.testing.assert_allclose(compile_expression(proposed)(right), target(right), rtol=1e-13)


@pytest.mark.parametrize("text", ["x^0.5", "x^(1/2)", "log(x)", "sqrt(x) + x^(1/3)", "x^0.3"])
def test_other_powers_have_no_real_roots(text):
    target = make_target(text, (-1, 1))
    with pytest.raises(TargetError) as error:
        target.sample(0.01)
    assert "root" not in str(error.value)


def test_real_roots_of_several_inputs_are_named():
    with pytest.raises(TargetError, match=r"write cbrt\(x\) \+ y$"):
        uat.approximate("x^(1/3) + y", [(-1, 1), (0, 1)], tol=0.5)
