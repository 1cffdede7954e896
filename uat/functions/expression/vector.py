"""A vector is several formulas of the same inputs, written in brackets: (cos(t), sin(t))."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from uat.functions.expression.expression import Expression, Formula, from_tokens, read_formula
from uat.functions.expression.grammar import split
from uat.functions.expression.markup import MATHTEXT, TYPST
from uat.functions.expression.namespace import Namespace
from uat.functions.expression.typeset import Typesetter
from uat.functions.expression.written import written

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


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
