"""Jets: a value and its derivatives on a whole box, on which each function of a formula acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from flint import arb, arb_series, ctx

from uat.functions.expression import Expression, Namespace
from uat.functions.expression.with_flint import FLINT

BITS = 80  # of precision; 16 more than float64 needs, so that sums of wide range keep its digits
LARGEST_POWER = 64  # whole powers up to it are products

NAN = arb.nan()


def series(coefficients: list[Any]) -> Any:
    return arb_series(coefficients, ctx.cap)


@lru_cache(maxsize=4096)
def _number(value: float, order: int) -> Any:
    return arb_series([arb(value)], order)


@lru_cache(maxsize=64)
def _constant(name: str, order: int) -> Any:
    return arb_series([FLINT.constant(name)], order)


def _head(z: Any) -> Any:
    """Return the ball of values."""
    return z[0]


def _with_head(head: Any, z: Any) -> Any:
    """Put a sharper value before the same derivatives."""
    return series([head, *z.coeffs()[1:]])


def _rough(*known: Any) -> Any:
    """Make a jet of which only the first coefficients are known."""
    return series([*known, *[NAN] * (ctx.cap - len(known))])


def _rest(z: Any) -> Any:
    """Return all coefficients but the first, as far as they are not zero."""
    return z.coeffs()[1:]


class JetNamespace(Namespace):
    """The arithmetic of jets. Conditions are jets too: 1, 0, or the ball of both and no more."""

    def __init__(self) -> None:
        super().__init__(_TABLE)

    def number(self, value: float) -> Any:
        return _number(value, ctx.cap)

    def constant(self, name: str) -> Any:
        before, ctx.prec = ctx.prec, max(ctx.prec, 2 * BITS)
        try:
            return _constant(name, ctx.cap)
        finally:
            ctx.prec = before

    def compare_two(self, sign: str, a: Any, b: Any) -> Any:
        verdict = FLINT.compare_two(sign, _head(a), _head(b))
        return series([verdict]) if verdict.is_exact() else _rough(verdict)

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        verdict = _head(condition)
        if verdict.is_nan():
            return _rough()
        if verdict.is_zero():
            return b
        if not verdict.contains(0):
            return a
        return _rough(_head(a).union(_head(b)))

    def power(self, a: Any, b: Any) -> Any:
        exponent = _head(b)
        constant = len(b.coeffs()) <= 1
        head = FLINT.power(_head(a), exponent)
        whole = constant and exponent.is_exact() and exponent.is_integer()
        if whole and abs(exponent) <= LARGEST_POWER:
            return _with_head(head, _whole_power(a, int(exponent.unique_fmpz())))
        if not _head(a) > 0:
            return _rough(head)
        return _with_head(head, (b * a.log()).exp())

    def abs(self, z: Any) -> Any:
        head = _head(z)
        if head >= 0:
            return z
        if head <= 0:
            return -z
        return _either(abs(head), z, -z)

    def min(self, *values: Any) -> Any:
        result = values[0]
        for value in values[1:]:
            a, b = _head(result), _head(value)
            if b <= a:
                result = value
            elif not a <= b:
                result = _either(a.min(b), result, value)
        return result

    def max(self, *values: Any) -> Any:
        result = values[0]
        for value in values[1:]:
            a, b = _head(result), _head(value)
            if b >= a:
                result = value
            elif not a >= b:
                result = _either(a.max(b), result, value)
        return result

    def cbrt(self, z: Any) -> Any:
        head = _head(z)
        if head > 0:
            return _with_head(FLINT.cbrt(head), (z.log() / self.number(3.0)).exp())
        if head < 0:
            return -self.cbrt(-z)
        return _rough(FLINT.cbrt(head))

    def log1p(self, z: Any) -> Any:
        return _with_head(FLINT.log1p(_head(z)), self.log(z + self.number(1.0)))

    def atan2(self, y: Any, x: Any) -> Any:
        head = FLINT.atan2(_head(y), _head(x))
        if _head(x) > 0:
            return _with_head(head, (y / x).atan())
        if _head(y) > 0 or _head(y) < 0:
            return _with_head(head, -(x / y).atan())
        return _rough(head)

    def hypot(self, a: Any, b: Any) -> Any:
        head = FLINT.hypot(_head(a), _head(b))
        return _with_head(head, (a * a + b * b).sqrt()) if head > 0 else _rough(head)

    def sinh(self, z: Any) -> Any:
        return _with_head(FLINT.sinh(_head(z)), super().sinh(z))

    def cosh(self, z: Any) -> Any:
        return _with_head(FLINT.cosh(_head(z)), super().cosh(z))

    def tanh(self, z: Any) -> Any:
        return _with_head(FLINT.tanh(_head(z)), super().tanh(z))

    def asinh(self, z: Any) -> Any:
        one = self.number(1.0)
        return self._integral(FLINT.asinh(_head(z)), z, lambda t: one / (t * t + one).sqrt())

    def acosh(self, z: Any) -> Any:
        head, one = FLINT.acosh(_head(z)), self.number(1.0)
        if not _head(z) > 1:
            return _rough(head)
        return self._integral(head, z, lambda t: one / (t * t - one).sqrt())

    def atanh(self, z: Any) -> Any:
        one = self.number(1.0)
        return self._integral(FLINT.atanh(_head(z)), z, lambda t: one / (one - t * t))

    def sinc(self, z: Any) -> Any:
        head = _head(z)
        if head > 0 or head < 0:
            return _with_head(FLINT.sinc(head), z.sin() / z)
        # sinc(z) is the mean of cos(t*z) over 0 < t < 1, so its k-th derivative is at most 1/(k+1).
        taylor, bound = [FLINT.sinc(head)], arb(1)
        for k in range(1, ctx.cap):
            bound = bound / k
            taylor.append(arb(0, 1) * bound / (k + 1))
        return _composed(taylor, z)

    def _integral(self, head: Any, z: Any, derivative: Callable[[Any], Any]) -> Any:
        """Integrate: g(z) from its value and g', as the series whose derivative is g'(z) z'."""
        return _with_head(head, (derivative(z) * z.derivative()).integral())


