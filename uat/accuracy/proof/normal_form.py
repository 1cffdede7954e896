"""Read towers or quadrants from the layers, with steps and gates from 0 to 1.

The domain falls into cells with one step of each input. In a cell gates form groups that see the
same weighted input, offsets + slopes @ u for steps u in [0, 1]; the weights of a group are summed
for each cell (`uat.networks.evaluate.gates`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.accuracy.proof.patches import EPS, TINY, Interval
from uat.accuracy.proof.rounding import Sums, lost_in_gates
from uat.accuracy.proof.thresholds import Bools
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.precision import FLOAT64, Precision
from uat.networks.activations import ACTIVATIONS, Activation, Rising
from uat.networks.evaluate.gates import Gates, take_apart
from uat.networks.network import Network

LIBM = 16 * EPS  # on values of tanh and erf, at most 1 in size: 16 ulp
GRAIN = 2.0**-24  # weighted inputs of gates are rounded to multiples of it: sums of them are exact
LEAST_REST = 2.0**-51  # of a step: no window is wider than its activation reaches in float64
SAME = 1e-9  # of the sum of weights: tiles whose values differ by less are one

UNSETTLED = (
    "a neuron of hidden layer 2 is neither on nor off between steps: nothing can be proven of such "
    "a network"
)


@dataclass(frozen=True)
class Settling:
    """How an activation comes to its limits: within a distance of them from which |z| on.

    steepest: the largest slope, infinite for a jump.
    """

    within: Callable[[float], float]
    steepest: float

    @classmethod
    def of(cls, activation: Activation) -> Settling:
        """Read from the record how s settles. Raises InputError if too slowly for boxes."""
        known = activation.proof
        if isinstance(known, Rising) and known.within is not None:
            return cls(known.within, known.steepest)
        raise InputError(
            f"a network of {activation.name} neurons in two hidden layers cannot be proven, only "
            f"of {', '.join(quick_names())}"
        )

    def reach(self, rest: float) -> float:
        """Return the |z| from which on at most `rest` is left; inputs are multiples of GRAIN."""
        return max(self.within(rest), GRAIN / 2)


def quick_names() -> list[str]:
    """Name the activations that boxes are proven of, those with the widest windows first."""
    rising = [s for s in ACTIVATIONS.values() if isinstance(s.proof, Rising) and s.proof.within]
    return [s.name for s in sorted(rising, key=lambda s: -s.saturation)]


class NormalForm:
    """Cells, groups of gates, windows, and `noise`: what the values leave out, (outputs,).

    slopes: (groups, inputs), offsets: (groups,), weights: (groups, cells, outputs), base: (cells,
    outputs). lost: (outputs,), what fewer digits than float64 change besides. settled: |z| from
    which gates are on or off. rest: how much noise may come from
    neurons that have not settled, in the units of f; it decides how wide windows are taken.
    """

    def __init__(
        self,
        network: Network,
        box: tuple[Interval, ...],
        rest: float,
        floats: Precision = FLOAT64,
    ) -> None:
        gates, self.floats = _apart(network), floats
        self.gates, self.box, self.last = gates, box, network.layers[-1]
        first, second = gates.first, gates.second
        self.inputs = range(len(gates.axes))
        height = first.high - first.low
        self.slopes = _grains(gates.slopes * height)
        self.offsets = _grains(_from_low(gates))
        rows = np.stack(gates.tables) if gates.tables else np.zeros((0, *gates.base.shape))
        self.weights = rows * (second.high - second.low)  # (groups, cells, outputs)
        self.base = gates.base + second.low * rows.sum(axis=0)
        sizes = _sizes(network)
        self.same = SAME * sizes.outputs
        self._require_exact(height)
        self._settle(sizes, rest)
        self.noise = self._noise(network, sizes)
        self.lost = lost_in_gates(network, box, sizes, self.gate_rest, floats)

    def _require_exact(self, height: float) -> None:
        """Require of hard switches that their inputs are not rounded."""
        gates = self.gates
        exact = np.array_equal(self.slopes, gates.slopes * height)
        exact &= np.array_equal(self.offsets, _from_low(gates))
        hard = [math.isinf(Settling.of(s).steepest) for s in (gates.first, gates.second)]
        if any(hard) and not (all(hard) and exact):
            raise InputError("hidden layer 2 adds hard steps with weights that are not whole")

    def keeps_places(self) -> bool:
        """Tell whether fewer digits leave the steps where they are: no product is rounded."""
        return all(powers_of_two(axis.weights).all() for axis in self.gates.axes)

    def _settle(self, sizes: Sums, rest: float) -> None:
        """Choose how far windows reach: what is left to go changes the output little."""
        first, second = Settling.of(self.gates.first), Settling.of(self.gates.second)
        total = float(sizes.outputs.max()) + TINY
        steep = second.steepest if math.isfinite(second.steepest) else 1.0
        settled = rest / (4 * total * steep * sizes.gate + TINY)
        self.step_rest = min(max(settled, LEAST_REST), 0.01)
        self.gate_rest = min(rest / (16 * total), 0.01)
        self.settled = second.reach(self.gate_rest)
        self.halves = tuple(first.reach(self.step_rest) / axis.weights for axis in self.gates.axes)
        self.places = tuple(-axis.biases / axis.weights for axis in self.gates.axes)
        for k in self.inputs:
            place, half = self.windows(k)
            if (place[1:] - half[1:] < place[:-1] + half[:-1]).any():
                raise InputError("windows of steps overlap: nothing can be proven; use more -w")

    def _noise(self, network: Network, sizes: Sums) -> Array:
        """Bound what is not in the values: limits that are not quite reached, and rounding."""
        second, last = self.gates.second, network.layers[-1]
        input_error = sizes.gate * (self.step_rest + LIBM) + GRAIN * (len(self.box) + 2)
        input_error += EPS * (sizes.read + 8) * (2 * sizes.gate + sizes.bias)
        steep = Settling.of(second).steepest
        each = LIBM + 4 * self.gate_rest + (steep * input_error if math.isfinite(steep) else 0.0)
        whole = sizes.outputs + np.abs(last.biases)
        count = 2 ** len(self.box) * (network.widths[2] + 4) + 4 * sum(self.gates.shape)
        noise: Array = sizes.outputs * each + EPS * count * 2 ** len(self.box) * whole
        return noise * (1 + 1e-6) + 2 * self.same + TINY

    def values(self, states: Bools, cells: Any) -> Array:
        """Compute the network's values where gates are on and off: (patterns, cells, outputs)."""
        chosen = self.weights[:, cells]
        found: Array = self.base[cells] + np.einsum("pg,gco->pco", states.astype(float), chosen)
        return found

    def states_at(self, corner: tuple[int, ...], cells: Any) -> Bools:
        """Tell which gates are on at a corner of the cube of steps: (1, groups)."""
        z = self.offsets + self.slopes @ np.array(corner, dtype=float)
        between = np.abs(z) < self.settled
        if self.weights[between][:, cells].any():
            raise InputError(UNSETTLED)
        states: Bools = (z > 0)[None, :]
        return states

    def side(self, cells: Any, corner: tuple[int, ...]) -> Any:
        """Return cells whose corner belongs to no cell before: all, or the last along an input.

        The right side of a step is the left side of the next one.
        """
        at: list[Any] = []
        for axis, side in zip(self.gates.axes, corner, strict=True):
            none = slice(0, 0) if not axis.neurons.size else slice(axis.neurons.size - 1, None)
            at.append(none if side else slice(None))
        return cells[tuple(at)]

    def gap_ends(self, k: int, begin: Any, end: Any, sign: int) -> tuple[Array, Array]:
        """Return where gaps begin to end lie along input k, with both windows or without."""
        place, half = self.windows(k)
        low = np.concatenate([[-np.inf], place - sign * half])
        high = np.concatenate([place + sign * half, [np.inf]])
        return low[begin], high[end - 1]

    def windows(self, k: int) -> tuple[Array, Array]:
        """Return middles and half widths of the windows of input k; a little more for rounding."""
        place, half, w = self.places[k], self.halves[k], self.gates.axes[k].weights
        # A product with a power of two is exact, and so is then the sign of what a step reads.
        product = np.where(powers_of_two(w), 0.0, 4 * self.floats.unit)
        doubt = (16 * EPS + product) * np.abs(place) + 4 * self.floats.underflow / w
        return place, half * (1 + 8 * self.floats.unit) + doubt + TINY


