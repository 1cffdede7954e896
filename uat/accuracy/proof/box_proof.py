"""A proof of several inputs holds the network's values on boxes, and how far f is off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.accuracy.proof.regions import Regions
from uat.accuracy.proof.saved import FORMAT, VERSION, AnyProof, common_fields, proof_data
from uat.base.arrays import Array
from uat.base.errors import InputError

KINDS = ("boxes", "ridges", "facets")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BoxProof(AnyProof):
    """A proven bound on the distance of a network of several inputs from f.

    boxes: which values the network lies between, and where.
    bounds: (k,), for each of these boxes the bound on |f - value|.
    kind: "boxes"; or "ridges", of which the bounds are on |f - network| itself, and all values 0;
        "facets", the same of two layers of relu; or "layers", the same of several layers with
        kinks, for which there is no file.
    rest: how much of the noise was granted to neurons that have not settled; see `NormalForm`.
    rounding: no order of sums changes more in fewer digits than float64; None where that is not
        known by itself. No file holds it.
    The rest: as `AnyProof` says.
    """

    boxes: Regions
    bounds: Array
    rest: float
    kind: str = "boxes"
    rounding: float | None = None

    @property
    def excluded_share(self) -> float:
        """The share of the domain that is left out."""
        return self.left_out.share(self.target.box)

    @property
    def parts(self) -> int:
        return self.bounds.size

    def boxes_data(self) -> dict[str, Any]:
        boxes = self.boxes
        if self.kind not in KINDS:
            raise InputError(
                "a proof for several layers of relu neurons has no file: the checker reads one"
            )
        columns = {
            "low": boxes.lows,
            "high": boxes.highs,
            "least": boxes.least,
            "greatest": boxes.greatest,
            "bound": self.bounds,
        }
        return {
            "kind": self.kind,
            "rest": self.rest,
            "boxes": {name: column.tolist() for name, column in columns.items()},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> BoxProof:
        with proof_data():
            known = data["kind"] in KINDS
            if not known or (data["format"], data["version"]) != (FORMAT, VERSION):
                raise InputError(f"not a proof of format {FORMAT} {VERSION} for several inputs")
            boxes, bounds = _boxes_of(data["boxes"], len(data["box"]), int(data["outputs"]))
            return cls(
                boxes=boxes,
                bounds=bounds,
                rest=float(data["rest"]),
                kind=str(data["kind"]),
                **common_fields(data),
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
