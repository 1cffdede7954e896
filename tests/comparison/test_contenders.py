"""Contenders: equal parameters, what happens outside the box, straight lines, classic models."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.comparison.contenders import libraries as libraries_module
from uat.comparison.contenders.line_up import is_straight, line_up
from uat.comparison.contenders.line_up import line_up as line_up_function
from uat.comparison.contenders.outside import extrapolation
from uat.comparison.contenders.trained import parameters_of, trained_network, widths_for
from uat.functions.target import Target, make_target

QUICK = {"epochs": 5, "polish": 20, "points": 100}


X = np.linspace(0.0, 1.0, 101)


# Equal parameters


@given(st.integers(3, 3000), st.integers(1, 3), st.integers(1, 3))
def test_shallow_widths_are_the_largest_that_fit(neurons, inputs, outputs):
    for spare in (0, inputs + outputs):
        parameters = parameters_of((inputs, neurons, outputs)) + spare
        assert widths_for(parameters, inputs, outputs) == (neurons,)
    # by hand: a neuron has its inputs, a bias and its outputs; an output has a bias
    assert parameters_of((inputs, neurons, outputs)) == neurons * (inputs + 1 + outputs) + outputs


@given(st.integers(100, 20_000), st.integers(1, 3), st.integers(1, 3), st.integers(2, 6))
def test_deep_widths_use_nearly_all_parameters(parameters, inputs, outputs, hidden_layers):
    widths = widths_for(parameters, inputs, outputs, hidden_layers)
    used = parameters_of((inputs, *widths, outputs))

    assert len(widths) == hidden_layers
    assert len(set(widths[:-1])) == 1
    assert 0.85 * parameters < used <= parameters
    assert used > 0.97 * parameters or parameters < 1000
    assert 0.5 * widths[0] <= widths[-1] <= 1.5 * widths[0] or parameters < 1000


@pytest.mark.parametrize("parameters, hidden_layers", [(2, 1), (5, 3), (0, 1)])
def test_too_few_parameters_are_refused(parameters, hidden_layers):
    with pytest.raises(InputError, match="too few"):
        widths_for(parameters, 1, 1, hidden_layers)


# Outside the box


@pytest.mark.parametrize(
    "model, words",
    [
        (lambda x: np.clip(x, 0, 1), "constant: keeps its value at the edge"),
        (lambda x: 3 * x - 1, "a straight line; one width outside, |value| is up to 5"),
        (lambda x: np.maximum(x, 0), "constant or a straight line, by direction"),
        (lambda x: x**5 - x, "blows up like distance^5; one width outside, |value| is up to 30"),
        (lambda x: np.tanh(x - 0.5), "levels off to a constant"),
        (lambda x: np.exp(50 * x), "levels off to a constant or overflows, by direction"),
        (lambda x: np.sin(3 * x), "wanders"),
        (lambda x: np.sqrt(1 + x**2) + np.sqrt(np.abs(x)), "nearly a straight line"),
        (lambda x: 0 * x, "constant"),
    ],
)
def test_what_a_model_does_outside(model, words):
    assert extrapolation(model, ((0.0, 1.0),)).startswith(words)


def test_every_direction_is_looked_at():
    def model(x, y):
        return np.where(y > 4, 7 * y, 0.0) + np.clip(x, 0, 1)

    found = extrapolation(model, ((0.0, 1.0), (2.0, 4.0)))

    assert found.startswith("constant or a straight line, by direction")
    assert found.endswith("up to 42.5")  # 7 * 6 + 0.5


def test_one_output_that_grows_is_seen():
    found = extrapolation(lambda t: np.stack([0 * t, t**2], axis=-1), ((0.0, 1.0),))

    assert found.startswith("blows up like distance^2")


# Straight lines


@pytest.mark.parametrize(
    "f, box, expected",
    [
        ("3*x - 2", None, True),
        ("0.1*x + 1e6", (0, 1), True),
        ("x", (1e6, 1e6 + 1), True),
        (lambda x: 0 * x, (0, 1), True),
        (lambda x: 0 * x + 5, (0, 1), True),
        ("2*x - 3*y + 1", ((-1, 1), (0, 5)), True),
        ("x + 1e-6*sin(9*x)", None, False),
        ("abs(x - 0.999999)", None, False),
        ("x + where(x < 0.3, 0, 1e-6)", None, False),
        ("x*y", ((-1, 1), (0, 5)), False),
        ("nielsen", None, False),
        ("1/x", (-1, 1), False),
        ("sign(x)^2", (-1, 1), False),
    ],
)
def test_straight_lines_are_told_from_others(f, box, expected):
    assert is_straight(make_target(f, box)) is expected


def test_several_outputs_are_straight_if_all_are():
    def both(bend):
        def function(t):
            return np.stack([t, 1 - t + bend * t**2], axis=-1)

        return Target("two", ((0.0, 1.0),), ("t",), function, outputs=2)

    assert is_straight(both(0.0))
    assert not is_straight(both(1e-3))


# Trained networks


@pytest.mark.parametrize("f, box", [("sin(5*x)", (0, 1)), ("x*y", ((-1, 1), (-1, 1)))])
def test_shallow_and_deep_have_equally_many_parameters(f, box):
    target = make_target(f, box)
    budget = parameters_of((target.inputs, 50, 1))
    shallow, deep = (trained_network(target, n, parameters=budget, **QUICK) for n in (1, 3))

    assert shallow.network.widths[1:-1] == (50,)
    assert deep.network.hidden_layers == 3
    assert 0.95 * shallow.parameters <= deep.parameters <= shallow.parameters
    for contender in (shallow, deep):
        assert contender.kind == "trained"
        assert contender.seconds > 0
        assert contender.readable.startswith("no: ")
        points = np.random.default_rng(0).uniform(*np.array(target.box).T, (40, target.inputs))
        expected = contender.network.forward(points)[:, 0]
        np.testing.assert_allclose(contender.predict(*points.T), expected, atol=1e-12)


def test_training_begins_from_the_best_of_several_starts():
    # Two relu neurons are enough for |x|, but most random starts end with half of it.
    contender = trained_network(make_target("abs"), 1, parameters=7, seconds=1e6)
    x = np.linspace(-1, 1, 1001)

    assert np.abs(contender.predict(x) - np.abs(x)).max() < 0.05


def test_the_same_seed_gives_the_same_contender():
    target = make_target("sine")
    first, second, other = (
        trained_network(target, 3, parameters=80, seed=seed, **QUICK).network for seed in (3, 3, 40)
    )

    assert first == second != other


def test_a_time_limit_is_noted():
    sine = make_target("sine")
    contender = trained_network(sine, 1, parameters=61, epochs=10**5, seconds=0.5)

    assert contender.note == "the time limit of 0.5 s ended the training"


def test_a_time_limit_is_noted_though_only_a_start_or_a_finalist_fell_victim_to_it():
    contender = trained_network(make_target("sine"), 1, parameters=61, seconds=1e-3, **QUICK)
    assert contender.note == "the time limit of 0.001 s ended the training"


# The line-up


@pytest.fixture
def bare(monkeypatch):
    """No library is installed."""
    import sys

    find = importlib.util.find_spec

    def hidden(name, *args):
        return None if name in ("sklearn", "torch") else find(name, *args)

    modules = sys.modules[line_up_function.__module__], libraries_module
    for module in modules:
        monkeypatch.setattr(module, "find_spec", hidden)


def test_without_libraries_the_notes_say_how_to_get_them(bare):
    heard: list[str] = []
    found = line_up(make_target("2*x + 1"), parameters=7, seconds=2.0, progress=heard.append)

    assert [contender.name for contender in found.contenders] == ["trained shallow"]
    assert found.notes[0] == "f is a straight line: use linear regression"
    assert "a deep network was left out: 7 parameters are too few" in found.notes[1]
    assert [note.rpartition(": ")[2] for note in found.notes[2:]] == [
        "pip install torch",
        "pip install scikit-learn",
    ]
    assert heard[0] == "training a shallow network"


def test_without_training_nothing_is_trained(bare):
    found = line_up(make_target("sine"), parameters=16, trained=False)

    assert found.contenders == ()
    assert found.notes == ("the classic models were left out: pip install scikit-learn",)


def test_ctrl_c_ends_the_training_and_keeps_what_is_finished(bare, monkeypatch):
    import sys

    module = sys.modules[line_up_function.__module__]
    whole = module.trained_network

    def interrupted(target, hidden_layers, **options):
        if hidden_layers > 1:
            raise KeyboardInterrupt
        return whole(target, hidden_layers, **options)

    monkeypatch.setattr(module, "trained_network", interrupted)
    found = line_up(make_target("sine"), parameters=25, seconds=1.0)

    assert [contender.name for contender in found.contenders] == ["trained shallow"]
    assert found.notes[0].startswith("training was interrupted")


def test_an_interrupted_run_is_no_contender(monkeypatch):
    import sys
    from dataclasses import replace

    module = sys.modules[trained_network.__module__]
    whole = module.train_on

    def half(*args, **options):
        return replace(whole(*args, **options), stopped="interrupted")

    monkeypatch.setattr(module, "train_on", half)
    with pytest.raises(KeyboardInterrupt):
        trained_network(make_target("sine"), 1, parameters=10, **QUICK)


def test_huge_budgets_are_cut_and_it_is_said(bare, monkeypatch):
    import sys

    module = sys.modules[line_up_function.__module__]
    monkeypatch.setattr(module, "MOST_PARAMETERS", 100)
    found = line_up(make_target("sine"), parameters=5000, seconds=1.0)

    assert all(contender.parameters <= 100 for contender in found.contenders)
    assert found.notes[0] == "trained networks have 100 of 5,000 parameters"
