"""Compute a formula with more digits where floats lose it, as (1 - cos(x))/x^2 next to 0.

The function that is meant is the formula's own, not what rounding makes of it: next to 0 the floats
of 1 - cos(x) are zeros, and those of f are noise of any size. Those of log(1 + exp(x)) are infinite
from 710 on, where f is about x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.functions.expression import Expression
from uat.functions.target.holes import MOST_LIKELY, likely_places

if TYPE_CHECKING:
    from uat.functions.target.box import Box

LOST = 2.0**-24  # of the size of f: rounding beyond it hides what f does
EVEN = 65  # points along the diagonals of the box
NEAREST = 52  # powers of 1/2 of the box: how close to likely places is looked
PRECISIONS = (128, 256, 512, 1024, 2048)  # bits
NOTHING = 2.0**-940  # what is less is zero, of a function that is zero as far as is seen
ASKED = 16  # of the points where digits are lost: whether more of them would help
CLOSER = 2.0**20  # times: a step towards what may be a pole
COMPARED = 64  # of the points where a jump may be that floats do not show


@dataclass(frozen=True)
class Digits:
    """A formula on a box on which float64 loses its digits, or its value, somewhere.

    size: the largest of its values at points spread over the box, in the units of f. overflows:
    whether floats have no value where f has one.
    """

    expression: Expression
    size: float
    overflows: bool

    def __call__(self, values: Array, points: Sequence[Array]) -> Array:
        """Replace those of its values at points in which too many digits are lost."""
        flat = np.stack(np.broadcast_arrays(*points)).reshape(len(points), -1)
        known = values.ravel()
        hidden, missed = _lost(self.expression, flat, known, self.size)
        asked = (known != 0.0) | (self.size > 0.0)
        lost = np.flatnonzero(hidden & asked | missed | self.overflows & ~np.isfinite(known))
        if not lost.size:
            return values
        kept = np.array(known)
        least = LOST * self.size or NOTHING
        exact = _exactly(self.expression, flat[:, lost], least)
        kept[lost] = np.where(np.isnan(exact), known[lost], exact)
        open_ = lost[np.isnan(exact) & ~np.isfinite(known[lost])]
        if open_.size:
            kept[open_] = _beside(self.expression, flat[:, open_], known[open_], self.size)
        return kept.reshape(values.shape)


def digits_of(expression: Expression, box: Box) -> Digits | None:
    """Tell whether a formula loses digits or values on a box, and more digits help; else None.

    They would not where f is so steep that the last digit of an input decides its value, or where
    f has no value. Seen at points along the diagonals, and closer and closer to where formulas are
    likely to cancel: their own numbers, the ends of the box, its middle and 0. None without
    python-flint.
    """
    if not expression.names:
        return None
    even, close = _looked_at(expression, box)
    points = np.concatenate([even, close], axis=1)
    values = np.broadcast_to(expression(*points), points.shape[1:])
    has_value = np.isfinite(values)
    hidden, missed = _lost(expression, points, values, _size(values[: even.shape[1]]))
    if has_value.all() and not (hidden | missed).any():
        return None
    try:
        size = _size(_exactly(expression, even, NOTHING))
        overflows = _settling(expression, points[:, ~has_value], size) > 0.0
        helps = (
            overflows
            or _settling(expression, points[:, hidden], size) > 0.5
            or _is_wrong(expression, points[:, missed], values[missed], size)
        )
    except ModuleNotFoundError:
        return None
    return Digits(expression, size, overflows) if helps else None


def _looked_at(expression: Expression, box: Box) -> tuple[Array, Array]:
    """Return points spread over the box, and others closer and closer to likely places."""
    low, high = np.array(box).T[:, :, None]
    share = np.linspace(0.0, 1.0, EVEN)
    turned = [np.where(np.arange(len(box)) == k, -1.0, 1.0) for k in range(len(box))]
    middle, half = 0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low
    even = [middle + half * sign[:, None] * (2.0 * share - 1.0) for sign in turned]
    places = likely_places(expression.text, box)
    if np.prod([len(axis) for axis in places]) > MOST_LIKELY // NEAREST:
        places = [[0.5 * a + 0.5 * b] for a, b in box]
    steps = (high - low) * 0.5 ** np.arange(4, NEAREST)
    along = [np.ones(len(box)), *turned, *np.eye(len(box))]
    ways = {tuple(sign * way) for way in along for sign in (-1.0, 1.0)}
    close = [
        np.array(place)[:, None] + np.array(way)[:, None] * steps
        for place in product(*places)
        for way in sorted(ways)
    ]
    return np.concatenate(even, axis=1), np.clip(np.concatenate(close, axis=1), low, high)


def _size(values: Array) -> float:
    """Return the largest size of finite values; 0 where there are none."""
    return float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))


def _lost(
    expression: Expression, points: Array, known: Array, size: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell at which points rounding may hide more than a little of f, known there in floats.

    First those without a jump or a pole nearby. Then those where one may be, of which floats show
    nothing: next to the point they are almost the same.
    """
    from uat.functions.expression.on_boxes import ranges_on

    ranges = ranges_on(expression, points, points)
    width = ranges.value.high - ranges.value.low
    nearest = np.maximum(0.0, np.maximum(ranges.value.low, -ranges.value.high))  # of |f|
    wide = ~(width <= LOST * np.maximum(size, nearest)) & np.isfinite(known)
    missed = wide & ranges.jumps
    at = np.flatnonzero(missed)
    for way in (-np.inf, np.inf) if at.size else ():
        beside = expression(*np.nextafter(points[:, at], way))
        missed[at] &= np.abs(beside - known[at]) <= LOST * size
    return wide & ~ranges.jumps, missed


