"""Look along the band around a function: a polyline with as few links as can be, link by link."""

from __future__ import annotations

import numpy as np
from manim import Dot, VGroup

from uat.base.palette import DARK
from uat.constructions.line.partition import Polyline
from uat.constructions.line.ramps import ramp_network
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.curves import Function
from uat.films.stage.graph import Graph
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

TRIALS = 3000  # points on which a line is followed to where it leaves the band


def first_links(path: Polyline, links: int, share: float = 1.0) -> Network:
    """Return the first links of a path; the last goes straight on to the domain's end.

    share: how far the last of them has turned away from the direction of the one before it.
    """
    slope = path.slopes[links - 1]
    if links > 1:
        slope = path.slopes[links - 2] + share * (slope - path.slopes[links - 2])
    edges = np.append(path.edges[:links], path.edges[-1])
    end = path.values[links - 1] + slope * (edges[-1] - edges[-2])
    return ramp_network(Polyline(edges, np.append(path.values[:links], end), path.error))


class Sight:
    """A line of sight in the band `tolerance` around a function; it ends where it leaves the band.

    path: the polyline that it becomes, link by link; all that is drawn are networks' outputs.
    """

    def __init__(self, graph: Graph, function: Function, path: Polyline, tolerance: float) -> None:
        self.function, self.path, self.tolerance = function, path, tolerance
        self.curve = ClippedCurve(graph, first_links(path, 1))
        self.dot = Dot(radius=0.1, color=DARK.text)
        self.turn(1, 1.0)

    @property
    def parts(self) -> VGroup:
        return VGroup(self.curve, self.dot)

    def tilt(self, amount: float) -> None:
        """Look from the left end in another direction than the one that sees the farthest.

        amount: how far off, where the first link ends, in tolerances.
        """
        edges, (start, first) = self.path.edges[[0, -1]], self.path.edges[:2]
        slope = self.path.slopes[0] + amount * self.tolerance / (first - start)
        values = self.path.values[0] + slope * (edges - start)
        self._show(ramp_network(Polyline(edges, values, self.path.error)), float(start))

    def turn(self, links: int, share: float) -> None:
        """Let the last of so many links turn away from the direction of the one before it."""
        begin = float(self.path.edges[links - 1])
        self._show(first_links(self.path, links, share), begin)

    def _show(self, network: Network, begin: float) -> None:
        """Show a network from whose last bend, at `begin`, one looks as far as the band lets."""
        end = self._leaves_at(network, begin)
        self.curve.x_stop = end
        self.curve.set_network(network)
        graph = self.curve.graph
        last = float(np.clip(self.path.edges[-1] if end is None else end, *graph.x_range))
        height = float(np.clip(evaluate(network, [last])[0], *graph.y_range))
        self.dot.move_to(graph.point(last, height))

    def _leaves_at(self, network: Network, begin: float) -> float | None:
        """Find where, right of `begin`, the network first leaves the band around f, or None."""
        x = np.linspace(begin, self.path.edges[-1], TRIALS)
        gap = np.abs(evaluate(network, x) - self.function(x))
        outside = np.flatnonzero(gap > 1.01 * self.tolerance)
        return float(x[outside[0]]) if outside.size else None
