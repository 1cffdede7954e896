"""The inner loops of evaluating one input, for jobs that are large enough to load numba."""

import numpy as np
from numpy.typing import NDArray

from uat.base.compiling import NO, NONE, YES, loop
from uat.networks.evaluate.arrays import SPLIT

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[Floats, Floats]  # high + low: numbers of twice the digits of a float


@loop
def _first_reaching(
    x: Floats, weight: float, bias: float, level: float, strict: np.bool_, start: int
) -> int:
    """Return the first i with weight*x[i] + bias >= level (> level if strict); len(x) if none.

    weight > 0 and x ascending, so that the weighted input ascends too. The search gallops from
    `start`, hence costs O(1) when neurons come in order of their steps.
    """
    n = x.size
    low, high, stride = -1, n, 1  # z[low] is below the level, z[high] is not
    probe = min(max(start, 0), n - 1)
    while 0 <= probe < n:
        z = weight * x[probe] + bias
        if z > level or (z == level and not strict):
            high = probe
            probe = high - stride
            if low >= 0 or probe <= low:
                break
        else:
            low = probe
            probe = low + stride
            if high < n or probe >= high:
                break
        stride *= 2
    while high - low > 1:
        middle = (low + high) // 2
        z = weight * x[middle] + bias
        if z > level or (z == level and not strict):
            high = middle
        else:
            low = middle
    return high


@loop
def find_windows(
    x: Floats, weights: Floats, biases: Floats, radius: float, first: Ints, last: Ints
) -> None:
    """Find for each neuron the range [first, last) of points with |weighted input| <= radius.

    x ascending; weights not zero. Before `first` the neuron has its left limit, from `last` on its
    right limit.
    """
    start = stop = NONE
    for k in range(weights.size):
        sign = 1.0 if weights[k] > 0.0 else -1.0
        weight, bias = sign * weights[k], sign * biases[k]
        start = _first_reaching(x, weight, bias, -radius, NO, start)
        stop = _first_reaching(x, weight, bias, radius, YES, max(stop, start))
        first[k], last[k] = start, stop


@loop
def window_inputs(
    x: Floats, weights: Floats, biases: Floats, first: Ints, last: Ints, z: Floats
) -> None:
    """Compute weighted inputs of all (neuron, point) pairs in windows, neuron by neuron."""
    place = 0
    for k in range(weights.size):
        for i in range(first[k], last[k]):
            z[place] = weights[k] * x[i] + biases[k]
            place += 1


@loop
def _two_sum(total: float, term: float) -> tuple[float, float]:
    """Add exactly (Knuth): return the rounded sum and what rounding took away."""
    rounded = total + term
    back = rounded - total
    return rounded, (total - (rounded - back)) + (term - back)


@loop
def _two_product(a: float, b: float) -> tuple[float, float]:
    """Multiply exactly (Dekker 1971): the rounded product, and the rest where it is finite."""
    product = a * b
    scaled_a, scaled_b = SPLIT * a, SPLIT * b
    a_high, b_high = scaled_a - (scaled_a - a), scaled_b - (scaled_b - b)
    a_low, b_low = a - a_high, b - b_high
    rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, rest if np.isfinite(rest) else 0.0


@loop
def line_levels(
    scale: Floats, slope: Floats, number: Floats, constant: Floats, high: Floats, low: Floats
) -> None:
    """Set high + low to scale * (slope * number + constant), to twice the digits of a float."""
    for k in range(scale.size):
        product, rest = _two_product(slope[k], number[k])
        level, error = _two_sum(product, constant[k])
        high[k], low[k] = _two_product(scale[k], level)
        low[k] += scale[k] * (rest + error)
        if not np.isfinite(low[k]):
            low[k] = 0.0


@loop
def add_lines(x: Floats, slope: Floats, slope_low: Floats, total: Floats, lost: Floats) -> None:
    """Add (slope[i] + slope_low[i]) * x[i] to total[i]; lost[i] gathers rounding."""
    for i in range(x.size):
        product, rest = _two_product(slope[i], x[i])
        total[i], error = _two_sum(total[i], product)
        lost[i] += error + rest + slope_low[i] * x[i]


@loop
def add_windows(
    values: Floats, scale: Floats, first: Ints, last: Ints, total: Floats, lost: Floats
) -> None:
    """Add scale[k]*value to total[i] for pairs inside windows; lost[i] gathers rounding."""
    place = 0
    for k in range(scale.size):
        for i in range(first[k], last[k]):
            total[i], error = _two_sum(total[i], scale[k] * values[place])
            lost[i] += error
            place += 1


@loop
def add_saturated(
    base: tuple[float, float], change: Pair, order: Ints, last: Ints, total: Floats, lost: Floats
) -> None:
    """Add to total[i] base and all changes of neurons whose window ends at or before point i.

    base and change are pairs (high, low) of twice the digits of a float; order: neurons in
    ascending order of `last`. Sums are compensated (Neumaier 1974), so that the error does not
    grow with the number of neurons.
    """
    (running, carried), k = base, 0
    high, low = change
    for i in range(total.size):
        while k < order.size and last[order[k]] <= i:
            running, error = _two_sum(running, high[order[k]])
            carried += error + low[order[k]]
            k += 1
        total[i], error = _two_sum(total[i], running)
        lost[i] += error + carried
