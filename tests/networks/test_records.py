"""An activation is one record: one that is added is known everywhere, with nothing else touched.

The record added here is the Gudermannian, and a ramp with three slopes.
"""

import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

import uat
from uat.accuracy.proof.front import check_any
from uat.base.errors import InputError
from uat.comparison.training.mlp import derivative_of
from uat.comparison.training.run import train
from uat.exchange.save import save
from uat.functions.expression import compile_expression
from uat.networks.activations import ACTIVATIONS, SOFTMAX, Activation, Rise, Tails, get_activation
from uat.networks.network import Layer, Network
from uat.networks.regions.line import regions
from uat.networks.regions.plane import polygons
from uat.page.words import named_module

FORMULA = "2*atan(tanh(z/2))"
RIGHT_ANGLE = np.pi / 2
THREE_SLOPES = "z/4 + max(z + 1, 0)/2 - max(z - 2, 0)/4"


def gudermannian():
    # pi/2 - gd z < 2 exp(-z), which is below 2**-53 from 37.5 on
    return Activation(
        "gudermannian",
        compile_expression(FORMULA, ("z",)),
        *(-RIGHT_ANGLE, RIGHT_ANGLE, 37.5),
        FORMULA,
        aliases=("gd",),
    )


def three_slopes():
    return Activation(
        "three_slopes",
        compile_expression(THREE_SLOPES, ("z",)),
        *(-np.inf, np.inf, np.inf),
        THREE_SLOPES,
        Tails((0.25, 0.0), (0.5, 1.0), 2.0),
        Rise(4.0, 1.0, 2.0, 4.0),
        kinks=(-1.0, 2.0),
        is_piecewise_linear=True,
    )


@pytest.fixture(autouse=True)
def added(monkeypatch):
    """Two records more, and nothing else: what is here is what an author would write."""
    for record in (gudermannian(), three_slopes()):
        monkeypatch.setitem(ACTIVATIONS, record.name, record)


def true(z):
    """The Gudermannian, by another of its formulas."""
    return np.arcsin(np.tanh(np.clip(z, -18, 18)))


@pytest.fixture
def net():
    return uat.approximate("sin(3*x)", (0, 1), tol=0.1, activation="gd", prove=True)


def test_it_is_found_by_its_names():
    assert get_activation("Gudermannian") is get_activation("gd") is ACTIVATIONS["gudermannian"]


def test_it_builds_and_is_proven_and_the_checker_agrees(net):
    x = np.linspace(0, 1, 20_001)
    hidden, output = net.network.layers
    values = true(x[:, None] * hidden.weights.T + hidden.biases) @ output.weights.T + output.biases
    errors = np.abs(values[:, 0] - np.sin(3 * x))

    assert hidden.activation.name == "gudermannian"
    assert errors.max() <= net.error.proven <= 0.1
    assert net.error.proven <= 1.05 * errors.max()
    assert check_any(net.proof).ok


