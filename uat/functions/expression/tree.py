"""A formula is a tree of four kinds of node; Python's parser finds it, a whitelist checks it."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.tokens import Token
from uat.functions.expression.vocabulary import ALIASES

DEEPEST_TREE = 100


@dataclass(frozen=True)
class Number:
    """A constant, not negative; infinite if the digits say so."""

    value: float


@dataclass(frozen=True)
class Name:
    """An input, or one of the constants pi, e and tau."""

    name: str


@dataclass(frozen=True)
class Apply:
    """A function of arguments.

    function: a name of `vocabulary.FUNCTIONS`, or one of the signs: add and multiply (two or more
    arguments, from left to right), negate, divide, floor_divide, all_of, any_of, negation.
    x - y is add(x, negate(y)), which is the same number to the last bit.
    """

    function: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True)
class Comparison:
    """A chain such as 0 < x <= 1; there is one sign fewer than operands."""

    signs: tuple[str, ...]
    operands: tuple[Tree, ...]


Tree = Number | Name | Apply | Comparison

_QUOTIENTS: dict[type[ast.operator], str] = {
    ast.Div: "divide",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "mod",
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def build_tree(text: str, tokens: list[Token]) -> Tree:
    """Build the tree of a formula whose tokens passed `grammar.check`.

    Raises ExpressionError if it is nested too deeply.
    """
    words = [_python(token) for token in tokens]
    builder = _Builder(text, tokens, words)
    try:
        body = ast.parse(" ".join(words), mode="eval").body
        tree = builder.build(body, 1)
        too_deep = depth(tree) > DEEPEST_TREE
    except (RecursionError, MemoryError):
        too_deep = True
    if too_deep:
        raise ExpressionError(builder.too_deep, text, 1)
    return tree


def children(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case Apply(_, arguments):
            return arguments
        case Comparison(_, operands):
            return operands
    return ()


def depth(tree: Tree) -> int:
    """Count the nodes on the longest way down."""
    deepest, level = 0, [tree]
    while level:
        deepest += 1
        level = [child for node in level for child in children(node)]
    return deepest


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield every node of the tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def _python(token: Token) -> str:
    """Write the token as Python does; every number is a float."""
    if token.kind == "raised":
        return f"** {float(token.word)!r}"
    if token.kind == "number":
        value = float(token.word)
        return "1e999" if value == float("inf") else repr(value)
    return ALIASES.get(token.word, token.word)


class _Builder:
    """Turns Python's syntax tree into ours; any node that is not listed here is refused."""

    def __init__(self, text: str, tokens: list[Token], words: list[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.starts = [0]
        for word in words:
            self.starts.append(self.starts[-1] + len(word) + 1)
        self.too_deep = f"the formula is nested more than {DEEPEST_TREE} deep"

    def build(self, node: ast.expr, level: int) -> Tree:
        if level > DEEPEST_TREE:
            raise self._error(self.too_deep, node)
        down = level + 1
        match node:
            case ast.Constant(float(value)):
                return Number(value)
            case ast.Name(name):
                return Name(name)
            case ast.BinOp(_, ast.Add() | ast.Sub(), _):
                return self._sum(node, down)
            case ast.BinOp(_, ast.Mult() | ast.Div() | ast.FloorDiv() | ast.Mod(), _):
                return self._product(node, down)
            case ast.BinOp(base, ast.Pow(), exponent):
                return self._apply("power", [base, exponent], down)
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.build(operand, down)
            case ast.UnaryOp(ast.USub(), operand):
                return self._apply("negate", [operand], down)
            case ast.UnaryOp(ast.Not(), operand):
                return self._apply("negation", [operand], down)
            case ast.BoolOp(ast.And(), operands):
                return self._apply("all_of", operands, down)
            case ast.BoolOp(ast.Or(), operands):
                return self._apply("any_of", operands, down)
            case ast.IfExp(condition, chosen, other):
                return self._apply("where", [condition, chosen, other], down)
            case ast.Call(ast.Name(function), arguments, []):
                return self._apply(function, arguments, down)
            case ast.Compare(first, signs, rest) if all(type(sign) in _SIGNS for sign in signs):
                operands_built = tuple(self.build(operand, down) for operand in [first, *rest])
                return Comparison(tuple(_SIGNS[type(sign)] for sign in signs), operands_built)
        raise self._error("this has no meaning in a formula", node)

    def _apply(self, function: str, arguments: list[ast.expr], level: int) -> Apply:
        return Apply(function, tuple(self.build(argument, level) for argument in arguments))

    def _sum(self, node: ast.expr, level: int) -> Tree:
        """Build a + b - c as one node, however long, so that long sums are not deep."""
        first, rest = _chain(node, (ast.Add, ast.Sub))
        start = self.build(first, level)  # may be a sum itself, as in +(x + y) + z
        is_sum = isinstance(start, Apply) and start.function == "add"
        terms = list(children(start)) if is_sum else [start]
        for sign, operand in rest:
            term = self.build(operand, level)
            terms.append(term if isinstance(sign, ast.Add) else Apply("negate", (term,)))
        return Apply("add", tuple(terms))

    def _product(self, node: ast.expr, level: int) -> Tree:
        first, rest = _chain(node, (ast.Mult, *_QUOTIENTS))
        product = self.build(first, level)
        for sign, operand in rest:
            factor = self.build(operand, level)
            if not isinstance(sign, ast.Mult):
                product = Apply(_QUOTIENTS[type(sign)], (product, factor))
            elif isinstance(product, Apply) and product.function == "multiply":
                product = Apply("multiply", (*product.arguments, factor))
            else:
                product = Apply("multiply", (product, factor))
        return product

    def _error(self, sentence: str, node: ast.expr) -> ExpressionError:
        place = bisect_right(self.starts, node.col_offset) - 1
        column = self.tokens[min(place, len(self.tokens) - 1)].column
        return ExpressionError(sentence, self.text, column)


def _chain(
    node: ast.expr, signs: tuple[type[ast.operator], ...]
) -> tuple[ast.expr, list[tuple[ast.operator, ast.expr]]]:
    """Split a chain of signs of one rank: first operand, then signs and operands."""
    rest: list[tuple[ast.operator, ast.expr]] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, signs):
        rest.append((node.op, node.right))
        node = node.left
    return node, rest[::-1]
