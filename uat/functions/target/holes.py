"""Fill single points at which a formula has no value, such as 0/0, as close to them.

A formula is likely to have no value, or to lose its digits, at its own numbers.
"""

import re
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from uat.base.arrays import Array
from uat.base.places import place_text

NUMBER = re.compile(r"\d+\.?\d*(?:e[+-]?\d+)?")
MOST_LIKELY = 4096  # points at which a formula is looked at


def likely_places(formula: str, box: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return along each input, ascending: a formula's own numbers, 0, the box's ends and middle."""
    numbers = [float(text) for text in NUMBER.findall(formula)]
    likely = []
    for low, high in box:
        places = {low, high, 0.5 * (low + high), 0.0, *numbers, *(-x for x in numbers)}
        likely.append(sorted(x for x in places if low <= x <= high))
    return likely


Box = Sequence[tuple[float, float]]

BESIDE = 2.0**-30  # of the box: how far from such a point f is read instead


def filled(function: Callable[..., Array], box: Box, values: Array, points: list[Array]) -> Array:
    """Return the values at points; where they are no numbers those beside, towards the middle.

    values: of the function at the points, one array for each input. What is no number there either
    stays as it is: a domain that f does not reach is none of the few points that it leaves out. So
    does the end of such a domain, of one input: on its other side f is no number either.
    """
    arrays = np.broadcast_arrays(*points)
    bad = np.isnan(values) if values.ndim == arrays[0].ndim else np.isnan(values).any(axis=-1)
    if not bad.any():
        return values
    moved = []
    for x, (low, high) in zip(arrays, box, strict=True):
        inwards = np.where(x[bad] > 0.5 * (low + high), -1.0, 1.0)
        moved.append(x[bad] + inwards * BESIDE * (high - low))
    beside = np.array(function(*moved))
    if len(box) == 1:
        ((low, high),), (x,) = box, arrays
        across = 2.0 * x[bad] - moved[0]
        beyond = function(np.clip(across, low, high))
        lost = np.isnan(beyond) if beyond.ndim == across.ndim else np.isnan(beyond).any(axis=-1)
        beside[lost & (low <= across) & (across <= high)] = np.nan
    values = np.array(values)
    values[bad] = beside
    return values


def hole_of(
    function: Callable[..., Array], formula: str, names: Sequence[str], box: Box
) -> str | None:
    """Find where a formula is no number, but is one close by.

    Its own numbers, the ends of the box and its middle are tried. Returns the place in words, the
    leftmost and lowest one; None if there is none.
    """
    likely = likely_places(formula, box)
    if np.prod([len(places) for places in likely]) > MOST_LIKELY:
        return None
    points = [np.array(axis) for axis in zip(*product(*likely), strict=True)]
    with np.errstate(all="ignore"):
        values = np.asarray(function(*points))
        near = filled(function, box, values, points)
    lost = (np.isnan(values) & ~np.isnan(near)).reshape(len(points[0]), -1).any(axis=1)
    if not lost.any():
        return None
    first = int(np.argmax(lost))
    rows = zip(names, points, box, strict=True)
    return ", ".join(f"{name} = {place_text(x[first], *ends)}" for name, x, ends in rows)
