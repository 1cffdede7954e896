"""Turn the network into a PyTorch module, to go on training, or into a file of tensors."""

import json
import os
from ast import literal_eval
from pathlib import Path
from typing import Any

import numpy as np

from uat.base.choices import FileName
from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.base.packages import require_package
from uat.exchange.about import About
from uat.exchange.probing import probes
from uat.networks.activations import ACTIVATIONS, SOFTMAX, Activation
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

MOST_BYTES = 2**31  # of dense weights


def to_torch(network: Network, precision: FileName = "float64") -> Any:
    """Make a `torch.nn.Sequential` of Linear layers and activations, in float64 or float32.

    It computes what `network.forward` computes, (n, inputs) to (n, outputs), to rounding; its
    weights can be trained further. Raises MissingError without PyTorch, InputError for an
    activation that PyTorch has no module for (arctan, erf, step, typed ones), or if the dense
    weights would take more than 2 GiB.
    """
    require_package("torch")
    import torch

    check_dense(network)
    modules: list[Any] = []
    for layer in network.layers:
        linear = torch.nn.Linear(layer.inputs, layer.neurons, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(dense(layer.weights).copy()))
            linear.bias.copy_(torch.from_numpy(layer.biases.copy()))
        modules.append(linear)
        if layer.activation.name != "linear":
            modules.append(_module(layer.activation, torch))
    module = torch.nn.Sequential(*modules)
    return module.float() if precision == "float32" else module


def write_module(network: Network, words: About, path: Path, precision: Any) -> float | None:
    """Write the module's state and the lines that rebuild it, which `torch.load` reads as it is.

    Returns how far it is from the float64 network, for float32; else None.
    """
    module = to_torch(network, precision)
    import torch

    names = [layer.activation.name for layer in network.layers]
    about = json.dumps(words.to_dict())
    state, lines = module.state_dict(), rebuilding(network, precision)
    torch.save({"state_dict": state, "rebuild": lines, "activations": names, "about": about}, path)
    return None if precision == "float64" else _difference(single(network), network, words)


def rebuilding(network: Network, precision: str = "float64") -> str:
    """Write the few lines of Python that make the module of a .pt file called net.pt."""
    parts = []
    for layer in network.layers:
        parts.append(f"nn.Linear({layer.inputs}, {layer.neurons})")
        if layer.activation.name != "linear":
            kind, *options = layer.activation.spelling.torch.split()
            parts.append(f"nn.{kind}({', '.join(options)})")
    kind = "float" if precision == "float32" else "double"
    inside = "".join(f"    {part},\n" for part in parts)
    return (
        "import torch\nfrom torch import nn\n\n"
        f"module = nn.Sequential(\n{inside}).{kind}()\n"
        'module.load_state_dict(torch.load("net.pt")["state_dict"])\n'
    )


def read_module(path: str | os.PathLike[str]) -> tuple[Network, About]:
    """Read what `write_module` wrote; nothing in it is executed. Raises FileError or InputError."""
    require_package("torch")
    import torch

    try:
        saved = torch.load(os.fspath(path), weights_only=True)
        tensors = {key: value.double().numpy() for key, value in saved["state_dict"].items()}
        return _network(tensors, saved["activations"], json.loads(saved["about"]))
    except OSError as error:
        raise cannot("read", path, error) from error
    except InputError:
        raise
    except Exception as error:  # PyTorch's readers raise what they like for other files
        sentence = f"{os.fspath(path)} is no network that uat wrote: {quoted(error)}"
        raise InputError(sentence) from error


def _network(tensors: dict[str, Any], names: Any, words: Any) -> tuple[Network, About]:
    """Make the network of tensors that are named as in the Sequential."""
    places = sorted({int(key.split(".")[0]) for key in tensors})
    layers = [
        Layer(tensors[f"{place}.weight"], tensors[f"{place}.bias"], name)
        for place, name in zip(places, names, strict=True)
    ]
    return Network(tuple(layers)), About.from_dict(words)


