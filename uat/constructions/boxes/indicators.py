"""A neuron that asks for several steps at once is the indicator of a box (Nielsen ch. 4).

Hidden layer 1 holds the steps u = s(w(x_k - p)), scaled to run from 0 to 1; every neuron of hidden
layer 2 adds the steps at which its box begins, subtracts those at which it ends, and is on where
all are as they should be; the output neurons add up weighted boxes. A box may lack sides. With all
2m sides it is Nielsen's tower, with threshold m - 1/2: for two inputs 3/2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.constructions.pieces import Quadrant, Tower
from uat.networks.activations import LINEAR, Activation, Rise, reach, rise_of
from uat.networks.network import Layer, Network

GATE = 4.0  # weights of the second layer, in reaches: half a step away is saturated
GAP = 64.0  # distances between steps, in reaches: how narrow a window is against its boxes
GAP_AT_JUMPS = 1e-4  # of the domain: how narrow a window is where f jumps


@dataclass(frozen=True, eq=False)
class Indicators:
    """Weighted indicators of boxes, and a constant: what hidden layer 2 and the outputs stand for.

    lows, highs: (k, m), corners; -inf and inf for a side that is missing.
    weights: (k, outputs), in the units of f. base: (outputs,), the value where no box is on.
    """

    lows: Array
    highs: Array
    weights: Array
    base: Array

    @property
    def cuts(self) -> tuple[Array, ...]:
        """For each input the places of its steps, ascending, each once."""
        sides = np.concatenate([self.lows, self.highs])
        return tuple(np.unique(side[np.isfinite(side)]) for side in sides.T)


def indicator_network(
    boxes: Indicators,
    activation: Activation,
    steepness: Sequence[float],
    read_out: str | Activation = LINEAR,
) -> Network:
    """Build a network of steps, boxes and read-outs: two hidden layers of one activation.

    steepness: the weight w of the steps of each input. read_out: the output layer's activation.
    Neurons that several boxes could share are there once. Raises InputError if the activation
    makes no steps.
    """
    rise, cuts = rise_of(activation), boxes.cuts
    steps = _step_layer(cuts, activation, rise, steepness)
    gates = _box_layer(boxes, cuts, activation, rise)
    weights, base = _read(boxes.weights.T, boxes.base, rise)
    return Network((steps, gates, Layer(weights, base, read_out)))


def as_towers(boxes: Indicators) -> tuple[Tower, ...]:
    """Return the indicators as plain `Tower` objects."""
    return tuple(Tower(*rows) for rows in _plain_rows(boxes))


def as_quadrants(boxes: Indicators) -> tuple[Quadrant, ...]:
    """Return the indicators as plain `Quadrant` objects."""
    return tuple(Quadrant(*rows) for rows in _plain_rows(boxes))


def _plain_rows(boxes: Indicators) -> Iterator[tuple[tuple[float, ...], ...]]:
    columns = (boxes.lows, boxes.highs, boxes.weights)
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield tuple(tuple(values) for values in row)


def step_weights(
    cuts: Sequence[Array], box: Sequence[tuple[float, float]], activation: Activation, jumps: bool
) -> tuple[float, ...]:
    """Choose a power of two for each input as weight, so that windows are narrow against the boxes.

    jumps: whether f jumps; the windows are then narrow against the domain as well.
    """
    weights = []
    for places, (low, high) in zip(cuts, box, strict=True):
        gap = float(np.min(np.diff(places), initial=high - low))
        if jumps:
            gap = min(gap, GAP * GAP_AT_JUMPS * (high - low))
        weights.append(float(2.0 ** np.ceil(np.log2(GAP * reach(activation) / gap))))
    return tuple(weights)


def gate_weight(activation: Activation) -> float:
    """Choose the weight of a whole step in hidden layer 2, a power of two: half of it saturates."""
    return float(2.0 ** np.ceil(np.log2(GATE * reach(activation))))


def _step_layer(
    cuts: Sequence[Array], activation: Activation, rise: Rise, steepness: Sequence[float]
) -> Layer:
    offsets = np.array([offset for offset, _ in rise.copies])
    inputs = len(cuts)
    weights = [np.zeros((0, inputs))]
    biases = [np.zeros(0)]
    for axis, (places, w) in enumerate(zip(cuts, steepness, strict=True)):
        rows = np.zeros((places.size * offsets.size, inputs))
        rows[:, axis] = w
        weights.append(rows)
        biases.append((-w * places[:, None] + offsets).reshape(-1))
    return Layer(np.concatenate(weights), np.concatenate(biases), activation)


def _box_layer(
    boxes: Indicators, cuts: Sequence[Array], activation: Activation, rise: Rise
) -> Layer:
    """Build the layer of boxes: +1 for the step of a low side, -1 for a high one, a threshold."""
    from scipy.sparse import coo_array

    rows, columns, signs = _sides(boxes, cuts)
    starts = np.isfinite(boxes.lows).sum(axis=1)
    gate = gate_weight(activation)
    size = (boxes.lows.shape[0], sum(places.size for places in cuts))
    sums: Any = coo_array((gate * signs, (rows, columns)), shape=size).tocsr()
    steps, biases = _read(sums, -gate * (starts - 0.5), rise)
    offsets = np.array([offset for offset, _ in rise.copies])
    return Layer(
        _repeated_rows(steps, offsets.size), np.add.outer(biases, offsets).ravel(), activation
    )


def _sides(
    boxes: Indicators, cuts: Sequence[Array]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """List for each side of each box: the box, the step, and whether it begins or ends there."""
    rows, columns, signs, first = [], [], [], 0
    for axis, places in enumerate(cuts):
        for sides, sign in ((boxes.lows[:, axis], 1.0), (boxes.highs[:, axis], -1.0)):
            there = np.flatnonzero(np.isfinite(sides))
            rows.append(there)
            columns.append(first + np.searchsorted(places, sides[there]))
            signs.append(np.full(there.size, sign))
        first += places.size
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(signs)


def _read(weights: Any, biases: Array, rise: Rise) -> tuple[Any, Array]:
    """Turn weights that read steps of 0 to 1 into weights that read the neurons which make them."""
    factors = [sign / rise.height for _, sign in rise.copies]
    totals = np.asarray(weights.sum(axis=1)).reshape(-1)
    return _repeated_columns(weights, factors), biases - rise.low / rise.height * totals


def _repeated_columns(matrix: Any, factors: Sequence[float]) -> Any:
    """Repeat every column once for each factor, times that factor, side by side."""
    row = np.asarray(factors)[None, :]
    if isinstance(matrix, np.ndarray):
        return np.kron(matrix, row)
    from scipy.sparse import csr_array, kron

    return kron(matrix, csr_array(row), format="csr")


def _repeated_rows(matrix: Any, times: int) -> Any:
    if times == 1:
        return matrix
    from scipy.sparse import csr_array, kron

    return kron(matrix, csr_array(np.ones((times, 1))), format="csr")
