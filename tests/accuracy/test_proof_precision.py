"""What is proven of a network in float32 or float16 holds for what is computed, in any order."""

import numpy as np
import pytest
from flint import arb, ctx

import uat
from uat.accuracy.checker import check
from uat.accuracy.proof import Proof
from uat.accuracy.proof.enclosure import forward_rounding
from uat.base.precision import PRECISIONS
from uat.networks.computed import computed
from uat.networks.network import Layer, Network

KINDS = {"float32": np.float32, "float16": np.float16}
CASES = {
    "ramps in float32": ("sin(x)", (0, 6), "float32", {"construction": "ramps", "tol": 1e-3}),
    "steps in float32": ("sin(x)", (0, 6), "float32", {"construction": "steps", "tol": 0.02}),
    "bumps in float32": ("sin(x)", (0, 6), "float32", {"construction": "bumps", "tol": 0.05}),
    "tanh in float32": (
        "x^2",
        (-1, 2),
        "float32",
        {"construction": "steps", "tol": 0.05, "activation": "tanh"},
    ),
    "jumps in float32": (
        "x^2",
        (-1, 2),
        "float32",
        {"construction": "steps", "tol": 0.05, "activation": "step"},
    ),
    "far from 0": ("sin(x)", (1e6, 1e6 + 1), "float32", {"construction": "ramps", "tol": 0.01}),
    "subnormal values": (
        "1e-40*sin(x)",
        (0, 1),
        "float32",
        {"construction": "ramps", "tol": 1e-42},
    ),
    "ramps in float16": ("sin(x)", (0, 6), "float16", {"construction": "ramps", "tol": 0.05}),
    "steps in float16": ("sin(x)", (0, 3), "float16", {"construction": "steps", "tol": 0.2}),
}


@pytest.fixture(scope="module")
def nets():
    return {
        name: uat.approximate(f, box, precision=precision, prove=True, **options)
        for name, (f, box, precision, options) in CASES.items()
    }


def inputs_of(box, kind, count=3000):
    low, high = box
    x = np.random.default_rng(3).uniform(low, high, count).astype(kind)
    x = np.concatenate([x, np.array([low, high]).astype(kind)])
    return x[(low <= x.astype(float)) & (x.astype(float) <= high)]


def pairwise(terms):
    while terms.shape[1] > 1:
        odd = terms[:, -1:] if terms.shape[1] % 2 else terms[:, :0]
        even = terms[:, : terms.shape[1] - odd.shape[1]]
        terms = np.concatenate([even[:, ::2] + even[:, 1::2], odd], axis=1)
    return terms[:, 0]


def one_by_one(terms):
    total = terms[:, 0]
    for k in range(1, terms.shape[1]):
        total = total + terms[:, k]
    return total


def activated(name, z):
    if name == "relu":
        return np.maximum(z, 0)
    if name == "step":
        return np.heaviside(z, z.dtype.type(0.5))
    if name == "tanh":
        return np.tanh(z)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


ORDERS = {
    "forward": lambda terms: one_by_one(terms),
    "reversed": lambda terms: one_by_one(terms[:, ::-1]),
    "pairwise": pairwise,
    "shuffled": lambda terms: one_by_one(
        terms[:, np.random.default_rng(1).permutation(terms.shape[1])]
    ),
    "by size": lambda terms: one_by_one(np.take_along_axis(terms, np.argsort(-terms, 1), 1)),
}


def in_order(network, x, order):
    """Compute a forward pass in the type of x; the bias is one of the terms."""
    kind = x.dtype.type
    hidden, last = network.layers
    z = x[:, None] * hidden.weights[:, 0].astype(kind) + hidden.biases.astype(kind)
    terms = activated(hidden.activation.name, z) * last.weights[0].astype(kind)
    bias = np.full((x.size, 1), last.biases[0], dtype=kind)
    sums = ORDERS[order](np.concatenate([terms, bias], axis=1))
    assert sums.dtype == kind
    return sums.astype(float)


def exact(net, x):
    """Evaluate the network without rounding."""
    hidden, last = net.network.layers
    text = {"sigmoid": lambda z: 1 / (1 + (-z).exp()), "tanh": lambda z: z.tanh()}
    s = text.get(hidden.activation.name, lambda z: arb(max(float(z.mid()), 0.0)))
    found = []
    with ctx.workprec(200):
        for at in x.astype(float).tolist():
            total = arb(last.biases[0])
            for w, b, a in zip(hidden.weights[:, 0], hidden.biases, last.weights[0], strict=True):
                total += arb(a) * s(arb(w) * arb(at) + arb(b))
            found.append(float(total))
    return np.array(found)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", CASES)
def test_the_bound_holds_for_sums_in_any_order(nets, name, order):
    net = nets[name]
    x = inputs_of(net.target.box[0], KINDS[net.plan.precision.name])
    far = np.abs(in_order(net.network, x, order) - net.target(x.astype(float)))
    assert far.max() <= net.error.proven


