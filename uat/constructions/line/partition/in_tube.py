"""The fewest steps, and the fewest links, in a tube whose width grows with |f|.

The argument for tubes of one width holds for any: a piece of a staircase is grown as far as one
height is in the tube, and the path with the fewest links is pulled taut between any two curves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure import Allowed
from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.base.ties import first_of_largest
from uat.constructions.heights import Map
from uat.constructions.line.partition.base import Partition, rounding
from uat.constructions.line.partition.fewest_links import MOST_LINKS, swept, through
from uat.constructions.line.partition.fewest_steps import MOST_CUTS, places_of, require_apart
from uat.constructions.line.partition.polyline import Polyline
from uat.constructions.line.partition.stairs import greedy_in_tube
from uat.functions.sampling import Samples


def steps_within(f: Map, samples: Samples, allowed: Allowed) -> Partition:
    """Find the staircase with the fewest pieces in the tube around f.

    What rounding takes is added to the tube where that saves a piece. Raises TargetError where two
    cuts would fall on the same float, or where there are too many.
    """
    plain, wider = (_greedy(samples, tube) for tube in (allowed, _wider(samples, allowed)))
    tube = allowed if plain[0].size <= wider[0].size else _wider(samples, allowed)
    after, level, tops, bottoms = plain if plain[0].size <= wider[0].size else wider
    edges = np.concatenate([samples.x[:1], places_of(f, samples, after, level), samples.x[-1:]])
    require_apart(edges)
    heights = 0.5 * tops + 0.5 * bottoms
    return Partition(edges, heights, tube.of_bottom(bottoms), tube.of_top(tops))


def count_within(samples: Samples, allowed: Allowed) -> int:
    """Count the fewest pieces of a staircase in the tube around f."""
    tubes = (allowed, _wider(samples, allowed))
    return 1 + min(_greedy(samples, tube)[0].size for tube in tubes)


def _wider(samples: Samples, allowed: Allowed) -> Allowed:
    """Add to the tube what rounding takes, as a share of its width where it is thinnest for f."""
    return allowed.times(1 + float(np.max(rounding(samples.y) / allowed.radius(samples.y))))


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


def links_within(samples: Samples, allowed: Allowed, *, between: bool = True) -> Polyline:
    """Find the polyline with the fewest links in the tube; between: also between samples.

    Raises TargetError, with the place, if f jumps by more than the tube is wide.
    """
    wider = _wider(samples, allowed)
    _require_continuous(samples, wider)
    most = min(MOST_LINKS, samples.x.size)
    plain, tied = (
        swept(samples.x, samples.y - r, samples.y + r, most, between)
        for r in (allowed.radius(samples.y), wider.radius(samples.y))
    )
    return through(samples, *(tied if tied[0].size < plain[0].size else plain))


def _require_continuous(samples: Samples, allowed: Allowed) -> None:
    before = np.flatnonzero(samples.is_jump)
    if not before.size:
        return
    y, radius = samples.y, allowed.radius(samples.y)
    gaps = np.abs(y[before + 1] - y[before]) - radius[before + 1] - radius[before]
    worst = before[first_of_largest(gaps)]
    if gaps.max() > 0:
        place = place_text(float(samples.x[worst]), *samples.x[[0, -1]])
        raise TargetError(
            f"f jumps by {abs(y[worst + 1] - y[worst]):.3g} at x = {place}, and relu networks are "
            "continuous: use the steps construction, or a larger tolerance"
        )


def require_possible(samples: Samples, allowed: Allowed) -> None:
    """Raise TargetError, with the place, where f is 0 and nothing but f itself is in the tube."""
    if allowed.absolute:
        return
    y, x = samples.y, samples.x
    is_zero = np.abs(y) <= rounding(y)
    turns = (y[:-1] * y[1:] < 0) & ~samples.is_jump
    found = [*x[is_zero].tolist(), *(0.5 * (x[:-1] + x[1:]))[turns].tolist()]
    if not found:
        return
    place = place_text(min(found), float(x[0]), float(x[-1]))
    raise TargetError(
        f"f is 0 near x = {place}, where a relative tolerance allows nothing but f itself: add an "
        "absolute one, tol, so that the larger of both counts"
    )
