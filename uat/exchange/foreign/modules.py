"""Read a Sequential of PyTorch, module by module; PyTorch itself is not imported."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from uat.base.errors import InputError
from uat.exchange.foreign.chain import Chain, as_written, clipped, leaky
from uat.networks.activations import ACTIVATIONS
from uat.networks.network import Network

SAME = ("Identity", "Dropout", "AlphaDropout", "Flatten", "Unflatten")


def is_module(f: Any) -> bool:
    """Tell whether an object is a module of PyTorch."""
    return any(kind.__module__.startswith("torch.nn.") for kind in type(f).__mro__)


def read_torch(module: Any) -> Network:
    """Read the network. Raises InputError for modules that are no plain chain."""
    parts = list(_parts(module))
    first = next((part for part in parts if type(part).__name__ == "Linear"), None)
    if first is None:
        raise InputError("the module has no Linear layer")
    chain = Chain(int(first.in_features))
    for part in parts:
        _apply(chain, part)
    return chain.network()


def _parts(module: Any) -> Iterator[Any]:
    children = list(module.children())
    chains: list[Any] = [kind for kind in type(module).__mro__ if kind.__name__ == "Sequential"]
    if chains and type(module).forward is chains[-1].forward:
        for child in children:
            yield from _parts(child)
    elif children:
        raise InputError(
            f"{type(module).__name__} may do anything with its parts: give an nn.Sequential, such "
            "as look(model.net), or export it with torch.onnx.export and look at the file"
        )
    else:
        yield module


def _apply(chain: Chain, part: Any) -> None:
    kind = type(part).__name__
    if kind in SAME:
        return
    if kind == "Linear":
        chain.multiply(_numbers(part.weight))
        if part.bias is not None:
            chain.add(_numbers(part.bias))
        return
    chain.activate(_activation(kind, part))


def _activation(kind: str, part: Any) -> str:
    match kind:
        case "LeakyReLU":
            return leaky(float(part.negative_slope))
        case "PReLU" if part.weight.numel() == 1:
            return leaky(as_written(part.weight.detach().cpu().numpy()))
        case "Hardtanh" | "ReLU6":
            return clipped(float(part.min_val), float(part.max_val))
    for s in ACTIVATIONS.values():
        if s.spelling.torch.split()[:1] == [kind]:
            return s.name
    raise InputError(
        f"uat does not read the module {kind}: it reads Linear, ReLU, LeakyReLU, Hardtanh and what "
        "changes nothing, such as Dropout"
    )


def _numbers(tensor: Any) -> Any:
    return np.asarray(tensor.detach().cpu().double().numpy())
