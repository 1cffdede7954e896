"""Jets and patches hold the function and its derivatives, whatever the point of the box."""

import mpmath
import numpy as np
import pytest
from flint import arb
from proving import FORMULAS

from uat.accuracy.proof.jets import interval, jet, precision
from uat.accuracy.proof.patches import taylor_patches
from uat.functions.expression import compile_expression
from uat.functions.expression.with_flint import FLINT


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_patches_enclose_the_function(formula):
    patches = taylor_patches(compile_expression(formula), [(-1.0, 1.0)], 1e-6)
    rng = np.random.default_rng(1)

    assert patches.errors.max() <= 1e-6
    middle = -1 + 2 * rng.random(200)
    local = patches.local(middle, np.zeros(200))
    for m, value, rest in zip(middle, local.value, local.rest, strict=True):
        assert abs(FORMULAS[formula](mpmath.mpf(m)) - value) <= rest


UNARY = {
    "sqrt(2 + x)": lambda x: mpmath.sqrt(2 + x),
    "cbrt(2 + x)": lambda x: mpmath.cbrt(2 + x),
    "log1p(x/2)": lambda x: mpmath.log1p(x / 2),
    "expm1(x)": mpmath.expm1,
    "asinh(3*x)": lambda x: mpmath.asinh(3 * x),
    "acosh(2 + x)": lambda x: mpmath.acosh(2 + x),
    "atanh(x/2)": lambda x: mpmath.atanh(x / 2),
    "asin(x/2)": lambda x: mpmath.asin(x / 2),
    "acos(x/2)": lambda x: mpmath.acos(x / 2),
    "atan2(x, 1 + x^2)": lambda x: mpmath.atan2(x, 1 + x**2),
    "atan2(2 + x, x - 3)": lambda x: mpmath.atan2(2 + x, x - 3),
    "hypot(x, 1)": lambda x: mpmath.sqrt(x**2 + 1),
    "sinc(x)": mpmath.sinc,
    "erf(x) + erfc(2*x)": lambda x: mpmath.erf(x) + mpmath.erfc(2 * x),
    "gamma(2 + x)": lambda x: mpmath.gamma(2 + x),
    "sigmoid(4*x)": lambda x: 1 / (1 + mpmath.exp(-4 * x)),
    "sinh(x)*cosh(x)": lambda x: mpmath.sinh(x) * mpmath.cosh(x),
    "(2 + x)^-3 + (2 + x)^0.7": lambda x: (2 + x) ** -3 + (2 + x) ** mpmath.mpf(0.7),
    "(2 + x)^x": lambda x: (2 + x) ** x,
    "tan(x) + sec(x)": lambda x: mpmath.tan(x) + mpmath.sec(x),
}


@pytest.mark.parametrize("formula", sorted(UNARY))
def test_jets_enclose_all_derivatives_on_a_box(formula):
    expression = compile_expression(formula, ("x",))
    with precision(5):
        box = jet(expression, interval(-0.25, 0.125, (-1.0, 1.0)), arb(1))
    assert all(ball.is_finite() for ball in box)
    for x in (-0.25, -0.1, 0.0, 0.125):
        with mpmath.workprec(240):
            truth = mpmath.taylor(UNARY[formula], mpmath.mpf(x), 4)
        for ball, value in zip(box, truth, strict=True):
            assert ball.overlaps(arb(mpmath.nstr(value, 25)) + arb(0, 1e-18))


@pytest.mark.parametrize("formula", ["abs(x)", "max(x, 0)", "sqrt(x)", "floor(x + 1)", "sign(x)"])
def test_jets_know_nothing_beyond_a_kink(formula):
    with precision(4):
        box = jet(compile_expression(formula), arb(0, 0.5), arb(1))
    assert not box[2].is_finite()


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 0.0), (0.0, 8.0), (-1.0, 0.0), (-8.0, 27.0), (2.0, 3.0), (-3.0, -2.0)]
)
def test_the_cube_root_of_a_ball_that_begins_at_0_is_known(low, high):
    ball = FLINT.cbrt(arb(low).union(arb(high)))
    assert ball.is_finite()
    for x in np.linspace(low, high, 9):
        root = mpmath.sign(x) * mpmath.cbrt(abs(mpmath.mpf(float(x))))
        assert ball.overlaps(arb(mpmath.nstr(root, 25)) + arb(0, 1e-20))
    assert float(ball.rad()) <= 0.51 * (np.cbrt(high) - np.cbrt(low)) + 1e-12
