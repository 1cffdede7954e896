"""Turn the tree into one code object: signs stay signs, all else calls functions by name.

The code holds no numbers: they are `_0`, `_1`, …, so that each namespace makes its own of them.
"""

from types import CodeType

from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree, walk


def numbers_of(tree: Tree) -> tuple[float, ...]:
    """List the different numbers in a tree; the code calls the first `_0`, and so on."""
    return tuple(dict.fromkeys(node.value for node in walk(tree) if isinstance(node, Number)))


def compile_tree(tree: Tree) -> CodeType:
    """Compile code for `eval` that needs numbers, inputs, and a namespace's functions by name.

    Raises RecursionError or MemoryError for a sum too long for this Python and its stack.
    """
    places = {value: f"_{i}" for i, value in enumerate(numbers_of(tree))}
    return compile(_write(tree, places), "<formula>", "eval")


def _write(tree: Tree, places: dict[float, str]) -> str:
    match tree:
        case Number(value):
            return places[value]
        case Name(name):
            return name
        case Apply("add", (first, *rest)):
            terms = "".join(_term(term, places) for term in rest)
            return f"({_write(first, places)}{terms})"
        case Apply("multiply", factors):
            return f"({'*'.join(_write(factor, places) for factor in factors)})"
        case Apply("divide", (over, under)):
            return f"({_write(over, places)}/{_write(under, places)})"
        case Apply("negate", (operand,)):
            return f"(-{_write(operand, places)})"
        case Apply(function, arguments):
            return f"{function}({','.join(_write(argument, places) for argument in arguments)})"
        case Comparison(signs, operands):
            written = ",".join(_write(operand, places) for operand in operands)
            return f"compare({' '.join(signs)!r},{written})"


def _term(term: Tree, places: dict[float, str]) -> str:
    """Write a term of a sum after the first, with its sign."""
    match term:
        case Apply("negate", (operand,)):
            return f"-{_write(operand, places)}"
    return f"+{_write(term, places)}"
