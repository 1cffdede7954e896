"""Show where a formula, with all its parts, is a finite real number: intervals by ends.

Unlike balls, ends keep exact zeros: x^2 from -1 to 1 begins at 0, and 1 - x^2 ends there. So the
root of it is known to be defined; and log(x) times 0 is known not to be, at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf, nextafter
from typing import Any

from flint import arb, ctx

from uat.accuracy.checker.halving import Box, Budget, Refused, failing, named
from uat.functions.expression import FLINT
from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree

Ends = tuple[Any, Any]  # the least and the greatest value, exact
Known = Mapping[Any, Ends]
BITS = 192
BUDGET = 20_000
DEEPEST_GAP = 40  # halvings between two neighbouring floats

YES, NO, _EITHER = (arb(1), arb(1)), (arb(0), arb(0)), (arb(0), arb(1))


class Undefined(ArithmeticError):
    """Raised when the formula may not be defined at some point.

    open_branch: where that is so only in a branch of a condition that is true or false.
    """

    def __init__(self, open_branch: bool = False) -> None:
        super().__init__()
        self.open_branch = open_branch


def require_defined(trees: Sequence[Tree], names: tuple[str, ...], box: Box) -> None:
    """Raise Refused with a place where one of the formulas may not be a number."""
    before, ctx.prec = ctx.prec, BITS
    try:
        for tree in trees:
            place = failing(box, lambda part, _: _blame(tree, names, part), Budget(BUDGET))  # noqa: B023
            if place is not None:
                raise Refused(f"f is not shown to be a finite number for {named(place, names)}")
    finally:
        ctx.prec = before


def _blame(tree: Tree, names: tuple[str, ...], box: Box) -> list[float] | None:
    """Return None where the formula is defined; else which inputs would help if fixed."""
    if _is_defined(tree, names, box):
        return None
    for k, (low, high) in enumerate(box):
        if low < high == nextafter(low, inf) and not _is_free(tree, names, box, k):
            raise Refused(f"f is not shown to be a finite number for {named(box, names)}")
    blame = []
    for k, (low, high) in enumerate(box):
        middle = 0.5 * low + 0.5 * high
        fixed = (*box[:k], (middle, middle), *box[k + 1 :])
        blame.append(float("inf") if low < high and _is_defined(tree, names, fixed) else 0.0)
    return blame if any(blame) else [float("inf")] * len(box)


def _is_free(tree: Tree, names: tuple[str, ...], box: Box, k: int) -> bool:
    """Tell whether no pole lies between two neighbouring floats, as far as can be known.

    False only if the formula is defined at both floats, and not shown to be so in a part of what is
    between them that is away from both.
    """
    known = {name: (arb(low), arb(high)) for name, (low, high) in zip(names, box, strict=True)}
    first, last = known[names[k]]
    if not all(_defined_at({**known, names[k]: (end, end)}, tree) for end in (first, last)):
        return True
    waiting = [(first, last, 0)]
    while waiting:
        low, high, depth = waiting.pop()
        if _defined_at({**known, names[k]: (low, high)}, tree):
            continue
        if depth == DEEPEST_GAP:
            near = 4 * (high - low)
            if low - first > near and last - high > near:
                return False
            continue
        middle = (low + high) / 2
        waiting += [(low, middle, depth + 1), (middle, high, depth + 1)]
    return True


def _defined_at(known: dict[str, Ends], tree: Tree) -> bool:
    """Tell whether the formula is defined, but for branches of open conditions."""
    try:
        enclosed(tree, known)
    except Undefined as error:
        return error.open_branch
    return True


def _is_defined(tree: Tree, names: tuple[str, ...], box: Box) -> bool:
    known = {name: (arb(low), arb(high)) for name, (low, high) in zip(names, box, strict=True)}
    try:
        enclosed(tree, known)
    except Undefined:
        return False
    return True


def enclosed(tree: Tree, known: Known) -> Ends:
    """Enclose the values of a formula by ends. Raises Undefined unless all of it is defined.

    known: the ends of each input; and parts of the formula that are at least 0.
    """
    match tree:
        case Number(value):
            return _hull(arb(value))
        case Name(name):
            return known[name] if name in known else _hull(FLINT.constant(name))
        case Comparison(signs, operands):
            values = [enclosed(operand, known) for operand in operands]
            links = [_compare(s, a, b) for s, a, b in zip(signs, values, values[1:], strict=False)]
            return _all(links)
        case Apply("where", (condition, yes, no)):
            verdict = truth(enclosed(condition, known))
            if verdict in (YES, NO):
                return enclosed(yes if verdict == YES else no, known)
            return _of_branches(condition, yes, no, known)
        case Apply(function, arguments):
            values = [enclosed(argument, known) for argument in arguments]
            low, high = FUNCTIONS[function](*values)
            return (low.max(arb(0)), high.max(arb(0))) if tree in known else (low, high)
    raise Undefined


def _of_branches(condition: Tree, yes: Tree, no: Tree, known: Known) -> Ends:
    """Enclose both branches, each where its condition holds: sqrt(x - y) if x > y."""
    try:
        values = [
            enclosed(branch, {**known, **dict.fromkeys(_differences(condition, holds), NO)})
            for branch, holds in ((yes, True), (no, False))
        ]
    except Undefined:
        raise Undefined(open_branch=True) from None
    return union(values)


def _differences(condition: Tree, holds: bool) -> list[Tree]:
    """List differences that are at least 0 where a comparison holds, or where it does not."""
    match condition:
        case Comparison((sign,), (a, b)) if sign in ("<", "<=", ">", ">="):
            large, small = (a, b) if (sign in (">", ">=")) == holds else (b, a)
            return [Apply("add", (large, Apply("negate", (small,))))]
    return []


def _hull(*values: Any) -> Ends:
    """Return the ends of some balls."""
    low, high = values[0].lower(), values[0].upper()
    for value in values[1:]:
        low, high = low.min(value.lower()), high.max(value.upper())
    if not (low.is_finite() and high.is_finite()):
        raise Undefined
    return low, high


def union(values: Sequence[Ends]) -> Ends:
    return _hull(*(end for ends in values for end in ends))


def _require(condition: Any) -> None:
    if not condition:
        raise Undefined


# Conditions


def _compare(sign: str, a: Ends, b: Ends) -> Ends:
    if sign in (">", ">="):
        return _compare({">": "<", ">=": "<="}[sign], b, a)
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
    return _compare("!=", z, NO)


def _negation(z: Ends) -> Ends:
    return _compare("==", z, NO)


def _all(values: Sequence[Ends]) -> Ends:
    verdicts = [truth(value) for value in values]
    if NO in verdicts:
        return NO
    return _EITHER if _EITHER in verdicts else YES


def _any(*values: Ends) -> Ends:
    return _negation(_all([_negation(value) for value in values]))


# Arithmetic


def _negative(z: Ends) -> Ends:
    return -z[1], -z[0]


def _add(*values: Ends) -> Ends:
    total = values[0]
    for a, b in values[1:]:
        total = _hull(total[0] + a, total[1] + b)
    return total


def _multiply(*values: Ends) -> Ends:
    product = values[0]
    for value in values[1:]:
        product = _hull(*(a * b for a in product for b in value))
    return product


def _divide(a: Ends, b: Ends) -> Ends:
    _require(b[0] > 0 or b[1] < 0)
    return _hull(*(x / y for x in a for y in b))


def _power(a: Ends, b: Ends) -> Ends:
    if b[0] == b[1] and b[0].is_integer():
        return _whole_power(a, b[0])
    _require(a[0] > 0 or (a[0] >= 0 and b[0] > 0))
    ends = [x**y if x > 0 else arb(0) for x in a for y in b]
    return _hull(*ends, *([arb(1)] if a[0] < 1 < a[1] else []))


def _whole_power(a: Ends, count: Any) -> Ends:
    _require(count >= 0 or a[0] > 0 or a[1] < 0)
    ends = [a[0] ** count, a[1] ** count]
    even = (count / 2).is_integer()
    crosses = even and a[0] < 0 < a[1]
    return _hull(*ends, *([arb(0) if count > 0 else arb(1)] if crosses else []))


def _absolute(z: Ends) -> Ends:
    if z[0] >= 0:
        return z
    return _negative(z) if z[1] <= 0 else _hull(arb(0), -z[0], z[1])


def _floor_divide(a: Ends, b: Ends) -> Ends:
    low, high = _divide(a, b)
    return _hull(low.floor(), high.floor())


def _mod(a: Ends, b: Ends) -> Ends:
    """Enclose mod: between 0 and b; and a less a multiple of b, where that is known."""
    multiple = _floor_divide(a, b)
    if multiple[0] == multiple[1]:
        return _add(a, _negative(_multiply(b, multiple)))
    return _hull(arb(0), *b)


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
        return _hull(method(z[0]), method(z[1]))

    return function


def _wave(name: str, slope: Callable[[Any], Any]) -> Any:
    """Wrap sin or cos: by its ends where it rises or falls throughout, else as a ball."""

    def function(z: Ends) -> Ends:
        whole, method = z[0].union(z[1]), getattr(FLINT, name)
        steep = slope(whole)
        if steep >= 0 or steep <= 0:
            return _hull(method(z[0]), method(z[1]))
        value = method(whole)
        return _maximum(_minimum(_hull(value), (arb(1), arb(1))), (-arb(1), -arb(1)))

    return function


_sin, _cos = _wave("sin", arb.cos), _wave("cos", lambda z: -z.sin())


def _tan(z: Ends) -> Ends:
    cosine = z[0].union(z[1]).cos()
    _require(cosine > 0 or cosine < 0)
    return _hull(z[0].tan(), z[1].tan())


def _cot(z: Ends) -> Ends:
    sine = z[0].union(z[1]).sin()
    _require(sine > 0 or sine < 0)
    return _hull(z[0].cot(), z[1].cot())


def _gamma(z: Ends) -> Ends:
    """Enclose gamma, whose poles are the whole numbers from 0 down."""
    _require(z[0] > 0 or (z[1] < z[0].floor() + 1 and not z[0].is_integer()))
    return _hull(z[0].union(z[1]).gamma())


def _heaviside(z: Ends, at_zero: Ends | None = None) -> Ends:
    if z[0] > 0 or z[1] < 0:
        return YES if z[0] > 0 else NO
    return _EITHER if at_zero is None else union([at_zero, _EITHER])


def _hypot(a: Ends, b: Ends) -> Ends:
    squares = _add(_whole_power(a, arb(2)), _whole_power(b, arb(2)))
    return _hull(*(end.sqrt() for end in squares))


def _ball(function: Callable[..., Any]) -> Any:
    """Wrap a function that is defined everywhere, on balls."""
    return lambda *values: _hull(function(*(low.union(high) for low, high in values)))


FUNCTIONS: dict[str, Callable[..., Ends]] = {
    "add": _add, "multiply": _multiply, "negate": _negative, "divide": _divide,
    "power": _power, "mod": _mod, "floor_divide": _floor_divide,
    "abs": _absolute, "min": _minimum, "max": _maximum,
    "clip": lambda z, low, high: _minimum(_maximum(z, low), high),
    "relu": lambda z: _maximum(z, NO),
    "all_of": lambda *values: _all(values), "any_of": _any, "negation": _negation,
    "heaviside": _heaviside, "hypot": _hypot,
    "sin": _sin, "cos": _cos, "tan": _tan, "cot": _cot,
    "sec": lambda z: _divide(YES, _cos(z)), "csc": lambda z: _divide(YES, _sin(z)),
    "log": _monotone("log", 0, open_=True), "log2": _monotone("log2", 0, open_=True),
    "log10": _monotone("log10", 0, open_=True), "log1p": _monotone("log1p", -1, open_=True),
    "sqrt": _monotone("sqrt", 0), "asin": _monotone("asin", -1, 1),
    "acos": _monotone("acos", -1, 1),
    "acosh": _monotone("acosh", 1), "atanh": _monotone("atanh", -1, 1, open_=True),
    "gamma": _gamma, "cosh": lambda z: _hull(*(end.cosh() for end in _absolute(z))),
    "erfc": lambda z: _hull(*(end.erfc() for end in z)),
    "sinc": _ball(FLINT.sinc), "atan2": _ball(FLINT.atan2),
    **{
        name: _monotone(name)
        for name in ("exp", "expm1", "atan", "tanh", "erf", "floor", "ceil", "round", "asinh",
                     "cbrt", "sigmoid", "sinh", "sign")
    },
}  # fmt: skip
