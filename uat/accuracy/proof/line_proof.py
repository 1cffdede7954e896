"""A proof of one input holds intervals, and how far the network is from f on each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from uat.accuracy.measure import LeftOut
from uat.accuracy.proof.bounding import Boxes
from uat.accuracy.proof.saved import (
    FORMAT,
    VERSION,
    common_data,
    common_fields,
    left_out_data,
    left_out_of,
    proof_data,
    save_proof,
)
from uat.base.errors import InputError
from uat.base.files import read_json
from uat.functions.target import Target
from uat.networks.network import Network

KIND = "intervals"


@dataclass(frozen=True, eq=False, repr=False)
class Proof:
    """A proven bound on the distance of a network from f, with the boxes that prove it.

    bound: |f - network| is at most this on the whole box, but for what is left out; for the
        float64 network, its windows, the domain's ends and its own rounding included.
    lower, at: |f - network| is at least `lower` at the point `at`.
    boxes: neighbouring boxes and the bound on each.
    left_out: windows around jumps of f, as in the measured error.
    network, target: of what; target.formula is f. lipschitz: the constant that was given, if any.
    seconds: how long it took. versions: of what computed it.
    """

    bound: float
    lower: float
    at: tuple[float, ...]
    boxes: Boxes
    left_out: LeftOut
    network: Network
    target: Target
    lipschitz: float | None
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def excluded(self) -> tuple[tuple[float, float], ...]:
        """What is left out, as intervals."""
        return self.left_out.intervals

    @property
    def ratio(self) -> float:
        """How sharp the proof is: the bound over the largest error that is certainly reached."""
        return self.bound / self.lower if self.lower > 0 else float("inf")

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; `check` verifies them."""
        left, right, bound = (
            column.tolist() for column in (self.boxes.left, self.boxes.right, self.boxes.bound)
        )
        return {
            **common_data(self),
            "kind": KIND,
            "left_out": left_out_data(self.left_out),
            "boxes": {"left": left, "right": right, "bound": bound},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Proof:
        """Read the proof that `to_dict` wrote, unchecked. Raises InputError for other data."""
        with proof_data():
            if (data["format"], data["version"], data.get("kind")) != (FORMAT, VERSION, KIND):
                raise InputError(
                    f"not a proof of format {FORMAT} {VERSION} for one input: prove it again"
                )
            common = common_fields(data)
            if len(common["at"]) != 1 or common["target"].inputs != 1:
                raise InputError("not a proof: it needs one input and one interval")
            left_out = left_out_of(data["left_out"])
            return cls(boxes=_boxes_of(data["boxes"]), left_out=left_out, **common)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the proof to a `.json` file, whole or not at all."""
        save_proof(self.to_dict(), path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Proof:
        """Read a proof that `save` wrote, unchecked. Raises FileError or InputError."""
        return cls.from_dict(read_json(path, "a proof file"))

    def __repr__(self) -> str:
        return (
            f"Proof({self.target.name}: |f - network| <= {self.bound:.6g}, "
            f"{self.boxes.left.size} boxes)"
        )


def _boxes_of(data: dict[str, Any]) -> Boxes:
    left, right, bound = (np.array(data[key], dtype=float) for key in ("left", "right", "bound"))
    if not (left.ndim == 1 and left.shape == right.shape == bound.shape):
        raise InputError("not a proof: its boxes do not fit together")
    return Boxes(left, right, bound)
