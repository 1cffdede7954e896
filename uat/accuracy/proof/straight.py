"""Enclose relu networks of one and of two hidden layers on boxes: values, and slopes.

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
from uat.networks.matrices import dense
from uat.networks.network import Network


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
