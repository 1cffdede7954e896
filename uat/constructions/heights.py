"""Choose how high a piece is, from the rule best in the sup norm to Nielsen's."""

from collections.abc import Callable

import numpy as np

from uat.base.arrays import Array

HEIGHTS = ("midrange", "mean", "median", "midpoint")
POINTS = 64  # per piece, for mean and median
VALUES_AT_ONCE = 2**22

Map = Callable[[Array], Array]


def choose_heights(
    rule: str, f: Map, edges: Array, lows: Array, highs: Array, link: Map, inverse: Map
) -> Array:
    """Choose a height for each piece between successive edges, in the units of f.

    rule: "midrange", halfway between the least and largest f, the best in the sup norm; "mean" and
    "median" of 64 evenly spaced values; "midpoint", f in the middle.
    link, inverse: averages are taken of link(f) and mapped back by its inverse: the identity for a
    linear output, the logit and the sigmoid where the hidden layer computes the inverse of the
    sigmoid of f (Nielsen ch. 4).
    """
    if rule == "midrange":
        return 0.5 * lows + 0.5 * highs
    if rule == "midpoint":
        return f(0.5 * (edges[:-1] + edges[1:]))
    average = np.mean if rule == "mean" else np.median
    shares = (np.arange(POINTS) + 0.5) / POINTS
    chunks = []
    for start in range(0, lows.size, VALUES_AT_ONCE // POINTS):
        left = edges[:-1][start : start + VALUES_AT_ONCE // POINTS, None]
        right = edges[1:][start : start + VALUES_AT_ONCE // POINTS, None]
        x = left + shares * (right - left)
        values = link(f(x.reshape(-1))).reshape(x.shape)
        chunks.append(np.asarray(average(values, axis=1)))
    return inverse(np.concatenate(chunks))
