"""Evaluate formulas on float64 arrays, as every picture and every network does."""

from collections.abc import Callable
from functools import reduce
from importlib import import_module
from types import CodeType
from typing import Any

import numpy as np

from uat.functions.expression.namespace import Namespace
from uat.functions.expression.vocabulary import CONSTANTS

_UNDER_THE_SAME_NAME = (
    *("abs", "sign", "floor", "ceil", "mod", "floor_divide", "hypot", "sqrt", "cbrt"),
    *("exp", "expm1", "log", "log1p", "log2", "log10"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh"),
)
_INVERSE = ("sin", "cos", "tan", "tan2", "sinh", "cosh", "tanh")

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


class NumpyNamespace(Namespace):
    """Elementwise real arithmetic: what has no real value is not-a-number, nothing warns.

    NaN shows wherever it is used, except in the branch that `where` does not take; a comparison
    with it is false, as in IEEE arithmetic.
    """

    def run(self, code: CodeType, numbers: tuple[float, ...], inputs: dict[str, Any]) -> Any:
        with np.errstate(all="ignore"):
            return super().run(code, numbers, inputs)

    def compare_two(self, sign: str, a: Any, b: Any) -> Any:
        return np.asarray(_COMPARE[sign](a, b), dtype=float)

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        return np.where(np.not_equal(condition, 0.0), a, b)

    def power(self, a: Any, b: Any) -> Any:
        if isinstance(b, np.float64) and b == 2.0:
            return a * a  # the same number as pow to the last bit, and many times as fast
        return np.power(a, b)

    def heaviside(self, z: Any, at_zero: Any = None) -> Any:
        return np.heaviside(z, 0.5 if at_zero is None else at_zero)

    def sigmoid(self, z: Any) -> Any:
        return 0.5 * (1.0 + np.tanh(0.5 * z))


def _scipy(name: str) -> Callable[[Any], Any]:
    """Wrap a function of `scipy.special`, which is loaded when it is first called."""
    return lambda z: getattr(import_module("scipy.special"), name)(z)


NUMPY = NumpyNamespace(
    {
        "number": np.float64,
        "constant": {name: np.float64(value) for name, value in CONSTANTS.items()}.__getitem__,
        **{name: getattr(np, name) for name in _UNDER_THE_SAME_NAME},
        **{f"a{name}": getattr(np, f"arc{name}") for name in _INVERSE},
        "round": np.rint,
        "min": lambda *values: reduce(np.minimum, values),
        "max": lambda *values: reduce(np.maximum, values),
        **{name: _scipy(name) for name in ("erf", "erfc", "gamma")},
    }
)
