"""Check towers and quadrants: bounds on the network in every cell of the proof's boxes.

Hidden layer 1 makes steps of one input each, hidden layer 2 gates; docs/proof-format.md, step 6.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.accuracy.checker.cover import Excuses, Grid
from uat.accuracy.checker.formula import Formula
from uat.accuracy.checker.gates import Bools, Fewer, patterns
from uat.accuracy.checker.halving import Box, Refused, within
from uat.accuracy.checker.jets import arithmetic
from uat.accuracy.checker.reading import Claim, Row
from uat.accuracy.checker.values import reached_by
from uat.networks.matrices import dense

Array = NDArray[np.float64]

U = 2.0**-53
GRAIN = 2.0**-24  # of coefficients, for exact sums
MOST_GRAINS = 2.0**51  # that float64 adds up exactly, with room for what is added here
MOST_LINES = 200_000  # of cells
SETTLED = 0.01  # a step that is nearer to a limit counts as settled, and its distance as noise
SMALL = 1e-10  # how far steps are from their limits where the checker ends windows itself
SHARE = 2.0**-14  # of the bound: what gates may be from their limits, if rows leave that much
MOST_MOVING = 6  # steps that move in one cell
BITS = 96


@dataclass(frozen=True)
class Riser:
    """An activation that rises from `low` by `height`, symmetrically about 0.

    tail: how far it is from its limit at z > 0, on a scale where it rises by 1; inverse: from
    which z on that is at most so much. steepest: on that scale, infinite for a jump.
    """

    low: float
    height: float
    tail: Callable[[Array], Array]
    inverse: Callable[[float], float]
    steepest: float


# Stated a second time on purpose, as in `uat.accuracy.checker.activations`.
RISERS = {
    "sigmoid": Riser(0.0, 1.0, lambda z: np.exp(-z), lambda e: -math.log(e), 0.25),
    "tanh": Riser(-1.0, 2.0, lambda z: np.exp(-2 * z), lambda e: -0.5 * math.log(e), 0.5),
    "erf": Riser(
        -1.0, 2.0, lambda z: 0.5 * np.exp(-z * z), lambda e: math.sqrt(-math.log(e)), 0.57
    ),
    "hard_sigmoid": Riser(
        0.0, 1.0, lambda z: np.clip(0.5 - z / 6, 0.0, 0.5), lambda e: 3.0 + 1e-9, 1 / 6
    ),
    "step": Riser(0.0, 1.0, lambda z: np.where(z > 0, 0.0, 0.5), lambda e: GRAIN / 2, math.inf),
}


def verify(claim: Claim, excuses: Excuses) -> None:
    """Require that the network lies between the rows' values, and that f is near them."""
    tiled = Tiled(claim)
    noise = tiled.noise()
    worst = max(row.bound for row in claim.rows)
    if not (worst + noise) * (1 + 1e-12) <= claim.bound:
        raise Refused(
            f"the boxes and the rounding and settling of the network make {worst + noise!r}, more "
            f"than the bound {claim.bound!r}"
        )
    with arithmetic(2, BITS):
        reached_by(claim, tiled.rounding)
        for row in claim.rows:
            for k, f in enumerate(claim.parts):
                far = partial(_far, f, row.least[k], row.greatest[k])
                inside = any(within(row.box, window.box) for window in excuses.windows)
                swing = tiled.swing(row, k) if inside else 0.0
                excuses.require(row.box, row.bound, k, far, swing)


def _far(f: Formula, least: float, greatest: float, box: Box, most: float) -> list[float] | None:
    """Return None if |f - v| <= most on the box for v from least to greatest."""
    return f.outside(box, arb(greatest) - arb(most), arb(least) + arb(most))


