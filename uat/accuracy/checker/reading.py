"""Read a proof file with suspicion: keys once, numbers finite, lists as they should be."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from uat.accuracy.checker.floats import FLOATS, Floats, floats_of
from uat.accuracy.checker.formula import Formula, formulas_of
from uat.accuracy.checker.halving import Box, Refused, Window
from uat.base.errors import InputError
from uat.networks.network import Network

FORMAT, VERSION = "uat-proof", 2
KINDS = ("intervals", "boxes", "ridges", "facets")
DEEPEST = 32  # of lists and objects in each other
KEYS = frozenset(
    (
        "format", "version", "kind", "function", "formula", "names", "box", "outputs", "network",
        "bound", "lower", "at", "left_out", "boxes", "lipschitz", "rest", "seconds", "versions",
        "offset", "allowed", "precision",
    )
)  # fmt: skip
NETWORK_KEYS = frozenset(("format", "version", "layers"))
LAYER_KEYS = frozenset(("activation", "weights", "biases"))
SPARSE_KEYS = frozenset(("shape", "rows", "columns", "values"))
MOST_WEIGHTS = 100_000_000  # of one layer, with those that are 0


@dataclass(frozen=True)
class Row:
    """One box of the cover: |f - v| <= bound there for all v from least to greatest.

    least, greatest: one for each output; for others than boxes the bound is on |f - N| itself.
    """

    box: Box
    bound: float
    least: tuple[float, ...]
    greatest: tuple[float, ...]


@dataclass(frozen=True)
class Claim:
    """What a proof file says; nothing of it is verified yet but that it is well formed."""

    kind: str
    function: str
    formula: str
    names: tuple[str, ...]
    box: Box
    network: Network
    bound: float
    lower: float
    at: tuple[float, ...]
    windows: tuple[Window, ...]
    rows: tuple[Row, ...]
    outputs: int
    offset: float = 0.0
    allowed: tuple[float, float] | None = None
    floats: Floats = FLOATS["float64"]

    @cached_property
    def parts(self) -> list[Formula]:
        """f + offset, one formula for each output."""
        parts = formulas_of(self.formula, self.names)  # "x) + (1" is no formula, in brackets it is
        if self.offset == 0.0:
            return parts
        sign = "+" if self.offset > 0 else "-"
        return formulas_of(f"({self.formula}) {sign} {abs(self.offset)!r}", self.names)


def claim_of(data: Any) -> Claim:
    """Make the claim of data. Raises Refused with what is wrong."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refused("this is not a proof file of uat")
    if not _is_number(data.get("version")) or data["version"] != VERSION:
        raise Refused(
            f"this is a proof of version {data.get('version')!r:.20}, and only {VERSION} is read: "
            "prove it again"
        )
    _require_known(data, KEYS)
    kind = _text(data, "kind")
    if kind not in KINDS:
        raise Refused(f"nothing is known of proofs of the kind {kind[:40]!r}")
    if data.get("lipschitz") is not None:
        raise Refused(
            "this proof rests on a Lipschitz constant and on values of the function, which a file "
            "cannot show: prove it again"
        )
    names = tuple(_list(data, "names"))
    if not names or not all(isinstance(name, str) for name in names):
        raise Refused("the names of the inputs are missing")
    network = _network(data.get("network"))
    inputs, outputs = len(names), _number(data.get("outputs"), "outputs")
    if (inputs, outputs) != (network.widths[0], network.widths[-1]):
        raise Refused("the network and the function do not fit together")
    box = tuple(_interval(pair) for pair in _list(data, "box"))
    if len(box) != inputs or not all(low < high for low, high in box):
        raise Refused("the box needs an interval with low < high for each input")
    claim = Claim(
        kind,
        _text(data, "function"),
        _text(data, "formula"),
        names,
        box,
        network,
        _number(data.get("bound"), "bound"),
        _number(data.get("lower"), "lower"),
        tuple(_numbers(data.get("at"), inputs, "at")),
        tuple(_windows(data.get("left_out"), inputs)),
        tuple(_rows(data.get("boxes"), kind, inputs, int(outputs))),
        int(outputs),
        _number(data.get("offset", 0.0), "offset"),
        _allowed(data["allowed"]) if "allowed" in data else None,
        floats_of(data.get("precision", "float64")),
    )
    if claim.allowed and (claim.windows or claim.offset or kind != "intervals" or outputs != 1):
        raise Refused("a share of |f| is proven for one input, without windows and offset only")
    if claim.offset and (kind, claim.outputs) != ("intervals", 1):
        raise Refused("only a proof of one input and one output may have an offset")
    if not 0 <= claim.lower <= claim.bound:
        raise Refused("the bound must be at least the error that is reached, and that at least 0")
    return claim


def _allowed(data: Any) -> tuple[float, float]:
    """Read max(absolute, relative·|f|), of which the bounds are shares."""
    if not isinstance(data, dict):
        raise Refused("what is allowed has an absolute and a relative part")
    _require_known(data, frozenset(("absolute", "relative")))
    absolute, relative = (_number(data.get(key), key) for key in ("absolute", "relative"))
    if absolute < 0 or not 0 <= relative < 1 or absolute == relative == 0:
        raise Refused("nothing is allowed but f itself, or more than f is large")
    return absolute, relative


