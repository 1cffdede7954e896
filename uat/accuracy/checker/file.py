"""Read a file that should hold a proof; what it holds instead is said."""

from __future__ import annotations

import json
import os
from typing import Any

from uat.accuracy.checker.halving import Refused
from uat.accuracy.checker.reading import FORMAT
from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.networks.network import FORMAT as NETWORK


def read_file(path: str | os.PathLike[str]) -> Any:
    """Read a file's data. Raises FileError if it is unreadable, InputError if it is no JSON."""
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file, object_pairs_hook=_once, parse_constant=_constant)
    except OSError as error:
        raise cannot("read", name, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not a proof file: it is no text") from error
    except Refused as error:
        raise InputError(f"{name} is not a proof file: {error}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{name} is not a proof file: {quoted(error)}") from error
    return _proof(data, name)


def _proof(data: Any, name: str) -> Any:
    """Return the data of a proof. Raises InputError for anything else, and says what it is."""
    kind = data.get("format") if isinstance(data, dict) else None
    if kind == FORMAT:
        return data
    if kind == NETWORK:
        raise InputError(
            f"{name} holds a network, not a proof: uat load reads it, and a proof is saved under a "
            "name that ends in proof.json"
        )
    raise InputError(
        f"{name} is not a proof file of uat: uat approximate … --prove --save proof.json writes one"
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice = next(key for k, (key, _) in enumerate(pairs) if key in dict(pairs[:k]))
        raise Refused(f"the key {twice[:40]!r} is there twice")
    return result


def _constant(text: str) -> Any:
    raise Refused(f"{text} is not a number")
