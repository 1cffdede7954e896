"""Ranges of formulas on boxes hold every value and every slope, against values at many points."""

import random

import numpy as np
import pytest

from uat.functions.expression import compile_expression
from uat.functions.expression.on_boxes import ranges_on
from uat.functions.expression.vocabulary import FUNCTIONS

ONE = [name for name, f in FUNCTIONS.items() if f.arguments[0] <= 1 <= f.arguments[1]]
TWO = ("min", "max", "atan2", "hypot", "mod", "power")
EXPONENTS = ("2", "3", "(1/3)", "0.5", "-1", "-2", "(-0.5)")
CONDITIONS = ("sin(3*x) < 0.3", "x*y < x", "abs(x) - y >= y^2", "floor(y) == 1", "not x < y")


def random_formula(rng: random.Random, depth: int) -> str:
    if depth == 0:
        return rng.choice(["x", "y", "x", "y", "0.7", "2", "pi"])
    a, b = (random_formula(rng, depth - 1) for _ in range(2))
    kind = rng.choices(["one", "sign", "power", "two", "where", "clip"], [50, 30, 5, 5, 5, 5])[0]
    return {
        "one": f"{rng.choice(ONE)}({a})",
        "sign": f"({a}){rng.choice('+-*/')}({b})",
        "power": f"({a})^{rng.choice(EXPONENTS)}",
        "two": f"{rng.choice(TWO)}({a}, {b})",
        "where": f"where({rng.choice(CONDITIONS)}, {a}, {b})",
        "clip": f"clip({a}, -1, {b})",
    }[kind]


@pytest.mark.parametrize("seed", range(300))
def test_values_and_secants_lie_in_the_ranges(seed):
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    text = random_formula(rng, rng.choice([1, 2, 3]))
    formula = compile_expression(text, ("x", "y"))
    middle, half = numbers.uniform(-3, 3, (2, 30)), 10.0 ** numbers.uniform(-6, 0.3, (2, 30))
    low, high = middle - half, middle + half
    shares = numbers.random((2, 40, 1))
    shares[:, :2] = [[[0], [1]], [[0], [1]]]  # two corners among them
    points = np.clip(low[:, None] + shares * (high - low)[:, None], low[:, None], high[:, None])

    found = ranges_on(formula, low, high)

    values = formula(*points)
    good = np.isfinite(values)
    noise = 2.0**-48 * np.abs(values)  # of float64 formulas of a few operations
    assert (values >= found.value.low - noise)[good].all(), text
    assert (values <= found.value.high + noise)[good].all(), text
    for k in range(2):
        moved = points.copy()
        moved[k] = np.clip(points[k] + 0.01 * half[k], low[k], high[k])
        step = moved[k] - points[k]
        with np.errstate(all="ignore"):
            rise = formula(*moved) - values
            known = np.isfinite(rise) & (step > 0)
            # The arguments are rounded as well: relative to 3, the largest of them.
            noise = 2.0**-44 * (1 + np.abs(values)) + 2.0**-36 * np.abs(rise)
            assert (rise >= found.slope.low[k] * step - noise)[known].all(), text
            assert (rise <= found.slope.high[k] * step + noise)[known].all(), text


@pytest.mark.parametrize(
    ("text", "jumps"),
    [
        ("abs(x)^(1/3)", False),
        ("(1-cos(x))^(1/3)", False),
        ("sqrt(abs(x))", False),
        ("cbrt(x)", False),
        ("atan(1e15*x)", False),
        ("hypot(x, 0)", False),
        ("max(x, -x) + sinc(x) + relu(x)", False),
        ("tanh(3e4*x)", False),
        ("floor(x)", True),
        ("sign(x)", True),
        ("mod(x, 0.1)", True),
        ("where(x < 0, 1, 2)", True),
        ("1/x", True),
        ("atan2(x, -1)", True),
        ("round(x + 0.5)", True),
        ("x < 0 or x > 3", True),
    ],
)
def test_what_is_steep_is_told_from_what_may_jump(text, jumps):
    formula = compile_expression(text, ("x",))

    found = ranges_on(formula, np.array([[-1e-9, 0.51]]), np.array([[1e-9, 0.52]]))

    assert found.jumps.tolist() == [jumps, False]


def test_ranges_shrink_with_the_box():
    """Of smooth functions, the width of the slopes' range is at most in proportion to the box."""
    text = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"
    formula = compile_expression(text)
    widths = []
    for half in (1e-3, 1e-4, 1e-5):
        found = ranges_on(formula, np.array([[0.4 - half]]), np.array([[0.4 + half]]))
        widths.append(float(found.slope.high[0, 0] - found.slope.low[0, 0]) / half)

    # |f''| is below 0.8 + 0.6*15 + 0.3*225 + 0.05*2500, and the ranges of products are wider.
    assert max(widths) < 4 * (0.8 + 9 + 67.5 + 125)
