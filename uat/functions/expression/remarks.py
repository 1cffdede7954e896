"""Say how a formula was read, where that may not be what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uat.functions.expression.printing import to_text
from uat.functions.expression.tree import Apply, Number, Tree, walk

if TYPE_CHECKING:
    from uat.functions.expression.expression import Expression
    from uat.functions.expression.vector import Vector


def reading(formula: Expression | Vector) -> str:
    """Say what was read, if not typed so, and what is often meant otherwise; or ""."""
    parts: Any = getattr(formula, "components", (formula,))  # of a vector, or the formula alone
    nodes: list[Tree] = [node for part in parts for node in walk(part.tree)]
    told = [formula.text] if formula.typed else []
    if ".sinc" not in formula.typed and any(_is(node, "sinc") for node in nodes):
        told.append("sinc(t) = sin(t)/t, without a factor pi")
    told += dict.fromkeys(remark for node in nodes if (remark := _of_root(node)))
    return "; ".join(told)


def _is(node: Tree, function: str) -> bool:
    return isinstance(node, Apply) and node.function == function


def _of_root(node: Tree) -> str:
    """Remark on x^1/3, which is x/3, while a root was probably meant."""
    match node:
        case Apply("divide", (Apply("power", (base, Number(1.0) as one)) as power, Number() as n)):
            root = Apply("power", (base, Apply("divide", (one, n))))
            return f"({to_text(power)})/{to_text(n)}; a root is {to_text(root)}"
    return ""