def single(network: Network) -> Network:
    """Round all weights and biases to float32."""
    return Network(
        tuple(
            Layer(
                dense(layer.weights).astype(np.float32),
                layer.biases.astype(np.float32),
                layer.activation,
            )
            for layer in network.layers
        )
    )


def _difference(rounded: Network, network: Network, words: About) -> float:
    """Measure how far a network computed in float32 is from the float64 one, on the box."""
    box = words.box or ((0.0, 1.0),) * network.widths[0]
    points = probes(network, box)
    values = points.astype(np.float32)
    for layer in rounded.layers:
        z = values @ dense(layer.weights).astype(np.float32).T + layer.biases.astype(np.float32)
        values = np.asarray(layer.activation(z.astype(float)), dtype=np.float32)
    return float(np.abs(values - network.forward(points.astype(np.float32).astype(float))).max())


def write_tensors(network: Network, words: About, path: Path, precision: Any) -> float | None:
    """Write a .safetensors file: tensors named as in the Sequential; the rest is metadata.

    Returns how far it is from the float64 network, for float32; else None.
    """
    require_package("safetensors")
    from safetensors.numpy import save_file

    check_dense(network)
    kind = np.float32 if precision == "float32" else np.float64
    tensors: dict[str, Any] = {}
    for place, layer in zip(_places(network), network.layers, strict=True):
        tensors[f"{place}.weight"] = np.ascontiguousarray(dense(layer.weights), dtype=kind)
        tensors[f"{place}.bias"] = layer.biases.astype(kind)
    names = [layer.activation.name for layer in network.layers]
    metadata = {"activations": json.dumps(names), "about": json.dumps(words.to_dict())}
    save_file(tensors, str(path), metadata)
    return None if kind is np.float64 else _difference(single(network), network, words)


def read_tensors(path: str | os.PathLike[str]) -> tuple[Network, About]:
    """Read what `write_tensors` wrote. Raises FileError or InputError."""
    require_package("safetensors")
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(os.fspath(path), framework="numpy") as file:
            metadata = file.metadata() or {}
            names = json.loads(metadata["activations"])  # files of others end here
            keys = file.keys()
            tensors = {key: file.get_tensor(key) for key in keys}
        return _network(tensors, names, json.loads(metadata["about"]))
    except OSError as error:
        raise cannot("read", path, error) from error
    except (SafetensorError, LookupError, ValueError, TypeError, RecursionError) as error:
        sentence = f"{os.fspath(path)} is no network that uat wrote: {quoted(error)}"
        raise InputError(sentence) from error


def check_dense(network: Network) -> None:
    """Raise InputError if the weights, written out with all zeros, are too large."""
    size = 8 * sum(layer.neurons * layer.inputs for layer in network.layers)
    if size > MOST_BYTES:
        raise InputError(
            f"with all its zeros the network takes {size / 2**30:.1f} GiB: save it as .npz, .json, "
            ".py or .c, which leave them out"
        )


def _places(network: Network) -> list[int]:
    """Return where each Linear stands in the Sequential."""
    places, now = [], 0
    for layer in network.layers:
        places.append(now)
        now += 1 if layer.activation.name == "linear" else 2
    return places


def _module(s: Activation, torch: Any) -> Any:
    """Make the module of an activation, as its record spells it. Raises InputError if none."""
    if not s.spelling.torch:
        spelled = [s.name for s in (*ACTIVATIONS.values(), SOFTMAX) if s.spelling.torch]
        raise InputError(
            f"PyTorch has no module for the activation {s.name}: use one of {', '.join(spelled)}, "
            "or save it as .onnx"
        )
    kind, *options = s.spelling.torch.split()
    arguments = (option.split("=") for option in options)
    return getattr(torch.nn, kind)(**{name: literal_eval(value) for name, value in arguments})
