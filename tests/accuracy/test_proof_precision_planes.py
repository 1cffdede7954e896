"""What is proven of networks of several inputs in fewer digits holds for sums in any order."""

import copy
from itertools import product

import numpy as np
import pytest
from rounding import KINDS, ORDERS, forward

import uat
from uat.accuracy.checker import check
from uat.accuracy.proof import Proof, prove
from uat.base.precision import PRECISIONS
from uat.functions.target import make_target
from uat.networks.activations import LINEAR, RELU
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

SQUARE, CUBE = [(-1, 1)] * 2, [(-1, 1)] * 3
WAVE = "0.5 + 0.3*sin(3*x)*cos(2*y)"
CASES = {
    "ridges": (WAVE, SQUARE, "float32", {"construction": "ridges", "tol": 0.1}),
    "facets": (WAVE, SQUARE, "float32", {"construction": "facets", "tol": 0.1}),
    "facets in one layer": ("x*y", SQUARE, "float32", {"construction": "facets", "tol": 0.05}),
    "quadrants": (WAVE, SQUARE, "float32", {"construction": "quadrants", "tol": 0.1}),
    "quadrants of tanh": (
        WAVE, SQUARE, "float32", {"construction": "quadrants", "tol": 0.1, "activation": "tanh"},
    ),
    "a sigmoid output": (
        WAVE, SQUARE, "float32", {"construction": "quadrants", "tol": 0.1, "output": "sigmoid"},
    ),
    "a weight that is no power of two": (
        "x + y", SQUARE, "float32", {"construction": "quadrants", "tol": 0.4, "steepness": 3001.0},
    ),
    "three inputs": ("x*y + z", CUBE, "float32", {"construction": "quadrants", "tol": 0.7}),
    "towers": ("3 + x*y", SQUARE, "float32", {"construction": "towers", "tol": 0.5}),
    "ridges in float16": ("x*y", SQUARE, "float16", {"construction": "ridges", "tol": 0.1}),
    "facets in float16": ("x*y", SQUARE, "float16", {"construction": "facets", "tol": 0.2}),
    "quadrants in float16": (
        WAVE, SQUARE, "float16", {"construction": "quadrants", "tol": 0.1, "activation": "step"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def nets():
    return {
        name: uat.approximate(f, box, precision=precision, prove=True, **options)
        for name, (f, box, precision, options) in CASES.items()
    }


def near_kinks(network, x, rng):
    """Move points along one input to where a neuron of layer 1 changes, or a little beside."""
    layer = network.layers[0]
    weights, rows = dense(layer.weights), rng.integers(layer.neurons, size=len(x))
    axes = np.argmax(np.abs(weights[rows]), axis=1)
    w, each = weights[rows, axes], np.arange(len(x))
    z = np.einsum("ij,ij->i", weights[rows], x) + layer.biases[rows]
    moved = x.copy()
    moved[each, axes] -= (z + rng.normal(size=len(x)) * rng.choice([0, 1, 20], len(x))) / w
    return moved


def corners_of_steps(network, box, rng, count=300):
    """Return points that lie in the windows of steps of all inputs at once."""
    layer = network.layers[0]
    weights = dense(layer.weights)
    if (np.count_nonzero(weights, axis=1) != 1).any():
        return np.zeros((0, len(box)))
    columns = []
    for k, ends in enumerate(box):
        mine = np.flatnonzero(weights[:, k])
        mine = rng.choice(mine, count) if mine.size else np.zeros(0, int)
        places = -(layer.biases[mine] + rng.normal(size=mine.size) * 8) / weights[mine, k]
        columns.append(places if mine.size else rng.uniform(*ends, count))
    return np.stack(columns, axis=1)


def points_of(net, count=500):
    box, rng = net.target.box, np.random.default_rng(7)
    low, high = np.array(box).T
    x = rng.uniform(low, high, (count, len(box)))
    x = np.concatenate(
        [
            x,
            near_kinks(net.network, x, rng),
            corners_of_steps(net.network, box, rng),
            np.array(list(product(*box))),
        ]
    )
    x = x.astype(KINDS[net.plan.precision.name])
    inside = ((low <= x.astype(float)) & (x.astype(float) <= high)).all(axis=1)
    return x[inside]


@pytest.mark.parametrize("order", [*ORDERS, "fused"])
@pytest.mark.parametrize("name", CASES)
def test_the_bound_holds_for_sums_in_any_order(nets, name, order):
    net = nets[name]
    assert net.error.proven is not None, net.error.unproven
    x = points_of(net)
    true = net.target(*x.astype(float).T)
    assert np.abs(forward(net.network, x, order) - true).max() <= net.error.proven


@pytest.mark.parametrize("name", [n for n in CASES if "power" not in n])
def test_no_order_changes_more_than_the_report_says(nets, name):
    net = nets[name]
    x = points_of(net)
    true = net.network.forward(x.astype(float))[:, 0]
    moved = max(np.abs(forward(net.network, x, order) - true).max() for order in ORDERS)
    assert moved <= net.error.computed.rounding + 1e-12  # of float64
    assert net.error.computed.rounding < net.error.tolerance


def test_of_steps_that_rounding_moves_nothing_is_said_but_the_bound(nets):
    net = nets["a weight that is no power of two"]
    assert net.error.met and net.error.computed.rounding is None


@pytest.mark.parametrize("name", [n for n in CASES if n != "towers"])
def test_the_tolerance_is_met_and_the_checker_agrees(nets, name):
    net = nets[name]
    verdict = check(net.proof.to_dict())
    assert net.error.met and verdict.ok, verdict.reason
    assert f"as {net.plan.precision.name} computes the network" in verdict.claim
    assert Proof.from_dict(net.proof.to_dict()).to_dict() == net.proof.to_dict()


@pytest.mark.parametrize("name", ["ridges", "facets", "quadrants"])
def test_onnx_runtime_and_pytorch_are_within_the_bound(nets, name, tmp_path):
    ort, torch = pytest.importorskip("onnxruntime"), pytest.importorskip("torch")
    net = nets[name]
    x = points_of(net, 5000).astype(np.float32)
    true = net.target(*x.astype(float).T)
    net.save(tmp_path / "net.onnx")
    session = ort.InferenceSession(str(tmp_path / "net.onnx"), providers=["CPUExecutionProvider"])
    (y,) = session.run(None, {"x": x})
    assert y.dtype == np.float32
    assert np.abs(y[:, 0].astype(float) - true).max() <= net.error.proven
    with torch.no_grad():
        y = net.to_torch("float32")(torch.from_numpy(x)).numpy()[:, 0]
    assert np.abs(y.astype(float) - true).max() <= net.error.proven


def changed(proof, **keys):
    data = copy.deepcopy(proof.to_dict())
    data.update(keys)
    return data


@pytest.mark.parametrize("name", ["ridges in float16", "facets in float16", "quadrants in float16"])
def test_a_bound_that_leaves_out_half_of_the_rounding_is_refused(nets, name):
    net = nets[name]
    lost = 0.5 * net.error.computed.rounding
    if "quadrants" in name:  # what rounding takes is between the rows and the whole
        data = changed(net.proof, bound=net.proof.bound - lost, lower=0.0)
    else:
        data = changed(net.proof, lower=0.0)
        data["boxes"]["bound"] = [max(bound - lost, 0.0) for bound in data["boxes"]["bound"]]
    assert not check(data).ok


@pytest.mark.parametrize("name", ["ridges", "facets", "quadrants"])
def test_a_precision_that_does_not_hold_the_weights_is_refused(nets, name):
    verdict = check(changed(nets[name].proof, precision="float16"))
    assert not verdict.ok and "float16" in verdict.reason


@pytest.mark.parametrize("name", ["ridges", "facets", "quadrants"])
def test_a_weight_between_two_float32_numbers_is_refused(nets, name):
    data = changed(nets[name].proof)
    data["network"]["layers"][-1]["biases"][0] += 1e-12
    assert "is no float32 number" in check(data).reason


def coarse():
    """A network that is 2048 + relu(x + y): float16 has only even numbers from there on."""
    hidden = Layer(np.ones((1, 2)), np.zeros(1), RELU)
    return Network((hidden, Layer(np.ones((1, 1)), np.array([2048.0]), LINEAR)))


@pytest.mark.parametrize(("name", "lost"), [("float32", 1e-4), ("float16", 1.0)])
def test_what_float64_proves_is_no_proof_for_fewer_digits(name, lost):
    network, target = coarse(), make_target("2048 + x + y", [(0, 1), (0, 1)])
    proof = prove(network, target)
    assert check(proof.to_dict()).ok and proof.bound < 1e-6
    assert not check(changed(proof, precision=name)).ok
    fewer = prove(network, target, floats=PRECISIONS[name])
    assert check(fewer.to_dict()).ok and fewer.bound >= lost


def test_of_other_activations_nothing_is_proven_in_fewer_digits():
    net = uat.approximate(
        WAVE, SQUARE, tol=0.2, activation="hard_sigmoid", precision="float32", prove=True
    )
    assert net.proof is None and "what float32 makes of hard_sigmoid" in net.error.unproven


def hard_gates(weight):
    """Two steps of each input and a gate that adds them with a weight."""
    steps = Layer([[1.0, 0.0], [0.0, 1.0]], [-0.5, -0.25], "step")
    gate = Layer([[weight, weight]], [-1.5 * weight], "step")
    return Network((steps, gate, Layer([[1.0]], [0.0], "linear")))


def test_hard_gates_add_only_what_fewer_digits_hold():
    """1 + 2^-11 fits into a grain of float64, and is no sum that float16 holds."""
    target = make_target("where(x > 0.5, where(y > 0.25, 1, 0), 0)", [(0, 1), (0, 1)])
    good = prove(hard_gates(1.0), target, floats=PRECISIONS["float16"])
    assert check(good.to_dict()).ok
    fine = prove(hard_gates(1 + 2.0**-10), target)
    assert not check(changed(fine, precision="float16")).ok
    with pytest.raises(uat.InputError, match="with weights that float16 rounds"):
        prove(hard_gates(1 + 2.0**-10), target, floats=PRECISIONS["float16"])


@pytest.mark.parametrize(("kind", "steepest", "w"), [("tanh", 1.0, 16.0), ("sigmoid", 0.25, 32.0)])
def test_a_gate_on_its_way_is_off_by_its_slope_times_what_its_input_is_off(kind, steepest, w):
    """The sums of docs/proof-format.md, step 8, for one gate in float16."""
    steps = Layer([[64.0, 0.0], [0.0, 64.0]], [-32.0, -16.0], kind)
    network = Network((steps, Layer([[w, w]], [-16.0], kind), Layer([[2.0]], [0.0], "linear")))
    proof = prove(network, make_target("0*x*y", [(0, 1), (0, 1)]), floats=PRECISIONS["float16"])
    assert check(proof.to_dict()).ok
    unit = 2.0**-11
    input_off = 8 * unit * 2 * w + 4 * unit / (1 - 4 * unit) * (2 * 2 * w + 16)
    lost = 2 * steepest * input_off
    assert not check(
        changed(proof, bound=float(proof.boxes.bound.max()) + 0.99 * lost, lower=0.0)
    ).ok


def test_what_rounding_takes_is_said_with_the_precision_that_would_do():
    net = uat.approximate("x*y", SQUARE, tol=0.05, precision="float16", prove=True,
                          construction="facets")  # fmt: skip
    assert net.error.met is False and net.error.computed.enough == "float32"
    assert "use --precision float32" in net.summary()
