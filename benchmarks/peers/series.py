"""A Chebyshev series on an interval knows its size, its slope, its proven distance from f."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.folds.wiring import Mirror
from uat.functions.expression import compile_expression
from uat.functions.target import Target

BITS = 320
MOST_CELLS = 20_000
ORDER = 8  # of the Taylor polynomials of both


@dataclass(frozen=True, eq=False)
class Series:
    """Sum of coefficients[k]*T_k(s) on [a, b]: s = t, or 2t² - 1 if it is even; t in [-1, 1]."""

    coefficients: Array
    a: float
    b: float
    is_even: bool

    @property
    def degree(self) -> int:
        return (self.coefficients.size - 1) * (2 if self.is_even else 1)

    @property
    def steepest(self) -> float:
        """Bound the slope with respect to s: |T_k'| <= k²."""
        slope = np.polynomial.chebyshev.chebder(self.coefficients)
        return _largest(np.asarray(slope, dtype=float))

    @property
    def steepest_in_x(self) -> float:
        return self.steepest * (4.0 if self.is_even else 1.0) * 2 / (self.b - self.a)

    def ranges(self) -> list[tuple[float, float]]:
        """Return for each k the range of b_k of Clenshaw: sum over j >= k of c_j U_(j-k)."""
        ranges = []
        for k in range(self.coefficients.size):
            most = _largest(_second_kind(self.coefficients[k:]))
            ranges.append((-most, most))
        return ranges


def _second_kind(coefficients: Array) -> Array:
    """Turn a series of U_k into one of T_k: U_n is T_n twice, T_(n-2) twice, …, T_0 once."""
    result = np.zeros_like(coefficients)
    for parity in (0, 1):
        own = coefficients[parity::2]
        result[parity::2] = 2 * np.cumsum(own[::-1])[::-1]
    result[0] /= 2
    return result


def _largest(coefficients: Array) -> float:
    """Bound |series| on [-1, 1] by its largest value at 8 n points, over cos(pi/16)."""
    n = 8 * max(coefficients.size, 2)
    points = np.cos(np.pi * (np.arange(n) + 0.5) / n)
    values = np.polynomial.chebyshev.chebval(points, coefficients)
    return float(np.max(np.abs(values))) / math.cos(math.pi / 16) + 1e-300


def series_distance(
    target: Target, series: Series, mirrors: Sequence[Mirror], slack: float
) -> float | None:
    """Prove a bound on |f - series| on the whole domain; None if f has no formula."""
    if target.formula is None:
        return None
    from flint import arb

    from uat.accuracy.proof.jets import precision

    expression = compile_expression(target.formula, target.names)
    waiting: list[tuple[Any, float, float]] = []
    with precision(ORDER + 1, BITS):
        for p, left, right in _images(series, mirrors, arb):
            edges = np.linspace(left, right, 2 * series.degree + 2)
            edges[0] = max(left - 1e-15 * abs(left), target.box[0][0])
            edges[-1] = min(right + 1e-15 * abs(right), target.box[0][1])
            waiting += [(p, u, v) for u, v in pairwise(edges.tolist())]
        return _bound(expression, waiting, target.box[0], slack, arb)


def _bound(
    expression: Any,
    waiting: list[tuple[Any, float, float]],
    box: tuple[float, float],
    slack: float,
    arb: Any,
) -> float:
    from flint import arb_poly

    from uat.accuracy.proof.jets import interval, jet

    reached, bound, cells = 0.0, 0.0, 0
    while waiting:
        p, left, right = waiting.pop()
        cells += 1
        middle = 0.5 * (left + right)
        ball = interval(left, right, box)
        r = abs(ball - arb(middle)).upper()
        shifted = p(arb_poly([arb(middle), arb(1)])).coeffs()
        f, wide = jet(expression, arb(middle), arb(1)), jet(expression, ball, arb(1))
        rest = sum((abs(c) * r**k for k, c in enumerate(shifted[ORDER:], ORDER)), start=arb(0))
        at = [*shifted, *[arb(0)] * ORDER][:ORDER]
        value = abs(f[0] - at[0])
        upper = sum((abs(f[k] - at[k]) * r**k for k in range(ORDER)), start=rest)
        upper += abs(wide[ORDER]) * r**ORDER
        reached = max(reached, float(value.lower())) if value.is_finite() else reached
        top = float(upper.upper()) if upper.is_finite() else float("inf")
        if top <= max(reached, bound) + slack:
            bound = max(bound, top)
        elif cells > MOST_CELLS or right - left < 1e-12 * (box[1] - box[0]):
            raise TargetError(f"f cannot be bounded near x = {left:.6g}: use parabolas or ramps")
        else:
            waiting += [(p, left, middle), (p, middle, right)]
    return bound * (1 + 1e-12)


def _images(series: Series, mirrors: Sequence[Mirror], arb: Any) -> list[tuple[Any, float, float]]:
    """Return the series as a polynomial in x on its interval, and its mirror images."""
    from flint import arb_poly

    half, middle = (arb(series.b) - arb(series.a)) / 2, (arb(series.a) + arb(series.b)) / 2
    t = arb_poly([-middle / half, 1 / half])
    s = t * t * 2 - 1 if series.is_even else t
    newest, after = arb_poly([0]), arb_poly([0])
    for c in series.coefficients[:0:-1]:
        newest, after = s * newest * 2 - after + arb(float(c)), newest
    p = s * newest - after + arb(float(series.coefficients[0]))
    images = [(p, series.a, series.b)]
    for mirror in reversed(mirrors):
        turn = arb_poly([2 * arb(mirror.middle), arb(-1)])
        for q, left, right in list(images):
            image = q(turn)
            if mirror.odd is not None:
                image = -image + 2 * arb(mirror.odd)
            images.append((image, 2 * mirror.middle - right, 2 * mirror.middle - left))
    return images
