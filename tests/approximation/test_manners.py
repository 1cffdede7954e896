"""What people try first with a network: call it, print it, hand it on, draw it where they want."""

import copy
import math
import operator
import pickle
import subprocess
import sys

import numpy as np
import pytest
import sympy
from matplotlib import pyplot
from matplotlib.figure import Figure

import uat
from uat.approximation.approximation import ELSEWHERE
from uat.cli import main
from uat.functions.expression import compile_expression
from uat.functions.expression.with_sympy import SYMPY
from uat.networks.activations import ACTIVATIONS
from uat.networks.formula import to_sympy
from uat.networks.network import Layer


@pytest.fixture(scope="module")
def line():
    return uat.approximate("sin(x)", construction="steps", tol=0.1)


@pytest.fixture(scope="module")
def plane():
    return uat.approximate("x*y", tol=0.2)


def test_at_numbers_the_output_is_a_float(line, plane):
    assert type(line(0.3)) is float
    assert type(line(1)) is float
    assert type(plane(0.3, 0.4)) is float
    assert type(line.network(0.3)) is float
    assert f"{line(0.3):.2f}" == f"{line.network.forward([[0.3]])[0, 0]:.2f}"


def test_at_arrays_the_output_has_their_shape(line, plane):
    x = np.linspace(0, 1, 6).reshape(2, 3)
    for net in (line, line.network):
        assert net(x).shape == (2, 3)
        assert net([0.1, 0.2]).shape == (2,)
    assert plane.network(x, 0.5).shape == (2, 3)
    np.testing.assert_array_equal(plane.network(x, 0.5), plane(x, 0.5))


def test_predict_takes_rows(line, plane):
    points = np.array([[0.1, 0.2], [0.3, 0.9], [1.0, 1.0]])
    for net in (plane, plane.network):
        np.testing.assert_allclose(net.predict(points), plane(*points.T), atol=1e-12)
        with pytest.raises(uat.InputError, match=r"shape \(n, 2\), not \(3,\)"):
            net.predict([0.1, 0.2, 0.3])
    for x in ([0.1, 0.7], [[0.1], [0.7]]):
        assert line.predict(x).shape == line.network.predict(x).shape == (2,)
    with pytest.raises(uat.InputError, match="predict"):
        plane(points)


def test_predict_names_the_classes_and_keeps_several_outputs():
    classes = uat.approximate("x^2 + y^2 < 0.5", tol=0.05)
    assert classes.predict([[0.0, 0.0], [1.0, 1.0]]).tolist() == ["true", "false"]
    curve = uat.approximate("(cos(t), sin(t))", tol=0.1)
    assert (
        curve.predict([0.1, 0.2, 0.3]).shape
        == curve.network.predict([0.1, 0.2, 0.3]).shape
        == (3, 2)
    )
    assert curve(0.3).shape == (2,)


def test_many_points_are_computed_in_slices_with_the_same_numbers():
    network = uat.approximate("x", construction="steps", neurons=3).network
    x = np.linspace(0, 1, 2**21 + 5)
    values = network.predict(x)
    np.testing.assert_array_equal(values[[0, 7, -1]], network.forward(x[[0, 7, -1], None])[:, 0])


@pytest.mark.parametrize(
    ("function", "options"),
    [
        ("x^2", []),
        ("x^2", ["--tol", "0.05"]),
        ("sin(7*x)", ["--with", "steps", "--tol", "0.2", "--steepness", "20"]),
        ("x^2", ["--neurons", "10"]),
        ("(cos(t), sin(t))", ["--tol", "0.2"]),
        ("x^2 + y^2 < 0.5", ["--tol", "0.1"]),
    ],
)
def test_the_summary_is_the_report_of_the_command_line(function, options, capsys):
    with pytest.raises(SystemExit):
        main(["approximate", function, *options])
    typed = ("  domain", "  next")  # what could be typed instead, or next
    lines = capsys.readouterr().out.splitlines()
    printed = [line for line in lines if not line.startswith(typed)]
    names = {"--with": "construction"}
    words = dict(zip(options[::2], options[1::2], strict=True))
    given = {names.get(k, k[2:]): v if k == "--with" else float(v) for k, v in words.items()}

    net = uat.approximate(function, **given)

    assert net.summary() == str(net) == "\n".join(printed)
    assert repr(net).startswith("Approximation(")


def test_the_formula_is_mathematics_in_a_notebook(line, plane):
    assert line._repr_latex_() == rf"$\displaystyle {line.formula('latex')}$"
    assert plane._repr_latex_() is None


