"""Bound how far float64 is from the truth in a formula: values with an error each.

Assumed of numpy and scipy: + - * / and square roots are rounded to nearest, and every other
function is within 8 units in the last place of its value at the number that it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

from flint import arb

from uat.accuracy.checker.defined import enclosed
from uat.accuracy.checker.ends import FUNCTIONS, NO, YES, Ends, Undefined, truth, union
from uat.accuracy.checker.jets import jet
from uat.functions.expression import FLINT, Expression, compile_expression
from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree

U = arb(2) ** -53
LIBRARY = 16 * U
TINY = arb("1e-300")  # more than any underflow
LARGEST = arb("1.7e308")
INFINITE = arb("inf")
EXACT = ("abs", "floor", "ceil", "round", "sign", "min", "max", "clip", "relu", "negate")


@dataclass(frozen=True)
class Rounded:
    """Values between two ends, and how far float64 may be from each of them.

    error: infinite where float64 may overflow: its value then has the sign of the true one, and at
    least half its size or the size of the largest float.
    """

    value: Ends
    error: Any

    @property
    def overflows(self) -> bool:
        return not self.error.is_finite()

    @property
    def least(self) -> Any:
        """The least size of the values."""
        low, high = self.value
        return low if low > 0 else -high if high < 0 else arb(0)

    @property
    def most(self) -> Any:
        low, high = self.value
        return high.max(-low)


def rounding_of(expression: Expression, low: float, high: float) -> Any:
    """Bound |float64 - s| for all floats of an interval. Raises Undefined if nothing does."""
    (name,) = expression.names
    known = {name: Rounded((arb(low), arb(high)), arb(0))}
    error = _computed(expression.tree, known).error
    if not error.is_finite():
        raise Undefined
    return error


def _computed(tree: Tree, known: dict[str, Rounded]) -> Rounded:
    match tree:
        case Number(value):
            return Rounded((arb(value), arb(value)), arb(0))
        case Name(name) if name in known:
            return known[name]
        case Name():
            return _rounded(enclosed(tree, {}), arb(0), U)
        case Comparison(_, operands):
            values = [_computed(operand, known) for operand in operands]
            return _verdict(enclosed(tree, _values(known)), values)
        case Apply("where", (condition, yes, no)):
            return _chosen(_computed(condition, known), yes, no, known)
        case Apply(function, arguments):
            values = [_computed(argument, known) for argument in arguments]
            return _applied(function, values)
    raise Undefined


def _values(known: dict[str, Rounded]) -> dict[str, Ends]:
    return {name: one.value for name, one in known.items()}


def _verdict(value: Ends, operands: Sequence[Rounded]) -> Rounded:
    """Decide a comparison, where float64 decides as the truth does: what it compares is exact."""
    exact = all(one.error.is_zero() for one in operands)
    return Rounded(value, arb(0 if exact else 1))


def _chosen(condition: Rounded, yes: Tree, no: Tree, known: dict[str, Rounded]) -> Rounded:
    verdict = truth(condition.value)
    if condition.error.is_zero() and verdict in (YES, NO):
        return _computed(yes if verdict == YES else no, known)
    a, b = _computed(yes, known), _computed(no, known)
    value = union([a.value, b.value])
    jump = arb(0) if condition.error.is_zero() else value[1] - value[0]
    return Rounded(value, a.error.max(b.error) + jump)


def _applied(function: str, values: list[Rounded]) -> Rounded:
    if function == "add":
        return reduce(_add, values)
    if function == "multiply":
        return reduce(_multiply, values)
    value = FUNCTIONS[function](*(one.value for one in values))
    if function == "divide":
        return _divide(value, *values)
    if function == "negate":
        return Rounded(value, values[0].error)
    if any(one.overflows for one in values):
        return _far_out(function, value, values[0])
    if function == "exp" and value[1] > LARGEST and values[0].error < 0.1:
        return Rounded(value, INFINITE)
    errors = sum((one.error for one in values), arb(0))
    if function in ("min", "max", "clip", "relu", "abs"):
        return Rounded(value, errors)
    if errors.is_zero():
        return _rounded(value, arb(0), arb(0) if function in EXACT else LIBRARY)
    if (
        function == "power"
        and values[1].error.is_zero()
        and values[1].value[0] == values[1].value[1]
    ):
        return _moved(f"z^({float(values[1].value[0])!r})", value, values[0])
    if len(values) == 1 and function not in EXACT:
        return _moved(f"{function}(z)", value, values[0])
    raise Undefined


def _rounded(value: Ends, error: Any, unit: Any) -> Rounded:
    """Add to a result's error what its own rounding adds."""
    size = value[1].max(-value[0]) + error
    if size < LARGEST:
        return Rounded(value, (error + unit * size + TINY).upper())
    result = Rounded(value, INFINITE)
    if not error < result.least / 4:
        raise Undefined
    return result


def _far_out(function: str, value: Ends, z: Rounded) -> Rounded:
    """Wrap a function that has settled long before its input overflows."""
    settled = ("tanh", "erf", "atan", *(("exp",) if z.value[1] < 0 else ()))
    if function not in settled or not z.least >= 10**20:
        raise Undefined
    return _rounded(value, arb(10) ** -19, LIBRARY)


def _add(a: Rounded, b: Rounded) -> Rounded:
    value = FUNCTIONS["add"](a.value, b.value)
    if not (a.overflows or b.overflows):
        return _rounded(value, a.error + b.error, U)
    small, large = (a, b) if b.overflows else (b, a)
    if small.overflows or not 4 * (small.most + small.error) < large.least:
        raise Undefined
    return Rounded(value, INFINITE)


def _multiply(a: Rounded, b: Rounded) -> Rounded:
    value = FUNCTIONS["multiply"](a.value, b.value)
    if not (a.overflows or b.overflows):
        return _rounded(value, a.most * b.error + b.most * a.error + a.error * b.error, U)
    if not (a.least >= 2 and b.least >= 2):
        raise Undefined
    return Rounded(value, INFINITE)


def _divide(value: Ends, a: Rounded, b: Rounded) -> Rounded:
    if a.overflows:
        raise Undefined
    if b.overflows:
        return Rounded(value, 4 * (a.most + a.error) / b.least.min(LARGEST) + TINY)
    least = b.least - b.error
    if not least > 0:
        raise Undefined
    size = value[1].max(-value[0])
    return _rounded(value, (a.error + size * b.error) / least, U)


@lru_cache(maxsize=64)
def _function(text: str) -> Expression:
    return compile_expression(text, ("z",))


def _moved(text: str, value: Ends, z: Rounded) -> Rounded:
    """Wrap a function at a number known up to an error: by its steepest slope there."""
    function = _function(text)
    wide = (z.value[0] - z.error).union(z.value[1] + z.error)
    steep = abs(jet(function, (wide, arb(1))).slope).upper()
    whole = function.evaluate(FLINT, wide)
    found = [e for e in (steep * z.error, 2 * whole.rad()) if e.is_finite()]
    if not found:
        raise Undefined
    return _rounded(value, min(found, key=float), LIBRARY)
