"""Save one neuron: kinks whose neurons look both ways can give the slope among themselves.

A kink at p that changes the slope by d is made by d*relu(x - p), or by d*relu(p - x), which looks
left and has slope -d there. So neurons of the kinks alone make the first slope -(sum of d over
those that look left). A polyline of k links, k - 1 kinks, then needs only k - 1 neurons if some of
its changes of slope add up to minus its first slope: with all kinks before a flat link, they do.

No path has to be found in which this holds exactly: tilting the whole path by c*x changes its first
slope by c and no kink. So the sum only has to come as near as the room in the tube allows, and
among the 2**(k - 1) sums one usually does.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.ties import TIED, first_of_least, flattest_of, levels
from uat.constructions.line.partition.polyline import Polyline

Mask = NDArray[np.bool_]

LITTLE = 1e-3  # of the room: making a link flat is preferred up to that
MOST_CHOSEN = 32  # kinks of which all subsets are tried, in two halves


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
