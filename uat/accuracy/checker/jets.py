"""Enclose a formula's derivatives on whole boxes: balls for values, Taylor series beside.

The checker's own; what finds proofs has another one. A coefficient of a series is NaN from the
first derivative on that need not exist: at a kink the second, at a jump the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from flint import arb, arb_series, ctx

from uat.functions.expression import FLINT, Expression, Namespace

BITS = 96
MOST_MULTIPLIED = 64  # whole powers up to it are products

_FAILS = (ValueError, ZeroDivisionError, OverflowError)  # what arb_series raises at 0/0


@contextmanager
def arithmetic(order: int, bits: int = BITS) -> Iterator[None]:
    """Set series of `order` coefficients and balls of `bits` bits, until the block ends."""
    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, order
    try:
        yield
    finally:
        ctx.prec, ctx.cap = before


@dataclass(frozen=True)
class Jet:
    """A value, and the series of a function around it; terms[0] is not used, `value` is sharper."""

    value: Any
    terms: Any

    def __neg__(self) -> Jet:
        return Jet(-self.value, -self.terms)

    def __add__(self, other: Jet) -> Jet:
        return Jet(self.value + other.value, self.terms + other.terms)

    def __sub__(self, other: Jet) -> Jet:
        return Jet(self.value - other.value, self.terms - other.terms)

    def __mul__(self, other: Jet) -> Jet:
        return Jet(self.value * other.value, self.terms * other.terms)

    def scaled(self, factor: Any) -> Jet:
        return Jet(factor * self.value, factor * self.terms)

    def __truediv__(self, other: Jet) -> Jet:
        return _made(self.value / other.value, lambda: self.terms / other.terms)

    def with_value(self, value: Any) -> Jet:
        """Return the same derivatives beside a sharper value."""
        return Jet(value, _headed(value, self.terms))

    @property
    def slope(self) -> Any:
        """The first derivative; NaN where there may be none."""
        return self.terms[1] if self.terms.prec > 1 else arb.nan()

    def coefficients(self) -> list[Any]:
        """Return the value and the further coefficients, `ctx.cap` of them."""
        known = min(self.terms.prec, ctx.cap)
        return [self.value, *(self.terms[k] if k < known else arb.nan() for k in range(1, ctx.cap))]


def jet(expression: Expression, *inputs: tuple[Any, Any]) -> Jet:
    """Enclose f and its derivatives along a direction, at all points of some balls.

    inputs: for each a ball, and how fast it moves. Holds for each point at which f is defined.
    """
    moved = [Jet(ball, arb_series([ball, speed], ctx.cap)) for ball, speed in inputs]
    result = expression.evaluate(_JETS, *moved)
    return cast(Jet, result)


def _made(value: Any, series: Callable[[], Any]) -> Jet:
    """Make a jet; without derivatives where the series cannot be had."""
    try:
        terms = series()
    except _FAILS:
        return rough(value)
    return Jet(value, _headed(value, terms))


def _headed(value: Any, terms: Any) -> Any:
    """Put the sharper value at the head of the series."""
    coefficients = [value, *terms.coeffs()[1:]]
    missing = ctx.cap - terms.prec
    coefficients += [arb(0)] * (ctx.cap - len(coefficients) - max(missing, 0))
    return arb_series(coefficients + [arb.nan()] * max(missing, 0), ctx.cap)


def rough(value: Any, *known: Any) -> Jet:
    """Make a jet of which only the value and the given first derivatives are known."""
    unknown = [arb.nan()] * max(ctx.cap - 1 - len(known), 0)
    return Jet(value, arb_series([value, *known, *unknown][: ctx.cap], ctx.cap))


def _constant(value: Any) -> Jet:
    return Jet(value, arb_series([value], ctx.cap))


def through(expression: Expression, inner: Jet) -> Jet:
    """Apply a function of one input to what is known already."""
    return cast(Jet, expression.evaluate(_JETS, inner))


def straight(slope: Any, offset: Any, x: Any) -> Jet:
    """Make the jet of slope*x + offset, which moves with x."""
    value = slope * x + offset
    return Jet(value, arb_series([value, slope], ctx.cap))


class _Jets(Namespace):
    """The arithmetic of jets: values by the balls of formulas, derivatives by series."""

    def number(self, value: float) -> Jet:
        return _constant(arb(value))

    def constant(self, name: str) -> Jet:
        return _constant(FLINT.constant(name))

    @property
    def words(self) -> dict[str, Any]:
        """Make the words anew each time: constants are as narrow as the arithmetic now set."""
        return {**self.known, **{name: self.constant(name) for name in ("pi", "e", "tau")}}

    def compare_two(self, sign: str, a: Jet, b: Jet) -> Jet:
        return _flat(FLINT.compare_two(sign, a.value, b.value))

    def where(self, condition: Jet, a: Jet, b: Jet) -> Jet:
        verdict = condition.value
        if verdict.is_nan() or verdict.contains(0):
            return b if verdict.is_zero() else rough(FLINT.where(verdict, a.value, b.value))
        return a

    def power(self, a: Jet, b: Jet) -> Jet:
        value, exponent = FLINT.power(a.value, b.value), b.value
        fixed = b.terms.length() <= 1 and exponent.is_exact()
        if fixed and exponent.is_integer() and abs(exponent) <= MOST_MULTIPLIED:
            count = int(float(exponent))
            return _made(value, lambda: _product(a.terms, count))
        if not a.value > 0:
            return rough(value)
        return _made(value, lambda: (b.terms * a.terms.log()).exp())

    def abs(self, z: Jet) -> Jet:
        if z.value >= 0:
            return z
        return -z if z.value <= 0 else _either(abs(z.value), z, -z)

    def min(self, *values: Jet) -> Jet:
        return -self.max(*(-value for value in values))

    def max(self, *values: Jet) -> Jet:
        best = values[0]
        for other in values[1:]:
            if other.value >= best.value:
                best = other
            elif not best.value >= other.value:
                best = _either(best.value.max(other.value), best, other)
        return best

    def floor(self, z: Jet) -> Jet:
        return _flat(z.value.floor())

    def ceil(self, z: Jet) -> Jet:
        return _flat(z.value.ceil())

    def round(self, z: Jet) -> Jet:
        return _flat(FLINT.round(z.value))

    def sign(self, z: Jet) -> Jet:
        return _flat(z.value.sgn())

    def cbrt(self, z: Jet) -> Jet:
        value = FLINT.cbrt(z.value)
        if not (z.value > 0 or z.value < 0):
            return rough(value)
        size = z.terms if z.value > 0 else -z.terms
        root = _made(abs(value), lambda: (size.log() / arb_series([arb(3)], ctx.cap)).exp())
        return root if z.value > 0 else -root

    def atan2(self, y: Jet, x: Jet) -> Jet:
        value = FLINT.atan2(y.value, x.value)
        if x.value > 0:
            return _made(value, lambda: (y.terms / x.terms).atan())
        if y.value > 0 or y.value < 0:
            return _made(value, lambda: -(x.terms / y.terms).atan())
        return rough(value)

    def hypot(self, a: Jet, b: Jet) -> Jet:
        value = FLINT.hypot(a.value, b.value)
        return _made(value, lambda: (a.terms * a.terms + b.terms * b.terms).sqrt())

    def sinc(self, z: Jet) -> Jet:
        """Enclose sin(z)/z; near 0, its k-th derivative is at most 1/(k + 1): the mean of cos."""
        value = FLINT.sinc(z.value)
        if z.value > 0 or z.value < 0:
            return _made(value, lambda: z.terms.sin() / z.terms)
        size, outer = arb(1), [value]
        for k in range(1, ctx.cap):
            size = size / k
            outer.append(arb(0, 1) * size / (k + 1))
        step = arb_series([arb(0), *z.terms.coeffs()[1:]], ctx.cap)
        total = arb_series([outer[-1]], ctx.cap)
        for coefficient in reversed(outer[:-1]):
            total = total * step + arb_series([coefficient], ctx.cap)
        return Jet(value, _headed(value, total))


def _flat(value: Any) -> Jet:
    """Wrap a function that is constant but for jumps."""
    return _constant(value) if value.is_exact() else rough(value)


def _either(value: Any, a: Jet, b: Jet) -> Jet:
    """Join a continuous function that is a here and b there; its slope is between theirs."""
    return rough(value, a.slope.union(b.slope))


def _product(series: Any, count: int) -> Any:
    one = arb_series([arb(1)], ctx.cap)
    if count < 0:
        return one / _product(series, -count)
    result = one
    for bit in bin(count)[2:]:
        result = result * result
        if bit == "1":
            result = result * series
    return result


def _by_series(name: str) -> Any:
    """Wrap a function that python-flint knows on balls and on series."""

    def method(self: _Jets, z: Jet) -> Jet:
        return _made(getattr(FLINT, name)(z.value), getattr(z.terms, name))

    return method


def _by_slope(name: str, slope: Callable[[Any, Any], Any]) -> Any:
    """Wrap a function by its derivative, slope(z, 1): the integral along z is the series."""

    def method(self: _Jets, z: Jet) -> Jet:
        one = arb_series([arb(1)], ctx.cap)
        return _made(
            getattr(FLINT, name)(z.value),
            lambda: (slope(z.terms, one) * z.terms.derivative()).integral(),
        )

    return method


_SERIES = (
    "exp",
    "log",
    "sin",
    "cos",
    "tan",
    "atan",
    "asin",
    "acos",
    "sqrt",
    "erf",
    "erfc",
    "gamma",
)
_SLOPES: dict[str, Callable[[Any, Any], Any]] = {
    "expm1": lambda z, one: z.exp(),
    "log1p": lambda z, one: one / (one + z),
    "asinh": lambda z, one: one / (one + z * z).sqrt(),
    "acosh": lambda z, one: one / (z * z - one).sqrt(),
    "atanh": lambda z, one: one / (one - z * z),
    "sinh": lambda z, one: (z.exp() + (-z).exp()) / 2,
    "cosh": lambda z, one: (z.exp() - (-z).exp()) / 2,
    "tanh": lambda z, one: 4 / (2 + (2 * z).exp() + (-2 * z).exp()),
    "sigmoid": lambda z, one: one / (2 + z.exp() + (-z).exp()),
}
_JETS = cast(
    Namespace,
    type(
        "_AllJets",
        (_Jets,),
        {
            **{name: _by_series(name) for name in _SERIES},
            **{name: _by_slope(name, slope) for name, slope in _SLOPES.items()},
        },
    )(),
)
