"""Enclose a relu network of two hidden layers on boxes, where kinks of several neurons cancel.

Neurons that are on or off all over a box make planes. What a neuron of layer 1 with its kink in the
box adds to the output is summed over all neurons of layer 2 that are on: where kinks cancel, they
cancel here too. A neuron of layer 2 that may be on or off has a value and a slope in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.proof.formulas import Point
from uat.accuracy.proof.patches import EPS, TINY, Interval
from uat.base.arrays import Array
from uat.networks.matrices import dense
from uat.networks.network import Network


@dataclass(frozen=True, eq=False)
class Bounds:
    """What a network is on a box: its least and greatest value, and slope, rounding included."""

    least: float
    greatest: float
    lowest: Array
    highest: Array


class TwoLayers:
    """One output of a network of two layers of relu, on boxes.

    error: how far float64 may be from it, in a forward pass over `box`.
    """

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
        self.last: tuple[Point, Point, Bounds] | None = None

    def at(self, point: Point) -> float:
        ramps = np.maximum(self.w @ np.array(point) + self.b, 0.0)
        return float(self.a @ np.maximum(self.v @ ramps + self.c, 0.0)) + self.base

    def on(self, low: Point, high: Point) -> Bounds:
        """Bound values and slopes on a box; the last box is remembered."""
        if self.last is None or self.last[:2] != (low, high):
            self.last = (low, high, self._on(np.array(low), np.array(high)))
        return self.last[2]

    def _on(self, low: Array, high: Array) -> Bounds:
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
