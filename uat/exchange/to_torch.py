"""Turn the network into a PyTorch module, to go on training, or into a file of tensors."""

from __future__ import annotations

import json
import os
from ast import literal_eval
from pathlib import Path
from typing import Any

import numpy as np

from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.base.packages import require_package
from uat.exchange.about import About
from uat.networks.activations import ACTIVATIONS, SOFTMAX, Activation
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

MOST_BYTES = 2**31  # of dense weights


def to_torch(network: Network) -> Any:
    """Make a `torch.nn.Sequential` of Linear layers and activations, in float64.

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
    return torch.nn.Sequential(*modules)


def write_module(network: Network, path: Path) -> None:
    """Write the plain `nn.Sequential`, to be read by `torch.load(path, weights_only=False)`."""
    module = to_torch(network)
    import torch

    torch.save(module, path)


def write_tensors(network: Network, words: About, path: Path) -> None:
    """Write a .safetensors file: tensors named as in the Sequential; the rest is metadata."""
    require_package("safetensors")
    from safetensors.numpy import save_file

    check_dense(network)
    tensors: dict[str, Any] = {}
    for place, layer in zip(_places(network), network.layers, strict=True):
        tensors[f"{place}.weight"] = np.ascontiguousarray(dense(layer.weights))
        tensors[f"{place}.bias"] = layer.biases.copy()
    names = [layer.activation.name for layer in network.layers]
    metadata = {"activations": json.dumps(names), "about": json.dumps(words.to_dict())}
    save_file(tensors, str(path), metadata)


def read_tensors(path: str | os.PathLike[str]) -> tuple[Network, About]:
    """Read what `write_tensors` wrote. Raises FileError or InputError."""
    require_package("safetensors")
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(os.fspath(path), framework="numpy") as file:
            metadata = file.metadata() or {}
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
        names = json.loads(metadata["activations"])
        places = sorted({int(key.split(".")[0]) for key in tensors})
        layers = [
            Layer(tensors[f"{place}.weight"], tensors[f"{place}.bias"], name)
            for place, name in zip(places, names, strict=True)
        ]
        return Network(tuple(layers)), About.from_dict(json.loads(metadata["about"]))
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
