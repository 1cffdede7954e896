"""Find out what holds a network, a file or an object, and read it."""

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from uat.base.errors import FileError, InputError
from uat.exchange.foreign.estimators import is_estimator, read_estimator
from uat.exchange.foreign.graph import read_graph
from uat.exchange.foreign.modules import is_module, read_torch
from uat.exchange.foreign.tensors import read_safetensors, read_state
from uat.exchange.formats import FORMATS
from uat.exchange.load import Loaded, load
from uat.networks.network import Network

Box = tuple[tuple[float, float], ...]
IN_PYTHON = "such a file runs code when it is read: load it in Python, and look at what it holds"
TAKEN = "relu was taken: the file does not say"
ALIKE = 0.85  # of suffixes, such as .onx and .onnx
ELSEWHERE = {
    **dict.fromkeys((".pkl", ".joblib", ".skops"), IN_PYTHON),
    **dict.fromkeys((".h5", ".keras", ".tflite", ".pb"), "write it as .onnx with tf2onnx"),
    **dict.fromkeys((".pth", ".ckpt", ".bin"), "if it is a state_dict of PyTorch, name it .pt"),
}


@dataclass(frozen=True)
class Given:
    """A network that somebody gave, and what is known besides.

    name: what it is called. box: where it is used, if that is known. note: what is left out.
    function: what it was built for, a formula or a `Target`; or "".
    """

    network: Network
    name: str
    box: Box | None = None
    note: str = ""
    function: Any = ""


def read_network(f: Any, activation: str | None = None) -> Given:
    """Read a file, a module of PyTorch, an estimator of scikit-learn, or a network of ours.

    activation: between the layers of files that hold weights alone; relu by default. Nothing in a
    file is executed. Raises FileError or InputError, with a sentence that says what can be done.
    """
    if isinstance(f, str | os.PathLike):
        return _file(os.fspath(f), activation)
    if isinstance(f, Network):
        return Given(f, "a network")
    if isinstance(f, Loaded):
        return _loaded(f, "a network")
    if is_module(f):
        return Given(read_torch(f), type(f).__name__)
    if isinstance(network := getattr(f, "network", None), Network):  # an approximation
        target = getattr(f, "target", None)
        name = getattr(target, "name", "a network")
        return Given(network, name, getattr(target, "box", None), function=target or "")
    if is_estimator(f):
        network, note = read_estimator(f)
        return Given(network, type(f).__name__, note=note)
    raise InputError(
        "a network is a file, an nn.Sequential, an MLPRegressor, a Network or an Approximation, "
        f"not {type(f).__name__}"
    )


def _file(path: str, activation: str | None) -> Given:
    suffix, name = Path(path).suffix.lower(), Path(path).name
    if os.path.isdir(path):
        raise FileError(f"cannot read {path}: it is a folder")
    is_there = os.path.isfile(path)
    advice = _advice(suffix, is_there=is_there)
    if suffix not in FORMATS and (is_there or advice):
        known = ", ".join(FORMATS)
        raise InputError(f"uat looks at {known}, not {name}{advice}")
    if not is_there:
        folder = Path(path).parent
        there = [p.name for p in folder.glob("*.*") if p.suffix.lower() in FORMATS]
        meant = get_close_matches(name, there, 1, 0.6)
        also = f"; did you mean {folder / meant[0]}?" if meant else ""
        raise FileError(f"cannot read {path}: no such file{also}")
    weights_alone = {".pt": read_state, ".safetensors": read_safetensors}
    if suffix != ".onnx" and suffix not in weights_alone:
        return _loaded(load(path), name)
    try:
        return _loaded(load(path), name)
    except FileError:
        raise
    except InputError:  # it is none of ours
        pass
    try:
        if suffix == ".onnx":
            return Given(read_graph(path), name)
        network = weights_alone[suffix](path, activation or "relu")
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    is_taken = activation is None and len(network.layers) > 1
    return Given(network, name, note=TAKEN if is_taken else "")


def _advice(suffix: str, *, is_there: bool) -> str:
    """Say what to do about such a file, or what may have been meant."""
    if suffix in ELSEWHERE:
        return f": {ELSEWHERE[suffix]}"
    meant = [] if is_there else get_close_matches(suffix, FORMATS, 1, ALIKE)
    return f"; did you mean {meant[0]}?" if meant else ""


def _loaded(loaded: Loaded, name: str) -> Given:
    about = loaded.about
    formula = loaded.function
    return Given(loaded.network, name, about.box, function=formula.text if formula else "")
