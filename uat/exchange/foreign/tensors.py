"""Read files that hold weights alone: their names and shapes say how they are joined."""

import os
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.base.packages import require_package
from uat.base.quoting import one_line
from uat.exchange.foreign.chain import Chain
from uat.networks.network import Network

ADVICE = "write it with torch.onnx.export, or look at the module itself in Python"
LONGEST = 60  # characters of a name
KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "u1"}


def read_safetensors(path: str | os.PathLike[str], activation: str) -> Network:
    """Read a .safetensors file: NAME.weight and NAME.bias, in the order of the names."""
    require_package("safetensors")
    import safetensors

    read: Any = safetensors.deserialize

    try:
        tensors = {key: _values(key, **told) for key, told in read(Path(path).read_bytes())}
    except OSError as error:
        raise cannot("read", path, error) from error
    except safetensors.SafetensorError as error:
        raise InputError(f"no safetensors file: {quoted(error)}") from error
    return _network(tensors, sorted(tensors, key=_natural), activation)


def _values(name: str, dtype: str, shape: list[int], data: bytes) -> Array:
    """Return the numbers of a tensor as float64. Raises InputError for kinds that are not read."""
    if dtype == "BF16":  # the upper half of a float32
        upper = np.frombuffer(data, "<u2").astype(np.uint32) << 16
        return upper.view(np.float32).astype(float).reshape(shape)
    if dtype not in KINDS:
        raise InputError(
            f"{one_line(name, LONGEST)} holds {dtype} numbers, which uat does not read: save the "
            "weights as float32"
        )
    return np.frombuffer(data, KINDS[dtype]).astype(float).reshape(shape)


def read_state(path: str | os.PathLike[str], activation: str) -> Network:
    """Read a .pt file that holds a state_dict; nothing in it is executed."""
    require_package("torch")
    import torch

    try:
        saved = torch.load(os.fspath(path), weights_only=True, map_location="cpu")
    except OSError as error:
        raise cannot("read", path, error) from error
    except Exception as error:  # PyTorch's readers raise what they like for other files
        if not _is_saved(path):
            raise InputError(f"no file of PyTorch: save model.state_dict(), or {ADVICE}") from error
        raise InputError(
            "it holds more than weights, and nothing in a file is executed: save "
            f"model.state_dict(), or {ADVICE}"
        ) from error
    state = saved.get("state_dict", saved) if isinstance(saved, dict) else None
    if not isinstance(state, dict) or not all(hasattr(each, "detach") for each in state.values()):
        raise InputError("no state_dict: save model.state_dict()")
    tensors = {key: value.detach().double().numpy() for key, value in state.items()}
    return _network(tensors, list(tensors), activation)


def _is_saved(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file is an archive as torch.save writes it, or a pickle as it once did."""
    return zipfile.is_zipfile(path) or Path(path).read_bytes()[:1] == b"\x80"


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
        raise InputError(f"not weights and biases of linear layers: {found}; {ADVICE}")
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
