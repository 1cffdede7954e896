"""Formulas whose digits cancel in floats: their values are those of the function that is meant."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import uat
from uat.functions.target import make_target
from uat.functions.target.digits import LOST

# A formula, its box, and f in mpmath, where it has a value.
CANCELS = {
    "(1-cos(x))/x^2": ((-1, 1), lambda x: (1 - mpmath.cos(x)) / x**2),
    "(exp(x)-1)/x": ((-1, 1), lambda x: (mpmath.exp(x) - 1) / x),
    "(sqrt(1+x)-1)/x": ((-0.5, 1), lambda x: (mpmath.sqrt(1 + x) - 1) / x),
    "log(1+x)/x": ((-0.5, 1), lambda x: mpmath.log(1 + x) / x),
    "(x-sin(x))/x^3": ((-1, 1), lambda x: (x - mpmath.sin(x)) / x**3),
    "(x^3-8)/(x-2)": ((0, 3), lambda x: (x**3 - 8) / (x - 2)),
    "x*(x+1e8)-x^2-1e8*x+x": ((0, 1), lambda x: x),
    "(1+x^2)-x^2": ((0, 1e9), lambda x: mpmath.mpf(1)),
    "1-cos(x)-x^2/2": ((-1e-3, 1e-3), lambda x: 1 - mpmath.cos(x) - x**2 / 2),
    "sin(x)^2+cos(x)^2-1": ((0, 1), lambda x: mpmath.mpf(0)),
    "(1-erf(x))*exp(x^2)": ((0, 20), lambda x: mpmath.erfc(x) * mpmath.exp(x**2)),
    "sqrt(x^2+1)-x": ((0, 1e9), lambda x: 1 / (mpmath.sqrt(x**2 + 1) + x)),
}

# The same of formulas that are not finite in floats, or 0, on the way to a value that is a float.
OVERFLOWS = {
    "log(1+exp(x))": ((-1000, 1000), lambda x: mpmath.log1p(mpmath.exp(x))),
    "exp(x)/(1+exp(x))": ((-1000, 1000), lambda x: 1 / (1 + mpmath.exp(-x))),
    "log(exp(x))": ((-1000, 1000), lambda x: x),
    "log(cosh(x))": ((-1000, 1000), lambda x: mpmath.log(mpmath.cosh(x))),
    "cosh(x)/exp(x)": ((0, 712), lambda x: (1 + mpmath.exp(-2 * x)) / 2),
    "gamma(x)/gamma(x-1)": ((2, 300), lambda x: x - 1),
    "lgamma(x)": ((1, 300), mpmath.loggamma),
    "erfcx(x)": ((0, 40), lambda x: mpmath.erfc(x) * mpmath.exp(x**2)),
    "exp(-x)*exp(x)": ((-800, 800), lambda x: mpmath.mpf(1)),
    "softplus(x) + sqrt(x)": ((0, 2000), lambda x: mpmath.log1p(mpmath.exp(x)) + mpmath.sqrt(x)),
}

# Of these no float is infinite or NaN in the end, and some are of another function.
HIDES = {
    "min(log(cosh(x)), 900)": ((-2000, 2000), lambda x: min(mpmath.log(mpmath.cosh(x)), 900)),
    "1/(log(exp(x)) + 0.1)": ((0, 1000), lambda x: 1 / (x + mpmath.mpf(0.1))),
    "where(log(exp(x)) > 800.5, x, 1)": ((0, 1000), lambda x: x if x > 800.5 else 1),
    "where(exp(x)/exp(x) > 0.5, x, 1)": ((-1000, 1000), lambda x: x),
    "log(1 - tanh(x))": ((-5, 60), lambda x: mpmath.log(2 / (mpmath.exp(2 * x) + 1))),
}

# Floats keep the digits of these, or a last digit of x decides their value.
KEEPS = (
    *("x^2+3*x-sin(x)", "sin(1/x)+1", "sin(1e12*x)+x", "tanh(1e9*(x-.3))+x", "floor(3*x)+x"),
    *("1/x+1", "x+exp(-((x-.3)/1e-6)^2)", "sqrt(abs(x-.3))+x", "atan(1/(x-.3))", "sin(x)/x", "1"),
)


def values_of(meant, x):
    """Return a function of mpmath at floats, whose digits it takes from 500 bits."""
    with mpmath.workprec(500):
        return np.array([float(meant(mpmath.mpf(at))) for at in x.tolist()])


def even(formula, box, meant):
    """Return a target, points spread over its box, and what is meant there."""
    x = np.linspace(*box, 301)
    return make_target(formula, box), x, values_of(meant, x)


@pytest.mark.parametrize("formula", OVERFLOWS)
def test_values_that_are_floats_are_found_through_those_that_are_none(formula):
    target, x, true = even(formula, *OVERFLOWS[formula])
    assert_allclose(target(x), true, rtol=1e-12, atol=1e-12)
    with np.errstate(all="ignore"):
        assert not np.allclose(target.function(x), true, rtol=1e-3)


@pytest.mark.parametrize("formula", HIDES)
def test_values_are_found_where_floats_end_in_other_numbers(formula):
    target, x, true = even(formula, *HIDES[formula])
    close = 2.0**-24 * np.abs(true).max()  # more digits where floats may be further off
    assert np.abs(target(x) - true).max() <= close
    with np.errstate(all="ignore"):
        assert np.nanmax(np.abs(target.function(x) - true)) > 10 * close


def test_every_layout_of_points_has_the_same_values():
    target = make_target("log(exp(x) + exp(y))", [(-1000, 1000)] * 2)
    x, y = np.meshgrid(np.linspace(-900, 900, 7), np.linspace(-800, 950, 5))
    for points in ((x, y), (np.asfortranarray(x), np.asfortranarray(y)), (x[:1], y[:, :1])):
        assert_allclose(target(*points), np.logaddexp(x, y), atol=1e-12)
    assert_allclose(target(x.T, y.T), np.logaddexp(x, y).T, atol=1e-12)


def test_a_jump_stays_where_floats_have_it():
    """The float 0.3 is a little less than 3/10, and floor(10*0.3) is 3 in floats."""
    target = make_target("floor(10*x) + log(exp(1000*x))/1000", (0, 1))
    x = np.array([0.25, 0.3, 0.35, 0.9, 0.95])
    assert_allclose(target(x), [2.25, 3.3, 3.35, 9.9, 9.95])


def test_a_jump_of_what_overflows_is_no_pole():
    """At 800 nobody knows on which side floor(log(exp(x))/100) is: the one on its right counts."""
    x = np.array([799.0, 800.0, 801.0, 850.0])
    assert np.array_equal(make_target("floor(log(exp(x))/100)", (0.5, 999.5))(x), [7, 8, 8, 8])
    net = uat.approximate("floor(log(exp(x))/100)", (0.5, 999.5), construction="steps", tol=0.1)
    assert net.error.met and len(net.network.layers[0].biases) == 9


@pytest.mark.parametrize(
    ("added", "value"),
    [
        *(("1/(x - 800)", np.inf), ("-1/(x - 800)^2", -np.inf), ("log(abs(x - 800))", -np.inf)),
        *(("sin(x - 800)/(x - 800)", 801.0), ("(x - 800)*log(abs(x - 800))", 800.0)),
    ],
)
def test_a_pole_of_what_overflows_is_one_and_a_hole_is_filled(added, value):
    target = make_target(f"log(exp(x)) + {added}", (0, 1000))
    assert_allclose(target(800.0), value, atol=1e-4)


@pytest.mark.parametrize("construction", ["quadrants", "ridges"])
def test_networks_of_two_inputs_are_measured_with_those_digits(construction):
    net = uat.approximate(
        "log(exp(900*x) + exp(900*y))", [(-1, 1)] * 2, construction=construction, neurons=30
    )
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 1000))
    away = np.abs(net(x, y) - np.logaddexp(900 * x, 900 * y)).max()
    assert away <= net.error.max * (1 + 1e-9)


def test_poles_and_holes_stay_what_they_are():
    target = make_target("log(1+exp(x)) + sqrt(x+900) + 1/(x-1)", (-1000, 1000))
    assert np.isnan(target(-950.0)) and np.isinf(target(1.0))
    assert_allclose(target(800.0), 800 + np.sqrt(1700) + 1 / 799)


@pytest.mark.parametrize("formula", CANCELS)
def test_values_are_those_of_the_function_that_is_meant(formula):
    box, meant = CANCELS[formula]
    target = make_target(formula, box)
    low, high = box
    near = [
        p + s * (high - low) * 0.7 * 2.0**-k
        for p in (0.0, 2.0)
        for s in (-1, 1)
        for k in (9, 40, 50)
    ]
    x = np.array([at for at in (*near, *np.linspace(low, high, 97)) if low <= at <= high])
    x = x[np.isfinite(target.function(x))]
    true = values_of(meant, x)
    size = max(float(np.abs(true).max()), 1e-30)
    assert_allclose(target(x), true, rtol=LOST, atol=2 * LOST * size)
    floats = np.abs(target.function(x) - true)
    assert floats.max() > np.abs(target(x) - true).max()


@pytest.mark.parametrize("formula", KEEPS)
def test_other_formulas_are_what_floats_make_of_them(formula):
    target = make_target(formula, (0, 1))
    x = np.array([1e-12, 0.1, 0.3 + 1e-10, 1 / 3, 0.999])
    assert_array_equal(target(x), target.function(x))
    assert "digits" not in target.with_repairs_noted().note


def test_what_no_digits_decide_is_left_as_it_is():
    """Whether sin² + cos² is 1 stays open in balls, however many digits they have."""
    target = make_target("where(sin(x)^2+cos(x)^2 == 1, x, -x) + (1-cos(x))/x^2", (-1, 1))
    x = np.array([0.3, 1e-9, -0.7])
    assert_array_equal(target(x), target.function(x))


def test_a_value_does_not_depend_on_the_points_beside_it():
    target = make_target("(1-cos(x))/x^2", (-1, 1))
    x = np.array([[1e-9, 0.5], [3e-7, -1e-4]])
    assert_array_equal(target(x), [[target(at).item() for at in row] for row in x])


def test_outputs_and_several_inputs():
    several = make_target("((exp(t)-1)/t, t)", (-1, 1))
    assert_allclose(several([1e-15, 0.5])[:, 0], [1.0, 2 * np.expm1(0.5)], rtol=1e-14)
    surface = make_target("(1-cos(x*y))/(x*y)^2", [(-1, 1), (-1, 1)])
    assert_allclose(surface([1e-6, -0.25], [1e-3, 2.0**-30]), [0.5, 0.5], rtol=1e-12)


def test_without_flint_floats_are_what_there_is(without):
    without("flint")
    target = make_target("(1-cos(x))/x^2", (-1, 1))
    assert target(1e-9) == 0.0


def test_a_network_of_such_a_function_is_near_it():
    net = uat.approximate("(1-cos(x))/x^2", (-1, 1), tol=0.01)
    assert net.error.met
    x = np.array([-1.0, -1e-4, -1e-9, -1e-15, 0.0, 3e-12, 2e-8, 1e-5, 0.7])
    with mpmath.workprec(500):
        true = [float((1 - mpmath.cos(at)) / mpmath.mpf(at) ** 2) if at else 0.5 for at in x]
    assert np.abs(net(x) - true).max() <= 0.01
    assert "computed with more" in net.summary()
