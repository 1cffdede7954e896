"""A typed s(z) is studied: its limits or slopes, tails and step, and where float64 fails it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.activations.activation import Activation, Line, Tails
from uat.networks.activations.exact import FARTHEST, Exact
from uat.networks.activations.limits import RAYS, Ends, ends, radius
from uat.networks.activations.shape import step_alone, step_of_pair

if TYPE_CHECKING:
    from uat.functions.expression import Expression

ROUNDING = 2.0**-53
AGREES = 1e-9  # how far float64 may be from the truth before it is said to fail
HARMLESS = 2.0**-48  # how far from its line s may be where the line takes over


@dataclass(frozen=True)
class Study:
    """A study holds what is known of an s that has a value everywhere.

    left, right: its limits; left_slope, right_slope: those of s(z + 1/2) - s(z - 1/2).
    """

    activation: Activation
    left: Ends
    right: Ends
    left_slope: Ends
    right_slope: Ends


@dataclass(frozen=True)
class Continued:
    """An expression up to |z| = `reach`, and its straight lines beyond, where float64 fails it."""

    expression: Expression
    reach: float
    left_slope: float
    right_slope: float

    def __call__(self, z: Array) -> Array:
        inside = np.clip(z, -self.reach, self.reach)
        slope = np.where(np.asarray(z) < 0, self.left_slope, self.right_slope)
        values: Array = self.expression(inside) + slope * np.where(slope == 0.0, 0.0, z - inside)
        return values


def expression_of(s: Activation, purpose: str) -> Expression:
    """Return the formula that the function of s evaluates, near 0 at least, for files to write.

    Raises InputError if the function is other code, which may differ from the stated formula where
    that would overflow. purpose: what the formula was wanted for, as the end of a sentence.
    """
    from uat.functions.expression import Expression

    function = s.function.expression if isinstance(s.function, Continued) else s.function
    if isinstance(function, Expression):
        return function
    raise InputError(f"the activation {s.name} has no formula that could be {purpose}")


class Overflow(ArithmeticError):
    """Raised when float64 fails s near 0; the message says where."""


def study(exact: Exact) -> Study:
    """Find limits, slopes, tails and step of s. Raises Overflow.

    s has no holes and is no polynomial, or no step is looked for.
    """
    expression = exact.expression
    sides = [ends(lambda z, part: exact.values(z, 0.0, part), side) for side in (-1.0, 1.0)]
    slopes = [ends(lambda z, part: exact.values(z, 1.0, part), side) for side in (-1.0, 1.0)]
    tails = _tails(exact, sides, slopes)
    function: Callable[[Array], Array] = expression
    rise = None
    if _differ(sides):
        function = _continued(exact, sides, tails)
        rise = step_alone(exact, function, sides[0].limit, sides[1].limit)
    elif _differ(slopes) and not all(end.settles for end in sides):
        function = _continued(exact, sides, tails)
        rise = step_of_pair(exact, function, slopes[0].limit, slopes[1].limit)
    low, high = (_limit(end) for end in sides)
    finite = bool(np.isfinite(low) and np.isfinite(high))
    activation = Activation(
        expression.text,
        function,
        low,
        high,
        tails.radius if tails is not None and finite else np.inf,
        expression.text,
        tails,
        rise,
    )
    return Study(activation, *sides, *slopes)


def straight(exact: Exact) -> Activation:
    """Make the activation of an s that is a straight line, or a constant."""
    offset, far = (float(v) for v in exact.values([0.0, 2.0**FARTHEST]))
    slope = (far - offset) / 2.0**FARTHEST
    line, infinite = (slope, offset), np.copysign(np.inf, slope)
    low, high = (-infinite, infinite) if slope else (offset, offset)
    text = exact.expression.text
    return Activation(text, exact.expression, low, high, np.inf, text, Tails(line, line, 0.0))


def unstudied(expression: Expression) -> Activation:
    """Make the activation of an s of which no step can be made."""
    text = expression.text
    return Activation(text, expression, np.nan, np.nan, np.inf, text)


def _limit(end: Ends) -> float:
    """Return a limit; infinite where s keeps its sign, NaN where there is nothing to say."""
    if end.settles:
        return end.limit
    return float(np.copysign(np.inf, end.low)) if end.low * end.high > 0 else float("nan")


def _differ(both: list[Ends]) -> bool:
    """Tell whether there are two different limits."""
    a, b = (end.limit for end in both)
    return bool(abs(a - b) > 1e-9 * max(abs(a), abs(b)))  # false if one of them is NaN


def _tails(exact: Exact, sides: list[Ends], slopes: list[Ends]) -> Tails | None:
    """Find the lines on both sides, if s runs into them."""
    lines = []
    for side, end, slope in zip((-1.0, 1.0), sides, slopes, strict=True):
        line = (0.0, end.limit) if end.settles else _line(exact, side, slope)
        if line is None:
            return None
        lines.append(line)
    left, right = lines
    size = max(abs(left[0]), abs(left[1]), abs(right[0]), abs(right[1])) or 1.0

    def excess(z: Array) -> Array:
        line = _on_lines(z, left, right)
        allowed = np.maximum(size, np.abs(line))
        with np.errstate(invalid="ignore"):
            seen = np.abs(exact.expression(z) - line) / allowed / HARMLESS
        true = np.abs(exact.values(z) - line) / allowed
        true /= ROUNDING * (2 if left[0] or right[0] else 1)
        return np.maximum(true, np.where(np.isfinite(seen), seen, 0.0))

    reach = radius(excess)
    return Tails(left, right, reach) if np.isfinite(reach) else None


def _line(exact: Exact, side: float, slope: Ends) -> Line | None:
    """Find slope and offset of the line that s runs into; the slope far out, in balls."""
    from flint import arb, ctx

    if not slope.settles:
        return None
    with ctx.workprec(4 * FARTHEST + 80):
        far, farther = (arb(side * 2.0**k) for k in (FARTHEST - 1, FARTHEST))
        steep = (exact.ball(farther) - exact.ball(far)) / (farther - far)
        offsets = [
            exact.ball(arb(side * 2.0**k)) - steep * arb(side * 2.0**k) for k in (40, 46, 52)
        ]
        first, *_, last = (float(offset.mid()) for offset in offsets)
    if not (np.isfinite(last) and abs(first - last) <= 1e-9 * max(1.0, abs(last))):
        return None
    rate = float(steep.mid())
    return rate, 0.0 if abs(last) < 1e-12 * abs(rate) else last


def _on_lines(z: Array, left: Line, right: Line) -> Array:
    """Evaluate the tails at z."""
    slope = np.where(z < 0, left[0], right[0])
    return slope * z + np.where(z < 0, left[1], right[1])


def _continued(exact: Exact, sides: list[Ends], tails: Tails | None) -> Expression | Continued:
    """Return s where float64 is right everywhere; else continue it by lines. Raises Overflow."""
    expression = exact.expression
    octaves = np.outer(2.0 ** np.arange(1023), RAYS[:1]).reshape(-1)
    fails = ~(_agrees(exact, octaves, sides, tails) & _agrees(exact, -octaves, sides, tails))
    if not fails.any():
        return expression
    first = int(np.argmax(fails))
    reach = min(float(octaves[max(first - 1, 0)]), 2.0**FARTHEST)
    limits = all(end.settles for end in sides)
    if tails is not None and first:
        gap = exact.values([-reach, reach]) - _on_lines(
            np.array([-reach, reach]), tails.left, tails.right
        )
        sizes = np.maximum(1.0, np.abs(exact.values([-reach, reach])))
        if np.all(np.abs(gap) <= HARMLESS * sizes):
            return Continued(expression, reach, tails.left[0], tails.right[0])
    elif limits and first > 30:
        return Continued(expression, reach, 0.0, 0.0)
    raise Overflow(
        f"cannot be computed in float64 for |z| above {reach:.3g}, before it settles: "
        "write it without large intermediate values"
    )


def _agrees(exact: Exact, z: Array, sides: list[Ends], tails: Tails | None) -> NDArray[np.bool_]:
    """Tell where float64 gives s, as balls say, and beyond them the lines or the limits."""
    seen = exact.expression(z)
    truth = np.full(z.size, np.nan)
    near = np.abs(z) <= 2.0**FARTHEST
    truth[near] = exact.values(z[near])
    end = sides[0] if z[0] < 0 else sides[1]
    if tails is not None:
        truth[~near] = _on_lines(z[~near], tails.left, tails.right)
    elif end.settles:
        truth[~near] = end.limit
    unknown = np.isnan(truth)
    allowed = AGREES * np.maximum(1.0, np.abs(truth))
    with np.errstate(invalid="ignore"):
        agrees = np.where(unknown, np.isfinite(seen), np.abs(seen - truth) <= allowed)
    return agrees.astype(np.bool_)
