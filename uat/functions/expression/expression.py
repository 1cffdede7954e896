"""An expression is a formula that has been read: it computes, and it prints itself.

A vector is several formulas of the same inputs, written in brackets: (cos(t), sin(t)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from keyword import iskeyword
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple

from uat.base.errors import InputError
from uat.functions.expression.code import compile_tree, numbers_of
from uat.functions.expression.error import ExpressionError
from uat.functions.expression.grammar import check, infer_names, split
from uat.functions.expression.namespace import CALLED, Namespace
from uat.functions.expression.printing import to_text
from uat.functions.expression.reading import read
from uat.functions.expression.tokens import Token, read_tokens
from uat.functions.expression.tree import Apply, Comparison, Tree, build_tree
from uat.functions.expression.typeset import MATHTEXT, TYPST, Typesetter
from uat.functions.expression.vocabulary import CONSTANTS, is_function
from uat.functions.expression.written import written

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


_NAME = re.compile("[A-Za-z][A-Za-z_0-9]*")


@dataclass(frozen=True)
class Expression:
    """A formula of zero or more inputs.

    text: in the plain grammar, without white space around it.
    names: the inputs, in the order in which calling takes them.
    tree: what it means; two texts with equal trees are the same formula.
    typed: what was read, where that is not in the plain grammar, such as "sin 2x"; else "".
    """

    text: str
    names: tuple[str, ...]
    tree: Tree = field(repr=False)
    typed: str = field(default="", repr=False, compare=False)

    def __call__(self, *inputs: ArrayLike) -> NDArray[np.float64]:
        """Evaluate at arrays that broadcast, one for each input; float64, of the common shape.

        What is not a real number is NaN or infinite, without a warning. Raises InputError for the
        wrong number of inputs, or shapes that do not broadcast.
        """
        import numpy as np

        from uat.base.arrays import real_arrays
        from uat.functions.expression.with_numpy import NUMPY

        self._count(len(inputs))
        arrays = real_arrays(inputs, self.text)
        shape = arrays[0].shape if arrays else ()
        values = self.evaluate(NUMPY, *(np.atleast_1d(array) for array in arrays))
        return np.array(np.broadcast_to(values, shape or (1,)), dtype=float).reshape(shape)

    def evaluate(self, namespace: Namespace, *values: Any) -> Any:
        """Evaluate in another arithmetic, at one of its values for each input."""
        self._count(len(values))
        return namespace.run(self.code, self.numbers, dict(zip(self.names, values, strict=True)))

    def to_text(self) -> str:
        """Write the formula in one fixed spelling, which reads back as an equal tree."""
        return to_text(self.tree)

    def typst(self) -> str:
        """Write the formula in Typst's mathematics, without the dollar signs."""
        return Typesetter(TYPST).write(self.tree)

    def mathtext(self) -> str:
        """Write the formula in matplotlib's mathtext, between dollar signs."""
        return f"${Typesetter(MATHTEXT).write(self.tree)}$"

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false: a comparison, or conditions joined by and, or, not."""
        logical = ("all_of", "any_of", "negation")
        joined = isinstance(self.tree, Apply) and self.tree.function in logical
        return joined or isinstance(self.tree, Comparison)

    @cached_property
    def code(self) -> CodeType:
        return compile_tree(self.tree)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        return numbers_of(self.tree)

    def __reduce__(self) -> tuple[Any, ...]:
        return compile_expression, (self.typed or self.text, self.names)

    def _count(self, count: int) -> None:
        if count != len(self.names):
            wanted = f"{len(self.names)} ({', '.join(self.names)})" if self.names else "no inputs"
            raise InputError(f"{self.text} takes {wanted}, not {count}")


def compile_expression(text: str, names: tuple[str, ...] | None = None) -> Expression:
    """Read a formula. Raises ExpressionError, an InputError that knows the column.

    names: the inputs in order. Default: those of x, y, z that occur in the formula; or x1, x2, …
    up to the highest that occurs; or any one other letter, such as t. A constant is one of x.
    """
    return from_tokens(read_formula(text, names, several=False))


def plain_text(text: Any) -> str:
    """Strip white space around the text. Raises InputError for anything but text."""
    if not isinstance(text, str):
        raise InputError(f"a formula is text, not {type(text).__name__}")
    return text.strip(" \t\r\n") if len(text) < 10**6 else text


class Formula(NamedTuple):
    """Checked tokens, their inputs, and their text in the plain grammar; typed: the whole text."""

    tokens: list[Token]
    names: tuple[str, ...]
    text: str
    typed: str


def read_formula(text: Any, names: tuple[str, ...] | None, *, several: bool) -> Formula:
    """Read and check the tokens of a formula. Raises InputError.

    several: whether it may be a list of formulas in brackets.
    """
    text = plain_text(text)
    given = None if names is None else usable_names(names)
    tokens, own, changed = read(text, read_tokens(text), given)
    given = own if given is None else given
    allowed = infer_names(tokens) if given is None else given
    check(text, tokens, allowed, inferred=given is None, several=several)
    return Formula(tokens, allowed, written(tokens) if changed else text, text)


def from_tokens(formula: Formula) -> Expression:
    """Build the expression of checked tokens."""
    tokens, names, text, typed = formula
    tree = build_tree(typed, tokens)
    expression = Expression(text, names, tree, "" if text == typed else typed)
    try:
        _ = expression.code  # made now, so that calling cannot fail
    except (RecursionError, MemoryError):
        raise ExpressionError("the formula is too long", typed, 1) from None
    return expression


def parse_number(text: str) -> float:
    """Evaluate a formula without inputs, such as "2*pi"; it may be infinite.

    Raises ExpressionError for a text that cannot be read, or whose value is not a real number.
    """
    value = float(compile_expression(text, ())())
    if value != value:
        raise ExpressionError("this is not a real number", text.strip(), 1)
    return value


def parse_percent(text: str) -> float | None:
    """Return the share that a percentage such as "1%" or "0,5 %" is; None without its sign.

    Raises ExpressionError for a percentage of what is no number.
    """
    number, sign, rest = text.strip().partition("%")
    if not sign or rest:
        return None
    return parse_number(number.replace(",", ".")) / 100


def usable_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names, if each can be an input. Raises InputError."""
    names = tuple(names)
    for name in names:
        taken = is_function(name) or name in CONSTANTS or name in CALLED or iskeyword(name)
        if taken or not _NAME.fullmatch(name) or names.count(name) > 1:
            raise InputError(f"{name!r} cannot be the name of an input")
    return names


