"""Make what the chapter on folds shows: a strip of paper, one fold, its teeth, bars of neurons."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    VGroup,
)

from uat.base.palette import DARK
from uat.constructions.folds.cascade import sawtooth
from uat.films.stage import Drive, Graph, Readout, formula
from uat.films.stage.curves import NetworkPolyline
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.gauge import Gauge
from uat.films.stage.paper import Paper
from uat.films.stage.text import LABEL, TICK, one_decimal, two_decimals, whole
from uat.networks.network import Layer, Network
from uat.networks.regions.line import regions

UNIT = (0.0, 1.0)
# output weights: y = x, folded, and stretched
STRAIGHT, FOLDED, TENT = np.array([1.0, 0.0]), np.array([1.0, -2.0]), np.array([2.0, -4.0])
DIAGRAM = np.array([-4.05, 0.1, 0.0])
DRAWN = 5  # folds that are shown one after the other
MOST = 16  # folds in the race
LEFTMOST = -5.9  # where the growing diagram begins
STEP, ROW = 1.25, 2.35  # scene units between its layers, and its height in the picture
COLUMN = 4.1  # left edge of the numbers
STRIP = 0.34  # scene units: how wide the strip of paper is
SIDES = (DARK.step, DARK.ramp)  # the colours of its halves
MARKS = np.arange(9) / 8  # of the strip


def get_fold(weights: Any) -> Network:
    """Make two relu neurons that switch on at 0 and at 1/2, added with these weights."""
    hidden = Layer([[1.0], [1.0]], [0.0, -0.5], "relu")
    return Network((hidden, Layer([list(weights)], [0.0], "linear")))


@lru_cache(maxsize=32)
def get_teeth(k: int) -> Network:
    """Fold the line k times."""
    return sawtooth(k).network


class FoldPicture:
    """Two neurons, their diagram and the graph of their output."""

    def __init__(self, weights: Any) -> None:
        network = get_fold(weights)
        self.weights = np.asarray(weights, dtype=float)
        self.graph = Graph(
            UNIT, UNIT, width=5.2, height=4.2, center=(2.35, 0.2, 0.0), y_label="output"
        )
        self.curve = NetworkPolyline(self.graph, network)
        self.strip = Strip(self.graph, network)
        self.diagram = NetworkDiagram(
            network, width=4.0, height=3.5, center=DIAGRAM, radius=0.45,
            scales=(8.0, 4.0),
        )  # fmt: skip
        names = ("max(0, x)", "max(0, x - 1/2)")
        self.names, self.readouts = VGroup(), VGroup()
        for n, (name, circle) in enumerate(zip(names, self.diagram.columns[1], strict=True)):
            side = UP if n == 0 else DOWN
            text = formula(name, LABEL, DARK.step)
            self.names.add(text.move_to(circle.get_center() + side * 0.8))
            readout = Readout(f"w_{n + 1} =", weights[n], one_decimal)
            place = self.diagram.point(1, 0, n) + side * 0.45 + RIGHT * 0.85
            readout.shift(place - readout.get_center())
            self.readouts.add(readout)

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.diagram, self.names, self.readouts, self.curve]

    def drive(self, weights: Any, **options: Any) -> Drive:
        start, stop = self.weights, np.asarray(weights, dtype=float)
        self.weights = stop

        def change(t: float) -> None:
            now = start + t * (stop - start)
            network = get_fold(now)
            for part in (self.curve, self.diagram, self.strip):
                part.set_network(network)
            for readout, value in zip(self.readouts, now, strict=True):
                readout.set_value(value)

        moving = [self.diagram.edges, self.readouts, self.curve, self.strip]
        return Drive(moving, change, **options)


class Strip(VGroup):
    """A ruled strip of paper beside a graph: each mark lies at the height of the output there.

    The half beyond the crease lies beside the first one, when it is folded onto it.
    """

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__()
        self.graph = graph
        self.left = graph.corner[0] + graph.size[0] + 0.45
        self.halves = VGroup(*(
            Rectangle(stroke_width=0, fill_color=color, fill_opacity=0.55) for color in SIDES
        ))  # fmt: skip
        self.marks = VGroup(*(Line(color=DARK.text, stroke_width=2.0) for _ in MARKS))
        self.names = VGroup(*(formula(name, TICK) for name in ("0", "1\\/2", "1")))
        self.add(self.halves, self.marks, self.names)
        self.set_network(network)

    def set_network(self, network: Network) -> "Strip":
        """Lay the strip as this network does, which is straight on both halves."""
        start, crease, stop = network.forward(np.array([[0.0], [0.5], [1.0]]))[:, 0]
        beside = STRIP * (1.0 - (stop - crease) / (crease - start)) / 2
        ends = ((start, crease, 0.0), (crease, stop, beside))
        for half, (low, high, shift) in zip(self.halves, ends, strict=True):
            corners = ((0.0, low), (STRIP, low), (STRIP, high), (0.0, high), (0.0, low))
            half.set_points_as_corners([self._at(x + shift, y) for x, y in corners])
        outputs = network.forward(MARKS[:, None])[:, 0]
        for mark, x, y in zip(self.marks, MARKS, outputs, strict=True):
            left = beside if x > 0.5 else 0.0
            mark.put_start_and_end_on(self._at(left, y), self._at(left + STRIP, y))
        zero, half, one = self.names
        zero.move_to(self._at(STRIP / 2, start) + DOWN * 0.24)
        half.move_to(self._at(2 * STRIP + 0.28, crease))
        one.move_to(self._at(2 * STRIP + 0.28, stop))
        return self

    def flat(self) -> VGroup:
        """Draw the strip as it lies along x, above the graph."""
        left, top = self.graph.corner[0], self.graph.corner[1] + self.graph.size[1] + 1.1
        flat = self.copy()
        for part in flat.family_members_with_points():
            away = part.points - self._at(0.0, 0.0)
            part.points = np.array([left, top, 0.0]) + np.stack(
                [away[:, 1] * self.graph.size[0] / self.graph.size[1], -away[:, 0], away[:, 2]], 1
            )
        flat.remove(flat.submobjects[2])
        return flat

    def _at(self, x: float, y: float) -> Any:
        """Return a point, x scene units from the strip's left edge, at the height of an output."""
        return np.array([self.left + x, self.graph.point(0.0, y)[1], 0.0])


