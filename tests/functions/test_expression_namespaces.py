"""The same code in other arithmetics: balls enclose, symbols agree, derived functions follow."""

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from flint import arb, ctx, fmpq
from formulas import CORPUS
from hypothesis import assume, given
from hypothesis import strategies as st

from uat.functions.expression import FLINT, SYMPY, compile_expression
from uat.functions.expression.namespace import Namespace
from uat.functions.expression.vocabulary import FUNCTIONS

FORMULAS = [
    "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)",
    "1/(1 + 25*x^2)",
    "where(x < 0, -1, 1)",
    "where(x > 0.5, log(x), x^3)",
    "0 < x < 1",
    "not x > 0 or x == 1",
    "x >= 1 and x != 2",
    "floor(3*x) + ceil(x) + round(2*x)",
    "x % 0.7 + x // 0.3",
    "sign(x)*cbrt(x) + heaviside(x)",
    "min(x, 0.5, x^2) + max(x, -1) + clip(x, -0.5, 0.5)",
    "sqrt(x) + x^1.5 + x^0.5",
    "asin(x) - acos(x)",
    "acosh(x) + asinh(x) + atanh(x/4)",
    "sigmoid(10*x) + relu(x) + tanh(x)",
    "sinc(x) + erf(x) + erfc(x) + gamma(x + 3)",
    "log1p(x) + expm1(x) + log2(x + 3) + log10(x + 3)",
    "sec(x) + csc(x) + cot(x) + tan(x)",
    "hypot(x, 0.1) + atan2(x, 2) + abs(x)",
    "2^x^2 - e^-x + sinh(x) - cosh(x)/tau",
]


def encloses(ball: Any, value: float) -> bool:
    """Whether a ball, widened by what float64 may lose, holds the value; NaN says nothing."""
    if not ball.is_finite():
        return True
    slack = 1e-11 * max(1.0, abs(value))
    return bool(ball.lower() <= value + slack and ball.upper() >= value - slack)


@pytest.mark.parametrize("case", CORPUS["values"], ids=lambda case: case["text"])
def test_balls_hold_the_values_of_the_corpus(case: dict[str, Any]) -> None:
    f = compile_expression(case["text"])
    for point, wanted in zip(case["at"], case["values"], strict=True):
        ball = f.evaluate(FLINT, *map(arb, point))
        if math.isfinite(value := float(wanted)):
            assert encloses(ball, value), (point, wanted, ball)


def where(condition: Fraction, yes: Fraction, no: Fraction) -> Fraction:
    return yes if condition else no


RATIONAL: list[tuple[str, Callable[..., Any]]] = [
    ("-({})", lambda a: -a),
    ("abs({})", abs),
    ("floor({})", lambda a: Fraction(math.floor(a))),
    ("({}) + ({})", lambda a, b: a + b),
    ("({}) - ({})", lambda a, b: a - b),
    ("({})*({})", lambda a, b: a * b),
    ("({})/({})", lambda a, b: a / b),
    ("max({}, {})", max),
    ("mod({}, {})", lambda a, b: a % b),
    ("where(({}) < 1, {}, {})", lambda a, b, c: where(Fraction(a < 1), b, c)),
]


