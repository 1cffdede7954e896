"""Evaluate formulas on balls of real numbers: the result holds all values on the ball.

The balls are python-flint's `arb`: every rounding is outwards, and nothing is assumed about libm.
"""

from collections.abc import Callable
from functools import lru_cache, partial, reduce
from typing import Any

from flint import arb, ctx

from uat.functions.expression.namespace import Namespace
from uat.functions.expression.vocabulary import CONSTANTS

_TRUE, _FALSE, _EITHER = arb(1), arb(0), arb(0.5, 0.5)
_INFINITY = arb("inf")
_CONSTANTS: dict[str, Callable[[], Any]] = {
    "pi": arb.pi,
    "e": arb.const_e,
    "tau": lambda: 2 * arb.pi(),
}
_UNDER_THE_SAME_NAME = (
    *("floor", "ceil", "log", "log1p", "sin", "cos", "tan", "sinc", "atan2", "atanh", "gamma"),
)
_MONOTONE = ("exp", "expm1", "atan", "sinh", "tanh", "asinh", "erf", "erfc")
WIDE = 0.01  # radius of a ball that is mapped by its ends


class FlintNamespace(Namespace):
    """The arithmetic of balls: what comes out holds the values on all of what goes in.

    For each point of the input balls at which the formula is a finite real number, the resulting
    ball contains that number. Where nothing can be said it is NaN, as at a pole.

    A condition that holds at some points of the ball only is the ball from 0 to 1, and `where`
    then covers both branches. Numbers are the float64 that were typed, exactly; pi and e are not
    rounded.
    """

    @property
    def words(self) -> dict[str, Any]:
        """All that code may name, with constants as narrow as the precision set now."""
        return _words(ctx.prec)

    def compare_two(self, sign: str, a: Any, b: Any) -> Any:
        if a.is_nan() or b.is_nan():
            return _EITHER
        match sign:
            case "<":
                return _verdict(a < b, a >= b)
            case "<=":
                return _verdict(a <= b, a > b)
            case ">":
                return _verdict(a > b, a <= b)
            case ">=":
                return _verdict(a >= b, a < b)
            case "==":
                return _verdict(a == b, not a.overlaps(b))
        return _verdict(not a.overlaps(b), a == b)

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        if condition.is_nan():
            return arb.nan()
        if condition.is_zero():
            return b
        return a.union(b) if condition.contains(0) else a

    def power(self, a: Any, b: Any) -> Any:
        if b > 0 and b.is_exact() and b.is_integer():
            if (b / 2).is_integer():
                return _by_ends(lambda t: t**b, _size(a)).nonnegative_part()
            return _by_ends(lambda t: t**b, a)
        rooted = b > 0 and not b.is_integer() and (a >= 0 or not b.contains_integer())
        if rooted and not a > 0:
            return _on_domain(lambda t: _root_like(t, b), a, _FALSE, _INFINITY)
        return a**b

    def round(self, z: Any) -> Any:
        half = arb(0.5)
        low, high = (z.lower() - half).ceil(), (z.upper() + half).floor()
        return low.union(high)

    def cbrt(self, z: Any) -> Any:
        """Enclose by the ends where it holds 0, of which `arb.root` does not know the root."""
        if z > 0:
            return z.root(3)
        if z < 0:
            return -(-z).root(3)
        if z.is_zero() or z.is_nan():
            return z
        return self.cbrt(z.lower()).union(self.cbrt(z.upper()))

    def hypot(self, a: Any, b: Any) -> Any:
        return self.sqrt(abs(a) * abs(a) + abs(b) * abs(b))


def _verdict(true: bool, false: bool) -> Any:
    """Return 1, 0, or the ball of both for a comparison that the ball leaves open."""
    return _TRUE if true else _FALSE if false else _EITHER


def _root_like(t: Any, b: Any) -> Any:
    """Compute t^b for t >= 0 and a ball b > 0, on which flint is silent where t is 0."""
    return (t if t.is_zero() else t**b) if t.is_exact() else _FALSE.union(t.upper() ** b)


def _by_ends(function: Callable[[Any], Any], z: Any) -> Any:
    """Wrap a monotone function of wide balls by ends; python-flint's are for narrow ones.

    tanh of the ball from -2 to 30 is NaN there, and exp reaches below 0.
    """
    if not z.is_finite() or z.rad() < WIDE:
        return function(z)
    return function(z.lower()).union(function(z.upper()))


def _size(z: Any) -> Any:
    """Compute |z|, from 0 on where the ball holds 0; a ball's own abs reaches below it."""
    if not z.is_finite() or not z.contains(0):
        return abs(z)
    return arb(0, z.abs_upper()).nonnegative_part()


def _on_domain(function: Callable[[Any], Any], z: Any, low: Any, high: Any) -> Any:
    """Apply a monotone function to the ball's part in its domain, low to high."""
    left, right = z.lower(), z.upper()
    if left >= low and right <= high:
        return function(z)
    if not (right >= low and left <= high):
        return arb.nan()
    return function(left if left > low else low).union(function(right if right < high else high))


FLINT = FlintNamespace(
    {
        "number": arb,
        "constant": lambda name: _CONSTANTS[name](),
        **{name: getattr(arb, name) for name in _UNDER_THE_SAME_NAME},
        **{name: partial(_by_ends, getattr(arb, name)) for name in _MONOTONE},
        "abs": abs,
        "sign": arb.sgn,
        "min": lambda *values: reduce(arb.min, values),
        "max": lambda *values: reduce(arb.max, values),
        "cosh": lambda z: _by_ends(arb.cosh, _size(z)),
        "sqrt": partial(_on_domain, arb.sqrt, low=_FALSE, high=_INFINITY),
        "asin": partial(_on_domain, arb.asin, low=-_TRUE, high=_TRUE),
        "acos": partial(_on_domain, arb.acos, low=-_TRUE, high=_TRUE),
        "acosh": partial(_on_domain, arb.acosh, low=_TRUE, high=_INFINITY),
    }
)


@lru_cache(maxsize=64)
def _words(precision: int) -> dict[str, Any]:
    """Cache the words for each precision; the caller must have set `ctx.prec` to it."""
    return {**FLINT.known, **{name: FLINT.constant(name) for name in CONSTANTS}}
