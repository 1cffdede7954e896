"""The inner steps of evaluating one input, on whole arrays: for few neurons, or without numba.

Functions of `uat.networks.evaluate.loops` by the same names, which give the same numbers to the
last bit, for what takes less time than loading numba.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array

Ints = NDArray[np.int64]
Pair = tuple[Array, Array]  # high + low: numbers of twice the digits of a float

SPLIT = 2.0**27 + 1  # cuts a float into two halves of 26 bits


def find_windows(
    x: Array, weights: Array, biases: Array, radius: float, first: Ints, last: Ints
) -> None:
    """Find for each neuron the range [first, last) of points with |weighted input| <= radius."""
    sign = np.where(weights > 0.0, 1.0, -1.0)
    weights, biases = sign * weights, sign * biases
    for found, level, strict in ((first, -radius, False), (last, radius, True)):
        low, high = np.full(weights.size, -1), np.full(weights.size, x.size)
        while (wide := high - low > 1).any():
            middle = (low + high) // 2
            z = weights * x[middle] + biases
            reached = (z > level) | ((z == level) & (not strict))
            high = np.where(wide & reached, middle, high)
            low = np.where(wide & ~reached, middle, low)
        found[:] = high


def window_inputs(
    x: Array, weights: Array, biases: Array, first: Ints, last: Ints, z: Array
) -> None:
    """Compute weighted inputs of all (neuron, point) pairs in windows, neuron by neuron."""
    sizes = last - first
    starts = np.cumsum(sizes) - sizes
    points = np.arange(z.size) + np.repeat(first - starts, sizes)
    z[:] = np.repeat(weights, sizes) * x[points] + np.repeat(biases, sizes)


def line_levels(
    scale: Array, slope: Array, number: Array, constant: Array, high: Array, low: Array
) -> None:
    """Set high + low to scale * (slope * number + constant), to twice the digits of a float."""
    with np.errstate(all="ignore"):
        product, rest = _two_product(slope, number)
        level, error = _two_sum(product, constant)
        high[:], low[:] = _two_product(scale, level)
        low += scale * (rest + error)
    low[~np.isfinite(low)] = 0.0


def add_lines(x: Array, slope: Array, slope_low: Array, total: Array, lost: Array) -> None:
    """Add (slope[i] + slope_low[i]) * x[i] to total[i]; lost[i] gathers rounding."""
    with np.errstate(all="ignore"):
        product, rest = _two_product(slope, x)
        total[:], error = _two_sum(total, product)
        lost += error + rest + slope_low * x


def add_windows(
    values: Array, scale: Array, first: Ints, last: Ints, total: Array, lost: Array
) -> None:
    """Add scale[k]*value to total[i] for pairs inside windows; lost[i] gathers rounding."""
    place = 0
    with np.errstate(all="ignore"):
        for weight, start, stop in zip(scale, first.tolist(), last.tolist(), strict=True):
            terms = weight * values[place : place + stop - start]
            total[start:stop], error = _two_sum(total[start:stop], terms)
            lost[start:stop] += error
            place += stop - start


def add_saturated(
    base: tuple[float, float], change: Pair, order: Ints, last: Ints, total: Array, lost: Array
) -> None:
    """Add to total[i] base and all changes of neurons whose window ends at or before point i."""
    (running, carried), (high, low) = base, change
    levels, rests = [running], [carried]
    for step, rest in zip(high[order].tolist(), low[order].tolist(), strict=True):
        running, error = _two_sum(running, step)
        carried += error + rest
        levels.append(running)
        rests.append(carried)
    passed = np.searchsorted(last[order], np.arange(total.size), side="right")
    with np.errstate(all="ignore"):
        total[:], error = _two_sum(total, np.array(levels)[passed])
        lost += error + np.array(rests)[passed]


def _two_sum(total: Any, term: Any) -> tuple[Any, Any]:
    """Add exactly (Knuth): return the rounded sum and what rounding took away."""
    rounded = total + term
    back = rounded - total
    return rounded, (total - (rounded - back)) + (term - back)


def _two_product(a: Array, b: Array) -> Pair:
    """Multiply exactly (Dekker 1971): the rounded product, and the rest where it is finite."""
    product = a * b
    scaled_a, scaled_b = SPLIT * a, SPLIT * b
    a_high, b_high = scaled_a - (scaled_a - a), scaled_b - (scaled_b - b)
    a_low, b_low = a - a_high, b - b_high
    rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, np.where(np.isfinite(rest), rest, 0.0)
