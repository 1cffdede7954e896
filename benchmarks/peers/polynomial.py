"""Evaluate a Chebyshev series by Clenshaw's recurrence, with folded squares as products.

b_k = c_k + 2 s b_(k+1) - b_(k+2), and p = c_0 + s b_1 - b_2. An error d_k of one product changes p
by d_k T_k(s), and |T_k| <= 1: so the errors of the products simply add up.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from peers.series import Series, series_distance

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.folds.cascade import EPS, square_error, sum_of_squares
from uat.constructions.folds.surface import product_terms
from uat.constructions.folds.wiring import (
    Fold,
    Mirror,
    Wire,
    Wiring,
    fewest_folds,
    find_mirrors,
    fold_in,
    measured,
    mirror_back,
)
from uat.functions.target import Target
from uat.networks.network import Network

MOST_DEGREE = 400
SHARES = (0.2, 0.5, 0.8)  # of the tolerance for the series


def polynomial(target: Target, tol: float) -> Fold:
    """Build a deep relu network within `tol` of a smooth f from its truncated Chebyshev series.

    target: of one input. Symmetric functions are folded first; what is even about the middle of
    the rest becomes a series in the square. The bound is proven if f has a formula: series by
    balls, products and rounding by adding up. Raises TargetError if f is not smooth enough for
    degree 400, or the tolerance is below rounding.
    """
    best: Fold | None = None
    mirrors, start = find_mirrors(target, *target.box[0], 1e-4 * tol)
    is_even = bool(mirrors) and mirrors[-1].odd is None
    if is_even:
        mirrors, start = mirrors[:-1], 2 * start - target.box[0][1]
    coefficients = _chebyshev(target, start, target.box[0][1], tol)
    seen = set()
    for share in SHARES:
        series = Series(_cut(coefficients, share * tol, is_even), start, target.box[0][1], is_even)
        if series.coefficients.size in seen:
            continue
        seen.add(series.coefficients.size)
        fold = _fold(target, tol, series, mirrors)
        if fold is not None and (best is None or fold.neurons < best.neurons):
            best = fold
    if best is None:
        raise TargetError(f"the products cannot be as exact as {tol:g}: use a larger tolerance")
    return best


def _chebyshev(f: Callable[[Array], Array], a: float, b: float, tol: float) -> Array:
    """Interpolate at a degree at which the Chebyshev coefficients have become small."""
    degree = 16
    while degree <= 2 * MOST_DEGREE:
        nodes = np.cos(np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1))
        y = np.asarray(f((a + b) / 2 + (b - a) / 2 * nodes))
        coefficients = np.polynomial.chebyshev.chebfit(nodes, y, degree)
        if not np.isfinite(coefficients).all():
            break
        if np.sum(np.abs(coefficients[-degree // 4 :])) <= 0.01 * tol:
            return np.asarray(coefficients)
        degree *= 2
    raise TargetError("f is not smooth enough for a polynomial: use parabolas or ramps")


def _cut(coefficients: Array, room: float, is_even: bool) -> Array:
    """Drop the last coefficients that together are less than `room`; keep T_2k only, if even."""
    kept = coefficients[::2] if is_even else coefficients
    tails = np.cumsum(np.abs(kept[::-1]))[::-1]
    count = max(int(np.count_nonzero(tails > room)), 2)
    return np.array(kept[:count])


def _fold(target: Target, tol: float, series: Series, mirrors: tuple[Mirror, ...]) -> Fold | None:
    cut = series_distance(target, series, mirrors, 0.02 * tol)
    left = tol - (cut if cut is not None else 0.5 * tol)
    if left <= 0:
        return None
    network, extra = _network(target.box[0], series, mirrors, left)
    if extra > left:
        return None
    bound = None if cut is None else cut + extra
    error = measured(network, target, target.box)
    if error > tol:
        return None
    return Fold(network, "polynomial", bound, error)


def _network(
    box: tuple[float, float], series: Series, mirrors: tuple[Mirror, ...], room: float
) -> tuple[Network, float]:
    wiring = Wiring([box])
    u, signed = fold_in(wiring, mirrors, *box)
    half = (series.b - series.a) / 2
    t = (u * (1 / half) - 1.0).within(-1.0, 1.0)
    c, extra, kept = series.coefficients, 0.0, list(signed)
    s = t
    if series.is_even:
        share = 0.15 * room / max(series.steepest, 1e-300)
        terms = [(2.0, t)]
        pieces = fewest_folds(8.0 / (8 * 0.9 * share), 1, len(kept), False)
        s, kept = sum_of_squares(wiring, terms, None, kept, pieces)
        off = square_error(terms, pieces)
        s, extra = (s - 1.0).within(-1.0 - off, 1.0 + off), 1.01 * series.steepest * off
    products = max(c.size - 2, 0)
    each = 0.97 * (room - extra) / max(products, 1)
    ranges = series.ranges()
    after, newest = s * 0.0, s * 0.0 + float(c[-1])
    for k in range(c.size - 2, 0, -1):
        if k == c.size - 2:  # the first product is with a number
            after, newest = newest, (s * (2.0 * c[-1]) + float(c[k])).within(*ranges[k])
            continue
        more, kept, s, after, newest = _step(wiring, (s, newest, after), kept, (c[k], 2.0), each)
        newest = newest.within(ranges[k][0] - extra - more, ranges[k][1] + extra + more)
        extra += 1.01 * more
    if c.size > 2:
        more, kept, s, _, value = _step(wiring, (s, newest, after), kept, (c[0], 1.0), each)
        extra += 1.01 * more
    else:
        value = s * float(c[1]) + float(c[0])
    size = float(np.sum(np.abs(c)))
    value = value.within(-size - room, size + room)
    steep = series.steepest_in_x * 1.01
    value = mirror_back(wiring, value, mirrors, kept, steep)
    passes = 16 * EPS * len(wiring.layers) * (size + (steep * (box[1] - box[0]) if signed else 0))
    return wiring.network([value]), extra + passes


def _step(
    wiring: Wiring,
    wires: tuple[Wire, Wire, Wire],
    kept: list[Wire],
    numbers: tuple[float, float],
    room: float,
) -> tuple[float, list[Wire], Wire, Wire, Wire]:
    """Compute c + factor*s*newest - after; pass on s and newest. Return the error first."""
    s, newest, after = wires
    c, factor = numbers
    is_last = factor == 1.0
    terms, rest, number = product_terms(s * factor, newest)
    base = after * -1.0 + float(c + number)
    base = base if rest is None else (base + rest)
    carried = kept if is_last else [*kept, s, newest]
    reduction = sum(abs(w) * (wire.high - wire.low) ** 2 for w, wire in terms) / (8 * 0.95 * room)
    pieces = fewest_folds(reduction, 2, len(carried), True)
    value, back = sum_of_squares(wiring, terms, base, carried, pieces)
    more = square_error(terms, pieces)
    size = max(abs(newest.low), abs(newest.high)) + max(abs(after.low), abs(after.high)) + abs(c)
    more += 8 * EPS * (len(pieces) + 2) * size
    if is_last:
        return more, back, s, newest, value
    return more, back[:-2], back[-2], back[-1], value
