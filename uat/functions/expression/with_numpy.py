"""Formulas on float64 arrays: the arithmetic that every picture and every network is made with."""

from collections.abc import Callable
from types import CodeType
from typing import Any

import numpy as np

from uat.functions.expression.namespace import Namespace

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


class NumpyNamespace(Namespace):
    """Elementwise and real: what has no real value is not-a-number, and nothing ever warns.

    NaN shows wherever it is used, except in the branch that `where` does not take; a comparison
    with it is false, as in IEEE arithmetic.
    """

    def run(self, code: CodeType, numbers: tuple[float, ...], inputs: dict[str, Any]) -> Any:
        with np.errstate(all="ignore"):
            return super().run(code, numbers, inputs)

    def number(self, value: float) -> Any:
        return np.float64(value)

    def constant(self, name: str) -> Any:
        return {"pi": np.float64(np.pi), "e": np.float64(np.e), "tau": np.float64(2 * np.pi)}[name]

    def compare_two(self, sign: str, a: Any, b: Any) -> Any:
        return np.asarray(_COMPARE[sign](a, b), dtype=float)

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        return np.where(np.not_equal(condition, 0.0), a, b)

    def power(self, a: Any, b: Any) -> Any:
        if isinstance(b, np.float64) and b == 2.0:
            return a * a  # the same number as pow to the last bit, and many times as fast
        return np.power(a, b)

    def abs(self, z: Any) -> Any:
        return np.absolute(z)

    def floor(self, z: Any) -> Any:
        return np.floor(z)

    def ceil(self, z: Any) -> Any:
        return np.ceil(z)

    def exp(self, z: Any) -> Any:
        return np.exp(z)

    def expm1(self, z: Any) -> Any:
        return np.expm1(z)

    def log(self, z: Any) -> Any:
        return np.log(z)

    def log1p(self, z: Any) -> Any:
        return np.log1p(z)

    def log2(self, z: Any) -> Any:
        return np.log2(z)

    def log10(self, z: Any) -> Any:
        return np.log10(z)

    def sqrt(self, z: Any) -> Any:
        return np.sqrt(z)

    def cbrt(self, z: Any) -> Any:
        return np.cbrt(z)

    def sign(self, z: Any) -> Any:
        return np.sign(z)

    def sin(self, z: Any) -> Any:
        return np.sin(z)

    def cos(self, z: Any) -> Any:
        return np.cos(z)

    def tan(self, z: Any) -> Any:
        return np.tan(z)

    def asin(self, z: Any) -> Any:
        return np.arcsin(z)

    def acos(self, z: Any) -> Any:
        return np.arccos(z)

    def atan(self, z: Any) -> Any:
        return np.arctan(z)

    def sinh(self, z: Any) -> Any:
        return np.sinh(z)

    def cosh(self, z: Any) -> Any:
        return np.cosh(z)

    def tanh(self, z: Any) -> Any:
        return np.tanh(z)

    def asinh(self, z: Any) -> Any:
        return np.arcsinh(z)

    def acosh(self, z: Any) -> Any:
        return np.arccosh(z)

    def atanh(self, z: Any) -> Any:
        return np.arctanh(z)

    def round(self, z: Any) -> Any:
        return np.rint(z)

    def atan2(self, y: Any, x: Any) -> Any:
        return np.arctan2(y, x)

    def hypot(self, a: Any, b: Any) -> Any:
        return np.hypot(a, b)

    def mod(self, a: Any, b: Any) -> Any:
        return np.mod(a, b)

    def floor_divide(self, a: Any, b: Any) -> Any:
        return np.floor_divide(a, b)

    def min(self, *values: Any) -> Any:
        result = values[0]
        for value in values[1:]:
            result = np.minimum(result, value)
        return result

    def max(self, *values: Any) -> Any:
        result = values[0]
        for value in values[1:]:
            result = np.maximum(result, value)
        return result

    def heaviside(self, z: Any, at_zero: Any = None) -> Any:
        return np.heaviside(z, 0.5 if at_zero is None else at_zero)

    def sigmoid(self, z: Any) -> Any:
        return 0.5 * (1.0 + np.tanh(0.5 * z))

    def erf(self, z: Any) -> Any:
        from scipy.special import erf

        return erf(z)

    def erfc(self, z: Any) -> Any:
        from scipy.special import erfc

        return erfc(z)

    def gamma(self, z: Any) -> Any:
        from scipy.special import gamma

        return gamma(z)


NUMPY = NumpyNamespace()
