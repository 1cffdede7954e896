"""A polynomial is what finite differences of some order make zero; no network of it is universal.

A polynomial s of degree d makes every one-layer network a polynomial of degree d: a space of finite
dimension, which cannot come close to every function; any other reasonable s can (Leshno, Lin,
Pinkus and Schocken 1993).
"""

from functools import reduce
from itertools import pairwise

from uat.networks.activations.exact import Exact

MOST_DEGREE = 40
SPACINGS = (0.37109375, 5.0, 1024.0, 2.0**45)  # near the origin and far out
BITS = 4096
NOTHING = 2.0**-200  # relative size of what counts as rounding of the coefficients


def degree(exact: Exact) -> int | None:
    """Return the degree of s if it is a polynomial, of 40 or less, 0 for a constant; else None.

    Differences of all orders at four widely spread sets of points, in 4096 bits.
    """
    orders = []
    for spacing in SPACINGS:
        orders.append(_first_vanishing(exact, spacing))
        if orders[-1] is None or orders[-1] != orders[0]:
            return None
    return orders[0]


def _first_vanishing(exact: Exact, spacing: float) -> int | None:
    """Return the last order of differences that is not zero everywhere."""
    from flint import arb, ctx

    with ctx.workprec(BITS):
        count = MOST_DEGREE + 4
        places = [arb(spacing) * (i - count // 2) + arb(0.125) for i in range(count)]
        row = [exact.ball(z) for z in places]
        if not all(ball.is_finite() for ball in row):
            return None
        size = reduce(arb.max, (abs(ball).upper() for ball in row))
        for order in range(MOST_DEGREE + 1):
            row = [after - before for before, after in pairwise(row)]
            if all(abs(ball).upper() <= NOTHING * size for ball in row):
                return order
    return None
