"""A proof for several inputs, as data: which values the network has where, and how far f is off."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from uat.activations import Array
from uat.errors import InputError
from uat.expression import compile_formula
from uat.files import read_json, written_whole
from uat.network import Network
from uat.proof.proof import FORMAT, VERSION
from uat.proof.regions import Regions
from uat.target import Target

KINDS = ("boxes", "ridges")


@dataclass(frozen=True, eq=False, repr=False)
class BoxProof:
    """A proven bound on the distance of a network of several inputs from f.

    bound: |f - network| is at most this on the whole box but for `excluded`, for every output; for
        the float64 network, its windows, corners, holes and rounding included.
    lower, at: |f - network| is at least `lower` at the point `at`.
    boxes: which values the network lies between, and where.
    bounds: (k,), for each of these boxes the bound on |f - value|.
    kind: "boxes"; or "ridges", of which the bounds are on |f - network| itself, and all values 0.
    rest: how much of the noise was granted to neurons that have not settled; see `regions_of`.
    excluded: boxes (lows, highs), windows in which f jumps, which are left out.
    network, target: of what. lipschitz: the constant that was given, if any.
    seconds: how long it took. versions: of what computed it.
    """

    bound: float
    lower: float
    at: tuple[float, ...]
    boxes: Regions
    bounds: Array
    rest: float
    excluded: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    network: Network
    target: Target
    lipschitz: float | None
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)
    kind: str = "boxes"

    @property
    def ratio(self) -> float:
        """How sharp it is: the bound over the largest error that is certainly reached."""
        return self.bound / self.lower if self.lower > 0 else float("inf")

    @property
    def excluded_share(self) -> float:
        """How much of the domain is left out."""
        return share_of(self.excluded, self.target.box)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `check_boxes` verifies them."""
        boxes = self.boxes
        return {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind,
            "function": self.target.name,
            "formula": self.target.formula,
            "names": list(self.target.names),
            "box": [list(interval) for interval in self.target.box],
            "outputs": self.target.outputs,
            "bound": self.bound,
            "lower": self.lower,
            "at": list(self.at),
            "lipschitz": self.lipschitz,
            "rest": self.rest,
            "excluded": [[list(low), list(high)] for low, high in self.excluded],
            "boxes": {
                "low": boxes.lows.tolist(),
                "high": boxes.highs.tolist(),
                "least": boxes.least.tolist(),
                "greatest": boxes.greatest.tolist(),
                "bound": self.bounds.tolist(),
            },
            "network": self.network.to_dict(),
            "seconds": self.seconds,
            "versions": self.versions,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> BoxProof:
        """The proof that `to_dict` wrote, unchecked. Raises InputError if the data are not one."""
        try:
            known = data["kind"] in KINDS
            if not known or (data["format"], data["version"]) != (FORMAT, VERSION):
                raise InputError(f"not a proof of format {FORMAT} {VERSION} for several inputs")
            boxes, bounds = _boxes_of(data["boxes"], len(data["box"]), int(data["outputs"]))
            return cls(
                bound=float(data["bound"]),
                lower=float(data["lower"]),
                at=tuple(float(x) for x in data["at"]),
                boxes=boxes,
                bounds=bounds,
                rest=float(data["rest"]),
                excluded=tuple(
                    (tuple(map(float, low)), tuple(map(float, high)))
                    for low, high in data["excluded"]
                ),
                network=Network.from_dict(data["network"]),
                target=_target_of(data),
                lipschitz=None if data["lipschitz"] is None else float(data["lipschitz"]),
                seconds=float(data["seconds"]),
                versions=dict(data["versions"]),
                kind=str(data["kind"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"not a proof file: {error!r}") from error

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the proof to a `.json` file, whole or not at all."""
        with written_whole(path) as temporary:
            temporary.write_text(json.dumps(self.to_dict(), allow_nan=False) + "\n")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> BoxProof:
        """Read a proof that `save` wrote, unchecked. Raises FileError or InputError."""
        return cls.from_dict(read_json(path, "a proof file"))

    def __repr__(self) -> str:
        return (
            f"BoxProof({self.target.name}: |f - network| <= {self.bound:.6g}, "
            f"{len(self.bounds)} boxes)"
        )


def share_of(excluded: Any, box: tuple[tuple[float, float], ...]) -> float:
    whole = float(np.prod([high - low for low, high in box]))
    return sum(float(np.prod(np.subtract(high, low))) for low, high in excluded) / whole


def _boxes_of(data: dict[str, Any], inputs: int, outputs: int) -> tuple[Regions, Array]:
    lows, highs, least, greatest, bound = (
        np.array(data[key], dtype=float) for key in ("low", "high", "least", "greatest", "bound")
    )
    count = bound.size
    fits = bound.shape == (count,) and lows.shape == highs.shape == (count, inputs)
    if not (count and fits and least.shape == greatest.shape == (count, outputs)):
        raise InputError("not a proof: its boxes do not fit together")
    middle = 0.5 * (lows + highs)
    return Regions(lows, highs, lows, highs, middle, least, greatest, np.zeros(outputs)), bound


def _target_of(data: dict[str, Any]) -> Target:
    """f on its box; a function without a formula keeps its name, and cannot be called."""
    names = tuple(str(name) for name in data["names"])
    box = tuple((float(a), float(b)) for a, b in data["box"])
    if len(box) != len(names) or not all(-np.inf < a < b < np.inf for a, b in box):
        raise InputError("not a proof: it needs an interval for each input")
    formula = data["formula"]
    function: Callable[..., Array] = _unknown
    if formula is not None:
        function = compile_formula(str(formula), names)
    outputs = int(data["outputs"])
    return Target(str(data["function"]), box, names, function, formula, outputs=outputs)


def _unknown(*inputs: Array) -> Array:
    raise InputError("the proof file does not hold the function, only its name")
