"""Compute with ranges: of values and slopes on many boxes at once, and where f may jump."""

from collections.abc import Callable
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.functions.expression.namespace import Namespace
from uat.functions.expression.ranges import (
    EVERYTHING,
    INF,
    ONE,
    ROUNDING,
    ZERO_SLOPE,
    Ranges,
    Span,
    bell,
    one,
    root_power,
    sech2,
    span,
    stepped,
    through,
    waves,
    whole_power,
)
from uat.functions.expression.vocabulary import CONSTANTS

STEEPEST_SINC = 0.4363  # of |sinc'|


def _rising(
    function: Callable[[Array], Array], slope: Callable[[Span], Span]
) -> Callable[[Namespace, Ranges], Ranges]:
    """Make a method for a function that never falls, of its range and that of its slope."""
    return lambda self, z: through(z, z.value.rising(function), slope(z.value))


class RangeNamespace(Namespace):
    """Values and slopes on arrays of boxes; a condition has the range {0}, {1}, [0, 1].

    What is not a real number somewhere on a box is left out there, as a root of what is negative.
    Conditions on it are taken for those on the rest.
    """

    expm1: Any = _rising(np.expm1, lambda z: z.rising(np.exp))
    sinh: Any = _rising(np.sinh, lambda z: z.abs().rising(np.cosh))
    tanh: Any = _rising(np.tanh, lambda z: (-z.abs()).rising(sech2))
    asinh: Any = _rising(np.arcsinh, lambda z: (ONE + z.abs() * z.abs()).rising(np.sqrt).inverse())
    atan: Any = _rising(np.arctan, lambda z: (ONE + z.abs() * z.abs()).inverse())

    def run(self, code: Any, numbers: tuple[float, ...], inputs: dict[str, Any]) -> Any:
        with np.errstate(all="ignore"):
            return super().run(code, numbers, inputs)

    def number(self, value: float) -> Ranges:
        return Ranges(one(value), ZERO_SLOPE, np.asarray(False))

    def constant(self, name: str) -> Ranges:
        return self.number(CONSTANTS[name])

    # Conditions and what jumps

    def compare_two(self, sign: str, a: Ranges, b: Ranges) -> Ranges:
        left, right = a.value, b.value
        if sign in (">", ">="):
            return self.compare_two("<" if sign == ">" else "<=", b, a)
        if sign == "<":
            true, false = left.high < right.low, left.low >= right.high
        elif sign == "<=":
            true, false = left.high <= right.low, left.low > right.high
        else:
            apart = (left.high < right.low) | (left.low > right.high)
            same = (left.low == left.high) & (right.low == right.high) & (left.low == right.low)
            true, false = (same, apart) if sign == "==" else (apart, same)
        return stepped(Span(true.astype(float), 1.0 - false.astype(float)), a, b)

    def where(self, condition: Ranges, a: Ranges, b: Ranges) -> Ranges:
        yes = (condition.value.low > 0.0) | (condition.value.high < 0.0)
        no = (condition.value.low == 0.0) & (condition.value.high == 0.0)
        value = a.value.chosen(yes, b.value.chosen(no, a.value.joined(b.value)))
        still = (condition.slope.low == 0.0) & (condition.slope.high == 0.0)
        either = a.slope.joined(b.slope).chosen(still, EVERYTHING)
        slope = a.slope.chosen(yes, b.slope.chosen(no, either))
        return Ranges(value, slope, np.where(yes, a.jumps, np.where(no, b.jumps, True)))

    def sign(self, z: Ranges) -> Ranges:
        return stepped(z.value.rising(np.sign), z)

    def heaviside(self, z: Ranges, at_zero: Ranges | None = None) -> Ranges:
        middle = one(0.5) if at_zero is None else at_zero.value
        value = z.value.rising(lambda t: np.heaviside(t, 0.5))
        return stepped(value.joined(middle).chosen(z.value.holds(0.0), value), z)

    def floor(self, z: Ranges) -> Ranges:
        return stepped(z.value.rising(np.floor), z)

    def round(self, z: Ranges) -> Ranges:
        return stepped(z.value.rising(np.rint), z)

    def mod(self, a: Ranges, b: Ranges) -> Ranges:
        result = super().mod(a, b)
        top, bottom = np.maximum(b.value.high, 0.0), np.minimum(b.value.low, 0.0)
        return Ranges(result.value.within(bottom, top), result.slope, result.jumps)

    # What is continuous and has kinks

    def abs(self, z: Ranges) -> Ranges:
        return through(z, z.value.abs(), z.value.rising(np.sign))

    def min(self, *values: Ranges) -> Ranges:
        return -self.max(*(-value for value in values))

    def max(self, *values: Ranges) -> Ranges:
        result = values[0]
        for other in values[1:]:
            a, b = result.value, other.value
            value = Span(np.maximum(a.low, b.low), np.maximum(a.high, b.high))
            first, second = a.low >= b.high, b.low >= a.high
            slope = result.slope.chosen(
                first, other.slope.chosen(second, result.slope.joined(other.slope))
            )
            jumps = (result.jumps & ~second) | (other.jumps & ~first)
            result = Ranges(value, slope, jumps)
        return result

    # Powers and roots

    def power(self, a: Ranges, b: Ranges) -> Ranges:
        if b.value.low.ndim or b.value.low != b.value.high:
            result, unreal = self.exp(b * self.log(a)), a.value.low < 0.0
            value = EVERYTHING.chosen(unreal, result.value)
            rising = ~unreal & (b.value.low > 0.0)  # to 0 where the base is 0
            jumps = np.where(rising, a.jumps | b.jumps, result.jumps | unreal)
            return Ranges(value, EVERYTHING.chosen(unreal, result.slope), jumps)
        exponent = float(b.value.low)
        if exponent == np.rint(exponent):
            below = one(exponent) * whole_power(a.value, exponent - 1.0)
            at_pole = a.value.holds(0.0) if exponent < 0.0 else False
            return through(a, whole_power(a.value, exponent), below, at_pole)
        base = a.value.within(0.0, INF)
        below = one(exponent) * root_power(base, exponent - 1.0)
        return through(a, root_power(base, exponent), below, exponent < 0.0 and a.value.holds(0.0))

    def sqrt(self, z: Ranges) -> Ranges:
        value = z.value.within(0.0, INF).rising(np.sqrt)
        return through(z, value, one(0.5) * value.inverse())

    def cbrt(self, z: Ranges) -> Ranges:
        value = z.value.rising(np.cbrt)
        return through(z, value, one(1.0 / 3.0) * (value.abs() * value.abs()).inverse())

    def hypot(self, a: Ranges, b: Ranges) -> Ranges:
        value = (a.value.abs() * a.value.abs() + b.value.abs() * b.value.abs()).rising(np.sqrt)
        over = value.inverse()
        cosine, sine = ((z.value * over).within(-1.0, 1.0) for z in (a, b))
        slope = cosine * a.slope + sine * b.slope
        return Ranges(value.rounded(), slope, a.jumps | b.jumps)

    # Exponentials

    def exp(self, z: Ranges) -> Ranges:
        value = z.value.rising(np.exp).above_zero()
        return through(z, value, value)

    def log(self, z: Ranges) -> Ranges:
        base = z.value.within(0.0, INF)
        return through(z, base.rising(np.log), base.inverse(), z.value.holds(0.0))

    def log1p(self, z: Ranges) -> Ranges:
        base = z.value.within(-1.0, INF)
        return through(z, base.rising(np.log1p), (base + ONE).inverse(), z.value.holds(-1.0))

    def cosh(self, z: Ranges) -> Ranges:
        return through(z, z.value.abs().rising(np.cosh), z.value.rising(np.sinh))

    def sigmoid(self, z: Ranges) -> Ranges:
        half = z.value * one(0.5)
        value = Span(0.5 + 0.5 * np.tanh(half.low), 0.5 + 0.5 * np.tanh(half.high))
        return through(z, value, one(0.25) * (-half.abs()).rising(sech2))

    def acosh(self, z: Ranges) -> Ranges:
        base = z.value.within(1.0, INF)
        under = (base * base + one(-1.0)).within(0.0, INF).rising(np.sqrt)
        return through(z, base.rising(np.arccosh), under.inverse())

    def atanh(self, z: Ranges) -> Ranges:
        base = z.value.within(-1.0, 1.0)
        under = (ONE + -(base.abs() * base.abs())).within(0.0, 1.0)
        at_pole = z.value.holds(-1.0) | z.value.holds(1.0)
        return through(z, base.rising(np.arctanh), under.inverse(), at_pole)

    # Waves and angles

    def sin(self, z: Ranges) -> Ranges:
        sine, cosine = waves(z.value)
        return through(z, sine, cosine)

    def cos(self, z: Ranges) -> Ranges:
        sine, cosine = waves(z.value)
        return through(z, cosine, -sine)

    def tan(self, z: Ranges) -> Ranges:
        low, high = z.value.low, z.value.high
        before, after = (np.floor(end / np.pi + 0.5) for end in (low - ROUNDING, high + ROUNDING))
        at_pole = ~(before == after)
        value = EVERYTHING.chosen(at_pole, z.value.rising(np.tan))
        return through(z, value, ONE + value.abs() * value.abs(), at_pole)

    def sinc(self, z: Ranges) -> Ranges:
        """Enclose sin(z)/z: it falls from 0 to pi on both sides; |slope| <= |z|/3 and 0.4363."""
        size = z.value.abs()
        near = (-size).within(-np.pi, 0.0).rising(lambda t: np.sinc(t / np.pi))
        over = z.value.inverse()
        sine, cosine = waves(z.value)
        value = near.chosen(size.high <= np.pi, (sine * over).within(-0.2173, 1.0))
        slope = (cosine + -value) * over
        most = np.minimum(size.high / 3.0, STEEPEST_SINC)
        return through(z, value, slope.within(-most, most))

    def asin(self, z: Ranges) -> Ranges:
        base = z.value.within(-1.0, 1.0)
        under = (ONE + -(base.abs() * base.abs())).within(0.0, 1.0).rising(np.sqrt)
        return through(z, base.rising(np.arcsin), under.inverse())

    def acos(self, z: Ranges) -> Ranges:
        return self.number(0.5 * np.pi) - self.asin(z)

    def atan2(self, y: Ranges, x: Ranges) -> Ranges:
        """Enclose atan2 by the box's corners, unless it meets the half-line where it jumps."""
        corners = [
            np.arctan2(b, a)
            for b in (y.value.low, y.value.high)
            for a in (x.value.low, x.value.high)
        ]
        value = span(np.minimum.reduce(corners), np.maximum.reduce(corners))
        jumps = (x.value.low <= 0.0) & y.value.holds(0.0)
        squares = x.value.abs() * x.value.abs() + y.value.abs() * y.value.abs()
        slope = (x.value * y.slope + -(y.value * x.slope)) * squares.inverse()
        value = span(-np.pi, np.pi).chosen(jumps, value)
        still = (y.slope.low == 0.0) & (y.slope.high == 0.0) & (x.value.high < 0.0)
        slope = EVERYTHING.chosen(jumps & ~still, slope)
        return Ranges(value.rounded(), slope, x.jumps | y.jumps | jumps)

    # Special functions

    def erf(self, z: Ranges) -> Ranges:
        from scipy.special import erf

        return through(z, z.value.rising(erf), bell(z.value))

    def erfc(self, z: Ranges) -> Ranges:
        from scipy.special import erfc

        value = (-z.value.rising(lambda t: -erfc(t))).above_zero()
        return through(z, value, -bell(z.value))

    def gamma(self, z: Ranges) -> Ranges:
        """Enclose gamma of positive numbers, where it has one minimum; of others say nothing."""
        from scipy.special import digamma, gamma

        low, high = z.value.low, z.value.high
        ends = np.minimum(gamma(low), gamma(high)), np.maximum(gamma(low), gamma(high))
        least = np.where(z.value.holds(1.4616321449683623), 0.8856031944108886, ends[0])
        positive = low > 0.0
        value = span(least, ends[1]).chosen(positive, EVERYTHING)
        return through(z, value, value * z.value.rising(digamma), ~positive)


RANGES = RangeNamespace()
