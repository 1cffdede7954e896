"""Find the kinks of a network of one input layer by layer: it is a polyline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array, real_array
from uat.base.errors import InputError
from uat.base.ties import flattest_of
from uat.networks.activations import ACTIVATIONS, Tails
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

EPS = 2.0**-53
MOST_PIECES = 5_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Line:
    """The polyline that a network of one input computes.

    x: (n,), where it bends, ascending; with the ends if the interval has ends.
    y: (n,), its value there. left, right: the slopes beyond the first and last x; NaN if the
    interval ends there.
    low, high: the interval; infinite for all of R.
    """

    x: Array
    y: Array
    left: float
    right: float
    low: float
    high: float

    @property
    def breakpoints(self) -> Array:
        """Where the slope changes, inside the interval."""
        start = 1 if np.isfinite(self.low) else 0
        return self.x[start : self.x.size - (1 if np.isfinite(self.high) else 0)]

    @property
    def regions(self) -> int:
        """The number of linear pieces."""
        return int(self._bends.size) + 1

    @property
    def _bends(self) -> Array:
        """The breakpoints; a straight line on all of R keeps one point that is none."""
        is_line = self.x.size == 1 and self.left == self.right
        return self.breakpoints[:0] if is_line else self.breakpoints

    @cached_property
    def slopes(self) -> Array:
        """Slopes of the pieces from left to right, (regions,)."""
        slopes = np.diff(self.y) / np.diff(self.x)
        before = [self.left] if not np.isfinite(self.low) else []
        after = [self.right] if not np.isfinite(self.high) else []
        whole = np.concatenate([before, slopes, after])
        return whole[:1] if self._bends.size == 0 else whole

    def __call__(self, x: ArrayLike) -> Array:
        """Evaluate the polyline at x."""
        x = real_array(x, "a polyline")
        y: Array = np.interp(x, self.x, self.y)
        if not np.isfinite(self.low):
            y = y + np.where(x < self.x[0], self.left * (x - self.x[0]), 0.0)
        if not np.isfinite(self.high):
            y = y + np.where(x > self.x[-1], self.right * (x - self.x[-1]), 0.0)
        return y

    def network(self) -> Network:
        """Build the smallest relu network of one hidden layer with the same values on the interval.

        One neuron for each breakpoint, and at most one for a slope: none where the kinks can look
        left and right so that a slope is left over, one otherwise.
        """
        return _shallow(self)

    def __repr__(self) -> str:
        return f"Line({self.regions} regions on [{self.low:g}, {self.high:g}])"


def regions(network: Network, interval: tuple[float, float] | None = None, output: int = 0) -> Line:
    """Find where one output of a piecewise-linear network bends, exactly up to rounding.

    network: one input; relu, leaky_relu, hard_sigmoid and linear layers. interval: (a, b), or None
    for all of R. Neighbouring pieces are one if they lie on one line to within what rounding can do
    to the values there. Raises InputError for other networks.
    """
    _require(network, output)
    low, high = (-np.inf, np.inf) if interval is None else map(float, interval)
    if not low < high or not (np.isinf(low) == np.isinf(high)):
        raise InputError(f"an interval is (a, b) with a < b, not {interval}")
    graph = _Graph.start(low, high)
    for layer in network.layers:
        graph = graph.through(layer)
    return graph.line(output, low, high)


def count_regions(network: Network, low: float, high: float, output: int = 0) -> int:
    """Count the linear pieces that an output of a network of one input has on [low, high]."""
    return regions(network, (low, high), output).regions


def _require(network: Network, output: int) -> None:
    if network.widths[0] != 1:
        raise InputError(f"the network has {network.widths[0]} inputs; this needs one")
    if not 0 <= output < network.widths[-1]:
        raise InputError(f"the network has outputs 0 to {network.widths[-1] - 1}, not {output}")
    require_piecewise_linear(network)


def require_piecewise_linear(network: Network) -> None:
    for layer in network.layers:
        if not layer.activation.is_piecewise_linear:
            straight = [s for s in ACTIVATIONS.values() if s.is_piecewise_linear]
            straight.sort(key=lambda s: -s.neurons_per_step)  # relu and its like come first
            raise InputError(
                f"{layer.activation.name} neurons are not made of straight lines: regions are "
                f"counted for {', '.join(s.name for s in straight)}"
            )


@dataclass(frozen=True, eq=False)
class _Graph:
    """All neurons of a layer, as polylines on the same points.

    x: (n,). values, doubt: (n, neurons), doubt a bound on the rounding of values.
    left, right: (neurons,), slopes beyond the ends; 0 if the interval ends there.
    """

    x: Array
    values: Array
    doubt: Array
    left: Array
    right: Array
    open: bool

    @classmethod
    def start(cls, low: float, high: float) -> _Graph:
        is_open = bool(np.isinf(low))
        x = np.array([0.0]) if is_open else np.array([low, high])
        slope = np.ones(1) if is_open else np.zeros(1)
        return cls(x, x[:, None], np.zeros((x.size, 1)), slope, slope, is_open)

    def through(self, layer: Layer) -> _Graph:
        graph = self._weighted(layer)
        for kink in layer.activation.kinks:
            graph = graph._with_crossings(kink)
        return graph._activated(layer)

    def _weighted(self, layer: Layer) -> _Graph:
        weights = dense(layer.weights)
        values = self.values @ weights.T + layer.biases
        sizes = np.abs(self.values) @ np.abs(weights).T + np.abs(layer.biases)
        doubt = self.doubt @ np.abs(weights).T + EPS * (weights.shape[1] + 1) * sizes
        return _Graph(self.x, values, doubt, weights @ self.left, weights @ self.right, self.open)

    def _with_crossings(self, level: float) -> _Graph:
        """Add a point wherever a neuron crosses the level."""
        z = self.values - level
        place, neuron = np.nonzero(np.sign(z[:-1]) * np.sign(z[1:]) < 0)  # products can vanish
        share = z[place, neuron] / (z[place, neuron] - z[place + 1, neuron])
        new = self.x[place] + share * (self.x[place + 1] - self.x[place])
        outside = [self._beyond(z[0], self.left, -1), self._beyond(z[-1], self.right, 1)]
        x = np.unique(np.concatenate([self.x, new, *outside]))
        if x.size > MOST_PIECES:
            raise InputError(f"the network has more than {MOST_PIECES:,} pieces")
        return self._on(x)

    def _beyond(self, z: Array, slope: Array, side: int) -> Array:
        """Find crossings outside all points, on the side of the first (-1) or the last (1)."""
        if not self.open:
            return np.empty(0)
        crosses = (z != 0) & (np.sign(z) * np.sign(slope) == -side)
        end = self.x[0] if side < 0 else self.x[-1]
        with np.errstate(over="ignore"):
            at: Array = end - z[crosses] / slope[crosses]
        return at[np.isfinite(at)]

    def _on(self, x: Array) -> _Graph:
        """Evaluate all polylines on more points."""
        if x.size == self.x.size:
            return self
        index = np.clip(np.searchsorted(self.x, x, side="right") - 1, 0, max(self.x.size - 2, 0))
        after = np.minimum(index + 1, self.x.size - 1)
        width = np.where(after > index, self.x[after] - self.x[index], 1.0)
        share = np.clip((x - self.x[index]) / width, 0.0, 1.0)[:, None]
        values = self.values[index] * (1 - share) + self.values[after] * share
        doubt = np.maximum(self.doubt[index], self.doubt[after]) + 4 * EPS * np.abs(values)
        if self.open:
            values = values + np.minimum(x - self.x[0], 0.0)[:, None] * self.left
            values = values + np.maximum(x - self.x[-1], 0.0)[:, None] * self.right
        # how far a point may be from where it should be, times the slope there
        rise = np.abs(self.values[after] - self.values[index]) / width[:, None]
        doubt = doubt + 2 * EPS * np.abs(x)[:, None] * rise
        return _Graph(x, values, doubt, self.left, self.right, self.open)

    def _activated(self, layer: Layer) -> _Graph:
        s = layer.activation
        left, right = self.left, self.right
        if self.open and s.tails is not None:
            left = left * _slope_at(s.tails, self.left, -1)
            right = right * _slope_at(s.tails, self.right, 1)
        return _Graph(self.x, s(self.values), self.doubt, left, right, self.open)

    def line(self, output: int, low: float, high: float) -> Line:
        """Return one output as a polyline, without points where it does not bend."""
        y, doubt = self.values[:, output], self.doubt[:, output]
        slopes = (float(self.left[output]), float(self.right[output]))
        keep = _bending(self.x, y, doubt, slopes, self.open)
        left, right = slopes if self.open else (np.nan, np.nan)
        return Line(self.x[keep], y[keep], left, right, low, high)


def _slope_at(tails: Tails, slope: Array, side: int) -> Array:
    """Return the slope of s where z goes on with a slope towards infinity on that side."""
    rises: Array = np.where(slope * side > 0, tails.right[0], tails.left[0])
    return rises


def _bending(x: Array, y: Array, doubt: Array, slopes: tuple[float, float], is_open: bool) -> Array:
    """Find the points where the polyline bends by more than rounding, and its ends."""
    kept = _fewest(x.tolist(), y.tolist(), (doubt + 4 * EPS * np.abs(y)).tolist())
    if not is_open:
        return np.array(kept)
    return np.array(_open_ends(x, y, doubt, slopes, kept))


def _fewest(x: list[float], y: list[float], room: list[float]) -> list[int]:
    """Choose few points whose polyline passes all others within their room; keep the ends.

    From each point that is kept, a line goes on for as long as some slope serves all points that it
    passes. So points that coincide but for rounding count as one, which bends by as much as they
    do together; compared with its nearest neighbours none of them would bend.
    """
    kept, start, last = [0], 0, len(x) - 1
    low, high = -math.inf, math.inf
    k = 1
    while k <= last:
        run, rise = x[k] - x[start], y[k] - y[start]
        spare = room[k] + room[start]
        if k > start + 1 and not low - room[k] / run <= rise / run <= high + room[k] / run:
            start = k - 1
            kept.append(start)
            low, high = -math.inf, math.inf
            continue
        low, high = max(low, (rise - spare) / run), min(high, (rise + spare) / run)
        k += 1
    return [*kept, last] if last > 0 else kept


def _open_ends(
    x: Array, y: Array, doubt: Array, slopes: tuple[float, float], kept: list[int]
) -> list[int]:
    """Drop an end point at which the slope beyond goes straight on."""
    while len(kept) > 1:
        i, j = kept[:2]
        room = 2 * (doubt[i] + doubt[j]) + 8 * EPS * (abs(y[i]) + abs(y[j]))
        if abs(y[j] - slopes[0] * (x[j] - x[i]) - y[i]) > room:
            break
        kept = kept[1:]
    while len(kept) > 1:
        i, j = kept[-1], kept[-2]
        room = 2 * (doubt[i] + doubt[j]) + 8 * EPS * (abs(y[i]) + abs(y[j]))
        if abs(y[j] - slopes[1] * (x[j] - x[i]) - y[i]) > room:
            break
        kept = kept[:-1]
    return kept


def _shallow(line: Line) -> Network:
    """Build a shallow network: kinks left of the flattest piece look left, the others right."""
    slopes, bends = line.slopes, line._bends
    changes = np.diff(slopes)
    # the kinks that look left have to take away the slope of the piece that is left over
    flattest = flattest_of(slopes)
    looks_left = np.arange(changes.size) < flattest
    sign = np.where(looks_left, -1.0, 1.0)
    weights, biases, out = sign, -sign * bends, changes
    rest, start = float(slopes[flattest]), float(line.x[0])
    if rest != 0.0 and np.isfinite(line.low):
        weights, biases = np.append(weights, 1.0), np.append(biases, -start)
        out = np.append(out, rest)
    elif rest != 0.0:  # on all of R a slope needs a pair of neurons
        weights, biases = np.append(weights, [1.0, -1.0]), np.append(biases, [-start, start])
        out = np.append(out, [rest, -rest])
    if not out.size:
        weights, biases, out = np.array([1.0]), np.array([0.0]), np.array([0.0])
    at_start = float(out @ np.maximum(weights * start + biases, 0.0))
    hidden = Layer(weights[:, None], biases, "relu")
    return Network((hidden, Layer(out[None, :], [float(line.y[0]) - at_start], "linear")))
