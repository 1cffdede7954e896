"""Enclose a network of several layers with kinks on a box: its values, and its slopes.

A neuron that is on one piece all over a box has one slope there; one with a kink inside has a slope
between those of its pieces. Slopes are multiplied layer by layer, as intervals; values are known
from intervals, and from the middle of the box and the slopes, whichever is sharper. Every sum is
given room for its rounding: k terms are within (k + 1) EPS of their sizes in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.proof.formulas import Point
from uat.accuracy.proof.patches import EPS, TINY, Interval
from uat.accuracy.proof.straight import Bounds
from uat.base.arrays import Array
from uat.functions.expression import compile_expression
from uat.functions.expression.tree import Apply, walk
from uat.networks.activations import Activation
from uat.networks.activations.bends import bends_of
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

# What chooses among multiples of z and constants: float64 gives it to a few EPS of itself.
CHOOSING = {"max", "min", "abs", "clip", "relu", "negate", "multiply"}


def is_bent(network: Network) -> bool:
    """Tell whether it has several hidden layers with kinks, such as relu, that never settle."""
    kinds = [layer.activation for layer in network.layers]
    return len(kinds) > 2 and all(not s.is_step_like and _is_sure(s) for s in kinds)


def _is_sure(s: Activation) -> bool:
    """Tell whether s has straight pieces, and a formula without sums, which might cancel."""
    if bends_of(s) is None:
        return False
    applied = [n.function for n in walk(compile_expression(s.formula).tree) if isinstance(n, Apply)]
    return set(applied) <= CHOOSING and applied.count("multiply") <= 2


@dataclass(frozen=True)
class OnBox:
    """Values and slopes of all neurons of a layer on a box.

    low, high: (neurons,). least, most: (neurons, inputs), slopes along the network's inputs.
    """

    low: Array
    high: Array
    least: Array
    most: Array


class Layers:
    """One output of several layers that are straight between kinks; see `Piecewise`."""

    def __init__(self, network: Network, output: int, box: Sequence[Interval]) -> None:
        self.network, self.output = network, output
        self.parts = [_Part(layer) for layer in network.layers]
        self.error = self._rounding(np.abs(np.array(box)).max(axis=1))

    def at(self, point: Point) -> float:
        return float(self.network.forward([list(point)])[0, self.output])

    def on(self, low: Array, high: Array) -> Bounds:
        unit = np.eye(low.size)
        now, middle = OnBox(low, high, unit, unit), 0.5 * low + 0.5 * high
        radius = np.maximum(high - middle, middle - low) * (1 + 4 * EPS)
        values, doubt = middle, np.zeros(low.size)
        for part in self.parts:
            values, doubt = part.exactly(values, doubt)
            now = part.through(now)
            reach = np.maximum(np.abs(now.least), np.abs(now.most)) @ radius
            away = reach * (1 + 4 * EPS * (radius.size + 2)) + doubt + 2 * EPS * np.abs(values)
            now = OnBox(
                np.maximum(now.low, values - away),
                np.minimum(now.high, values + away),
                now.least,
                now.most,
            )
        k = self.output
        return Bounds(float(now.low[k]), float(now.high[k]), now.least[k], now.most[k])

    def _rounding(self, size: Array) -> float:
        """Bound what float64 may change in a forward pass. size: of inputs, at most."""
        doubt = np.zeros(size.size)
        for part in self.parts:
            size, doubt = part.worst(size, doubt)
        return float(doubt[self.output])


class _Part:
    """A layer, and the pieces of its activation, each with room for rounding."""

    def __init__(self, layer: Layer) -> None:
        self.s: Activation = layer.activation
        bends = bends_of(layer.activation)
        assert bends is not None
        self.weights, self.biases = dense(layer.weights), layer.biases
        self.above, self.below = np.maximum(self.weights, 0.0), np.minimum(self.weights, 0.0)
        self.size = np.abs(self.weights)
        self.lost = 2 * EPS * (layer.inputs + 4)
        self.kinks = [float(kink) for kink in bends.kinks]
        self.slopes = [float(slope) for slope, _ in bends.lines]
        self.steepest = max(map(abs, self.slopes)) * (1 + 2 * EPS)

    def exactly(self, values: Array, doubt: Array) -> tuple[Array, Array]:
        """Return values at one point, and how far they may be from exact ones."""
        z = self.weights @ values + self.biases
        after = self.s(z)
        return after, self._doubt(np.abs(values), doubt, np.abs(after))

    def worst(self, size: Array, doubt: Array) -> tuple[Array, Array]:
        """Return how large outputs can be, and how far off, where inputs are up to a size."""
        z = (self.size @ size + np.abs(self.biases)) * (1 + self.lost)
        ends = [np.abs(self.s(np.full(z.size, kink))) for kink in (0.0, *self.kinks)]
        largest = (np.max(ends, axis=0) + self.steepest * z) * (1 + self.lost)
        return largest, self._doubt(size, doubt, largest)

    def _doubt(self, size: Array, doubt: Array, after: Array) -> Array:
        sums = self.size @ (doubt + self.lost * (size + doubt)) + self.lost * np.abs(self.biases)
        room: Array = self.steepest * sums * (1 + self.lost) + 8 * EPS * after + TINY
        return room

    def through(self, x: OnBox) -> OnBox:
        """Return the layer's outputs, where its inputs are known."""
        room = self.lost * (self.size @ np.maximum(np.abs(x.low), np.abs(x.high)))
        room += self.lost * np.abs(self.biases) + TINY
        low = self.above @ x.low + self.below @ x.high + self.biases - room
        high = self.above @ x.high + self.below @ x.low + self.biases + room
        lost = self.lost * (self.size @ np.maximum(np.abs(x.least), np.abs(x.most))) + TINY
        least = self.above @ x.least + self.below @ x.most - lost
        most = self.above @ x.most + self.below @ x.least + lost
        return self._activated(low, high, least, most)

    def _activated(self, low: Array, high: Array, least: Array, most: Array) -> OnBox:
        flattest, steepest = np.full(low.size, np.inf), np.full(low.size, -np.inf)
        ends = [self.s(low), self.s(high)]
        for piece, slope in enumerate(self.slopes):
            meets = np.ones(low.size, dtype=bool)
            if piece > 0:
                meets &= high >= np.nextafter(self.kinks[piece - 1], -np.inf)
            if piece < len(self.kinks):
                kink = self.kinks[piece]
                meets &= low <= np.nextafter(kink, np.inf)
                inside = np.clip(kink, low, high)  # its value counts where it lies between
                ends.append(self.s(inside))
            flattest = np.where(meets, np.minimum(flattest, slope), flattest)
            steepest = np.where(meets, np.maximum(steepest, slope), steepest)
        corners = [rate[:, None] * side for rate in (flattest, steepest) for side in (least, most)]
        room = 4 * EPS * np.max(np.abs(corners), axis=0) + TINY
        off = 8 * EPS * np.max(np.abs(ends), axis=0) + TINY
        return OnBox(
            np.min(ends, axis=0) - off,
            np.max(ends, axis=0) + off,
            np.min(corners, axis=0) - room,
            np.max(corners, axis=0) + room,
        )
