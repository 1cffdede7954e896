"""Evaluate towers and quadrants fast: away from its steps a box is on or off.

Hidden layer 1 reads one input each; between the windows of its steps it stands still. So the domain
falls into cells with at most one step of each input, and in a cell hidden layer 2 falls into few
groups of neurons that all see the same weighted input. A group is computed once for each point; the
weights that the outputs read it with are summed beforehand, over the cells, by prefix sums.
"""

from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.networks.activations import Activation
from uat.networks.evaluate.blocks import Axis, Blocks, Ints, blocks_of, steps_of
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

MOST_ENTRIES = 30_000_000  # of all tables together
POINTS_AT_ONCE = 2**18


@dataclass(frozen=True, eq=False)
class Gates:
    """A network of two hidden layers, taken apart; see the module.

    base: (cells, outputs), the output of neurons that stand still in a cell, biases included.
    slopes: (groups, inputs) and offsets: (groups,): the weighted input of each group of neurons, as
    a function of the steps of the cell. tables: for each group the cells in which it has a weight,
    and the weights, as (cell -> row or -1, rows).
    """

    axes: tuple[Axis, ...]
    shape: tuple[int, ...]
    first: Activation
    second: Activation
    base: Array
    slopes: Array
    offsets: Array
    tables: tuple[Array, ...]
    last: Layer

    def __call__(self, points: Array) -> Array:
        """Evaluate the network at points (n, inputs)."""
        starts = range(0, len(points), POINTS_AT_ONCE)
        parts = [self._some(points[i : i + POINTS_AT_ONCE]) for i in starts]
        return np.concatenate(parts) if parts else np.empty((0, self.last.neurons))

    def _some(self, points: Array) -> Array:
        columns = [
            np.searchsorted(axis.middles, x) for axis, x in zip(self.axes, points.T, strict=True)
        ]
        cell = np.ravel_multi_index(tuple(columns), self.shape)
        steps = [
            _step(axis, self.first, column, x)
            for axis, column, x in zip(self.axes, columns, points.T, strict=True)
        ]
        sums = self.base[cell]
        for slopes, offset, table in zip(self.slopes, self.offsets, self.tables, strict=True):
            weights = table[cell]
            there = np.flatnonzero(weights.any(axis=1))
            z = np.full(there.size, offset)
            for slope, step in zip(slopes, steps, strict=True):
                if slope:
                    z += slope * step[there]
            sums[there] += weights[there] * self.second(z)[:, None]
        return self.last.activation(sums)


def _step(axis: Axis, s: Activation, column: Ints, x: Array) -> Array:
    """Evaluate the one step that may be on its way at each point."""
    if not axis.neurons.size:
        return np.zeros(x.size)
    return s(axis.weights[column] * x + axis.biases[column])


def take_apart(network: Network) -> Gates | None:
    """Read the structure of a network of towers or quadrants; None if it has another one.

    That is: two hidden layers that saturate, the first of steps of one input each whose windows do
    not overlap, the second reading few of them each.
    """
    if len(network.layers) != 3:
        return None
    first, second, _ = network.layers
    if not (_saturates(first.activation) and _saturates(second.activation)):
        return None
    gates = _rows(second)
    axes = steps_of(first, float(np.max(np.abs(gates.data), initial=1.0)))
    if axes is None:
        return None
    shape = tuple(axis.cells for axis in axes)
    blocks = blocks_of(axes, gates, second)
    if blocks is None:
        return None
    return _gates(network, axes, shape, blocks)


def _saturates(s: Activation) -> bool:
    """Tell whether single neurons reach two limits at a finite |z|."""
    return s.is_step_like and s.tails is not None and bool(np.isfinite(s.tails.radius))


def _rows(layer: Layer) -> Any:
    from scipy.sparse import csr_array

    rows = layer.weights if layer.is_sparse else csr_array(layer.weights)
    return rows


def _gates(
    network: Network, axes: tuple[Axis, ...], shape: tuple[int, ...], blocks: Blocks
) -> Gates | None:
    """Put blocks that stand still into the base, and the others, by their formula, into tables."""
    first, second, last = network.layers
    read = dense(last.weights)
    level, moving = _levels(blocks, axes, second.activation)
    still = blocks.only(~moving)
    base = _spread(still, level[~moving, None] * read.T[still.neuron], shape)
    live = blocks.only(moving)
    keys = np.column_stack([live.slopes, live.offset])
    groups, group = np.unique(keys, axis=0, return_inverse=True)
    if (len(groups) + 1) * int(np.prod(shape)) * last.neurons > MOST_ENTRIES:
        return None
    order = np.argsort(group.reshape(-1), kind="stable")
    bounds = np.searchsorted(group.reshape(-1)[order], np.arange(len(groups) + 1))
    tables = []
    for begin, end in pairwise(bounds.tolist()):
        mine = live.only(order[begin:end])
        tables.append(_spread(mine, read.T[mine.neuron], shape))
    return Gates(
        axes=axes,
        shape=shape,
        first=first.activation,
        second=second.activation,
        base=base + last.biases,
        slopes=groups[:, :-1],
        offsets=groups[:, -1],
        tables=tuple(tables),
        last=last,
    )


def _levels(
    blocks: Blocks, axes: tuple[Axis, ...], s: Activation
) -> tuple[Array, NDArray[np.bool_]]:
    """Compute the value of each block that stands still, and tell which ones do not."""
    assert s.tails is not None
    low, high = blocks.offset.copy(), blocks.offset.copy()
    for axis, slope in zip(axes, blocks.slopes.T, strict=True):
        ends = [float(axis.left[0]), float(axis.right[0])] if axis.neurons.size else [0.0]
        low += np.minimum(slope * min(ends), slope * max(ends))
        high += np.maximum(slope * min(ends), slope * max(ends))
    moving = (high > -s.tails.radius) & (low < s.tails.radius)
    moving &= blocks.slopes.any(axis=1)
    still = s(0.5 * (low + high))
    return still, moving


def _spread(blocks: Blocks, values: Array, shape: tuple[int, ...]) -> Array:
    """Add values to all cells of each block, (cells, outputs), by prefix sums along each input."""
    outputs = values.shape[1]
    table = np.zeros((*(n + 1 for n in shape), outputs))
    for corner in product((0, 1), repeat=len(shape)):
        at = tuple(
            np.where(side, blocks.end[:, axis], blocks.begin[:, axis])
            for axis, side in enumerate(corner)
        )
        np.add.at(table, at, values * (-1.0) ** sum(corner))
    for axis in range(len(shape)):
        table = np.cumsum(table, axis=axis)
    inside = table[tuple(slice(0, n) for n in shape)]
    return np.ascontiguousarray(inside).reshape(-1, outputs)
