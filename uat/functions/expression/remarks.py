"""Say how a formula was read, where that may not be what was meant.

Odd roots of negative numbers are read as they may be meant: x^(1/3) has no value there, and cbrt(x)
has.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from uat.functions.expression.expression import Expression, compile_expression
from uat.functions.expression.printing import to_text
from uat.functions.expression.tree import Apply, Comparison, Number, Tree, walk

if TYPE_CHECKING:
    from uat.functions.expression.expression import Expression, Vector


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


def with_real_roots(expression: Expression) -> Expression | None:
    """Write real roots wherever an odd root may be of a negative number.

    The same formula where the base is not negative. None for a formula without such roots.
    """
    tree = _real(expression.tree)
    return None if tree == expression.tree else compile_expression(to_text(tree), expression.names)


def _real(tree: Tree) -> Tree:
    match tree:
        case Apply("power", (base, exponent)) if (power := _odd_root(exponent)) is not None:
            return _root(_real(base), power)
        case Apply(function, arguments):
            return Apply(function, tuple(map(_real, arguments)))
        case Comparison(signs, operands):
            return Comparison(signs, tuple(map(_real, operands)))
    return tree


def _odd_root(exponent: Tree) -> Fraction | None:
    """Return p/q with an odd q above 1, or None."""
    match exponent:
        case Apply("negate", (inner,)):
            power = _odd_root(inner)
            return None if power is None else -power
        case Apply("divide", (over, under)) if _whole(over) and _whole(under):
            power = Fraction(_whole(over), _whole(under))
            return power if power.denominator % 2 and power.denominator > 1 else None
    return None


def _whole(tree: Tree) -> int:
    """Return a whole number that is not 0, as it was typed; 0 for everything else."""
    match tree:
        case Number(value) if value % 1 == 0:
            return int(value)
        case Apply("negate", (inner,)):
            return -_whole(inner)
    return 0


def _root(base: Tree, power: Fraction) -> Tree:
    """Write the real value of base^power: cbrt(x), cbrt(x)^2, sign(x)*abs(x)^(1/5)."""
    over, under = power.numerator, power.denominator
    if under == 3:
        root = Apply("cbrt", (base,))
        return root if over == 1 else Apply("power", (root, _number(over)))
    size = Apply("power", (Apply("abs", (base,)), _fraction(over, under)))
    return Apply("multiply", (Apply("sign", (base,)), size)) if over % 2 else size


def _number(value: int) -> Tree:
    number = Number(float(abs(value)))
    return Apply("negate", (number,)) if value < 0 else number


def _fraction(over: int, under: int) -> Tree:
    return Apply("divide", (_number(over), _number(under)))
