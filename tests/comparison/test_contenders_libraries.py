"""What one would use instead, of scikit-learn and PyTorch: real models with their known ways."""

import numpy as np
import pytest
from contending import circle

from uat.comparison.contenders import libraries as libraries_module
from uat.comparison.contenders.classic import CLASSIC, classic
from uat.comparison.contenders.libraries import library_contender
from uat.comparison.contenders.line_up import line_up
from uat.comparison.contenders.outside import extrapolation
from uat.functions.target import make_target

NEAR = 0.35  # to a function between -1 and 1: any model that has learnt its shape


@pytest.mark.parametrize("module", ["torch", "sklearn"])
@pytest.mark.parametrize("hidden_layers", [1, 3])
def test_networks_of_libraries_are_real_networks(module, hidden_layers, monkeypatch):
    pytest.importorskip(module)
    found = tuple(entry for entry in libraries_module.LIBRARIES if entry[0] == module)
    monkeypatch.setattr(libraries_module, "LIBRARIES", found)
    target = make_target("sin(3*x)", (0, 2))
    contender = library_contender(target, hidden_layers, parameters=100, seconds=60)
    x = np.linspace(0, 2, 300)

    assert contender.name == f"{found[0][1]} {'shallow' if hidden_layers == 1 else 'deep'}"
    assert 90 <= contender.parameters <= 100
    assert np.abs(contender.network.forward(x[:, None])[:, 0] - np.sin(3 * x)).max() < NEAR


X = np.linspace(0.0, 1.0, 101)


@pytest.mark.parametrize("name", CLASSIC)
@pytest.mark.parametrize("target", [make_target("sine"), make_target("sincos"), circle()])
def test_classic_models_come_near_and_have_the_shape_of_f(name, target):
    pytest.importorskip("sklearn")
    contender = classic(target, name, parameters=300)
    rng = np.random.default_rng(0)
    inputs = [rng.uniform(low, high, (7, 5)) for low, high in target.box]

    values = contender.predict(*inputs)

    assert values.shape == target(*inputs).shape
    assert (contender.kind, contender.network) == ("classic", None)
    bound = 1.2 if name == "linear regression" else NEAR
    assert np.abs(values - target(*inputs)).max() < bound
    bounded = ("polynomial ridge", "decision tree", "nearest neighbours")
    assert contender.parameters <= 300 or name not in bounded


@pytest.mark.parametrize(
    "name, words",
    [
        ("linear regression", "a straight line"),
        ("polynomial ridge", "blows up like distance^"),
        ("decision tree", "constant"),
        ("nearest neighbours", "levels off"),
        ("support vector regression", "levels off"),
        ("gradient boosting", "constant"),
    ],
)
def test_classic_models_go_their_known_ways_outside(name, words):
    pytest.importorskip("sklearn")

    target = make_target("sine")
    predict = classic(target, name, parameters=100).predict
    assert extrapolation(predict, target.box).startswith(words)


def test_linear_regression_is_exact_on_a_line():
    pytest.importorskip("sklearn")
    contender = classic(make_target("3*x - 2"), "linear regression", parameters=10)

    np.testing.assert_allclose(contender.predict(X), 3 * X - 2, atol=1e-12)
    assert (contender.parameters, contender.readable) == (2, "yes: a line")


def test_two_neighbours_weighted_by_distance_are_linear_interpolation():
    pytest.importorskip("sklearn")
    contender = classic(make_target("sine"), "nearest neighbours", parameters=42)
    knots = np.linspace(0, 1, 21)  # two numbers each
    x = np.linspace(0, 1, 77)

    assert contender.parameters == 42
    expected = np.interp(x, knots, np.sin(2 * np.pi * knots))
    np.testing.assert_allclose(contender.predict(x), expected, atol=1e-12)


def test_a_tree_of_n_leaves_has_n_values():
    pytest.importorskip("sklearn")
    contender = classic(make_target("x^2"), "decision tree", parameters=21)
    values = np.unique(contender.predict(np.linspace(0, 1, 10_001)))

    assert values.size == 11  # and 10 thresholds between them
    assert contender.parameters == 21


def test_everything_installed_is_in_the_line_up():
    pytest.importorskip("sklearn")
    found = line_up(make_target("sine"), parameters=25, seconds=4.0)
    names = [contender.name for contender in found.contenders]

    assert names[:2] == ["trained shallow", "trained deep"]
    assert names[-6:] == list(CLASSIC)
    assert len(names) == 10
    assert found.notes == ()
