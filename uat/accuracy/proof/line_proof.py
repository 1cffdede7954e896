"""A proof of one input holds intervals, and how far the network is from f on each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from uat.accuracy.measure import Allowed
from uat.accuracy.proof.bounding import Boxes
from uat.accuracy.proof.saved import FORMAT, VERSION, AnyProof, common_fields, proof_data
from uat.base.errors import InputError

KIND = "intervals"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Proof(AnyProof):
    """A proven bound on the distance of a network of one input from f.

    boxes: neighbouring intervals and the bound on each. offset: what is bounded is
    |f + offset - network|, for a network on one side of f. allowed: what is bounded is the share
    of that, a distance that grows with |f|. The rest: as `AnyProof` says.
    """

    boxes: Boxes
    offset: float = 0.0
    allowed: Allowed | None = None

    @property
    def excluded(self) -> tuple[tuple[float, float], ...]:
        """What is left out, as intervals."""
        return self.left_out.intervals

    @property
    def parts(self) -> int:
        return self.boxes.left.size

    def boxes_data(self) -> dict[str, Any]:
        columns = {"left": self.boxes.left, "right": self.boxes.right, "bound": self.boxes.bound}
        rows = {name: column.tolist() for name, column in columns.items()}
        more: dict[str, Any] = {"offset": self.offset} if self.offset else {}
        if self.allowed is not None:
            more["allowed"] = asdict(self.allowed)
        return {"kind": KIND, "boxes": rows} | more

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Proof:
        with proof_data():
            if (data["format"], data["version"], data.get("kind")) != (FORMAT, VERSION, KIND):
                raise InputError(
                    f"not a proof of format {FORMAT} {VERSION} for one input: prove it again"
                )
            common = common_fields(data)
            if len(common["at"]) != 1 or common["target"].inputs != 1:
                raise InputError("not a proof: it needs one input and one interval")
            offset = float(data.get("offset", 0.0))
            allowed = Allowed(**data["allowed"]) if "allowed" in data else None
            boxes = _boxes_of(data["boxes"])
            return cls(boxes=boxes, offset=offset, allowed=allowed, **common)


def _boxes_of(data: dict[str, Any]) -> Boxes:
    left, right, bound = (np.array(data[key], dtype=float) for key in ("left", "right", "bound"))
    if not (left.ndim == 1 and left.shape == right.shape == bound.shape):
        raise InputError("not a proof: its boxes do not fit together")
    return Boxes(left, right, bound)