@pytest.mark.parametrize("name", [s for s in ACTIVATIONS if s != "linear"])
def test_sympy_gets_the_network_with_every_activation(name):
    construction = "ramps" if name == "relu" else "steps"
    net = uat.approximate("sin(3*x)", construction=construction, activation=name, tol=0.2)
    expression = net.to_sympy()
    (symbol,) = expression.free_symbols

    computed = sympy.lambdify(symbol, expression, "scipy")

    weights = (
        np.abs(net.network.layers[1].weights).sum() + np.abs(net.network.layers[0].biases).max()
    )
    x = np.linspace(0, 1, 101)
    assert symbol.name == "x"
    # Steps of arctan and the like turn the rounding of w x + b into as much of the output.
    assert np.abs(computed(x) - net(x)).max() <= 64 * np.finfo(float).eps * weights**2


def test_sympy_gets_several_layers_inputs_and_outputs(plane):
    values = sympy.lambdify(sympy.symbols("x y", real=True), plane.to_sympy())
    assert math.isclose(values(0.3, 0.4), plane(0.3, 0.4), abs_tol=1e-9)
    first, second = uat.approximate("(cos(t), sin(t))", tol=0.2).to_sympy()
    assert first != second
    assert uat.approximate("x", construction="ramps", tol=0.1).to_sympy().diff("x") is not None


def test_an_endless_expression_is_refused():
    fold = Layer([[2.0], [-4.0]], [0.0, 2.0], "relu")
    sum_ = Layer([[1.0, 1.0]], [0.0], "relu")
    network = uat.Network((fold, sum_) * 12)
    with pytest.raises(uat.InputError, match="too many for SymPy"):
        to_sympy(network)
    # Not even where SymPy was asked for something before, which it works out.
    compile_expression("max(x, 0)").evaluate(SYMPY, sympy.Symbol("x"))
    assert to_sympy(uat.Network((fold, sum_))).count(sympy.Max) == 3


def test_a_view_a_file_or_axes_come_first(line, tmp_path):
    assert isinstance(line.plot("error"), Figure)
    assert isinstance(line.plot(tmp_path / "a.png"), Figure)
    assert (tmp_path / "a.png").stat().st_size > 1000
    figure, (left, right) = pyplot.subplots(1, 2)
    for given in ((left,), ("error", right)):
        axes, view = given[-1], given[:-1]
        assert line.plot(*view, ax=axes) is (figure if view else axes)
        assert axes.has_data()
    pyplot.close(figure)


@pytest.mark.parametrize("view", [None, "function", "error", "overview", "tube", "network"])
def test_the_size_is_that_of_the_figure(line, view):
    shown = line.plot(view, size=(10, 7))
    figure = shown if isinstance(shown, Figure) else shown.figure
    assert tuple(figure.get_size_inches()) == (10, 7)
    pyplot.close("all")


def test_what_cannot_be_drawn_says_what_can(line, plane):
    figure, axes = pyplot.subplots(1, 2)
    for wrong, words in (
        (lambda: line.plot("eror"), "did you mean error"),
        (lambda: line.plot("x.jpeg"), r"\.png or \.svg or \.pdf"),
        (lambda: line.plot("tube", ax=axes[0]), "into axes go function, error, pieces, network"),
        (lambda: plane.plot("heat", ax=axes[0]), "into axes go boxes, contours, network, growth"),
        (lambda: line.plot(ax=axes), "not ndarray: give one of them"),
        (lambda: line.plot("error", "tube"), "two views"),
        (lambda: line.plot("surfaces"), "does not fit"),
        (lambda: line.plot("error", size=(0, 3)), "inches"),
        (lambda: line.plot("error", ax=axes[0], size=(3, 3)), "of the figure"),
    ):
        with pytest.raises(uat.InputError, match=words):
            wrong()
    pyplot.close(figure)


@pytest.mark.parametrize(("name", "where"), ELSEWHERE.items())
def test_what_is_somewhere_else_is_told_where(name, where, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AttributeError, match=f"no attribute '{name}': it has ") as caught:
        operator.attrgetter(name)(line)
    assert str(caught.value).endswith(where)
    eval(f"line{where}", {"line": line})


def test_other_names_are_missing_as_ever(line):
    assert not hasattr(line, "qqq")
    for again in (copy.copy(line), pickle.loads(pickle.dumps(line))):
        assert again(0.3) == line(0.3)


def test_a_mistyped_name_of_the_library_is_answered_by_python():
    code = "import uat; uat.aproximate"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "Did you mean: 'approximate'?" in done.stderr
