"""A deep network is drawn wire by wire: a wire is an affine combination of the newest neurons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.networks.network import Layer, Network


@dataclass(frozen=True, eq=False)
class Wire:
    """weights · (outputs of the newest layer) + bias, a number known to be in [low, high].

    weights: (width of the newest layer,).
    """

    weights: Array
    bias: float
    low: float
    high: float

    def within(self, low: float, high: float) -> Wire:
        """Return the same wire, of which more is known."""
        return Wire(self.weights, self.bias, low, high)

    def __add__(self, other: Wire | float) -> Wire:
        if not isinstance(other, Wire):
            return Wire(self.weights, self.bias + other, self.low + other, self.high + other)
        low, high = self.low + other.low, self.high + other.high
        return Wire(self.weights + other.weights, self.bias + other.bias, low, high)

    def __mul__(self, factor: float) -> Wire:
        low, high = sorted((factor * self.low, factor * self.high))
        return Wire(factor * self.weights, factor * self.bias, low, high)

    def __sub__(self, other: Wire | float) -> Wire:
        return self + (other * -1.0 if isinstance(other, Wire) else -other)


class Wiring:
    """Layers so far. Each call of `layer` adds one layer of relu neurons and returns its wires."""

    def __init__(self, ranges: Sequence[tuple[float, float]]) -> None:
        self.layers: list[Layer] = []
        unit = np.eye(len(ranges))
        self.inputs = [
            Wire(row, 0.0, low, high) for row, (low, high) in zip(unit, ranges, strict=True)
        ]

    def layer(self, wires: Sequence[Wire]) -> list[Wire]:
        """Add a layer of one neuron relu(wire) for each wire, and return what they make."""
        weights = np.array([wire.weights for wire in wires])
        self.layers.append(Layer(weights, [wire.bias for wire in wires], "relu"))
        ranges = [(max(wire.low, 0.0), max(wire.high, 0.0)) for wire in wires]
        return [Wire(row, 0.0, *ends) for row, ends in zip(np.eye(len(wires)), ranges, strict=True)]

    def network(self, outputs: Sequence[Wire]) -> Network:
        """Close the wiring: return the layers, and one linear output for each wire."""
        last = Layer(np.array([w.weights for w in outputs]), [w.bias for w in outputs], "linear")
        return Network((*self.layers, last))


def lifted(wire: Wire) -> Wire:
    """Move the wire up so that relu lets it pass; `lowered` moves it back."""
    return wire - wire.low if wire.low < 0 else wire


def lowered(passed: Wire, before: Wire) -> Wire:
    """Move what came through relu back to where it was before `lifted`."""
    back = passed + before.low if before.low < 0 else passed
    return back.within(before.low, before.high)


def total(wires: Sequence[Wire]) -> Wire:
    """Add up wires, at least one."""
    result = wires[0]
    for wire in wires[1:]:
        result = result + wire
    return result


def fewest_folds(reduction: float, terms: int, kept: int, based: bool) -> tuple[int, ...]:
    """Choose how many pieces each layer of a square has, for the fewest neurons.

    reduction: the product of all of them has to reach its square root. A layer of p pieces costs
    terms*p neurons, one for the sum (but in the first layer if there is no `based`), and `kept`.
    """
    wanted = max(math.sqrt(reduction), 1.0)
    best: tuple[int, tuple[int, ...]] | None = None
    for depth in range(1, 60):
        base = max(2, math.floor(wanted ** (1 / depth) + 1e-12))
        pieces = [base] * depth
        for index in range(depth):
            if math.prod(pieces) >= wanted:
                break
            pieces[index] += 1
        if math.prod(pieces) < wanted:
            continue
        cost = terms * sum(pieces) + depth * (1 + kept) - (not based)
        if best is None or cost < best[0]:
            best = cost, tuple(pieces)
        if base == 2 and 2**depth >= wanted:
            break
    assert best is not None
    return best[1]
