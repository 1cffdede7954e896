"""Read files that hold weights alone: their names and shapes say how they are joined."""

from __future__ import annotations

import os
import re
from typing import Any

import numpy as np

from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.base.packages import require_package
from uat.base.quoting import one_line
from uat.exchange.foreign.chain import Chain
from uat.networks.network import Network

ADVICE = "write it with torch.onnx.export, or look at the module itself in Python"
LONGEST = 60  # characters of a name


def read_safetensors(path: str | os.PathLike[str], activation: str) -> Network:
    """Read a .safetensors file: NAME.weight and NAME.bias, in the order of the names."""
    require_package("safetensors")
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(os.fspath(path), framework="numpy") as file:
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    except OSError as error:
        raise cannot("read", path, error) from error
    except (SafetensorError, ValueError, TypeError) as error:
        raise InputError(f"{os.fspath(path)} is no safetensors file: {quoted(error)}") from error
    return _network(tensors, sorted(tensors, key=_natural), activation)


def read_state(path: str | os.PathLike[str], activation: str) -> Network:
    """Read a .pt file that holds a state_dict; nothing in it is executed."""
    require_package("torch")
    import torch

    try:
        saved = torch.load(os.fspath(path), weights_only=True, map_location="cpu")
    except OSError as error:
        raise cannot("read", path, error) from error
    except Exception as error:  # PyTorch's readers raise what they like for other files
        raise InputError(
            f"{os.fspath(path)} holds more than weights, and nothing in a file is executed: save "
            f"model.state_dict(), or {ADVICE}"
        ) from error
    state = saved.get("state_dict", saved) if isinstance(saved, dict) else None
    if not isinstance(state, dict) or not all(hasattr(each, "detach") for each in state.values()):
        raise InputError(f"{os.fspath(path)} is no state_dict: save model.state_dict()")
    tensors = {key: value.detach().double().numpy() for key, value in state.items()}
    return _network(tensors, list(tensors), activation)


def _network(tensors: dict[str, Any], order: list[str], activation: str) -> Network:
    """Join the layers, with the activation between them."""
    matrices = [key for key in order if key.endswith("weight") and tensors[key].ndim == 2]
    biases = {key.removesuffix("weight") + "bias" for key in matrices}
    strange = [key for key in order if key not in matrices and key not in biases]
    if not matrices or strange:
        found = (
            ", ".join(one_line(name, LONGEST) for name in strange[:3])
            if strange
            else "no matrix NAME.weight"
        )
        raise InputError(f"the file is not weights and biases of linear layers: {found}; {ADVICE}")
    chain = Chain(int(tensors[matrices[0]].shape[1]))
    for place, key in enumerate(matrices):
        if place:
            chain.activate(activation)
        try:
            chain.multiply(np.asarray(tensors[key], dtype=float))
        except InputError:
            shapes = ", ".join(
                f"{one_line(key, LONGEST)} {tensors[key].shape}" for key in matrices[:8]
            )
            raise InputError(
                f"the layers do not fit in the order of their names: {shapes}"
            ) from None
        bias = tensors.get(key.removesuffix("weight") + "bias")
        if bias is not None:
            chain.add(bias)
    return chain.network()


def _natural(name: str) -> list[Any]:
    """Order names as people do: net.2 before net.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]
