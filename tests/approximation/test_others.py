"""The report counts what other constructions take, by building them, where that is instant."""

import re

import pytest
from click.testing import CliRunner

import uat
from uat.cli import main
from uat.constructions.registry import CONSTRUCTIONS


def printed(*command: str) -> str:
    return CliRunner().invoke(main, ["approximate", *command]).stdout


@pytest.mark.parametrize("formula", ["sin(7*x)", "nielsen", "abs(x - 0.3)"])
@pytest.mark.parametrize("construction", ["bumps", "steps", "ramps"])
def test_each_number_is_that_of_the_command_with_the_same_tolerance(formula, construction):
    net = uat.approximate(formula, construction=construction, tol=0.02)

    assert set(net.others) == {"steps", "ramps"} - {construction}
    for name, neurons in net.others.items():
        other = uat.approximate(formula, construction=name, tol=0.02)
        assert other.network.neurons == neurons and other.error.met
    line = ", ".join(f"{name} {count}" for name, count in net.others.items())
    assert f"\n  others     neurons for the same tolerance: {line}\n" in f"{net.summary()}\n"
    assert net.to_dict()["others"] == net.others


def test_ramps_of_a_jump_are_not_offered():
    assert uat.approximate("sign(x)", (-1, 1), tol=0.1).others == {"steps": 1}
    assert uat.approximate("sign(x)", (-1, 1), construction="steps", tol=0.1).others == {}


# Too many steps, links or samples to be an instant; a function whose cost nobody knows; no
# tolerance; one that was missed; two inputs; two outputs; linear neurons.
@pytest.mark.parametrize(
    "options",
    [
        {"f": "x", "construction": "ramps", "tol": 1e-5},
        {"f": "sin(300*x)", "construction": "steps", "tol": 1e-2},
        {"f": lambda x: x * x},
        {"f": "x", "neurons": 10},
        {"f": "x", "tol": 0.1, "steepness": 1.0},
        {"f": "x*y", "tol": 0.3},
        {"f": "(x, x^2)", "tol": 0.3},
        {"f": "x", "activation": "linear"},
    ],
)
def test_what_takes_longer_or_has_no_tolerance_is_left_out(options):
    assert uat.approximate(options.pop("f"), **options).others == {}


def test_no_clock_decides(monkeypatch):
    """On a machine on which everything takes an hour the same is said."""
    told = printed("sin(x)")
    hours = iter(range(0, 10**9, 3600))
    monkeypatch.setattr("time.perf_counter", lambda: float(next(hours)))

    assert printed("sin(x)") == told
    assert re.search(r"others     neurons for the same tolerance: steps 50, ramps 2\n", told)


def test_constructions_of_several_inputs_are_never_counted_so():
    net = uat.approximate("x")
    for kind in CONSTRUCTIONS.values():
        if not kind.fits(1):
            assert not kind.is_quick(net.target, net.samples, 0.1)
