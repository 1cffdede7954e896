"""Enclose s and its derivative in balls, to confirm how a typed s(z) behaves far out."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, arb_series, ctx

from uat.functions.expression import FLINT
from uat.functions.expression.namespace import Namespace
from uat.networks.activations.exact import Exact, bounds_of

_NAN = arb.nan()


def slope_bounds(exact: Exact, low: float, high: float) -> tuple[float, float]:
    """Bound the derivative of s on [low, high]; NaN where nothing is known."""
    with ctx.workprec(128):
        try:
            z = arb_series([arb(low).union(arb(high)), 1], prec=2)
            s = exact.expression.evaluate(_SLOPES, z)
            return bounds_of(s[1] if isinstance(s, arb_series) else arb(0))
        except (ArithmeticError, ValueError, TypeError, AttributeError):
            return np.nan, np.nan


def _start(z: Any) -> Any:
    """Make the value without the derivative."""
    return z[0] if isinstance(z, arb_series) else z


class _Slopes(Namespace):
    """Power series of two terms. Where a kink cannot be ruled out, nothing is known."""

    def number(self, value: float) -> Any:
        return FLINT.number(value)

    def constant(self, name: str) -> Any:
        return FLINT.constant(name)

    def compare_two(self, sign: str, a: Any, b: Any) -> Any:
        return FLINT.compare_two(sign, _start(a), _start(b))

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        if condition.is_zero():
            return b
        return _NAN if condition.is_nan() or condition.contains(0) else a

    def power(self, a: Any, b: Any) -> Any:
        if not isinstance(b, arb_series) and b.is_integer() and 0 <= b <= 64:
            result: Any = arb(1)
            for _ in range(int(float(b))):
                result = result * a
            return result
        return a**b if isinstance(a, arb_series) else self.exp(b * self.log(a))

    def abs(self, z: Any) -> Any:
        start = _start(z)
        return z if start > 0 else -z if start < 0 else _NAN

    def floor(self, z: Any) -> Any:
        floor = _start(z).floor()
        return floor if floor.is_exact() else _NAN

    def exp(self, z: Any) -> Any:
        return z.exp()

    def log(self, z: Any) -> Any:
        return z.log()

    def sin(self, z: Any) -> Any:
        return z.sin()

    def cos(self, z: Any) -> Any:
        return z.cos()

    def atan(self, z: Any) -> Any:
        return z.atan()

    def asin(self, z: Any) -> Any:
        return z.asin()

    def acos(self, z: Any) -> Any:
        return z.acos()

    def atan2(self, y: Any, x: Any) -> Any:
        return _NAN

    def sqrt(self, z: Any) -> Any:
        return z.sqrt()

    def erf(self, z: Any) -> Any:
        return z.erf()

    def gamma(self, z: Any) -> Any:
        return z.gamma()


_SLOPES = _Slopes()
