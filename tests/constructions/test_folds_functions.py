"""Deep networks for the user's own function: sizes, bounds, symmetry, and the crossing."""

import mpmath
import numpy as np
import pytest
from peers.polynomial import polynomial

from uat.base.errors import InputError, TargetError
from uat.constructions.folds.arcs import Piece, distance, fit_arcs
from uat.constructions.folds.choose import crossing, deep_for
from uat.constructions.folds.parabolas import parabolas
from uat.constructions.folds.surface import surface
from uat.constructions.folds.wiring import find_mirrors
from uat.constructions.line.partition import fewest_links
from uat.functions.target import make_target

SINE = ("sin(x)", ("0", "2*pi"))


@pytest.mark.parametrize(("tol", "most"), [(1e-3, 229), (1e-5, 537), (1e-8, 913)])
@pytest.mark.parametrize("construct", [parabolas, polynomial])
def test_sine_needs_fewer_neurons_than_known(construct, tol, most):
    fold = construct(make_target(*SINE), tol)
    x = np.random.default_rng(0).uniform(0, 2 * np.pi, 20_000)

    assert fold.neurons <= most / 1.9
    assert np.max(np.abs(fold.network(x) - np.sin(x))) <= fold.bound <= tol
    assert fold.network.neurons == sum(fold.network.widths[1:-1])


def test_runge_needs_fewer_neurons_than_known():
    fold = parabolas(make_target("runge", None), 1e-5)
    x = np.linspace(-1, 1, 30_001)

    assert fold.neurons <= 70
    assert np.max(np.abs(fold.network(x) - 1 / (1 + 25 * x**2))) <= fold.bound <= 1e-5
    assert polynomial(make_target("runge", None), 1e-3).neurons <= 2949 / 2


@pytest.mark.parametrize("f", ["x^3 - x", "exp(x) + sin(9*x)", "abs(x)", "2*x + 1", "3", "x^2"])
def test_arcs_that_bend_both_ways_are_within_their_bound(f):
    target = make_target(f, (-1, 2))
    fold = parabolas(target, 1e-4)
    x = np.random.default_rng(1).uniform(-1, 2, 20_000)

    assert np.max(np.abs(fold.network(x) - target(x))) <= fold.bound <= 1e-4


def test_a_fold_at_a_point_against_high_precision():
    fold = polynomial(make_target("exp(x)", (0, 1)), 1e-6)
    at = fold.network
    with mpmath.workdps(40):
        for x in (0.0, 0.123, 0.5, 1.0):
            assert abs(mpmath.mpf(float(at(np.array([x]))[0])) - mpmath.exp(x)) <= fold.bound


def test_a_function_that_is_only_values_has_no_bound():
    fold = parabolas(make_target(np.cos, (0, 1)), 1e-4)

    assert fold.bound is None and fold.error <= 1e-4


def test_mirrors_are_found():
    kinds = {
        f: [m.odd for m in find_mirrors(make_target(f, (-1, 1)), -1, 1, 1e-9)[0]]
        for f in ("x^2", "x^3 + 2", "exp(x)")
    }
    assert kinds == {"x^2": [None], "x^3 + 2": [2.0], "exp(x)": []}


def test_arcs_of_a_cubic_follow_the_law():
    # interpolation at both ends, best curvature: f''' h^3 / (72 sqrt(3)), so h is known
    x = np.linspace(0, 1, 100_001)
    tol = 1e-6
    width = (72 * np.sqrt(3) * tol / 6) ** (1 / 3)

    assert fit_arcs(x, x**3, tol).curvatures.size == pytest.approx(1 / width, abs=1)


def test_the_distance_of_a_polynomial_is_proven_and_sharp():
    target = make_target("exp(x)", (0, 1))
    pieces = [Piece(0.0, 0.5, 0.0, (1.0, 1.0, 0.5)), Piece(0.5, 1.0, 0.5, (1.6, 1.6, 0.9))]
    x = np.linspace(0, 1, 200_001)
    p = np.where(x < 0.5, 1 + x + x**2 / 2, 1.6 + 1.6 * (x - 0.5) + 0.9 * (x - 0.5) ** 2)
    sampled = np.max(np.abs(np.exp(x) - p))

    assert sampled <= distance(target, pieces, 1e-4) <= sampled + 2e-4


def test_deep_beats_shallow_from_the_crossing_on():
    target = make_target(*SINE)
    rung, rungs = crossing(target, 2.0)

    assert rung is not None and rung.tolerance >= 4e-6
    assert all(later.deep_wins for later in rungs[rungs.index(rung) :])
    assert rung.deep == deep_for(target, rung.tolerance).neurons < rung.shallow
    links = fewest_links(target.sample(1e-2 * rung.tolerance), rung.tolerance)
    assert links.pieces - 2 <= rung.shallow <= links.pieces - 1  # the kinks, at a tie one fewer


def test_a_straight_line_has_no_crossing():
    rung, rungs = crossing(make_target("2*x", (0, 1)), 2.0)

    assert rung is None and rungs[-1].tolerance == 2e-8


def test_what_cannot_be_done_is_said():
    with pytest.raises(TargetError, match="jumps"):
        parabolas(make_target("sign(x)", (-1, 1)), 0.01)
    with pytest.raises(TargetError, match="not smooth"):
        polynomial(make_target("abs(x - 0.3)", (-1, 1)), 1e-6)
    with pytest.raises(InputError, match="positive"):
        deep_for(make_target("x", (0, 1)), 0.0)


def test_a_surface_is_within_its_tolerance():
    target = make_target("sin(3*x)*cos(2*y)", ((-1, 1), (-1, 1)))
    fold = surface(target, 0.02)
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 20_000))

    assert np.max(np.abs(fold.network(x, y) - np.sin(3 * x) * np.cos(2 * y))) <= 0.02 * 1.05
    assert fold.bound is None and deep_for(target, 0.02).neurons == fold.neurons
