"""Show where a formula, with all its parts, is a finite real number: by the ends of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, nextafter
from typing import Any

from flint import arb, ctx

from uat.accuracy.checker.ends import (
    FUNCTIONS,
    NO,
    YES,
    Ends,
    Undefined,
    all_of,
    compare,
    hull,
    truth,
    union,
)
from uat.accuracy.checker.halving import Box, Budget, Refused, failing, named
from uat.functions.expression import FLINT
from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree

Known = Mapping[Any, Ends]
BITS = 192
BUDGET = 20_000
DEEPEST_GAP = 40  # halvings between two neighbouring floats


def require_defined(trees: Sequence[Tree], names: tuple[str, ...], box: Box) -> None:
    """Raise Refused with a place where one of the formulas may not be a number."""
    before, ctx.prec = ctx.prec, BITS
    try:
        for tree in trees:
            _require_one(tree, names, box)
    finally:
        ctx.prec = before


def _require_one(tree: Tree, names: tuple[str, ...], box: Box) -> None:
    place = failing(box, lambda part, _: _blame(tree, names, part), Budget(BUDGET))
    if place is not None:
        raise Refused(f"f is not shown to be a finite number for {named(place, names)}")


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
            return hull(arb(value))
        case Name(name):
            return known[name] if name in known else hull(FLINT.constant(name))
        case Comparison(signs, operands):
            values = [enclosed(operand, known) for operand in operands]
            links = [compare(s, a, b) for s, a, b in zip(signs, values, values[1:], strict=False)]
            return all_of(links)
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
