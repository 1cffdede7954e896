"""Evaluate a formula on Taylor jets of balls: value and derivatives on a whole box.

A jet is python-flint's `arb_series`: coefficient k encloses f^(k)/k! at every point of the box.
Where f has no k-th derivative (a kink, a jump, a root at 0) the coefficients from k on are NaN.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flint import arb, ctx

from uat.accuracy.proof.jet_namespace import BITS, NAN, namespace, series
from uat.functions.expression import Expression
from uat.functions.expression.with_flint import FLINT


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