class Tiled:
    """A network of towers or quadrants on the grid of all ends of rows."""

    def __init__(self, claim: Claim) -> None:
        if len(claim.network.layers) != 3:
            raise Refused("a proof over boxes is about a network of two hidden layers")
        first, second, last = claim.network.layers
        for layer in (first, second):
            if layer.activation.name not in RISERS:
                raise Refused(f"nothing is known here of boxes of {layer.activation.name} neurons")
        if last.activation.name not in ("linear", "sigmoid"):
            raise Refused(f"nothing is known here of a {last.activation.name} output")
        self.claim, self.grid, self.last = claim, Grid(claim), last
        self.one, self.two = (RISERS[layer.activation.name] for layer in (first, second))
        rounds = claim.floats.name != "float64"
        self.fewer = Fewer(claim.network, claim.floats, self.two.height) if rounds else None
        self._read_steps(first.weights, first.biases)
        self.grid = Grid(claim, [self._windows(k) for k in range(len(claim.box))])
        gates = dense(second.weights)
        self.gains = gates * self.one.height  # (gates, steps)
        self.offsets = second.biases + self.one.low * gates.sum(axis=1)
        readouts = dense(last.weights)
        self.weights = readouts * self.two.height  # (outputs, gates)
        self.base = last.biases + self.two.low * readouts.sum(axis=1)
        self._read: Bools = np.any(readouts != 0, axis=0)
        self._require_exact(gates, second.biases)
        self.total = np.abs(readouts).sum(axis=1) * max(1.0, self.two.height)
        self.gate = float(np.abs(gates).sum(axis=1).max(initial=0.0)) * self.one.height
        self.far = self.gate + float(np.abs(second.biases).max(initial=0.0))
        gap = claim.bound - max(row.bound for row in claim.rows)
        rest = min(SHARE * claim.bound, gap / 12) / (float(self.total.max(initial=0.0)) + 1e-300)
        rest /= 64 if rounds else 1
        self.rest = min(max(rest, 1e-30), 1e-3)
        self.reach = self.two.inverse(self.rest)
        self.unsettled = 0.0  # the largest distance of a settled step from its limit
        self._set_rounding(gates, readouts)

    def _read_steps(self, weights: Any, biases: Array) -> None:
        """Read the steps: each neuron of hidden layer 1 has one input, with a positive weight."""
        matrix = dense(weights)
        if ((matrix != 0).sum(axis=1) != 1).any() or (matrix < 0).any():
            raise Refused("hidden layer 1 must be steps that rise along one input each")
        self.axis = np.argmax(matrix != 0, axis=1)
        self.w, self.b = matrix.max(axis=1, initial=0.0), biases
        far = np.array([max(abs(low), abs(high)) for low, high in self.claim.box])
        self.doubt = 4 * U * (self.w * far[self.axis] + np.abs(self.b)) + 1e-290
        if self.fewer:  # a product with a power of two is exact
            rounded = np.where(np.frexp(self.w)[0] == 0.5, 0.0, self.w * far[self.axis])
            self.doubt += 2.01 * self.claim.floats.unit * rounded + 2 * self.claim.floats.tiny

    def _windows(self, k: int) -> list[float]:
        """Return ends of windows of steps that lie in one interval between the ends of rows."""
        marks = np.array(self.grid.marks[k])
        mine = np.flatnonzero(self.axis == k)
        places, half = -self.b[mine] / self.w[mine], self.one.inverse(SMALL) / self.w[mine]
        half = half + 4 * self.doubt[mine] / self.w[mine]
        ends = (np.searchsorted(marks, places - half), np.searchsorted(marks, places + half))
        inside = (ends[0] == ends[1]) & (ends[0] > 0) & (ends[0] < marks.size)
        return [*(places - half)[inside].tolist(), *(places + half)[inside].tolist()]

    def _require_exact(self, gates: Array, biases: Array) -> None:
        """Require inputs free of rounding where a gate jumps: multiples of a grain."""
        if math.isfinite(self.two.steepest):
            return
        hard = self.one.steepest == math.inf
        numbers = [gates, biases, self.gains, self.offsets]
        fits = all((x == _grains(x)).all() for x in numbers)
        sums = [np.abs(gates).sum(axis=1) * max(1.0, self.one.height), np.abs(biases)]
        small = (sum(sums) < MOST_GRAINS * GRAIN).all()  # and so the sums are, in any order
        if not (hard and fits and small):
            raise Refused("hard gates add up steps with weights that float64 rounds")

    def _set_rounding(self, gates: Array, readouts: Array) -> None:
        """Bound what float64 and rounding to grains add; see docs/proof-format.md, step 8."""
        reads = int((gates != 0).sum(axis=1).max(initial=0))
        steep = self.two.steepest if math.isfinite(self.two.steepest) else 0.0
        moved = self.gate * 20 * U + (reads + 3) * 2 * U * self.far
        each = steep * (moved + GRAIN * (MOST_MOVING + 1) / 2) + 20 * U
        sums = (readouts.shape[1] + 4) * 4 * U * (self.total + np.abs(self.last.biases))
        self.rounding = float((self.total * each + sums).max(initial=0.0)) + 1e-290

    def noise(self) -> float:
        """Bound how far the network may be from all numbers between the rows' values."""
        beyond = self._beyond()  # which sees all cells
        steep = self.two.steepest if math.isfinite(self.two.steepest) else 0.0
        settling = steep * self.gate * self.unsettled + 3 * self.rest
        total = float(self.total.max(initial=0.0)) * settling + self.rounding
        lost = self.fewer.through(self.fewer.lost(self.rest, steep)) if self.fewer else 0.0
        if self.last.activation.name == "sigmoid":
            total = total / 4 + 20 * U
        return (total + beyond + lost) * (1 + 1e-9)

    def _beyond(self) -> float:
        """Measure how far any cell's values reach beyond those of the rows that hold the cell."""
        shape = (*self.grid.shape, self.claim.outputs)
        least, greatest = np.full(shape, np.inf), np.full(shape, -np.inf)
        for row in self.claim.rows:
            cells = self.grid.cells(row)
            least[cells] = np.minimum(least[cells], row.least)
            greatest[cells] = np.maximum(greatest[cells], row.greatest)
        worst = 0.0
        self.least, self.greatest = np.zeros(shape), np.zeros(shape)
        for index, low, high in self._values():
            self.least[index], self.greatest[index] = low, high
            excess = np.maximum(least[index] - low, high - greatest[index])
            worst = max(worst, float(excess.max()))
        return worst

    def swing(self, row: Row, output: int) -> float:
        """Bound how far the network may change in a row's cells: into a hole between towers."""
        cells = self.grid.cells(row)
        low, high = self.least[cells][..., output], self.greatest[cells][..., output]
        return float(high.max() - low.min()) if low.size else 0.0

    def _values(self) -> Iterator[tuple[tuple[int, ...], Array, Array]]:
        """Bound the network on lines of cells along the last input."""
        sides = [self._side(k) for k in range(len(self.claim.box))]
        *others, last = sides
        if math.prod(len(side.moving) for side in others) > MOST_LINES:
            raise Refused("there are too many boxes to check what the network is on them")
        for index in product(*(range(len(side.moving)) for side in others)):
            chosen = list(zip(others, index, strict=True))
            settled = self.offsets + sum(side.settled[:, i] for side, i in chosen)
            moving = [j for side, i in chosen for j in side.moving[i]]
            low, high = self._line(settled[:, None] + last.settled, moving, last)
            if self.last.activation.name == "sigmoid":
                low, high = (0.5 + 0.5 * np.tanh(0.5 * side) for side in (low, high))
            yield index, low, high

    def _line(self, settled: Array, moving: list[int], last: Side) -> tuple[Array, Array]:
        """Bound it on a line of cells. settled: (gates, cells), inputs but for moving steps."""
        least, greatest = settled.copy(), settled.copy()
        for j in moving:
            least += np.minimum(self.gains[:, j], 0.0)[:, None]
            greatest += np.maximum(self.gains[:, j], 0.0)[:, None]
        for i, steps in enumerate(last.moving):
            for j in steps:
                least[:, i] += np.minimum(self.gains[:, j], 0.0)
                greatest[:, i] += np.maximum(self.gains[:, j], 0.0)
        room = self.reach + 8 * (self.gains.shape[1] + 2) * U * self.far
        on: Bools = least >= room
        between: Bools = (least < room) & (greatest > -room) & self._read[:, None]
        if self.fewer:
            self.fewer.see(on, between)
        values = self.base + (self.weights @ on).T  # (cells, outputs)
        low, high = values.copy(), values.copy()
        for i in np.flatnonzero(between.any(axis=0)).tolist():
            gates = np.flatnonzero(between[:, i])
            steps = [*moving, *last.moving[i]]
            change = self._change(gates, settled[gates, i], steps)
            low[i], high[i] = values[i] + change.min(axis=0), values[i] + change.max(axis=0)
        return low, high

    def _change(self, gates: Any, offsets: Array, steps: list[int]) -> Array:
        """Bound what gates between on and off may add up to: (patterns, outputs)."""
        if len(steps) > MOST_MOVING:
            raise Refused("the windows of too many steps overlap: nothing is known there")
        forms = _grains(np.column_stack([self.gains[np.ix_(gates, steps)], offsets]))
        kinds, place = np.unique(forms, axis=0, return_inverse=True)
        weights = np.zeros((len(kinds), self.claim.outputs))
        np.add.at(weights, place.reshape(-1), self.weights[:, gates].T)
        found = patterns(kinds[:, :-1], kinds[:, -1], self.reach)
        return found.astype(float) @ weights

    def _side(self, k: int) -> Side:
        """Describe the steps along one input, on each interval of the grid."""
        mine = np.flatnonzero(self.axis == k)
        w, b, doubt = (column[mine][:, None] for column in (self.w, self.b, self.doubt))
        low, high = (np.array(ends)[None, :] for ends in zip(*self.grid.intervals(k), strict=True))
        start, stop = w * low + b - doubt, w * high + b + doubt
        if self.fewer:  # the sum is rounded, too
            unit = 2 * self.claim.floats.unit
            start, stop = start - unit * np.abs(start), stop + unit * np.abs(stop)
        above = np.where(start > 0, self.one.tail(np.maximum(start, 0.0)), 1.0)
        below = np.where(stop < 0, self.one.tail(np.maximum(-stop, 0.0)), 1.0)
        distance = np.minimum(above, below)
        settled = distance <= SETTLED
        self.unsettled = max(self.unsettled, float(distance[settled].max(initial=0.0)))
        on = settled & (above < below)
        moving = [mine[~column].tolist() for column in settled.T]
        return Side(self.gains[:, mine] @ on, moving)


@dataclass(frozen=True)
class Side:
    """Steps along one input: what the settled ones add to each gate, and which ones move.

    settled: (gates, intervals). moving: for each interval some neurons of hidden layer 1.
    """

    settled: Array
    moving: list[list[int]]


def _grains(values: Array) -> Array:
    rounded: Array = np.round(values / GRAIN) * GRAIN
    return rounded
