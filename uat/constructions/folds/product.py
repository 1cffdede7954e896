"""Multiply: xy = ((x/r + y/s)² - (x/r - y/s)²)·rs/4 is two squares that share one sum."""

from uat.constructions.folds.wiring import Wire

Terms = list[tuple[float, Wire]]


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
