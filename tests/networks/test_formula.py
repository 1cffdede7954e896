"""The closed form read back by others: Python, our own parser, matplotlib and Typst."""

import ast
import math
import re
import subprocess
import sys

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.base.errors import InputError
from uat.functions.expression import FLINT, NUMPY, compile_expression
from uat.functions.expression.vocabulary import FUNCTIONS
from uat.networks.activations import ACTIVATIONS, get_activation
from uat.networks.formula import formula
from uat.networks.formula.code import PYTHON, input_names, python_code
from uat.networks.formula.helpers import NAMES, with_helpers
from uat.networks.network import Layer, Network

EPS = 2.0**-52
ODD = "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))"
TYPED = [ODD, "log(1 + exp(z))", "where(z > 0, z, expm1(z))", "clip(z, -1, 2)", "z/(1 + z^2)^0.5"]


def compiled(text):
    """The function `network` of a module's text, which may import nothing but math."""
    assert re.findall(r"^ *(?:import|from) .*", text, re.MULTILINE) == ["import math"]
    scope = {}
    exec(compile(text, "<network>", "exec"), scope)
    return scope["network"]


def random_network(activation, neurons=40, seed=0, output="linear"):
    random = np.random.default_rng(seed)
    weights = random.choice([-1, 1], neurons) * 10 ** random.uniform(0, 4, neurons)
    places = random.uniform(0, 1, neurons)
    hidden = Layer(weights[:, None], -weights * places, activation)
    return Network((hidden, Layer(random.normal(0, 1, (1, neurons)), [0.25], output)))


def points(network, seed=1):
    """An even grid, and the windows of all neurons."""
    hidden = network.layers[0]
    weights = np.asarray(hidden.weights)[:, 0]
    near = np.linspace(-40, 40, 21)
    windows = (near[:, None] - hidden.biases) / weights
    x = np.concatenate([np.linspace(-0.5, 1.5, 501), windows.reshape(-1), [0.0, -0.0]])
    return x[np.abs(x) < 10]


def sizes(network, x):
    """The sum of |a s(z)| at each x: what one rounding of each term is measured in."""
    hidden, output = network.layers
    values = np.abs(hidden.forward(x[:, None]))
    return np.abs(values) @ np.abs(np.asarray(output.weights)[0]) + abs(output.biases[0])


@pytest.mark.parametrize("activation", [*ACTIVATIONS, *TYPED])
def test_the_python_function_agrees_with_forward_to_rounding(activation):
    """Both round each term by a few ulp; forward also rounds its sum, at most once a term."""
    network = random_network(activation)
    function = compiled(formula(network, "python"))
    x = points(network)
    own = np.array([function(v) for v in x.tolist()])
    bound = (network.neurons + 16) * EPS * sizes(network, x) + EPS
    # gelu's far left tail and differences of typed formulas may lose digits of small values
    difference = np.abs(own - network.forward(x[:, None])[:, 0])
    assert np.all(difference <= bound + 16 * EPS * np.abs(network.layers[1].weights).sum())


def test_the_python_function_sums_better_than_forward():
    """Many bumps: against 40 digits the function is right to the last bit or two."""
    network = uat.approximate("nielsen", tol=0.05).network
    function = compiled(formula(network, "python"))
    hidden, output = network.layers
    rows = list(zip(output.weights[0], hidden.weights[:, 0], hidden.biases, strict=True))
    for x in (0.1, 0.33333, 0.876):
        with mpmath.workdps(40):
            terms = []
            for a, w, b in rows:
                z = float(w * x + b)
                terms.append(mpmath.mpf(float(a)) / (1 + mpmath.exp(-mpmath.mpf(z))))
            true = float(mpmath.fsum(terms) + mpmath.mpf(float(output.biases[0])))
        assert abs(function(x) - true) <= 4 * EPS * max(1.0, np.abs(output.weights).max())


@pytest.mark.parametrize("activation", [*ACTIVATIONS, *TYPED])
def test_the_python_function_never_raises(activation):
    function = compiled(formula(random_network(activation), "python"))
    for x in (0, 1e300, -1e300, 1.7e308, 5e-324, math.inf, -math.inf, math.nan):
        assert isinstance(function(x), float)
    bounded = ("sigmoid", "tanh", "arctan", "hard_sigmoid", "softsign", "erf", "step", ODD)
    if activation in bounded:
        assert all(math.isfinite(function(x)) for x in (1e300, -1e308, math.inf, -math.inf))


