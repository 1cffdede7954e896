"""Check a surface of two hidden layers of relu: f less the network on boxes, in balls.

As for one layer (`ridges`), a neuron with its kink in the box lies between two parallel planes. In
layer 2 the numbers by which those of layer 1 are above their planes are carried along, each with
the sum of its gains: what adds up to nothing is nothing.
"""

from __future__ import annotations

import numpy as np
from flint import arb

from uat.accuracy.checker.excuses import Excuses
from uat.accuracy.checker.halving import Box, Refused
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.ridges import TINY, Planes, Ramps, U, require_rows
from uat.base.arrays import Array
from uat.networks.matrices import dense
from uat.networks.network import Network


def verify(claim: Claim, excuses: Excuses) -> None:
    """Require that every row has its bound in every output, and that the error is reached."""
    kinds = [layer.activation.name for layer in claim.network.layers]
    if kinds != ["relu", "relu", "linear"]:
        raise Refused("a proof over facets is about two hidden layers of relu, and linear outputs")
    require_rows(claim, excuses, [Tips(claim.network, k, claim.box) for k in range(claim.outputs)])


class Tips(Ramps):
    """One output of a network of two layers of relu, on boxes."""

    def __init__(self, network: Network, output: int, box: Box) -> None:
        first, second, last = network.layers
        self.w, self.b = dense(first.weights), first.biases
        self.v, self.c = dense(second.weights), second.biases
        self.a, self.base = dense(last.weights)[output], float(last.biases[output])
        far = np.array([max(abs(low), abs(high)) for low, high in box])
        size = np.abs(self.w) @ far + np.abs(self.b)
        deep = np.abs(self.v) @ size + np.abs(self.c)
        weighted = float(np.abs(self.a) @ deep) + abs(self.base)
        # Each of the three sums is off by its terms and a few, relative to the sizes; the sums of
        # this file have the same terms.
        unit = 4 * (sum(network.widths) + 24) * U
        self.rounding = unit * weighted + TINY
        self.doubt, self.deep_doubt = unit * size + TINY, unit * deep + TINY
        self.blur = unit * (np.abs(self.a) @ np.abs(self.v) @ np.abs(self.w)) + TINY

    def on(self, box: Box) -> Planes:
        """Find between which parallel planes the network is, rounding included."""
        low, high = (np.array(ends) for ends in zip(*box, strict=True))
        least, greatest = _ends(self.w, self.b, low, high)
        share, height = _chords(least - self.doubt, greatest + self.doubt)
        # Layer 2: planes, and what is above those of layer 1.
        slopes = (self.v * share) @ self.w
        offsets = (self.v * share) @ self.b + self.c
        down, up = np.minimum(self.v, 0.0) @ height, np.maximum(self.v, 0.0) @ height
        least, greatest = _ends(slopes, offsets, low, high)
        least, greatest = least + down - self.deep_doubt, greatest + up + self.deep_doubt
        tilt, rise = _chords(least, greatest)
        gains = self.a * tilt
        above = (gains @ self.v) * height
        tops = self.a * rise
        error = 4 * self.rounding
        return Planes(
            [arb(s, e) for s, e in zip((gains @ slopes).tolist(), self.blur.tolist(), strict=True)],
            arb(float(gains @ offsets) + self.base, error),
            arb(float(np.minimum(above, 0.0).sum() + np.minimum(tops, 0.0).sum()), error),
            arb(float(np.maximum(above, 0.0).sum() + np.maximum(tops, 0.0).sum()), error),
        )


def _ends(slopes: Array, offsets: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Return the least and greatest values of planes on a box, but for rounding."""
    ends = np.stack([slopes * low, slopes * high])
    least: Array = ends.min(axis=0).sum(axis=1) + offsets
    greatest: Array = ends.max(axis=0).sum(axis=1) + offsets
    return least, greatest


def _chords(least: Array, greatest: Array) -> tuple[Array, Array]:
    """Return slopes and heights: relu(z) is between slope·z and slope·z + height on [least, …]."""
    share = np.where(least >= 0, 1.0, 0.0)
    kink = (least < 0) & (greatest > 0)
    share[kink] = greatest[kink] / (greatest[kink] - least[kink])
    # relu(z) - share·z is 0 at 0, and convex: largest at an end.
    height = np.maximum(-share * least, (1 - share) * greatest) * kink * (1 + 8 * U)
    return share, height
