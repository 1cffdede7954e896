"""Evaluate one input fast: a neuron is computed only where it is no straight line.

`Network.forward` defines the numbers; this file reads the structure off the layers and gets the
same numbers in O(neurons + points + pairs inside windows) instead of O(neurons * points).
"""

import math
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.sweeps import is_spare
from uat.networks.activations import Activation
from uat.networks.activations.activation import Line
from uat.networks.network import Layer, Network

Lines = tuple[Array, ...]
Pair = tuple[Array, Array]  # high + low: numbers of twice the digits of a float

PAIRS_AT_ONCE = 2**20
POINTS_OF_ARRAYS, NEURON_OF_ARRAYS = 30, 12  # as long as one number of a loop in Python
MOST_READOUTS = 16  # second-layer neurons above which the plain pass is the better one


def reads_a_line(network: Network) -> bool:
    """Tell whether the first layer reads one number, and sums can be had from windows and lines."""
    if network.widths[0] != 1 or len(network.layers) < 2:
        return False
    first, second = network.layers[:2]
    fast = first.activation.tails is not None
    return fast and not first.is_sparse and not second.is_sparse and second.neurons <= MOST_READOUTS


def on_a_line(network: Network, x: Array) -> Array:
    """Sort the points, sum the first layer's neurons along them, and run the later layers."""
    output = np.empty((x.size, network.widths[-1]))
    finite = np.isfinite(x)
    if not finite.all():
        output[~finite] = network.forward(x[~finite, None])
        output[finite] = on_a_line(network, x[finite])
        return output
    is_sorted = bool(np.all(x[1:] >= x[:-1]))
    order = slice(None) if is_sorted else np.argsort(x)
    first, second, *later = network.layers
    values = second.activation(weighted_sums(first, second, x[order]) + second.biases)
    for layer in later:
        values = layer.forward(values)
    output[order] = values
    return output


def weighted_sums(first: Layer, second: Layer, x: Array) -> Array:
    """Compute W2 @ s(w x + b) at ascending points: (points, second.neurons)."""
    weights = np.asarray(first.weights)[:, 0]
    rows = np.asarray(second.weights)
    steady = weights == 0.0
    columns = [_steady_sum(first, row, steady) for row in rows]
    if not steady.all() and x.size:
        moving = ~steady
        neurons = (weights[moving], first.biases[moving], rows[:, moving])
        sums = _window_sums(first.activation, x, *neurons)
        return np.stack([base + sum_ for base, sum_ in zip(columns, sums, strict=True)], axis=1)
    return np.tile(np.array(columns), (x.size, 1))


def _steady_sum(first: Layer, row: Array, steady: Array) -> float:
    """Add up what neurons of weight zero give: the same number everywhere."""
    return float(row[steady] @ first.activation(first.biases[steady]))


def _window_sums(
    s: Activation, x: Array, weights: Array, biases: Array, rows: Array
) -> list[Array]:
    """Sum neurons that are straight lines but for a window: the lines outside, s inside.

    Lines of slope 0 are limits. Between windows the sum of all neurons is one straight line, whose
    coefficients change at the end of each window.
    """
    assert s.tails is not None
    steps = _steps(x.size, weights.size)
    begin = np.empty(weights.size, dtype=np.int64)
    end = np.empty(weights.size, dtype=np.int64)
    steps.find_windows(x, weights, biases, s.tails.radius, begin, end)
    left, right = _lines(s.tails.left, s.tails.right, weights > 0)
    order = np.argsort(end, kind="stable")
    totals = [np.zeros(x.size) for _ in rows]
    lost = [np.zeros(x.size) for _ in rows]
    for part in _batches(end - begin):
        size = end[part] - begin[part]
        z = np.empty(int(size.sum()))
        steps.window_inputs(x, weights[part], biases[part], begin[part], end[part], z)
        line = np.repeat(left[1][part], size)
        if left[0].any():
            line += np.repeat(left[0][part], size) * z
        values = s(z) - line
        for row, total, loss in zip(rows, totals, lost, strict=True):
            steps.add_windows(values, row[part], begin[part], end[part], total, loss)
    for row, total, loss in zip(rows, totals, lost, strict=True):
        levels = [_levels(steps, row, line[0], biases, line[1]) for line in (left, right)]
        _add_levels(steps, levels, order, end, total, loss)
        if left[0].any() or right[0].any():
            slopes = np.zeros(x.size), np.zeros(x.size)
            nothing = np.zeros(row.size)
            levels = [_levels(steps, row, line[0], weights, nothing) for line in (left, right)]
            _add_levels(steps, levels, order, end, *slopes)
            steps.add_lines(x, *slopes, total, loss)
    return [total + loss for total, loss in zip(totals, lost, strict=True)]


def _lines(left: Line, right: Line, rises: NDArray[np.bool_]) -> tuple[Lines, Lines]:
    """Return slopes and offsets left and right of each neuron's window, as x sees it."""
    before = tuple(np.where(rises, a, b) for a, b in zip(left, right, strict=True))
    after = tuple(np.where(rises, b, a) for a, b in zip(left, right, strict=True))
    return before, after


def _steps(points: int, neurons: int) -> ModuleType:
    """Choose the inner steps: on whole arrays if numba would take longer to load, else loops."""
    if is_spare(points // POINTS_OF_ARRAYS + NEURON_OF_ARRAYS * neurons):
        from uat.networks.evaluate import arrays

        return arrays
    from uat.networks.evaluate import loops

    return loops


def _levels(steps: ModuleType, row: Array, slope: Array, number: Array, constant: Array) -> Pair:
    """Compute row * (slope * number + constant), high and low."""
    high, low = np.empty(row.size), np.empty(row.size)
    steps.line_levels(row, slope, number, constant, high, low)
    return high, low


def _add_levels(
    steps: ModuleType,
    levels: list[Pair],
    order: NDArray[np.int64],
    end: NDArray[np.int64],
    total: Array,
    loss: Array,
) -> None:
    """Add the levels that neurons have before their windows, and the others after them."""
    (before, before_low), (after, after_low) = levels
    base = math.fsum(before)
    rests = np.concatenate((before, before_low, [-base]))
    base_low = math.fsum(rests) if math.isfinite(base) else 0.0
    with np.errstate(invalid="ignore"):
        change = after - before
        back = change - after
        rest = (after - (change - back)) - (before + back)
        low = after_low - before_low + rest
    low[~np.isfinite(low)] = 0.0
    steps.add_saturated((base, base_low), (change, low), order, end, total, loss)


def _batches(sizes: NDArray[np.int64]) -> list[slice]:
    """Slice consecutive neurons, with at most PAIRS_AT_ONCE pairs a slice (or one neuron)."""
    ends = np.cumsum(sizes)
    batches, start, done = [], 0, 0
    while start < sizes.size:
        stop = int(np.searchsorted(ends, done + PAIRS_AT_ONCE, side="right"))
        stop = max(stop, start + 1)
        batches.append(slice(start, stop))
        start, done = stop, int(ends[stop - 1])
    return batches
