"""f in parts, each known by its moments: what least squares needs to know of it.

Staircases and lines that need not meet are the best there are of so many pieces, by dynamic
programming over the places where parts meet (Bellman 1961).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.heights import Map
from uat.constructions.line.partition.base import Partition, rounding
from uat.constructions.line.partition.fewest_steps import places_of, require_apart
from uat.constructions.line.partition.uniform import ranges
from uat.functions.sampling import Samples

MOST_PLACES = 2048  # of cuts; with more, dynamic programming takes seconds
ROUNDED = 1e-12  # of a sum of squares: what rounding may add to it

LLOYD = 4  # rounds of moving cuts, and heights


@dataclass(frozen=True)
class Parts:
    """f in parts, as moments. moments: (n, 6), see `squares`. edges: (n + 1,), where they meet.

    at_samples: whether each part is one sample of a table.
    """

    moments: Array
    edges: Array
    at_samples: bool

    @property
    def weight(self) -> float:
        """The length of the domain, or the number of samples."""
        return float(self.moments[:, 0].sum())

    def joined(self, starts: NDArray[np.int64]) -> Parts:
        """Join neighbouring parts; a new one begins at each of `starts`, which are 0 and more."""
        m = self.moments
        weight = np.add.reduceat(m[:, 0], starts)
        sizes = np.diff([*starts, len(m)])
        safe = np.where(weight > 0, weight, 1.0)
        means = [np.add.reduceat(m[:, 0] * m[:, k], starts) / safe for k in (1, 2)]
        dx, dy = (m[:, k + 1] - np.repeat(mean, sizes) for k, mean in enumerate(means))
        spread = [
            m[:, 3] + m[:, 0] * dx * dx,
            m[:, 4] + m[:, 0] * dx * dy,
            m[:, 5] + m[:, 0] * dy * dy,
        ]
        sums = [np.add.reduceat(column, starts) for column in spread]
        edges = np.append(self.edges[starts], self.edges[-1])
        return Parts(np.stack([weight, *means, *sums], axis=1), edges, self.at_samples)


def parts_of(samples: Samples) -> Parts:
    """Take the samples of a table as they are, or f as straight between its samples."""
    x, y = samples.x, samples.y
    if samples.resolution == 0.0:
        moments = np.zeros((x.size, 6))
        moments[:, 0], moments[:, 1], moments[:, 2] = 1.0, x, y
        edges = np.concatenate([x[:1], 0.5 * x[:-1] + 0.5 * x[1:], x[-1:]])
        return Parts(moments, edges, at_samples=True)
    run, rise = (np.where(samples.is_jump, 0.0, np.diff(column)) for column in (x, y))
    columns = [run, 0.5 * x[:-1] + 0.5 * x[1:], 0.5 * y[:-1] + 0.5 * y[1:]]
    columns += [run**3 / 12, run**2 * rise / 12, run * rise**2 / 12]
    return Parts(np.stack(columns, axis=1), x, at_samples=False)


def few_parts(parts: Parts, samples: Samples, most: int) -> Parts:
    """Join parts to about so many, alike in width and in how much f varies; jumps are borders."""
    n = len(parts.moments)
    if n <= most:
        return parts
    y = parts.moments[:, 2]
    passed = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(y)))])
    passed = passed / (passed[-1] or 1.0) + (parts.moments[:, 1] - parts.edges[0]) / (
        parts.edges[-1] - parts.edges[0]
    )
    starts = np.searchsorted(passed, np.linspace(0, passed[-1], most, endpoint=False))
    jumps = np.flatnonzero(samples.is_jump) + 1 if not parts.at_samples else starts[:0]
    return parts.joined(np.unique(np.concatenate([[0], starts, jumps])).astype(np.int64))


def best_runs(
    parts: Parts, *, linear: bool, enough: float, most: int, skipped: int = 0
) -> tuple[list[NDArray[np.int64]], Array]:
    """Return for each number of pieces, up to the first that will do, the starts, and the sums."""
    from uat.constructions.line.partition.runs import fewest_runs

    n = len(parts.moments)
    most = min(most, n)
    costs, before = np.empty((most + 1, n + 1)), np.zeros((most + 1, n + 1), dtype=np.int32)
    count = min(most, fewest_runs(parts.moments, linear, skipped, enough, costs, before))
    return [_starts(before, k, n) for k in range(1, count + 1)], costs[1 : count + 1, n]


def _starts(before: NDArray[np.int32], pieces: int, stop: int) -> NDArray[np.int64]:
    starts = np.zeros(pieces, dtype=np.int64)
    for k in range(pieces, 0, -1):
        starts[k - 1] = stop = before[k, stop]
    return starts


def enough_for(whole: Parts, samples: Samples, tol: float | None) -> float:
    """Return the sum of squares at which no piece more is needed; at least that of rounding."""
    most = max(tol or 0.0, rounding(samples.y))
    return most * most * whole.weight * (1 + ROUNDED)


def too_many(pieces: int) -> TargetError:
    """Say that not so many pieces, which is the most there may be, will do."""
    return TargetError(
        f"more than {pieces} pieces are needed for this root mean square: choose a larger "
        "tolerance, or leave norm l2 out"
    )


# The best staircase in the sense of least squares: cuts by dynamic programming, heights as means.
#
# A cut of a formula is then moved to where f is halfway between the heights on its two sides.


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