@st.composite
def exact_formulas(draw: st.DrawFn, depth: int = 4) -> tuple[str, Callable[[Fraction], Fraction]]:
    """A formula in x, and what it means in whole fractions, without any rounding."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        number = draw(st.integers(0, 9))
        leaf = (str(number), lambda x: Fraction(number))
        return draw(st.sampled_from([leaf, ("x", lambda x: x)]))
    form, function = draw(st.sampled_from(RATIONAL))
    inner = [draw(exact_formulas(depth=depth - 1)) for _ in range(form.count("{}"))]
    text = form.format(*(part for part, _ in inner))
    return text, lambda x: function(*(value(x) for _, value in inner))


@given(exact_formulas(), st.integers(-40, 40))
def test_balls_hold_what_whole_fractions_give(pair: Any, eighths: int) -> None:
    text, exact = pair
    try:
        wanted = exact(Fraction(eighths, 8))
    except ZeroDivisionError:
        return
    ball = compile_expression(text, ("x",)).evaluate(FLINT, arb(eighths / 8))
    within = arb(fmpq(wanted.numerator, wanted.denominator))
    assert not ball.is_finite() or ball.overlaps(within), (text, ball, wanted)


@pytest.mark.parametrize("text", FORMULAS)
def test_balls_around_points_are_tight_where_f_is_smooth(text: str) -> None:
    """At a single point almost every formula is known to nearly all digits."""
    f = compile_expression(text)
    ball = f.evaluate(FLINT, arb(0.8125) if "acosh" not in text else arb(1.75))
    assert ball.is_finite()
    assert float(ball.rad()) <= 1e-12


@given(st.sampled_from(FORMULAS), st.floats(-3, 3), st.floats(0, 1), st.floats(-1, 1))
def test_balls_hold_f_at_every_point(text: str, middle: float, radius: float, t: float) -> None:
    f = compile_expression(text)
    x = float(np.clip(middle + t * radius, middle - radius, middle + radius))
    value = float(f(x))
    assume(math.isfinite(value))
    assert encloses(f.evaluate(FLINT, arb(middle, radius)), value)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("sqrt(x)", 0.0, 0.25),
        ("asin(x)", 0.75, 1.0),
        ("x^1.5", 0.0, 0.5),
        ("acosh(x)", 1.0, 1.5),
        ("where(x < 0, -1, 1)", -0.5, 0.5),
        ("abs(x)", -0.5, 0.5),
        ("x^2", -0.5, 0.25),
        ("x^(2/3)", 0.0, 0.5),
        ("(x^2)^(1/3)", -0.5, 0.25),
        ("(sin(x)^2)^(1/3)", -0.5, 0.5),
        ("sqrt(x^2)", -0.5, 0.5),
        ("abs(x)^(1.5 + x/8)", -0.5, 0.5),
    ],
)
def test_balls_reach_the_end_of_a_domain_and_cross_jumps(
    text: str, left: float, right: float
) -> None:
    f = compile_expression(text)
    ball = f.evaluate(FLINT, arb((left + right) / 2, (right - left) / 2))
    values = f(np.linspace(left, right, 101))
    assert ball.is_finite()
    assert encloses(ball, values.min()) and encloses(ball, values.max())
    assert float(ball.rad()) <= np.ptp(values) + 0.01


def test_a_power_of_negative_numbers_is_not_forgotten() -> None:
    """x^y at x = -2 is a real number where y is whole: -2 at y = 1, inside of both balls."""
    ball = compile_expression("x^y").evaluate(FLINT, arb(0, 2), arb(1, 0.5))
    assert not ball.is_finite() or ball.contains(-2)


@pytest.mark.parametrize("text", FORMULAS)
def test_symbols_agree(text: str) -> None:
    f = compile_expression(text)
    x = sympy.Symbol("x", real=True)
    formula = f.evaluate(SYMPY, x)
    for point in (-0.4375, 0.8125, 1.0, 1.75):
        value = float(f(point))
        if math.isfinite(value):
            symbolic = float(formula.subs(x, sympy.Float(point, 30)).evalf(30))
            assert symbolic == pytest.approx(value, rel=1e-11, abs=1e-11), point


@pytest.mark.parametrize("text", ["pi*x", "e*x", "tau*x"])
def test_constants_are_as_narrow_as_the_precision_of_the_moment(text: str) -> None:
    f = compile_expression(text)
    for bits in (53, 400, 53):
        with ctx.workprec(bits):
            assert f.evaluate(FLINT, arb(1)).rel_accuracy_bits() > bits - 8
            assert f.evaluate(FLINT, arb(1)).rel_accuracy_bits() < bits + 8


def test_symbols_differentiate_and_print() -> None:
    x = sympy.Symbol("x", real=True)
    formula = compile_expression("0.5*x^2 + sqrt(x)").evaluate(SYMPY, x)
    assert sympy.diff(formula, x).subs(x, 4).evalf() == pytest.approx(4.25)
    assert sympy.latex(formula) == r"\sqrt{x} + 0.5 x^{2}"


@pytest.mark.parametrize("text", ["9^9^9^9", "9^9^9^9*x", "gamma(1e300)", "1024^64^64"])
def test_huge_constants_do_not_hang_the_symbols(text: str) -> None:
    compile_expression(text).evaluate(SYMPY, sympy.Symbol("x", real=True))


SIGNS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
UNDER_THE_SAME_NAME = (
    *("exp", "log", "sin", "cos", "atan", "asin", "acos", "atan2", "sqrt", "erf", "gamma"),
)
# Python's floats with nothing but what every namespace must define.
PLAIN = Namespace(
    {
        "number": float,
        "constant": lambda name: getattr(math, name),
        "compare_two": lambda sign, a, b: float(getattr(operator, SIGNS[sign])(a, b)),
        "where": lambda condition, a, b: a if condition else b,
        "power": math.pow,
        "abs": math.fabs,
        "floor": lambda z: float(math.floor(z)),
        **{name: getattr(math, name) for name in UNDER_THE_SAME_NAME},
    }
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_follows_in_a_namespace_agrees_with_numpy(name: str) -> None:
    """Every function that `Namespace` derives, on a namespace that defines only the rest."""
    fewest, _ = FUNCTIONS[name].arguments
    f = compile_expression(f"{name}({', '.join(['x', '0.75', '1.5'][:fewest])})")
    points = [1.25, 2.5, 1.75] if name == "acosh" else [-0.75, 0.25, 0.5]
    if name in ("log", "log2", "log10", "sqrt", "gamma", "power"):
        points = [0.25, 0.5, 2.5]
    for point in points:
        assert f.evaluate(PLAIN, point) == pytest.approx(float(f(point)), rel=1e-13, abs=1e-15)
