"""Decide whether f jumps between two neighbouring floats, or is only steep there.

A root such as cbrt(x), and a slope such as that of atan(1e15*x), look like jumps in float64. They
are none where nothing in the formula jumps; elsewhere the place is followed in balls of many bits.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.base.ties import largest_few
from uat.functions.expression import Expression
from uat.functions.expression.on_boxes import ranges_on

MOST_JUMPS = 100_000
FIRST_SUSPECTS = 64  # of the places that cannot be halved: is one of them a pole?
MOST_FOLLOWED = 32  # places at which f is asked in many bits whether it jumps
LONE, CLEAR = 0.3, 0.01  # of a gap: what is left of one half of it; what is no doubt
OCTAVES = 40  # how far a jump is looked at on both sides, in powers of two
POLE = "f has a pole or never settles near x = {}: choose a domain that keeps away from it"
AROUND = 4  # widths of an interval: float64 and the real numbers jump so close to each other
HALVINGS, BITS = 200, 600
KEPT = 0.4  # of a gap: half is left at a lone point such as sign(0), a fifth of abs(x)^(1/100)


def are_jumps(
    f: Callable[[Array], Array],
    x: Array,
    y: Array,
    stuck: NDArray[np.int64],
    *,
    box: tuple[float, float],
    formula: Expression | None,
) -> NDArray[np.bool_]:
    """Tell jumps from steep places among intervals that cannot be halved; a pole raises.

    A formula of which nothing jumps there is steep. Otherwise the place is approached from both
    sides in octaves. One-sided values that go on changing belong to a pole, unless the formula is
    bounded. A gap that keeps its size (or half of it, at a lone point such as sign(0)) belongs to a
    jump; one that shrinks, to a root such as cbrt(x).
    """
    found = np.zeros(stuck.size, dtype=bool)
    chosen, unbounded = np.arange(stuck.size), np.ones(stuck.size, dtype=bool)
    if formula is not None and stuck.size:
        suspect, unbounded = _may_jump(formula, x[stuck], x[stuck + 1])
        chosen = np.flatnonzero(suspect)
    if not chosen.size:
        return found
    stuck, unbounded = stuck[chosen], unbounded[chosen]
    gap = np.abs(y[stuck + 1] - y[stuck])
    first = largest_few(gap, FIRST_SUSPECTS)
    _approached(f, x, y, stuck[first], box=box, unbounded=unbounded[first])  # a pole is soon found
    _require_few(stuck)
    y_left, y_right = _approached(f, x, y, stuck, box=box, unbounded=unbounded)
    with np.errstate(divide="ignore"):  # between two jumps that are close together
        share = gap / np.abs(y_right[:, 10] - y_left[:, 10])
    jumps = share > LONE
    if formula is not None:
        unclear = np.flatnonzero((np.abs(share - 1.0) > CLEAR) & (np.abs(share - 0.5) > CLEAR))
        for i in unclear[:MOST_FOLLOWED]:
            ends = float(x[stuck[i]]), float(x[stuck[i] + 1])
            jumps[i] = _keeps_its_gap(formula, *ends, float(gap[i]))
    found[chosen] = jumps & (gap > 1e-9 * np.ptp(y))
    return found


def _approached(
    f: Callable[[Array], Array],
    x: Array,
    y: Array,
    stuck: NDArray[np.int64],
    *,
    box: tuple[float, float],
    unbounded: NDArray[np.bool_],
) -> tuple[Array, Array]:
    """Evaluate f left and right of narrow intervals, in octaves; a pole raises.

    unbounded: whether an interval may hold a pole.
    """
    distance = (box[1] - box[0]) * 0.5 ** np.arange(OCTAVES, 9, -1)
    left = np.maximum(x[stuck, None] - distance, box[0])
    right = np.minimum(x[stuck + 1, None] + distance, box[1])
    sides = [f(places.reshape(-1)).reshape(places.shape) for places in (left, right)]
    for values in sides:
        changes = np.abs(np.diff(values[unbounded], axis=1))
        _require_bounded(changes, x[stuck[unbounded]], np.ptp(y), box)
    return sides[0], sides[1]


def _require_few(jumps: NDArray[np.int64]) -> None:
    if jumps.size > MOST_JUMPS:
        raise TargetError(f"f has more than {MOST_JUMPS} jumps: choose a smaller domain")


def _require_bounded(changes: Array, places: Array, scale: float, box: tuple[float, float]) -> None:
    """Raise at a pole. changes[:, k]: how much f varies in the k-th octave, outwards."""
    near, far = changes[:, :10].sum(axis=1), changes[:, 10:20].sum(axis=1)
    unbounded = (near > 0.9 * far) & (near > 1e-6 * scale)
    if unbounded.any():
        place = float(places[np.argmax(unbounded)])
        raise TargetError(POLE.format(place_text(place, *box)))


def _may_jump(
    formula: Expression, left: Array, right: Array
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell whether f may jump or be unbounded on narrow intervals; and whether unbounded."""
    around = AROUND * (right - left)
    found = ranges_on(formula, (left - around)[None], (right + around)[None])
    unbounded = ~np.isfinite(found.value.low) | ~np.isfinite(found.value.high)
    return found.jumps | unbounded, unbounded


def _keeps_its_gap(formula: Expression, left: float, right: float, gap: float) -> bool:
    """Tell whether f jumps by nearly as much on an interval 2^200 times as narrow.

    Every time the half is taken across which f changes more. gap: by how much f changes in float64,
    which may jump a little beside the real numbers; but at a lone point, such as 0 of x == 0, there
    is nothing to be seen a little beside it.
    """
    from flint import arb, ctx

    around = AROUND * (right - left)
    with ctx.workprec(BITS):
        ends = arb(left), arb(right)
        values = _at(formula, ends[0]), _at(formula, ends[1])
        if not abs(values[1] - values[0]) > KEPT * gap:
            ends = arb(left - around), arb(right + around)
            values = _at(formula, ends[0]), _at(formula, ends[1])
        first = abs(values[1] - values[0])
        for _ in range(HALVINGS):
            middle = (ends[0] + ends[1]) / 2
            value = _at(formula, middle)
            gaps = [abs(value - end).mid() for end in values]
            if gaps[0] >= gaps[1]:
                ends, values = (ends[0], middle), (values[0], value)
            else:
                ends, values = (middle, ends[1]), (value, values[1])
        last = abs(values[1] - values[0])
        return bool(last > KEPT * first)


def _at(formula: Expression, x: Any) -> Any:
    from uat.functions.expression import FLINT

    return formula.evaluate(FLINT, x)
