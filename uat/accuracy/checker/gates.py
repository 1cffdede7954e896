"""Bound what fewer digits than float64 change in gates: docs/proof-format.md, step 8."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.checker.floats import Floats
from uat.accuracy.checker.halving import Refused
from uat.networks.matrices import dense
from uat.networks.network import Network

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_MOVED = 1.0  # of a gate's input; a settled one is then at most e² times as far from its limit
TAIL = 8.0


class Fewer:
    """The gates of a network in a format of few digits: which are on, cell by cell.

    between, held: (outputs,), the largest sums of sizes of output weights, of gates between on and
    off and of all that are not off. count: the most of them.
    """

    def __init__(self, network: Network, floats: Floats, height: float) -> None:
        steps, gates, last = network.layers
        self.floats, self.weights, self.gates = floats, dense(gates.weights), gates
        self.sizes, self.bias = np.abs(dense(last.weights)), np.abs(last.biases)
        self.is_hard = gates.activation.name == "step"
        self.step_own = 0.0 if steps.activation.name == "step" else _own(floats)
        self.height, self.off_adds = height, height != 1.0  # from -1 to 1
        self.is_sigmoid = last.activation.name == "sigmoid"
        self.between, self.held = np.zeros(self.bias.size), np.zeros(self.bias.size)
        self.count = 0

    def see(self, on: Bools, between: Bools) -> None:
        """Take in a line of cells, (gates, cells) each."""
        held = on | between
        self.between = np.maximum(self.between, (self.sizes @ between).max(axis=1))
        self.held = np.maximum(self.held, (self.sizes @ held).max(axis=1))
        self.count = max(self.count, int(held.sum(axis=0).max()))

    def lost(self, rest: float, steepest: float) -> float:
        """Bound what is changed in an output neuron's input, once all cells were seen.

        rest, steepest: of gates scaled to rise by 1, as `Riser` has them.
        """
        floats, own = self.floats, 0.0 if self.is_hard else _own(self.floats)
        total, held, count = self.sizes.sum(axis=1), self.held, self.count
        if self.off_adds:
            held = total
        if not self.is_hard:
            count = self.sizes.shape[1]
        moved = 0.0 if self._is_whole() else self._moved()
        if moved > MOST_MOVED:
            raise Refused(f"{floats.name} may move the inputs of gates by {moved:.3g}")
        small = own + (0.0 if self.is_hard else TAIL * rest * self.height)
        slope = steepest * self.height if math.isfinite(steepest) else 0.0
        lost = self.between * slope * moved + total * small
        lost = lost + floats.gamma(count + 2) * (held + self.bias + total * small)
        most = float(lost.max())
        few: float = floats.tiny * (self.sizes.shape[1] + 2)
        return most + 2 * few

    def through(self, lost: float) -> float:
        """Pass it through the output neuron."""
        return lost / 4 + _own(self.floats) if self.is_sigmoid else lost

    def _moved(self) -> float:
        """Bound how far the input of a gate is off."""
        sizes = np.abs(self.weights).sum(axis=1)
        reads = int((self.weights != 0).sum(axis=1).max(initial=0))
        steps = float(sizes.max(initial=0.0))
        far = 2 * steps + float(np.abs(self.gates.biases).max(initial=0.0))
        floats = self.floats
        share = floats.gamma(reads + 2)
        return steps * self.step_own + share * far + 2 * floats.tiny * (reads + 2)

    def _is_whole(self) -> bool:
        """Tell whether hard gates add up numbers that are exact in any order; else refuse them."""
        if not self.is_hard:
            return False
        grain: Any = 2.0**20
        numbers = np.concatenate([self.weights.reshape(-1), self.gates.biases])
        sizes = np.abs(self.weights).sum(axis=1) + np.abs(self.gates.biases)
        while ((numbers / grain) % 1 != 0).any() and grain > 2.0**-40:
            grain /= 2
        # Halves, too: a step that is at its jump is 1/2.
        if not (sizes.max(initial=0.0) / grain <= 0.25 / self.floats.unit):
            raise Refused(f"hard gates add up steps with weights that {self.floats.name} rounds")
        return True


def _own(floats: Floats) -> float:
    return (floats.sigmoid or 0.0) * floats.unit
