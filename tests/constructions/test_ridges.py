"""Sums of ridges are within their tolerance, find exact directions, and say when they cannot."""

import numpy as np
import pytest

import uat
from uat.base.errors import TargetError
from uat.constructions.ridges.directions import (
    even_directions,
    exact_directions,
    is_additive,
    is_one_ridge,
)
from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.ridges import Ridges, hat_columns, reach, square_of
from uat.functions.target import make_target

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def sup(ridges: Ridges, target, count: int = 401) -> float:
    """The largest distance on a grid that has nothing to do with the fit's own."""
    axes = [np.linspace(a, b, count) for a, b in target.box]
    x = np.meshgrid(*axes, indexing="ij")
    return float(np.abs(ridges(*x) - target(*x)).max())


def angles(directions) -> list[float]:
    return sorted(np.degrees(np.arctan2(directions[:, 1], directions[:, 0])).round(6) % 180)


# The two ridges of sin 3x cos 2y are those of sin(3x + 2y) and sin(3x - 2y).
@pytest.mark.parametrize(
    ("formula", "slopes"),
    [
        ("sin(3*x)*cos(2*y)", [(3, 2), (3, -2)]),
        ("exp(x + 2*y)*cos(3*x - y)*0 + sin(x + 2*y) + exp(3*x - y)", [(1, 2), (3, -1)]),
        ("(x + y)^3 + cos(x) + exp(y - 2*x)", [(1, 1), (1, 0), (2, -1)]),
    ],
)
def test_exact_directions_are_found(formula, slopes):
    found = exact_directions(square_of(make_target(formula, SQUARE)))

    assert angles(np.array(slopes, dtype=float)) in [
        pytest.approx(angles(each), abs=1e-4) for each in found
    ]


@pytest.mark.parametrize(
    ("formula", "direction"),
    [("abs(x - 3*y)", (1, -3)), ("sign(x + 2*y)", (1, 2)), ("floor(3*y) + 0*x", (0, 1))],
)
def test_a_single_ridge_is_found_though_it_bends_or_jumps(formula, direction):
    (first, *_) = exact_directions(square_of(make_target(formula, SQUARE)))

    unit = np.array(direction) / np.hypot(*direction)
    assert first == pytest.approx(unit[None, :], abs=1e-12)


def test_what_is_no_ridge_and_no_sum_is_not_taken_for_one():
    square = square_of(make_target("x*y", SQUARE))

    assert not is_additive(square)
    assert not is_one_ridge(square, np.array([1.0, 0.0]))
    assert is_additive(square_of(make_target("abs(x) + sign(y)", SQUARE)))


@pytest.mark.parametrize("inputs", [2, 3, 4])
def test_directions_are_units_and_no_two_are_parallel(inputs):
    for directions in even_directions(inputs):
        cosines = np.abs(directions @ directions.T)
        assert np.diag(cosines) == pytest.approx(1.0)
        assert (cosines - np.eye(len(directions)) < 1 - 1e-6).all()


def test_reach_is_the_largest_projection_of_the_square():
    u = np.array([[0.6, -0.8]])
    corners = np.array([(x, y) for x in (-1, 1) for y in (-1, 1)])

    assert reach(u)[0] == pytest.approx((corners @ u[0]).max())


def test_hats_interpolate():
    knots, values = np.array([-1.0, -0.2, 0.5, 2.0]), np.array([1.0, -3.0, 0.5, 2.0])
    t = np.linspace(-1, 2, 301)

    assert hat_columns(t, knots) @ values == pytest.approx(np.interp(t, knots, values))


# The figures of issue 4; measured on 1001 x 1001 points as it asks.
@pytest.mark.parametrize(("key", "most"), [("sincos", 20), ("cone", 14), ("gauss", 68)])
def test_ramps_need_as_few_neurons_as_promised(key, most):
    target = make_target(key)
    ridges = fit_ridges(target, tol=0.05)

    assert ridges.neurons <= most
    # The error is measured on these points among others; 1e-12 for another order of additions.
    assert sup(ridges, target, 1001) <= ridges.error + 1e-12 <= 0.05 + 1e-12