def test_python_c_and_onnx_compute_it(net, tmp_path):
    x = np.linspace(-0.5, 1.5, 501)
    wanted = net.network.forward(x[:, None])[:, 0]
    room = 2.0**-40 * np.abs(net.network.layers[1].weights).sum()

    scope = {}
    exec(net.formula("python"), scope)
    assert np.abs([scope["network"](v) for v in x.tolist()] - wanted).max() <= room

    save(net, tmp_path / "net.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "net.onnx")
    assert np.abs(session.run(None, {"x": x[:, None]})[0][:, 0] - wanted).max() <= room

    save(net, tmp_path / "net.c")
    main = "#include <stdio.h>\ndouble network(double);\nint main(void) { double x; "
    main += 'while (scanf("%lf", &x) == 1) printf("%.17g\\n", network(x)); return 0; }\n'
    (tmp_path / "main.c").write_text(main)
    cc = shutil.which("cc") or shutil.which("gcc")
    command = [cc, "-o", tmp_path / "net", tmp_path / "net.c", tmp_path / "main.c", "-lm"]
    subprocess.run(command, check=True)
    given = "\n".join(map(repr, x.tolist()))
    done = subprocess.run(
        [tmp_path / "net"], input=given, capture_output=True, text=True, check=True
    )
    assert np.abs(np.array(done.stdout.split(), dtype=float) - wanted).max() <= room


def test_files_keep_it_and_documents_name_it(net, tmp_path):
    save(net, tmp_path / "net.json")
    assert Network.load(tmp_path / "net.json") == net.network
    save(net, tmp_path / "net.tex")
    assert "gudermannian" in (tmp_path / "net.tex").read_text()
    save(net, tmp_path / "net.typ")
    assert "Its activation is gudermannian, so" in (tmp_path / "net.typ").read_text()


def test_it_trains():
    z = np.linspace(-5, 5, 101)
    s = get_activation("gd")
    np.testing.assert_allclose(derivative_of(s)(z, s(z)), 1 / np.cosh(z), rtol=0, atol=1e-9)

    x = np.linspace(0, 1, 60)[:, None]
    trained = train(x, np.sin(3 * x), (1, 8, 1), activation="gd", epochs=400, seed=1)
    assert trained.network.layers[0].activation is s
    errors = trained.network.forward(x) - np.sin(3 * x)
    assert (errors**2).mean() < 0.05 * np.sin(3 * x).var()


def test_regions_are_counted_where_it_is_straight():
    random = np.random.default_rng(1)
    first = Layer(random.normal(size=(4, 1)), random.normal(size=4), "three_slopes")
    network = Network((first, Layer(random.normal(size=(1, 4)), [0.5], "linear")))
    kinks = ((np.array([-1, 2]) - first.biases[:, None]) / first.weights).reshape(-1)
    np.testing.assert_allclose(regions(network).breakpoints, np.sort(kinks), rtol=1e-12)

    plane = Layer(random.normal(size=(4, 2)), random.normal(size=4), "three_slopes")
    network = Network((plane, Layer(random.normal(size=(1, 4)), [0.5], "linear")))
    found = polygons(network, [(-2, 2), (-2, 2)])
    assert found.area == pytest.approx(16)
    for polygon in found.polygons:
        middle = polygon.corners.mean(axis=0)
        here = polygon.slope @ middle + polygon.offset
        np.testing.assert_allclose(here, network.forward(middle[None])[0], rtol=1e-12, atol=1e-12)

    with pytest.raises(InputError, match=r"gudermannian neurons are not .* three_slopes"):
        regions(Network((Layer([[1.0]], [0.0], "gd"),)))


def test_the_page_has_it():
    row = re.search(r"^  gudermannian: (.*),$", named_module(), re.MULTILINE).group(1)
    assert json.loads(row) == {
        "formula": FORMULA,
        "kind": "step-like",
        "low": -RIGHT_ANGLE,
        "high": RIGHT_ANGLE,
        "reach": 37.5,
        "f": None,
    }


class Recorded:
    """Stands for `torch.nn`: a class called with arguments gives back both."""

    def __getattr__(self, kind):
        return lambda **arguments: (kind, arguments)


def test_words_of_pytorch_are_classes_and_their_arguments():
    from uat.exchange.to_torch import _module

    torch = SimpleNamespace(nn=Recorded())
    assert _module(ACTIVATIONS["softplus"], torch) == ("Softplus", {"threshold": 700.0})
    assert _module(SOFTMAX, torch) == ("Softmax", {"dim": -1})
    assert _module(ACTIVATIONS["swish"], torch) == ("SiLU", {})
    with pytest.raises(
        InputError, match=r"no module for the activation gudermannian: .*softmax, or"
    ):
        _module(ACTIVATIONS["gudermannian"], torch)


@pytest.mark.parametrize("name", [name for name, s in ACTIVATIONS.items() if s.is_piecewise_linear])
def test_a_piecewise_linear_record_is_straight_between_its_kinks(name):
    s = ACTIVATIONS[name]
    ends = [-1e3, *s.kinks, 1e3]
    for low, high in pairwise(ends):
        z = np.linspace(low, high, 1001)
        line = s(z[:1]) + (s(z[-1:]) - s(z[:1])) * (z - low) / (high - low)
        np.testing.assert_allclose(s(z), line, rtol=0, atol=1e-12 * 1e3)
    for kink in s.kinks:
        before, at, after = s(kink + np.array([-0.5, 0.0, 0.5]))
        assert abs((after - at) - (at - before)) > 0.01


def test_records_bring_no_heavy_package():
    code = "import sys, uat.networks.activations.named; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "onnx", "sympy", "flint", "matplotlib"} & set(done.stdout.split())
