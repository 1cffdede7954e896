"""Prove that none is smaller: between witness points every network within tol must bend.

Steps. If |f(x) - f(y)| > 2*tol, a piece of constant height cannot serve both x and y, so a
staircase within tol has a cut in [x, y]. Pairs x1 < y1 < x2 < y2 < … have disjoint intervals, so
each forces a cut of its own: k pairs force k cuts, one neuron each.

Ramps. Take x_a < x_b < x_i, and let the chord from f(x_a) - tol to f(x_i) - tol pass above
f(x_b) + tol. A polyline within tol is above the chord's ends and below its middle, so its slope
increases somewhere strictly between x_a and x_i ("low, high, low"). Mirrored, "high, low, high"
forces a kink at which the slope decreases. A kink does only one of the two. So triples of one kind
with disjoint open intervals force a kink each, and those of the other kind force kinks of their
own, even where intervals of different kinds overlap. k triples force k kinks, so k + 1 links.

This is the offset argument of Imai and Iri: their greedy path restarts the side that failed at the
point where it failed, and the other side at the earlier touching point, which is just what keeps
the intervals of one kind apart. So nothing is lost against the greedy path on the same samples.

A relu network with n neurons in one hidden layer has at most n kinks, whatever its signs: so k
forced kinks force k neurons. They can suffice (`uat.constructions.line.partition.balance`), unless
the slopes at the ends ask for one more (`uat.constructions.line.minimum`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure import LeftOut
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.constructions.line.partition import (
    fewest_everywhere,
    fewest_links,
    fewest_steps,
    forced_cuts,
    forced_kinks,
    overshoots,
    rounding,
)
from uat.constructions.line.ramps import Ramps
from uat.constructions.line.staircase import Bumps, Steps
from uat.functions.expression import compile_expression
from uat.functions.sampling import Samples
from uat.functions.target import Target

MARGIN = 1e-9  # of the tolerance
MOST_WITNESSES = 2_000_000
FINER = 40  # times that f may be sampled again where the greedy path leaves the tube
BITS = 128
Triples = tuple[Array, NDArray[np.bool_]]  # points, and whether the slope increases at the kink

KINDS = {kind.name: kind for kind in (Steps(), Bumps(), Ramps())}  # points prove their sizes


@dataclass(frozen=True, eq=False, repr=False)
class Minimum:
    """A proven lower bound on how small a network within the tolerance can be, and why.

    construction, tolerance: of what. pieces: no staircase (polyline) within the tolerance has
    fewer pieces (links). neurons: no network of one hidden layer of steps (relu) has fewer.
    witnesses: (k, 2) or (k, 3), points that force a cut or a kink each, in units of x.
    values: f there. rising: (k,), whether the kink is one at which the slope increases.
    certain: True if balls verified every witness; False if f is only known by its float64 values.
    seconds: how long it took.
    """

    construction: str
    tolerance: float
    pieces: int
    neurons: int
    witnesses: Array
    values: Array
    rising: NDArray[np.bool_]
    certain: bool
    seconds: float

    def __repr__(self) -> str:
        what = "links" if KINDS[self.construction].witnesses == "kinks" else "pieces"
        return f"Minimum({self.construction}, {self.tolerance:g}: at least {self.pieces} {what})"


def minimum(
    target: Target,
    construction: str,
    tol: float,
    samples: Samples | None = None,
    left_out: LeftOut | None = None,
) -> Minimum:
    """Find the largest number of pieces that witness points prove to be necessary.

    construction: "steps" or "bumps" (staircases), or "ramps" (polylines). tol: in the units of f.
    samples: of f; finer ones give the better bound, never a wrong one. left_out: windows around
    jumps of f in which the network need not be within the tolerance: no witness lies in one.

    Raises InputError for a construction or tolerance without meaning.
    """
    started = time.perf_counter()
    kind = KINDS.get(construction)
    if kind is None:
        raise InputError(f"there is no minimum for {construction}: choose steps, bumps or ramps")
    if not 0 < tol < np.inf:
        raise InputError(f"the tolerance must be a positive number, not {tol}")
    samples = samples if samples is not None else target.sample(1e-3 * tol)
    left_out = left_out if left_out is not None else LeftOut()
    balls, more = _Balls(target, tol), False
    if kind.witnesses == "kinks":
        samples = _fine_enough(target, samples, tol, left_out)
        points, rising = balls.confirmed(*_guessed_triples(samples, tol))
        more = _needs_a_slope(samples, balls, (points, rising))
    else:
        margins = 4 * rounding(samples.y), MARGIN * tol
        found = [_pairs(target, samples, tol, margin, left_out) for margin in margins]
        points, rising = max((balls.confirmed(*pairs) for pairs in found), key=lambda p: len(p[0]))
    return Minimum(
        construction=construction,
        tolerance=tol,
        pieces=len(points) + 1,
        neurons=len(points) + more,
        witnesses=points,
        values=target(points),
        rising=rising,
        certain=target.formula is not None,
        seconds=time.perf_counter() - started,
    )


def _pairs(
    target: Target, samples: Samples, tol: float, margin: float, left_out: LeftOut
) -> Triples:
    """Choose points x1 < y1 < x2 < …: each y just left of a greedy staircase's cut or a window.

    margin: by how much more than tol its pieces allow, so that f differs by more than 2*tol between
    both points. Where f is steep, rounding needs more of it; where the tolerance is nearly met by
    one piece fewer, there is less of it.
    """
    x = samples.x
    cuts = fewest_steps(target, samples, tol + margin).cuts
    ends = np.array(left_out.intervals).reshape(-1, 2)
    more = [cuts, np.nextafter(cuts, -np.inf), np.nextafter(ends, (-np.inf, np.inf)).ravel()]
    x = np.union1d(x, np.concatenate(more))
    x = x[(x >= samples.x[0]) & (x <= samples.x[-1]) & ~left_out.holds(x)]
    y = target(x)
    first, last = (np.empty(MOST_WITNESSES, np.int64) for _ in range(2))
    count = forced_cuts(y, 2 * tol + 0.5 * margin, first, last)
    count = min(count, MOST_WITNESSES)
    points: Array = np.stack([x[first[:count]], x[last[:count]]], axis=1)
    return points, y[last[:count]] > y[first[:count]]


def _fine_enough(target: Target, samples: Samples, tol: float, left_out: LeftOut) -> Samples:
    """Sample so finely that a path needs as many links as one in the tube everywhere.

    At samples alone it may do with fewer, if the tolerance is hardly less than one that fewer links
    meet: then f is sampled where that path leaves the tube. Raises TargetError where f jumps by
    more than 2*tol: no polyline is within the tolerance.
    """
    if left_out:
        return _outside(samples, left_out)
    path, samples = fewest_everywhere(target, samples, tol)
    for _ in range(FINER):
        seen = fewest_links(samples, tol, between=False)
        if path is None or seen.pieces >= path.pieces:
            break
        places = overshoots(target, samples, seen, tol)
        samples = samples.with_points(places, target(places))
    return samples


def _outside(samples: Samples, left_out: LeftOut) -> Samples:
    """Keep the samples in no window; nothing is known between those on both sides of one."""
    kept = np.flatnonzero(~left_out.holds(samples.x))
    is_jump = samples.is_jump[kept[:-1]] & (np.diff(kept) == 1)
    return replace(samples, x=samples.x[kept], y=samples.y[kept], is_jump=is_jump)


def _needs_a_slope(samples: Samples, balls: "_Balls", kinks: Triples) -> bool:
    from flint import ctx

    def forced(first: int, last: int) -> Triples:
        part = replace(samples, x=samples.x[first:last], y=samples.y[first:last])
        guessed = _guessed_triples(part, balls.tol)
        return balls.confirmed(*guessed) if len(guessed[0]) == len(kinks[0]) else guessed

    with ctx.workprec(BITS):
        return _ends_need_more(balls.value, forced, samples.x, kinks, balls.tol)


def _guessed_triples(samples: Samples, tol: float) -> Triples:
    """Return candidate witness triples from the sweep, not yet verified."""
    wider = tol + 1.25 * rounding(samples.y)  # to be strict
    return forced_kinks(samples.x, samples.y - wider, samples.y + wider)


class _Balls:
    """Values of f as balls, which prove that points force a cut or a kink."""

    def __init__(self, target: Target, tol: float) -> None:
        self.target, self.tol = target, tol
        expression = (
            None if target.formula is None else compile_expression(target.formula, target.names)
        )
        self.expression = expression
        self.value = lru_cache(maxsize=64)(self._value)

    def _value(self, x: float) -> Any:
        from flint import arb

        from uat.functions.expression import FLINT

        if self.expression is None:
            return arb(float(self.target(np.array([x]))[0]))
        return self.expression.evaluate(FLINT, arb(x))

    def confirmed(self, points: Array, rising: NDArray[np.bool_]) -> Triples:
        """Return the rows that force a cut or a kink."""
        rows = zip(points.tolist(), rising.tolist(), strict=True)
        holds = np.array([self.force(row, up) for row, up in rows], dtype=bool)
        return points[holds], rising[holds]

    def force(self, points: list[float], rising: bool) -> bool:
        """Tell whether the points force a cut (two of them) or a kink (three)."""
        from flint import arb, ctx

        before, ctx.prec = ctx.prec, BITS
        tol = arb(self.tol)
        try:
            values = [self.value(x) for x in points]
            if len(points) == 2:
                return bool(points[0] < points[1] and abs(values[1] - values[0]) > 2 * tol)
            a, b, i = (arb(x) for x in points)
            first, middle, last = values if rising else [-value for value in values]
            below, above = first - tol, middle + tol
            rise = (last - tol - below) * (b - a)
            ordered = points[0] < points[1] < points[2]
            return ordered and bool(rise > (above - below) * (i - a))
        finally:
            ctx.prec = before


# Decide whether the kinks' neurons can give the slopes at both ends, or one more is needed.
#
# Take a network of as many relu neurons as there are forced kinks. Then each neuron makes one of
# them, with its triple's sign, and no neuron is on everywhere. At the left end only the neurons
# that look left have a slope, and one whose kink changes the slope by d has the slope -d there; at
# the right end those that look right have slope d. So if the network must rise at the left end, a
# kink of falling slope looks left; if it must rise at the right end, a kink of rising slope looks
# right; and mirrored. No kink does both. If there are fewer kinks of a kind than that takes, no
# such network exists.
#
# If all kinks are forced to the right of a point s already, the network is a straight line left of
# it; and it must rise there if f rises by more than 2*tol from the end to s. Likewise on the right.


def _ends_need_more(
    value: Callable[[float], Any],
    forced: Callable[[int, int], Triples],
    x: Array,
    kinks: Triples,
    tol: float,
) -> bool:
    """Tell whether balls prove that as many neurons as there are forced kinks do not suffice.

    value: f as a ball. forced: verified triples on the samples from one index to another. x: the
    samples. kinks: the triples on all of them.
    """
    points, rising = kinks
    count, n = len(points), x.size

    def suffices(first: int, last: int) -> bool:
        found, signs = forced(first, last)
        return len(found) == count and bool(np.sum(signs) == np.sum(rising))

    start = _furthest(lambda i: suffices(i, n), n)
    stop = n - 1 - _furthest(lambda i: suffices(0, n - i), n)
    left, right = _rise(value, x[0], x[start], tol), _rise(value, x[stop], x[-1], tol)
    up = (left < 0) + (right > 0)
    down = (left > 0) + (right < 0)
    return bool(up > np.sum(rising) or down > np.sum(~rising))


def _furthest(good: Callable[[int], bool], n: int) -> int:
    """Find the largest good index below n - 1 that bisection reaches; 0 is good."""
    low, high = 0, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if good(middle) else (low, middle)
    return low


def _rise(value: Callable[[float], Any], start: float, stop: float, tol: float) -> int:
    """Return 1 if f rises by more than 2*tol, -1 if it falls by as much, else 0."""
    from flint import arb

    rise = value(float(stop)) - value(float(start))
    return int(bool(rise > 2 * arb(tol))) - int(bool(rise < -2 * arb(tol)))
