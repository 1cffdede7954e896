"""Sweep greedily for samples that force each cut or kink; numba compiles it on first use.

What they return is only a guess, to be verified in balls; so they may round as they like.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.loops import loop

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@loop
def forced_cuts(y: Floats, width: float, first: Places, last: Places) -> int:
    """Find pairs first[k] < last[k] < first[k + 1] of samples that differ by more than `width`.

    Grows a piece until it varies too much; the next one begins at the sample after. Returns how
    many pairs there are; as many are written as fit.
    """
    count, low, high = 0, 0, 0
    i = 1
    while i < y.size:
        if y[i] < y[low]:
            low = i
        if y[i] > y[high]:
            high = i
        if y[high] - y[low] > width:
            if count < first.size:
                first[count], last[count] = min(low, high), max(low, high)
            count += 1
            i += 1
            low = high = i
        i += 1
    return count


@loop
def forced_kinks(x: Floats, low: Floats, high: Floats, triples: Places, rising: Places) -> int:
    """Find triples of samples that no straight line passes; see `uat.constructions.line.minimum`.

    rising[k] is 1 if triple k is low, high, low (a line cannot be above, below and above), else 0
    for high, low, high. Imai and Iri's sweep on the windows alone: of the lines that pass all
    windows of a stage, the steepest touches a lower end and then an upper one, the shallowest an
    upper and then a lower; where one of them fails, the three samples are a triple. After a triple
    (a, b, i) the next stage uses the ends that the triple began with from i on, the others from b
    on. Returns how many there are; as many are written as fit.
    """
    n = x.size
    count, first_low, first_high = 0, 0, 0
    lower, upper = np.empty(n, np.int64), np.empty(n, np.int64)
    while True:
        lower_front = lower_end = upper_front = upper_end = 0
        steep, a, b = np.inf, -1, -1
        shallow, c, d = -np.inf, -1, -1
        found = False
        i = min(first_low, first_high)
        while i < n:
            uses_low, uses_high = i >= first_low, i >= first_high
            if uses_low and a >= 0 and low[a] + steep * (x[i] - x[a]) < low[i]:
                if count < triples.shape[0]:
                    triples[count, 0], triples[count, 1], triples[count, 2] = a, b, i
                    rising[count] = 1
                count += 1
                first_high, first_low, found = b, i, True
                break
            if uses_high and c >= 0 and high[c] + shallow * (x[i] - x[c]) > high[i]:
                if count < triples.shape[0]:
                    triples[count, 0], triples[count, 1], triples[count, 2] = c, d, i
                    rising[count] = 0
                count += 1
                first_low, first_high, found = d, i, True
                break
            if (
                uses_high
                and lower_end > lower_front
                and (a < 0 or low[a] + steep * (x[i] - x[a]) > high[i])
            ):
                k = lower_front
                while k + 1 < lower_end:
                    p, q = lower[k], lower[k + 1]
                    if (high[i] - low[q]) * (x[i] - x[p]) > (high[i] - low[p]) * (x[i] - x[q]):
                        break
                    k += 1
                lower_front, a, b = k, lower[k], i
                steep = (high[i] - low[a]) / (x[i] - x[a])
            if (
                uses_low
                and upper_end > upper_front
                and (c < 0 or high[c] + shallow * (x[i] - x[c]) < low[i])
            ):
                k = upper_front
                while k + 1 < upper_end:
                    p, q = upper[k], upper[k + 1]
                    if (low[i] - high[q]) * (x[i] - x[p]) < (low[i] - high[p]) * (x[i] - x[q]):
                        break
                    k += 1
                upper_front, c, d = k, upper[k], i
                shallow = (low[i] - high[c]) / (x[i] - x[c])
            if uses_low:
                while lower_end - lower_front >= 2:
                    p, q = lower[lower_end - 1], lower[lower_end - 2]
                    if (x[p] - x[q]) * (low[i] - low[p]) < (low[p] - low[q]) * (x[i] - x[p]):
                        break
                    lower_end -= 1
                lower[lower_end] = i
                lower_end += 1
            if uses_high:
                while upper_end - upper_front >= 2:
                    p, q = upper[upper_end - 1], upper[upper_end - 2]
                    if (x[p] - x[q]) * (high[i] - high[p]) > (high[p] - high[q]) * (x[i] - x[p]):
                        break
                    upper_end -= 1
                upper[upper_end] = i
                upper_end += 1
            i += 1
        if not found:
            return count
