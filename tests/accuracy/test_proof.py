"""A proof is an upper bound: high-precision arithmetic never finds more than it says."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proving import FORMULAS, NEURONS, ORACLES, hard_points, largest_error, proved, proved_small

import uat
from uat.accuracy.proof import check
from uat.accuracy.proof.line import prove
from uat.base.errors import InputError, TargetError
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

CASES = [
    ("nielsen", {"construction": "ramps", "neurons": 50}),
    ("sine", {"construction": "ramps", "neurons": 50}),
    ("runge", {"construction": "ramps", "neurons": 50}),
    ("abs", {"construction": "ramps", "tol": 0.01}),
    ("sqrt", {"construction": "ramps", "neurons": 50}),
    ("chirp", {"construction": "ramps", "neurons": 50}),
    ("nielsen", {"construction": "ramps", "tol": 1e-5}),
    ("nielsen", {"construction": "steps", "tol": 0.01}),
    ("sine", {"construction": "steps", "tol": 0.03, "activation": "tanh"}),
    ("runge", {"construction": "steps", "tol": 0.03, "activation": "arctan"}),
    ("nielsen", {"construction": "steps", "tol": 0.05, "activation": "step"}),
    ("nielsen", {"construction": "steps", "tol": 0.02, "output": "sigmoid"}),
    ("nielsen", {"construction": "bumps", "neurons": 100}),
    ("nielsen", {"construction": "bumps", "neurons": 40, "steepness": 60.0}),
    ("nielsen", {"construction": "bumps", "neurons": 40, "edges": "nielsen"}),
    ("sqrt", {"construction": "steps", "tol": 0.01}),
    ("sign", {"construction": "steps", "tol": 0.1}),
    ("max(x, 0.3) - exp(-x)", {"construction": "ramps", "tol": 0.003}),
    ("where(x < 0.5, tanh(3*x), x^3)", {"construction": "steps", "tol": 0.02}),
    ("sinc(20*x) + cbrt(x - 0.5)", {"construction": "ramps", "tol": 0.01}),
    ("floor(5*x) + atan(x)", {"construction": "steps", "tol": 0.02}),
    ("abs(sin(9*x))*asinh(x)", {"construction": "ramps", "tol": 0.01}),
]


@pytest.mark.parametrize(("name", "options"), CASES, ids=lambda value: str(value)[:60])
def test_the_bound_holds_at_every_hard_point_and_is_sharp(name, options):
    net = uat.approximate(name, **options)
    proof = proved(net)
    worst = largest_error(proof, ORACLES[name], hard_points(proof, np.random.default_rng(3)))

    assert proof.lower <= proof.bound
    assert worst <= proof.bound
    rounding = 128 * np.finfo(float).eps  # abs is met exactly, but for sums of size 1
    if name != "sign":  # that net is exact outside the window of the jump
        assert proof.bound <= 1.01 * net.error.max + rounding
        assert proof.bound <= 1.0101 * proof.lower + rounding
        assert worst >= 0.98 * proof.lower


def test_a_rough_function_is_proven_within_five_percent():
    net = uat.approximate("weierstrass", construction="ramps", neurons=100)

    assert proved(net).bound <= 1.05 * net.error.max


def test_every_box_holds_its_own_bound():
    net = uat.approximate("nielsen", construction="steps", tol=0.03)
    proof = proved(net)
    rng = np.random.default_rng(0)
    left, right = proof.boxes.left, proof.boxes.right
    for share in (0.0, 1.0, *rng.random(3)):
        x = np.clip(left + share * (right - left), left, right)
        error = np.abs(net.network.forward(x[:, None])[:, 0] - net.target(x))
        assert np.all(error <= proof.boxes.bound + 1e-14)


def test_the_boxes_cover_the_domain_without_gaps():
    proof = proved(uat.approximate("runge", construction="ramps", tol=0.01))

    assert proof.boxes.left[0] == -1.0 and proof.boxes.right[-1] == 1.0
    assert np.array_equal(proof.boxes.left[1:], proof.boxes.right[:-1])


def test_a_smaller_slack_is_sharper():
    net = uat.approximate("nielsen", construction="ramps", neurons=50)
    proofs = [proved(net, slack=slack) for slack in (0.1, 0.01, 0.001)]

    for proof, slack in zip(proofs, (0.1, 0.01, 0.001), strict=True):
        assert proof.bound <= (1 + slack) * proof.lower * (1 + 1e-4)
    assert proofs[2].boxes.left.size > proofs[1].boxes.left.size


def test_a_small_budget_gives_a_bound_that_holds_but_is_less_sharp():
    net = uat.approximate("nielsen", construction="ramps", neurons=20)
    rough = proved(net, budget=1)

    assert proved(net).bound < rough.bound < 10
    assert rough.bound >= net.error.max


def test_jumps_are_left_out_and_listed():
    net = uat.approximate("sign", construction="steps", tol=0.1)
    proof = proved(net)

    assert proof.excluded == net.error.left_out.intervals
    assert proof.bound < 1e-12
    assert "but within 0.0001 of the jump at x = 0," in check(proof).reason


def test_a_jump_that_nobody_listed_is_in_the_bound():
    net = uat.approximate("where(x < 0.3, 0, 1)", construction="steps", tol=0.1)
    smooth = uat.approximate("x", construction="steps", tol=0.1).samples

    assert prove(net.network, net.target, samples=smooth).bound >= 0.5


# What has no proof


def test_a_callable_cannot_be_proven_without_a_constant():
    net = uat.approximate(lambda x: math.sin(3 * x), construction="ramps", tol=0.01)

    with pytest.raises(InputError, match="lipschitz"):
        proved(net)


def test_a_lipschitz_constant_bounds_a_callable():
    net = uat.approximate(lambda x: math.sin(3 * x), construction="ramps", tol=0.01)
    proof = proved(net, lipschitz=3.0, slack=0.05)
    worst = largest_error(proof, lambda x: mpmath.sin(3 * x), np.linspace(0, 1, 1001))

    assert worst <= proof.bound <= 1.06 * net.error.max
    assert "Lipschitz" in check(proof.to_dict()).reason
    assert not check(proof.to_dict()).ok


def test_a_pole_is_refused_with_its_place():
    network = uat.approximate("x", (-1, 1), construction="ramps", tol=0.1).network
    target = make_target("where(x == 0, 1, sin(x)/x)", (-1, 1))

    with pytest.raises(TargetError, match=r"near x = -?\d.*sinc"):
        prove(network, target, samples=make_target("x", (-1, 1)).sample(0.1))


def test_other_networks_are_refused():
    deep = Network(tuple(Layer([[1.0]], [0.0], s) for s in ("relu", "relu", "linear")))
    target = make_target("x")

    with pytest.raises(InputError, match="one hidden layer"):
        prove(deep, target)
    with pytest.raises(InputError, match="slack"):
        prove(deep, target, slack=0.0)


# Properties


@settings(max_examples=60)
@given(
    st.lists(NEURONS, min_size=1, max_size=12),
    st.floats(-3, 3),
    st.sampled_from(["sigmoid", "tanh", "arctan", "step", "relu"]),
    st.sampled_from(["linear", "sigmoid"]),
    st.sampled_from(sorted(FORMULAS)),
    st.integers(0, 2**32 - 1),
)
def test_no_small_network_has_more_error_than_proven(rows, bias, hidden, output, formula, seed):
    proof = proved_small(rows, bias, hidden, output=output, formula=formula)
    x = hard_points(proof, np.random.default_rng(seed), 60)

    assert largest_error(proof, FORMULAS[formula], x) <= proof.bound
