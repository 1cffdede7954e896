"""Read off a formula which functions of one direction each it adds up.

max(a, b) is (a + b)/2 + |a - b|/2, and a product of straight a, b is a difference of two squares.
What is read off is compared with f before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.constructions.ridges.ridges import Square
from uat.functions.expression import Expression
from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree, children, walk

PARALLEL = 1e-12  # of the length: two directions that differ by less are one
SEED = 113
POINTS = 400


@dataclass(frozen=True, eq=False)
class Part:
    """A function of one direction. direction: (m,), a unit vector of the square; tree: its formula.

    A tree without inputs has direction 0.
    """

    direction: Array
    tree: Tree


@dataclass(frozen=True, eq=False)
class OneDirection:
    """A part as a function of points (n, m) of the square."""

    square: Square
    formula: Expression

    def __call__(self, z: Array) -> Array:
        low, high = self.square.center - self.square.half, self.square.center + self.square.half
        points = np.clip(self.square.center + self.square.half * z, low, high)
        return self.formula(*points.T)


def parts_of(square: Square) -> list[tuple[Array, OneDirection]]:
    """Return unit directions, no two parallel, and a function for each; [] where none are seen."""
    formula = square.target.expression
    if formula is None:
        return []
    parts = Reader(square, formula.names).parts(formula.tree)
    if parts is None:
        return []
    merged = [
        (direction, OneDirection(square, Expression(formula.text, formula.names, tree)))
        for direction, tree in _merged(parts)
    ]
    return merged if _is_sum(square, [function for _, function in merged]) else []


def _is_sum(square: Square, functions: list[OneDirection]) -> bool:
    """Tell whether the functions add up to f at many points, but for its jumps."""
    z = np.random.default_rng(SEED).uniform(-1, 1, (POINTS, square.inputs))
    values, total = square(z), np.zeros(POINTS)
    for function in functions:
        total = total + function(z)
    scale = float(np.ptp(values)) or 1.0
    return bool(functions) and bool(np.mean(~(np.abs(values - total) <= 1e-9 * scale)) < 0.005)


def _merged(parts: list[Part]) -> list[tuple[Array, Tree]]:
    """Add up parts of parallel directions; what has no direction joins the first."""
    directions: list[Array] = []
    trees: list[list[Tree]] = []
    still = [part.tree for part in parts if not part.direction.any()]
    for part in (part for part in parts if part.direction.any()):
        same = [k for k, u in enumerate(directions) if _is_parallel(u, part.direction)]
        if same:
            trees[same[0]].append(part.tree)
        else:
            directions.append(part.direction)
            trees.append([part.tree])
    if trees:
        trees[0] += still
    return [(u, _sum(terms)) for u, terms in zip(directions, trees, strict=True)]


def _is_parallel(u: Array, v: Array) -> bool:
    return bool(np.abs(u - v).max() <= PARALLEL)


def _unit(gradient: Array) -> Array:
    """Scale to length 1, the first component that is not zero being positive; 0 remains 0."""
    moving = np.flatnonzero(gradient)
    if not moving.size:
        return gradient
    unit: Array = gradient / (np.linalg.norm(gradient) * np.sign(gradient[moving[0]]))
    return np.where(np.abs(unit) < PARALLEL, 0.0, unit)


def _sum(terms: list[Tree]) -> Tree:
    return terms[0] if len(terms) == 1 else Apply("add", tuple(terms))


def _times(factor: float, tree: Tree) -> Tree:
    scaled = Apply("multiply", (Number(abs(factor)), tree))
    return Apply("negate", (scaled,)) if factor < 0 else scaled


class Reader:
    """Reads trees of the inputs that have these names."""

    def __init__(self, square: Square, names: tuple[str, ...]) -> None:
        self.square = square
        self.names = names
        self.still: Array = np.zeros(len(names))

    def parts(self, tree: Tree) -> list[Part] | None:
        """Split a tree into parts; None where it is not seen to be such a sum."""
        direction = self.direction(tree)
        if direction is not None:
            return [Part(direction, tree)]
        match tree:
            case Apply("add", terms):
                return self._all([self.parts(term) for term in terms])
            case Apply("negate", (term,)):
                return self._scaled(-1.0, term)
            case Apply("multiply", factors):
                return self._product(factors)
            case Apply("divide", (over, under)) if self.value(under):
                return self._scaled(1.0 / (self.value(under) or 1.0), over)
            case Apply("max" | "min" as name, (a, b)):
                return self._larger(a, b, 0.5 if name == "max" else -0.5)
            case Apply("where", (condition, a, b)):
                chosen = Apply("where", (condition, difference(a, b), Number(0.0)))
                return self._all([self.one(chosen), self.parts(b)])
        return None

    def one(self, tree: Tree) -> list[Part] | None:
        """Take a tree of one direction as one part."""
        direction = self.direction(tree)
        return None if direction is None else [Part(direction, tree)]

    def direction(self, tree: Tree) -> Array | None:
        """Return the one direction in which a tree changes, 0 for a constant; None for several."""
        gradient = self.gradient(tree)
        if gradient is not None:
            return _unit(gradient)
        if isinstance(tree, Comparison) and len(tree.operands) == 2:
            return self.direction(difference(*tree.operands))
        found = self.still
        for child in children(tree):
            direction = self.direction(child)
            if direction is None or (
                found.any() and direction.any() and not _is_parallel(found, direction)
            ):
                return None
            found = direction if direction.any() else found
        return found

    def gradient(self, tree: Tree) -> Array | None:
        """Return the gradient of a straight tree, in the units of the square; None if it bends."""
        if self.value(tree) is not None:
            return self.still
        match tree:
            case Name(name):
                along: Array = self.square.half * (np.array(self.names) == name)
                return along
            case Apply("add", terms):
                gradients = [self.gradient(term) for term in terms]
                if any(gradient is None for gradient in gradients):
                    return None
                total: Array = np.sum(np.array(gradients), axis=0)
                return total
            case Apply("negate", (term,)):
                return self._times_gradient(-1.0, term)
            case Apply("multiply", factors):
                moving = [factor for factor in factors if self.value(factor) is None]
                return self._times_gradient(self._constant(factors), moving[0], len(moving) == 1)
            case Apply("divide", (over, under)) if self.value(under):
                return self._times_gradient(1.0 / (self.value(under) or 1.0), over)
        return None

    def value(self, tree: Tree) -> float | None:
        """Return the finite value of a tree without inputs; None for others."""
        if isinstance(tree, Comparison):
            return None
        if any(isinstance(node, Name) and node.name in self.names for node in walk(tree)):
            return None
        value = float(Expression("", (), tree)())
        return value if np.isfinite(value) else None

    def _constant(self, factors: tuple[Tree, ...]) -> float:
        values = [self.value(factor) for factor in factors]
        return float(np.prod([value for value in values if value is not None]))

    def _times_gradient(self, factor: float, tree: Tree, known: bool = True) -> Array | None:
        gradient = self.gradient(tree) if known else None
        return None if gradient is None else factor * gradient

    def _all(self, found: list[list[Part] | None]) -> list[Part] | None:
        parts: list[Part] = []
        for each in found:
            if each is None:
                return None
            parts += each
        return parts

    def _scaled(self, factor: float, tree: Tree) -> list[Part] | None:
        parts = self.parts(tree)
        if parts is None:
            return None
        return [Part(part.direction, _times(factor, part.tree)) for part in parts]

    def _product(self, factors: tuple[Tree, ...]) -> list[Part] | None:
        """Split a product of constants with one sum, or with two straight factors."""
        constant = self._constant(factors)
        moving = [factor for factor in factors if self.value(factor) is None]
        if len(moving) == 1:
            return self._scaled(constant, moving[0])
        if len(moving) != 2 or not np.isfinite(constant):
            return None
        u, v = (self.gradient(factor) for factor in moving)
        if u is None or v is None:
            return None
        return self._squares(
            moving[0], moving[1], float(np.abs(v).sum() / np.abs(u).sum()), constant
        )

    def _squares(self, a: Tree, b: Tree, ratio: float, factor: float) -> list[Part] | None:
        """Write factor·ab as (ra + b)² and (ra - b)², over 4r.

        As many links as possible are saved where ra and b change by as much: r is that ratio.
        """
        first = _times(ratio, a)
        squares: list[Tree] = [
            Apply("power", (other, Number(2.0)))
            for other in (Apply("add", (first, b)), difference(first, b))
        ]
        signs = (0.25 * factor / ratio, -0.25 * factor / ratio)
        pairs = zip(signs, squares, strict=True)
        return self._all([self._scaled(sign, square) for sign, square in pairs])

    def _larger(self, a: Tree, b: Tree, half: float) -> list[Part] | None:
        """Write max(a, b) as (a + b)/2 + |a - b|/2; min has a minus there."""
        bend = _times(half, Apply("abs", (difference(a, b),)))
        return self._all([self._scaled(0.5, a), self._scaled(0.5, b), self.one(bend)])


def difference(a: Tree, b: Tree) -> Tree:
    """Write a - b."""
    return Apply("add", (a, Apply("negate", (b,))))