def test_steps_of_exact_ridges():
    target = make_target("sincos")
    ridges = fit_ridges(target, tol=0.05, kind="steps")

    # Both profiles vary by 6.28 in all: the law is their variation over twice their tolerance.
    assert ridges.neurons <= 116
    assert sup(ridges, target, 1001) <= 0.05


@pytest.mark.parametrize(
    ("formula", "box", "tol", "kind"),
    [
        ("sin(3*x)*cos(2*y)", ((-1, 2), (5, 5.5)), 0.05, "ramps"),
        ("abs(x) + sin(3*y)", ((-1, 2), (0, 1)), 0.02, "ramps"),
        ("abs(x) + sin(3*y)", ((-1, 2), (0, 1)), 0.1, "steps"),
        ("x*y", ((0, 100), (0, 0.01)), 0.01, "ramps"),
        ("2*x - y + 7", ((0, 1), (0, 1)), 0.01, "ramps"),
    ],
)
def test_any_box_is_met_in_its_own_units(formula, box, tol, kind):
    target = make_target(formula, box)
    ridges = fit_ridges(target, tol=tol, kind=kind)

    assert np.linalg.norm(ridges.directions, axis=1) == pytest.approx(1.0)
    assert sup(ridges, target) <= tol


def test_a_jump_along_a_line_costs_one_step():
    target = make_target("where(x + 2*y < 0, -1, 1)", ((-2, 2), (-1, 1)))
    ridges = fit_ridges(target, tol=0.05, kind="steps")

    assert ridges.neurons == 1
    assert ridges(0.5, 0.4) == 1 and ridges(0.5, -0.4) == -1


def test_a_plane_needs_one_neuron():
    assert fit_ridges(make_target("2*x - y", ((0, 1), (0, 1))), tol=0.01).neurons == 1


def test_three_inputs():
    target = make_target("exp(-(x + 2*y - z)^2)", ((0, 1),) * 3)
    ridges = fit_ridges(target, tol=0.02)

    assert len(ridges.profiles) == 1
    assert sup(ridges, target, 41) <= 0.02


@pytest.mark.parametrize("kind", ["ramps", "steps"])
def test_a_number_of_neurons_is_not_exceeded(kind):
    target = make_target("abs(x) + sin(3*y)", SQUARE)
    few, many = (fit_ridges(target, neurons=n, kind=kind) for n in (15, 40))

    assert few.neurons <= 15 and many.neurons <= 40
    assert many.error < few.error
    assert sup(many, target) <= many.error * (1 + 1e-3)


def test_jumps_across_each_other_are_refused_with_advice():
    with pytest.raises(uat.TargetError, match=r"off by 0\.\d+.*quadrants"):
        fit_ridges(make_target("checker"), tol=0.1, kind="steps")


def test_several_outputs_and_no_neurons_are_refused():
    with pytest.raises(uat.InputError, match="at least one"):
        fit_ridges(make_target("sincos"), neurons=0)
    with pytest.raises(uat.InputError, match="one output"):
        fit_ridges(make_target("(x + y, x*y)", SQUARE), tol=0.1)


def test_the_same_every_time():
    target = make_target("abs(x) + sin(3*y)", SQUARE)
    first, second = (fit_ridges(target, tol=0.02) for _ in range(2))

    assert np.array_equal(first.directions, second.directions)
    for one, other in zip(first.profiles, second.profiles, strict=True):
        assert np.array_equal(one.edges, other.edges)
        assert np.array_equal(one.values, other.values)


@pytest.mark.parametrize(
    ("formula", "box", "line"),
    [
        ("floor(3*x)+y", [(0, 1), (0, 1)], "x = 0.333333"),
        ("floor(y/10)+x", [(0, 1), (5, 15)], "y = 10"),
        ("floor(2*x-y)", [(0, 1), (0, 1)], "0.894427*x - 0.447214*y = 0"),
    ],
)
def test_a_jump_that_ramps_cannot_follow_is_named_in_the_units_of_the_inputs(formula, box, line):
    with pytest.raises(TargetError) as caught:
        uat.approximate(formula, box, tol=0.2, construction="ridges")
    said = str(caught.value)
    assert said.startswith(f"f jumps by 1 where {line}, and ridges of relu neurons are continuous")
    assert said.endswith("a tolerance of at least 0.5")
