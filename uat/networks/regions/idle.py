"""Find the neurons that do nothing on a box, and say of each why, from the exact cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.networks.activations.bends import bends_of
from uat.networks.matrices import dense
from uat.networks.network import Network
from uat.networks.regions.cells import Cell

CONSTANT, UNREAD, MULTIPLE, STRAIGHT = "constant", "unread", "multiple", "straight"
GLANCES = 256  # random points at which multiples of each other are looked for
ALIKE = 1e-9  # relative; what looks alike is then compared exactly


@dataclass(frozen=True)
class Idle:
    """A neuron that could be left out, and why.

    layer, neuron: which, counted from 1. kind: "constant", its output is one number on the box;
    "unread", nothing that varies reads it; "multiple", its output is a multiple of another's in
    its layer; "straight", it never bends here. value: the constant. other, times: of a multiple,
    the number of the other neuron, and its output is `times` that one's.
    """

    layer: int
    neuron: int
    kind: str
    value: float = 0.0
    other: int = 0
    times: float = 0.0

    @property
    def reason(self) -> str:
        """Why it does nothing, as the end of a sentence."""
        match self.kind:
            case "constant":
                return f"is constant, {self.value:.4g}" if self.value else "is off everywhere"
            case "unread":
                return "is not read: what it adds has weight zero"
            case "multiple":
                return f"is {self.times:.4g} times neuron {self.other}"
        return "never bends: it adds a straight line"


class Survey:
    """What is known of each hidden neuron, layer by layer as its cells become known."""

    def __init__(self, network: Network, box: Sequence[tuple[float, float]]) -> None:
        self.network = network
        self.alike = _look_alike(network, box)
        self.found: list[dict[int, Idle]] = []

    def add(self, cells: Sequence[Cell]) -> None:
        """Add the next layer's cells."""
        layer = len(self.found)
        if layer == self.network.hidden_layers:
            return
        rows = [cell.rows.tolist() for cell in cells]
        found: dict[int, Idle] = {}
        for j in range(self.network.layers[layer].neurons):
            if not any(any(row[j][:-1]) for row in rows):
                value = float(Fraction(int(rows[0][j][-1]), int(cells[0].scale)))
                found[j] = Idle(layer + 1, j + 1, CONSTANT, value)
        for i, j in self.alike[layer]:
            if i in found or j in found:
                continue
            times = _times(i, j, rows)
            if times is not None:
                found[j] = Idle(layer + 1, j + 1, MULTIPLE, other=i + 1, times=times)
        bends = bends_of(self.network.layers[layer].activation)
        for j in _unbent(cells) if bends is not None and bends.kinks else ():
            found.setdefault(j, Idle(layer + 1, j + 1, STRAIGHT))
        self.found.append(found)

    def idle(self) -> tuple[Idle, ...]:
        """Return the neurons that do nothing, in order; after the cells of all layers."""
        result: list[dict[int, Idle]] = []
        read = set(range(self.network.widths[-1]))
        for layer in reversed(range(self.network.hidden_layers)):
            found = dict(self.found[layer])
            weights = dense(self.network.layers[layer + 1].weights)[sorted(read)]
            for j in np.flatnonzero(~weights.any(axis=0)).tolist():
                if j not in found or found[j].kind != CONSTANT:
                    found[j] = Idle(layer + 1, j + 1, UNREAD)
            for each in [each for each in found.values() if each.kind == MULTIPLE]:
                if each.other - 1 in found and found[each.other - 1].kind == UNREAD:
                    del found[each.neuron - 1]  # of the two it is the one that is read
            result.append(found)
            still = (CONSTANT, UNREAD)
            width = self.network.widths[layer + 1]
            read = {j for j in range(width) if j not in found or found[j].kind not in still}
        return tuple(found[j] for found in reversed(result) for j in sorted(found))


def _unbent(cells: Sequence[Cell]) -> list[int]:
    """Return the neurons that are on one and the same piece in all cells."""
    pieces = np.frombuffer(b"".join(cell.pieces for cell in cells), dtype=np.uint8)
    table = pieces.reshape(len(cells), -1)
    return [int(j) for j in np.flatnonzero((table == table[0]).all(axis=0))]


def _look_alike(
    network: Network, box: Sequence[tuple[float, float]]
) -> list[list[tuple[int, int]]]:
    """Return for each layer pairs of neurons that may be multiples, the earlier one first."""
    low, high = (np.array(side, dtype=float) for side in zip(*box, strict=True))
    points = np.random.default_rng(0).uniform(low, high, (GLANCES, len(box)))
    pairs = []
    with np.errstate(all="ignore"):
        for values in list(network.activations(points))[:-1]:
            pairs.append(_similar(values))
    return pairs


def _similar(values: Array) -> list[tuple[int, int]]:
    """Pair each column with the first one that it seems to be a multiple of."""
    tops = values[np.abs(values).argmax(axis=0), np.arange(values.shape[1])]
    unit = np.where(tops != 0, values / np.where(tops != 0, tops, 1.0), 0.0)
    pairs = []
    for j in range(1, unit.shape[1]):
        same = np.abs(unit[:, :j] - unit[:, j : j + 1]).max(axis=0) <= ALIKE
        same &= tops[:j] != 0
        if tops[j] != 0 and same.any():
            pairs.append((int(same.argmax()), j))
    return pairs


def _times(i: int, j: int, rows: Sequence[Any]) -> float | None:
    """Return the factor by which neuron j is neuron i in every cell; None if it is not."""
    p = q = None
    for row in rows:
        for a, b in zip(row[i], row[j], strict=True):
            if p is None and (a or b):
                p, q = b, a
            if p is not None and a * p != b * q:
                return None
    return None if not p or not q else float(Fraction(int(p), int(q)))