@pytest.mark.parametrize("name", [name for name in CASES if "jumps" not in name])
def test_rounding_is_within_its_bound_which_is_no_more_than_sums_can_take(nets, name):
    net = nets[name]
    x = inputs_of(net.target.box[0], KINDS[net.plan.precision.name], 150)
    true = exact(net, x)
    moved = max(np.abs(in_order(net.network, x, order) - true).max() for order in ORDERS)
    assert moved <= net.error.computed.rounding
    # n additions of terms of that size: the bound is Higham's, and the windows of steep neurons
    assert (
        net.error.computed.rounding <= 0.2 * net.error.tolerance
        or "bumps" in name
        or ("float16" in name)
    )


@pytest.mark.parametrize("name", CASES)
def test_the_checker_agrees_and_says_what_computes_the_network(nets, name):
    net = nets[name]
    verdict = check(net.proof.to_dict())
    assert verdict.ok, verdict.reason
    assert f"as {net.plan.precision.name} computes the network" in verdict.claim
    assert Proof.from_dict(net.proof.to_dict()).to_dict() == net.proof.to_dict()


@pytest.mark.parametrize("name", ["ramps in float32", "steps in float32", "ramps in float16"])
def test_onnx_runtime_and_pytorch_are_within_the_bound(nets, name, tmp_path):
    ort = pytest.importorskip("onnxruntime")
    torch = pytest.importorskip("torch")
    net = nets[name]
    x = inputs_of(net.target.box[0], KINDS[net.plan.precision.name], 5000).astype(np.float32)
    true = net.target(x.astype(float))
    net.save(tmp_path / "net.onnx")
    session = ort.InferenceSession(str(tmp_path / "net.onnx"), providers=["CPUExecutionProvider"])
    (y,) = session.run(None, {"x": x[:, None]})
    assert y.dtype == np.float32
    assert np.abs(y[:, 0].astype(float) - true).max() <= net.error.proven
    module = net.to_torch("float32")
    with torch.no_grad():
        y = module(torch.from_numpy(x[:, None])).numpy()[:, 0]
        assert np.abs(y.astype(float) - true).max() <= net.error.proven
        if net.plan.precision.name == "float16":
            half = module.half()(torch.from_numpy(x[:, None]).half()).numpy()[:, 0]
            assert np.abs(half.astype(float) - true).max() <= net.error.proven


def test_onnx_holds_the_weights_bit_for_bit(nets, tmp_path):
    onnx = pytest.importorskip("onnx")
    net = nets["steps in float32"]
    net.save(tmp_path / "net.onnx")
    arrays = {
        tensor.name: onnx.numpy_helper.to_array(tensor)
        for tensor in onnx.load(tmp_path / "net.onnx").graph.initializer
    }
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    hidden = net.network.layers[0]
    np.testing.assert_array_equal(arrays["steps/weights"].T, hidden.weights)
    np.testing.assert_array_equal(arrays["steps/biases"], hidden.biases)
    assert not any(name.startswith("input/") for name in arrays)


@pytest.mark.parametrize("name", ["Sigmoid", "Tanh"])
def test_runtimes_keep_what_is_assumed_of_them(name):
    """Within 8 halves of the last place of 1, in ONNX Runtime, PyTorch and numpy."""
    onnx = pytest.importorskip("onnx")
    ort = pytest.importorskip("onnxruntime")
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    z = np.concatenate(
        [
            np.linspace(-30, 30, 200_001),
            rng.uniform(-5, 5, 200_000),
            10.0 ** rng.uniform(-44, 2, 9999),
        ]
    ).astype(np.float32)
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node(name, ["x"], ["y"])],
        "one",
        [value("x", onnx.TensorProto.FLOAT, ["n"])],
        [value("y", onnx.TensorProto.FLOAT, ["n"])],
    )
    opset = [onnx.helper.make_opsetid("", 17)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=8)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found = {
        "ONNX Runtime": session.run(None, {"x": z})[0],
        "PyTorch": getattr(torch, name.lower())(torch.from_numpy(z)).numpy(),
        "numpy": activated(name.lower(), z),
    }
    wide = z.astype(float)
    true = np.tanh(wide) if name == "Tanh" else 0.5 + 0.5 * np.tanh(0.5 * wide)
    for runtime, y in found.items():
        assert np.abs(y.astype(float) - true).max() <= 8 * 2.0**-24, runtime


def test_the_sum_of_rounded_ramps_is_what_the_bound_is_about():
    """Terms of the same sign: the worst order loses nearly as much as the bound allows."""
    floats, count = PRECISIONS["float16"], 40
    network = Network(
        (
            Layer(np.ones((count, 1)), np.zeros(count), "relu"),
            Layer(np.full((1, count), 1.0), [0.0], "linear"),
        )
    )
    x = floats.numbers(1.0, 2.0, np.inf)[:, None]
    lost = np.abs(computed(network, x, floats)[:, 0] - count * x[:, 0]).max()
    bound = forward_rounding(network, 1.0, 2.0, floats)
    assert 0.02 * bound < lost <= bound
