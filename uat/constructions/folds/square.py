"""Subtract sawtooths of heights 1/4, 1/16, … from x to make its square (Yarotsky 2017)."""

from uat.base.errors import InputError
from uat.constructions.folds.cascade import EPS, square_error, sum_of_squares
from uat.constructions.folds.fold import Fold, measured, require_count, require_interval
from uat.constructions.folds.wiring import Wiring, fewest_folds

MOST_LAYERS = 25  # 4^-26 is the rounding of float64


def square(
    m: int | None = None,
    interval: tuple[float, float] = (0.0, 1.0),
    *,
    tol: float | None = None,
    centred: bool = False,
) -> Fold:
    """Build x² on an interval [a, b], by m layers; or by the fewest neurons for a tolerance.

    m: the network is the polyline through x² at 2^m + 1 equidistant points: its error is exactly
        (b - a)²·4^-(m+1), from above. 3m - 1 neurons, m from 1 to 25.
    tol: instead of m: layers of as many pieces as make the fewest neurons, always centred.
    centred: half the error in the output bias, so that only half of it is left, on both sides.

    Raises InputError unless one of m and tol is given, and for tolerances below rounding.
    """
    a, b = require_interval(interval)
    if (m is None) == (tol is None):
        raise InputError("give the number of layers m or a tolerance, one of them")
    if m is not None:
        require_count("m", m, 1, MOST_LAYERS, "more would be below the rounding of float64")
        pieces: tuple[int, ...] = (2,) * int(m)
    else:
        assert tol is not None
        pieces, centred = _pieces(a, b, tol), True
    wiring = Wiring([(a, b)])
    terms = [(1.0, wiring.inputs[0])]
    out, _ = sum_of_squares(wiring, terms, None, [], pieces, centred=centred)
    network = wiring.network([out])
    bound = square_error(terms, pieces)
    if not centred:
        bound += (b - a) ** 2 / 8 / _reduction(pieces)
    error = measured(network, lambda x: x * x, ((a, b),))
    return Fold(network, "square", ((a, b),), bound, error, degree=2)


def _reduction(pieces: tuple[int, ...]) -> float:
    product = 1.0
    for p in pieces:
        product *= p**2
    return product


def _pieces(a: float, b: float, tol: float) -> tuple[int, ...]:
    size = max(abs(a), abs(b))
    least = 512 * EPS * size**2
    if not tol >= least:
        raise InputError(
            f"the tolerance {tol:g} is below what float64 can do here: use {least:.2g}"
        )
    return fewest_folds((b - a) ** 2 / (8 * 0.9 * tol), 1, 0, False)
