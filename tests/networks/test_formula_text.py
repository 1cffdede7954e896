"""The closed form as people read it: as text, and typeset."""

import re

import numpy as np
import pytest
from hidden import TYPED, points, random_network

from uat.functions.expression import compile_expression
from uat.networks.activations import ACTIVATIONS
from uat.networks.formula import formula
from uat.networks.network import Layer, Network

KNOWN = ["sigmoid", "tanh", "arctan", "erf", "relu", "linear"]  # the words of formulas


@pytest.mark.parametrize("activation", KNOWN)
@pytest.mark.parametrize("output", ["linear", "sigmoid"])
def test_the_text_reads_back_as_the_network(activation, output):
    """Our own parser, and balls: the text is the network exactly, not to some digits."""
    network = random_network(activation, 12, output=output)
    text = formula(network, "text", most=None)
    body = re.split(r"\n(?=\w+\(z\) = )", text.removeprefix("network(x) = "))[0]
    expression = compile_expression(" ".join(body.split()), ("x",))
    x = points(network)[::7]
    assert expression(x) == pytest.approx(network.forward(x[:, None])[:, 0], rel=1e-11, abs=1e-11)
    read = set(expression.numbers)
    hidden, last = network.layers
    written = np.abs(np.concatenate([hidden.weights[:, 0], hidden.biases, last.weights[0]]))
    assert set(written.tolist()) | {0.25} <= read


def test_the_text_of_a_small_network():
    hidden = Layer([[100.0], [-1.0], [0.0]], [-20.0, 0.0, 2.0], "tanh")
    network = Network((hidden, Layer([[0.5, -1.0, 1e-20]], [-0.25], "linear")))
    assert formula(network) == (
        "network(x) = -0.25 + 0.5*tanh(100*x - 20) - tanh(-x) + 1e-20*tanh(2)"
    )
    relu = Network((Layer([[1.0]], [-0.2], "relu"), Layer([[3.0]], [0.0], "linear")))
    assert formula(relu) == "network(x) = 3*relu(x - 0.2)\nrelu(z) = max(z, 0)"
    nothing = Network((Layer([[1.0]], [0.0], "relu"), Layer([[0.0]], [0.0], "linear")))
    assert formula(nothing).startswith("network(x) = 0")


def test_a_typed_activation_is_called_s_and_defined():
    text = formula(random_network("1/(1 + exp(-3*z))", 2, output="sigmoid"))
    assert text.startswith("network(x) = sigmoid(0.25 ")
    assert text.endswith("\ns(z) = 1/(1 + exp(-3*z))\nsigmoid(z) = 1/(1 + exp(-z))")


@pytest.mark.parametrize("most", [2, 3, 12])
@pytest.mark.parametrize("style", ["text", "latex", "typst"])
def test_a_long_sum_is_elided_with_a_count(most, style):
    network = random_network("sigmoid", 100)
    written = formula(network, style, most=most)
    left_out = int(re.search(r"([0-9,]+)\\? more\\? terms", written)[1])
    sign = {"text": r"sigmoid\(", "latex": r"\\sigma\\left\(", "typst": r"sigma\("}[style]
    shown = len(re.findall(sign, written)) - 1  # one is the definition's
    assert left_out + shown + 1 == 101
    assert left_out == 101 - most
    assert all(len(line) <= 100 for line in formula(network, "text", most=most).splitlines())


def test_python_leaves_nothing_out():
    assert formula(random_network("sigmoid", 500), "python", most=2).count("\n    (") == 500


@pytest.mark.parametrize("activation", [*ACTIVATIONS, *TYPED])
@pytest.mark.parametrize("output", ["linear", "sigmoid"])
def test_latex_is_read_by_mathtext(activation, output):
    from matplotlib.mathtext import MathTextParser

    network = random_network(activation, 6, output=output)
    latex = formula(network, "latex", most=4)
    assert "$" not in latex
    MathTextParser("agg").parse(f"${latex}$", dpi=72)
    for opening, closing in (("{", "}"), (r"\left", r"\right")):
        assert latex.count(opening) == latex.count(closing)


def test_typst_compiles_all_of_them(tmp_path):
    typst = pytest.importorskip("typst")
    networks = [
        random_network(name, 20, output=output)
        for name in [*ACTIVATIONS, *TYPED]
        for output in ("linear", "sigmoid")
    ]
    tiny = Network((Layer([[1e-7]], [1e300], "tanh"), Layer([[-1e-30]], [0.0], "linear")))
    source = "\n\n".join(f"$ {formula(network, 'typst')} $" for network in [*networks, tiny])
    path = tmp_path / "formula.typ"
    path.write_text(source)
    assert typst.compile(str(path)).startswith(b"%PDF")
    assert "times 10^(-30)" in source


def test_a_power_of_ten_is_written_as_one():
    tiny = Network((Layer([[1e-7]], [2.5e300], "tanh"), Layer([[-1e-30]], [0.0], "linear")))
    assert r"1 \times 10^{-30} \, \tanh" in formula(tiny, "latex")
    assert r"2.5 \times 10^{300}" in formula(tiny, "latex")