def _is_wrong(expression: Expression, points: Array, known: Array, size: float) -> bool:
    """Tell whether floats are far from f at any of the points; of many, some are looked at."""
    some = slice(None, None, max(1, -(-known.size // COMPARED)))
    values = _exactly(expression, points[:, some], LOST * size or NOTHING)
    far = np.abs(values - known[some]) > LOST * np.maximum(size, np.abs(values))
    return bool(far.any())


def _settling(expression: Expression, points: Array, size: float) -> float:
    """Return at what share of points f hardly changes where the last digit of inputs does."""
    if not points.size:
        return 0.0
    points = points[:, :: -(-points.shape[1] // ASKED)]
    near = [np.nextafter(points, points + way) for way in (-1.0, 0.0, 1.0)]
    values = np.stack([_exactly(expression, x, LOST * size or NOTHING) for x in near])
    values = values[:, np.isfinite(values).all(axis=0)]
    settles = np.ptp(values, axis=0) <= LOST * np.maximum(size, np.abs(values[1]))
    return float(np.sum(settles) / points.shape[1])


def _beside(expression: Expression, points: Array, known: Array, size: float) -> Array:
    """Tell jumps from poles, where balls have no value and floats none that is finite.

    At a jump the value on its right counts, at a pole infinity: there f changes at least as much
    when one comes closer and closer, by the same factor. The rest is returned as it is `known`.
    """
    apart = np.nextafter(points, np.inf) - points
    near, farther, farthest = (
        _exactly(expression, points + step * apart, LOST * size or NOTHING)
        for step in (1.0, CLOSER, CLOSER**2)
    )
    is_flat = np.abs(near - farther) <= LOST * size
    is_pole = ~is_flat & (np.abs(near - farther) >= 0.5 * np.abs(farther - farthest))
    beside = np.where(is_flat & np.isinf(known), near, known)
    return np.where(is_pole, np.copysign(np.inf, near - farther), beside)


def _exactly(expression: Expression, points: Array, least: float) -> Array:
    """Evaluate in balls until they are narrow; NaN where there is no value, or they stay wide.

    A value less than `least`, a size, need not be known to all its digits.
    """
    from flint import arb, ctx

    from uat.functions.expression.with_flint import FLINT

    values = np.full(points.shape[1], np.nan)
    before = ctx.prec
    try:
        for i, point in enumerate(points.T.tolist()):
            for ctx.prec in PRECISIONS:
                ball = expression.evaluate(FLINT, *map(arb, point))
                if ball.rad() <= 2.0**-60 * max(float(ball.abs_lower()), least):
                    values[i] = 0.0 if ball.contains(0) else float(ball.mid())
                    break
    finally:
        ctx.prec = before
    return values
