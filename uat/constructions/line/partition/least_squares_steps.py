"""The best staircase in the sense of least squares: cuts by dynamic programming, heights as means.

A cut of a formula is then moved to where f is halfway between the heights on its two sides.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uat.base.arrays import Array
from uat.constructions.heights import Map
from uat.constructions.line.partition.base import Partition
from uat.constructions.line.partition.fewest_steps import places_of, require_apart
from uat.constructions.line.partition.parts import (
    MOST_PLACES,
    Parts,
    best_runs,
    enough_for,
    few_parts,
    parts_of,
    too_many,
)
from uat.constructions.line.partition.uniform import ranges
from uat.functions.sampling import Samples

LLOYD = 4  # rounds of moving cuts, and heights


def least_squares_steps(f: Map, samples: Samples, tol: float | None, pieces: int) -> Partition:
    """Find the staircase with the fewest pieces whose root mean square distance is at most `tol`.

    Without a tolerance, the best of at most so many pieces. Of a table it is the best there is. Of
    a formula, moving each cut of any staircase to the nearest place adds at most f's variation
    times the largest area that a part may sweep, so that `least` is known, too.
    """
    whole = parts_of(samples)
    few = few_parts(whole, samples, MOST_PLACES)
    enough = enough_for(whole, samples, tol)
    runs, costs = best_runs(few, linear=False, enough=enough, most=pieces)
    if tol is not None and costs[-1] > enough:
        raise too_many(pieces)
    found = _staircase(f, samples, few.edges[runs[-1][1:]], whole)
    if whole.at_samples:  # with fewer places than samples, it is not known to be the best
        return replace(found, least=len(runs) if len(few.moments) == len(whole.moments) else None)
    least = int(np.argmax(costs <= enough + _swept_area(samples, few))) + 1
    return replace(found, least=None if tol is None else least)


def _swept_area(samples: Samples, few: Parts) -> float:
    """Bound what moving all cuts to the nearest place adds to the sum of squares.

    At a best cut f is halfway between both heights, so that moving it by d adds no more than
    |h - h'| times d times what f varies on the way; and heights vary no more than f does.
    """
    starts = np.searchsorted(samples.x, few.edges[:-1])
    inside = samples.y.copy()
    high = np.maximum(np.maximum.reduceat(inside, starts), samples.y[np.append(starts[1:], -1)])
    low = np.minimum(np.minimum.reduceat(inside, starts), samples.y[np.append(starts[1:], -1)])
    variation = float(np.abs(np.diff(samples.y)).sum())
    area = (high - low) * np.diff(few.edges)
    return variation * float(area.max())


def _staircase(f: Map, samples: Samples, cuts: Array, whole: Parts) -> Partition:
    """Put heights at the means, and cuts of a formula where f is halfway between them, in turn."""
    for _ in range(1 if whole.at_samples else LLOYD):
        edges = np.concatenate([samples.x[:1], cuts, samples.x[-1:]])
        if not whole.at_samples:
            samples = samples.with_points(cuts, f(cuts))
            whole = parts_of(samples)
        starts = np.append(0, np.searchsorted(whole.moments[:, 1], cuts))
        means = whole.joined(starts)
        heights, rms = means.moments[:, 2], float(np.sqrt(means.moments[:, 5].sum() / whole.weight))
        if whole.at_samples:
            lows, highs = (g.reduceat(samples.y, starts) for g in (np.minimum, np.maximum))
            return Partition(edges, heights.copy(), lows, highs, rms=rms)
        moved = _halfway(f, samples, cuts, 0.5 * heights[:-1] + 0.5 * heights[1:])
        if not np.all(np.diff(np.concatenate([samples.x[:1], moved, samples.x[-1:]])) > 0):
            break
        cuts = moved
    require_apart(edges)
    lows, highs = ranges(f, samples, edges[:-1], edges[1:])
    return Partition(edges, heights.copy(), lows, highs, rms=rms)


def _halfway(f: Map, samples: Samples, cuts: Array, levels: Array) -> Array:
    """Find where f is at the levels, as near the cuts as possible; where nowhere near, the cut."""
    x, y = samples.x, samples.y
    ends = np.concatenate([x[:1], cuts, x[-1:]])
    after, found = np.zeros(cuts.size, dtype=np.int64), np.zeros(cuts.size, dtype=bool)
    for k, (cut, level) in enumerate(zip(cuts, levels, strict=True)):
        low, high = np.searchsorted(x, [0.5 * (ends[k] + cut), 0.5 * (cut + ends[k + 2])])
        near = y[low : high + 1] - level
        crossing = np.flatnonzero(near[:-1] * near[1:] <= 0)
        if crossing.size:
            nearest = np.argmin(np.abs(x[low + crossing] - cut))
            after[k], found[k] = low + crossing[nearest], True
    places = cuts.copy()
    level = np.where(samples.is_jump[after], np.nan, levels)
    places[found] = places_of(f, samples, after[found], level[found])
    return places
