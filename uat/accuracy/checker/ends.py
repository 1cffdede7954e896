"""Compute with intervals by their ends, and refuse what is not defined on all of them.

Unlike balls, ends keep exact zeros: x^2 from -1 to 1 begins at 0, and 1 - x^2 ends there. So the
root of it is known to be defined; and log(x) times 0 is known not to be, at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb

from uat.functions.expression import FLINT

Ends = tuple[Any, Any]  # the least and the greatest value, exact
YES, NO, _EITHER = (arb(1), arb(1)), (arb(0), arb(0)), (arb(0), arb(1))


class Undefined(ArithmeticError):
    """Raised when the formula may not be defined at some point.

    open_branch: where that is so only in a branch of a condition that is true or false.
    """

    def __init__(self, open_branch: bool = False) -> None:
        super().__init__()
        self.open_branch = open_branch


def hull(*values: Any) -> Ends:
    """Return the ends of some balls."""
    low, high = values[0].lower(), values[0].upper()
    for value in values[1:]:
        low, high = low.min(value.lower()), high.max(value.upper())
    if not (low.is_finite() and high.is_finite()):
        raise Undefined
    return low, high


def union(values: Sequence[Ends]) -> Ends:
    return hull(*(end for ends in values for end in ends))


def _require(condition: Any) -> None:
    if not condition:
        raise Undefined


# Conditions


def compare(sign: str, a: Ends, b: Ends) -> Ends:
    if sign in (">", ">="):
        return compare({">": "<", ">=": "<="}[sign], b, a)
    if sign in ("<", "<="):
        strict = sign == "<"
        true = a[1] < b[0] if strict else a[1] <= b[0]
        false = a[0] >= b[1] if strict else a[0] > b[1]
    else:
        true = a[0] == a[1] == b[0] == b[1]
        false = a[1] < b[0] or b[1] < a[0]
        if sign == "!=":
            true, false = false, true
    return YES if true else NO if false else _EITHER


def truth(z: Ends) -> Ends:
    return compare("!=", z, NO)


def _negation(z: Ends) -> Ends:
    return compare("==", z, NO)


def all_of(values: Sequence[Ends]) -> Ends:
    verdicts = [truth(value) for value in values]
    if NO in verdicts:
        return NO
    return _EITHER if _EITHER in verdicts else YES


def _any(*values: Ends) -> Ends:
    return _negation(all_of([_negation(value) for value in values]))


# Arithmetic


def _negative(z: Ends) -> Ends:
    return -z[1], -z[0]


def _add(*values: Ends) -> Ends:
    total = values[0]
    for a, b in values[1:]:
        total = hull(total[0] + a, total[1] + b)
    return total


def _multiply(*values: Ends) -> Ends:
    product = values[0]
    for value in values[1:]:
        product = hull(*(a * b for a in product for b in value))
    return product


def _divide(a: Ends, b: Ends) -> Ends:
    _require(b[0] > 0 or b[1] < 0)
    return hull(*(x / y for x in a for y in b))


def _power(a: Ends, b: Ends) -> Ends:
    if b[0] == b[1] and b[0].is_integer():
        return _whole_power(a, b[0])
    _require(a[0] > 0 or (a[0] >= 0 and b[0] > 0))
    ends = [x**y if x > 0 else arb(0) for x in a for y in b]
    return hull(*ends, *([arb(1)] if a[0] < 1 < a[1] else []))


def _whole_power(a: Ends, count: Any) -> Ends:
    _require(count >= 0 or a[0] > 0 or a[1] < 0)
    ends = [a[0] ** count, a[1] ** count]
    even = (count / 2).is_integer()
    crosses = even and a[0] < 0 < a[1]
    return hull(*ends, *([arb(0) if count > 0 else arb(1)] if crosses else []))


def _absolute(z: Ends) -> Ends:
    if z[0] >= 0:
        return z
    return _negative(z) if z[1] <= 0 else hull(arb(0), -z[0], z[1])


def _floor_divide(a: Ends, b: Ends) -> Ends:
    low, high = _divide(a, b)
    return hull(low.floor(), high.floor())


def _mod(a: Ends, b: Ends) -> Ends:
    """Enclose mod: between 0 and b; and a less a multiple of b, where that is known."""
    multiple = _floor_divide(a, b)
    if multiple[0] == multiple[1]:
        return _add(a, _negative(_multiply(b, multiple)))
    return hull(arb(0), *b)


def _minimum(*values: Ends) -> Ends:
    low, high = values[0]
    for a, b in values[1:]:
        low, high = low.min(a), high.min(b)
    return low, high


def _maximum(*values: Ends) -> Ends:
    return _negative(_minimum(*map(_negative, values)))


# Functions of one number


def _monotone(name: str, above: Any = None, below: Any = None, open_: bool = False) -> Any:
    """Wrap a function that only rises or falls, from `above` to `below`; open_: ends excluded."""

    def function(z: Ends) -> Ends:
        if above is not None:
            _require(z[0] > above if open_ else z[0] >= above)
        if below is not None:
            _require(z[1] < below if open_ else z[1] <= below)
        method = getattr(FLINT, name)
        return hull(method(z[0]), method(z[1]))

    return function


def _wave(name: str, slope: Callable[[Any], Any]) -> Any:
    """Wrap sin or cos: by its ends where it rises or falls throughout, else as a ball."""

    def function(z: Ends) -> Ends:
        whole, method = z[0].union(z[1]), getattr(FLINT, name)
        steep = slope(whole)
        if steep >= 0 or steep <= 0:
            return hull(method(z[0]), method(z[1]))
        value = method(whole)
        return _maximum(_minimum(hull(value), (arb(1), arb(1))), (-arb(1), -arb(1)))

    return function


_sin, _cos = _wave("sin", arb.cos), _wave("cos", lambda z: -z.sin())


def _tan(z: Ends) -> Ends:
    cosine = z[0].union(z[1]).cos()
    _require(cosine > 0 or cosine < 0)
    return hull(z[0].tan(), z[1].tan())


def _cot(z: Ends) -> Ends:
    sine = z[0].union(z[1]).sin()
    _require(sine > 0 or sine < 0)
    return hull(z[0].cot(), z[1].cot())


def _gamma(z: Ends) -> Ends:
    """Enclose gamma, whose poles are the whole numbers from 0 down."""
    _require(z[0] > 0 or (z[1] < z[0].floor() + 1 and not z[0].is_integer()))
    return hull(z[0].union(z[1]).gamma())


def _heaviside(z: Ends, at_zero: Ends | None = None) -> Ends:
    if z[0] > 0 or z[1] < 0:
        return YES if z[0] > 0 else NO
    return _EITHER if at_zero is None else union([at_zero, _EITHER])


def _hypot(a: Ends, b: Ends) -> Ends:
    squares = _add(_whole_power(a, arb(2)), _whole_power(b, arb(2)))
    return hull(*(end.sqrt() for end in squares))


def _ball(function: Callable[..., Any]) -> Any:
    """Wrap a function that is defined everywhere, on balls."""
    return lambda *values: hull(function(*(low.union(high) for low, high in values)))


FUNCTIONS: dict[str, Callable[..., Ends]] = {
    "add": _add, "multiply": _multiply, "negate": _negative, "divide": _divide,
    "power": _power, "mod": _mod, "floor_divide": _floor_divide,
    "abs": _absolute, "min": _minimum, "max": _maximum,
    "clip": lambda z, low, high: _minimum(_maximum(z, low), high),
    "relu": lambda z: _maximum(z, NO),
    "all_of": lambda *values: all_of(values), "any_of": _any, "negation": _negation,
    "heaviside": _heaviside, "hypot": _hypot,
    "sin": _sin, "cos": _cos, "tan": _tan, "cot": _cot,
    "sec": lambda z: _divide(YES, _cos(z)), "csc": lambda z: _divide(YES, _sin(z)),
    "log": _monotone("log", 0, open_=True), "log2": _monotone("log2", 0, open_=True),
    "log10": _monotone("log10", 0, open_=True), "log1p": _monotone("log1p", -1, open_=True),
    "sqrt": _monotone("sqrt", 0), "asin": _monotone("asin", -1, 1),
    "acos": _monotone("acos", -1, 1),
    "acosh": _monotone("acosh", 1), "atanh": _monotone("atanh", -1, 1, open_=True),
    "gamma": _gamma, "cosh": lambda z: hull(*(end.cosh() for end in _absolute(z))),
    "erfc": lambda z: hull(*(end.erfc() for end in z)),
    "sinc": _ball(FLINT.sinc), "atan2": _ball(FLINT.atan2),
    **{
        name: _monotone(name)
        for name in ("exp", "expm1", "atan", "tanh", "erf", "floor", "ceil", "round", "asinh",
                     "cbrt", "sigmoid", "sinh", "sign")
    },
}  # fmt: skip
