"""Compute hidden layers of steps and gates as formulas on ranges of cells; see `gates`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.networks.matrices import dense
from uat.networks.network import Layer

MOST_BLOCKS = 20_000_000  # pieces of boxes in cells, of all boxes together

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Axis:
    """The steps of one input, ascending.

    middles: the ends of the cells, between two steps. weights, biases: of the steps' neurons.
    neurons: which of layer 1 they are. left, right: their values on both sides of their windows.
    """

    middles: Array
    weights: Array
    biases: Array
    neurons: Ints
    left: Array
    right: Array

    @property
    def cells(self) -> int:
        """A cell for each step, or one if there is no step."""
        return max(1, self.neurons.size)


def steps_of(layer: Layer, gate: float) -> tuple[Axis, ...] | None:
    """Read the steps of every input, if each neuron reads one input and no two windows overlap.

    gate: the largest weight that reads a step; what a step has left to go is that much smaller.
    """
    weights = dense(layer.weights)
    if ((weights != 0.0).sum(axis=1) != 1).any():
        return None
    s = layer.activation
    assert s.tails is not None
    reach = s.tails.radius + float(np.log(gate)) if s.tails.radius > 0 else 0.0
    axes = []
    for column in weights.T:
        neurons = np.flatnonzero(column)
        place = -layer.biases[neurons] / column[neurons]
        order = np.argsort(place, kind="stable")
        neurons, place = neurons[order], place[order]
        w = column[neurons]
        half = reach / np.abs(w)
        if (place[1:] - half[1:] < place[:-1] + half[:-1]).any():
            return None
        left, right = np.where(w > 0, s.low, s.high), np.where(w > 0, s.high, s.low)
        middles = 0.5 * (place[1:] + place[:-1])
        axes.append(
            Axis(
                middles=middles,
                weights=w,
                biases=layer.biases[neurons],
                neurons=neurons,
                left=left,
                right=right,
            )
        )
    return tuple(axes)


@dataclass(frozen=True, eq=False)
class Blocks:
    """Neurons of layer 2 in ranges of cells on which their weighted input is one formula.

    neuron: (k,). begin, end: (k, inputs), the cells. slopes: (k, inputs), offset: (k,).
    """

    neuron: Ints
    begin: Ints
    end: Ints
    slopes: Array
    offset: Array

    def only(self, keep: NDArray[Any]) -> Blocks:
        return Blocks(*(array[keep] for array in vars(self).values()))


def blocks_of(axes: tuple[Axis, ...], gates: Any, layer: Layer) -> Blocks | None:
    """Make all blocks, in batches of neurons that read equally many steps of each input."""
    counts, sides = _by_input(axes, gates)
    ranges = np.prod(2 * counts + 1, axis=1)
    if ranges.sum() > MOST_BLOCKS:
        return None
    found: list[Blocks] = []
    kinds, kind = np.unique(counts, axis=0, return_inverse=True)
    for index, sizes in enumerate(kinds):
        neurons = np.flatnonzero(kind.reshape(-1) == index)
        along = [
            list(_ranges(axis, *side.of(neurons, size)))
            for axis, side, size in zip(axes, sides, sizes.tolist(), strict=True)
        ]
        for choice in product(*along):
            block = _block(neurons, choice, layer.biases)
            found.append(block.only(np.flatnonzero((block.begin < block.end).all(axis=1))))
    return _joined(found, len(axes))


@dataclass(frozen=True, eq=False)
class _Sides:
    """Which steps of one input each neuron of layer 2 reads: ascending places and their weights."""

    start: Ints
    place: Ints
    weight: Array

    def of(self, neurons: Ints, size: int) -> tuple[Ints, Array]:
        """Sort the steps of neurons that all read `size` of them: (neurons, size)."""
        index = self.start[neurons][:, None] + np.arange(size)
        return self.place[index], self.weight[index]


def _by_input(axes: tuple[Axis, ...], gates: Any) -> tuple[Ints, list[_Sides]]:
    """Count how many steps of each input each neuron reads (neurons, inputs), and list them."""
    entries = gates.tocoo()
    counts, sides = [], []
    for axis in axes:
        rank = np.full(gates.shape[1], -1, dtype=np.int64)
        rank[axis.neurons] = np.arange(axis.neurons.size)
        mine = (rank[entries.col] >= 0) & (entries.data != 0.0)
        row, place = entries.row[mine].astype(np.int64), rank[entries.col[mine]]
        order = np.lexsort((place, row))
        count = np.bincount(row, minlength=gates.shape[0])
        start = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int64)
        sides.append(_Sides(start, place[order], entries.data[mine][order]))
        counts.append(count)
    return np.stack(counts, axis=1), sides


def _ranges(axis: Axis, place: Ints, weight: Array) -> Iterator[tuple[Ints, Ints, Array, Array]]:
    """Find the cells before, at, between and after steps: begin, end, slope and offset there."""
    size = place.shape[1]
    low = weight * axis.left[place] if axis.neurons.size else weight
    high = weight * axis.right[place] if axis.neurons.size else weight
    none = np.zeros(place.shape[0])
    begin = np.zeros(place.shape[0], dtype=np.int64)
    for passed in range(size + 1):
        offset = high[:, :passed].sum(axis=1) + low[:, passed:].sum(axis=1)
        if passed == size:
            yield begin, np.full(begin.size, axis.cells), none, offset
            return
        here = place[:, passed]
        yield begin, here, none, offset
        yield here, here + 1, weight[:, passed], offset - low[:, passed]
        begin = here + 1


def _block(neurons: Ints, choice: tuple[Any, ...], biases: Array) -> Blocks:
    begin, end, slopes, offsets = (np.stack(column, axis=1) for column in zip(*choice, strict=True))
    return Blocks(neurons, begin, end, slopes, biases[neurons] + offsets.sum(axis=1))


def _joined(found: list[Blocks], inputs: int) -> Blocks:
    if not found:
        empty = np.zeros((0, inputs), dtype=np.int64)
        return Blocks(empty[:, 0], empty, empty, empty.astype(float), np.zeros(0))
    return Blocks(
        *map(np.concatenate, zip(*(vars(block).values() for block in found), strict=True))
    )
