"""Check that f is a finite number everywhere, with room for differences; if not, say where."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.functions.expression import with_real_roots

Function = Callable[[Array], Array]

LARGEST = 1e306  # of |f|: sums and differences of hundreds of values stay finite
SMALLEST = 1e-305  # of the largest |f|: a small part of it is still a float with all its digits

_ADVICE = {
    "infinite": "choose a domain that keeps away from this pole",
    "not a number": (
        "give f a value there (sinc(x) instead of sin(x)/x, or where(x==…, …, …)), or choose a "
        "domain without this hole"
    ),
}


def require_finite(f: Function, x: Array, y: Array) -> None:
    """Raise TargetError, with the place, unless all y = f(x) are finite numbers."""
    bad = ~np.isfinite(y)
    if not bad.any():
        return
    i = int(np.argmax(bad))
    advice = real_roots(f, float(x[i]))
    if bad.all():
        raise TargetError(f"f is {_word(y[0])} everywhere on the domain{advice}")
    raise TargetError(_hole(f, x, bad, i, _word(y[i])) + advice)


def real_roots(f: Callable[..., Array], *point: float) -> str:
    """Say what helps with odd roots of negative numbers, if f has a value with them."""
    formula = getattr(f, "expression", None)  # of a target that is one formula
    real = None if formula is None else with_real_roots(formula)
    if real is None or not np.isfinite(real(*point)):
        return ""
    return f"; for the real root of negative numbers write {real.text}"


def _hole(f: Function, x: Array, bad: NDArray[np.bool_], i: int, word: str) -> str:
    """Say where f is not finite: at one point, or on an interval whose edges are bisected."""
    stop = i
    while stop + 1 < x.size and bad[stop + 1]:
        stop += 1
    left = _edge(f, x[i - 1], x[i]) if i > 0 else float(x[0])
    right = _edge(f, x[stop + 1], x[stop]) if stop + 1 < x.size else float(x[-1])
    first, start, end = (place_text(at, x[0], x[-1]) for at in (x[i], left, right))
    if stop == i:
        return f"f is {word} at x = {first}: {_ADVICE[word]}"
    return f"f is {word} between x = {start} and {end}: choose a domain on which f is finite"


def _edge(f: Function, good: float, bad: float) -> float:
    """Find where f stops being finite, between a good and a bad point."""
    for _ in range(60):
        middle = 0.5 * (good + bad)
        if np.isfinite(f(np.array([middle]))[0]):
            good = middle
        else:
            bad = middle
    return float(good)


def require_room(y: Array, far: float = 1.0) -> None:
    """Raise TargetError for values that leave no room for differences, above or below.

    far: the largest |x| of the domain, with which values are multiplied where lines are compared.
    """
    size = float(np.abs(y).max())
    if 0.0 < size < SMALLEST / min(1.0, far):
        raise TargetError(
            f"|f| is at most {size:.3g}, and floats below {SMALLEST:.0e} lose digits: scale f up"
        )
    if size > LARGEST / max(1.0, far):
        what = "differences" if far <= 1.0 else f"products with x, which reaches {far:.3g},"
        raise TargetError(
            f"f reaches {size:.3g}, and {what} beyond {LARGEST:.0e} overflow: scale f down, or "
            "choose a smaller domain"
        )


def _word(value: float) -> str:
    return "not a number" if np.isnan(value) else "infinite"
