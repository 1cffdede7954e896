"""Confirm by intervals over whole octaves, or by SymPy's limits, what points have shown."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from uat.networks.activations.activation import Rise
from uat.networks.activations.exact import FARTHEST, Exact, bounds_of

PARTS = 16  # an octave is cut so if one ball over it says too little
CLOSE = 2.0**-40
LONGEST = 80  # characters of a formula that SymPy is asked about: it may take long
SLOW = 8.0  # for slow tails: how much wider than at its near end an octave may be


def is_confirmed(exact: Exact, rise: Rise) -> bool:
    """Tell whether the limits of the step are proven, for |z| up to 2**60 at least."""
    return _by_intervals(exact, rise) or _by_sympy(exact, rise)


def _by_intervals(exact: Exact, rise: Rise) -> bool:
    """Tell whether intervals show the step near its limits on all octaves to 2**60."""
    start = rise.saturation if np.isfinite(rise.saturation) else 2.0**10
    start = max(2 * start + rise.shift, 1.0)
    return all(
        _is_near(exact, rise, side, low, 2 * low)
        for low in 2.0 ** np.arange(np.ceil(np.log2(start)), FARTHEST)
        for side in (-1.0, 1.0)
    )


def _is_near(exact: Exact, rise: Rise, side: float, low: float, high: float) -> bool:
    """Tell whether the step is near its limit on one octave of one side."""
    allowed = CLOSE
    if not np.isfinite(rise.saturation):
        seen = exact.values([side * low], rise.shift)[0]
        allowed += SLOW * abs(seen - _limit(rise, side)) / abs(rise.height)
    edges = [low, high]
    if _excess(exact, rise, side, low, high) > allowed:
        edges = list(np.linspace(low, high, PARTS + 1))
    parts = pairwise(edges)
    return all(_excess(exact, rise, side, left, right) <= allowed for left, right in parts)


def _excess(exact: Exact, rise: Rise, side: float, low: float, high: float) -> float:
    """Bound the distance from the limit, in units of the height; infinite if none is known.

    For a pair: the difference of two copies is the mean slope between them, times the shift.
    """
    left, right = sorted((side * low, side * high))
    if rise.shift:
        from uat.networks.activations.slopes import slope_bounds

        half = rise.shift / 2
        bounds = rise.shift * np.array(slope_bounds(exact, left - half, right + half))
    else:
        bounds = np.array(_bounds(exact, left, right))
    if not np.isfinite(bounds).all():
        return float("inf")
    return float(np.max(np.abs(bounds - _limit(rise, side)))) / abs(rise.height)


def _bounds(exact: Exact, low: float, high: float) -> tuple[float, float]:
    """Bound s on [low, high]; NaN where nothing is known."""
    from flint import arb, ctx

    from uat.networks.activations.intervals import INTERVALS, Interval

    with ctx.workprec(128):
        try:
            s = exact.expression.evaluate(INTERVALS, Interval(arb(low), arb(high)))
        except (ArithmeticError, ValueError, TypeError, AttributeError):
            return np.nan, np.nan
        return bounds_of(s.low.union(s.high))


def _by_sympy(exact: Exact, rise: Rise) -> bool:
    """Tell whether SymPy finds the same limits of s, or of its slope for a pair."""
    import sympy

    from uat.functions.expression import SYMPY

    if len(exact.expression.text) > LONGEST:
        return False
    try:
        for side in (-1, 1):
            t = sympy.Symbol("t", positive=True)
            s = exact.expression.evaluate(SYMPY, side * t)
            expected = _limit(rise, float(side))
            if rise.shift:
                s, expected = side * sympy.diff(s, t), expected / rise.shift
            found = float(sympy.limit(s, t, sympy.oo))
            if not abs(found - expected) <= CLOSE * max(abs(expected), 1.0):
                return False
    except Exception:  # SymPy raises what it likes; then nothing is confirmed
        return False
    return True


def _limit(rise: Rise, side: float) -> float:
    return rise.high if side > 0 else rise.low
