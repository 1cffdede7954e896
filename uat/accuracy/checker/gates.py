"""Which gates are on together, and what fewer digits change in them.

List the patterns of on and off that switches can show: perhaps too many, never too few.

A switch is on where z > sigma*t, with z = offset + slopes @ u for u in [0, 1]^d and |t| <= R; see
the lemma on thresholds in docs/proof-format.md, step 6. All numbers are multiples of 2**-24 of
moderate size, so that sums of a few of them are exact.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.checker.floats import Floats
from uat.accuracy.checker.halving import Refused
from uat.networks.matrices import dense
from uat.networks.network import Network

MOST = 20_000

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_MOVED = 1.0  # of a gate's input; a settled one is then at most e² times as far from its limit
TAIL = 8.0


def patterns(slopes: Array, offsets: Array, reach: float) -> Bools:
    """Return (patterns, switches). slopes: (switches, d). reach: R. Refuses too many."""
    return _patterns(slopes.shape, np.column_stack([slopes, offsets]).tobytes(), reach)


@lru_cache(maxsize=4096)
def _patterns(shape: tuple[int, int], data: bytes, reach: float) -> Bools:
    forms = np.frombuffer(data).reshape(shape[0], shape[1] + 1)
    found = {
        pattern
        for corner in product((0.0, 1.0), repeat=shape[1])
        for pattern in _near(forms, np.array(corner), reach)
    }
    return np.array(sorted(found), dtype=bool).reshape(len(found), shape[0])


def _near(forms: Array, corner: Array, reach: float) -> list[tuple[bool, ...]]:
    """List patterns in the half cube at a corner, where sigma is the sign of z there.

    A state is a linear form in (u, t) that is positive: z - sigma*t where on, else its negative.
    """
    slopes, offsets = forms[:, :-1], forms[:, -1]
    sigma = np.where(offsets + slopes @ corner >= 0, 1.0, -1.0)
    whole = np.column_stack([slopes, -sigma])
    low = np.append(0.5 * corner, -reach)
    high = np.append(0.5 * corner + 0.5, reach)
    states = [(whole, offsets), (-whole, -offsets)]  # on, off

    def together(a: int, i: int, b: int, j: int) -> bool:
        """Tell whether switch i in state a and switch j in state b are not excluded."""
        form = states[a][0][i] + states[b][0][j]
        greatest = np.maximum(form * low, form * high).sum() + states[a][1][i] + states[b][1][j]
        return bool(greatest > 0)

    count = len(forms)
    allowed = {
        (a, i, b, j): together(a, i, b, j)
        for i in range(count)
        for j in range(i + 1)
        for a, b in product((0, 1), repeat=2)
    }
    some: list[tuple[int, ...]] = [()]
    for i in range(count):
        some = [
            (*chosen, a)
            for chosen in some
            for a in (0, 1)
            if allowed[a, i, a, i] and all(allowed[a, i, b, j] for j, b in enumerate(chosen))
        ]
        if len(some) > MOST:
            raise Refused("too many boxes meet in one place to check what the network is there")
    return [tuple(state == 0 for state in chosen) for chosen in some]


# Bound what fewer digits than float64 change in gates: docs/proof-format.md, step 8.


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
        self.step_own = 0.0 if steps.activation.name == "step" else floats.own
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
        floats, own = self.floats, 0.0 if self.is_hard else self.floats.own
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
        return lost / 4 + self.floats.own if self.is_sigmoid else lost

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
