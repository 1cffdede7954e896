"""The best is the smallest network of all constructions that meets the tolerance."""

import pytest

import uat
from uat.constructions.registry import CONSTRUCTIONS


@pytest.mark.parametrize(
    ("f", "options"),
    [
        ("sin(3*x)", {"tol": 0.05}),
        ("abs(x - 0.3)", {"tol": "1%"}),
        ("1 if x > 0.4 else 0", {"tol": 0.1}),
        ("x^2", {"tol": 0.05, "prove": True}),
        ("(cos(t), sin(t))", {"tol": 0.3}),
    ],
)
def test_no_construction_is_smaller(f, options):
    net = uat.approximate(f, construction="best", **options)
    assert net.error.met
    for name, kind in CONSTRUCTIONS.items():
        if not kind.fits(1):
            continue
        try:
            other = uat.approximate(f, construction=name, **options)
        except uat.UatError:
            continue
        assert other.error.met is False or net.network.neurons <= other.network.neurons
    assert options.get("prove") is None or net.error.proven <= 0.05 * (1 + 1e-9)


def test_the_best_is_for_a_tolerance():
    with pytest.raises(uat.InputError, match="tol instead of neurons"):
        uat.approximate("x", construction="best", neurons=5)


def test_where_nothing_can_be_built_the_reason_is_told():
    with pytest.raises(uat.TargetError, match="infinite at x = 0"):
        uat.approximate("1/x", construction="best")
