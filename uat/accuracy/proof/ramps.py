"""Relu neurons on boxes: between two kinks their sum is one straight line."""

from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.patches import EPS, TINY, rounded
from uat.accuracy.proof.shapes import Range, columns, positions
from uat.base.arrays import Array
from uat.base.precision import Precision
from uat.networks.network import Layer

SUM_BITS = 256  # of the balls in which slopes are added up


class Ramps:
    """Relu neurons: a straight line between neighbouring kinks."""

    grain = 0.0

    def __init__(
        self, hidden: Layer, output: Layer, left: float, right: float, floats: Precision
    ) -> None:
        w, b, a, base = columns(hidden, output)
        places = positions(w, b)
        order = np.argsort(places, kind="stable")
        inside = places[order]
        inside = np.unique(inside[(inside > left) & (inside < right)])
        self.edges = np.concatenate([[left], inside, [right]])
        self.anchors, self.slopes, noise = _lines(w, b, a, base, places, order, self.edges)
        self.noise = noise + _relu_rounding(w, b, a, base, places, self.edges, floats)

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        line = np.clip(
            np.searchsorted(self.edges, middle, side="right") - 1, 0, self.slopes.size - 1
        )
        slope, anchor = self.slopes[line], self.anchors[line]
        run = middle - self.edges[line]
        value = anchor + slope * run
        error = self.noise[line] + 4 * EPS * (np.abs(anchor) + np.abs(slope * run)) + TINY
        rise = np.abs(slope) * np.maximum(right - middle, middle - left) * (1 + 4 * EPS)
        return Range(
            low=value - rise - 2 * error,
            high=value + rise + 2 * error,
            value=value,
            error=error,
            slope_low=slope,
            slope_high=slope,
        )


def _lines(
    w: Array, b: Array, a: Array, base: float, places: Array, order: Any, edges: Array
) -> tuple[Array, Array, Array]:
    """Return each line's value at its left edge, its slope, and what rounding may change."""
    rows = []
    with precision(2, SUM_BITS):
        slope, offset = arb(0), arb(base)
        for j in np.flatnonzero((w < 0) & np.isfinite(places)).tolist():  # on until its kink
            slope, offset = slope + arb(a[j]) * arb(w[j]), offset + arb(a[j]) * arb(b[j])
        for j in np.flatnonzero((w == 0) | ~np.isfinite(places)).tolist():
            offset = offset + arb(a[j]) * max(float(b[j]), 0.0)
        waiting = [j for j in order[::-1].tolist() if np.isfinite(places[j])]
        for left in edges[:-1]:
            while waiting and places[waiting[-1]] <= left:
                j = waiting.pop()
                sign = 1 if w[j] > 0 else -1
                slope = slope + sign * arb(a[j]) * arb(w[j])
                offset = offset + sign * arb(a[j]) * arb(b[j])
            rows.append((*rounded(offset + slope * arb(left)), *rounded(slope)))
    anchors, anchor_errors, slopes, slope_errors = np.array(rows).T
    return anchors, slopes, anchor_errors + 2 * slope_errors * np.diff(edges)


def _relu_rounding(
    w: Array,
    b: Array,
    a: Array,
    base: float,
    places: Array,
    edges: Array,
    floats: Precision,
) -> Array:
    """Bound for each line how far the forward pass is from exact arithmetic.

    A sum of k terms and a bias, in any order, is within gamma(k + 1) of the sum of their sizes,
    which is convex in x; neurons that are off add exact zeros. A weighted input is rounded once for
    w a power of two, which makes that gamma(k + 2), else within 4 units of |w x| + |b|, which also
    covers the rounding of the kink's position.
    """
    farthest = max(abs(edges[0]), abs(edges[-1]))
    exact = (np.abs(np.frexp(w)[0]) == 0.5) & np.isfinite(places)
    inputs = np.where(exact, 0.0, 4 * floats.unit * (np.abs(w) * farthest + np.abs(b)))
    never = ~np.isfinite(places)
    count, size = np.zeros(edges.size), np.full(edges.size, abs(base))
    count += np.count_nonzero(never)
    size += float(np.abs(a[never]) @ np.maximum(b[never], 0.0))
    for rising in (True, False):
        chosen = np.flatnonzero(~never & ((w > 0) == rising))
        order = chosen[np.argsort(places[chosen], kind="stable")]
        slopes = np.cumsum(np.append(0.0, np.abs(a[order]) * w[order]))
        offsets = np.cumsum(np.append(0.0, np.abs(a[order]) * b[order]))
        if rising:
            on = np.searchsorted(places[order], edges, side="right")
            count += on
            size += np.maximum(slopes[on] * edges + offsets[on], 0.0)
        else:
            on = np.searchsorted(places[order], edges, side="left")
            count += order.size - on
            size += np.maximum((slopes[-1] - slopes[on]) * edges + offsets[-1] - offsets[on], 0.0)
    lost = 1e-9 * float(np.abs(a) @ (np.abs(w) * farthest + np.abs(b)))  # what the cumsum may lose
    share = floats.gamma(count + 2) + 8 * EPS
    whole = share * (size * (1 + 1e-6) + lost)
    small = 2 * floats.underflow * (float(np.abs(a).sum()) + a.size + 1)
    moved = (1 + share.max()) * (float(np.abs(a) @ inputs) + small)
    rounding: Array = np.maximum(whole[:-1], whole[1:]) + moved + TINY
    return rounding
