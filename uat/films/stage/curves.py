"""Set the points of curves on a graph: the network's own output, never an ideal shape."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from manim import VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.graph import Graph
from uat.networks.evaluate import evaluate
from uat.networks.network import Network
from uat.networks.regions.line import regions

Function = Callable[[Array], Array]

COLUMNS = 360  # evenly spaced samples along a curve
WINDOW = np.linspace(-12.0, 12.0, 25)  # where a neuron's window is sampled, in z = w x + b
MOST_POINTS = 1600
FLAT = 1e-6  # scene units
SMALL = 100_000  # neurons times points


class NetworkCurve(VMobject):
    """The output of a network of one input on a graph; `set_network` shows another one in place."""

    def __init__(
        self, graph: Graph, network: Network, color: str = DARK.network, width: float = 5.0
    ) -> None:
        super().__init__(color=color, stroke_width=width)
        self.graph = graph
        self.set_network(network)

    def set_network(self, network: Network) -> NetworkCurve:
        """Draw this network instead."""
        self.network = network
        x = sample_points(network, *self.graph.x_range)
        self.points = as_path(self.graph.to_screen(x, output_of(network, x)))
        return self


class FunctionCurve(VMobject):
    """A target function on a graph, drawn with gaps where it jumps."""

    def __init__(self, graph: Graph, function: Function, width: float = 4.0) -> None:
        super().__init__(color=DARK.target, stroke_width=width)
        self.graph = graph
        runs = [graph.to_screen(x, y) for x, y in pieces(function, *graph.x_range)]
        self.points = np.concatenate([as_path(run) for run in runs])


class ErrorBand(VMobject):
    """The band of all points within `half_width` of a function; `set_half_width` changes it."""

    def __init__(self, graph: Graph, function: Function, half_width: float) -> None:
        super().__init__(fill_color=DARK.band, fill_opacity=0.45, stroke_width=0.0)
        self.graph, self.function, self.half_width = graph, function, half_width
        self.redraw()

    def redraw(self) -> ErrorBand:
        """Draw the band anew after the graph has changed."""
        self._pieces = pieces(self.function, *self.graph.x_range)
        return self.set_half_width(self.half_width)

    def set_half_width(self, half_width: float) -> ErrorBand:
        """Make the band reach this far above and below, clipped to the graph."""
        self.half_width = half_width
        low, high = self.graph.y_range
        paths = []
        for x, y in self._pieces:
            upper = self.graph.to_screen(x, np.clip(y + half_width, low, high))
            lower = self.graph.to_screen(x, np.clip(y - half_width, low, high))
            outline = np.concatenate([upper, lower[::-1], upper[:1]])
            paths.append(as_path(outline))
        self.points = np.concatenate(paths)
        return self


def output_of(network: Network, x: Array) -> Array:
    """Evaluate the network at x; a small one needs no compiled code, which loads slowly."""
    if network.neurons * x.size <= SMALL:
        return network.forward(x[:, None])[:, 0]
    return evaluate(network, x)


def sample_points(network: Network, low: float, high: float) -> Array:
    """Choose where to evaluate on [low, high]: evenly, and closely where a neuron switches."""
    even = np.linspace(low, high, COLUMNS + 1)
    weights = np.asarray(network.layers[0].weights)[:, 0]
    biases = network.layers[0].biases
    moving = weights != 0.0
    if moving.sum() * WINDOW.size > 20 * MOST_POINTS:
        return np.linspace(low, high, 10 * MOST_POINTS)
    windows = (WINDOW - biases[moving, None]) / weights[moving, None]
    inside = windows[(windows > low) & (windows < high)]
    return np.unique(np.concatenate([even, inside]))


def as_path(points: Array) -> Array:
    """Return control points of the line through `points`: (n, 3) to (4 (n - 1), 3)."""
    points = _thinned(points)
    start, stop = points[:-1], points[1:]
    path = np.stack([start, (2 * start + stop) / 3, (start + 2 * stop) / 3, stop], axis=1)
    flat: Array = path.reshape(-1, 3)
    return flat


def _thinned(points: Array) -> Array:
    """Leave out points inside level stretches, and all but the extremes of very dense ones."""
    if len(points) > MOST_POINTS:
        points = _extremes(points)
    step = np.abs(np.diff(points[:, 1])) > FLAT
    keep = np.ones(len(points), dtype=bool)
    keep[1:-1] = step[1:] | step[:-1]
    kept: Array = points[keep]
    return kept


def _extremes(points: Array) -> Array:
    """Return the first, lowest, highest and last point of each of many short runs."""
    runs = np.array_split(np.arange(len(points)), MOST_POINTS // 4)
    heights = points[:, 1]
    kept = [(r[0], r[heights[r].argmin()], r[heights[r].argmax()], r[-1]) for r in runs]
    extremes: Array = points[np.unique(np.array(kept))]
    return extremes


def pieces(function: Function, low: float, high: float) -> list[tuple[Array, Array]]:
    """Cut samples (x, y) of a function where it jumps."""
    x = np.linspace(low, high, 2 * COLUMNS + 1)
    y = np.asarray(function(x), dtype=float)
    span = float(y.max() - y.min())
    cuts = [n for n in range(x.size - 1) if _is_jump(function, x[n : n + 2], y[n : n + 2], span)]
    edges = [0, *(n + 1 for n in cuts), x.size]
    runs = [slice(a, b) for a, b in pairwise(edges) if b - a > 1]
    return [(x[run], y[run]) for run in runs]


def _is_jump(function: Function, x: Array, y: Array, span: float) -> bool:
    """Tell whether most of a large step happens within a billionth of the gap."""
    step = abs(y[1] - y[0])
    if step <= 0.02 * span:
        return False
    left, right, start, stop = x[0], x[1], y[0], y[1]
    for _ in range(30):
        middle = 0.5 * (left + right)
        value: Any = np.asarray(function(np.array([middle])), dtype=float)[0]
        if abs(value - start) > abs(stop - value):
            right, stop = middle, value
        else:
            left, start = middle, value
    return bool(abs(stop - start) > 0.5 * step)


def corners(points: Array) -> Array:
    """Return control points of a line that keeps every corner: (n, 3) to (4 (n - 1), 3)."""
    start, stop = points[:-1], points[1:]
    path = np.stack([start, (2 * start + stop) / 3, (start + 2 * stop) / 3, stop], axis=1)
    flat: Array = path.reshape(-1, 3)
    return flat


class NetworkPolyline(NetworkCurve):
    """The output of a deep relu network of one input; `set_network` shows another one in place.

    kinks: (n,), where the network bends inside the graph, found exactly by `uat.networks.regions`.
    Its heights are the network's own output.
    """

    def set_network(self, network: Network) -> NetworkPolyline:
        """Draw this network instead."""
        self.network = network
        line = regions(network, self.graph.x_range)
        self.kinks = line.breakpoints
        points = self.graph.to_screen(line.x, evaluate(network, line.x))
        # all of a few corners; of very many the curve's path keeps the extremes only
        self.points = corners(points) if len(points) <= MOST_POINTS else as_path(points)
        return self

    @property
    def pieces(self) -> int:
        """Number of linear pieces inside the graph."""
        return int(self.kinks.size) + 1
