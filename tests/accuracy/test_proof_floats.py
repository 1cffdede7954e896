"""What float64 makes of a formula is never further from it than was proven."""

import mpmath
import numpy as np
import pytest
from flint import arb, ctx

from uat.accuracy.proof.floats import float_range, rounding_on
from uat.functions.expression import compile_expression

mpmath.mp.prec = 120

FORMULAS = {
    "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))": lambda z: (
        1 / (1 + mpmath.exp(-z)) + mpmath.mpf(0.2) * mpmath.sin(10 * z) * mpmath.exp(-abs(z))
    ),
    "z/(1 + abs(z))": lambda z: z / (1 + abs(z)),
    "(1 + z^2)^0.5 - z": lambda z: mpmath.sqrt(1 + z * z) - z,
    "log(1 + exp(z))": lambda z: mpmath.log1p(mpmath.exp(z)),
    "1e8*(1 + z) - 1e8*z": lambda z: mpmath.mpf(10**8),
    "pi*z - sigmoid(z)": lambda z: mpmath.pi * z - 1 / (1 + mpmath.exp(-z)),
    "where(z > 0.5, z, z^3/0.25)": lambda z: z if z > 0.5 else z**3 * 4,
    "max(z, 0.1*z) + floor(z)*0": lambda z: max(z, mpmath.mpf(0.1) * z),
}


@pytest.mark.parametrize("text", sorted(FORMULAS))
@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 0.125), (-2.5, -2.25), (19.0, 20.0), (-31.0, -30.5)]
)
def test_rounding_is_within_its_bound_which_is_sharp(text, low, high):
    expression = compile_expression(text, ("z",))
    with ctx.workprec(80):
        bound = float(rounding_on(expression, arb(low).union(arb(high))))
    z = np.random.default_rng(5).uniform(low, high, 300)
    seen = max(
        float(abs(FORMULAS[text](mpmath.mpf(at)) - value))
        for at, value in zip(z.tolist(), expression(z).tolist(), strict=True)
    )
    assert seen <= bound
    largest = float(np.max(np.abs(expression(z)))) + np.max(np.abs(z)) + 1e9 * ("1e8" in text)
    assert bound <= 1e-14 * (largest + 1)


def test_what_may_overflow_has_no_bound():
    with ctx.workprec(80):
        assert rounding_on(compile_expression("exp(z)/exp(z)", ("z",)), arb(800)).is_nan()


@pytest.mark.parametrize("text", sorted(FORMULAS))
def test_ranges_hold_what_float64_computes_even_where_it_overflows(text):
    expression = compile_expression(text, ("z",))
    rng = np.random.default_rng(6)
    for low, high in [(-2.0, 3.0), (64.0, 128.0), (700.0, 1400.0), (-1400.0, -700.0), (-1e5, -1e4)]:
        with ctx.workprec(80):
            bounds = float_range(expression, low, high)
        values = expression(rng.uniform(low, high, 200))
        if bounds is None:
            continue
        assert np.all(values >= float(bounds[0])) and np.all(values <= float(bounds[1]))


@pytest.mark.parametrize(
    "text", ["exp(z) - exp(z)", "exp(z)/exp(z)", "sin(exp(z))", "exp(z)*exp(-z)"]
)
def test_ranges_say_nothing_where_float64_has_no_value(text):
    with ctx.workprec(80):
        assert float_range(compile_expression(text, ("z",)), 800.0, 801.0) is None


def test_a_sigmoid_far_out_is_at_its_limits():
    s = compile_expression("1/(1+exp(-z))", ("z",))
    with ctx.workprec(80):
        low, high = float_range(s, 1e3, 1e6)
        assert abs(float(low) - 1) < 1e-14 and abs(float(high) - 1) < 1e-14
        low, high = float_range(s, -1e6, -1e3)
        assert -1e-290 < float(low) <= float(high) < 1e-290
