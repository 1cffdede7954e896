"""Work that would take too long is refused with an estimate before it begins, unless forced."""

import numpy as np
import pytest

import uat
from uat.base.errors import InputError, TargetError
from uat.networks.network import Network


@pytest.mark.parametrize(
    ("f", "options"),
    [
        ("x", {"construction": "steps", "neurons": 3_000_000}),
        ("x", {"construction": "steps", "tol": 1e-7}),
        ("x", {"construction": "bumps", "neurons": 8_000_000}),
        ("x*y", {"construction": "quadrants", "neurons": 1_000_000}),
    ],
)
def test_large_work_is_refused_with_an_estimate_before_it_begins(f, options, monkeypatch):
    monkeypatch.setattr(Network, "__post_init__", lambda self: pytest.fail("it has begun"))
    with pytest.raises(InputError, match=r"neurons of .* take about .* GiB and .* s: .*--force"):
        uat.approximate(f, **options)


def test_large_work_can_be_forced(monkeypatch):
    monkeypatch.setattr("uat.constructions.limits.MOST_SECONDS", 1e-4)
    with pytest.raises(InputError, match="--force"):
        uat.approximate("x", construction="steps", neurons=40)
    assert uat.approximate("x", construction="steps", neurons=40, force=True).network.neurons == 40


@pytest.mark.parametrize("construction", ["quadrants", "towers", "ridges", "folds"])
def test_a_thousand_million_neurons_are_refused_for_every_construction(construction):
    with pytest.raises(InputError, match="must be 0 … 10,000,000"):
        uat.approximate("x*y", construction=construction, neurons=10**9)


class Clock:
    """A clock that only functions move on: no machine makes them slower."""

    def __init__(self):
        self.seconds, self.calls = 0.0, 0

    def pass_(self, seconds):
        self.seconds += seconds
        self.calls += 1


def test_a_slow_function_is_refused_with_an_estimate_unless_forced(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("uat.constructions.limits.now", lambda: clock.seconds)

    def slow(x):
        clock.pass_(0.02)
        return float(x) ** 2

    with pytest.raises(TargetError, match=r"takes 0\.02 s, .* 4,097 .* 1 min: .*csv.*--force"):
        uat.approximate(slow)
    assert clock.calls < 100
    monkeypatch.setattr("uat.constructions.limits.MOST_SECONDS", 1e-9)
    quick = uat.approximate(lambda x: np.exp(x), neurons=20, force=True)
    assert quick.network.neurons == 20


def test_a_function_that_is_slow_to_start_but_takes_arrays_is_not_refused(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("uat.constructions.limits.now", lambda: clock.seconds)

    def starts_slowly(x):
        clock.pass_(0.02)
        return np.square(x)

    assert uat.approximate(starts_slowly, neurons=20).network.neurons == 20


def test_a_machine_that_is_busy_for_a_while_makes_no_function_slow(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("uat.constructions.limits.now", lambda: clock.seconds)

    def held_up(x):
        clock.pass_(0.05 if clock.calls < 20 else 1e-6)  # something else runs meanwhile
        return float(x) ** 2

    assert uat.approximate(held_up, neurons=20).network.neurons == 20


def test_no_machine_is_too_slow_for_a_function_of_the_catalogue(monkeypatch):
    """The spiral is Python code, of which no formula says how long a value takes."""
    seconds = iter(range(10**9))
    monkeypatch.setattr("uat.constructions.limits.now", lambda: 1e3 * next(seconds))

    assert uat.approximate("spiral", neurons=400).network.neurons <= 400
