"""The closed form read back by others: Python, our own parser, matplotlib and Typst."""

import ast
import math
import re
import subprocess
import sys

import mpmath
import numpy as np
import pytest
from hidden import ODD, TYPED, points, random_network
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


def compiled(text):
    """The function `network` of a module's text, which may import nothing but math."""
    assert re.findall(r"^ *(?:import|from) .*", text, re.MULTILINE) == ["import math"]
    scope = {}
    exec(compile(text, "<network>", "exec"), scope)
    return scope["network"]


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
