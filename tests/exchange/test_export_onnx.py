"""ONNX Runtime computes the network: in float64 to rounding, in float32 as closely as measured."""

from pathlib import Path

import mpmath
import numpy as np
import onnx
import onnxruntime
import pytest
from exporting import KINDS, example, points, rounding

import uat
from uat.base.errors import InputError
from uat.exchange.load import load
from uat.exchange.onnx_file import OPSET
from uat.exchange.onnx_ops import erfcx_series
from uat.exchange.save import save
from uat.networks.activations import ACTIVATIONS
from uat.networks.network import Layer, Network

TYPED = [
    "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))",
    "where(z > 0, z, expm1(min(z, 0)))",
    "clip(z, -1, 2) + max(z, -z, 1)/(1 + z^2)",
]


def run(path, x, kind=np.float64):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x.astype(kind)})[0]


@pytest.mark.parametrize("kind", KINDS)
def test_constructions(kind, tmp_path):
    net = example(kind)
    net.save(tmp_path / "net.onnx")
    x = points(net.network, net.target.box)
    difference = np.abs(run(tmp_path / "net.onnx", x) - net.network.forward(x))
    assert np.all(difference <= rounding(net.network, x))


@pytest.mark.parametrize("activation", [*ACTIVATIONS, *TYPED])
def test_activations(activation, tmp_path):
    random = np.random.default_rng(3)
    hidden = Layer(random.normal(0, 8, (30, 2)), random.normal(0, 4, 30), activation)
    network = Network((hidden, Layer(random.normal(0, 1, (1, 30)), [0.25], "linear")))
    save(network, tmp_path / "net.onnx")
    x = points(network, ((-1.0, 1.0),) * 2)

    difference = np.abs(run(tmp_path / "net.onnx", x) - network.forward(x))
    # The parts of a typed formula are below 100, and there are fewer than 40.
    slack = 100 * 40 * 2.0**-52 * np.abs(network.layers[1].weights).sum()
    # exp(z) - 1 and log(1 + exp(z)) lose what expm1 and log1p keep: an eps of 1 each
    lost = 4 * 2.0**-52 * np.abs(network.layers[1].weights).sum()
    assert np.all(difference <= rounding(network, x) + (slack if activation in TYPED else lost))


@pytest.mark.parametrize("name", ["erf", "arctan"])
def test_functions_that_the_runtime_lacks_are_right_to_fifteen_digits(name, tmp_path):
    """Against fifty digits, relative to 1: their largest values are 1 and pi/2."""
    network = Network((Layer([[1.0]], [0.0], name),))
    save(network, tmp_path / "net.onnx")
    z = np.concatenate([np.linspace(-7, 7, 1001), [0.0, 1.0, -1.0, 1e-8, 1e8, -1e300]])
    values = run(tmp_path / "net.onnx", z[:, None])[:, 0]
    with mpmath.workdps(50):
        oracle = {"erf": mpmath.erf, "arctan": mpmath.atan}[name]
        exact = np.array([float(oracle(mpmath.mpf(value))) for value in z.tolist()])
    assert np.abs(values - exact).max() < 1e-15


def test_the_series_of_erf_has_ended():
    """What follows the last coefficient is below rounding."""
    assert np.abs(erfcx_series()[-2:]).max() < 2.0**-52


def test_nodes_have_names_that_say_what_they_are(tmp_path):
    for kind, names in {"towers": ("steps", "towers"), "bumps": ("bumps",)}.items():
        example(kind).save(tmp_path / "net.onnx")
        model = onnx.load(tmp_path / "net.onnx")
        nodes = {node.name.split("/")[0] for node in model.graph.node}
        assert {*names, "output"} <= nodes
        onnx.checker.check_model(model, full_check=True)
    assert "nielsen" in model.graph.doc_string or "x" in model.graph.doc_string


@pytest.mark.parametrize(("kind", "most"), [("ramps", 1e-4), ("steps", 0.2), ("quadrants", 0.6)])
def test_single_precision_costs_what_is_said(kind, most, tmp_path):
    net = example(kind)
    written = save(net, tmp_path / "net.onnx", precision="float32")
    x = points(net.network, net.target.box, 4000).astype(np.float32)
    difference = run(tmp_path / "net.onnx", x, np.float32) - net.network.forward(x.astype(float))

    assert 0 < written.difference < most
    # Other points of the same windows: of the same size as what was measured
    assert np.abs(difference).max() < 2 * written.difference + 1e-6


def test_single_precision_keeps_steps_far_from_zero_in_their_places(tmp_path):
    """On [1e4, 1e4 + 1] floats are 1e-3 apart: w x + b would miss the windows; [0, 1] does not."""
    net = uat.approximate("sin(6*x)", (1e4, 1e4 + 1), construction="ramps", tol=0.01)
    written = save(net, tmp_path / "net.onnx", precision="float32")
    assert written.difference < 1e-5
    loaded = load(tmp_path / "net.onnx").network
    x = np.linspace(1e4, 1e4 + 1, 101)[:, None]
    assert np.abs(loaded.forward(x) - net.network.forward(x)).max() < 1e-2


def test_what_onnx_lacks_is_refused(tmp_path):
    network = Network((Layer([[1.0]], [0.5], "gamma(z + 9)"),))
    with pytest.raises(InputError, match="no node for gamma"):
        save(network, tmp_path / "net.onnx")
    assert not (tmp_path / "net.onnx").exists()


def test_what_is_too_large_is_refused_with_its_size(tmp_path):
    from scipy.sparse import coo_array

    wide = coo_array(([1.0], ([0], [0])), shape=(50_000, 50_000))
    network = Network((Layer(wide, np.zeros(50_000), "relu"),))
    with pytest.raises(InputError, match=r"18\.6 GiB"):
        save(network, tmp_path / "net.onnx")


def test_the_documents_state_the_opset():
    text = (Path(__file__).resolve().parents[2] / "docs/howto.md").read_text(encoding="utf-8")
    assert f"(opset {OPSET})" in text
