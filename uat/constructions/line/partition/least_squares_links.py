"""The best polyline in the sense of least squares, of so many links, as far as it is found.

The best path with its knots at some places is found by dynamic programming over the value at the
last knot, and its knots are then moved. No polyline of k links leaves less over than the best k
lines that need not meet: that tells how few links may do at all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uat.base.arrays import Array
from uat.constructions.line.partition.base import Polyline
from uat.constructions.line.partition.parts import (
    MOST_PLACES,
    ROUNDED,
    Parts,
    best_runs,
    enough_for,
    few_parts,
    parts_of,
    too_many,
)
from uat.functions.sampling import Samples

MOST_KNOTS = 200  # places of knots, and links, for which the best path is looked for
MOST_LINKS = 24
MOST_PARABOLAS = 2_000_000
ROUNDS, HALVINGS = 30, 8  # of moving knots
FEW = 4  # rounds from there
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)  # samples by which a knot is moved
SETTLED = 1e-9  # of the sum of squares: what is no longer worth a step

Found = tuple[float, Array, Array]  # the sum of squares, the knots, the values there


def least_squares_links(samples: Samples, tol: float | None, links: int) -> Polyline:
    """Find a polyline with few links whose root mean square distance is at most `tol`.

    Without a tolerance, the best of at most so many links that is found. `least`: so many lines,
    which need not meet, are needed as well.
    """
    whole = parts_of(samples)
    few = few_parts(whole, samples, MOST_PLACES)
    enough = enough_for(whole, samples, tol)
    runs = best_runs(few, linear=True, enough=enough, most=links)[0]
    if tol is None:
        return _polyline(samples, whole, few.edges[runs[-1][1:]], 0.0)
    skipped = 0 if len(few.moments) == len(whole.moments) and whole.at_samples else 1
    least = len(runs)
    if skipped:
        least = len(best_runs(few, linear=True, enough=enough, most=links, skipped=1)[0])
    for count in range(least, links + 1):
        if count > len(runs):
            runs = best_runs(few, linear=True, enough=-1.0, most=count)[0]
        best = _polyline(samples, whole, few.edges[runs[count - 1][1:]], enough)
        if best.rms is not None and best.rms <= tol * (1 + ROUNDED):
            return replace(best, least=least)
    raise too_many(links)


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
    from uat.constructions.line.partition.runs import best_knots

    few = few_parts(whole, samples, MOST_KNOTS)
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
    from uat.constructions.line.partition.runs import fewest_runs

    n = len(turned.moments)
    costs, before = np.empty((links + 1, n + 1)), np.zeros((links + 1, n + 1), dtype=np.int32)
    fewest_runs(np.ascontiguousarray(turned.moments), True, 0, -1.0, costs, before)
    return costs[:, ::-1]


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
