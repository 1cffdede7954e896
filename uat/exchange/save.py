"""The suffix of a file's name says how the network is written."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uat.base.choices import FileName, require_known
from uat.base.errors import InputError
from uat.base.files import written_whole
from uat.base.packages import require_package
from uat.exchange.about import about
from uat.exchange.formats import FORMATS, format_of, with_float32

PRECISIONS = ("float64", "float32")


@dataclass(frozen=True)
class Written:
    """A file that was written, and what is to be said of it.

    difference: how far its network is from the float64 one on the box, for float32; else None.
    """

    path: Path
    difference: float | None = None


def save(net: Any, path: str | os.PathLike[str], *, precision: FileName | None = None) -> Written:
    """Write a network, whole or not at all.

    net: an `Approximation`, or a `Network`. path: its suffix says how:
        .json, .npz: our own; `load` and `Network.load` read them.
        .py: a module with a function `network`, which needs nothing but `math`.
        .c, .h: a function `network` in C99, with every bit of the weights.
        .tex, .typ: the formula, as a document; the Typst file also computes it.
        .onnx: for ONNX Runtime and Netron. .pt, .safetensors: for PyTorch; `torch.load` reads .pt
        as it is, a dict of the state and of the lines that rebuild the module.
    `load` reads all of them. precision: "float32" is for .onnx, .pt and .safetensors, and the
        default there for a net that was built for float32 or less; else it is "float64". The inputs
        of .onnx are then mapped to [0, 1] first, unless all weights are float32 numbers.

    Raises InputError for another suffix and for what the format cannot hold, MissingError for a
    package (with the command that brings it), FileError if the file cannot be written.
    """
    form = format_of(path)
    if form is None:
        raise InputError(
            f"cannot save a network as {os.fspath(path)!r}: use one of {', '.join(FORMATS)}"
        )
    if precision is None:
        precision = "float32" if form.has_float32 and _is_single(net) else "float64"
    require_known("precision", precision, PRECISIONS)
    if precision != "float64" and not form.has_float32:
        singles = ", ".join(with_float32())
        raise InputError(f"{form.suffix} files hold float64; float32 is for {singles}")
    require_writer(path, precision)
    network, words = about(net)
    with written_whole(path) as temporary:
        return Written(Path(path), form.write(network, words, temporary, precision))


def _is_single(net: Any) -> bool:
    """Tell whether a net was built to be computed in float32, or in less."""
    plan = getattr(net, "plan", None)
    return plan is not None and not plan.precision.is_double


def require_writer(path: str | os.PathLike[str], precision: str = "float64") -> None:
    """Raise MissingError if a package is missing that writes such a file."""
    form = format_of(path)
    if form and form.package:
        require_package(form.package, purpose=f"writes {form.suffix} files")
        if form.suffix == ".onnx" and precision == "float32":
            require_package("onnxruntime", purpose="measures what float32 costs")
