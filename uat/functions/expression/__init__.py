"""Turn text into a checked tree, and the tree into code for any arithmetic.

    text → tokens → reading → grammar → tree → one code object → numpy arrays, balls, symbols

Nothing that the user types is run as Python: the text is cut into known tokens, what people write
otherwise (2x, |x|, sin 2x, f(x) = …) becomes plain where it has one meaning, every token must then
stand where a formula allows it, and the code is made from the tree alone.

Several formulas in brackets, (cos(t), sin(t)), are a `Vector` of expressions.

The arithmetics load when they are first asked for: `NUMPY`, `FLINT`, `SYMPY`.

Words: people, vocabulary. Reading: error, tokens, groups, written, latex, heading, spelled, sums,
cases, names, macros, calls, level, reading, wording, grammar. The tree: tree, code, expression.
Arithmetics: namespace, with_numpy, with_flint, ranges, with_ranges, on_boxes, with_sympy. Writing:
printing, typeset, languages. SymPy: from_sympy. Remarks to the user: remarks.
"""

from typing import TYPE_CHECKING, Any

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.expression import (
    Expression,
    Vector,
    compile_expression,
    compile_formula,
    parse_number,
    parse_percent,
)
from uat.functions.expression.from_sympy import from_sympy, is_sympy
from uat.functions.expression.namespace import Namespace
from uat.functions.expression.remarks import reading, with_real_roots

if TYPE_CHECKING:
    from uat.functions.expression.with_flint import FLINT as FLINT
    from uat.functions.expression.with_numpy import NUMPY as NUMPY
    from uat.functions.expression.with_sympy import SYMPY as SYMPY

__all__ = [
    "FLINT",
    "NUMPY",
    "SYMPY",
    "Expression",
    "ExpressionError",
    "Namespace",
    "Vector",
    "compile_expression",
    "compile_formula",
    "from_sympy",
    "is_sympy",
    "parse_number",
    "parse_percent",
    "reading",
    "with_real_roots",
]


def __getattr__(name: str) -> Any:
    if name in ("FLINT", "NUMPY", "SYMPY"):
        from importlib import import_module

        return getattr(import_module(f"uat.functions.expression.with_{name.lower()}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
