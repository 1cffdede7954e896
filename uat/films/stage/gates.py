"""Gates in a band: openings that a network has to pass, and a line that misses one of them."""

from __future__ import annotations

import numpy as np
from manim import Line, VGroup, VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.clipped import clipped
from uat.films.stage.curves import Function, corners
from uat.films.stage.graph import Graph

REACH = 0.9  # scene units of a post above and below its opening
STOP = 0.12  # scene units of the bar at an opening's edge


class Gate(VGroup):
    """Two posts at x; between them, from `low` to `high`, is the opening."""

    def __init__(self, graph: Graph, x: float, low: float, high: float) -> None:
        super().__init__()
        self.x, self.low, self.high = x, low, high
        for y, way in ((low, -1.0), (high, 1.0)):
            edge, bar = graph.point(x, y), np.array([STOP, 0.0, 0.0])
            limit = graph.corner[1] + (graph.size[1] if way > 0 else 0.0)
            end = edge.copy()
            end[1] = min(edge[1] + REACH, limit) if way > 0 else max(edge[1] - REACH, limit)
            self.add(Line(edge, end, color=DARK.text, stroke_width=5.0))
            self.add(Line(edge - bar, edge + bar, color=DARK.text, stroke_width=5.0))


class MissedGate:
    """Three gates of the band, and lines that pass the outer two and miss the middle one."""

    def __init__(self, graph: Graph, function: Function, tolerance: float) -> None:
        self.graph, self.tolerance = graph, tolerance
        x = np.linspace(*graph.x_range, 81)[6:-6]
        y = np.asarray(function(x), dtype=float)
        at, _ = least_passable(x, y, tolerance)
        self.x, self.y = x[list(at)], y[list(at)]
        tol = self.tolerance
        self.gates = VGroup(*(Gate(graph, a, b - tol, b + tol)
                              for a, b in zip(self.x, self.y, strict=True)))  # fmt: skip
        self.line = VMobject(color=DARK.network, stroke_width=4.0)
        self.gap = VMobject(color=DARK.error, stroke_width=7.0)
        self.turn(0.0)

    def turn(self, turns: float) -> None:
        """Move the line once around through all directions that the outer gates let pass."""
        angle = 2 * np.pi * turns
        ends = self.y[[0, 2]] + 0.98 * self.tolerance * np.array([np.sin(angle), np.cos(angle)])
        slope = (ends[1] - ends[0]) / (self.x[2] - self.x[0])
        x = np.array([*self.graph.x_range])
        x, y = clipped(x, ends[0] + slope * (x - self.x[0]), *self.graph.y_range)
        seen = np.isfinite(y)
        self.line.points = corners(self.graph.to_screen(x[seen], y[seen]))
        there = ends[0] + slope * (self.x[1] - self.x[0])
        edge = self.y[1] + np.sign(there - self.y[1]) * self.tolerance
        self.gap.points = corners(self.graph.to_screen(self.x[[1, 1]], [edge, there]))


def least_passable(x: Array, y: Array, half_width: float) -> tuple[tuple[int, int, int], float]:
    """Find three gates y ± half_width that a straight line misses by most, and by how much.

    x: ascending. Returned are their positions in x, and the distance between the middle opening and
    the nearest of all lines through the outer two, negative where some line passes.
    """
    first, last = np.meshgrid(np.arange(x.size), np.arange(x.size), indexing="ij")
    best, widest = (0, 0, 0), -np.inf
    for middle in range(1, x.size - 1):
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (x[middle] - x[first]) / (x[last] - x[first])
            off = np.abs(y[first] + share * (y[last] - y[first]) - y[middle]) - 2 * half_width
        off = np.where((first < middle) & (middle < last), off, -np.inf)
        place = int(off.argmax())
        if off.flat[place] > widest:
            widest = float(off.flat[place])
            a, b = np.unravel_index(place, off.shape)
            best = int(a), middle, int(b)
    return best, widest
