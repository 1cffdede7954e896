"""Multiply: xy = ((x/r + y/s)² - (x/r - y/s)²)·rs/4 is two squares that share one sum."""

from uat.base.errors import InputError
from uat.constructions.folds.cascade import EPS, square_error, sum_of_squares
from uat.constructions.folds.fold import Fold, measured, require_interval
from uat.constructions.folds.wiring import Wire, Wiring, fewest_folds

Terms = list[tuple[float, Wire]]


def product_terms(x: Wire, y: Wire, factor: float = 1.0) -> tuple[Terms, Wire | None, float]:
    """Write factor·x·y as squares with weights, a wire and a number that are to be added.

    x and y are moved to the middles of their ranges and scaled to be as large as each other.
    """
    mx, my = (x.low + x.high) / 2, (y.low + y.high) / 2
    r, s = (x.high - x.low) / 2, (y.high - y.low) / 2
    u = ((x - mx) * (1 / r)).within(-1.0, 1.0)
    v = ((y - my) * (1 / s)).within(-1.0, 1.0)
    c = factor * r * s / 4
    terms = [(c, (u + v).within(-2.0, 2.0)), (-c, (u - v).within(-2.0, 2.0))]
    rest = None if mx == 0 and my == 0 else x * (factor * my) + y * (factor * mx)
    return terms, rest, -factor * mx * my


def product(x: tuple[float, float], y: tuple[float, float], tol: float = 1e-6) -> Fold:
    """Build the product of two inputs in the intervals x and y, within `tol`.

    Raises InputError for tolerances below the rounding of float64.
    """
    x, y = require_interval(x), require_interval(y)
    size = max(map(abs, x)) * max(map(abs, y))
    if not tol >= 2048 * EPS * size:
        raise InputError(
            f"the tolerance {tol:g} is below what float64 can do here: use {2048 * EPS * size:.2g}"
        )
    wiring = Wiring([x, y])
    first, second = wiring.inputs
    terms, rest, number = product_terms(first, second)
    base = None if rest is None else rest + number
    reduction = sum(abs(c) * (w.high - w.low) ** 2 for c, w in terms) / (8 * 0.9 * tol)
    pieces = fewest_folds(reduction, 2, 0, base is not None)
    out, _ = sum_of_squares(wiring, terms, base, [], pieces)
    network = wiring.network([out])
    bound = square_error(terms, pieces) + 32 * EPS * size * len(pieces)
    error = measured(network, lambda u, v: u * v, (x, y))
    return Fold(network, "product", (x, y), bound, error, degree=2)
