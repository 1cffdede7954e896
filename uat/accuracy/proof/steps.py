"""Enclose steep neurons, and relu ones, on boxes of one input.

Steep ones by the limits of all that have settled, and a few windows.
"""

import math
from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.patches import EPS, TINY, rounded, running_sums
from uat.accuracy.proof.shapes import Range, Shape, columns, positions, product, runs
from uat.base.arrays import Array
from uat.base.precision import Precision
from uat.networks.network import Layer

SUM_BITS = 256  # of the balls in which limits are added up
PAIRS_AT_ONCE = 2**20

# of the balls in which slopes are added up


class Steps:
    """Neurons that saturate: the sum of the limits of all settled ones, and a few windows."""

    grain = 0.0

    def __init__(
        self,
        shape: Shape,
        hidden: Layer,
        output: Layer,
        left: float,
        right: float,
        floats: Precision,
    ) -> None:
        w, b, a, base = columns(hidden, output)
        self.shape, self.floats = shape, floats
        self.count, self.size = a.size, float(np.sum(np.abs(a))) * (1 + 1e-9)
        w, b, a = _joined(w, b, a)
        places = positions(w, b)
        order = np.argsort(places, kind="stable")
        self.w, self.b, self.a, self.places = w[order], b[order], a[order], places[order]
        moving = np.isfinite(self.places)
        slowest = float(np.min(np.abs(self.w[moving]), initial=np.inf))
        unit, self.least = floats.unit, floats.underflow / slowest
        widest = self.least + 4 * unit * float(np.max(np.abs(self.places[moving]), initial=0.0))
        self.reach = self.shape.known.radius / slowest * (1 + 4 * unit) + 4 * widest
        self._add_up(base)
        self.edges = self._window_edges(left, right)

    def _add_up(self, base: float) -> None:
        """Add up the neurons that have settled, and bound what all else may change, anywhere.

        settled[0, i]: neurons below i are right of their windows. settled[1, i]: all from i on are
        left of them.
        """
        with precision(2, SUM_BITS):
            low, high = self.shape.limits()
            balls = [(high, low) if w > 0 else (low, high) for w in self.w]
            steady = ~np.isfinite(self.places)
            for j in np.flatnonzero(steady):
                balls[j] = (_steady(self.shape, float(self.b[j])),) * 2
            passed = running_sums(
                arb(base), [arb(a) * ball[0] for a, ball in zip(self.a, balls, strict=True)]
            )
            ahead = running_sums(
                arb(0),
                [arb(a) * ball[1] for a, ball in zip(self.a[::-1], balls[::-1], strict=True)],
            )
        self.passed, errors = passed
        self.ahead, more = ahead[0][::-1], ahead[1][::-1]
        largest = max(abs(float(low)), abs(float(high))) * (1 + 1e-9)
        floats = self.floats
        each = self.shape.known.tail + self.shape.error + self.shape.computed(floats)
        share = float(floats.gamma(self.count + 2)) + 8 * EPS
        total = self.size * largest + abs(base)
        small = 2 * floats.underflow * (self.count + 1)
        self.noise = (1 + share) * (self.size * each + small) + share * total * (1 + 1e-6)
        self.noise += float(np.max(errors) + np.max(more)) + 8 * EPS * total + TINY
        self.slope_noise = (
            float(np.abs(self.a) @ np.abs(self.w)) * self.shape.known.slope_tail * (1 + 1e-9)
        )

    def _window_edges(self, left: float, right: float) -> Array:
        """Return the ends and the middles of windows, inside the domain."""
        places = np.unique(self.places[np.isfinite(self.places)])
        doubt = 4 * self.floats.unit * np.abs(places) + self.least + TINY
        near, below = places + doubt, places - doubt
        cuts = [places, places - self.reach, places + self.reach]
        if self.shape.known.radius == 0.0:
            cuts = [near, below]
        inside = np.unique(np.concatenate(cuts))
        inside = inside[(inside > left) & (inside < right)]
        return np.concatenate([[left], inside, [right]])

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        first = np.searchsorted(self.places, left - self.reach * (1 + 8 * EPS), side="left")
        last = np.searchsorted(self.places, right + self.reach * (1 + 8 * EPS), side="right")
        last = np.minimum(last, int(np.isfinite(self.places).sum()))
        first = np.minimum(first, last)
        parts = [
            self._on(left[part], right[part], middle[part], first[part], last[part])
            for part in runs(last - first, PAIRS_AT_ONCE)
        ]
        return Range(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _on(
        self, left: Array, right: Array, middle: Array, first: Any, last: Any
    ) -> tuple[Array, ...]:
        """Make the parts of a Range; first, last: which neurons have windows on each box."""
        counts = last - first
        box = np.repeat(np.arange(left.size), counts)
        neuron = np.arange(box.size) - np.repeat(np.cumsum(counts) - counts, counts) + first[box]
        w, b, a = self.w[neuron], self.b[neuron], self.a[neuron]
        below, above = self._inputs(w, b, left[box], right[box])
        mid_below, mid_above = self._inputs(w, b, middle[box], middle[box])
        value = self.shape.value
        ends = np.sort(a * np.stack([value(below), value(above)]), axis=0)
        mids = np.sort(a * np.stack([value(mid_below), value(mid_above)]), axis=0)
        nearest = np.where((below < 0) & (above > 0), 0.0, np.minimum(np.abs(below), np.abs(above)))
        farthest = np.maximum(np.abs(below), np.abs(above))
        slopes = np.sort(
            product(a * w, np.stack([self._slope(nearest, 1), self._slope(farthest, -1)])), axis=0
        )
        base = self.passed[first] + self.ahead[last]
        low, high, mid_low, mid_high, slope_low, slope_high = (
            np.bincount(box, weights=row, minlength=left.size) for row in (*ends, *mids, *slopes)
        )
        lost = 2 * EPS * (counts + 4)
        sizes = np.bincount(box, weights=np.abs(ends).max(axis=0), minlength=left.size) + np.abs(
            base
        )
        error = self.noise + lost * sizes
        steep = np.bincount(box, weights=np.abs(slopes).max(axis=0), minlength=left.size)
        steep_error = self.slope_noise + lost * steep
        mid = base + 0.5 * (mid_low + mid_high)
        return (
            base + low - error,
            base + high + error,
            mid,
            error + 0.5 * (mid_high - mid_low) * (1 + 4 * EPS),
            slope_low - steep_error,
            slope_high + steep_error,
        )

    def _inputs(self, w: Array, b: Array, left: Array, right: Array) -> tuple[Array, Array]:
        """Bound the weighted input on the box, as rounded by the forward pass or not at all."""
        at_left, at_right = w * left, w * right
        unit, size = self.floats.unit, np.maximum(np.abs(at_left), np.abs(at_right))
        z = np.sort(np.stack([at_left + b, at_right + b]), axis=0)
        # The product is rounded, and then the sum.
        doubt = unit * (1 + 2 * unit) * (size + np.abs(z).max(axis=0)) + self.floats.underflow
        doubt += 4 * EPS * (size + np.abs(b)) + TINY
        return z[0] - doubt, z[1] + doubt

    def _slope(self, z: Array, sign: int) -> Array:
        return np.maximum(self.shape.slope(z) + sign * self.shape.error, 0.0)


def _joined(w: Array, b: Array, a: Array) -> tuple[Array, Array, Array]:
    """Join neurons of the same input: where a bump ends and the next begins they may cancel.

    Their output weights are added up, each sum rounded once.
    """
    kinds, place = np.unique(np.column_stack([w, b]), axis=0, return_inverse=True)
    place = place.reshape(-1)
    groups = np.split(a[np.argsort(place, kind="stable")], np.cumsum(np.bincount(place))[:-1])
    sums = np.array([math.fsum(group) for group in groups])
    return kinds[:, 0], kinds[:, 1], sums


def _steady(shape: Shape, z: float) -> Any:
    """Enclose s(z) in a ball for a neuron whose input has no weight."""
    value = float(shape.value(np.array([z]))[0])
    return arb(value, shape.error)


# Relu neurons on boxes: between two kinks their sum is one straight line.


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
