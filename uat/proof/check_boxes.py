"""A proof for several inputs is checked: the network is read anew, and f bounded by plainer means.

The boxes and values are computed from the layers again, compared with the file's, and with the
network's own forward pass. On each box |f - value| is then bounded by halving alone; only jets of
balls, and the argument of thresholds, are shared with the proof.
"""

import math
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from flint import arb

from uat.errors import UatError
from uat.proof.box_proof import BoxProof
from uat.proof.boxes import WIDEST_EXCLUDED, enclosures
from uat.proof.claim import Refused, Verdict, require_formula
from uat.proof.formulas import Enclosure, Point
from uat.proof.jets import precision
from uat.proof.regions import Regions, regions_of
from uat.proof.ridges import differences, first_boxes

BITS = 96
DEEPEST = 60
SAME = 1e-9  # relative; by which the boxes of two machines may differ


def check_boxes(
    data: dict[str, Any] | BoxProof, progress: Callable[[str], None] | None = None
) -> Verdict:
    """Verify a proof for several inputs. Never raises for a bad proof: the verdict says no."""
    started, count, bound = time.perf_counter(), 0, math.inf
    say = progress or (lambda stage: None)
    try:
        proof = data if isinstance(data, BoxProof) else BoxProof.from_dict(data)
        bound = proof.bound
        say("reading the network")
        regions = (_regions if proof.kind == "boxes" else _ridges)(proof)
        say(f"checking {len(regions.lows)} boxes")
        _check_lower(proof)
        count = _check_bounds(proof, regions)
        reason = f"|f - network| <= {bound:.6g} holds on all {count} boxes"
        if proof.excluded:
            reason += f"; {len(proof.excluded)} windows around jumps of f are left out"
    except (Refused, UatError) as error:
        return Verdict(False, str(error), bound, count, time.perf_counter() - started)
    return Verdict(True, reason, bound, count, time.perf_counter() - started)


def _regions(proof: BoxProof) -> Regions:
    """The boxes of the network, computed anew; they must be those of the file."""
    _check_fit(proof)
    if not proof.rest > 0:
        raise Refused("the proof does not say how wide its windows are")
    regions, saved = regions_of(proof.network, proof.target.box, proof.rest), proof.boxes
    for name in ("lows", "highs", "least", "greatest"):
        ours, theirs = getattr(regions, name), getattr(saved, name)
        if ours.shape != theirs.shape or not np.allclose(ours, theirs, rtol=SAME, atol=SAME):
            raise Refused("the boxes are not those of the network")
    whole = proof.bounds.max() + regions.noise.max()
    if not (np.isfinite(proof.bounds).all() and whole <= proof.bound < math.inf):
        raise Refused("a box has a bound above that of the proof")
    _check_values(proof, regions)
    return regions


def _check_fit(proof: BoxProof) -> None:
    require_formula(proof.target, proof.lipschitz)
    fits = (proof.target.inputs, proof.target.outputs)
    if fits != (proof.network.widths[0], proof.network.widths[-1]):
        raise Refused("the network and the function do not fit together")


def _ridges(proof: BoxProof) -> Regions:
    """The boxes of a proof for ridges: an even grid, nothing left out."""
    _check_fit(proof)
    lows, highs = first_boxes(proof.target.box)
    saved = proof.boxes
    if not (np.array_equal(lows, saved.lows) and np.array_equal(highs, saved.highs)):
        raise Refused("the boxes do not cover the domain")
    if saved.least.any() or saved.greatest.any() or proof.excluded:
        raise Refused("a proof for ridges leaves nothing out")
    if not (np.isfinite(proof.bounds).all() and proof.bounds.max() <= proof.bound < math.inf):
        raise Refused("a box has a bound above that of the proof")
    return saved


def _check_values(proof: BoxProof, regions: Regions) -> None:
    """In the middle of each tile the forward pass gives the tile's value."""
    tiles = np.isfinite(regions.inside).all(axis=1)
    if not tiles.any():
        raise Refused("the network has no tile in the domain")
    found = proof.network.forward(regions.inside[tiles])
    if not (np.abs(found - regions.least[tiles]) <= regions.noise).all():
        raise Refused("the network does not have the values of its boxes")


