"""Sweep for the fewest steps."""

import numpy as np
from numpy.typing import NDArray

from uat.base.sweeps import Sweep

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@Sweep
def count_steps(y: Floats, is_jump: Bools, width: float, most: int) -> int:
    """Count the greedy staircase's cuts if no piece may vary by more than `width`.

    Stops counting above `most`.
    """
    low, high, cuts = y[0], y[0], 0
    for i in range(1, len(y)):
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


@Sweep
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
    for i in range(1, len(y)):
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


@Sweep
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
    for i in range(1, len(y)):
        radius = max(absolute, relative * abs(y[i]))
        low, high = y[i] - radius, y[i] + radius
        while max(top, low) > min(bottom, high):
            if cuts == len(after):
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
    if cuts < len(after):
        tops[cuts], bottoms[cuts] = top, bottom
    return cuts
