"""Show how an error is proven: on one box of inputs with intervals, and the bounds of all boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Line, VGroup, VMobject

from uat.accuracy.proof.enclosure import enclose
from uat.accuracy.proof.jets import interval
from uat.accuracy.proof.saved import Boxes
from uat.approximation import Approximation
from uat.base.palette import DARK
from uat.films.stage.curves import corners
from uat.films.stage.graph import Graph
from uat.films.stage.intervals import Interval
from uat.functions.expression import FLINT, Expression
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network


@dataclass(frozen=True)
class ProvenBox:
    """A box of x in which f and the network are enclosed, one after the other, by intervals."""

    x: Interval
    function: Interval
    network: Interval

    @property
    def difference(self) -> Interval:
        return self.function[0] - self.network[1], self.function[1] - self.network[0]

    @property
    def bound(self) -> float:
        return max(map(abs, self.difference))

    @property
    def farthest(self) -> Interval:
        """The ends of both intervals that are as far apart as the bound says, from below."""
        low, high = self.difference
        ends = (self.network[0], self.function[1]) if high >= -low else (
            self.function[0], self.network[1])  # fmt: skip
        return min(ends), max(ends)

    @property
    def near(self) -> Interval:
        """What a close picture of the box shows."""
        room = 1.5 * (self.x[1] - self.x[0])
        return self.x[0] - room, self.x[1] + room


def prove_box(target: Target, network: Network, tolerance: float) -> ProvenBox | None:
    """Find a wide box in which intervals alone prove the tolerance; None without a formula."""
    expression = target.function
    if not isinstance(expression, Expression):
        return None
    low, high = target.box[0]
    for parts in 20.0 * 2.0 ** np.arange(12):
        radius = (high - low) / parts
        for middle in np.linspace(low + 4 * radius, high - 4 * radius, 41).tolist():
            x = (middle - radius, middle + radius)
            ball = expression.evaluate(FLINT, interval(*x, target.box[0]))
            box = ProvenBox(x, (float(ball.lower()), float(ball.upper())), _range(network, x))
            if box.bound <= 0.9 * tolerance:
                return box
    return None


def _range(network: Network, x: Interval) -> Interval:
    """Enclose the network's output on an interval, between its bends."""
    inner = enclose(network, *x)
    edges = inner.edges
    found = inner.on(edges[:-1], edges[1:], (edges[:-1] + edges[1:]) / 2)
    return float(np.min(found.low)), float(np.max(found.high))


def error_curve(graph: Graph, net: Approximation) -> Any:
    """Draw |f - network|, from the network's own outputs."""
    x = np.union1d(np.linspace(*graph.x_range, 1201), net.error.at)
    kinks = net.partition.cuts
    x = np.union1d(x, kinks)
    curve: Any = VMobject(color=DARK.error, stroke_width=3.5)
    curve.graph = graph  # where that goes, it goes
    curve.points = corners(graph.to_screen(x, np.abs(evaluate(net.network, x) - net.target(x))))
    return curve


def roof_of(graph: Graph, boxes: Boxes) -> VGroup:
    """Draw the bounds over all boxes as one line, with lines down to the axis between them."""
    x = np.stack([boxes.left, boxes.right], axis=1).ravel()
    y = np.repeat(boxes.bound, 2)
    roof = VMobject(color=DARK.step, stroke_width=3.5)
    roof.points = corners(graph.to_screen(x, y))
    walls = VGroup()
    tall = np.maximum(boxes.bound, np.append(boxes.bound[1:], 0.0))
    for place, height in zip(boxes.right[:-1], tall[:-1], strict=True):
        foot, top = graph.point(float(place), 0.0), graph.point(float(place), float(height))
        walls.add(Line(foot, top, color=DARK.step, stroke_width=1.0, stroke_opacity=0.5))
    return VGroup(roof, walls)
