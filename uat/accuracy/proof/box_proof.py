"""A proof of several inputs holds the network's values on boxes, and how far f is off."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from uat.accuracy.measure.left_out import LeftOut
from uat.accuracy.proof.regions import Regions
from uat.accuracy.proof.saved import (
    FORMAT,
    VERSION,
    common_data,
    common_fields,
    proof_data,
    save_proof,
)
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.files import read_json
from uat.functions.target import Target
from uat.networks.network import Network

KINDS = ("boxes", "ridges")


@dataclass(frozen=True, eq=False, repr=False)
class BoxProof:
    """A proven bound on the distance of a network of several inputs from f.

    bound: |f - network| is at most this on the whole box but for `left_out`, for every output; for
        the float64 network, its windows, corners, holes and rounding included.
    lower, at: |f - network| is at least `lower` at the point `at`.
    boxes: which values the network lies between, and where.
    bounds: (k,), for each of these boxes the bound on |f - value|.
    kind: "boxes"; or "ridges", of which the bounds are on |f - network| itself, and all values 0.
    rest: how much of the noise was granted to neurons that have not settled; see `NormalForm`.
    left_out: windows of the network's steps all along which f jumps.
    network, target: of what. lipschitz: the constant that was given, if any.
    seconds: how long it took. versions: of what computed it.
    """

    bound: float
    lower: float
    at: tuple[float, ...]
    boxes: Regions
    bounds: Array
    rest: float
    left_out: LeftOut
    network: Network
    target: Target
    lipschitz: float | None
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)
    kind: str = "boxes"

    @property
    def ratio(self) -> float:
        """How sharp the proof is: the bound over the largest error that is certainly reached."""
        return self.bound / self.lower if self.lower > 0 else float("inf")

    @property
    def excluded_share(self) -> float:
        """The share of the domain that is left out."""
        return self.left_out.share(self.target.box)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; `check_boxes` verifies them."""
        boxes = self.boxes
        return {
            **common_data(self),
            "kind": self.kind,
            "rest": self.rest,
            "left_out": {
                "windows": [[list(low), list(high)] for low, high in self.left_out.windows],
                "places": [list(place) for place in self.left_out.places],
            },
            "boxes": {
                "low": boxes.lows.tolist(),
                "high": boxes.highs.tolist(),
                "least": boxes.least.tolist(),
                "greatest": boxes.greatest.tolist(),
                "bound": self.bounds.tolist(),
            },
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> BoxProof:
        """Read the proof that `to_dict` wrote, unchecked. Raises InputError for other data."""
        with proof_data():
            known = data["kind"] in KINDS
            if not known or (data["format"], data["version"]) != (FORMAT, VERSION):
                raise InputError(f"not a proof of format {FORMAT} {VERSION} for several inputs")
            boxes, bounds = _boxes_of(data["boxes"], len(data["box"]), int(data["outputs"]))
            return cls(
                boxes=boxes,
                bounds=bounds,
                rest=float(data["rest"]),
                left_out=_left_out_of(data["left_out"]),
                kind=str(data["kind"]),
                **common_fields(data),
            )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the proof to a `.json` file, whole or not at all."""
        save_proof(self.to_dict(), path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> BoxProof:
        """Read a proof that `save` wrote, unchecked. Raises FileError or InputError."""
        return cls.from_dict(read_json(path, "a proof file"))

    def __repr__(self) -> str:
        return (
            f"BoxProof({self.target.name}: |f - network| <= {self.bound:.6g}, "
            f"{len(self.bounds)} boxes)"
        )


def _left_out_of(data: dict[str, Any]) -> LeftOut:
    return LeftOut(
        tuple((tuple(map(float, low)), tuple(map(float, high))) for low, high in data["windows"]),
        tuple(tuple(None if x is None else float(x) for x in place) for place in data["places"]),
    )


def _boxes_of(data: dict[str, Any], inputs: int, outputs: int) -> tuple[Regions, Array]:
    lows, highs, least, greatest, bound = (
        np.array(data[key], dtype=float) for key in ("low", "high", "least", "greatest", "bound")
    )
    count = bound.size
    fits = bound.shape == (count,) and lows.shape == highs.shape == (count, inputs)
    if not (count and fits and least.shape == greatest.shape == (count, outputs)):
        raise InputError("not a proof: its boxes do not fit together")
    middle = 0.5 * (lows + highs)
    return Regions(
        lows=lows,
        highs=highs,
        inner_lows=lows,
        inner_highs=highs,
        inside=middle,
        least=least,
        greatest=greatest,
        noise=np.zeros(outputs),
    ), bound