def _require_known(data: dict[str, Any], known: frozenset[str]) -> None:
    """Refuse a key that means nothing here: it may have been meant to say something."""
    for key in data:
        if key not in known:
            raise Refused(f"the key {key!r:.40} means nothing in a proof file")


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise Refused(f"the file has no text under {key!r}")
    return value


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    if not isinstance(value, list):
        raise Refused(f"the file has no list under {key!r}")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Any, what: str) -> float:
    """Read a finite float64; a whole number only if it is one."""
    if not _is_number(value):
        raise Refused(f"{what}: {value!r:.40} is not a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or (isinstance(value, int) and int(number) != value):
        raise Refused(f"{what}: {value!r:.40} is not a finite float64")
    return number


def _numbers(values: Any, count: int, what: str) -> list[float]:
    if not isinstance(values, list) or len(values) != count:
        raise Refused(f"{what}: a list of length {count} is needed")
    return [_number(value, what) for value in values]


def _interval(pair: Any) -> tuple[float, float]:
    low, high = _numbers(pair, 2, "box")
    return low, high


def _windows(data: Any, inputs: int) -> list[Window]:
    if not isinstance(data, dict) or not isinstance(data.get("places"), list):
        raise Refused("the file does not say what it leaves out")
    _require_known(data, frozenset(("windows", "places")))
    windows, places = _list(data, "windows"), data["places"]
    if len(windows) != len(places):
        raise Refused("each window that is left out needs the place of its jump")
    found = []
    for window, place in zip(windows, places, strict=True):
        if not isinstance(window, list) or len(window) != 2:
            raise Refused("a window is a list of its low and of its high ends")
        lows, highs = (_numbers(ends, inputs, "left_out") for ends in window)
        if not isinstance(place, list) or len(place) != inputs:
            raise Refused("the place of a jump needs a number or null for each input")
        at = tuple(None if x is None else _number(x, "places") for x in place)
        found.append(Window(tuple(zip(lows, highs, strict=True)), at))
    return found


def _rows(data: Any, kind: str, inputs: int, outputs: int) -> list[Row]:
    if not isinstance(data, dict):
        raise Refused("the file has no boxes")
    intervals, values = kind == "intervals", kind == "boxes"
    ends = ("left", "right") if intervals else ("low", "high")
    columns = (*ends, "bound", *(() if intervals else ("least", "greatest")))
    _require_known(data, frozenset(columns))
    bounds = _list(data, "bound")
    lows, highs = (_list(data, key) for key in ends)
    if intervals:
        lows, highs = [[x] for x in lows], [[x] for x in highs]
    nothing = [[0.0] * outputs] * len(bounds)
    least, greatest = (_list(data, key) if values else nothing for key in ("least", "greatest"))
    if not bounds or any(len(c) != len(bounds) for c in (lows, highs, least, greatest)):
        raise Refused("the columns of the boxes do not have the same length")
    rows = []
    for low, high, bound, first, last in zip(lows, highs, bounds, least, greatest, strict=True):
        box = zip(*(_numbers(side, inputs, "boxes") for side in (low, high)), strict=True)
        both = (tuple(_numbers(side, outputs, "boxes")) for side in (first, last))
        rows.append(Row(tuple(box), _number(bound, "boxes"), *both))
    return rows


def _network(data: Any) -> Network:
    _require_plain(data, 0)
    if not isinstance(data, dict):
        raise Refused("the file has no network")
    _require_known(data, NETWORK_KEYS)
    for layer in _list(data, "layers"):
        if not isinstance(layer, dict):
            raise Refused("a layer of the network is an object")
        _require_known(layer, LAYER_KEYS)
        if isinstance(weights := layer.get("weights"), dict):
            _require_known(weights, SPARSE_KEYS)
    try:
        network = Network.from_dict(data)
    except InputError as error:
        raise Refused(str(error)) from error
    if max(layer.neurons * layer.inputs for layer in network.layers) > MOST_WEIGHTS:
        raise Refused("the network has more weights than can be looked at")
    return network


def _require_plain(data: Any, depth: int) -> None:
    """Require numbers, names and lists of them: no text for a number, nothing too deep."""
    if depth > DEEPEST:
        raise Refused("the network is nested too deeply")
    if isinstance(data, dict):
        for key, value in data.items():
            if not (isinstance(value, str) and key in ("format", "activation")):
                _require_plain(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            if type(value) is not float:
                _require_plain(value, depth + 1)
            elif not math.isfinite(value):
                raise Refused("the network holds a number that is not finite")
    elif data is not None:
        _number(data, "network")


def digest_of(network: Network) -> str:
    """Compute twelve digits of a SHA-256 of the layers: names, shapes, every bit of a weight."""
    found = hashlib.sha256()
    for layer in network.layers:
        rows, columns, values = _entries(layer.weights)
        found.update(f"{layer.activation.name} {layer.weights.shape}".encode())
        for indices in (rows, columns):
            found.update(np.asarray(indices, dtype="<i8").tobytes())
        for numbers in (values, layer.biases):
            found.update(np.asarray(numbers, dtype="<f8").tobytes())
    return found.hexdigest()[:12]


def _entries(matrix: Any) -> tuple[Any, Any, Any]:
    """Return rows, columns and values of what is not 0, row by row."""
    if isinstance(matrix, np.ndarray):
        rows, columns = np.nonzero(matrix)
        return rows, columns, matrix[rows, columns]
    entries = matrix.tocoo()
    order = np.lexsort((entries.col, entries.row))
    order = order[entries.data[order] != 0]
    return entries.row[order], entries.col[order], entries.data[order]
