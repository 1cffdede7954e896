"""Store what all proofs hold, as plain data and as a file."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from uat.accuracy.measure import LeftOut
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.files import written_whole
from uat.functions.expression import compile_formula
from uat.functions.target import Target
from uat.networks.network import Network

FORMAT = "uat-proof"
VERSION = 2


def common_data(proof: Any) -> dict[str, Any]:
    """Return plain data of every proof: what is proven, of what, and how it was done."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "function": proof.target.name,
        "formula": proof.target.formula,
        "names": list(proof.target.names),
        "box": [list(interval) for interval in proof.target.box],
        "outputs": proof.target.outputs,
        "bound": proof.bound,
        "lower": proof.lower,
        "at": list(proof.at),
        "lipschitz": proof.lipschitz,
        "network": proof.network.to_dict(),
        "seconds": proof.seconds,
        "versions": proof.versions,
    }


def left_out_data(left_out: LeftOut) -> dict[str, Any]:
    """Return plain data of what a proof says nothing about."""
    return {
        "windows": [[list(low), list(high)] for low, high in left_out.windows],
        "places": [list(place) for place in left_out.places],
    }


def left_out_of(data: dict[str, Any]) -> LeftOut:
    """Read what `left_out_data` wrote."""
    return LeftOut(
        tuple((tuple(map(float, low)), tuple(map(float, high))) for low, high in data["windows"]),
        tuple(tuple(None if x is None else float(x) for x in place) for place in data["places"]),
    )


def common_fields(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that `common_data` wrote, by name."""
    target, at = _target_of(data), tuple(float(x) for x in data["at"])
    inside = (low <= x <= high for x, (low, high) in zip(at, target.box, strict=True))
    if not all(inside):
        raise InputError("not a proof: the place of its error is not in the domain")
    return {
        "bound": float(data["bound"]),
        "lower": float(data["lower"]),
        "at": at,
        "network": Network.from_dict(data["network"]),
        "target": target,
        "lipschitz": None if data["lipschitz"] is None else float(data["lipschitz"]),
        "seconds": float(data["seconds"]),
        "versions": dict(data["versions"]),
    }


_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)


@contextlib.contextmanager
def proof_data() -> Iterator[None]:
    """Turn whatever the data lack while they are read into an InputError."""
    try:
        yield
    except InputError:
        raise
    except _WRONG as error:
        raise InputError(f"not a proof file: {error!r}") from error


def save_proof(data: dict[str, Any], path: str | os.PathLike[str]) -> None:
    """Write a proof's data to a `.json` file, whole or not at all."""
    with written_whole(path) as temporary:
        temporary.write_text(json.dumps(data, allow_nan=False) + "\n")


def _target_of(data: dict[str, Any]) -> Target:
    """Make f on its box; a function without a formula keeps its name but cannot be called."""
    names = tuple(str(name) for name in data["names"])
    box = tuple((float(a), float(b)) for a, b in data["box"])
    if not names or len(box) != len(names):
        raise InputError("not a proof: it needs an interval for each input")
    if not all(-np.inf < a < b < np.inf for a, b in box):
        raise InputError("not a proof: its box is no box")
    formula = data["formula"]
    function: Callable[..., Array] = _unknown
    if formula is not None:
        function = compile_formula(str(formula), names)
    outputs = int(data.get("outputs", 1))
    return Target(str(data["function"]), box, names, function, formula, outputs=outputs)


def _unknown(*inputs: Array) -> Array:
    raise InputError("the proof file does not hold the function, only its name")