def _sizes(network: Network) -> Sums:
    _, second, last = network.layers
    gates = abs(second.weights)
    counts = np.asarray((gates != 0).sum(axis=1)).reshape(-1)
    sums = np.asarray(gates.sum(axis=1)).reshape(-1)
    read = np.asarray(abs(last.weights).sum(axis=1)).reshape(-1)
    return Sums(
        read * (1 + 1e-9),
        float(sums.max(initial=0.0)),
        float(np.abs(second.biases).max(initial=0.0)),
        int(counts.max(initial=0)),
    )


def _apart(network: Network) -> Gates:
    if len(network.layers) != 3:
        raise InputError(f"{network!r} cannot be proven: it does not have two hidden layers")
    for layer in network.layers[:2]:
        Settling.of(layer.activation)
    output = network.layers[-1].activation.name
    if output not in ("linear", "sigmoid"):
        raise InputError(f"a {output} output cannot be proven: use linear or sigmoid")
    gates = take_apart(network)
    if gates is None or any((axis.weights <= 0).any() for axis in gates.axes):
        raise InputError(
            f"{network!r} cannot be proven: hidden layer 1 must be steps of one input each, with "
            "positive weights so large that their windows do not overlap"
        )
    return gates


def _from_low(gates: Gates) -> Array:
    """Compute the weighted inputs of gates where all steps of a cell are at their low limits."""
    offsets: Array = gates.offsets + gates.slopes.sum(axis=1) * gates.first.low
    return offsets


def powers_of_two(values: Array) -> Bools:
    found: Bools = np.frexp(values)[0] == 0.5
    return found


def _grains(values: Array) -> Array:
    rounded: Array = np.round(values / GRAIN) * GRAIN
    return rounded
