"""The smallest staircase: grow each piece as far as it will go. Greedy is optimal here.

A piece can serve a tolerance t if and only if f varies on it by at most 2t (its height is then the
midrange). Any staircase within t has its k-th cut no further right than the greedy one's, so that
no staircase has fewer pieces.
"""

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure import Allowed
from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.searches import find_roots
from uat.base.sweeps import Sweep
from uat.base.ties import first_of_least
from uat.constructions.heights import Map
from uat.constructions.line.partition.base import Partition, rounding, with_rounding
from uat.functions.sampling import Samples, shortest_between

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

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


# In a tube whose width grows with |f|: the argument for tubes of one width holds for any. A piece
# of a staircase is grown as far as one height is in the tube.


def steps_within(f: Map, samples: Samples, allowed: Allowed) -> Partition:
    """Find the staircase with the fewest pieces in the tube around f.

    What rounding takes is added to the tube where that saves a piece. Raises TargetError where two
    cuts would fall on the same float, or where there are too many.
    """
    tubes = (allowed, with_rounding(samples, allowed))
    found = [(_greedy(samples, tube), tube) for tube in tubes]
    (after, level, tops, bottoms), tube = min(found, key=lambda pair: pair[0][0].size)
    edges = np.concatenate([samples.x[:1], places_of(f, samples, after, level), samples.x[-1:]])
    require_apart(edges)
    heights = 0.5 * tops + 0.5 * bottoms
    return Partition(edges, heights, tube.of_bottom(bottoms), tube.of_top(tops))


def count_within(samples: Samples, allowed: Allowed) -> int:
    """Count the fewest pieces of a staircase in the tube around f."""
    tubes = (allowed, with_rounding(samples, allowed))
    return 1 + min(_greedy(samples, tube)[0].size for tube in tubes)


def _greedy(samples: Samples, allowed: Allowed) -> tuple[NDArray[np.int64], Array, Array, Array]:
    """Grow each piece as far as one height will do: cuts, levels of f there, room for heights."""
    y, size = samples.y, 1024
    while True:
        after, level = np.empty(size, dtype=np.int64), np.empty(size)
        tops, bottoms = np.empty(size + 1), np.empty(size + 1)
        cuts = greedy_in_tube(
            y, samples.is_jump, allowed.absolute, allowed.relative, after, level, tops, bottoms
        )
        if cuts < size:
            return after[:cuts], level[:cuts], tops[: cuts + 1], bottoms[: cuts + 1]
        if size > MOST_CUTS:
            raise TargetError(
                f"this needs more than {MOST_CUTS:,} steps: choose a larger tolerance"
            )
        size *= 8


# Sweeps


@Sweep
def count_steps(y: Floats, is_jump: Bools, width: float, most: int) -> int:
    """Count the greedy staircase's cuts if no piece may vary by more than `width`.

    Stops counting above `most`.
    """
    low, high, cuts = y[0], y[0], 0
    for i in range(1, len(y)):
        value = y[i]
        while max(high, value) - min(low, value) > width:
            cuts += 1
            if cuts > most:
                return cuts
            if is_jump[i - 1]:
                low = high = value
            elif value > high:
                low = high = low + width
            else:
                low = high = high - width
        low, high = min(low, value), max(high, value)
    return cuts


@Sweep
def greedy_steps(
    y: Floats,
    is_jump: Bools,
    width: float,
    after: Ints,
    level: Floats,
    lows: Floats,
    highs: Floats,
) -> None:
    """Write the greedy staircase: cut k lies between samples after[k] and after[k] + 1.

    y: samples between which f is monotone, or jumps where is_jump says so. level[k] is the value
    of f at the cut, nan at a jump; lows and highs bound f on each piece (one more than cuts).
    """
    low, high, cuts = y[0], y[0], 0
    for i in range(1, len(y)):
        value = y[i]
        while max(high, value) - min(low, value) > width:
            after[cuts] = i - 1
            if is_jump[i - 1]:
                level[cuts] = np.nan
                lows[cuts], highs[cuts] = low, high
                low = high = value
            elif value > high:
                level[cuts] = low + width
                lows[cuts], highs[cuts] = low, low + width
                low = high = low + width
            else:
                level[cuts] = high - width
                lows[cuts], highs[cuts] = high - width, high
                low = high = high - width
            cuts += 1
        low, high = min(low, value), max(high, value)
    lows[cuts], highs[cuts] = low, high


@Sweep
def greedy_in_tube(
    y: Floats,
    is_jump: Bools,
    absolute: float,
    relative: float,
    after: Ints,
    level: Floats,
    tops: Floats,
    bottoms: Floats,
) -> int:
    """Write the greedy staircase in a tube of radius max(absolute, relative*|y|); count its cuts.

    Arguments as for `greedy_steps`. A height between tops[k] and bottoms[k] is in the tube all
    along piece k. It ends early, with as many cuts as there is room for, where they are more.
    """
    cuts, up, down = 0, 1.0 + relative, 1.0 - relative
    radius = max(absolute, relative * abs(y[0]))
    top, bottom = y[0] - radius, y[0] + radius
    for i in range(1, len(y)):
        radius = max(absolute, relative * abs(y[i]))
        low, high = y[i] - radius, y[i] + radius
        while max(top, low) > min(bottom, high):
            if cuts == len(after):
                return cuts
            after[cuts] = i - 1
            if is_jump[i - 1]:
                level[cuts], tops[cuts], bottoms[cuts] = np.nan, top, bottom
                top, bottom = low, high
            elif low > bottom:
                at = max(bottom + absolute, max(bottom / down, bottom / up))
                level[cuts], tops[cuts], bottoms[cuts] = at, bottom, bottom
                top, bottom = bottom, at + max(absolute, relative * abs(at))
            else:
                at = min(top - absolute, min(top / down, top / up))
                level[cuts], tops[cuts], bottoms[cuts] = at, top, top
                top, bottom = at - max(absolute, relative * abs(at)), top
            cuts += 1
        top, bottom = max(top, low), min(bottom, high)
    if cuts < len(after):
        tops[cuts], bottoms[cuts] = top, bottom
    return cuts


@Sweep
def forced_cuts(y: Floats, width: float, first: Ints, last: Ints) -> int:
    """Find pairs first[k] < last[k] < first[k + 1] of samples that differ by more than `width`.

    Grows a piece until it varies too much; the next one begins at the sample after. Returns how
    many pairs there are; as many are written as fit. They are a guess, to be verified in balls.
    """
    count, low, high = 0, 0, 0
    i = 1
    while i < len(y):
        if y[i] < y[low]:
            low = i
        if y[i] > y[high]:
            high = i
        if y[high] - y[low] > width:
            if count < len(first):
                first[count], last[count] = min(low, high), max(low, high)
            count += 1
            i += 1
            low = high = i
        i += 1
    return count
