"""Evaluate formulas on symbols: for derivatives, LaTeX, and code in other languages.

Give `evaluate` real symbols, `sympy.Symbol("x", real=True)`. SymPy may take long over towers of
powers of constants, so this is for the user's own formulas, not for those of strangers.
"""

from typing import Any

import numpy as np
import sympy

from uat.functions.expression.namespace import Namespace
from uat.functions.expression.with_numpy import NUMPY

_RELATIONS = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
    "==": sympy.Eq,
    "!=": sympy.Ne,
}
_UNDER_THE_SAME_NAME = (
    *("sign", "floor", "sqrt", "exp", "log", "sinc", "erf", "erfc"),
    *("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "atan2"),
    *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
)


class SympyNamespace(Namespace):
    """Symbols, exact where SymPy is: whole numbers are integers, others the typed float64.

    A condition used as a number is a `Piecewise` of 1 and 0.
    """

    def number(self, value: float) -> Any:
        if not np.isfinite(value):
            return sympy.oo if value > 0 else -sympy.oo if value < 0 else sympy.nan
        whole = value % 1 == 0 and abs(value) < 2**53
        return sympy.Integer(int(value)) if whole else sympy.Float(value)

    def compare_two(self, sign: str, a: Any, b: Any) -> Any:
        return _number_of(_RELATIONS[sign](a, b))

    def compare(self, signs: str, *operands: Any) -> Any:
        links = zip(signs.split(), operands, operands[1:], strict=False)
        return _number_of(sympy.And(*(_RELATIONS[sign](a, b) for sign, a, b in links)))

    def all_of(self, *conditions: Any) -> Any:
        return _number_of(sympy.And(*map(_condition_of, conditions)))

    def any_of(self, *conditions: Any) -> Any:
        return _number_of(sympy.Or(*map(_condition_of, conditions)))

    def negation(self, condition: Any) -> Any:
        return _number_of(sympy.Not(_condition_of(condition)))

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        return sympy.Piecewise((a, _condition_of(condition)), (b, True))

    def power(self, a: Any, b: Any) -> Any:
        if a.is_Number and b.is_Number and not _is_small(a, b):
            with np.errstate(all="ignore"):
                return self.number(float(NUMPY.power(np.float64(a), np.float64(b))))
        return sympy.sqrt(a) if b == 0.5 else a**b

    def gamma(self, z: Any) -> Any:
        if z.is_Number:
            return self.number(float(NUMPY.gamma(np.float64(z))))
        return sympy.gamma(z)

    def heaviside(self, z: Any, at_zero: Any = None) -> Any:
        return sympy.Heaviside(z, sympy.Rational(1, 2) if at_zero is None else at_zero)


def _number_of(condition: Any) -> Any:
    """Return 1 where a SymPy condition holds, else 0."""
    return sympy.Piecewise((sympy.S.One, condition), (sympy.S.Zero, True))


def _condition_of(value: Any) -> Any:
    """Return the SymPy condition that a value stands for: it is not 0."""
    if isinstance(value, sympy.Piecewise) and len(value.args) == 2:
        (one, condition), (zero, _) = value.args
        if one == 1 and zero == 0:
            return condition
    return sympy.Ne(value, 0)


def _is_small(a: Any, b: Any) -> bool:
    """Tell whether a**b has few digits, so that it may stay exact."""
    return bool(abs(b) <= 64 and abs(a) <= 1024)


SYMPY = SympyNamespace(
    {
        "constant": {"pi": sympy.pi, "e": sympy.E, "tau": 2 * sympy.pi}.__getitem__,
        **{name: getattr(sympy, name) for name in _UNDER_THE_SAME_NAME},
        "abs": sympy.Abs,
        "min": sympy.Min,
        "max": sympy.Max,
        "mod": sympy.Mod,
        "ceil": sympy.ceiling,
    }
)
