"""The measured error of a network of ridges is that of the network, beside and across its lines."""

import numpy as np
import pytest

import uat
from uat.constructions.ridges.error import measure_ridges
from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.network import ridge_network
from uat.functions.target import make_target


@pytest.mark.parametrize("kind", ["ramps", "steps"])
def test_it_is_met_and_no_less_than_what_random_points_see(kind):
    target = make_target("abs(x) + sin(3*y)", ((-1, 2), (0, 1)))
    ridges = fit_ridges(target, tol=0.1, kind=kind)
    network = ridge_network(ridges)
    error = measure_ridges(network, target, ridges, 0.1)
    x = np.random.default_rng(3).uniform((-1, 0), (2, 1), (4000, 2))
    seen = np.abs(network.forward(x)[:, 0] - target(*x.T))

    assert error.met
    assert seen.max() <= error.max * (1 + 1e-3)
    # A mean over 4000 points of numbers of [0, 0.1] is known to 0.1/sqrt(4000), four times over.
    assert error.mean == pytest.approx(seen.mean(), abs=0.1 * 4 / np.sqrt(4000))


def test_windows_of_jumps_are_left_out():
    target = make_target("where(x + 2*y < 0.3, -1, 1)", ((-2, 2), (-1, 1)))
    ridges = fit_ridges(target, tol=0.05, kind="steps")
    error = measure_ridges(ridge_network(ridges), target, ridges, 0.05)

    assert error.max <= 1e-9
    assert 0 < error.excluded_share < 0.5


def test_the_place_of_an_error_of_ridges_has_that_error():
    net = uat.approximate("sin(3*x)*cos(2*y)", [(-1, 1)] * 2, construction="ridges", tol=0.1)
    x, y = net.error.at
    assert abs(net(x, y) - np.sin(3 * x) * np.cos(2 * y)) == pytest.approx(net.error.max, rel=1e-6)


@pytest.mark.parametrize(
    ("formula", "box"),
    [
        ("floor(3*x) + y", [(0, 0.9), (0, 1)]),  # no point of the grid lies in a window
        ("sign(x-y)", [(0, 1), (0, 1)]),
    ],
)
def test_the_verdict_says_that_jumps_are_left_out(formula, box):
    from uat.approximation.report import report

    net = uat.approximate(formula, box, tol=0.3, construction="ridges", activation="sigmoid")
    assert net.error.met and net.error.excluded_share > 0
    assert (
        "the network was nowhere found outside the tolerance 0.3 except across the jumps of f"
        in report(net)
    )


@pytest.mark.parametrize(
    ("formula", "onto"),
    [
        ("cbrt(x + y - 1)", lambda x, y, d: (x, 1 - x + d)),
        ("y - cbrt(x - 1/3)", lambda x, y, d: (1 / 3 + d, y)),
        ("cbrt(x - y - 0.1) + x", lambda x, y, d: (y + 0.1 + d, y)),
    ],
)
def test_between_kinks_that_crowd_where_f_is_steep_without_a_limit(formula, onto):
    net = uat.approximate(formula, [(0, 1), (0, 1)], construction="ridges", neurons=20)
    rng = np.random.default_rng(5)
    x, y, sign = *rng.random((2, 400_000)), rng.choice([-1, 1], 400_000)
    points = np.clip(onto(x, y, sign * 10 ** rng.uniform(-9, -1, x.size)), 0, 1)
    found = np.abs(net.target(*points) - net(*points)).max()
    # Beside a kink points are 1 % of their distance apart: a cube root changes by a third of it.
    assert net.error.max >= (1 - 0.01 / 3) * found
