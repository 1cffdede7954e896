"""What the real float64 network can be on a box, its own rounding included, from its structure.

A neuron that has settled on a box adds its limit; only those whose windows meet the box are
computed. Between two kinks a network of ramps is a straight line. So the cost is that of the
neurons and the boxes, not of their product.

What is assumed of the machine: + - * / round to nearest (IEEE 754), sums are taken in any order,
with or without fused multiply-add, and numpy's tanh and arctan are within 4 ulp of the true values,
as numpy's own tests require (the bounds below leave room for 8). The bounds hold for the network in
exact arithmetic too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from flint import arb

from uat.activations import Array
from uat.errors import InputError
from uat.network import Layer, Network
from uat.proof.jets import precision
from uat.proof.patches import EPS, TINY, rounded

SUM_BITS = 256  # of the balls in which limits and slopes are added up
PAIRS_AT_ONCE = 2**20
LIBM = 8 * 2.0**-53  # on values of tanh, which are at most 1 in size: 8 ulp


@dataclass(frozen=True, eq=False)
class Range:
    """A network on many boxes; each array has one entry for each box.

    low, high: bounds on its values. value: its value at the box's middle, to within `error`.
    slope_low, slope_high: bounds on its derivative; infinite where it may jump. `error` also covers
    the rounding of the network's forward pass, anywhere on the box.
    """

    low: Array
    high: Array
    value: Array
    error: Array
    slope_low: Array
    slope_high: Array


class Enclosure(Protocol):
    """A network of one input about which something is known on every box."""

    @property
    def edges(self) -> Array:
        """Points at which boxes should end."""
        ...

    def on(self, left: Array, right: Array, middle: Array) -> Range: ...


@dataclass(frozen=True)
class Shape:
    """What is known of an activation that rises from one limit to the other.

    value, slope: s and s' elementwise; s' falls with |z|. low, high: limits, in balls.
    error: bounds what rounding changes in value and slope. window: |z| beyond which s is within
    `tail` of its limit, and s' below `tail`.
    """

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    low: Callable[[], Any]
    high: Callable[[], Any]
    error: float
    window: float
    tail: float


def _sigmoid(z: Array) -> Array:
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def _sigmoid_slope(z: Array) -> Array:
    return 0.25 * (1.0 - np.tanh(0.5 * z) ** 2)


def _tanh_slope(z: Array) -> Array:
    return 1.0 - np.tanh(z) ** 2


def _arctan_slope(z: Array) -> Array:
    return 1.0 / (1.0 + z * z)


def _step(z: Array) -> Array:
    return np.heaviside(z, 0.5)


def _step_slope(z: Array) -> Array:
    return np.where(z == 0.0, np.inf, 0.0)


SHAPES = {
    "sigmoid": Shape(
        _sigmoid, _sigmoid_slope, lambda: arb(0), lambda: arb(1), 2 * LIBM, 40.0, 5e-18
    ),
    "tanh": Shape(np.tanh, _tanh_slope, lambda: arb(-1), lambda: arb(1), 4 * LIBM, 20.0, 2e-17),
    "arctan": Shape(
        np.arctan, _arctan_slope, lambda: -arb.pi() / 2, lambda: arb.pi() / 2, 4 * LIBM, 1e8, 1e-8
    ),
    "step": Shape(_step, _step_slope, lambda: arb(0), lambda: arb(1), 0.0, 0.0, 0.0),
}


def enclose(network: Network, left: float, right: float) -> Enclosure:
    """What is known of a network on [left, right]. Raises InputError if nothing is.

    One input, one output, one hidden layer of sigmoid, tanh, arctan, step or relu neurons, and a
    linear or sigmoid output.
    """
    if network.widths[0] != 1 or network.widths[-1] != 1 or len(network.layers) != 2:
        raise InputError(
            f"{network!r} cannot be proven: proofs are for networks of one input, one hidden layer "
            "and one output"
        )
    hidden, output = network.layers
    inner: Enclosure
    if hidden.activation.name == "relu":
        inner = Ramps(hidden, output, left, right)
    elif hidden.activation.name in SHAPES:
        inner = Steps(hidden, output, left, right)
    else:
        known = ", ".join([*SHAPES, "relu"])
        raise InputError(
            f"a network of {hidden.activation.name} neurons cannot be proven, only of {known}"
        )
    if output.activation.name == "linear":
        return inner
    if output.activation.name == "sigmoid":
        return ThroughSigmoid(inner)
    raise InputError(f"a {output.activation.name} output cannot be proven: use linear or sigmoid")


def columns(hidden: Layer, output: Layer) -> tuple[Array, Array, Array, float]:
    """Weights, biases, output weights and the output bias."""
    w, a = (layer.weights if not layer.is_sparse else layer.weights.toarray() for layer in (hidden, output))
    return np.asarray(w)[:, 0], hidden.biases, np.asarray(a)[0], float(output.biases[0])


class Steps:
    """Neurons that saturate: the sum of the limits of all that have settled, and a few windows."""

    def __init__(self, hidden: Layer, output: Layer, left: float, right: float) -> None:
        w, b, a, base = columns(hidden, output)
        self.shape = SHAPES[hidden.activation.name]
        places = _positions(w, b)
        order = np.argsort(places, kind="stable")
        self.w, self.b, self.a, self.places = w[order], b[order], a[order], places[order]
        moving = np.isfinite(self.places)
        slowest = float(np.min(np.abs(self.w[moving]), initial=np.inf))
        widest = 4 * EPS * float(np.max(np.abs(self.places[moving]), initial=0.0))
        self.reach = self.shape.window / slowest * (1 + 4 * EPS) + 4 * widest
        self._add_up(base)
        self.edges = self._window_edges(left, right)

    def _add_up(self, base: float) -> None:
        """settled[0, i]: neurons below i are right of their windows; settled[1, i]: all from i on
        are left of them. The noise is what everything else may change, anywhere."""
        with precision(2, SUM_BITS):
            low, high = self.shape.low(), self.shape.high()
            balls = [(high, low) if w > 0 else (low, high) for w in self.w]
            steady = ~np.isfinite(self.places)
            for j in np.flatnonzero(steady):
                balls[j] = (_steady(self.shape, float(self.b[j])),) * 2
            passed = _running(arb(base), [arb(a) * ball[0] for a, ball in zip(self.a, balls, strict=True)])
            ahead = _running(arb(0), [arb(a) * ball[1] for a, ball in zip(self.a[::-1], balls[::-1], strict=True)])
        self.passed, errors = passed
        self.ahead, more = ahead[0][::-1], ahead[1][::-1]
        size = float(np.sum(np.abs(self.a))) * (1 + 1e-9)
        largest = max(abs(float(low)), abs(float(high))) * (1 + 1e-9)
        each = self.shape.tail + 2 * self.shape.error
        total = size * largest + abs(base)
        self.noise = size * each + EPS * (self.a.size + 8) * total * (1 + 1e-6)
        self.noise += float(np.max(errors) + np.max(more)) + 8 * EPS * total + TINY
        self.slope_noise = float(np.abs(self.a) @ np.abs(self.w)) * self.shape.tail * (1 + 1e-9)

    def _window_edges(self, left: float, right: float) -> Array:
        """The ends and the middles of windows, inside the domain."""
        places = np.unique(self.places[np.isfinite(self.places)])
        near = places + 4 * EPS * np.abs(places) + TINY
        below = places - 4 * EPS * np.abs(places) - TINY
        cuts = [places, places - self.reach, places + self.reach]
        if self.shape.window == 0.0:
            cuts = [near, below]
        inside = np.unique(np.concatenate(cuts))
        inside = inside[(inside > left) & (inside < right)]
        return np.concatenate([[left], inside, [right]])

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        first = np.searchsorted(self.places, left - self.reach * (1 + 8 * EPS), side="left")
        last = np.searchsorted(self.places, right + self.reach * (1 + 8 * EPS), side="right")
        last = np.minimum(last, int(np.isfinite(self.places).sum()))
        first = np.minimum(first, last)
        ends = np.cumsum(last - first)
        parts, start = [], 0
        while start < left.size:
            before = ends[start - 1] if start else 0
            stop = max(int(np.searchsorted(ends, before + PAIRS_AT_ONCE, side="right")), start + 1)
            part = slice(start, stop)
            parts.append(self._on(left[part], right[part], middle[part], first[part], last[part]))
            start = stop
        return Range(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _on(self, left: Array, right: Array, middle: Array, first: Any, last: Any) -> tuple[Array, ...]:
        """The parts of a Range; first, last: which neurons have windows on each box."""
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
        slopes = np.sort(_product(a * w, np.stack([self._slope(nearest, 1), self._slope(farthest, -1)])), axis=0)
        base = self.passed[first] + self.ahead[last]
        low, high, mid_low, mid_high, slope_low, slope_high = (
            np.bincount(box, weights=row, minlength=left.size)
            for row in (*ends, *mids, *slopes)
        )
        lost = 2 * EPS * (counts + 4)
        sizes = np.bincount(box, weights=np.abs(ends).max(axis=0), minlength=left.size) + np.abs(base)
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
        """Bounds on the weighted input on the box, as rounded by the forward pass or not at all."""
        at_left, at_right = w * left, w * right
        doubt = 4 * EPS * (np.maximum(np.abs(at_left), np.abs(at_right)) + np.abs(b)) + TINY
        z = np.sort(np.stack([at_left + b, at_right + b]), axis=0)
        return z[0] - doubt, z[1] + doubt

    def _slope(self, z: Array, sign: int) -> Array:
        return np.maximum(self.shape.slope(z) + sign * self.shape.error, 0.0)


def _product(factor: Array, slopes: Array) -> Array:
    """0 times infinity is 0 here: a neuron without weight does not jump."""
    with np.errstate(invalid="ignore"):
        product = factor * slopes
    return np.where(factor == 0.0, 0.0, product)


def _steady(shape: Shape, z: float) -> Any:
    """The ball of s(z) for a neuron whose input has no weight."""
    value = float(shape.value(np.array([z]))[0])
    return arb(value, shape.error)


def _running(start: Any, terms: list[Any]) -> tuple[Array, Array]:
    """All partial sums of balls, as float64, and bounds on their rounding."""
    sums = [start]
    for term in terms:
        sums.append(sums[-1] + term)
    values, errors = np.array([rounded(ball) for ball in sums]).T
    return values, errors


class ThroughSigmoid:
    """A sigmoid output neuron: it rises, so it keeps the order of bounds."""

    def __init__(self, inner: Enclosure) -> None:
        self.inner = inner
        self.edges = inner.edges
        self.shape = SHAPES["sigmoid"]

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        inner, shape = self.inner.on(left, right, middle), self.shape
        noise = 2 * shape.error
        below, above = (shape.value(inner.value + sign * inner.error) for sign in (-1, 1))
        crosses = (inner.low < 0) & (inner.high > 0)
        nearest = np.where(crosses, 0.0, np.minimum(np.abs(inner.low), np.abs(inner.high)))
        farthest = np.maximum(np.abs(inner.low), np.abs(inner.high))
        most = shape.slope(nearest) + noise
        least = np.maximum(shape.slope(farthest) - noise, 0.0)
        corners = [_product(factor, slope) for factor in (most, least) for slope in (inner.slope_low, inner.slope_high)]
        return Range(
            shape.value(inner.low) - noise,
            shape.value(inner.high) + noise,
            0.5 * (below + above),
            0.5 * (above - below) * (1 + 4 * EPS) + noise,
            np.minimum.reduce(corners) * (1 + 0.0),
            np.maximum.reduce(corners),
        )


class Ramps:
    """Relu neurons: a straight line between neighbouring kinks."""

    def __init__(self, hidden: Layer, output: Layer, left: float, right: float) -> None:
        w, b, a, base = columns(hidden, output)
        places = _positions(w, b)
        order = np.argsort(places, kind="stable")
        inside = places[order]
        inside = np.unique(inside[(inside > left) & (inside < right)])
        self.edges = np.concatenate([[left], inside, [right]])
        self.anchors, self.slopes, noise = _lines(w, b, a, base, places, order, self.edges)
        self.noise = noise + _relu_rounding(w, b, a, base, places, self.edges)

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        line = np.clip(np.searchsorted(self.edges, middle, side="right") - 1, 0, self.slopes.size - 1)
        slope, anchor = self.slopes[line], self.anchors[line]
        run = middle - self.edges[line]
        value = anchor + slope * run
        error = self.noise[line] + 4 * EPS * (np.abs(anchor) + np.abs(slope * run)) + TINY
        rise = np.abs(slope) * np.maximum(right - middle, middle - left) * (1 + 4 * EPS)
        return Range(value - rise - 2 * error, value + rise + 2 * error, value, error, slope, slope)


def _positions(w: Array, b: Array) -> Array:
    """Where each weighted input is 0, rounded; infinite for neurons that never change."""
    with np.errstate(all="ignore"):
        places = -b / w
    return np.where(np.isfinite(places), places, np.inf)


def _lines(
    w: Array, b: Array, a: Array, base: float, places: Array, order: Any, edges: Array
) -> tuple[Array, Array, Array]:
    """For each line, its value at its left edge, its slope, and what rounding both may change."""
    rows = []
    with precision(2, SUM_BITS):
        slope, offset = arb(0), arb(base)
        for j in np.flatnonzero((w < 0) & np.isfinite(places)):  # on until its kink
            slope, offset = slope + arb(a[j]) * arb(w[j]), offset + arb(a[j]) * arb(b[j])
        for j in np.flatnonzero((w == 0) | ~np.isfinite(places)):
            offset = offset + arb(a[j]) * max(float(b[j]), 0.0)
        waiting = [int(j) for j in order[::-1] if np.isfinite(places[j])]
        for left in edges[:-1]:
            while waiting and places[waiting[-1]] <= left:
                j = waiting.pop()
                sign = 1 if w[j] > 0 else -1
                slope = slope + sign * arb(a[j]) * arb(w[j])
                offset = offset + sign * arb(a[j]) * arb(b[j])
            rows.append((*rounded(offset + slope * arb(left)), *rounded(slope)))
    anchors, anchor_errors, slopes, slope_errors = np.array(rows).T
    return anchors, slopes, anchor_errors + 2 * slope_errors * np.diff(edges)


def _relu_rounding(w: Array, b: Array, a: Array, base: float, places: Array, edges: Array) -> Array:
    """For each line, how far the float64 forward pass can be from exact arithmetic.

    A sum of k terms in any order is within (k + 1) EPS of the sum of their sizes, which is convex
    in x; neurons that are off add exact zeros. A weighted input is rounded once for w a power of
    two, else within 4 EPS (|w x| + |b|), which also covers the rounding of the kink's position.
    """
    farthest = max(abs(edges[0]), abs(edges[-1]))
    exact = (np.abs(np.frexp(w)[0]) == 0.5) & np.isfinite(places)
    inputs = np.where(exact, 0.0, 4 * EPS * (np.abs(w) * farthest + np.abs(b)))
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
    whole = EPS * (count + 8) * (size * (1 + 1e-6) + lost)
    rounding: Array = np.maximum(whole[:-1], whole[1:]) + float(np.abs(a) @ inputs) + TINY
    return rounding
