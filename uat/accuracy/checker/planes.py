"""Check layers of ramps of several inputs: f less the network on boxes, in balls.

A ramp that is on or off on a box is a plane there; one with its kink inside lies between two
parallel planes (docs/proof-format.md, step 5). So f - N is f less a plane, and a number from an
interval. From layer to layer the numbers by which ramps are above their planes are carried along,
each with the sum of its gains: what adds up to nothing is nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.checker.cover import Excuses
from uat.accuracy.checker.floats import lost_in
from uat.accuracy.checker.formula import Formula, LessPlane
from uat.accuracy.checker.halving import Box, Refused
from uat.accuracy.checker.jets import arithmetic
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.values import reached_by
from uat.base.arrays import Array
from uat.networks.matrices import dense
from uat.networks.network import Network

U = 2.0**-53
TINY = 1e-290
BITS = 96
LAYERS = {
    "ridges": (["relu", "linear"], "one hidden layer"),
    "facets": (["relu", "relu", "linear"], "two hidden layers"),
}


def verify(claim: Claim, excuses: Excuses) -> None:
    """Require the bound of every row in every output, and that the error is reached."""
    kinds, words = LAYERS[claim.kind]
    if [layer.activation.name for layer in claim.network.layers] != kinds:
        raise Refused(f"a proof over {claim.kind} is about {words} of relu, and linear outputs")
    outputs = [Ramps(claim.network, k, claim.box) for k in range(claim.outputs)]
    with arithmetic(2, BITS):
        reached_by(claim, max(ramps.rounding for ramps in outputs))
        for row in claim.rows:
            lost = lost_in(claim.network, row.box, claim.floats)
            for k, (f, ramps) in enumerate(zip(claim.parts, outputs, strict=True)):
                if not row.bound >= lost[k]:
                    raise Refused(f"{claim.floats.name} may change more than {row.bound:.6g}")
                excuses.require(row.box, row.bound - float(lost[k]), k, partial(ramps.far, f))


class Ramps:
    """One output of a network of ramps, on boxes."""

    def __init__(self, network: Network, output: int, box: Box) -> None:
        *hidden, last = network.layers
        self.layers = [(dense(layer.weights), layer.biases) for layer in hidden]
        self.a, self.base = dense(last.weights)[output], float(last.biases[output])
        self.depth = len(hidden)
        # Each sum is off by its terms and a few, relative to the sizes of what it adds up: in the
        # forward pass, and in this file, whose sums have the same terms in any order.
        unit = 2 * self.depth * (sum(network.widths) + 16 * self.depth - 8) * U
        size, blur = np.array([max(abs(low), abs(high)) for low, high in box]), np.eye(len(box))
        self.doubts = []  # of the weighted inputs of each layer
        for weights, biases in self.layers:
            size, blur = np.abs(weights) @ size + np.abs(biases), np.abs(weights) @ blur
            own = unit if self.depth > 1 else 2 * (len(box) + 4) * U
            self.doubts.append(own * size + TINY)
        self.rounding = unit * (float(np.abs(self.a) @ size) + abs(self.base)) + TINY
        self.blur = unit * (np.abs(self.a) @ blur) + TINY

    def on(self, box: Box) -> tuple[list[Any], Any, Any, Any]:
        """Find between which parallel planes the network is, rounding included.

        Returns slopes, offset, and ends: it is slopes @ x + offset + h for some h between them.
        """
        low, high = (np.array(ends) for ends in zip(*box, strict=True))
        slopes, offsets = np.eye(low.size), np.zeros(low.size)
        gains, heights = np.zeros((low.size, 0)), np.zeros(0)  # of ramps above their planes
        for (weights, biases), doubt in zip(self.layers, self.doubts, strict=True):
            slopes, offsets, gains = weights @ slopes, weights @ offsets + biases, weights @ gains
            ends = np.stack([slopes * low, slopes * high])
            least = ends.min(axis=0).sum(axis=1) + offsets + np.minimum(gains, 0.0) @ heights
            greatest = ends.max(axis=0).sum(axis=1) + offsets + np.maximum(gains, 0.0) @ heights
            share, height = _chords(least - doubt, greatest + doubt)
            slopes, offsets = share[:, None] * slopes, share * offsets
            gains = np.hstack([share[:, None] * gains, np.eye(share.size)])
            heights = np.append(heights, height)
        rise, error = (self.a @ gains) * heights, 2 * self.depth * self.rounding
        summed = (self.depth - 1) * error  # of one layer the gains are no sums
        return (
            [
                arb(s, e)
                for s, e in zip((self.a @ slopes).tolist(), self.blur.tolist(), strict=True)
            ],
            arb(float(self.a @ offsets) + self.base, error),
            arb(float(np.minimum(rise, 0.0).sum()) * (1 + 1e-9), summed),
            arb(float(np.maximum(rise, 0.0).sum()) * (1 + 1e-9), summed),
        )

    def far(self, f: Formula, box: Box, bound: float) -> list[float] | None:
        """Return None if |f - N| <= bound on the box; else the change of f - N along each input."""
        slopes, offset, low, high = self.on(box)
        return LessPlane(f, slopes, offset).outside(box, high - bound, low + bound)


def _chords(least: Array, greatest: Array) -> tuple[Array, Array]:
    """Return slopes and heights: relu(z) is between slope·z and slope·z + height on [least, …]."""
    share = np.where(least >= 0, 1.0, 0.0)
    kink = (least < 0) & (greatest > 0)
    share[kink] = greatest[kink] / (greatest[kink] - least[kink])
    # relu(z) - share·z is 0 at 0, and convex: largest at an end.
    height = np.maximum(-share * least, (1 - share) * greatest) * kink * (1 + 8 * U)
    return share, height
