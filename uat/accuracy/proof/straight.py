"""Enclose networks that are straight between kinks on boxes: values, and slopes.

Of relu there are one and two hidden layers, and with any kinks several.

Neurons that are on or off all over a box make planes; one with its kink inside has a slope between
off and on. Of two layers, what a neuron of layer 1 with its kink in the box adds to the output is
summed over all neurons of layer 2 that are on: where kinks cancel, they cancel here too. A neuron
of layer 2 that may be on or off has a value and a slope in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from uat.accuracy.proof.formulas import Point
from uat.accuracy.proof.patches import EPS, TINY, Interval
from uat.base.arrays import Array
from uat.functions.expression import compile_expression
from uat.functions.expression.tree import Apply, walk
from uat.networks.activations import Activation
from uat.networks.activations.bends import bends_of
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

# What chooses among multiples of z and constants: float64 gives it to a few EPS of itself.
CHOOSING = {"max", "min", "abs", "clip", "relu", "negate", "multiply"}


@dataclass(frozen=True, eq=False)
class Bounds:
    """What an output is on a box: its least and greatest value, and slope along each input."""

    least: float
    greatest: float
    lowest: Array
    highest: Array


class Piecewise(Protocol):
    """One output of a network that is straight between kinks.

    error: how far a forward pass in float64, or `at`, may be from it anywhere in its box.
    """

    error: float

    def at(self, point: Point) -> float:
        """Return the output at a point, as float64 computes it."""

    def on(self, low: Array, high: Array) -> Bounds:
        """Bound the output on a box, in exact arithmetic, and its slopes."""


class OneLayer:
    """One output of one hidden layer of relu; what rounding does to values stays out of bounds."""

    def __init__(self, network: Network, output: int, box: Sequence[Interval]) -> None:
        hidden, last = network.layers
        self.w, self.b = dense(hidden.weights), hidden.biases
        self.a, self.base = dense(last.weights)[output], float(last.biases[output])
        farthest = np.array([max(abs(low), abs(high)) for low, high in box])
        sizes = np.abs(self.w) @ farthest + np.abs(self.b)
        terms = self.a.size + 8 * len(box) + 16
        self.error = 4 * EPS * terms * (float(np.abs(self.a) @ sizes) + abs(self.base)) + TINY

    def at(self, point: Point) -> float:
        ramps = np.maximum(self.w @ np.array(point) + self.b, 0.0)
        return float(self.a @ ramps) + self.base

    def on(self, low: Array, high: Array) -> Bounds:
        sides = np.stack([self.w * low, self.w * high])
        doubt = 8 * EPS * (np.abs(sides).max(axis=0).sum(axis=1) + np.abs(self.b)) + TINY
        least = sides.min(axis=0).sum(axis=1) + self.b - doubt
        greatest = sides.max(axis=0).sum(axis=1) + self.b + doubt
        ends = self.a * np.maximum(np.stack([least, greatest]), 0.0)
        blur = 4 * EPS * (np.abs(self.a) @ np.abs(self.w)) * (self.a.size + 4) + TINY
        gains = self.a[:, None] * self.w
        on = (least > 0)[:, None] * gains
        kinks = ((least <= 0) & (greatest > 0))[:, None] * gains
        return Bounds(
            least=float(ends.min(axis=0).sum()) + self.base,
            greatest=float(ends.max(axis=0).sum()) + self.base,
            lowest=on.sum(axis=0) + np.minimum(kinks, 0.0).sum(axis=0) - blur,
            highest=on.sum(axis=0) + np.maximum(kinks, 0.0).sum(axis=0) + blur,
        )


class TwoLayers:
    """One output of two hidden layers of relu."""

    def __init__(self, network: Network, output: int, box: Sequence[Interval]) -> None:
        first, second, last = network.layers
        self.w, self.b = dense(first.weights), first.biases
        self.v, self.c = dense(second.weights), second.biases
        self.a, self.base = dense(last.weights)[output], float(last.biases[output])
        far = np.array([max(abs(low), abs(high)) for low, high in box])
        self.size = np.abs(self.w) @ far + np.abs(self.b)
        self.deep = np.abs(self.v) @ self.size + np.abs(self.c)
        whole = float(np.abs(self.a) @ self.deep) + abs(self.base)
        # Of the forward pass, and of the sums of this file, which have no more terms.
        self.share = 8 * EPS * (sum(network.widths) + 8 * len(box) + 32)
        self.error = self.share * whole + TINY
        self.blur = self.share * (np.abs(self.a) @ np.abs(self.v) @ np.abs(self.w)) + TINY

    def at(self, point: Point) -> float:
        ramps = np.maximum(self.w @ np.array(point) + self.b, 0.0)
        return float(self.a @ np.maximum(self.v @ ramps + self.c, 0.0)) + self.base

    def on(self, low: Array, high: Array) -> Bounds:
        middle, half = 0.5 * (low + high), 0.5 * (high - low)
        z = self.w @ middle + self.b
        reach = np.abs(self.w) @ half + self.share * self.size + TINY
        on, bent = z - reach >= 0, np.abs(z) < reach
        most = np.where(bent, z + reach, 0.0)  # of the neurons with their kink inside
        plane = (self.v * on) @ self.w
        level = (self.v * on) @ z + self.c
        gains = self.v * bent
        wide = np.abs(plane) @ half + self.share * self.deep + TINY
        least = level - wide + np.minimum(gains, 0.0) @ most
        greatest = level + wide + np.maximum(gains, 0.0) @ most
        above, between = self.a * (least >= 0), (least < 0) & (greatest > 0)
        # Neurons of layer 2 that are on make planes, and folds of which the gains are summed.
        slope, folds = above @ plane, above @ gains
        value = float(above @ level) + self.base
        tips = self.a[between] * greatest[between]
        around = float(np.abs(slope) @ half) + self.error
        bottom = value - around + np.minimum(folds, 0.0) @ most + np.minimum(tips, 0.0).sum()
        top = value + around + np.maximum(folds, 0.0) @ most + np.maximum(tips, 0.0).sum()
        turned = folds[:, None] * self.w
        lowest = slope + np.minimum(turned, 0.0).sum(axis=0) - self.blur
        highest = slope + np.maximum(turned, 0.0).sum(axis=0) + self.blur
        for k in np.flatnonzero(between).tolist():
            each = gains[k][:, None] * self.w
            ends = (
                self.a[k] * (plane[k] + np.minimum(each, 0.0).sum(axis=0)),
                self.a[k] * (plane[k] + np.maximum(each, 0.0).sum(axis=0)),
            )
            lowest += np.minimum(np.minimum(*ends), 0.0)
            highest += np.maximum(np.maximum(*ends), 0.0)
        return Bounds(float(bottom), float(top), lowest, highest)


# Enclose a network of several layers with kinks on a box: its values, and its slopes.
#
# A neuron that is on one piece all over a box has one slope there; one with a kink inside has a
# slope between those of its pieces. Slopes are multiplied layer by layer, as intervals; values are
# known from intervals, and from the middle of the box and the slopes, whichever is sharper. Every
# sum is given room for its rounding: k terms are within (k + 1) EPS of their sizes in any order.


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
