"""Write a surface as a short sum of products u(x) v(y): polylines, squares of one sum.

Multiply: xy = ((x/r + y/s)² - (x/r - y/s)²)·rs/4 is two squares that share one sum.
"""

from __future__ import annotations

import numpy as np

from uat.base.arrays import Array, even_lines
from uat.base.errors import TargetError
from uat.base.ties import first_of_largest
from uat.constructions.folds.cascade import square_error, sum_of_squares
from uat.constructions.folds.wiring import Fold, Wire, Wiring, fewest_folds, measured, polyline_wire
from uat.functions.target import Target
from uat.networks.network import Network

Terms = list[tuple[float, Wire]]

GRID = 257
MOST_LINKS = 256


def product_terms(x: Wire, y: Wire) -> tuple[Terms, Wire | None, float]:
    """Write x·y as squares with weights, a wire and a number that are to be added.

    x and y are moved to the middles of their ranges and scaled to be as large as each other.
    """
    mx, my = (x.low + x.high) / 2, (y.low + y.high) / 2
    r, s = (x.high - x.low) / 2, (y.high - y.low) / 2
    u = ((x - mx) * (1 / r)).within(-1.0, 1.0)
    v = ((y - my) * (1 / s)).within(-1.0, 1.0)
    c = r * s / 4
    terms = [(c, (u + v).within(-2.0, 2.0)), (-c, (u - v).within(-2.0, 2.0))]
    rest = None if mx == 0 and my == 0 else x * my + y * mx
    return terms, rest, -mx * my


def surface(target: Target, tol: float) -> Fold:
    """Build a deep relu network within about `tol` of a smooth f(x, y), measured on a grid.

    f is a sum of products u_k(x) v_k(y), by singular values of its table, as few as needed. One
    layer makes every u_k and v_k as polylines with shared kinks; folded squares multiply them, all
    into one sum. There is no proven bound. Raises TargetError if 256 links an input are too few.
    """
    links = 2
    while links <= MOST_LINKS:
        found = [_try(target, tol, links, rank) for rank in range(1, 9)]
        good = [fold for fold in found if fold is not None]
        if good:
            return min(good, key=lambda fold: fold.neurons)
        links = max(links + 1, int(links * 1.2))
    raise TargetError(f"{target.name} is too rough for a short sum of products: use quadrants")


def _try(target: Target, tol: float, links: int, rank: int) -> Fold | None:
    """Try so many links an input and so many products; return None if that is not enough."""
    axes = even_lines(target.box, links + 1)
    table = np.asarray(target(*np.meshgrid(*axes, indexing="ij")))
    u, sizes, v = np.linalg.svd(table)
    count = min(rank, sizes.size)
    if count < rank:
        return None
    # a pair is known but for its sign: the largest entry of each v is positive
    signs = np.sign([row[first_of_largest(np.abs(row))] for row in v[:count]])
    us = (u[:, :count] * signs * np.sqrt(sizes[:count])).T
    vs = v[:count] * (signs * np.sqrt(sizes[:count]))[:, None]
    straight = _straight_error(target, axes, us, vs)
    if straight > 0.9 * tol:
        return None
    network, _ = _network(target, axes, us, vs, 0.98 * (tol - straight))
    error = measured(network, target, target.box)
    return Fold(network, "surface", None, error) if error <= tol else None


def _straight_error(target: Target, axes: list[Array], us: Array, vs: Array) -> float:
    """Measure how far the products of polylines are from f, on a finer grid."""
    fine = even_lines(target.box, GRID)
    u = np.array([np.interp(fine[0], axes[0], row) for row in us])
    v = np.array([np.interp(fine[1], axes[1], row) for row in vs])
    return float(np.max(np.abs(u.T @ v - target(*np.meshgrid(*fine, indexing="ij")))))


def _network(
    target: Target, axes: list[Array], us: Array, vs: Array, room: float
) -> tuple[Network, float]:
    wiring = Wiring(target.box)
    rows = [
        (x - knot).within(0.0, axis[-1] - knot)
        for x, axis in zip(wiring.inputs, axes, strict=True)
        for knot in axis[:-1]
    ]
    neurons = wiring.layer(rows)
    split = axes[0].size - 1
    terms: list[tuple[float, Wire]] = []
    base: Wire | None = None
    number = 0.0
    for u, v in zip(us, vs, strict=True):
        x = polyline_wire(neurons[:split], axes[0], u)
        y = polyline_wire(neurons[split:], axes[1], v)
        if x.high - x.low < 1e-12 or y.high - y.low < 1e-12:  # one of them is a number
            rest = x * y.bias if y.high - y.low < 1e-12 else y * x.bias
            base = rest if base is None else base + rest
            continue
        more, rest_, constant = product_terms(x, y)
        terms, number = terms + more, number + constant
        if rest_ is not None:
            base = rest_ if base is None else base + rest_
    if base is not None:
        base = base + number
    if not terms:
        assert base is not None
        return wiring.network([base]), 0.0
    reduction = sum(abs(c) * (w.high - w.low) ** 2 for c, w in terms) / (8 * 0.95 * room)
    pieces = fewest_folds(reduction, len(terms), 0, base is not None)
    out, _ = sum_of_squares(wiring, terms, base, [], pieces)
    return wiring.network([out]), square_error(terms, pieces)
