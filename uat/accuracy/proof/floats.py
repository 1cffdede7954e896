"""Bound how far float64 is from the truth in a formula: each operation rounds a little.

Two arithmetics that know about rounding. `rounding_on` follows how every single rounding moves the
result, to first order with a proven remainder: sharp, where nothing overflows. `float_range` only
bounds what can come out, also where exponentials overflow to infinity or vanish.

What is assumed of numpy and scipy: + - * / are rounded to nearest, and a function is within 8 units
in the last place of its true value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any, cast

from flint import arb, ctx

from uat.accuracy.proof.jets import namespace, precision, series
from uat.functions.expression import Expression, Namespace
from uat.functions.expression.vocabulary import CONSTANTS
from uat.networks.activations.intervals import INTERVALS, Interval, Unknown

HALF_ULP = arb(2) ** -53
LIBRARY = 16 * HALF_ULP
TINY = arb("1e-300")  # more than any underflow
LARGEST = arb("1.7e308")
INFINITE = arb(2) ** 2**20  # stands for infinity: whatever is larger than LARGEST may be so large
EXACT = frozenset(
    {
        *("abs", "sign", "min", "max", "clip", "relu", "floor", "ceil", "round", "heaviside"),
        *("where", "compare", "all_of", "any_of", "negation"),
    }
)
ABSOLUTE = frozenset({"sigmoid", "mod", "floor_divide"})  # not accurate relative to small results
# at infinity they are what they tend to
AT_INFINITY = frozenset(
    {
        *("exp", "expm1", "tanh", "atan", "erf", "erfc", "sigmoid", "abs", "sign", "min", "max"),
        *("clip", "relu", "heaviside", "where", "compare", "all_of", "any_of", "negation"),
    }
)


class _Model:
    """An arithmetic with `wrap` around everything that another one computes."""

    def __init__(self, inner: Namespace, wrap: Callable[[str, Any], Any]) -> None:
        self.inner = inner
        self.words = {
            name: wrap(name, word) if name != "__builtins__" else word
            for name, word in inner.words.items()
        }
        self.wrap = wrap

    def run(self, code: CodeType, numbers: tuple[float, ...], inputs: dict[str, Any]) -> Any:
        own = {
            f"_{i}": self.wrap("number", self.inner.number(value))
            for i, value in enumerate(numbers)
        }
        return eval(code, self.words, {**own, **inputs})


def _evaluate(expression: Expression, model: _Model, value: Any) -> Any:
    return expression.evaluate(cast(Namespace, model), value)


# To first order


def rounding_on(expression: Expression, z: Any) -> Any:
    """Bound |float64 result - s| for all float64 inputs in the ball z; NaN if impossible.

    Each operation's result is multiplied by 1 + t*d, with |d| its relative rounding: t = 0 is the
    exact value and t = 1 what float64 computes. So the difference is the derivative with respect
    to t somewhere in between, which a jet of two coefficients encloses for all d and t at once.
    """
    with precision(2, ctx.prec):
        try:
            result = _evaluate(expression, _first_order(), _Perturbed(series([z])))
        except (ValueError, ZeroDivisionError, OverflowError):
            return arb.nan()
        if not isinstance(result, _Perturbed):
            return arb.nan()
        change, width = abs(result.jet[1]).upper(), 2 * result.jet[0].rad()
    if not change.is_finite():
        return width
    return change if change < width else width


@dataclass(frozen=True)
class _Perturbed:
    """A jet in t: the value for all t from 0 to 1, and its derivative."""

    jet: Any

    def __neg__(self) -> _Perturbed:
        return _Perturbed(-self.jet)

    def __add__(self, other: _Perturbed) -> _Perturbed:
        return _off(self.jet + other.jet, HALF_ULP)

    def __sub__(self, other: _Perturbed) -> _Perturbed:
        return _off(self.jet - other.jet, HALF_ULP)

    def __mul__(self, other: _Perturbed) -> _Perturbed:
        return _off(self.jet * other.jet, HALF_ULP)

    def __truediv__(self, other: _Perturbed) -> _Perturbed:
        return _off(self.jet / other.jet, HALF_ULP)


def _off(jet: Any, relative: Any, absolute: Any = TINY) -> _Perturbed:
    """Perturb a result that was rounded. NaN where it may overflow."""
    value = jet[0]
    change = jet[1] if jet.prec > 1 else arb.nan()
    if not abs(value) < LARGEST:
        return _Perturbed(series([arb.nan(), arb.nan()]))
    either = arb(0, 1)
    off = either * (relative * abs(value) + absolute)
    return _Perturbed(series([value + off, change * (1 + either * relative) + off]))


@cache
def _first_order() -> _Model:
    return _Model(namespace(2), _perturbing)


def _perturbing(name: str, word: Any) -> Any:
    if name == "number":
        return _Perturbed(word)
    absolute = LIBRARY if name in ABSOLUTE else TINY
    if name in CONSTANTS:
        return _off(word, HALF_ULP)

    def function(*values: Any) -> _Perturbed:
        jets = [value.jet if isinstance(value, _Perturbed) else value for value in values]
        result = word(*jets)
        return _Perturbed(result) if name in EXACT else _off(result, LIBRARY, absolute)

    return function


# By ranges


def float_range(expression: Expression, low: float, high: float) -> tuple[Any, Any] | None:
    """Bound s, and what float64 computes for it, on [low, high]; None without a bound."""
    try:
        result = _evaluate(expression, _ranges(), _Range(arb(low), arb(high)))
    except (Unknown, ArithmeticError, ValueError, TypeError, AttributeError):
        return None
    return (result.low, result.high) if isinstance(result, Interval) else None


class _Range(Interval):
    """An interval that holds a value and its float64 result, which may be infinite."""

    def __neg__(self) -> _Range:
        return _Range(-self.high, -self.low)

    def __add__(self, other: Interval) -> _Range:
        return _outward(super().__add__(other))

    def __sub__(self, other: Interval) -> _Range:
        return _outward(super().__sub__(other))

    def __mul__(self, other: Interval) -> _Range:
        if (_may_overflow(self) and _may_vanish(other)) or (
            _may_overflow(other) and _may_vanish(self)
        ):
            raise Unknown
        return _outward(super().__mul__(other))

    def __truediv__(self, other: Interval) -> _Range:
        if _may_overflow(self) and _may_overflow(other):
            raise Unknown
        return _outward(super().__truediv__(other))


def _may_overflow(z: Interval) -> bool:
    return not (z.high < LARGEST and z.low > -LARGEST)


def _may_vanish(z: Interval) -> bool:
    return not (z.low > 0 or z.high < 0)


def _outward(z: Interval, absolute: Any = TINY) -> _Range:
    low = (z.low - LIBRARY * abs(z.low) - absolute).lower()
    high = (z.high + LIBRARY * abs(z.high) + absolute).upper()
    overflows = (-INFINITE if low < -LARGEST else low), (INFINITE if high > LARGEST else high)
    if low < -LARGEST and high > LARGEST:
        raise Unknown
    return _Range(*overflows)


@cache
def _ranges() -> _Model:
    return _Model(INTERVALS, _widening)


def _widening(name: str, word: Any) -> Any:
    if name == "number":
        return _Range(word.low, word.high)
    absolute = LIBRARY if name in ABSOLUTE else TINY
    if name in CONSTANTS:
        return _outward(word)

    def function(*values: Any) -> _Range:
        intervals = [value for value in values if isinstance(value, Interval)]
        if name not in AT_INFINITY and any(_may_overflow(z) for z in intervals):
            raise Unknown
        return _outward(word(*values), absolute)

    return function
