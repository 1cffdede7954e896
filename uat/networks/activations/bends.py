"""Read the straight pieces of an activation off its formula, in exact fractions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise
from math import isfinite

from uat.base.errors import InputError
from uat.functions.expression import compile_expression
from uat.functions.expression.tree import Apply, Name, Number, Tree
from uat.networks.activations.activation import Activation

MOST_KINKS = 100
Line = tuple[Fraction, Fraction]  # slope and offset


@dataclass(frozen=True)
class Bends:
    """A continuous s(z) that is straight between its kinks.

    kinks: ascending. lines: slope and offset on each piece, one more than there are kinks.
    """

    kinks: tuple[Fraction, ...]
    lines: tuple[Line, ...]

    def line(self, z: Fraction) -> Line:
        """Return the line at z; at a kink the one on its left."""
        return self.lines[bisect_left(self.kinks, z)]

    def with_kinks(self, kinks: set[Fraction]) -> Bends:
        """Cut at more places, where nothing bends."""
        at = tuple(sorted(kinks | set(self.kinks)))
        ends = (*at, at[-1] + 1) if at else (Fraction(0),)
        return Bends(at, tuple(self.line(z) for z in ends))

    def simple(self) -> Bends:
        """Leave out kinks at which nothing bends."""
        kept = [k for k in range(len(self.kinks)) if self.lines[k] != self.lines[k + 1]]
        lines = (*(self.lines[k] for k in kept), self.lines[-1])
        return Bends(tuple(self.kinks[k] for k in kept), lines)


def bends_of(s: Activation) -> Bends | None:
    """Return the pieces of a piecewise linear activation; None for any other.

    Numbers of the formula are the floats that they are computed with.
    """
    return _bends(s.formula)


@lru_cache(maxsize=64)
def _bends(formula: str) -> Bends | None:
    try:
        tree = compile_expression(formula, ("z",)).tree
    except InputError:
        return None
    found = _read(tree)
    return found if found is None or len(found.kinks) <= MOST_KINKS else None


def _read(tree: Tree) -> Bends | None:
    match tree:
        case Number(value):
            return _constant(value) if isfinite(value) else None
        case Name("z"):
            return Bends((), ((Fraction(1), Fraction(0)),))
        case Apply(function, arguments) if function in _OPERATIONS:
            parts = [_read(argument) for argument in arguments]
            known = [part for part in parts if part is not None and len(part.kinks) <= MOST_KINKS]
            return _OPERATIONS[function](known) if len(known) == len(parts) else None
    return None


def _constant(value: float) -> Bends:
    return Bends((), ((Fraction(0), Fraction(value)),))


def _value(part: Bends) -> Fraction | None:
    """Return the value of a constant."""
    (slope, offset), *others = part.lines
    return None if others or slope else offset


def _scaled(part: Bends, factor: Fraction) -> Bends:
    return Bends(part.kinks, tuple((factor * a, factor * b) for a, b in part.lines))


def _merged(p: Bends, q: Bends, choose: Callable[[Line, Line, Fraction], Line]) -> Bends:
    """Combine two functions piece by piece; `choose` also gets a place inside the piece."""
    kinks = set(p.kinks) | set(q.kinks)
    p, q = p.with_kinks(kinks), q.with_kinks(kinks)
    at = p.kinks
    inside = [Fraction(0)]
    if at:
        between = [(a + b) / 2 for a, b in pairwise(at)]
        inside = [at[0] - 1, *between, at[-1] + 1]
    lines = tuple(choose(a, b, z) for a, b, z in zip(p.lines, q.lines, inside, strict=True))
    return Bends(at, lines).simple()


def _sum(p: Bends, q: Bends) -> Bends:
    return _merged(p, q, lambda a, b, z: (a[0] + b[0], a[1] + b[1]))


def _product(p: Bends, q: Bends) -> Bends | None:
    for one, other in ((p, q), (q, p)):
        if (factor := _value(one)) is not None:
            return _scaled(other, factor).simple()
    return None


def _quotient(p: Bends, q: Bends) -> Bends | None:
    divisor = _value(q)
    return _scaled(p, 1 / divisor) if divisor else None


def _largest(p: Bends, q: Bends) -> Bends:
    def larger(a: Line, b: Line, z: Fraction) -> Line:
        return a if a[0] * z + a[1] >= b[0] * z + b[1] else b

    kinks = set(p.kinks) | set(q.kinks)
    p, q = p.with_kinks(kinks), q.with_kinks(kinks)
    crossings = {
        (d - b) / (a - c) for (a, b), (c, d) in zip(p.lines, q.lines, strict=True) if a != c
    }
    return _merged(p.with_kinks(crossings), q, larger)


def _least(p: Bends, q: Bends) -> Bends:
    return _negative(_largest(_negative(p), _negative(q)))


def _negative(p: Bends) -> Bends:
    return _scaled(p, Fraction(-1))


_OPERATIONS: dict[str, Callable[[list[Bends]], Bends | None]] = {
    "add": lambda parts: reduce(_sum, parts),
    "negate": lambda parts: _negative(parts[0]),
    "multiply": lambda parts: _folded(_product, parts),
    "divide": lambda parts: _quotient(*parts),
    "max": lambda parts: reduce(_largest, parts),
    "min": lambda parts: reduce(_least, parts),
    "abs": lambda parts: _largest(parts[0], _negative(parts[0])),
    "relu": lambda parts: _largest(parts[0], _constant(0.0)),
    "clip": lambda parts: _least(_largest(parts[0], parts[1]), parts[2]),
}


def _folded(operation: Callable[[Bends, Bends], Bends | None], parts: list[Bends]) -> Bends | None:
    result: Bends | None = parts[0]
    for part in parts[1:]:
        result = None if result is None else operation(result, part)
    return result
