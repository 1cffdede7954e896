"""Read an ONNX graph that is a chain: each node takes what the one before it puts out."""

import math
import os
from typing import Any

import numpy as np

from uat.base.errors import InputError, quoted
from uat.base.quoting import one_line
from uat.exchange.foreign.chain import Chain, as_written, clipped, leaky
from uat.exchange.onnx_file import array_of, open_model
from uat.networks.network import Network

SAME = {"Identity", "Dropout", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze"}
CURVED = {
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softplus": "softplus",
    "Erf": "erf",
    "Gelu": "gelu",
}
REAL = (1, 10, 11, 16)  # the types of floats that a node may cast to
LONGEST = 80  # characters of a node's names


def read_graph(path: str | os.PathLike[str]) -> Network:
    """Read the network. Raises FileError, or InputError that names the node it stops at."""
    model = open_model(path)
    if not model.graph.node:
        raise InputError("no ONNX file: it holds no graph")
    try:
        return _network(model.graph)
    except (LookupError, ValueError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"it cannot be read: {quoted(error)}") from error


def _network(graph: Any) -> Network:
    constants = {tensor.name: array_of(tensor) for tensor in graph.initializer}
    inputs = [each for each in graph.input if each.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        raise InputError(
            f"the graph has {len(inputs)} inputs and {len(graph.output)} outputs: uat reads chains "
            "with one array in and one out"
        )
    now, chain = inputs[0].name, None
    for node in graph.node:
        if _is_constant(node, constants):
            continue
        parts = [name for name in node.input if name]
        if parts.count(now) != 1 or any(name != now and name not in constants for name in parts):
            raise InputError(
                f"the graph is no chain: {_title(node)} takes more than the output of the node "
                "before it; uat reads plain feed-forward networks"
            )
        rest = [None if name == now else constants.get(name) for name in node.input]
        if chain is None:
            chain = Chain(_width(inputs[0], graph, constants))
        _apply(chain, node, rest)
        now = node.output[0]
    if chain is None or now != graph.output[0].name:
        raise InputError("the graph is no chain from its input to its output")
    return chain.network()


def _is_constant(node: Any, constants: dict[str, Any]) -> bool:
    """Compute a node that depends on no input, of the few kinds that files have."""
    given = _attributes(node)
    if node.op_type == "Constant":
        stated = next(iter(given.values()))
        is_tensor = hasattr(stated, "data_type")
        constants[node.output[0]] = array_of(stated) if is_tensor else np.array(stated)
        return True
    known = [constants.get(name) for name in node.input]
    if not known or any(value is None for value in known):
        return False
    if node.op_type not in ("Identity", "Cast", "Transpose"):
        raise InputError(f"the graph computes with constants in {_title(node)}: simplify it first")
    value: Any = known[0]
    turned = node.op_type == "Transpose"
    constants[node.output[0]] = np.transpose(value, given.get("perm")) if turned else value
    return True


def _width(entry: Any, graph: Any, constants: dict[str, Any]) -> int:
    """Return the number of inputs, which the shape states or the first matrix shows."""
    shape = entry.type.tensor_type.shape.dim
    if len(shape) and shape[-1].dim_value > 0:
        return int(shape[-1].dim_value)
    for node in graph.node:
        if node.op_type in ("Gemm", "MatMul") and node.input[1] in constants:
            matrix = constants[node.input[1]]
            return int(matrix.shape[1 if _attributes(node).get("transB") else 0])
    raise InputError("the graph does not say how many inputs it has")


def _apply(chain: Chain, node: Any, rest: list[Any]) -> None:
    """Add one node to the chain; `rest` are its inputs, None for the one that varies."""
    kind, given = node.op_type, _attributes(node)
    other = next((value for value in rest if value is not None), None)
    if kind == "Cast" and given.get("to") not in REAL:
        raise InputError(f"uat does not read the node {_title(node)}: it makes whole numbers")
    if kind in SAME:
        return
    if kind == "Gemm" and rest[0] is None and not given.get("transA"):
        matrix = np.asarray(rest[1], dtype=float)
        matrix = matrix if given.get("transB") else matrix.T
        chain.multiply(given.get("alpha", 1.0) * matrix)
        if len(rest) > 2 and rest[2] is not None:
            chain.add(given.get("beta", 1.0) * np.asarray(rest[2], dtype=float))
    elif kind == "MatMul" and rest[0] is None:
        chain.multiply(np.asarray(rest[1], dtype=float).T)
    elif kind == "Add":
        chain.add(other)
    elif kind == "Sub":
        if rest[0] is None:
            chain.add(-np.asarray(other, dtype=float))
        else:
            chain.scale(-1.0)
            chain.add(other)
    elif kind == "Mul":
        chain.scale(other)
    elif kind == "Div" and rest[0] is None:
        chain.scale(1.0 / np.asarray(other, dtype=float))
    elif kind == "Neg":
        chain.scale(-1.0)
    else:
        chain.activate(_activation(node, given, rest))


def _activation(node: Any, given: dict[str, Any], rest: list[Any]) -> str:
    """Name the activation that a node is. Raises InputError for other nodes."""
    others = [value for value in rest if value is not None]
    single = as_written(others[0]) if others and np.size(others[0]) == 1 else None
    given = {key: as_written(np.float32(v)) for key, v in given.items() if isinstance(v, float)}
    match node.op_type:
        case "Relu":
            return "relu"
        case "LeakyRelu":
            return leaky(given.get("alpha", 0.01))
        case "PRelu" if single is not None:
            return leaky(single)
        case "Abs":
            return "abs(z)"
        case "Max" | "Min" if single is not None:
            return (
                clipped(single, math.inf) if node.op_type == "Max" else clipped(-math.inf, single)
            )
        case "Clip":
            ends = [None if v is None else as_written(v) for v in (*rest[1:], None, None)][:2]
            low, high = ends[0], ends[1]
            low = given.get("min", -math.inf) if low is None else low
            return clipped(low, given.get("max", math.inf) if high is None else high)
        case "HardSigmoid":
            return f"clip({given.get('alpha', 0.2)!r}*z + {given.get('beta', 0.5)!r}, 0, 1)"
        case kind if kind in CURVED:
            return CURVED[kind]
    raise InputError(
        f"uat does not read the node {_title(node)}: it reads products, sums, relu, leaky relu, "
        "abs, clip, min and max"
    )


def _attributes(node: Any) -> dict[str, Any]:
    from onnx import helper

    return {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}


def _title(node: Any) -> str:
    return one_line(f"{node.op_type} {node.name}", LONGEST)
