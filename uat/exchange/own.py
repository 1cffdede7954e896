"""Files that need nothing but uat or Python: JSON, NumPy's archives, Python modules."""

import json
import os
from pathlib import Path

import numpy as np

from uat.base.errors import InputError, quoted
from uat.base.files import read_json
from uat.exchange.about import About
from uat.networks.network import Network


def write_json(network: Network, words: About, path: Path, precision: str) -> None:
    """Write all numbers as JSON has them, which are the same floats when they are read."""
    data = network.to_dict() | {"about": words.to_dict()}
    path.write_text(json.dumps(data, allow_nan=False) + "\n", encoding="utf-8")


def write_npz(network: Network, words: About, path: Path, precision: str) -> None:
    """Write the arrays of all layers, sparse ones as they are."""
    np.savez(path, **network.to_arrays(), about=np.array(json.dumps(words.to_dict())))


def python_module(network: Network, words: About) -> str:
    """Write a module with a function `network`, whose inputs have the function's names."""
    from uat.networks.formula.code import python_code

    return python_code(network, words.names)


def read_json_file(path: str | os.PathLike[str]) -> tuple[Network, About]:
    """Read what `write_json` wrote. Raises FileError or InputError."""
    network = Network.load(path)
    return network, About.from_dict(read_json(path, "a network file").get("about", {}))


def read_npz(path: str | os.PathLike[str]) -> tuple[Network, About]:
    """Read what `write_npz` wrote. Raises FileError or InputError."""
    network = Network.load(path)
    with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
        text = str(arrays["about"]) if "about" in arrays.files else "{}"
    try:
        return network, About.from_dict(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{os.fspath(path)} is damaged: {quoted(error)}") from None
