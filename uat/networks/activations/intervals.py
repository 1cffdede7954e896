"""Compute with intervals by their ends: wide ones keep their sign, as balls do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb

from uat.functions.expression import FLINT
from uat.functions.expression.namespace import Namespace


class Unknown(ArithmeticError):
    """Raised where nothing can be said about a value."""


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, two exact or outward-rounded ends."""

    low: Any
    high: Any

    def __post_init__(self) -> None:
        if not (self.low.is_finite() and self.high.is_finite()):
            raise Unknown

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return _hull(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return _hull(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        return _hull(*(a * b for a in (self.low, self.high) for b in (other.low, other.high)))

    def __truediv__(self, other: Interval) -> Interval:
        if not (other.low > 0 or other.high < 0):
            raise Unknown
        return _hull(*(a / b for a in (self.low, self.high) for b in (other.low, other.high)))


def _hull(*ends: Any) -> Interval:
    """Return the smallest interval that contains some balls."""
    low, high = ends[0].lower(), ends[0].upper()
    for end in ends[1:]:
        low, high = low.min(end.lower()), high.max(end.upper())
    return Interval(low.lower(), high.upper())


def _increasing(function: Callable[[Any], Any]) -> Callable[[Any, Interval], Interval]:
    """Make a method for a function that never falls."""
    return lambda self, z: _hull(function(z.low), function(z.high))


def _wave(function: Callable[[Any], Any]) -> Callable[[Any, Interval], Interval]:
    return lambda self, z: _hull(function(z.low.union(z.high)))


class _Intervals(Namespace):
    """The arithmetic of intervals; it raises Unknown where nothing can be said."""

    exp: Any = _increasing(arb.exp)
    expm1: Any = _increasing(arb.expm1)
    atan: Any = _increasing(arb.atan)
    tanh: Any = _increasing(arb.tanh)
    erf: Any = _increasing(arb.erf)
    floor: Any = _increasing(arb.floor)
    asinh: Any = _increasing(arb.asinh)
    cbrt: Any = _increasing(FLINT.cbrt)
    sigmoid: Any = _increasing(FLINT.sigmoid)
    sin: Any = _wave(arb.sin)
    cos: Any = _wave(arb.cos)
    asin: Any = _increasing(FLINT.asin)
    acos: Any = _increasing(FLINT.acos)  # it falls; the hull does not mind
    gamma: Any = _wave(arb.gamma)

    def number(self, value: float) -> Interval:
        return _hull(FLINT.number(value))

    def constant(self, name: str) -> Interval:
        return _hull(FLINT.constant(name))

    def compare_two(self, sign: str, a: Interval, b: Interval) -> Interval:
        if sign in (">", ">="):
            return self.compare_two("<" if sign == ">" else "<=", b, a)
        below, above = a.high < b.low, a.low > b.high
        match sign:
            case "<":
                true, false = below, a.low >= b.high
            case "<=":
                true, false = a.high <= b.low, above
            case _:
                same = a.low == a.high == b.low == b.high
                true, false = (same, below or above) if sign == "==" else (below or above, same)
        return Interval(arb(1 if true else 0), arb(0 if false else 1))

    def where(self, condition: Interval, a: Interval, b: Interval) -> Interval:
        if condition.low > 0 or condition.high < 0:
            return a
        zero = condition.low.is_zero() and condition.high.is_zero()
        return b if zero else _hull(a.low, a.high, b.low, b.high)

    def min(self, *values: Interval) -> Interval:
        low, high = values[0].low, values[0].high
        for value in values[1:]:
            low, high = low.min(value.low), high.min(value.high)
        return _hull(low, high)

    def max(self, *values: Interval) -> Interval:
        return -self.min(*(-value for value in values))

    def abs(self, z: Interval) -> Interval:
        return self.max(z, -z) if z.low >= 0 or z.high <= 0 else self.max(z, -z, self.number(0.0))

    def log(self, z: Interval) -> Interval:
        return _hull(z.low.log(), z.high.log())

    def log1p(self, z: Interval) -> Interval:
        return _hull(z.low.log1p(), z.high.log1p())

    def sqrt(self, z: Interval) -> Interval:
        return _hull(z.low.sqrt(), z.high.sqrt())

    def power(self, a: Interval, b: Interval) -> Interval:
        if b.low == b.high and b.low.is_integer() and 0 <= b.low <= 64:
            count = int(float(b.low))
            base = self.abs(a) if count % 2 == 0 else a
            return _hull(base.low**count, base.high**count)
        if b.low == b.high and b.low > 0 and a.low >= 0:
            return _hull(FLINT.power(a.low, b.low), FLINT.power(a.high, b.low))
        result: Interval = self.exp(b * self.log(a))
        return result

    def atan2(self, y: Interval, x: Interval) -> Interval:
        return _hull(arb.atan2(y.low.union(y.high), x.low.union(x.high)))


INTERVALS = _Intervals()
