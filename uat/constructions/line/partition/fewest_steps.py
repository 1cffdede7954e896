"""The smallest staircase: grow each piece as far as it will go. Greedy is optimal here.

A piece can serve a tolerance t if and only if f varies on it by at most 2t (its height is then the
midrange). Any staircase within t has its k-th cut no further right than the greedy one's, so that
no staircase has fewer pieces.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.searches import find_roots
from uat.base.ties import first_of_least
from uat.constructions.heights import Map
from uat.constructions.line.partition.base import Partition, rounding
from uat.constructions.line.partition.stairs import count_steps, greedy_steps
from uat.functions.sampling import Samples, shortest_between

BISECTIONS = 60
MOST_CUTS = 10_000_000


def fewest_steps(f: Map, samples: Samples, tol: float) -> Partition:
    """Find the staircase with the fewest pieces that stays within `tol` of f in the sup norm.

    Raises TargetError where f is so steep that two cuts would fall on the same float.
    """
    width, cuts = _width(samples, tol, MOST_CUTS)
    if cuts > MOST_CUTS:
        raise TargetError(f"this needs more than {MOST_CUTS:,} steps: choose a larger tolerance")
    after = np.empty(cuts, dtype=np.int64)
    level = np.empty(cuts)
    lows, highs = np.empty(cuts + 1), np.empty(cuts + 1)
    greedy_steps(samples.y, samples.is_jump, width, after, level, lows, highs)
    places = places_of(f, samples, after, level)
    edges = np.concatenate([samples.x[:1], places, samples.x[-1:]])
    require_apart(edges)
    return Partition(edges, 0.5 * lows + 0.5 * highs, lows, highs)


def best_steps(f: Map, samples: Samples, pieces: int) -> Partition:
    """Find the best staircase of at most `pieces` pieces: the least tolerance they can meet."""
    low, high = 0.0, 0.5 * samples.range
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if _width(samples, middle, pieces)[1] < pieces:
            high = middle
        else:
            low = middle
    return fewest_steps(f, samples, high) if high > 0 else _flat(samples)


def _width(samples: Samples, tol: float, most: int) -> tuple[float, int]:
    """Find how much f may vary on a piece, and how many cuts that takes, up to most + 1.

    2*tol; or with what rounding takes on both sides, where that saves a piece: each level is the
    last one and a width, rounded, so that at an exact tie a piece could be left over.
    """
    widths = 2 * tol, 2 * (tol + rounding(samples.y))
    plain, wider = (count_steps(samples.y, samples.is_jump, w, most) for w in widths)
    return (widths[0], plain) if plain == wider else (widths[1], wider)


def _flat(samples: Samples) -> Partition:
    ends = np.array([samples.x[0], samples.x[-1]])
    return Partition(ends, samples.y[:1].copy(), samples.y[:1].copy(), samples.y[:1].copy())


def places_of(f: Map, samples: Samples, after: NDArray[np.int64], level: Array) -> Array:
    """Find where f takes the levels, each between two samples; at a jump, the jump itself."""
    left, right = samples.x[after], samples.x[after + 1]
    places: Array = right.copy()
    jumping = np.isnan(level)
    for k in np.flatnonzero(jumping):
        places[k] = shortest_between(left[k], right[k])
    smooth = np.flatnonzero(~jumping)
    if smooth.size:
        places[smooth] = _crossings(f, samples, after[smooth], level[smooth])
    return places


def _crossings(f: Map, samples: Samples, after: NDArray[np.int64], level: Array) -> Array:
    """Solve f(x) = level between neighbouring samples, for all levels at once."""
    left, right = samples.x[after], samples.x[after + 1]
    y_left, y_right = samples.y[after], samples.y[after + 1]
    with np.errstate(all="ignore"):
        share = np.clip((level - y_left) / (y_right - y_left), 0.0, 1.0)
    guess: Array = left + np.nan_to_num(share) * (right - left)
    inside = np.flatnonzero(
        (level > np.minimum(y_left, y_right)) & (level < np.maximum(y_left, y_right))
    )
    if inside.size:
        goal = level[inside]
        found = find_roots(lambda x, k: f(x) - goal[k], left[inside], right[inside])
        guess[inside] = np.where(np.isnan(found), guess[inside], found)
    return guess


def require_apart(edges: Array) -> None:
    """Raise an error where two cuts have too few floats between them to be told apart."""
    gaps = np.diff(edges)
    closest = first_of_least(gaps)
    if gaps[closest] < 64 * np.finfo(float).eps * max(abs(edges[0]), abs(edges[-1])):
        raise TargetError(
            f"f is too steep near x = {edges[closest]:.6g}: two steps would fall on one number; "
            "choose a larger tolerance or a smaller domain"
        )
