"""The inner loops of evaluating and of staircases."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.loops import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Pair = tuple[Floats, Floats]  # high + low: numbers of twice the digits of a float

SPLIT = 2.0**27 + 1  # cuts a float into two halves of 26 bits

# Numba compiles a version of its own for a literal True, False or 0, but one for all of these.
YES, NO = np.True_, np.False_
NONE: Any = np.int64(0)


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


@loop
def count_steps(y: Floats, is_jump: Bools, width: float, most: int) -> int:
    """Count the greedy staircase's cuts if no piece may vary by more than `width`.

    Stops counting above `most`.
    """
    low, high, cuts = y[0], y[0], 0
    for i in range(1, y.size):
        value = y[i]
        while max(high, value) - min(low, value) > width:
            cuts += 1
            if cuts > most:
                return cuts
            if is_jump[i - 1]:
                low = high = value
            elif value > high:
                low = high = low + width
            else:
                low = high = high - width
        low, high = min(low, value), max(high, value)
    return cuts


@loop
def greedy_steps(
    y: Floats,
    is_jump: Bools,
    width: float,
    after: Ints,
    level: Floats,
    lows: Floats,
    highs: Floats,
) -> None:
    """Write the greedy staircase: cut k lies between samples after[k] and after[k] + 1.

    y: samples between which f is monotone, or jumps where is_jump says so. level[k] is the value
    of f at the cut, nan at a jump; lows and highs bound f on each piece (one more than cuts).
    """
    low, high, cuts = y[0], y[0], 0
    for i in range(1, y.size):
        value = y[i]
        while max(high, value) - min(low, value) > width:
            after[cuts] = i - 1
            if is_jump[i - 1]:
                level[cuts] = np.nan
                lows[cuts], highs[cuts] = low, high
                low = high = value
            elif value > high:
                level[cuts] = low + width
                lows[cuts], highs[cuts] = low, low + width
                low = high = low + width
            else:
                level[cuts] = high - width
                lows[cuts], highs[cuts] = high - width, high
                low = high = high - width
            cuts += 1
        low, high = min(low, value), max(high, value)
    lows[cuts], highs[cuts] = low, high


@loop
def greedy_in_tube(
    y: Floats,
    is_jump: Bools,
    absolute: float,
    relative: float,
    after: Ints,
    level: Floats,
    tops: Floats,
    bottoms: Floats,
) -> int:
    """Write the greedy staircase in a tube of radius max(absolute, relative*|y|); count its cuts.

    Arguments as for `greedy_steps`. A height between tops[k] and bottoms[k] is in the tube all
    along piece k. It ends early, with as many cuts as there is room for, where they are more.
    """
    cuts, up, down = 0, 1.0 + relative, 1.0 - relative
    radius = max(absolute, relative * abs(y[0]))
    top, bottom = y[0] - radius, y[0] + radius
    for i in range(1, y.size):
        radius = max(absolute, relative * abs(y[i]))
        low, high = y[i] - radius, y[i] + radius
        while max(top, low) > min(bottom, high):
            if cuts == after.size:
                return cuts
            after[cuts] = i - 1
            if is_jump[i - 1]:
                level[cuts], tops[cuts], bottoms[cuts] = np.nan, top, bottom
                top, bottom = low, high
            elif low > bottom:
                at = max(bottom + absolute, max(bottom / down, bottom / up))
                level[cuts], tops[cuts], bottoms[cuts] = at, bottom, bottom
                top, bottom = bottom, at + max(absolute, relative * abs(at))
            else:
                at = min(top - absolute, min(top / down, top / up))
                level[cuts], tops[cuts], bottoms[cuts] = at, top, top
                top, bottom = at - max(absolute, relative * abs(at)), top
            cuts += 1
        top, bottom = max(top, low), min(bottom, high)
    if cuts < after.size:
        tops[cuts], bottoms[cuts] = top, bottom
    return cuts