def _flat(head: Any) -> Any:
    """Wrap a piecewise constant function: all derivatives are 0, unless it may jump."""
    return series([head]) if head.is_exact() else _rough(head)


def _either(head: Any, a: Any, b: Any) -> Any:
    """Join a continuous function that is a here and b there: Lipschitz, with a kink."""
    return _rough(head, a[1].union(b[1])) if ctx.cap > 1 else _rough(head)


def _whole_power(a: Any, exponent: int) -> Any:
    """Multiply a by itself, as often as the bits of the exponent say."""
    if exponent < 0:
        return arb_series([1], ctx.cap) / _whole_power(a, -exponent)
    result = arb_series([1], ctx.cap)
    while exponent:
        if exponent & 1:
            result = result * a
        exponent >>= 1
        a = a * a if exponent else a
    return result


def _composed(taylor: list[Any], z: Any) -> Any:
    """Compose g(z) from enclosures of g^(k)/k! on the ball of z, by Horner's rule."""
    step = series([arb(0), *_rest(z)])
    result = series([taylor[-1]])
    for coefficient in reversed(taylor[:-1]):
        result = result * step + series([coefficient])
    return result


def _where(smooth: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    """Wrap a function of series; where it may not be smooth, only its value is known."""
    of_series, of_balls = getattr(arb_series, name), getattr(FLINT, name)
    return lambda z: of_series(z) if smooth(_head(z)) else _rough(of_balls(_head(z)))


def _sharper(name: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap a function whose value balls know better than series do, with its derivatives."""
    of_balls = getattr(FLINT, name)
    return lambda z: _with_head(of_balls(_head(z)), function(z))


_TABLE = {
    **{name: getattr(arb_series, name) for name in ("exp", "sin", "cos", "atan", "erf")},
    **{name: _where(lambda head: head > 0, name) for name in ("log", "sqrt", "gamma")},
    **{name: _where(lambda head: abs(head) < 1, name) for name in ("asin", "acos")},
    "sign": lambda z: _flat(_head(z).sgn()),
    "floor": lambda z: _flat(_head(z).floor()),
    "expm1": _sharper("expm1", arb_series.exp),
    "tan": _sharper("tan", lambda z: z.sin() / z.cos()),
    "erfc": _sharper("erfc", lambda z: -z.erf()),
}


@lru_cache(maxsize=16)
def namespace(order: int) -> JetNamespace:
    """Cache one namespace for each length of jets, since it keeps pi and e of that length."""
    return JetNamespace()


# Evaluate a formula on Taylor jets of balls: value and derivatives on a whole box.
#
# A jet is python-flint's `arb_series`: coefficient k encloses f^(k)/k! at every point of the box.
# Where f has no k-th derivative (a kink, a jump, a root at 0) the coefficients from k on are NaN.


@contextmanager
def precision(order: int, bits: int = BITS) -> Iterator[None]:
    """Set jets of `order` coefficients, and balls of `bits` bits, until the block ends."""
    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, order
    try:
        yield
    finally:
        ctx.prec, ctx.cap = before


def jet(expression: Expression, centre: Any, scale: Any) -> list[Any]:
    """Return coefficients of f(centre + scale*u) in u, `ctx.cap` of them; NaN if unknown.

    centre: a ball. Coefficient k encloses scale^k f^(k)/k! at every point of it, for each point at
    which f is a finite real number. A coefficient is finite only if f is continuous there and its
    lower derivatives are Lipschitz, so that Taylor's theorem holds with it as remainder.
    """
    try:
        value = expression.evaluate(namespace(ctx.cap), series([centre, scale]))
        coefficients = value.coeffs()
        missing = ctx.cap - value.prec  # a quotient of two zeros has fewer terms
    except (ValueError, ZeroDivisionError, OverflowError):  # a quotient whose divisor holds 0
        coefficients, missing = [expression.evaluate(FLINT, centre)], ctx.cap - 1
    zeros = [arb(0)] * (ctx.cap - max(missing, 0) - len(coefficients))
    return [*coefficients, *zeros, *[NAN] * missing]


def interval(left: float, right: float, box: tuple[float, float]) -> Any:
    """Make a ball that holds [left, right], and does not reach beyond the box.

    A ball's radius has 30 bits and is rounded up, so a ball usually ends a little outside. A jump
    or a root at the end of the box must not be crossed, or nothing would be known there.
    """
    if left == box[0]:
        return arb(left) + arb(0, (arb(right) - arb(left)).upper()).nonnegative_part()
    if right == box[1]:
        return arb(right) - arb(0, (arb(right) - arb(left)).upper()).nonnegative_part()
    centre, radius = (arb(left) + arb(right)) / 2, (arb(right) - arb(left)) / 2
    narrow = arb(centre, (radius * (1 - arb(2) ** -30)).lower())  # rounded up, this may be exact
    is_enough = narrow.contains(arb(left)) and narrow.contains(arb(right))
    return narrow if is_enough else arb(left).union(arb(right))
