"""Networks that others wrote are read as their own libraries compute them."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from safetensors.torch import save_file as save_tensors
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import uat
from uat.base.errors import InputError
from uat.exchange.foreign import read_network


def graph(path, nodes, constants, inputs, kind=np.float32):
    """Write an ONNX file from x to y."""
    number = TensorProto.FLOAT if kind is np.float32 else TensorProto.DOUBLE
    body = helper.make_graph(
        [helper.make_node(op, parts, [out], **more) for op, parts, out, more in nodes],
        "another",
        [helper.make_tensor_value_info("x", number, ["n", inputs])],
        [helper.make_tensor_value_info("y", number, None)],
        [numpy_helper.from_array(np.asarray(a, kind), name) for name, a in constants.items()],
    )
    onnx.save(
        helper.make_model(body, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path
    )
    return path


RNG = np.random.default_rng(2)
W1, B1, W2, B2 = RNG.normal(size=(2, 5)), RNG.normal(size=5), RNG.normal(size=(5, 1)), [0.5]
ENDS = {"W1": W1, "B1": B1, "W2": W2, "B2": B2}
LAST = [("MatMul", ["h", "W2"], "u", {}), ("Add", ["u", "B2"], "y", {})]
FIRST = [("MatMul", ["x", "W1"], "v", {}), ("Add", ["v", "B1"], "z", {})]
GRAPHS = {
    "matmul": ([*FIRST, ("Relu", ["z"], "h", {}), *LAST], {}),
    "gemm": (
        [
            ("Flatten", ["x"], "f", {}),
            ("Gemm", ["f", "W1", "B1"], "z", {"alpha": 0.5, "beta": 2.0}),
            ("Relu", ["z"], "h", {}),
            ("Gemm", ["h", "V"], "y", {"transB": 1}),
        ],
        {"V": W2.T},
    ),
    "scaled": (
        [
            ("Sub", ["x", "M"], "a", {}),
            ("Div", ["a", "S"], "b", {}),
            ("Identity", ["W1"], "W", {}),
            ("MatMul", ["b", "W"], "z", {}),
            ("LeakyRelu", ["z"], "h", {"alpha": 0.2}),
            *LAST[:1],
            ("Sub", ["B2", "u"], "y", {}),
        ],
        {"M": [0.2, -0.1], "S": [2.0, 0.5]},
    ),
    "clipped": ([*FIRST, ("Clip", ["z", "L", "H"], "h", {}), *LAST], {"L": -1.0, "H": 0.5}),
    "abs": ([*FIRST, ("Abs", ["z"], "g", {}), ("Neg", ["g"], "h", {}), *LAST], {}),
    "max": ([*FIRST, ("Max", ["z", "L"], "h", {}), *LAST], {"L": 0.25}),
    "prelu": ([*FIRST, ("PRelu", ["z", "L"], "h", {}), *LAST], {"L": [1.5]}),
    "hard": ([*FIRST, ("HardSigmoid", ["z"], "h", {"alpha": 0.25}), *LAST], {}),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_is_read_as_the_runtime_computes_it(name, tmp_path):
    nodes, more = GRAPHS[name]
    path = graph(tmp_path / "net.onnx", nodes, {**ENDS, **more}, 2)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    x = np.random.default_rng(0).uniform(-3, 3, (500, 2)).astype(np.float32)

    found = uat.look(path, [(-1, 1), (-1, 1)])
    np.testing.assert_allclose(
        found.network.predict(x), session.run(None, {"x": x})[0][:, 0], rtol=1e-4, atol=1e-5
    )
    assert found.name == "net.onnx" and found.regions > 1


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([*FIRST, ("Relu", ["z"], "g", {}), ("Add", ["g", "z"], "h", {}), *LAST], "no chain"),
        ([*FIRST, ("Cos", ["z"], "h", {}), *LAST], "does not read the node Cos"),
        ([*FIRST, ("Cast", ["z"], "h", {"to": 7}), *LAST], "it makes whole numbers"),
        ([*FIRST, ("Tanh", ["z"], "h", {}), *LAST], "tanh neurons, which are not straight"),
        ([("MatMul", ["x", "W2"], "y", {})], "do not fit"),
    ],
)
def test_other_graphs_are_refused(nodes, words, tmp_path):
    path = graph(tmp_path / "net.onnx", nodes, ENDS, 2)
    with pytest.raises(InputError, match=words):
        uat.look(path)


def test_modules_and_their_weights_are_read_as_pytorch_computes_them(tmp_path):
    torch.manual_seed(3)
    nn = torch.nn
    inner = nn.Sequential(nn.Linear(7, 6, bias=False), nn.Hardtanh(-0.5, 2.0), nn.Dropout())
    module = nn.Sequential(nn.Linear(2, 7), nn.LeakyReLU(0.3), inner, nn.ReLU6(), nn.Linear(6, 1))
    module.eval()
    x = torch.linspace(-4, 4, 600).reshape(-1, 2)
    wanted = module(x).detach().numpy()[:, 0]
    np.testing.assert_allclose(read_network(module).network.predict(x), wanted, atol=1e-5)

    plain = nn.Sequential(*(m for n in (2, *[7] * 11) for m in (nn.Linear(n, 7), nn.ReLU())))
    plain.append(nn.Linear(7, 1))
    wanted = plain(x).detach().numpy()[:, 0]
    torch.save(plain.state_dict(), tmp_path / "net.pt")
    tensors = {key: value.numpy() for key, value in plain.state_dict().items()}
    save_file(dict(sorted(tensors.items())), tmp_path / "net.safetensors")  # 10 before 2
    for name in ("net.pt", "net.safetensors"):
        given = read_network(tmp_path / name)
        np.testing.assert_allclose(given.network.predict(x.numpy()), wanted, atol=1e-5)


class Residual(torch.nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


def test_modules_that_may_do_anything_are_refused(tmp_path):
    nn = torch.nn
    for module, words in (
        (Residual(nn.Linear(1, 1)), "may do anything"),
        (nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2)), "does not read the module BatchNorm1d"),
        (nn.Sequential(nn.ReLU()), "no Linear"),
    ):
        with pytest.raises(InputError, match=words):
            uat.look(module)
    torch.save(nn.Linear(1, 1), tmp_path / "whole.pt")
    torch.save(nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2)).state_dict(), tmp_path / "norm.pt")
    save_file(
        {"a.weight": np.ones((3, 1)), "b.weight": np.ones((1, 2))}, tmp_path / "x.safetensors"
    )
    for name, words in (
        ("whole.pt", "nothing in a file is executed"),
        ("norm.pt", "1.running_mean|1.weight"),
        ("x.safetensors", "do not fit in the order of their names"),
    ):
        with pytest.raises(InputError, match=words):
            uat.look(tmp_path / name)


UNFINISHED = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@UNFINISHED
@pytest.mark.parametrize("scaler", [None, StandardScaler(), MinMaxScaler((-1, 2))])
def test_estimators_are_read_as_they_predict(scaler):
    x = np.random.default_rng(1).uniform(-2, 5, (60, 2))
    mlp = MLPRegressor(hidden_layer_sizes=(6, 5), solver="lbfgs", max_iter=15, random_state=1)
    model = (mlp if scaler is None else make_pipeline(scaler, mlp)).fit(x, x[:, 0] - x[:, 1] ** 2)

    given = read_network(model)
    np.testing.assert_allclose(given.network.predict(x), model.predict(x), atol=1e-9)
    assert given.note == ""


@UNFINISHED
def test_the_scores_of_a_classifier_are_read():
    x = np.random.default_rng(1).uniform(-1, 1, (60, 1))
    model = MLPClassifier(hidden_layer_sizes=(4,), solver="lbfgs", max_iter=9, random_state=1)
    model.fit(x, x[:, 0] > 0.2)
    found = uat.look(model, (-1, 1))

    odds = model.predict_proba(x)[:, 1]
    np.testing.assert_allclose(found.network.predict(x), np.log(odds / (1 - odds)), atol=1e-6)
    assert "before its logistic output" in found.summary()


def test_half_and_brain_floats_are_read(tmp_path):
    """PyTorch rounds the weights to 16 bits, and turns them back."""
    torch.manual_seed(0)
    module = torch.nn.Sequential(torch.nn.Linear(1, 5), torch.nn.ReLU(), torch.nn.Linear(5, 1))
    for kind in (torch.float16, torch.bfloat16):
        rounded = {key: value.to(kind) for key, value in module.state_dict().items()}
        save_tensors(rounded, tmp_path / "net.safetensors")
        network = read_network(tmp_path / "net.safetensors").network
        for layer, place in zip(network.layers, (0, 2), strict=True):
            np.testing.assert_array_equal(layer.weights, rounded[f"{place}.weight"].double())
            np.testing.assert_array_equal(layer.biases, rounded[f"{place}.bias"].double())
    save_tensors({"a.weight": torch.zeros(2, 1).to(torch.float8_e5m2)}, tmp_path / "x.safetensors")
    with pytest.raises(InputError, match=r"x.safetensors: a.weight holds F8_E5M2 numbers"):
        read_network(tmp_path / "x.safetensors")
    rounded["0.weight"][0, 0] = float("nan")
    save_tensors(rounded, tmp_path / "nan.safetensors")
    with pytest.raises(InputError, match=r"nan.safetensors: weights and biases must be finite"):
        read_network(tmp_path / "nan.safetensors")


def test_numbers_of_float32_have_as_many_digits(tmp_path):
    leaky = ("LeakyRelu", ["z"], "h", {"alpha": 0.1})
    path = graph(tmp_path / "net.onnx", [*FIRST, leaky, *LAST], ENDS, 2)
    assert "max(z, 0.1*z)" in uat.look(path).summary()
    clip = ("Clip", ["z", "L", "H"], "h", {})
    for kind, digits in ((np.float32, "0.7"), (np.float64, "0.7000000001")):
        ends = {**ENDS, "L": -0.3, "H": 0.7000000001}
        graph(path, [*FIRST, clip, *LAST], ends, 2, kind)
        assert f"clip(z, -0.3, {digits})" in uat.look(path).summary()