def test_the_python_function_of_a_built_network_runs_alone(tmp_path):
    net = uat.approximate("sin(2*pi*x)", construction="steps", tol=0.1)
    path = tmp_path / "network.py"
    path.write_text(formula(net.network, "python"))
    code = "import network; print([network.network(i/10) for i in range(11)])"
    run = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, '.'); {code}"]
    result = subprocess.run(run, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert np.array(eval(result.stdout)) == pytest.approx(net(np.arange(11) / 10), abs=1e-14)


@pytest.mark.parametrize("sparse", [False, True])
def test_any_number_of_layers_and_outputs(sparse):
    random = np.random.default_rng(5)
    widths, names = (1, 6, 5, 3), ("tanh", ODD, "sigmoid")
    layers = []
    for inputs, neurons, name in zip(widths, widths[1:], names, strict=False):
        weights = random.normal(0, 1, (neurons, inputs)) * (random.random((neurons, inputs)) < 0.7)
        if sparse:
            from scipy.sparse import csr_array

            weights = csr_array(weights)
        layers.append(Layer(weights, random.normal(0, 1, neurons), name))
    function = compiled(formula(Network(tuple(layers)), "python"))
    x = np.linspace(-3, 3, 101)
    own = np.array([function(v) for v in x.tolist()])
    assert own.shape == (101, 3)
    assert own == pytest.approx(Network(tuple(layers)).forward(x[:, None]), abs=1e-13)
    one = Network((*layers, Layer(np.ones((1, 3)), [0.0], "linear")))
    assert isinstance(compiled(formula(one, "python"))(0.5), float)


HELPED = sorted(set(FUNCTIONS) - {"where"})
SPECIAL = [0.0, -0.0, 0.5, 1.0, -1.0, 2.0, -2.5, 3.0, 710.0, -800.0, 1e200, math.inf, -math.inf]


@pytest.mark.parametrize("name", HELPED)
@given(
    a=st.sampled_from([*SPECIAL, math.nan]) | st.floats(-20, 20),
    b=st.sampled_from(SPECIAL) | st.floats(-20, 20),
    c=st.floats(-3, 3),
)
@settings(max_examples=40, deadline=None)
def test_helpers_are_the_functions_of_formulas(name, a, b, c):
    fewest, _ = FUNCTIONS[name].arguments
    values = (a, b, c)[:fewest]
    names = ("z", "v", "w")[:fewest]
    expression = compile_expression(f"{name}({', '.join(names)})", names)
    used = set()
    code = PYTHON.write(expression.tree, used)
    scope = {"math": math}
    exec("\n\n".join(with_helpers(used)), scope)
    own = eval(code, scope, dict(zip(names, values, strict=True)))
    expected = float(expression(*values))
    if name == "gamma" and a <= 0:
        return  # poles, where conventions differ
    if name == "mod" and not all(map(math.isfinite, values)):
        return
    assert own == pytest.approx(expected, rel=1e-13, abs=2e-16, nan_ok=True)


def test_conditions_and_branches_are_written_out():
    text = "where(z < -1 or z >= 2, 0, 1 if not 0 < z < 1 and z != 1.5 else z // 0.3 + z % 0.7)"
    network = random_network(text)
    function = compiled(formula(network, "python"))
    x = points(network)
    own = np.array([function(v) for v in x.tolist()])
    assert own == pytest.approx(network.forward(x[:, None])[:, 0], abs=1e-12)


def test_every_helper_is_sound_python():
    for name in NAMES:
        exec("\n\n".join(with_helpers({name})), {"math": math})


# Text

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


# Typesetting


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


# Several inputs


@pytest.mark.parametrize("names", [(), ("u", "v"), ("add", "v"), ("u",), ("u", "u")])
def test_inputs_keep_their_names_if_they_can(names):
    wide = Network(
        (Layer([[1.0, -2.0]], [0.5], "tanh"), Layer([[3.0], [1.0]], [0.0, 1.0], "softmax"))
    )
    text = python_code(wide, names)
    assert f"def network({'u, v' if names == ('u', 'v') else 'x, y'}):" in text
    own = compiled(text)(0.3, 0.1)
    assert own == pytest.approx(wide.forward([[0.3, 0.1]])[0], abs=4 * EPS)


# What it refuses


def test_refusals():
    network = random_network("tanh")
    deep = Network((*network.layers, Layer([[1.0]], [0.0], "linear")))
    wide = Network((Layer([[1.0, 2.0]], [0.0], "tanh"), Layer([[1.0]], [0.0], "linear")))
    with pytest.raises(InputError, match="unknown style"):
        formula(network, "html")
    with pytest.raises(InputError, match="use the python style"):
        formula(deep, "latex")
    with pytest.raises(InputError, match="one input"):
        formula(wide, "latex")
    with pytest.raises(InputError, match="at least 2"):
        formula(network, "text", most=1)
    assert compiled(formula(deep, "python"))(0.3) == pytest.approx(
        deep.forward([[0.3]])[0, 0], abs=1e-12
    )


def test_the_namespaces_used_here_agree_on_what_is_typed():
    """The oracle itself: numpy and balls give the same activation at the points of the tests."""
    from flint import arb

    for text in TYPED:
        expression = get_activation(text)
        for z in (-3.0, 0.25, 7.5):
            ball = compile_expression(text, ("z",)).evaluate(FLINT, arb(z))
            assert float(expression(np.array([z]))[0]) == pytest.approx(
                float(ball.mid()), rel=1e-12
            )
    assert NUMPY is not FLINT


@pytest.mark.parametrize("names", [("lambda", "mu"), ("float", "y"), ("step", "y"), ("x", "tanh")])
def test_inputs_that_python_needs_itself_get_other_names(names):
    network = Network((Layer([[1.0, 2.0]], [0.0], "step"), Layer([[1.0]], [0.0], "linear")))
    assert input_names(network, names) == ("x", "y")
    from uat.networks.formula.code import python_code

    ast.parse(python_code(network, names))