def _check_lower(proof: BoxProof) -> None:
    at = proof.at
    inside = len(at) == proof.target.inputs and all(
        low <= x <= high for x, (low, high) in zip(at, proof.target.box, strict=True)
    )
    if not inside or not 0 <= proof.lower <= proof.bound:
        raise Refused("the point of the largest error lies outside the domain")
    values = proof.network.forward(np.array([at]))[0].tolist()
    with precision(2, BITS):
        distances = [
            abs(f.at(at) - arb(value)).abs_lower()
            for f, value in zip(enclosures(proof.target), values, strict=True)
        ]
    if proof.lower > 0 and not any(d >= proof.lower * (1 - SAME) for d in distances):
        raise Refused(f"the error at {at} is not as large as the proof says")


def _check_bounds(proof: BoxProof, regions: Regions) -> int:
    """Every box and every output; the windows left out must be few."""
    if not proof.excluded_share <= WIDEST_EXCLUDED:
        raise Refused("too much of the domain is left out")
    components: Sequence[Enclosure] = enclosures(proof.target)
    if proof.kind == "ridges":
        components = differences(proof.network, proof.target)
    columns = (regions.lows, regions.highs, regions.least, regions.greatest)
    count = 0
    with precision(2, BITS):
        for row, bound in enumerate(proof.bounds.tolist()):
            low, high, least, greatest = (tuple(column[row].tolist()) for column in columns)
            for f, *values in zip(components, least, greatest, strict=True):
                if not _holds(f, (low, high), (values[0], values[1]), bound, proof.excluded):
                    raise Refused(
                        f"the bound {bound:.6g} could not be verified between {low} and {high}"
                    )
            count += 1
    return count


def _holds(
    f: Enclosure,
    ends: tuple[Point, Point],
    values: tuple[float, float],
    bound: float,
    excluded: tuple[tuple[Point, Point], ...],
) -> bool:
    """Whether |f - value| <= bound; halves are looked at where that stays open."""
    waiting = [(*ends, 0)]
    while waiting:
        low, high, depth = waiting.pop()
        spans = _spans(f, low, high, values, bound)
        if spans is None:
            continue
        near = [box for box in excluded if _meet((low, high), box)]
        if any(_within((low, high), box) for box in near):
            continue
        k, cut = _cut(low, high, spans, near)
        if depth == DEEPEST or not low[k] < cut < high[k]:
            return False
        waiting.append((low, (*high[:k], cut, *high[k + 1 :]), depth + 1))
        waiting.append(((*low[:k], cut, *low[k + 1 :]), high, depth + 1))
    return True


def _spans(
    f: Enclosure, low: Point, high: Point, values: tuple[float, float], bound: float
) -> list[float] | None:
    """None if the bound holds on the box; else how much f changes along each input, at most."""
    value, slopes = f.on(low, high)
    if _within_bound(value, values, bound):
        return None
    middle = tuple(0.5 * (a + b) for a, b in zip(low, high, strict=True))
    ball, spans = f.at(middle), []
    for a, b, c, slope in zip(low, high, middle, slopes, strict=True):
        change = slope * (arb(a).union(arb(b)) - arb(c))
        ball = ball + change
        spans.append(float(abs(change).upper()) if change.is_finite() else math.inf)
    return None if _within_bound(ball, values, bound) else spans


def _within_bound(ball: Any, values: tuple[float, float], bound: float) -> bool:
    least, greatest = values
    return bool(ball.is_finite() and ball - least <= bound and greatest - ball <= bound)


def _cut(
    low: Point, high: Point, spans: list[float], near: list[tuple[Point, Point]]
) -> tuple[int, float]:
    """Where to halve: at the end of a window that is left out, or across the largest change."""
    for box in near:
        for k, ends in enumerate(zip(*box, strict=True)):
            for end in ends:
                if low[k] < end < high[k]:
                    return k, end
    if not np.isfinite(spans).all():
        spans = [b - a for a, b in zip(low, high, strict=True)]
    k = int(np.argmax(spans))
    return k, 0.5 * (low[k] + high[k])


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two boxes have more than faces in common."""
    return all(a < d and c < b for a, b, c, d in zip(*one, *other, strict=True))


def _within(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    return all(c <= a and b <= d for a, b, c, d in zip(*one, *other, strict=True))
