"""Take one neuron of hidden layer 2 out of its network, with everything that it reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.activations import LINEAR, Rise, rise_of
from uat.networks.evaluate import evaluate
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network


@dataclass(frozen=True)
class Side:
    """A step that the neuron reads: of which input, where, and +1 or -1."""

    axis: int
    position: float
    sign: int


@dataclass(frozen=True, eq=False)
class Gate:
    """A neuron of hidden layer 2 (with relu-like activations the pair that acts as one).

    network: the whole one. index: which neuron, counted from 0, pairs as one.
    """

    network: Network
    index: int

    @cached_property
    def rise(self) -> Rise:
        return rise_of(self.network.layers[1].activation)

    @property
    def copies(self) -> int:
        return len(self.rise.copies)

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The neuron's own indices in layer 2."""
        return np.arange(self.copies) + self.copies * self.index

    @cached_property
    def read(self) -> Array:
        """The weights of the neuron, (copies, n)."""
        return dense(self.network.layers[1].weights[self.rows])

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The steps that the neuron reads, input by input, ascending."""
        first = self.network.layers[0]
        found = []
        for j in np.flatnonzero(self.read[0])[:: self.copies].tolist():
            weights = dense(first.weights[[j]])[0]
            axis = int(np.argmax(np.abs(weights)))
            offset = rise_of(first.activation).copies[0][0]
            position = float((offset - first.biases[j]) / weights[axis])
            found.append(Side(axis, position, int(np.sign(self.read[0, j] * self._sign))))
        return tuple(sorted(found, key=lambda side: (side.axis, side.position)))

    @property
    def _sign(self) -> float:
        return self.rise.copies[0][1]

    @cached_property
    def whole_step(self) -> float:
        """The weight that a whole step of layer 1 has in the neuron's input."""
        first = rise_of(self.network.layers[0].activation)
        return float(np.abs(self.read[0]).max(initial=0.0)) * first.height or 1.0

    @cached_property
    def threshold(self) -> float:
        """The number of steps that must be on: 3/2 for a tower of two inputs."""
        low = rise_of(self.network.layers[0].activation).low
        bias = self.network.layers[1].biases[self.rows[0]] - self.rise.copies[0][0]
        return float(-(bias + low * self.read[0].sum()) / self.whole_step)

    def weights(self) -> Array:
        """Return the heights that the outputs give it, (outputs,)."""
        output = self.network.layers[2]
        read = dense(output.weights[:, self.rows])
        return np.asarray(read[:, 0] * self._sign * self.rise.height)

    def steps_on(self, axes: Sequence[int], *inputs: Array) -> Array:
        """Count the steps of these inputs that are on, and subtract those with sign -1."""
        first = self.network.layers[0]
        used = np.flatnonzero(self.read[0])
        rows = dense(first.weights[used])
        mine = used[np.isin(np.argmax(np.abs(rows), axis=1), list(axes))]
        layer = Layer(dense(first.weights[mine]), first.biases[mine], first.activation)
        read = self.read[:1, mine] / self.whole_step
        level = -rise_of(first.activation).low * float(read.sum())
        return evaluate(Network((layer, Layer(read, [level], LINEAR))), *inputs)

    def output(self, *inputs: Array) -> Array:
        """Compute what it says, from 0 (off) to 1 (on), by its own weights."""
        first, second, _ = self.network.layers
        used = np.flatnonzero(self.read[0])
        layer = Layer(dense(first.weights[used]), first.biases[used], first.activation)
        gate = Layer(self.read[:, used], second.biases[self.rows], second.activation)
        signs = np.array([[sign for _, sign in self.rise.copies]]) / self.rise.height
        level = -self.rise.low / self.rise.height
        return evaluate(Network((layer, gate, Layer(signs, [level], LINEAR))), *inputs)


def gates_of(approximation: Approximation) -> int:
    """Count the neurons of layer 2, pairs as one. Raises InputError for other networks."""
    network = approximation.network
    if len(network.layers) != 3:
        raise InputError(
            f"{approximation.construction} have one hidden layer, and no neuron in a second one: "
            "build with quadrants or towers"
        )
    return network.layers[1].neurons // len(rise_of(network.layers[1].activation).copies)


def most_telling(approximation: Approximation) -> int:
    """Choose the neuron with the most sides, and of those the one with the largest height.

    Raises InputError for a network without such neurons.
    """
    full = with_all_sides(approximation)
    if not full.size:
        raise InputError("the network has no neuron in layer 2: its output is one constant")
    output = approximation.network.layers[2]
    heights = np.abs(dense(output.weights)).max(axis=0)
    copies = heights.size // gates_of(approximation)
    return int(full[np.argmax(heights[::copies][full])])


def with_all_sides(approximation: Approximation) -> NDArray[np.intp]:
    """Choose the neurons of layer 2 that read the most steps, pairs as one."""
    if gates_of(approximation) == 0:
        return np.empty(0, dtype=np.intp)
    gates = approximation.network.layers[1]
    copies = len(rise_of(gates.activation).copies)
    filled = np.asarray((gates.weights != 0).sum(axis=1)).reshape(-1)[::copies]
    return np.flatnonzero(filled == filled.max())
