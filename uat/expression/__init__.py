"""A formula is text that becomes a checked tree, and the tree becomes code that any arithmetic can run.

    text → tokens → checked grammar → tree → one code object → numpy arrays, flint balls, sympy symbols

Nothing that the user types is run as Python: the text is cut into known tokens, every token must
stand where a formula allows it, and the code is made from the tree alone.
"""

from uat.expression.error import ExpressionError
from uat.expression.expression import Expression, compile_expression, parse_number
from uat.expression.namespace import Namespace

__all__ = ["Expression", "ExpressionError", "Namespace", "compile_expression", "parse_number"]
