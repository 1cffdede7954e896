"""Read an expression of SymPy: it prints itself in a spelling that the reader of formulas knows."""

from collections.abc import Callable
from typing import Any

from uat.base.errors import InputError
from uat.base.nouns import usual_names
from uat.functions.expression.expression import Expression, Vector, compile_formula, usable_names


def is_sympy(f: Any) -> bool:
    """Tell whether something comes from SymPy, without importing it."""
    return any(kind.__module__.split(".")[0] == "sympy" for kind in type(f).__mro__)


def from_sympy(f: Any) -> Expression | Vector:
    """Return the formula of an expression, a Lambda, a condition, or a column of expressions.

    Its inputs are its symbols in alphabetical order; those of a Lambda keep theirs. Raises
    InputError for what no formula here says, such as a Bessel function: `sympy.lambdify` makes a
    callable of it.
    """
    import sympy

    if isinstance(f, type):
        raise InputError(f"SymPy's {f} is a function without its argument: give {f}(x)")
    variables = None
    if isinstance(f, sympy.Lambda):
        variables, f = list(f.variables), f.expr
    parts = list(f) if isinstance(f, sympy.MatrixBase | sympy.Tuple) else [f]
    symbols = sorted({s for part in parts for s in part.free_symbols}, key=lambda s: s.name)
    symbols = variables if variables is not None else symbols
    names = _names([symbol.name for symbol in symbols])
    renamed = dict(zip(symbols, map(sympy.Symbol, names), strict=True))
    try:
        texts = [_printer().doprint(part.xreplace(renamed)) for part in parts]
        text = texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
        return compile_formula(text, names or None)
    except InputError as error:
        raise InputError(
            f"SymPy's {f} is no formula that uat reads: {getattr(error, 'sentence', error)}; give "
            "sympy.lambdify(symbols, expression) instead"
        ) from None


def _names(names: list[str]) -> tuple[str, ...]:
    """Keep the symbols' names where a formula can have such inputs; else use x, y, z."""
    try:
        return usable_names(tuple(names))
    except InputError:
        return usual_names(len(names))


def _printer() -> Any:
    """Make SymPy's own writer of text, but for what formulas spell otherwise."""
    from sympy import S
    from sympy.printing.precedence import precedence
    from sympy.printing.str import StrPrinter

    printer = StrPrinter()

    def of_cases(e: Any) -> str:
        *parts, (last, always) = e.args
        text = printer._print(last) if always == S.true else "0/0"
        if always != S.true:
            parts = list(e.args)
        for value, condition in reversed(parts):
            text = f"where({printer._print(condition)}, {printer._print(value)}, {text})"
        return str(text)

    def joined(word: str) -> Callable[[Any], str]:
        return lambda e: f" {word} ".join(f"({printer._print(part)})" for part in e.args)

    def compared(sign: str) -> Callable[[Any], str]:
        def text(e: Any) -> str:
            sides = (printer.parenthesize(side, precedence(e)) for side in (e.lhs, e.rhs))
            return f" {sign} ".join(sides)

        return text

    # A printer looks for a method by the name of each class; these stand before its own.
    printer._print_Piecewise = of_cases
    printer._print_And, printer._print_Or = joined("and"), joined("or")
    printer._print_Not = lambda e: f"not ({printer._print(e.args[0])})"
    printer._print_Equality, printer._print_Unequality = compared("=="), compared("!=")
    printer._print_Exp1 = lambda e: "e"
    printer._print_Float = lambda e: repr(float(e))
    return printer
