"""Read off a formula along which lines it may bend: where |a| is 0, or max(a, b) changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from uat.base.arrays import Array
from uat.constructions.ridges.formula import Reader, difference
from uat.constructions.ridges.square import Square
from uat.functions.expression import Expression
from uat.functions.expression.tree import Apply, Comparison, Number, Tree, walk

MOST = 24  # lines
SAME = 1e-9  # of the square


def creases(square: Square) -> Array:
    """Return the lines a·x + b·y = c of the square on which f may bend, (k, 3), the first few."""
    formula = square.target.expression
    if formula is None:
        return np.zeros((0, 3))
    reader = Reader(square, formula.names)
    found: list[Array] = []
    for tree in walk(formula.tree):
        for level in _levels(tree):
            line = _line(square, formula, reader, level)
            if line is None or any(np.abs(line - other).max() < SAME for other in found):
                continue
            found.append(line)
    return np.array(found[:MOST]).reshape(-1, 3)


def _levels(tree: Tree) -> Iterator[Tree]:
    """Yield what is 0 where a node may bend."""
    match tree:
        case Apply("abs" | "relu" | "sign" | "heaviside", (a, *_)):
            yield a
        case Apply("max" | "min", terms):
            for a, b in combinations(terms, 2):
                yield difference(a, b)
        case Apply("clip", (a, low, high)):
            yield difference(a, low)
            yield difference(a, high)
        case Apply("power", (Apply("power", (a, Number(2.0))), Number(0.5))):
            yield a
        case Apply("sqrt", (Apply("power", (a, Number(2.0))),)):
            yield a
        case Comparison():
            for a, b in zip(tree.operands, tree.operands[1:], strict=False):
                yield difference(a, b)


def _line(square: Square, formula: Expression, reader: Reader, level: Tree) -> Array | None:
    """Return the line on which a straight tree is 0; None if it bends, or misses the square."""
    gradient = reader.gradient(level)
    if gradient is None or not gradient.any() or not np.isfinite(gradient).all():
        return None
    with np.errstate(all="ignore"):
        middle = float(Expression("", formula.names, level)(*square.center))
    size = float(np.linalg.norm(gradient))
    line = np.array([*gradient, -middle]) / size
    if line[0] < -SAME or (abs(line[0]) <= SAME and line[1] < 0):
        line = -line
    inside = abs(line[2]) < np.abs(line[:2]).sum() - SAME
    return line if np.isfinite(line).all() and inside else None
