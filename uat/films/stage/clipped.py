"""Cut curves off where they leave their graph, so that nothing leaves the frame."""

from __future__ import annotations

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.curves import Function, NetworkCurve, as_path, output_of, pieces, sample_points
from uat.films.stage.graph import Graph
from uat.networks.network import Network


class ClippedCurve(NetworkCurve):
    """The output of a network of one input, only where it lies within the graph's y_range.

    x_stop: the curve ends here, in the units of x; None for the graph's right end.
    """

    x_stop: float | None = None

    def set_network(self, network: Network) -> ClippedCurve:
        """Draw this network instead."""
        self.network = network
        low, high = self.graph.x_range
        stop = high if self.x_stop is None else min(high, self.x_stop)
        x = sample_points(network, low, stop)
        self.points = _path(self.graph, x, output_of(network, x))
        return self

    def redraw(self) -> ClippedCurve:
        """Draw the network anew after the graph has changed."""
        return self.set_network(self.network)

    def set_stop(self, x_stop: float | None) -> ClippedCurve:
        """End the curve at another x."""
        self.x_stop = x_stop
        return self.set_network(self.network)


class ClippedFunction(VMobject):
    """A target function, drawn only where it lies within the graph's y_range."""

    def __init__(self, graph: Graph, function: Function, width: float = 4.0) -> None:
        super().__init__(color=DARK.target, stroke_width=width)
        self.graph, self.function = graph, function
        self.redraw()

    def redraw(self) -> ClippedFunction:
        """Draw the function anew after the graph has changed."""
        runs = pieces(self.function, *self.graph.x_range)
        self.points = np.concatenate([_path(self.graph, x, y) for x, y in runs])
        return self


def _path(graph: Graph, x: Array, y: Array) -> Array:
    """Return control points of the broken line through (x, y) where it lies on the graph."""
    x, y = clipped(x, y, *graph.y_range)
    runs = np.split(np.arange(x.size), np.flatnonzero(np.isnan(y)))
    kept = [run[~np.isnan(y[run])] for run in runs]
    places = graph.to_screen(x, np.nan_to_num(y))
    return np.concatenate([np.zeros((0, 3)), *(as_path(places[r]) for r in kept if r.size > 1)])


def clipped(x: Array, y: Array, low: float, high: float) -> tuple[Array, Array]:
    """Return the broken line through (x, y), (n,) each, where low <= y <= high.

    Points are added where it crosses a bound; y is NaN between its parts.
    """
    x, y = _cut(x, y, y >= low, low)
    return _cut(x, y, y <= high, high)


def _cut(x: Array, y: Array, inside: NDArray[np.bool_], bound: float) -> tuple[Array, Array]:
    """Put points at the bound wherever the line crosses it, and NaN for points beyond it."""
    crossing = np.flatnonzero(inside[1:] != inside[:-1])
    crossing = crossing[np.isfinite(y[crossing]) & np.isfinite(y[crossing + 1])]
    share = (bound - y[crossing]) / (y[crossing + 1] - y[crossing])
    at = x[crossing] + share * (x[crossing + 1] - x[crossing])
    y = np.where(inside, y, np.nan)
    return np.insert(x, crossing + 1, at), np.insert(y, crossing + 1, bound)
