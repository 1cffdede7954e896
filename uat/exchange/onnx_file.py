"""Write the network as an ONNX graph: a matrix product, a sum, an activation a layer."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.base.packages import require_package
from uat.base.quoting import one_line
from uat.exchange.about import About, layer_names
from uat.exchange.onnx_ops import Graph, activation
from uat.exchange.probing import probes
from uat.exchange.to_torch import check_dense, single
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

OPSET, IR_VERSION = 17, 8


def write_onnx(network: Network, words: About, path: Path, precision: str) -> float | None:
    """Write the file; for float32 return how far it is from the float64 network on the box.

    The graph's input `x` has the shape (n, inputs), its output `y` (n, outputs). In float32 the
    inputs are first mapped from the box to [0, 1], so that steep neurons keep their places, unless
    all weights are float32 numbers: then the file holds these, and nothing else. The difference is
    measured in ONNX Runtime at random points and in the windows of neurons.
    """
    require_package("onnx")
    import onnx

    check_dense(network)
    kind = np.float32 if precision == "float32" else np.float64
    box = words.box or ((0.0, 1.0),) * network.widths[0]
    model = _model(network, words, kind, box)
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString())
    return _difference(network, path, box) if kind is np.float32 else None


def read_onnx(path: str | os.PathLike[str]) -> tuple[Network, About]:
    """Read a file that `write_onnx` wrote, as a network. Raises FileError or InputError."""
    try:
        model = open_model(path)
    except InputError as error:
        raise InputError(f"{os.fspath(path)} is {error}") from None
    data = {entry.key: entry.value for entry in model.metadata_props}
    try:
        arrays = {a.name: array_of(a) for a in model.graph.initializer}
        names = json.loads(data["uat.activations"])
        titles = json.loads(data["uat.layers"])
        layers = [
            Layer(arrays[f"{title}/weights"].T, arrays[f"{title}/biases"], name)
            for title, name in zip(titles, names, strict=True)
        ]
        if "input/low" in arrays:
            layers[0] = _unmapped(layers[0], arrays["input/low"], arrays["input/scale"])
        return Network(tuple(layers)), About.from_dict(json.loads(data["uat.about"]))
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        sentence = f"{os.fspath(path)} is no network that uat wrote: {quoted(error)}"
        raise InputError(sentence) from error


def open_model(path: str | os.PathLike[str]) -> Any:
    """Open an ONNX file, and no other file that it names.

    Raises FileError; or InputError, whose sentence begins with "no ONNX file".
    """
    require_package("onnx")
    import onnx

    try:
        return onnx.load(os.fspath(path), load_external_data=False)
    except OSError as error:
        raise cannot("read", path, error) from error
    except Exception as error:  # protobuf's own kinds, which differ between its versions
        raise InputError(f"no ONNX file: {quoted(error)}") from None


def array_of(tensor: Any) -> Any:
    """Return a tensor's numbers; raise InputError if another file, never opened, holds them."""
    from onnx import numpy_helper

    if tensor.data_location == tensor.EXTERNAL:
        raise InputError("its weights are in another file: save the model as one file")
    return numpy_helper.to_array(tensor)


def _model(network: Network, words: About, kind: Any, box: Any) -> Any:
    from onnx import TensorProto, helper, numpy_helper

    graph = Graph(kind)
    titles = layer_names(network, words.construction)
    values, first = "x", network.layers[0]
    if kind is np.float32 and single(network) != network:
        values, first = _mapped(graph, first, box)
    for layer, title in zip((first, *network.layers[1:]), titles, strict=True):
        graph.prefix = title
        graph.constant(dense(layer.weights).T, f"{title}/weights")
        graph.constant(layer.biases, f"{title}/biases")
        product = graph.node("MatMul", values, f"{title}/weights", name=f"{title}/product")
        z = graph.node("Add", product, f"{title}/biases", name=f"{title}/weighted_input")
        values = activation(graph, layer.activation, z)
    graph.node("Identity", values, name="y")
    number = TensorProto.FLOAT if kind is np.float32 else TensorProto.DOUBLE
    body = helper.make_graph(
        graph.nodes,
        "uat",
        [helper.make_tensor_value_info("x", number, ["n", network.widths[0]])],
        [helper.make_tensor_value_info("y", number, ["n", network.widths[-1]])],
        [numpy_helper.from_array(np.asarray(a), name) for name, a in graph.constants.items()],
        doc_string=one_line(
            f"{network!r} for {words.function}" if words.function else repr(network)
        ),
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(
        body, opset_imports=opsets, ir_version=IR_VERSION, producer_name="uat"
    )
    names = [layer.activation.name for layer in network.layers]
    helper.set_model_props(
        model,
        {
            "uat.activations": json.dumps(names),
            "uat.layers": json.dumps(titles),
            "uat.about": json.dumps(words.to_dict()),
        },
    )
    return model


def _mapped(graph: Graph, layer: Layer, box: Any) -> tuple[str, Layer]:
    """Map u = (x - low) * scale, and write the first layer in u instead of x."""
    low = np.array([side[0] for side in box])
    width = np.array([side[1] - side[0] for side in box])
    graph.prefix = "input"
    shifted = graph.node("Sub", "x", graph.constant(low, "input/low"), name="input/from_low")
    scale = graph.constant(1 / width, "input/scale")
    mapped = graph.node("Mul", shifted, scale, name="input/mapped_to_unit")
    weights = dense(layer.weights)
    return mapped, Layer(weights * width, layer.biases + weights @ low, layer.activation)


def _unmapped(layer: Layer, low: Any, scale: Any) -> Layer:
    weights = np.asarray(layer.weights) * np.asarray(scale, dtype=float)
    biases = layer.biases - weights @ np.asarray(low, dtype=float)
    return Layer(weights, biases, layer.activation)


def _difference(network: Network, path: Path, box: Any) -> float:
    """Measure |float32 - float64| over random points and windows."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    points = probes(network, box)
    (values,) = session.run(None, {"x": points.astype(np.float32)})
    exact = network.forward(points.astype(np.float32).astype(float))
    return float(np.abs(values - exact).max())
