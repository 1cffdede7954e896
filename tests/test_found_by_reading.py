"""Faults that readers of the code found, each shown by what a user would have seen."""

import ast
import json

import numpy as np
import pytest
from click.testing import CliRunner
from sklearn.datasets import make_moons

import uat
from uat.accuracy.proof import Proof
from uat.base.errors import InputError, UatError
from uat.cli import main
from uat.exchange.load import load
from uat.films.renderer import render
from uat.films.renderer.workers import _first
from uat.functions.target import make_target
from uat.networks.formula.code import input_names
from uat.networks.network import Layer, Network
from uat.networks.regions import regions
from uat.sklearn import UniversalClassifier


def test_a_budget_holds_with_three_inputs():
    """f = z varies by 1/64 in a slice of cells only."""
    net = uat.approximate(
        "z + 0*x*y", [(0, 1)] * 3, construction="towers", partition="fewest", neurons=100
    )
    assert net.network.neurons <= 100


@pytest.mark.parametrize("construction", ["steps", "ramps", "bumps"])
def test_a_budget_may_be_a_float_that_is_whole(construction):
    whole = uat.approximate("nielsen", construction=construction, neurons=100)
    assert uat.approximate("nielsen", construction=construction, neurons=1e2).network == (
        whole.network
    )


@pytest.mark.parametrize("neurons", ["a", 3.7, float("nan"), None.__class__])
def test_budgets_without_meaning_are_refused_for_curves_and_comparisons_too(neurons):
    with pytest.raises(InputError, match="number of neurons must be"):
        uat.approximate("(cos(t), sin(t))", (0, 1), neurons=neurons)
    with pytest.raises(InputError, match="number of neurons must be"):
        uat.compare("sin(x)", neurons=neurons)


def test_too_many_inputs_are_refused_before_memory_is_asked_for():
    names = [f"x{k}" for k in range(1, 10)]
    target = make_target("+".join(names), [(0, 1)] * 9)
    for construction, most in (("quadrants", 6), ("ridges", 7)):
        with pytest.raises(InputError, match=f"at most {most} inputs|ridges of at most {most}"):
            uat.approximate(target, construction=construction, tol=0.5)


def test_where_there_is_no_proof_file_none_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = ["approximate", "x^2", "--with", "folds", "--tol", "0.1", "--prove"]
    done = CliRunner().invoke(main, [*command, "--save", "proof.json"])
    assert done.exit_code == 2
    assert "no proof file" in done.output
    assert not (tmp_path / "proof.json").exists()


@pytest.mark.parametrize("names", [("lambda", "mu"), ("float", "y"), ("step", "y"), ("x", "tanh")])
def test_inputs_that_python_needs_itself_get_other_names(names):
    network = Network((Layer([[1.0, 2.0]], [0.0], "step"), Layer([[1.0]], [0.0], "linear")))
    assert input_names(network, names) == ("x", "y")
    from uat.networks.formula.code import python_code

    ast.parse(python_code(network, names))


def test_pairs_of_neurons_count_twice_for_estimators():
    X, y = make_moons(80, noise=0.1, random_state=0)
    for activation in ("relu", "sigmoid"):
        fitted = UniversalClassifier(neurons=20, activation=activation).fit(X, y)
        assert 2 <= fitted.network_.neurons <= 20


@pytest.mark.parametrize("field", ["bound", "lower", "seconds"])
def test_a_proof_with_an_endless_number_is_no_proof(field, tmp_path):
    data = uat.approximate("x", construction="ramps", tol=0.1, prove=True).proof.to_dict()
    data[field] = 10**400
    with pytest.raises(InputError, match="not a proof file"):
        Proof.from_dict(data)
    (tmp_path / "net.json").write_text(
        json.dumps({"format": "uat-network", "version": 1, "layers": [
            {"activation": "relu", "weights": [[10**400]], "biases": [0.0]}]})
    )  # fmt: skip
    with pytest.raises(InputError, match="a layer takes real numbers"):
        load(tmp_path / "net.json")


@pytest.mark.parametrize("box", [5, "0:1", (1, 0), [(0, "a")]])
def test_a_box_of_a_film_is_a_box(box, tmp_path):
    with pytest.raises(UatError):
        render("neuron", function="sin(x)", box=box, out=tmp_path)


def test_errors_of_several_shots_keep_their_kind():
    with pytest.raises(UatError) as first:
        make_target("sin(")
    joined = _first([first.value, ValueError("another")])
    assert isinstance(joined, type(first.value))
    assert str(joined).endswith("(1 more shot failed)")


@pytest.mark.parametrize("at", ["nan", "inf", "1e999"])
def test_a_point_is_finite(at, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    uat.approximate("x", construction="ramps", tol=0.1).save("net.json")
    done = CliRunner().invoke(main, ["load", "net.json", "--at", at, "--json"])
    assert done.exit_code in (1, 2)
    assert isinstance(done.exception, SystemExit)
    assert "finite" in done.output


def test_a_picture_of_a_comparison_has_a_suffix_that_is_known(tmp_path):
    comparison = uat.compare("x^2", tol=0.1, train=False)
    with pytest.raises(InputError, match="cannot write a picture"):
        comparison.plot(tmp_path / "x.txt")


def test_slopes_beyond_the_ends_are_exact_for_large_biases():
    relu = Network((Layer([[1.0]], [1e17], "relu"), Layer([[1.0]], [0.0], "linear")))
    leaky = Network((Layer([[1.0]], [0.0], "leaky_relu"), Layer([[1.0]], [0.0], "linear")))
    line = regions(relu)
    assert (line.left, line.right) == (0.0, 1.0)
    assert regions(leaky).left == 0.01


def test_a_comparison_and_an_approximation_have_the_same_usual_tolerance():
    target = make_target("(x, x + 100)", (0, 1))
    compared = uat.compare(target, train=False)
    tolerance = next(entry.tolerance for entry in compared.entries if entry.tolerance)
    assert tolerance == pytest.approx(uat.approximate(target).error.tolerance, rel=1e-3)


def test_the_place_of_an_error_of_ridges_has_that_error():
    net = uat.approximate("sin(3*x)*cos(2*y)", [(-1, 1)] * 2, construction="ridges", tol=0.1)
    x, y = net.error.at
    assert abs(net(x, y) - np.sin(3 * x) * np.cos(2 * y)) == pytest.approx(net.error.max, rel=1e-6)
