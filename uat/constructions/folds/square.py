"""Subtract sawtooths of heights 1/4, 1/16, … from x to make its square (Yarotsky 2017)."""

from uat.constructions.folds.cascade import square_error, sum_of_squares
from uat.constructions.folds.fold import Fold, measured, require_layers
from uat.constructions.folds.wiring import Wiring

MOST_LAYERS = 25  # 4^-26 is the rounding of float64


def square(m: int) -> Fold:
    """Build x² on [0, 1] by m layers of 3m - 1 neurons: the polyline through 2^m + 1 even points.

    m: from 1 to 25. The error is exactly 4^-(m+1), from above. Raises InputError for any other m.
    """
    require_layers("m", m, MOST_LAYERS, "more would be below the rounding of float64")
    pieces, box = (2,) * int(m), (0.0, 1.0)
    wiring = Wiring([box])
    terms = [(1.0, wiring.inputs[0])]
    out, _ = sum_of_squares(wiring, terms, None, [], pieces, centred=False)
    network = wiring.network([out])
    bound = square_error(terms, pieces) + 1 / 8 / 4.0**m
    return Fold(network, "square", bound, measured(network, lambda x: x * x, [box]))