@dataclass(frozen=True)
class Vector:
    """Two or more formulas of the same inputs.

    text: in the plain grammar, with its brackets.
    names: the inputs, in the order in which calling takes them.
    components: an Expression of all these inputs for each value.
    typed: what was read, where that is not in the plain grammar; else "".
    """

    text: str
    names: tuple[str, ...]
    components: tuple[Expression, ...]
    typed: str = field(default="", repr=False, compare=False)

    def __call__(self, *inputs: ArrayLike) -> NDArray[np.float64]:
        """Evaluate at arrays that broadcast to one shape S: float64, (*S, components)."""
        import numpy as np

        return np.stack([component(*inputs) for component in self.components], axis=-1)

    def evaluate(self, namespace: Namespace, *values: Any) -> tuple[Any, ...]:
        """Evaluate in another arithmetic, at one of its values for each input."""
        return tuple(component.evaluate(namespace, *values) for component in self.components)

    def to_text(self) -> str:
        """Write the formulas in one fixed spelling, which reads back as equal trees."""
        return f"({', '.join(component.to_text() for component in self.components)})"

    def typst(self) -> str:
        """Write the formulas in Typst's mathematics, without the dollar signs."""
        return f"({', '.join(Typesetter(TYPST).write(part.tree) for part in self.components)})"

    def mathtext(self) -> str:
        """Write the formulas in matplotlib's mathtext, between dollar signs."""
        parts = (Typesetter(MATHTEXT).write(part.tree) for part in self.components)
        return f"$({', '.join(parts)})$"

    def __reduce__(self) -> tuple[Any, ...]:
        return compile_formula, (self.typed or self.text, self.names)


def compile_formula(text: str, names: tuple[str, ...] | None = None) -> Expression | Vector:
    """Read a formula, or several in brackets with commas between them.

    names: the inputs in order, of all formulas. Default: as in `compile_expression`, found over the
    whole text. Raises ExpressionError, an InputError that knows the column.
    """
    formula = read_formula(text, names, several=True)
    tokens, allowed, plain, typed = formula
    parts = split(tokens)
    if len(parts) == 1:
        return from_tokens(formula)
    components = []
    for part in parts:
        own = typed[part[0].column - 1 : part[-1].column - 1 + len(part[-1].text)]
        own = own if plain == typed else written(part)
        components.append(replace(from_tokens(Formula(part, allowed, own, typed)), typed=""))
    return Vector(plain, allowed, tuple(components), "" if plain == typed else typed)
