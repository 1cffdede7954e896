"""No smaller one exists: witness points, between which every network within tol must bend.

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
forced kinks force k neurons. A polyline of k + 1 links in general needs one neuron more, which
gives the slope; it can do without where a link is flat.
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.activations import Array
from uat.errors import InputError
from uat.expression import compile_expression
from uat.partition import fewest_links, fewest_steps
from uat.sampling import Samples
from uat.target import Target

MARGIN = 1e-9  # relative: witnesses are sought at a tolerance so much larger, to be strict
MOST_WITNESSES = 2_000_000
FINER = 2  # times that f may be sampled again, a hundred times as finely
MOST_SAMPLES = 100_000  # above which it is not
BITS = 128
STAIRCASES, POLYLINES = ("steps", "bumps"), ("ramps",)


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
        what = "links" if self.construction in POLYLINES else "pieces"
        return f"Minimum({self.construction}, {self.tolerance:g}: at least {self.pieces} {what})"


def minimum(
    target: Target, construction: str, tol: float, samples: Samples | None = None
) -> Minimum:
    """The largest number of pieces that witness points prove to be necessary.

    construction: "steps" or "bumps" (staircases), or "ramps" (polylines). tol: in the units of f.
    samples: of f; finer ones give the better bound, never a wrong one.

    Raises InputError for a construction or tolerance without meaning.
    """
    started = time.perf_counter()
    if construction not in (*STAIRCASES, *POLYLINES):
        raise InputError(f"there is no minimum for {construction}: choose steps, bumps or ramps")
    if not 0 < tol < np.inf:
        raise InputError(f"the tolerance must be a positive number, not {tol}")
    samples = samples if samples is not None else target.sample(1e-3 * tol)
    find = _triples if construction in POLYLINES else _pairs
    points, rising = find(target, samples, tol)
    balls = _Balls(target)
    holds = [balls.force(row, up, tol) for row, up in zip(points.tolist(), rising, strict=True)]
    points, rising = points[holds], rising[holds]
    return Minimum(
        construction=construction,
        tolerance=tol,
        pieces=len(points) + 1,
        neurons=len(points),
        witnesses=points,
        values=target(points),
        rising=rising,
        certain=target.formula is not None,
        seconds=time.perf_counter() - started,
    )


def _pairs(target: Target, samples: Samples, tol: float) -> tuple[Array, NDArray[np.bool_]]:
    """Points x1 < y1 < x2 < …; each y is just left of the greedy staircase's cut."""
    from uat.minimum.sweep import forced_cuts

    x, y = samples.x, samples.y
    cuts = fewest_steps(target, samples, tol).cuts
    if cuts.size:
        x = np.union1d(x, np.concatenate([cuts, np.nextafter(cuts, -np.inf)]))
        y = target(x)
    first, last = (np.empty(MOST_WITNESSES, np.int64) for _ in range(2))
    count = forced_cuts(y, 2 * tol * (1 + 0.5 * MARGIN), first, last)
    count = min(count, MOST_WITNESSES)
    points: Array = np.stack([x[first[:count]], x[last[:count]]], axis=1)
    return points, y[last[:count]] > y[first[:count]]


def _triples(target: Target, samples: Samples, tol: float) -> tuple[Array, NDArray[np.bool_]]:
    """Triples on samples; on finer ones as long as the greedy path between samples has more links.

    Raises TargetError where f jumps by more than 2*tol: no polyline is within the tolerance.
    """
    points, rising = _triples_on(samples, tol)
    for _ in range(FINER):
        if fewest_links(samples, tol).pieces <= len(points) + 1 or samples.x.size > MOST_SAMPLES:
            break
        samples = target.sample(samples.resolution / 100)
        points, rising = _triples_on(samples, tol)
    return points, rising


def _triples_on(samples: Samples, tol: float) -> tuple[Array, NDArray[np.bool_]]:
    from uat.minimum.sweep import forced_kinks

    x, y = samples.x, samples.y
    wider = tol * (1 + MARGIN) + 4 * np.finfo(float).eps * float(np.max(np.abs(y)))
    most = min(MOST_WITNESSES, x.size)
    triples, rising = np.empty((most, 3), np.int64), np.empty(most, np.int64)
    count = min(most, forced_kinks(x, y - wider, y + wider, triples, rising))
    return x[triples[:count]], rising[:count].astype(bool)


class _Balls:
    """Values of f as balls, and what they prove."""

    def __init__(self, target: Target) -> None:
        self.target = target
        expression = (
            None if target.formula is None else compile_expression(target.formula, target.names)
        )
        self.expression = expression
        self.value = lru_cache(maxsize=64)(self._value)

    def _value(self, x: float) -> Any:
        from flint import arb

        from uat.expression import FLINT

        if self.expression is None:
            return arb(float(self.target(np.array([x]))[0]))
        return self.expression.evaluate(FLINT, arb(x))

    def force(self, points: list[float], rising: bool, tol: float) -> bool:
        """Whether the points force a cut (two of them) or a kink (three)."""
        from flint import arb, ctx

        before, ctx.prec = ctx.prec, BITS
        try:
            values = [self.value(x) for x in points]
            if len(points) == 2:
                return bool(points[0] < points[1] and abs(values[1] - values[0]) > 2 * arb(tol))
            a, b, i = (arb(x) for x in points)
            first, middle, last = values if rising else [-value for value in values]
            below, above = first - arb(tol), middle + arb(tol)
            rise = (last - arb(tol) - below) * (b - a)
            ordered = points[0] < points[1] < points[2]
            return ordered and bool(rise > (above - below) * (i - a))
        finally:
            ctx.prec = before
