"""The formats that a network is written in and read from, one record each.

Nothing heavy is imported here, so that the command line can name the formats in its help.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uat.base.packages import at_address

if TYPE_CHECKING:
    from pathlib import Path

    from uat.exchange.about import About
    from uat.networks.network import Network

    Read = tuple[Network, About]


@dataclass(frozen=True)
class Format:
    """How a network is written as a file, and read back.

    suffix: the end of the file's name, with its dot. writer: MODULE:FUNCTION in uat.exchange. It
    writes (network, about, path, precision) and returns how far the file's network is from the
    float64 one, or None; where comment is set it returns the text of (network, about) instead.
    comment: what begins a comment of a text for another program: the network is enclosed in
    comments at its end, and read from there. reader: MODULE:FUNCTION that reads a path otherwise.
    package: what has to be installed. has_float32: whether the file may hold float32.
    """

    suffix: str
    writer: str
    reader: str = ""
    comment: str = ""
    package: str = ""
    has_float32: bool = False

    def write(self, network: Network, about: About, path: Path, precision: str) -> float | None:
        writer = at_address(f"uat.exchange.{self.writer}")
        if not self.comment:
            difference: float | None = writer(network, about, path, precision)
            return difference
        from uat.exchange.enclosed import with_network

        text = with_network(writer(network, about), network, about, self.comment)
        path.write_text(text, encoding="utf-8", newline="\n")
        return None

    def read(self, path: str | os.PathLike[str]) -> Read:
        if self.comment:
            from uat.exchange.enclosed import read_enclosed

            return read_enclosed(path, self.comment)
        found: Read = at_address(f"uat.exchange.{self.reader}")(path)
        return found


FORMATS = {
    each.suffix: each
    for each in (
        Format(".json", "own:write_json", "own:read_json_file"),
        Format(".npz", "own:write_npz", "own:read_npz"),
        Format(".py", "own:python_module", comment="#"),
        Format(".c", "c_file:c_code", comment="//"),
        Format(".h", "c_file:c_header", comment="//"),
        Format(".tex", "documents:tex_document", comment="%"),
        Format(".typ", "documents:typst_document", comment="//"),
        Format(
            ".onnx", "onnx_file:write_onnx", "onnx_file:read_onnx", package="onnx", has_float32=True
        ),
        Format(
            ".pt",
            "to_torch:write_module",
            "to_torch:read_module",
            package="torch",
            has_float32=True,
        ),
        Format(
            ".safetensors",
            "to_torch:write_tensors",
            "to_torch:read_tensors",
            package="safetensors",
            has_float32=True,
        ),
    )
}


def format_of(path: str | os.PathLike[str]) -> Format | None:
    """Return the format that a file's name asks for, or None if there is none of that suffix."""
    return FORMATS.get(os.path.splitext(path)[1].lower())


def with_float32() -> list[str]:
    """Name the suffixes of formats that may hold float32."""
    return [each.suffix for each in FORMATS.values() if each.has_float32]
