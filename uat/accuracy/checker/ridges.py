"""Check one hidden layer of ramps of several inputs: f less the network on boxes, in balls.

A ramp that is on or off on a box is a plane there; one with its kink inside lies between two
parallel planes (docs/proof-format.md, step 5). So f - N is f less a plane, and a number from an
interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.checker.excuses import Excuses
from uat.accuracy.checker.floats import lost_in
from uat.accuracy.checker.formula import Formula
from uat.accuracy.checker.halving import Box, Refused, balls
from uat.accuracy.checker.jets import arithmetic
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.values import reached_by
from uat.networks.matrices import dense
from uat.networks.network import Network

U = 2.0**-53
TINY = 1e-290
BITS = 96


def verify(claim: Claim, excuses: Excuses) -> None:
    """Require that every row has its bound in every output, and that the error is reached."""
    kinds = [layer.activation.name for layer in claim.network.layers]
    if kinds != ["relu", "linear"]:
        raise Refused("a proof over ridges is about one hidden layer of relu, and linear outputs")
    outputs = [Ramps(claim.network, k, claim.box) for k in range(claim.outputs)]
    require_rows(claim, excuses, outputs)


def require_rows(claim: Claim, excuses: Excuses, outputs: Sequence[Ramps]) -> None:
    """Require the bound of every row in every output, and that the error is reached."""
    with arithmetic(2, BITS):
        reached_by(claim, max(ramps.rounding for ramps in outputs))
        for row in claim.rows:
            lost = lost_in(claim.network, row.box, claim.floats)
            for k, (f, ramps) in enumerate(zip(claim.parts, outputs, strict=True)):
                if not row.bound >= lost[k]:
                    raise Refused(f"{claim.floats.name} may change more than {row.bound:.6g}")
                excuses.require(row.box, row.bound - float(lost[k]), k, partial(ramps.far, f))


@dataclass(frozen=True)
class Planes:
    """What the network is on a box: slopes @ x + offset + h for some h from low to high."""

    slopes: list[Any]
    offset: Any
    low: Any
    high: Any

    def at(self, inputs: list[Any]) -> Any:
        """Return the lower plane."""
        return sum((s * x for s, x in zip(self.slopes, inputs, strict=True)), self.offset)


class Ramps:
    """One output of a network of ramps, on boxes."""

    def __init__(self, network: Network, output: int, box: Box) -> None:
        hidden, last = network.layers
        self.w, self.b = dense(hidden.weights), hidden.biases
        self.a, self.base = dense(last.weights)[output], float(last.biases[output])
        far = np.array([max(abs(low), abs(high)) for low, high in box])
        inputs, count = len(box), self.a.size
        self.size = np.abs(self.w) @ far + np.abs(self.b)
        weighted = float(np.abs(self.a) @ self.size) + abs(self.base)
        # Of the forward pass; the sums of this file, in any order, are off by no more than that.
        self.rounding = 2 * (count + inputs + 8) * U * weighted + TINY
        self.doubt = 2 * (inputs + 4) * U * self.size + TINY
        self.blur = 2 * (count + 8) * U * (np.abs(self.a) @ np.abs(self.w)) + TINY

    def on(self, box: Box) -> Planes:
        """Find between which parallel planes the network is, rounding included."""
        low, high = (np.array(ends) for ends in zip(*box, strict=True))
        ends = np.stack([self.w * low, self.w * high])
        least = ends.min(axis=0).sum(axis=1) + self.b - self.doubt
        greatest = ends.max(axis=0).sum(axis=1) + self.b + self.doubt
        kink = (least < 0) & (greatest > 0)
        share = np.where(least >= 0, 1.0, 0.0)
        share[kink] = greatest[kink] / (greatest[kink] - least[kink])
        # relu(z) - share*z is 0 at 0, and convex: largest at an end.
        height = np.maximum(-share * least, (1 - share) * greatest) * kink * (1 + 8 * U)
        gains = self.a * share
        slopes, offset = gains @ self.w, float(gains @ self.b) + self.base
        rise = self.a * height
        error = 2 * self.rounding
        return Planes(
            [arb(s, e) for s, e in zip(slopes.tolist(), self.blur.tolist(), strict=True)],
            arb(offset, error),
            arb(float(np.minimum(rise, 0.0).sum()) * (1 + 1e-9)),
            arb(float(np.maximum(rise, 0.0).sum()) * (1 + 1e-9)),
        )

    def far(self, f: Formula, box: Box, bound: float) -> list[float] | None:
        """Return None if |f - N| <= bound on the box; else the change of f - N along each input."""
        planes, inputs = self.on(box), balls(box)
        value = f.at(inputs) - planes.at(inputs)
        if _between(value, planes, bound):
            return None
        slopes = [a - b for a, b in zip(f.slopes(inputs), planes.slopes, strict=True)]
        upper, lower = (self._end(f, planes, box, slopes, sign) for sign in (1, -1))
        if upper - planes.low <= bound and lower + planes.high <= bound:
            return None
        return [
            float((abs(slope) * (arb(high) - arb(low))).upper())
            for slope, (low, high) in zip(slopes, box, strict=True)
        ]

    def _end(self, f: Formula, planes: Planes, box: Box, slopes: list[Any], sign: int) -> Any:
        """Bound f - plane (sign 1) or plane - f (-1) from above: on a face, by mean values."""
        face = [
            (high, high) if sign * s >= 0 else (low, low) if sign * s <= 0 else (low, high)
            for (low, high), s in zip(box, slopes, strict=True)
        ]
        middle = [(arb(low) + arb(high)) / 2 for low, high in face]
        bound = sign * (f.at(middle) - planes.at(middle))
        for (low, high), slope in zip(face, slopes, strict=True):
            if low < high:
                bound += abs(slope) * (arb(high) - arb(low)) / 2
        return bound


def _between(value: Any, planes: Planes, bound: float) -> bool:
    """Tell whether f - plane - h is within the bound for all h."""
    return bool(value - planes.low <= bound and planes.high - value <= bound)
