"""Store what all proofs hold, as plain data and as a file."""

from __future__ import annotations

import contextlib
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from uat.accuracy.measure import LeftOut
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.files import read_json, written_whole
from uat.base.precision import FLOAT64, precision_of
from uat.functions.expression import compile_formula
from uat.functions.target import Target
from uat.networks.network import Network

FORMAT = "uat-proof"
VERSION = 2


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AnyProof(ABC):
    """What every proof holds, whatever the boxes that prove it.

    bound: |f - network| is at most this on the whole box but for `left_out`, for every output; for
        the network as floats compute it, its windows, corners, holes and rounding included.
    lower, at: |f - network| is at least `lower` at the point `at`.
    left_out: windows around jumps of f, about which nothing is said.
    network, target: of what; target.formula is f. precision: what the network is computed in.
    lipschitz: the constant that was given, if any.
    seconds: how long it took. versions: of what computed it.
    """

    bound: float
    lower: float
    at: tuple[float, ...]
    left_out: LeftOut
    network: Network
    target: Target
    lipschitz: float | None
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)
    precision: str = FLOAT64.name

    @property
    def ratio(self) -> float:
        """How sharp the proof is: the bound over the largest error that is certainly reached."""
        return self.bound / self.lower if self.lower > 0 else float("inf")

    @property
    @abstractmethod
    def parts(self) -> int:
        """The number of boxes that the domain is cut into."""

    @abstractmethod
    def boxes_data(self) -> dict[str, Any]:
        """Return plain data of the boxes and of what is proven on them."""

    @classmethod
    @abstractmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read the proof that `to_dict` wrote, unchecked. Raises InputError for other data."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; `check` verifies them."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "function": self.target.name,
            "formula": self.target.formula,
            "names": list(self.target.names),
            "box": [list(interval) for interval in self.target.box],
            "outputs": self.target.outputs,
            "bound": self.bound,
            "lower": self.lower,
            "at": list(self.at),
            "lipschitz": self.lipschitz,
            "network": self.network.to_dict(),
            "seconds": self.seconds,
            "versions": self.versions,
            "left_out": {
                "windows": [[list(low), list(high)] for low, high in self.left_out.windows],
                "places": [list(place) for place in self.left_out.places],
            },
            **({} if self.precision == FLOAT64.name else {"precision": self.precision}),
            **self.boxes_data(),
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the proof to a `.json` file, whole or not at all."""
        with written_whole(path) as temporary:
            temporary.write_text(json.dumps(self.to_dict(), allow_nan=False) + "\n")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a proof that `save` wrote, unchecked. Raises FileError or InputError."""
        return cls.from_dict(read_json(path, "a proof file"))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({self.target.name}: |f - network| <= {self.bound:.6g}, "
            f"{self.parts} boxes)"
        )


def common_fields(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that every proof has, by name."""
    target, at = _target_of(data), tuple(float(x) for x in data["at"])
    inside = (low <= x <= high for x, (low, high) in zip(at, target.box, strict=True))
    if not all(inside):
        raise InputError("not a proof: the place of its error is not in the domain")
    left_out = LeftOut(
        tuple(
            (tuple(map(float, low)), tuple(map(float, high)))
            for low, high in data["left_out"]["windows"]
        ),
        tuple(
            tuple(None if x is None else float(x) for x in place)
            for place in data["left_out"]["places"]
        ),
    )
    return {
        "bound": float(data["bound"]),
        "lower": float(data["lower"]),
        "at": at,
        "network": Network.from_dict(data["network"]),
        "target": target,
        "left_out": left_out,
        "lipschitz": None if data["lipschitz"] is None else float(data["lipschitz"]),
        "seconds": float(data["seconds"]),
        "versions": dict(data["versions"]),
        "precision": precision_of(data.get("precision")).name,
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
