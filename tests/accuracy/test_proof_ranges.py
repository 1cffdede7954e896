"""Bounds of |f - v| on boxes: against dense samples, closed forms, and jumps."""

import itertools

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.accuracy.proof.formulas import BITS, Enclosure, distance_at
from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.ranges import Search, largest_distance, lipschitz_distances
from uat.accuracy.proof.thresholds import patterns, vertices
from uat.functions.expression import compile_expression

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
FORMULAS = [
    "sin(3*x)*cos(2*y)",
    "exp(-10*(x^2 + y^2))",
    "sqrt(x^2 + y^2)",
    "abs(x - y) + min(x, 0.3*y)",
    "where(x < 2, x*y, 7)",
    "x^2 - y^2 + x/(2 + y)",
    "sqrt(abs(x) + 0.01) + y",
]
GATE = 256.0  # the weight of a step in hidden layer 2


def bound(formula, low, high, values, slack=0.01, left_out=()):
    search = Search(slack, 50_000, small=1e-6)
    box = tuple((-1.0, 1.0) for _ in low)
    f = Enclosure(compile_expression(formula, ("x", "y", "z")[: len(low)]), box)
    with precision(2, BITS):
        found = largest_distance(f, (low, high), values, search, left_out)
    return found, search


def sampled(formula, low, high, values, count=101):
    f = compile_expression(formula, ("x", "y", "z")[: len(low)])
    axes = np.meshgrid(*[np.linspace(a, b, count) for a, b in zip(low, high, strict=True)])
    found = f(*axes)
    return max(float((found - values[0]).max()), float((values[1] - found).max()))


@pytest.mark.parametrize("formula", FORMULAS)
@given(
    ends=st.tuples(*[st.lists(st.integers(-20, 20), min_size=2, max_size=2, unique=True)] * 2),
    values=st.tuples(*[st.floats(-1, 1)] * 2).map(sorted).map(tuple),
)
@settings(max_examples=15, deadline=None)
def test_the_bound_holds_and_is_within_the_slack_of_dense_samples(formula, ends, values):
    (a, b), (c, d) = map(sorted, ends)
    low, high = (a / 20, c / 20), (b / 20, d / 20)
    found, _ = bound(formula, low, high, values)
    largest = sampled(formula, low, high, values)

    assert largest <= found * (1 + 1e-12) + 1e-6
    # 101 samples a side miss a peak by at most the slope (below 30) times half their distance.
    spacing = max(high[0] - low[0], high[1] - low[1]) / 100
    assert found <= 1.02 * largest + 30 * spacing + 1e-6


def test_a_function_that_only_rises_is_bounded_at_two_corners():
    found, search = bound("exp(x + 2*y)", (-0.5, -0.5), (0.5, 0.25), (1.0, 1.0))

    assert found == pytest.approx(np.e - 1, rel=1e-12)  # exp(0.5 + 0.5)
    assert search.spent <= 6


def test_three_inputs():
    found, _ = bound("x*y*z - x^2", (-1.0, -0.5, 0.0), (1.0, 0.5, 1.0), (0.0, 0.0))
    assert 1.5 <= found <= 1.5 * 1.01


def test_a_pole_leaves_no_bound():
    found, _ = bound("1/(x + y)", (-0.5, -0.5), (0.5, 0.5), (0.0, 0.0))
    assert found == np.inf


def test_a_jump_in_a_window_is_left_out_and_one_inside_is_not():
    low, high, window = (-0.001, -1.0), (0.5, 1.0), ((-0.001, -1.0), (0.001, 1.0))
    found, _ = bound("sign(x) + 0*y", low, high, (0.9, 0.9), left_out=[window])
    assert found == pytest.approx(0.1)

    found, _ = bound("sign(x - 0.2) + 0*y", low, high, (0.9, 0.9), left_out=[window])
    assert found == pytest.approx(1.9)


def test_a_face_without_width_is_not_left_out_with_the_window_that_it_touches():
    """f only rises along x: the face at x = 0.5, the end of a window, stands for the whole box."""
    spike = "x + exp(-((y - 0.3001)/1e-5)^2)"
    window = ((0.5, -1.0), (0.51, 1.0))
    found, _ = bound(spike, (0.0, 0.0), (0.5, 1.0), (0.25, 0.25), left_out=[window])

    assert 1.25 * (1 - 1e-9) <= found <= 1.25 * 1.02


