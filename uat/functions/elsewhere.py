"""Find a domain on which a function of one input is finite, where the one asked for is none."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.functions.target import Target

POINTS = 2001
MARGIN = 0.1  # of the domain, kept from a pole or the edge of where f is a number
WILD = 100.0  # times the usual size of f: such values belong to a pole
LEAST = 0.2  # of the domain: shorter parts are of no use


@contextmanager
def offering(target: Target) -> Iterator[None]:
    """Add to the sentence of an error that asks for another domain one that works."""
    try:
        yield
    except TargetError as error:
        if "choose a domain" not in str(error) or not (domain := domain_that_works(target)):
            raise
        raise TargetError(f"{error}, such as {domain}") from error


def domain_that_works(target: Target) -> str:
    """Return a domain, as "0.1:1", with f finite on it: part of the target's, or next to it.

    It is the longest, of equal ones the leftmost; "" if none is found.
    """
    if target.inputs != 1 or target.outputs != 1 or target.known:
        return ""
    (low, high) = target.box[0]
    width = high - low
    parts = _parts(target, low, high)
    parts = parts or [
        part
        for side in ((high, high + width), (low - width, low))
        for part in _parts(target, *side)
    ]
    for a, b in sorted(parts, key=lambda part: (round((part[0] - part[1]) / width, 6), part[0])):
        if _is_good(target, a, b):
            return f"{place_text(a, low, high)}:{place_text(b, low, high)}"
    return ""


def _parts(target: Target, low: float, high: float) -> list[tuple[float, float]]:
    """Return the parts of an interval that keep away from where f is wild or no number."""
    x = np.linspace(low, high, POINTS)
    tame = _is_tame(target(x))
    edges = np.flatnonzero(np.diff(np.r_[False, tame, False].astype(int)))
    margin, found = MARGIN * (high - low), []
    for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        a = low if first == 0 else float(x[first - 1]) + margin
        b = high if stop == POINTS else float(x[stop]) - margin
        a, b = (
            round(end / margin * 10) * margin / 10 if end not in (low, high) else end
            for end in (a, b)
        )
        if b - a >= LEAST * (high - low):
            found.append((a, b))
    return found


def _is_tame(y: Array) -> Array:
    """Tell which values are finite and not far larger than is usual."""
    finite = np.isfinite(y)
    if not finite.any():
        return finite
    low, middle, high = np.quantile(y[finite], [0.25, 0.5, 0.75])
    with np.errstate(over="ignore"):
        usual = max(high - low, abs(middle))
        tame: Array = finite & (np.abs(np.where(finite, y, 0.0) - middle) <= WILD * usual)
    return tame


def _is_good(target: Target, low: float, high: float) -> bool:
    try:
        heights = target(np.linspace(low, high, POINTS))  # both ends alone may be of one height
        target.on_box(((low, high),)).sample(0.01 * (float(np.ptp(heights)) or 1.0))
    except TargetError:
        return False
    return True
