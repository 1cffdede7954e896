"""A tree prints itself as a formula that reads back as the same tree."""

from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree

# How strongly each kind of node holds its parts together; a weaker one needs brackets.
OR, AND, NOT, COMPARE, SUM, PRODUCT, MINUS, POWER, ATOM = range(9)

_STRENGTH = {
    "any_of": OR,
    "all_of": AND,
    "negation": NOT,
    "add": SUM,
    "multiply": PRODUCT,
    "divide": PRODUCT,
    "floor_divide": PRODUCT,
    "mod": PRODUCT,
    "negate": MINUS,
    "power": POWER,
}
_INFIX = {"divide": "/", "floor_divide": " // ", "mod": " % "}


def to_text(tree: Tree) -> str:
    """Write the formula with as few brackets as its meaning allows."""
    match tree:
        case Number(value):
            return number_text(value)
        case Name(name):
            return name
        case Comparison(signs, operands):
            parts = [_part(operand, SUM) for operand in operands]
            links = (f" {sign} {part}" for sign, part in zip(signs, parts[1:], strict=True))
            return parts[0] + "".join(links)
        case Apply("add", (first, *rest)):
            return _part(first, PRODUCT) + "".join(_term(term) for term in rest)
        case Apply("multiply", (first, *rest)):
            return "*".join([_part(first, PRODUCT), *(_part(factor, MINUS) for factor in rest)])
        case Apply("divide" | "floor_divide" | "mod", (left, right)):
            return _part(left, PRODUCT) + _INFIX[tree.function] + _part(right, MINUS)
        case Apply("negate", (operand,)):
            return "-" + _part(operand, MINUS)
        case Apply("power", (base, exponent)):
            return f"{_part(base, ATOM)}^{_part(exponent, MINUS)}"
        case Apply("negation", (operand,)):
            return "not " + _part(operand, NOT)
        case Apply("all_of", operands):
            return " and ".join(_part(operand, NOT) for operand in operands)
        case Apply("any_of", operands):
            return " or ".join(_part(operand, AND) for operand in operands)
        case Apply(function, arguments):
            return f"{function}({', '.join(to_text(argument) for argument in arguments)})"


def strength(tree: Tree) -> int:
    match tree:
        case Comparison():
            return COMPARE
        case Apply(function, _):
            return _STRENGTH.get(function, ATOM)
    return ATOM


def number_text(value: float) -> str:
    """Write the shortest digits that read back as the same number."""
    if value == float("inf"):
        return "1e999"
    return repr(value).removesuffix(".0")


def _part(tree: Tree, weakest: int) -> str:
    """Write a part of a larger formula, in brackets if it binds less than it must there."""
    text = to_text(tree)
    return text if strength(tree) >= weakest else f"({text})"


def _term(tree: Tree) -> str:
    """Write a term of a sum after the first, with its sign."""
    match tree:
        case Apply("negate", (operand,)):
            return f" - {_part(operand, PRODUCT)}"
    return f" + {_part(tree, PRODUCT)}"