def test_slopes_enclose_those_of_the_formula():
    f = Enclosure(compile_expression("sin(3*x)*y^2", ("x", "y")), SQUARE)
    with precision(2, BITS):
        value, slopes = f.on((0.1, 0.2), (0.4, 0.3))
        for x, y in itertools.product((0.1, 0.25, 0.4), (0.2, 0.26, 0.3)):
            assert value.contains(arb(3 * x).sin() * arb(y) ** 2)
            assert slopes[0].contains(arb(3 * x).cos() * 3 * arb(y) ** 2)
            assert slopes[1].contains(arb(3 * x).sin() * 2 * arb(y))


def test_the_distance_at_a_point_is_not_above_the_true_one():
    f = Enclosure(compile_expression("x + y/3", ("x", "y")), SQUARE)
    distance = distance_at(f, (0.5, 0.5), 0.5)
    assert distance <= 1 / 6
    assert distance == pytest.approx(1 / 6, rel=1e-14)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_lipschitz_bounds_hold_and_are_near_the_samples(seed):
    lot = np.random.default_rng(seed)
    low = lot.uniform(-1, 0.5, (3, 2))
    high = low + lot.uniform(0.1, 0.5, (3, 2))
    values = lot.uniform(-1, 1, (3, 1))
    search = Search(0.05, 400_000)
    bounds = lipschitz_distances(
        lambda x, y: np.sin(3 * x) * np.cos(2 * y), 3.2, (low, high), (values, values), search
    )
    dense = [
        sampled("sin(3*x)*cos(2*y)", a, b, (v[0], v[0]))
        for a, b, v in zip(low, high, values, strict=True)
    ]

    assert (bounds >= np.array(dense) - 1e-12).all()
    assert bounds.max() <= 1.06 * max(dense) + 0.01


# Thresholds


def averages(slopes, offsets, seed):
    """Values of gates at random u, dense near the corners and edges of the cube."""
    lot = np.random.default_rng(seed)
    u = lot.choice([0.5, 1.0, 0.0], (3000, slopes.shape[1])) + lot.normal(
        0, 0.1, (3000, slopes.shape[1])
    )
    z = offsets + np.clip(u, 0, 1) @ slopes.T
    return 0.5 + 0.5 * np.tanh(0.5 * z)


CORNERS = {
    "an edge": [((1,), -0.5), ((-1,), 0.5)],
    "four towers": [((1, 1), -1.5), ((-1, 1), -0.5), ((1, -1), -0.5), ((-1, -1), 0.5)],
    "three towers": [((-1, 0), 0.5), ((1, -1), -0.5), ((1, 1), -1.5)],
    "two strips": [((-1, 0), 0.5), ((-1, 1), -0.5), ((1, 0), -0.5), ((1, 1), -1.5)],
    "two copies": [((-1, 0), 0.5), ((1, 0), -0.5), ((0, 1), -0.5), ((0, -1), 0.5)],
}


@pytest.mark.parametrize("name", CORNERS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_sums_of_gates_lie_between_those_of_their_patterns(name, seed):
    slopes = GATE * np.array([row[0] for row in CORNERS[name]], dtype=float)
    offsets = GATE * np.array([row[1] for row in CORNERS[name]])
    weights = np.random.default_rng(seed).normal(0, 1, offsets.size)
    switched = patterns(slopes, offsets, 30.0) @ weights
    values = averages(slopes, offsets, seed) @ weights

    assert (values >= switched.min() - 1e-11).all()
    assert (values <= switched.max() + 1e-11).all()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_sums_of_any_gates_do_too(seed):
    lot = np.random.default_rng(seed)
    slopes = GATE / 4 * lot.integers(-4, 5, (4, 2)).astype(float)
    offsets = GATE / 4 * lot.integers(-6, 7, 4).astype(float)
    weights = lot.normal(0, 1, 4)
    switched = patterns(slopes, offsets, 30.0) @ weights
    values = averages(slopes, offsets, seed) @ weights

    assert (values >= switched.min() - 1e-11).all()
    assert (values <= switched.max() + 1e-11).all()


def test_strips_show_no_pattern_but_those_of_their_boxes_and_towers_only_the_hole():
    for name, extra in (("an edge", 0), ("two strips", 0), ("two copies", 0), ("four towers", 1),
                        ("three towers", 1)):  # fmt: skip
        slopes = GATE * np.array([row[0] for row in CORNERS[name]], dtype=float)
        offsets = GATE * np.array([row[1] for row in CORNERS[name]])
        known = np.unique(vertices(slopes, offsets, 30.0), axis=0)
        found = patterns(slopes, offsets, 30.0)

        assert len(found) == len(known) + extra
        assert not extra or not found.any(axis=1).all()  # the hole: all are off


def test_a_gate_between_on_and_off_is_seen():
    assert vertices(np.array([[100.0]]), np.array([-10.0]), 30.0) is None
