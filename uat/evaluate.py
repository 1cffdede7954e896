"""The forward pass again, fast: a steep neuron is computed only where it is not saturated.

`Network.forward` defines the numbers; this file reads the structure off the layers and gets the
same numbers in O(neurons + points + pairs inside windows) instead of O(neurons * points).
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.activations import Array
from uat.errors import InputError
from uat.network import Layer, Network

PAIRS_AT_ONCE = 2**20
VALUES_AT_ONCE = 2**22
MOST_READOUTS = 16  # second-layer neurons above which the plain pass is the better one


def evaluate(network: Network, *inputs: ArrayLike) -> Array:
    """The network's output at many points: the numbers of `network.forward`, without its cost.

    inputs: one array per input of the network; they broadcast. Returns their common shape; with a
    last axis for the outputs if there are several. For a hidden layer of neurons that saturate the
    difference from `forward` is at most about 1e-15 times the sum of the absolute output weights;
    for relu the same bound holds with each weight times |w x| + |b|.

    Raises InputError when the number of inputs is wrong.
    """
    if len(inputs) != network.widths[0]:
        raise InputError(f"the network takes {network.widths[0]} inputs, not {len(inputs)}")
    arrays = np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in inputs))
    shape = arrays[0].shape
    points = np.stack([array.reshape(-1) for array in arrays], axis=1)
    if _has_line_layer(network):
        output = _on_a_line(network, points[:, 0])
    else:
        output = _dense(network, points)
    outputs = output.shape[1]
    return output.reshape(shape if outputs == 1 else (*shape, outputs))


def _has_line_layer(network: Network) -> bool:
    """True if the first layer reads one number and its sum can be had from windows or slopes."""
    if network.widths[0] != 1 or len(network.layers) < 2:
        return False
    first, second = network.layers[:2]
    fast = first.activation.name == "relu" or np.isfinite(first.activation.saturation)
    return fast and not first.is_sparse and not second.is_sparse and second.neurons <= MOST_READOUTS


def _dense(network: Network, points: Array) -> Array:
    """The defining pass, in slices that keep memory bounded."""
    rows = max(1, VALUES_AT_ONCE // max(network.widths))
    if len(points) <= rows:
        return network.forward(points)
    slices = [network.forward(points[i : i + rows]) for i in range(0, len(points), rows)]
    return np.concatenate(slices)


def _on_a_line(network: Network, x: Array) -> Array:
    """Sort the points, sum the first layer's neurons along them, and run the later layers."""
    output = np.empty((x.size, network.widths[-1]))
    finite = np.isfinite(x)
    if not finite.all():
        output[~finite] = network.forward(x[~finite, None])
        output[finite] = _on_a_line(network, x[finite])
        return output
    is_sorted = bool(np.all(x[1:] >= x[:-1]))
    order = slice(None) if is_sorted else np.argsort(x)
    first, second, *later = network.layers
    values = second.activation(_weighted_sums(first, second, x[order]) + second.biases)
    for layer in later:
        values = layer.forward(values)
    output[order] = values
    return output


def _weighted_sums(first: Layer, second: Layer, x: Array) -> Array:
    """W2 @ s(w x + b) at ascending points: (points, second.neurons)."""
    weights = np.asarray(first.weights)[:, 0]
    rows = np.asarray(second.weights)
    steady = weights == 0.0
    columns = [_steady_sum(first, row, steady) for row in rows]
    if not steady.all() and x.size:
        moving = ~steady
        summed = _relu_sums if first.activation.name == "relu" else partial(_window_sums, first)
        sums = summed(x, weights[moving], first.biases[moving], rows[:, moving])
        return np.stack([base + sum_ for base, sum_ in zip(columns, sums, strict=True)], axis=1)
    return np.tile(np.array(columns), (x.size, 1))


def _steady_sum(first: Layer, row: Array, steady: Array) -> float:
    """What neurons of weight zero add: the same number everywhere."""
    return float(row[steady] @ first.activation(first.biases[steady]))


def _window_sums(first: Layer, x: Array, weights: Array, biases: Array, rows: Array) -> list[Array]:
    """Sums of saturating neurons: limits outside windows, the activation itself inside."""
    from uat import kernels

    s = first.activation
    begin = np.empty(weights.size, dtype=np.int64)
    end = np.empty(weights.size, dtype=np.int64)
    kernels.find_windows(x, weights, biases, s.saturation, begin, end)
    left = np.where(weights > 0, s.low, s.high)
    right = np.where(weights > 0, s.high, s.low)
    order = np.argsort(end, kind="stable")
    totals = [np.zeros(x.size) for _ in rows]
    lost = [np.zeros(x.size) for _ in rows]
    for part in _batches(end - begin):
        z = np.empty(int((end[part] - begin[part]).sum()))
        kernels.window_inputs(x, weights[part], biases[part], begin[part], end[part], z)
        values = s(z) - np.repeat(left[part], end[part] - begin[part])
        for row, total, loss in zip(rows, totals, lost, strict=True):
            kernels.add_windows(values, row[part], begin[part], end[part], total, loss)
    for row, total, loss in zip(rows, totals, lost, strict=True):
        base = _exact_sum(row * left)
        kernels.add_saturated(row * (right - left), order, end, base, total, loss)
    return [total + loss for total, loss in zip(totals, lost, strict=True)]


def _relu_sums(x: Array, weights: Array, biases: Array, rows: Array) -> list[Array]:
    """Sums of relu neurons: on each interval between kinks the sum is one straight line."""
    from uat import kernels

    kink = np.empty(weights.size, dtype=np.int64)
    unused = np.empty(weights.size, dtype=np.int64)
    kernels.find_windows(x, weights, biases, 0.0, kink, unused)
    order = np.argsort(kink, kind="stable")
    starts_on = weights < 0
    sign = np.where(starts_on, -1.0, 1.0)
    sums = []
    for row in rows:
        parts = []
        for coefficient in (row * weights, row * biases):
            total, loss = np.zeros(x.size), np.zeros(x.size)
            base = _exact_sum(coefficient[starts_on])
            kernels.add_saturated(sign * coefficient, order, kink, base, total, loss)
            parts.append(total + loss)
        sums.append(parts[0] * x + parts[1])
    return sums


def _batches(sizes: NDArray[np.int64]) -> list[slice]:
    """Slices of consecutive neurons with at most PAIRS_AT_ONCE pairs each (or one neuron)."""
    ends = np.cumsum(sizes)
    batches, start, done = [], 0, 0
    while start < sizes.size:
        stop = int(np.searchsorted(ends, done + PAIRS_AT_ONCE, side="right"))
        stop = max(stop, start + 1)
        batches.append(slice(start, stop))
        start, done = stop, int(ends[stop - 1])
    return batches


def _exact_sum(terms: Array) -> float:
    import math

    return math.fsum(terms)
