"""A proof is checked by other means than it was found: plain balls, box by box, nothing trusted.

Only the reading of formulas, the jets of balls and the model of float64 rounding are shared with
`prove`; patches, polynomials, prefix sums and float64 bounds are not used here.
"""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from uat.errors import UatError
from uat.expression import Expression, compile_expression
from uat.measure import WIDEST_EXCLUDED
from uat.proof.balls import BallNetwork
from uat.proof.claim import Refused, Verdict, require_formula
from uat.proof.jets import interval, jet, precision
from uat.proof.line_proof import Proof
from uat.proof.patches import Interval, range_by_ends

BITS = 96
ORDER = 4  # of the Taylor polynomials
DEEPEST = 40
ROOM = 1.01  # windows that are left out may be so much wider than they should be


def check(data: dict[str, Any] | Proof, progress: Callable[[str], None] | None = None) -> Verdict:
    """Verify a proof: its boxes cover the domain, and the bound holds on each of them.

    data: what `Proof.to_dict` gave, or a Proof. Never raises for a bad proof: the verdict says no.
    """
    started, boxes, bound = time.perf_counter(), 0, math.inf
    say = progress or (lambda stage: None)
    try:
        proof = data if isinstance(data, Proof) else Proof.from_dict(data)
        bound = proof.bound
        say("checking that the boxes cover the domain")
        _check_cover(proof)
        say(f"checking {proof.boxes.left.size} boxes")
        boxes = _check_boxes(proof)
        reason = f"|f - network| <= {bound:.6g} holds on all {boxes} boxes"
        if proof.excluded:
            reason += f"; {len(proof.excluded)} intervals around jumps of f are left out"
    except (Refused, UatError) as error:
        return Verdict(False, str(error), bound, boxes, time.perf_counter() - started)
    return Verdict(True, reason, bound, boxes, time.perf_counter() - started)


def _check_cover(proof: Proof) -> None:
    """Every point of the domain lies in a box or in an excluded interval; few are excluded."""
    (a, b) = proof.target.box[0]
    left, right, bounds = proof.boxes.left, proof.boxes.right, proof.boxes.bound
    columns = np.concatenate([left, right, bounds, np.array(proof.excluded).ravel()])
    if not (left.size and np.isfinite(columns).all()):
        raise Refused("the boxes have ends or bounds that are not numbers")
    if not float(bounds.max()) <= proof.bound:
        raise Refused("a box has a bound above that of the proof")
    if not (proof.bound >= proof.lower >= 0.0 and (bounds >= 0).all() and (left < right).all()):
        raise Refused("the boxes or their bounds are out of order")
    most = ROOM * WIDEST_EXCLUDED
    size = sum(right - left for left, right in proof.excluded)
    if any(right <= left for left, right in proof.excluded) or not size <= most * (b - a):
        raise Refused("too much of the domain is left out")
    reached = a
    for start, stop in sorted([*zip(left.tolist(), right.tolist(), strict=True), *proof.excluded]):
        if start > reached:
            raise Refused(f"the boxes leave a gap at x = {reached:.6g}")
        reached = max(reached, stop)
    if reached < b:
        raise Refused(f"the boxes end at x = {reached:.6g}, before the domain does")


def _check_boxes(proof: Proof) -> int:
    """The bound of every box, and the lower one at its point."""
    formula = require_formula(proof.target, proof.lipschitz)
    f = compile_expression(formula, proof.target.names)
    (a, b) = proof.target.box[0]
    net = BallNetwork(proof.network, max(abs(a), abs(b)))
    with precision(ORDER + 1, BITS):
        at = proof.at[0]
        reached = (jet(f, arb(at), arb(1))[0] - net.on(at, at).at[0]).abs_lower()
        if not (a <= at <= b and (proof.lower == 0.0 or reached >= proof.lower)):
            raise Refused(f"the error at x = {at:.6g} is not as large as the proof says")
        columns = (proof.boxes.left, proof.boxes.right, proof.boxes.bound)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        count = 0
        for left, right, bound in rows:
            if not _holds(f, net, (left, right), (a, b), bound):
                raise Refused(
                    f"the bound {bound:.6g} could not be verified between {left!r} and {right!r}"
                )
            count += 1
    return count


def _holds(f: Expression, net: BallNetwork, ends: Interval, box: Interval, bound: float) -> bool:
    """Whether |f - network| <= bound on the box; halves are looked at where that stays open."""
    waiting = [(*ends, 0)]
    while waiting:
        start, stop, depth = waiting.pop()
        if _largest(f, net, start, stop, box) <= bound:
            continue
        middle = 0.5 * (start + stop)
        if depth == DEEPEST or not start < middle < stop:
            return False
        waiting += [(start, middle, depth + 1), (middle, stop, depth + 1)]
    return True


def _largest(f: Expression, net: BallNetwork, left: float, right: float, box: Interval) -> Any:
    """An upper bound on |f - network| on [left, right], as a ball's upper end.

    By Taylor's theorem about the middle, with the remainder of the highest order that is known; and
    by the distance of the two ranges.
    """
    middle = 0.5 * (left + right)
    radius = (arb(right) - arb(middle)).max(arb(middle) - arb(left)).upper()
    here = jet(f, arb(middle), arb(1))
    over = jet(f, interval(left, right, box), arb(1))
    there = net.on(left, right)
    rests = [a - b for a, b in zip(over, there.over, strict=True)]
    terms = [a - b for a, b in zip(here, there.at, strict=True)]
    known = [
        k
        for k, rest in enumerate(rests)
        if rest.is_finite() and all(term.is_finite() for term in terms[:k])
    ]
    least = arb("inf")
    if left == box[0] or right == box[1]:
        by_ends = abs(range_by_ends(f, left, right) - there.over[0]).upper()
        least = by_ends if by_ends.is_finite() else least
    for k in {known[-1], 0} if known else {}:
        bound = _size([*terms[:k], rests[k]], radius)
        least = bound if bound < least else least
    return (least + there.rounding).upper()


def _size(terms: list[Any], radius: Any) -> Any:
    """A bound on |sum of terms[k]*t^k| for |t| <= radius: the parabola exactly, the rest by size.

    A parabola is largest at an end, or where its slope is 0.
    """
    value, slope, bend = (*terms[:3], arb(0), arb(0))[:3]
    rest = arb(0)
    for k, term in enumerate(terms[3:], start=3):
        rest += abs(term) * radius**k
    if bend.contains(0):
        rest, bend = rest + abs(bend) * radius**2, arb(0)
    places = [value + slope * t + bend * radius**2 for t in (radius, -radius)]
    if not bend.is_zero() and not abs(slope) > 2 * abs(bend) * radius:
        places.append(value - slope * slope / (4 * bend))
    sizes = [abs(place).upper() for place in places]
    return (max(sizes) + rest).upper()
