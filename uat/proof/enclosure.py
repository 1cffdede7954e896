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


class Ramps:
    """Relu neurons: a straight line between neighbouring kinks."""

    def __init__(self, hidden: Layer, output: Layer, left: float, right: float) -> None:
        w, b, a, base = columns(hidden, output)
        places = _positions(w, b)
        order = np.argsort(places, kind="stable")
        inside = places[order]
        inside = np.unique(inside[(inside > left) & (inside < right)])
        self.edges = np.concatenate([[left], inside, [right]])
        self.anchors, self.slopes, noise = _lines(w, b, a, base, places, order, self.edges[:-1])
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
    w: Array, b: Array, a: Array, base: float, places: Array, order: Any, lefts: Array
) -> tuple[Array, Array, Array]:
    """Values at the lefts, slopes from there on, and what rounding both may change."""
    rows = []
    with precision(2, SUM_BITS):
        slope, offset = arb(0), arb(base)
        for j in np.flatnonzero((w < 0) & np.isfinite(places)):  # on until its kink
            slope, offset = slope + arb(a[j]) * arb(w[j]), offset + arb(a[j]) * arb(b[j])
        for j in np.flatnonzero((w == 0) | ~np.isfinite(places)):
            offset = offset + arb(a[j]) * max(float(b[j]), 0.0)
        waiting = [int(j) for j in order[::-1] if np.isfinite(places[j])]
        for left in lefts:
            while waiting and places[waiting[-1]] <= left:
                j = waiting.pop()
                sign = 1 if w[j] > 0 else -1
                slope = slope + sign * arb(a[j]) * arb(w[j])
                offset = offset + sign * arb(a[j]) * arb(b[j])
            rows.append((*rounded(offset + slope * arb(left)), *rounded(slope)))
    anchors, anchor_errors, slopes, slope_errors = np.array(rows).T
    widths = np.diff(np.append(lefts, lefts[-1]))
    return anchors, slopes, anchor_errors + slope_errors * np.max(np.append(widths, 1.0)) * 2


def _relu_rounding(w: Array, b: Array, a: Array, base: float, places: Array, edges: Array) -> Array:
    """For each line, how far the float64 forward pass can be from exact arithmetic.

    A sum of k terms in any order is within (k + 1) EPS of the sum of their sizes, which is convex
    in x; neurons that are off add exact zeros. A weighted input is rounded once for w a power of
    two, else within 4 EPS (|w x| + |b|), which also covers the rounding of the kink's position.
    """
    farthest = max(abs(edges[0]), abs(edges[-1]))
    exact = np.abs(np.frexp(w)[0]) == 0.5
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
