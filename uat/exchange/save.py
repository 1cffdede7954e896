"""The suffix of a file's name says how the network is written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uat.base.choices import PrecisionName, choose
from uat.base.errors import InputError
from uat.base.files import written_whole
from uat.base.packages import require_package
from uat.exchange.about import About, about
from uat.exchange.enclosed import SIGNS, with_network
from uat.networks.network import Network

PRECISIONS = ("float64", "float32")
SINGLE = (".onnx", ".pt", ".safetensors")  # may hold float32


@dataclass(frozen=True)
class Written:
    """A file that was written, and what is to be said of it.

    difference: how far its network is from the float64 one on the box, for float32; else None.
    """

    path: Path
    difference: float | None = None


def save(
    net: Any, path: str | os.PathLike[str], *, precision: PrecisionName = "float64"
) -> Written:
    """Write a network, whole or not at all.

    net: an `Approximation`, or a `Network`. path: its suffix says how:
        .json, .npz: our own; `load` and `Network.load` read them.
        .py: a module with a function `network`, which needs nothing but `math`.
        .c, .h: a function `network` in C99, with every bit of the weights.
        .tex, .typ: the formula, as a document; the Typst file also computes it.
        .onnx: for ONNX Runtime and Netron. .pt, .safetensors: for PyTorch; `torch.load` reads .pt
        as it is, a dict of the state and of the lines that rebuild the module.
    `load` reads all of them. precision: "float32" is for .onnx, whose inputs are mapped to [0, 1]
    first, .pt and .safetensors.

    Raises InputError for another suffix and for what the format cannot hold, MissingError for a
    package (with the command that brings it), FileError if the file cannot be written.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"cannot save a network as {os.fspath(path)!r}: use one of {', '.join(SUFFIXES)}"
        )
    if precision not in PRECISIONS:
        raise InputError(f"unknown precision {precision!r}: {choose(precision, PRECISIONS)}")
    if precision != "float64" and suffix not in SINGLE:
        raise InputError(f"{suffix} files hold float64; float32 is for {', '.join(SINGLE)}")
    require_writer(path, precision)
    network, words = about(net)
    with written_whole(path) as temporary:
        if suffix == ".onnx":
            from uat.exchange.onnx_file import write_onnx

            return Written(Path(path), write_onnx(network, words, temporary, precision))
        if suffix in SINGLE:
            from uat.exchange.to_torch import write_module, write_tensors

            write = write_module if suffix == ".pt" else write_tensors
            return Written(Path(path), write(network, words, temporary, precision))
        if suffix in SIGNS:
            text = with_network(_TEXTS[suffix](network, words), network, words, suffix)
            temporary.write_text(text, encoding="utf-8", newline="\n")
        else:
            _WRITERS[suffix](network, words, temporary)
    return Written(Path(path))


def require_writer(path: str | os.PathLike[str], precision: str = "float64") -> None:
    """Raise MissingError if a package is missing that writes such a file."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in _NEEDS:
        require_package(_NEEDS[suffix], purpose=f"writes {suffix} files")
    if suffix == ".onnx" and precision == "float32":
        require_package("onnxruntime", purpose="measures what float32 costs")


_NEEDS = {".onnx": "onnx", ".pt": "torch", ".safetensors": "safetensors"}


def _json(network: Network, words: About, path: Path) -> None:
    data = network.to_dict() | {"about": words.to_dict()}
    path.write_text(json.dumps(data, allow_nan=False) + "\n", encoding="utf-8")


def _npz(network: Network, words: About, path: Path) -> None:
    import numpy as np

    arrays = network.to_arrays()
    np.savez(path, **arrays, about=np.array(json.dumps(words.to_dict())))


def _python(network: Network, words: About) -> str:
    from uat.networks.formula.code import python_code

    return python_code(network, words.names)


def _c(network: Network, words: About) -> str:
    from uat.exchange.c_file import c_code

    return c_code(network, words)


def _header(network: Network, words: About) -> str:
    from uat.exchange.c_file import c_header

    return c_header(network, words)


def _tex(network: Network, words: About) -> str:
    from uat.exchange.documents import tex_document

    return tex_document(network, words)


def _typst(network: Network, words: About) -> str:
    from uat.exchange.documents import typst_document

    return typst_document(network, words)


_WRITERS: dict[str, Callable[[Network, About, Path], None]] = {".json": _json, ".npz": _npz}
_TEXTS: dict[str, Callable[[Network, About], str]] = {
    ".py": _python,
    ".c": _c,
    ".h": _header,
    ".tex": _tex,
    ".typ": _typst,
}
SUFFIXES = (*_WRITERS, *_TEXTS, ".onnx", ".pt", ".safetensors")
