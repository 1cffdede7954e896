"""The best staircase and the best polyline in the sense of least squares, with so many pieces.

Staircases: dynamic programming over the places where a cut may be is exact (Bellman 1961), and a
cut of a formula is then moved to where f is halfway between the heights. Polylines: the best path
with its knots at some places is found by dynamic programming over the value at the last knot, and
its knots are then moved. No polyline of k links leaves less over than the best k lines that need
not meet: that tells how few links may do at all.
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
from uat.constructions.line.partition.polyline import Polyline
from uat.constructions.line.partition.uniform import ranges
from uat.functions.sampling import Samples

MOST_PLACES = 2048  # of cuts; with more, dynamic programming takes seconds
MOST_KNOTS = 200  # places of knots, and links, for which the best path is looked for
MOST_LINKS = 24
MOST_PARABOLAS = 2_000_000
LLOYD = 4  # rounds of moving cuts, and heights
ROUNDED = 1e-12  # of a sum of squares: what rounding may add to it
ROUNDS, HALVINGS = 30, 8  # of moving knots
FEW = 4  # rounds from there
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)  # samples by which a knot is moved
SETTLED = 1e-9  # of the sum of squares: what is no longer worth a step


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


def _few(parts: Parts, samples: Samples, most: int) -> Parts:
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


def _runs(
    parts: Parts, *, linear: bool, enough: float, most: int, skipped: int = 0
) -> tuple[list[NDArray[np.int64]], Array]:
    """Return for each number of pieces, up to the first that will do, the starts, and the sums."""
    from uat.constructions.line.partition.squares import fewest_runs

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


def least_squares_steps(f: Map, samples: Samples, tol: float | None, pieces: int) -> Partition:
    """Find the staircase with the fewest pieces whose root mean square distance is at most `tol`.

    Without a tolerance, the best of at most so many pieces. Of a table it is the best there is. Of
    a formula, moving each cut of any staircase to the nearest place adds at most f's variation
    times the largest area that a part may sweep, so that `least` is known, too.
    """
    whole = parts_of(samples)
    few = _few(whole, samples, MOST_PLACES)
    enough = _enough(whole, samples, tol)
    runs, costs = _runs(few, linear=False, enough=enough, most=pieces)
    _require_found(costs[-1], enough, tol, pieces)
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


def _enough(whole: Parts, samples: Samples, tol: float | None) -> float:
    """Return the sum of squares at which no piece more is needed; at least that of rounding."""
    most = max(tol or 0.0, rounding(samples.y))
    return most * most * whole.weight * (1 + ROUNDED)


def _require_found(cost: float, enough: float, tol: float | None, pieces: int) -> None:
    if tol is not None and cost > enough:
        raise TargetError(
            f"more than {pieces} pieces are needed for this root mean square: choose a larger "
            "tolerance, or leave norm l2 out"
        )


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


def least_squares_links(samples: Samples, tol: float | None, links: int) -> Polyline:
    """Find a polyline with few links whose root mean square distance is at most `tol`.

    Without a tolerance, the best of at most so many links that is found. `least`: so many lines,
    which need not meet, are needed as well.
    """
    whole = parts_of(samples)
    few = _few(whole, samples, MOST_PLACES)
    enough = _enough(whole, samples, tol)
    runs = _runs(few, linear=True, enough=enough, most=links)[0]
    if tol is None:
        return _polyline(samples, whole, few.edges[runs[-1][1:]], 0.0)
    skipped = 0 if len(few.moments) == len(whole.moments) and whole.at_samples else 1
    least = len(runs)
    if skipped:
        least = len(_runs(few, linear=True, enough=enough, most=links, skipped=1)[0])
    for count in range(least, links + 1):
        if count > len(runs):
            runs = _runs(few, linear=True, enough=-1.0, most=count)[0]
        best = _polyline(samples, whole, few.edges[runs[count - 1][1:]], enough)
        if best.rms is not None and best.rms <= tol * (1 + ROUNDED):
            return replace(best, least=least)
    _require_found(np.inf, enough, tol, links)
    raise AssertionError


def _polyline(samples: Samples, whole: Parts, cuts: Array, enough: float) -> Polyline:
    """Find the best polyline with as many links as these cuts make, or one that is good enough.

    Two are moved from: the cuts themselves, and the knots of the best path at some places.
    """
    edges = np.concatenate([samples.x[:1], cuts, samples.x[-1:]])
    best = _moved(whole, edges)
    links = edges.size - 1
    if 1 < links <= MOST_LINKS and not best[0] <= enough:
        again = _by_value(samples, whole, links, best[0])
        if again is not None:
            best = min(best, _moved(whole, again), key=lambda found: found[0])
    if whole.at_samples and samples.x.size <= MOST_PLACES and not best[0] <= enough:
        best = _between_samples(whole, best, samples.x)
    cost, edges, values = best
    error = float(np.max(np.abs(np.interp(samples.x, edges, values) - samples.y)))
    return Polyline(edges, values, error, rms=float(np.sqrt(max(0.0, cost) / whole.weight)))


def _by_value(samples: Samples, whole: Parts, links: int, room: float) -> Array | None:
    """Find the knots of the best path, if fewer sums than are known to do can be left over."""
    from uat.constructions.line.partition.squares import best_knots

    few = _few(whole, samples, MOST_KNOTS)
    places = few.edges
    if whole.at_samples and len(few.moments) == len(whole.moments):
        few, places = _halfway_too(samples)
    if len(few.moments) < links:
        return None
    turned = replace(few, moments=few.moments[::-1] * np.array([1, -1, 1, 1, -1, 1.0]))
    rest = np.zeros((links + 1, places.size))
    rest[:, :] = _rest(turned, links)
    knots = np.zeros(links + 1, dtype=np.int32)
    quads, rows = np.empty((MOST_PARABOLAS, 3)), np.empty((MOST_PARABOLAS, 2), dtype=np.int32)
    room *= 1 + 1e-9  # rounding must not drop the path that is known
    cost = best_knots(few.moments, places, rest, room, knots, quads, rows)
    return places[knots] if np.isfinite(cost) else None


def _halfway_too(samples: Samples) -> tuple[Parts, Array]:
    """Let knots be at the samples of a table, and halfway between them, where no sample lies."""
    x, count = samples.x, samples.x.size
    places = np.empty(2 * count - 1)
    places[::2], places[1::2] = x, 0.5 * x[:-1] + 0.5 * x[1:]
    moments = np.zeros((places.size - 1, 6))
    moments[:, 1] = 0.5 * places[:-1] + 0.5 * places[1:]
    moments[1::2, 0], moments[1::2, 1], moments[1::2, 2] = 1.0, x[1:], samples.y[1:]
    moments[0, :3] = 1.0, x[0], samples.y[0]
    return Parts(moments, places, at_samples=True), places


def _rest(turned: Parts, links: int) -> Array:
    """Return the least sums that so many lines leave over from each place on to the right end."""
    from uat.constructions.line.partition.squares import fewest_runs

    n = len(turned.moments)
    costs, before = np.empty((links + 1, n + 1)), np.zeros((links + 1, n + 1), dtype=np.int32)
    fewest_runs(np.ascontiguousarray(turned.moments), True, 0, -1.0, costs, before)
    return costs[:, ::-1]


Found = tuple[float, Array, Array]


def _moved(whole: Parts, edges: Array, rounds: int = ROUNDS) -> Found:
    """Move knots to where the best lines of both links meet, as far as that helps."""
    best = _fitted(whole, edges)
    for _ in range(rounds):
        step = _step(whole, best)
        for halving in range(HALVINGS):
            moved = best[1].copy()
            moved[1:-1] += step * 0.5**halving
            if np.all(np.diff(moved) > 1e-9 * (moved[-1] - moved[0])):
                found = _fitted(whole, moved)
                if found[0] < best[0] * (1 - SETTLED):
                    best = found
                    break
        else:
            break
    return best


def _between_samples(whole: Parts, best: Found, x: Array) -> Found:
    """Move each knot by a few samples, and all from there, as long as that helps.

    Where a knot passes a sample, the sum of squares bends, and steps of Gauss and Newton may stop.
    """
    for _ in range(ROUNDS):
        before = best[0]
        for knot in range(1, best[1].size - 1):
            for gap in NEIGHBOURS:
                edges = best[1].copy()
                place = int(np.searchsorted(x, edges[knot])) + gap
                if not 0 < place < x.size:
                    continue
                edges[knot] = 0.5 * x[place - 1] + 0.5 * x[place]
                if edges[knot - 1] < edges[knot] < edges[knot + 1]:
                    best = min(best, _moved(whole, edges, FEW), key=lambda found: found[0])
        if best[0] >= before * (1 - SETTLED):
            break
    return best


def _links(whole: Parts, edges: Array) -> Array:
    """Return the moments of each link; (6, links)."""
    starts = np.searchsorted(whole.moments[:, 1], edges[1:-1], side="right")
    starts = np.minimum(np.append(0, starts), len(whole.moments) - 1)
    moments = whole.joined(starts).moments
    empty = np.append(np.diff(starts) == 0, False)
    moments[empty] = 0.0
    return moments.T


def _fitted(whole: Parts, edges: Array) -> Found:
    """Fit the values at given knots by least squares; return the sum, the knots, the values."""
    weight, mx, my, xx, xy, yy = _links(whole, edges)
    width = np.diff(edges)
    share, g, slope = (mx - edges[:-1]) / width, xx / width**2, xy / width
    first, both, last = (
        weight * (1 - share) ** 2 + g, weight * share * (1 - share) - g, weight * share**2 + g
    )  # fmt: skip
    matrix = np.diag(np.append(first, 0.0) + np.append(0.0, last))
    matrix += np.diag(both, 1) + np.diag(both, -1)
    right = np.append(weight * (1 - share) * my - slope, 0.0)
    right += np.append(0.0, weight * share * my + slope)
    values = np.linalg.lstsq(matrix, right, rcond=None)[0]
    rise = np.diff(values) / width
    away = values[:-1] + rise * (mx - edges[:-1]) - my
    return float(np.sum(weight * away**2 + rise**2 * xx - 2 * rise * xy + yy)), edges, values


def _step(whole: Parts, found: Found) -> Array:
    """Return how far each knot is from where the best lines of its links meet (Gauss-Newton)."""
    _, edges, values = found
    _, mx, my, xx, xy, _ = _links(whole, edges)
    own = np.where(xx > 0, xy / np.where(xx > 0, xx, 1.0), 0.0)
    rise = np.diff(values) / np.diff(edges)
    knots = edges[1:-1]
    before = my[:-1] + own[:-1] * (knots - mx[:-1]) - values[1:-1]
    after = my[1:] + own[1:] * (knots - mx[1:]) - values[1:-1]
    turn = rise[1:] - rise[:-1]
    return np.where(turn != 0, (before - after) / np.where(turn != 0, turn, 1.0), 0.0)
