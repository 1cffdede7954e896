"""A tolerance that is proven to hold, at no cost in pieces."""

import pytest

from uat.accuracy.proof import check
from uat.constructions.request import make_plan
from uat.functions.target import make_target

LINKS = {
    "nielsen": (5, 13, 21, 38, 64, 212, 674),
    "runge": (4, 7, 10, 18, 32, 100, 316, 998),
    "sqrt": (2, 3, 5, 9, 16, 50, 158, 500),
    "abs": (2, 2, 2, 2, 2, 2, 2, 2),
}
TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001, 1e-4, 1e-5, 1e-6)


def silent(stage):
    pass


def certified(name, lipschitz=None, **options):
    usual = dict(
        construction=None, tol=None, neurons=None, activation=None, steepness=None, overlap=1,
        output="linear", partition=None, heights="midrange", edges="whole",
    )  # fmt: skip
    plan = make_plan(1, **{**usual, **options})
    target = name if not isinstance(name, str) else make_target(name)
    done = plan.construction.certify(target, plan, 1.0, lipschitz, silent)
    return (*done, plan, target)


@pytest.mark.parametrize("name", sorted(LINKS))
def test_ramps_hold_their_tolerance_with_the_fewest_links(name):
    for tol, links in zip(TOLERANCES[: len(LINKS[name])], LINKS[name], strict=True):
        built, proof, _, _ = certified(name, construction="ramps", tol=tol)
        more = 0.0 if tol >= 1e-3 else 0.005 if tol >= 1e-5 else 0.02
        assert proof.bound <= tol
        assert built.partitions[0].pieces <= links * (1 + more)
        assert built.error.tolerance == tol


@pytest.mark.parametrize(
    ("construction", "activation"),
    [
        *(("steps", s) for s in ("sigmoid", "step", "gelu", "arctan")),
        *(("bumps", s) for s in ("sigmoid", "gelu")),
    ],
)
def test_steps_and_bumps_hold_theirs_with_no_more_neurons(construction, activation):
    built, proof, plan, target = certified(
        "nielsen", construction=construction, tol=0.03, activation=activation
    )
    assert proof.bound <= 0.03
    plain = plan.construction.build(target, plan, 1.0, silent)
    assert built.network.neurons <= plain.network.neurons + 2
    assert check(proof)


def test_a_steepness_that_is_too_small_is_proven_not_to_hold():
    built, proof, _, _ = certified("nielsen", construction="steps", tol=0.01, steepness=10.0)
    assert built.error.met is False
    assert proof.bound >= built.error.max > 0.01


def test_without_a_tolerance_there_is_a_proof_of_what_was_built():
    built, proof, _, _ = certified("sine", construction="ramps", neurons=20)
    assert built.error.max <= proof.bound <= 1.01 * built.error.max


def test_values_and_a_lipschitz_constant_hold_a_tolerance_too():
    target = make_target(lambda x: 0.5 * x * x)
    _, proof, _, _ = certified(target, lipschitz=1.0, construction="ramps", tol=0.01)
    assert proof.bound <= 0.01
