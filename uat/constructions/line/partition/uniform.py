"""Cut the domain into equal pieces, as Nielsen does; only their number is chosen."""

import numpy as np

from uat.base.arrays import Array
from uat.base.ties import first_of_largest
from uat.constructions.heights import Map, choose_heights
from uat.constructions.line.partition.base import Partition, rounding
from uat.functions.sampling import Samples


def _same(values: Array) -> Array:
    return values


def uniform(
    f: Map,
    samples: Samples,
    pieces: int,
    *,
    heights: str = "midrange",
    shift: float = 0.0,
    link: Map = _same,
    inverse: Map = _same,
) -> Partition:
    """Cut the domain into equal pieces.

    shift: in widths of a piece, 0 <= shift < 1. A shifted partition has one piece more: a part of
    one at each end of the domain. link, inverse: see `choose_heights`.
    """
    edges = _edges(samples, pieces, shift)
    lows, highs = ranges(f, samples, edges[:-1], edges[1:])
    chosen = choose_heights(heights, f, edges, lows, highs, link, inverse)
    return Partition(edges, chosen, lows, highs)


def smallest_uniform(f: Map, samples: Samples, tol: float, most: int) -> int | None:
    """Find the fewest equal pieces on each of which f varies by at most 2*tol; None above most.

    Numbers are tried one after another, but most of them fail at the very place that stopped an
    earlier one; so that place is tried first, for many numbers at once, and the whole domain only
    for a number that passes there.
    """
    width = 2 * (tol + rounding(samples.y))
    pieces = 1 if samples.is_jump.any() else max(1, int(samples.range / width))
    while pieces <= most:
        edges = _edges(samples, pieces, 0.0)
        lows, highs = ranges(f, samples, edges[:-1], edges[1:])
        worst = first_of_largest(highs - lows)
        if (highs - lows).max() <= width:
            return pieces
        place = _steepest(samples, edges[worst], edges[worst + 1])
        pieces = _next_passing(f, samples, place, pieces + 1, width, most)
    return None


def ranges(f: Map, samples: Samples, left: Array, right: Array) -> tuple[Array, Array]:
    """Return the least and largest f on each interval [left, right].

    f is monotone between samples, so that its extremes on an interval are at the ends or at
    samples inside. An end that lies on a jump takes the value on the interval's own side.
    """
    x, y = samples.x, samples.y
    near = 4 * np.finfo(float).eps * max(abs(x[0]), abs(x[-1]))
    at_left, at_right = (
        _one_sided(f, samples, left, near, 1),
        _one_sided(f, samples, right, near, 0),
    )
    lows, highs = np.minimum(at_left, at_right), np.maximum(at_left, at_right)
    first = np.searchsorted(x, left + near, side="right")
    last = np.searchsorted(x, right - near, side="left")
    filled = np.flatnonzero(last > first)
    if filled.size:
        bounds = np.stack([first[filled], last[filled]], axis=1).reshape(-1)
        padded = np.append(y, y[-1])
        lows[filled] = np.minimum(lows[filled], np.minimum.reduceat(padded, bounds)[::2])
        highs[filled] = np.maximum(highs[filled], np.maximum.reduceat(padded, bounds)[::2])
    return lows, highs


def _edges(samples: Samples, pieces: int, shift: float) -> Array:
    a, b = samples.x[0], samples.x[-1]
    count = np.arange(pieces + 1, dtype=float)
    if shift == 0.0:
        edges: Array = a + (b - a) * (count / pieces)
    else:
        edges = np.concatenate([[a], a + (b - a) * ((count[:-1] + shift) / pieces), [b]])
    edges[-1] = b
    return edges


def _one_sided(f: Map, samples: Samples, x: Array, near: float, side: int) -> Array:
    """Evaluate f; at a jump or a lone point, on its left (side 0) or right (side 1)."""
    if samples.lone:
        lone = np.array(samples.lone)
        place = np.minimum(np.searchsorted(lone, x - near), lone.size - 1)
        beside = x + (4 * near if side else -4 * near)
        x = np.where(np.abs(x - lone[place]) <= near, beside, x)
    values = f(np.clip(x, samples.x[0], samples.x[-1]))
    before = np.flatnonzero(samples.is_jump)
    if before.size:
        place = np.searchsorted(samples.x[before + 1], x - near)
        jump = before[np.minimum(place, before.size - 1)]
        on_jump = (samples.x[jump] - near <= x) & (x <= samples.x[jump + 1] + near)
        values = np.where(on_jump, samples.y[jump + side], values)
    return values


def _steepest(samples: Samples, left: float, right: float) -> float:
    """Find the place in an interval where f changes fastest, as far as samples tell."""
    x, y = samples.x, samples.y
    first = max(int(np.searchsorted(x, left)) - 1, 0)
    last = min(int(np.searchsorted(x, right)) + 1, x.size)
    slopes = np.abs(np.diff(y[first:last])) / np.diff(x[first:last])
    i = first + first_of_largest(slopes)
    return float(np.clip(0.5 * (x[i] + x[i + 1]), left, right))


def _next_passing(
    f: Map, samples: Samples, place: float, pieces: int, width: float, most: int
) -> int:
    """Find the next number of pieces for which f varies little enough around a place."""
    a, b = samples.x[0], samples.x[-1]
    batch = 16
    while pieces <= most:
        numbers = np.arange(pieces, min(pieces + batch, most + 1), dtype=float)
        piece = np.clip(np.floor((place - a) / (b - a) * numbers), 0, numbers - 1)
        left = a + (b - a) * (piece / numbers)
        right = np.minimum(a + (b - a) * ((piece + 1) / numbers), b)
        lows, highs = ranges(f, samples, left, right)
        passing = np.flatnonzero(highs - lows <= width)
        if passing.size:
            return int(numbers[passing[0]])
        pieces += numbers.size
        batch = min(2 * batch, 8192)
    return most + 1
