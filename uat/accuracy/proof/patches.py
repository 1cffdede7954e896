"""Enclose f on intervals: by polynomials with a proven distance, a table, or values and a slope.

On a patch, f is its Taylor polynomial plus a remainder that balls enclose. Patches are halved until
the remainder is small; near a kink or a root they become narrow, and their polynomial a constant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from flint import arb

from uat.accuracy.proof.jets import interval, jet, precision
from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.functions.expression import Expression
from uat.functions.target import Target
from uat.networks.activations.intervals import INTERVALS, Unknown
from uat.networks.activations.intervals import Interval as ByEnds

ORDER = 12  # of the Taylor polynomials
MOST_PATCHES = 100_000
NARROWEST = 2.0**-120  # of the domain: no patch is halved below it
EPS = 2.0**-53  # half an ulp of 1: the largest relative error of one float64 operation
TINY = 1e-300  # more than any underflow

Interval = tuple[float, float]

LEAST = 2.0**-1074  # the smallest float: what an underflow of a slope can lose


@dataclass(frozen=True, eq=False)
class Local:
    """f on many boxes [m - r, m + r]: f(m + t) is within `rest` of value + slope*t + bend*t^2.

    All arrays have one entry for each box. noise: the part of `rest` that stays however narrow the
    box is.
    """

    value: Array
    slope: Array
    bend: Array
    rest: Array
    noise: Array


class Enclosed(Protocol):
    """A function of which something is known on every box."""

    @property
    def edges(self) -> Array:
        """Points that no box may have inside."""
        ...

    def local(self, middle: Array, radius: Array) -> Local: ...


@dataclass(frozen=True, eq=False)
class Patches:
    """Polynomials in u = (x - centre)/scale on disjoint intervals; |u| <= 1 there.

    lefts, rights, centres, scales: (n,), in units of x, ascending.
    coefficients: (n, ORDER + 1). errors: (n,), bounds on |f - polynomial|.
    """

    lefts: Array
    rights: Array
    centres: Array
    scales: Array
    coefficients: Array
    errors: Array

    @property
    def edges(self) -> Array:
        return np.union1d(self.lefts, self.rights)

    def local(self, middle: Array, radius: Array) -> Local:
        """Shift Taylor polynomials to the boxes' middles; put what is beyond squares into `rest`.

        p(u + t) = value + slope t + bend t^2 + t^3 Q(u + t), and Q is bounded by the sizes of its
        coefficients. Rounding: for p = x^j all these terms are positive and, with |u| + |t| <= 1,
        add up to at most 1; each has met at most 6*j + 1 operations, and the rounding of u
        itself changes p by at most 2*EPS*j. The noise is more than the sum of both.
        """
        patch = np.searchsorted(self.lefts, middle, side="right") - 1
        patch = np.clip(patch, 0, self.errors.size - 1)
        scale = self.scales[patch]
        u = (middle - self.centres[patch]) / scale
        powers = shifted(self.coefficients[patch].T, u)
        share = radius / scale * (1 + 4 * EPS)
        beyond, reach = np.zeros_like(u), np.abs(u) + share
        for row in np.abs(powers[:2:-1]):
            beyond = beyond * reach + row
        beyond *= share**3
        weights = 8.0 * (np.arange(ORDER + 1) + 1.0)
        rounding = EPS * (np.abs(self.coefficients) @ weights)
        noise = ((self.errors + rounding) * (1 + 64 * EPS) + TINY)[patch]
        rest = noise + beyond * (1 + 64 * EPS)
        return Local(powers[0], powers[1] / scale, powers[2] / scale**2, rest, noise)


def taylor_patches(expression: Expression, pieces: Sequence[Interval], aim: float) -> Patches:
    """Patch f on intervals, with errors of at most `aim`, in units of f, where that can be.

    Raises TargetError, with the place, where f cannot be bounded: it has a pole there, or it is not
    a real number.
    """
    waiting: list[Interval] = list(pieces)[::-1]
    rows: list[Any] = []
    box = pieces[0][0], pieces[-1][1]
    with precision(ORDER + 1):
        while waiting:
            left, right = waiting.pop()
            patience = len(rows) + len(waiting) < MOST_PATCHES
            row, error = patch_on(expression, (left, right), box, aim if patience else np.inf)
            if row is not None and (error <= aim or not patience):
                rows.append(row)
            elif _is_wide(left, right, box):
                middle = 0.5 * (left + right)
                waiting += [(middle, right), (left, middle)]
            else:
                rows.append(_narrow_patch(expression, (left, right), row))
    columns = list(zip(*rows, strict=True))
    lefts, rights, centres, scales = (np.array(column) for column in columns[:4])
    return Patches(
        lefts=lefts,
        rights=rights,
        centres=centres,
        scales=scales,
        coefficients=np.array(columns[4]),
        errors=np.array(columns[5]),
    )


def _narrow_patch(expression: Expression, ends: Interval, row: Any) -> Any:
    """Put a constant on an interval that cannot be halved, or the row that is known there.

    Raises TargetError if neither is known.
    """
    left, right = ends
    value, error = rounded(range_by_ends(expression, left, right))
    if row is not None and not row[-1] > error:
        return row
    if not np.isfinite(error):
        raise TargetError(
            f"f cannot be bounded near x = {left:.6g}, so nothing can be proven: choose a domain "
            "that keeps away from it, or a formula that is defined there (sinc(x) instead of "
            "sin(x)/x)"
        )
    centre = 0.5 * (left + right)
    coefficients = np.zeros(ORDER + 1)
    coefficients[0] = value
    return left, right, centre, _scale(left, right, centre), coefficients, error


def range_by_ends(expression: Expression, left: float, right: float) -> Any:
    """Make a ball that holds f on an interval; NaN where nothing is known.

    The interval is followed by its ends. A ball reaches a little past them, and so past a jump or a
    root that lies on one, as that of floor(5*x) at 0.
    """
    try:
        found = expression.evaluate(INTERVALS, ByEnds(arb(left), arb(right)))
        return found.low.union(found.high)
    except (Unknown, ValueError, ZeroDivisionError, OverflowError):
        return arb.nan()


def _is_wide(left: float, right: float, box: Interval) -> bool:
    return right - left > max(8 * EPS * max(abs(left), abs(right)), NARROWEST * (box[1] - box[0]))


def patch_on(
    expression: Expression, ends: Interval, box: Interval, aim: float
) -> tuple[Any, float]:
    """Return one patch and its error; or None and the error, if that is too large.

    The remainder of order k is f^(k)/k! on the whole box; its middle joins the polynomial.
    """
    left, right = ends
    centre = 0.5 * (left + right)
    scale = _scale(left, right, centre)
    whole = jet(expression, interval(left, right, box), arb(scale))
    radii = [float(ball.rad()) if ball.is_finite() else np.inf for ball in whole]
    order = int(np.argmin(radii))
    remainder = radii[order]
    if not remainder <= aim and _is_wide(left, right, box):
        return None, remainder
    if not np.isfinite(remainder):
        return None, np.inf
    coefficients, error = np.zeros(ORDER + 1), 0.0
    known = jet(expression, arb(centre), arb(scale))[:order] if order else []
    for k, ball in enumerate([*known, whole[order]]):
        coefficients[k], distance = rounded(ball)
        error += distance
    error *= 1 + 64 * EPS
    return (left, right, centre, scale, coefficients, error), error


def _scale(left: float, right: float, centre: float) -> float:
    """Return at least the distance from the centre to both ends."""
    scale = max(right - centre, centre - left)
    is_enough = arb(scale) >= arb(right) - arb(centre) and arb(scale) >= arb(centre) - arb(left)
    return scale if is_enough else float(np.nextafter(scale, np.inf))


def rounded(ball: Any) -> tuple[float, float]:
    """Return a float64 near a ball, and a bound on its distance from all points of the ball."""
    middle = float(ball.mid())
    distance = float((ball - arb(middle)).abs_upper()) * (1 + 4 * EPS)
    return middle, distance + TINY if distance else 0.0


def shifted(coefficients: Array, u: Array) -> Array:
    """Compute p(u), p'(u), p''(u)/2, and the coefficients of Q; (order + 1, n), as those of p.

    Three divisions by (x - u), each leaving one more remainder: Horner's rule.
    """
    powers = coefficients.copy()
    for first in range(3):
        for k in range(powers.shape[0] - 2, first - 1, -1):
            powers[k] += u * powers[k + 1]
    return powers


def running_sums(start: Any, terms: list[Any]) -> tuple[Array, Array]:
    """Compute all partial sums of balls, as float64, and bounds on their rounding."""
    sums = [start]
    for term in terms:
        sums.append(sums[-1] + term)
    values, errors = np.array([rounded(ball) for ball in sums]).T
    return values, errors


# A table of one input is a polyline: between its samples nothing is unknown of it.


@dataclass(frozen=True, eq=False)
class Links:
    """f on every box between two neighbouring knots: a straight line, up to rounding.

    x, y: (n,), the samples, with x ascending. pieces: the intervals on which f is asked for.
    """

    x: Array
    y: Array
    pieces: Sequence[Interval]

    @property
    def edges(self) -> Array:
        return np.union1d(self.x, np.array(self.pieces))

    def local(self, middle: Array, radius: Array) -> Local:
        """Return the line y0 + s*(x - x0) through the knots on both sides.

        s takes three roundings, m - x0, the product and the sum one each: the value is off by at
        most EPS*(|value| + 5*|s*(m - x0)|), the slope by 3*EPS*|s|; the noise is more than both.
        """
        link = np.clip(np.searchsorted(self.x, middle, side="right") - 1, 0, self.x.size - 2)
        slope = np.diff(self.y)[link] / np.diff(self.x)[link]
        away = middle - self.x[link]
        value = self.y[link] + slope * away
        reach = np.abs(away) + radius
        noise = 8 * EPS * (np.abs(value) + np.abs(slope) * reach) + LEAST * reach + TINY
        return Local(value, slope, np.zeros_like(value), noise, noise)


# Bound a function of which only values are known, by a constant its slope never exceeds.


@dataclass(frozen=True, eq=False)
class Cones:
    """Cones: on a box, f is within constant*radius of its value at the middle."""

    target: Target
    constant: float
    pieces: Sequence[Interval]

    @property
    def edges(self) -> Array:
        return np.unique(np.array(self.pieces))

    def local(self, middle: Array, radius: Array) -> Local:
        value = self.target(middle)
        flat = np.zeros_like(value)
        rest = self.constant * radius * (1 + 4 * EPS) + TINY
        return Local(value, flat, flat, rest, flat)
