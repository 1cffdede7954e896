"""What a proof holds, and how it is stored: as plain data, and as a file."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from uat.accuracy.measure import Allowed, LeftOut
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.files import read_json, written_whole
from uat.base.precision import FLOAT64, precision_of
from uat.functions.expression import compile_formula
from uat.functions.target import Target
from uat.networks.network import Network

FORMAT = "uat-proof"
VERSION = 2
INTERVALS = "intervals"
SEVERAL = ("boxes", "ridges", "facets")  # kinds of several inputs


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes that cover the domain, and what is proven on each.

    lows, highs: (k, m), their ends; of one input ascending neighbours. bound: (k,), on |f - v| for
    all v from least to greatest, (k, outputs), between which the network is a convex combination;
    None where the bound is on |f - network| itself.
    """

    lows: Array
    highs: Array
    bound: Array
    least: Array | None = None
    greatest: Array | None = None

    @classmethod
    def along(cls, left: Array, right: Array, bound: Array) -> Boxes:
        """Make boxes of one input, from the ends of intervals, (k,)."""
        return cls(left[:, None], right[:, None], bound)

    @property
    def left(self) -> Array:
        """The left ends of intervals, (k,), of one input."""
        return self.lows[:, 0]

    @property
    def right(self) -> Array:
        """The right ends of intervals, (k,), of one input."""
        return self.highs[:, 0]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Proof:
    """A proven bound on the distance of a network from f, and the boxes that prove it.

    kind: "intervals", of one input. Of several "boxes"; or "ridges", of which the bounds are on
        |f - network| itself; "facets", the same of two layers of relu; or "layers", the same of
        several layers with kinks, for which there is no file.
    bound: |f - network| is at most this on the whole box but for `left_out`, for every output; for
        the network as floats compute it, its windows, corners, holes and rounding included.
    lower, at: |f - network| is at least `lower` at the point `at`.
    left_out: windows around jumps of f, about which nothing is said.
    network, target: of what; target.formula is f. precision: what the network is computed in.
    lipschitz: the constant that was given, if any.
    seconds: how long it took. versions: of what computed it.
    offset: what is bounded is |f + offset - network|, for a network on one side of f. allowed: what
        is bounded is the share of that, a distance that grows with |f|. Both of intervals only.
    rest: of boxes, how much of the noise was granted to neurons that have not settled; see
        `NormalForm`.
    rounding: of several inputs, no order of sums changes more in fewer digits than float64; None
        where that is not known by itself. No file holds it.
    """

    kind: str
    bound: float
    lower: float
    at: tuple[float, ...]
    boxes: Boxes
    network: Network
    target: Target
    left_out: LeftOut = field(default_factory=LeftOut)
    lipschitz: float | None = None
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)
    precision: str = FLOAT64.name
    offset: float = 0.0
    allowed: Allowed | None = None
    rest: float = 0.0
    rounding: float | None = None

    @property
    def ratio(self) -> float:
        """How sharp the proof is: the bound over the largest error that is certainly reached."""
        return self.bound / self.lower if self.lower > 0 else float("inf")

    @property
    def excluded(self) -> tuple[tuple[float, float], ...]:
        """What is left out, as intervals, of one input."""
        return self.left_out.intervals

    @property
    def excluded_share(self) -> float:
        """The share of the domain that is left out."""
        return self.left_out.share(self.target.box)

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
            "left_out": self.left_out.to_dict(),
            **({} if self.precision == FLOAT64.name else {"precision": self.precision}),
            **self._boxes_data(),
        }

    def _boxes_data(self) -> dict[str, Any]:
        """Return plain data of the boxes and of what is proven on them."""
        found = self.boxes
        if self.kind == INTERVALS:
            intervals = {"left": found.left, "right": found.right, "bound": found.bound}
            more: dict[str, Any] = {"offset": self.offset} if self.offset else {}
            if self.allowed is not None:
                more["allowed"] = asdict(self.allowed)
            return {"kind": self.kind, "boxes": _plain(intervals)} | more
        if self.kind not in SEVERAL:
            raise InputError(
                "a proof for several layers of relu neurons has no file: the checker reads one"
            )
        nothing = np.zeros((found.bound.size, self.target.outputs))
        columns = {
            "low": found.lows,
            "high": found.highs,
            "least": nothing if found.least is None else found.least,
            "greatest": nothing if found.greatest is None else found.greatest,
            "bound": found.bound,
        }
        return {"kind": self.kind, "rest": self.rest, "boxes": _plain(columns)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Proof:
        """Read the proof that `to_dict` wrote, unchecked. Raises InputError for other data."""
        with proof_data():
            version, kind = (data["format"], data["version"]), data.get("kind")
            if kind not in (INTERVALS, *SEVERAL) or version != (FORMAT, VERSION):
                what = "several inputs" if kind in SEVERAL else "one input: prove it again"
                raise InputError(f"not a proof of format {FORMAT} {VERSION} for {what}")
            common = _common_fields(data)
            target: Target = common["target"]
            if kind == INTERVALS and target.inputs != 1:
                raise InputError("not a proof: it needs one input and one interval")
            more: dict[str, Any] = {"rest": float(data["rest"])} if kind in SEVERAL else {}
            if "allowed" in data:
                more["allowed"] = Allowed(**data["allowed"])
            boxes = _boxes_of(data["boxes"], kind, target.inputs, target.outputs)
            offset = float(data.get("offset", 0.0))
            return cls(kind=kind, boxes=boxes, offset=offset, **more, **common)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the proof to a `.json` file, whole or not at all."""
        with written_whole(path) as temporary:
            temporary.write_text(json.dumps(self.to_dict(), allow_nan=False) + "\n")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Proof:
        """Read a proof that `save` wrote, unchecked. Raises FileError or InputError."""
        return cls.from_dict(read_json(path, "a proof file"))

    def __repr__(self) -> str:
        return (
            f"Proof({self.target.name}: |f - network| <= {self.bound:.6g}, "
            f"{self.boxes.bound.size} boxes)"
        )


def _plain(columns: dict[str, Array]) -> dict[str, Any]:
    return {name: column.tolist() for name, column in columns.items()}


def _boxes_of(data: dict[str, Any], kind: str, inputs: int, outputs: int) -> Boxes:
    ends = ("left", "right") if kind == INTERVALS else ("low", "high")
    lows, highs, bound = (np.array(data[key], dtype=float) for key in (*ends, "bound"))
    if kind == INTERVALS:
        lows, highs = lows[..., None], highs[..., None]
    fits = bound.ndim == 1 and lows.shape == highs.shape == (bound.size, inputs)
    values = [np.array(data[key], dtype=float) for key in ("least", "greatest") if kind in SEVERAL]
    if not fits or any(value.shape != (bound.size, outputs) for value in values):
        raise InputError("not a proof: its boxes do not fit together")
    return Boxes(lows, highs, bound, *values)


def _common_fields(data: dict[str, Any]) -> dict[str, Any]:
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