class Pair:
    """Two points, at x and 1 - x, and the mark of the strip on which both come to lie."""

    def __init__(self, picture: FoldPicture) -> None:
        self.graph, self.network = picture.graph, picture.curve.network
        self.left = picture.strip.left
        self.dots = [Dot(radius=0.1, color=DARK.text) for _ in range(2)]
        self.stems = [Line(LEFT, RIGHT, color=DARK.muted, stroke_width=2.5) for _ in range(2)]
        self.level = Line(LEFT, RIGHT, color=DARK.bump, stroke_width=3.0)
        self.group = VGroup(*self.stems, self.level, *self.dots)

    def show(self, x: float) -> None:
        places = np.array([[x], [1.0 - x]])
        heights = self.network.forward(places)[:, 0]
        tops = [self.graph.point(p, y) for p, y in zip(places[:, 0], heights, strict=True)]
        for dot, stem, top, place in zip(self.dots, self.stems, tops, places[:, 0], strict=True):
            dot.move_to(top)
            stem.put_start_and_end_on(self.graph.point(place, 0.0), top)
        self.level.put_start_and_end_on(tops[0], (self.left + 2 * STRIP, tops[0][1], 0.0))


class Folds:
    """The growing diagram above, paper with the graph of its output below, and what is counted."""

    def __init__(self, k: int) -> None:
        self.k = k
        network = get_teeth(k)
        self.graph = Graph(UNIT, UNIT, width=8.6, height=2.75, center=(-1.75, -1.0, 0.0), most_y=3)
        self.paper = Paper(self.graph, rules=7)
        pieces = self.paper.draw(network)
        self.diagram = self.get_diagram(network)
        self.layers = Gauge("layers", k, (COLUMN, 2.85, 0.0), write=whole)
        self.neurons = Gauge(
            "neurons", network.neurons, (COLUMN, 1.5, 0.0), write=whole, color=DARK.network
        )
        self.pieces = Gauge(
            "linear pieces", pieces, (COLUMN, 0.15, 0.0), write=whole, color=DARK.step
        )

    @staticmethod
    def get_diagram(network: Network) -> NetworkDiagram:
        width = STEP * len(network.layers)
        return NetworkDiagram(
            network, width=width, height=1.9, center=(LEFTMOST + width / 2, ROW, 0.0),
            radius=0.3, scales=(4.0,) * len(network.layers),
        )  # fmt: skip

    @property
    def gauges(self) -> VGroup:
        return VGroup(self.layers, self.neurons, self.pieces)

    @property
    def parts(self) -> list[Any]:
        return [self.paper, self.graph, self.diagram, self.gauges]

    @property
    def drawn(self) -> VGroup:
        return VGroup(*self.paper.drawn)

    def spread(self, start: float, stop: float) -> Drive:
        """Stretch the folded paper to its old width, or let it go back."""
        return Drive([self.paper], self.paper.set_spread, start, stop)

    def grow(self) -> list[Any]:
        """Put another layer between the last one and the output; animations of it."""
        self.k += 1
        network = get_teeth(self.k)
        old, self.diagram = self.diagram, self.get_diagram(network)
        self.layers.set_value(self.k)
        self.neurons.set_value(network.neurons)
        self.pieces.set_value(regions(network, UNIT).regions)
        return [FadeOut(old), FadeIn(self.diagram)]

    def redraw(self) -> None:
        """Draw the next teeth on paper that is folded once, where they look like the former."""
        self.paper.folds, self.paper.spread = 1, 2.0
        self.paper.draw(get_teeth(self.k + 1))


class Walk:
    """A dot that goes along the output of two layers, and what both layers say."""

    def __init__(self, folds: Folds) -> None:
        self.graph = folds.graph
        self.dot = Dot(radius=0.12, color=DARK.text)
        self.first = Readout("t_1 =", 0.0, two_decimals, color=DARK.step)
        self.second = Readout("t_2 =", 0.0, two_decimals, color=DARK.network)
        for readout, x in ((self.first, -0.9), (self.second, 1.2)):
            readout.shift(np.array([x, ROW - 0.1, 0.0]))
        self.group = VGroup(self.dot, self.first, self.second)
        self.show(0.0)

    def show(self, x: float) -> None:
        at = np.array([[x]])
        outputs = [float(get_teeth(k).forward(at)[0, 0]) for k in (1, 2)]
        self.first.set_value(outputs[0])
        self.second.set_value(outputs[1])
        self.dot.move_to(self.graph.point(x, outputs[1]))

    def drive(self, start: float, stop: float) -> Drive:
        return Drive([self.group], self.show, start, stop, rate_func=lambda t: t)
