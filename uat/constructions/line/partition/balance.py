"""Save one neuron: kinks whose neurons look both ways can give the slope among themselves.

A kink at p that changes the slope by d is made by d*relu(x - p), or by d*relu(p - x), which looks
left and has slope -d there. So neurons of the kinks alone make the first slope -(sum of d over
those that look left). A polyline of k links, k - 1 kinks, then needs only k - 1 neurons if some of
its changes of slope add up to minus its first slope: with all kinks before a flat link, they do.

No path has to be found in which this holds exactly: tilting the whole path by c*x changes its first
slope by c and no kink. So the sum only has to come as near as the room in the tube allows, and
among the 2**(k - 1) sums one usually does.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.ties import TIED, first_of_least, flattest_of, levels
from uat.constructions.line.partition.base import Polyline
from uat.constructions.line.partition.fewest_links import fewest_links, interpolated
from uat.functions.sampling import Samples

Mask = NDArray[np.bool_]

LITTLE = 1e-3  # of the room: making a link flat is preferred up to that
MOST_CHOSEN = 32  # kinks of which all subsets are tried, in two halves

MOST_KINKS = 10  # above, the sums of changes lie so close together that tilting does
BETWEEN = (0.5, 0.25, 0.75)  # of the two extremes
EQUATIONS = 12  # that are nearest to hold, for each choice of knots
NARROW = 1e-6  # of the domain: the shortest link
POINTS = 16  # of each link, at first
ROUNDS = 12  # of adding the points that were missed


def tilt(polyline: Polyline, room: float) -> Polyline | None:
    """Change the polyline so that its kinks give its slope; None if that takes more than `room`.

    room: by how much values may change, in the units of f. Prefers to make a link flat, if that
    takes little of the room, since neurons that look away from it add up without large numbers;
    else the whole polyline may be tilted. The error grows by what the values change.
    """
    slopes = polyline.slopes
    flattest = flattest_of(slopes)
    left = np.arange(slopes.size - 1) < flattest
    ends = slice(flattest, flattest + 2)
    change = 0.5 * abs(float(polyline.values[flattest + 1] - polyline.values[flattest]))
    values = polyline.values.copy()
    values[ends] = 0.5 * float(values[ends].sum())
    if change > LITTLE * room and slopes.size > 1:
        turned, excess = _nearest(np.diff(slopes), left, float(slopes[flattest]))
        a, b = polyline.edges[0], polyline.edges[-1]
        tilting = 0.5 * abs(excess) * (b - a)
        if tilting < change:
            left, change = turned, tilting
            values = polyline.values - excess * (polyline.edges - 0.5 * (a + b))
    if change > room:
        return None
    return replace(polyline, values=values, error=polyline.error + change, left=left)


def _nearest(kinks: Array, left: Mask, excess: float) -> tuple[Mask, float]:
    """Turn some neurons around, so that the excess becomes as small as can be found.

    Turning one that looks left takes its change of slope away, turning another one adds it.
    """
    turned = np.where(left, -kinks, kinks)
    turn = np.zeros(kinks.size, dtype=bool)
    if kinks.size > MOST_CHOSEN:
        turn = _greedy(turned, int(np.count_nonzero(left)), excess)
        excess += float(np.sum(turned[turn]))
        turned = np.where(turn, -turned, turned)
    chosen = _chosen(turned, excess)
    picked = chosen[_best_subset(turned[chosen], -excess)]
    turn[picked] ^= True
    return left ^ turn, excess + float(np.sum(turned[picked]))


def _greedy(turned: Array, middle: int, excess: float) -> Mask:
    """Choose what to turn for a small excess: next to the flattest link, without overshooting."""
    turn = np.zeros(turned.size, dtype=bool)
    near = np.argsort(np.abs(np.arange(turned.size) + 0.5 - middle), kind="stable")
    for i in near[turned[near] * excess < 0].tolist():
        if abs(turned[i]) <= abs(excess) * (1 + TIED):
            turn[i] = True
            excess += turned[i]
    return turn


def _chosen(turned: Array, excess: float) -> NDArray[np.int64]:
    """Choose small changes of slope of both signs: their sums lie close, on both sides of 0."""
    sizes = np.abs(turned)
    order = np.argsort(levels(sizes), kind="stable")
    half = MOST_CHOSEN // 2
    parts = []
    for side in (order[turned[order] > 0], order[turned[order] < 0]):
        large = int(np.searchsorted(sizes[side], 0.25 * abs(excess)))
        first = min(large, max(0, side.size - half))
        parts.append(side[first : first + half])
    return np.concatenate(parts)


def _best_subset(terms: Array, goal: float) -> NDArray[np.int64]:
    """Choose terms that add up nearly to the goal: the nearest of all sums, in two halves."""
    half = terms.size // 2
    first, second = _sums(terms[:half]), _sums(terms[half:])
    order = np.argsort(second, kind="stable")
    at: NDArray[np.int64] = np.searchsorted(second[order], goal - first)
    both = np.clip(np.stack([at - 1, at]), 0, second.size - 1)
    misses = np.abs(first + second[order[both]] - goal)
    rounding = 2.0**-48 * float(np.abs(terms).sum())
    side, i = np.unravel_index(first_of_least(misses, rounding), misses.shape)
    bits = int(i) | int(order[both[side, i]]) << half
    return np.flatnonzero(bits >> np.arange(terms.size) & 1)


def _sums(terms: Array) -> Array:
    """Return the sums of all subsets; entry i takes the terms that are bits of i."""
    sums = np.zeros(1)
    for term in terms:
        sums = np.concatenate([sums, sums + term])
    return sums


# Balance without tilting: keep the knots, and choose other values, as near to f as can be.
#
# Which neurons look left decides one linear equation in the values at the knots: that the kinks
# give the slope (`uat.constructions.line.partition.balance`). With knots and equation fixed, the
# least tolerance is a linear program. Where a path has room is between two extremes: no path with
# as few links has its knots further right than the one pulled taut from the left end, or further
# left than the one from the right end. So knots between those two are tried, with the equations
# that are nearest to hold.


def leaning_path(
    samples: Samples, tol: float, links: int, corners: Array | None = None
) -> Polyline | None:
    """Find a balanced path in the tube of as few links as it needs; None if none was found.

    corners: knots to try first, such as f's own.
    """
    if not 2 <= links <= MOST_KINKS + 1:
        return None
    first = [] if corners is None else [corners]
    for knots in chain(first, _knots(samples, tol, links)):
        values = np.interp(knots, samples.x, samples.y)
        at_knots = samples.with_points(knots, values)
        for left, equation in _equations(knots, values):
            path = _nearest_values(at_knots, knots, values, equation, tol)
            if path is not None:
                return replace(path, left=left)
    return None


def turned_around(samples: Samples) -> Samples:
    """Mirror x, so that the left end was the right one."""
    turned = replace(
        samples, x=-samples.x[::-1], y=samples.y[::-1].copy(), is_jump=samples.is_jump[::-1]
    )
    turned.links.update(samples.links)
    return turned


def _knots(samples: Samples, tol: float, links: int) -> Iterator[Array]:
    right = fewest_links(samples, tol).edges
    left = -fewest_links(turned_around(samples), tol).edges[::-1]
    if not right.size == left.size == links + 1:
        return
    for share in BETWEEN:
        knots = left + share * (right - left)
        if np.min(np.diff(knots)) > NARROW * (knots[-1] - knots[0]):
            yield knots


def _equations(knots: Array, values: Array) -> Iterator[tuple[Mask, Array]]:
    """Choose which kinks look left; write the excess of slope in the values at the knots."""
    slopes = np.zeros((knots.size - 1, knots.size))
    width = np.diff(knots)
    at = np.arange(width.size)
    slopes[at, at], slopes[at, at + 1] = -1.0 / width, 1.0 / width
    kinks = width.size - 1
    left: Mask = (np.arange(2**kinks)[:, None] >> np.arange(kinks) & 1).astype(bool)
    excess = slopes[0] + left @ np.diff(slopes, axis=0)
    effort = np.abs(excess @ values) / np.abs(excess).sum(axis=1)
    for i in np.argsort(effort, kind="stable")[:EQUATIONS].tolist():
        yield left[i], excess[i]


def _nearest_values(
    samples: Samples, knots: Array, values: Array, equation: Array, tol: float
) -> Polyline | None:
    """Find the values nearest to f at the samples with the equation; None beyond tol.

    values: about where they are. Points that were missed are added until the tube holds.
    """
    from scipy.optimize import linprog

    ends = np.searchsorted(samples.x, knots)
    spans = list(zip(ends[:-1].tolist(), np.minimum(ends[1:], samples.x.size - 1), strict=True))
    chosen = np.unique(np.concatenate([np.linspace(*span, POINTS).astype(int) for span in spans]))
    rest = (samples.y - np.interp(samples.x, knots, values)) / tol
    size = float(np.abs(equation).max())
    for _ in range(ROUNDS):
        rows = _interpolation(knots, samples.x[chosen])
        slack = -np.ones((chosen.size, 1))
        found = linprog(
            np.append(np.zeros(knots.size), 1.0),
            A_ub=np.block([[rows, slack], [-rows, slack]]),
            b_ub=np.concatenate([rest[chosen], -rest[chosen]]),
            A_eq=np.append(equation / size, 0.0)[None],
            b_eq=[-float(equation @ values) / (size * tol)],
            bounds=[(None, None)] * knots.size + [(0.0, None)],
        )
        if found.x is None or found.x[-1] > 1.0:
            return None
        nearest = values + tol * found.x[:-1]
        nearest -= float(equation @ nearest) * (knots - 0.5 * (knots[0] + knots[-1]))
        path = interpolated(samples, nearest, knots)
        if path.error <= tol:
            return path
        misses = np.abs(path(samples.x) - samples.y)
        worst = [first + int(np.argmax(misses[first : last + 1])) for first, last in spans]
        if np.isin(worst, chosen).all():
            return None
        chosen = np.union1d(chosen, worst)
    return None


def _interpolation(knots: Array, x: Array) -> Array:
    """Return the matrix that takes the values at the knots to those at x."""
    link = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, knots.size - 2)
    share = (x - knots[link]) / np.diff(knots)[link]
    rows = np.zeros((x.size, knots.size))
    at = np.arange(x.size)
    rows[at, link], rows[at, link + 1] = 1.0 - share, share
    return rows
