"""Make what the chapter on folds shows: one fold, its teeth, bars of neurons, the square."""

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
    VMobject,
)

from uat.base.palette import DARK
from uat.constructions.folds import compose, sawtooth, square
from uat.films.stage import Drive, FunctionCurve, Graph, Readout, formula, words
from uat.films.stage.curves import as_path
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.gauge import Gauge
from uat.films.stage.polyline import NetworkPolyline
from uat.films.stage.shape import GAP, NetworkShape
from uat.films.stage.text import BODY, LABEL
from uat.films.stage.writing import one_decimal, three_digits, whole
from uat.networks.network import Layer, Network
from uat.networks.regions import regions

UNIT = (0.0, 1.0)
STRAIGHT, TENT = np.array([1.0, 0.0]), np.array([2.0, -4.0])  # output weights: y = x, and folded
DIAGRAM = np.array([-4.25, 0.1, 0.0])
DRAWN = 5  # folds that are shown one after the other
MOST = 16  # folds in the race
LEFTMOST = -5.9  # where the growing diagram begins
STEP, ROW = 1.25, 2.35  # scene units between its layers, and its height in the picture
COLUMN = 4.1  # left edge of the numbers
TERMS = 5  # sawtooths in the sum for the square


def get_fold(weights: Any) -> Network:
    """Make two relu neurons that switch on at 0 and at 1/2, added with these weights."""
    hidden = Layer([[1.0], [1.0]], [0.0, -0.5], "relu")
    return Network((hidden, Layer([list(weights)], [0.0], "linear")))


@lru_cache(maxsize=32)
def get_teeth(k: int) -> Network:
    """Fold the line k times."""
    return sawtooth(k).network


def fold_again(k: int, t: float) -> Network:
    """Fold k times, and once more by the share t; with t = 1 it is `get_teeth(k + 1)`."""
    return compose(get_fold(STRAIGHT + t * (TENT - STRAIGHT)), get_teeth(k))


def get_square(m: int, t: float = 1.0) -> Network:
    """Make the square of m sawtooths, the last one of which counts by the share t."""
    *hidden, last = square(m).network.layers
    weights = np.array(last.weights)
    weights[0, :2] *= t  # the last neuron holds the sum so far
    return Network((*hidden, Layer(weights, last.biases, "linear")))


class FoldPicture:
    """Two neurons, their diagram and the graph of their output."""

    def __init__(self, weights: Any) -> None:
        network = get_fold(weights)
        self.weights = np.asarray(weights, dtype=float)
        self.graph = Graph(
            UNIT, UNIT, width=6.4, height=4.2, center=(2.95, 0.2, 0.0), y_label="output"
        )
        self.curve = NetworkPolyline(self.graph, network)
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
            self.curve.set_network(network)
            self.diagram.set_network(network)
            for readout, value in zip(self.readouts, now, strict=True):
                readout.set_value(value)

        return Drive([self.diagram.edges, self.readouts, self.curve], change, **options)


class Pair:
    """Two points, at x and 1 - x, and the height that the network gives them both."""

    def __init__(self, graph: Graph, network: Network) -> None:
        self.graph, self.network = graph, network
        self.dots = [Dot(radius=0.1, color=DARK.text) for _ in range(2)]
        self.stems = [Line(LEFT, RIGHT, color=DARK.muted, stroke_width=2.5) for _ in range(2)]
        self.level = Line(LEFT, RIGHT, color=DARK.step, stroke_width=3.0)
        self.group = VGroup(*self.stems, self.level, *self.dots)

    def show(self, x: float) -> None:
        places = np.array([[x], [1.0 - x]])
        heights = self.network.forward(places)[:, 0]
        tops = [self.graph.point(p, y) for p, y in zip(places[:, 0], heights, strict=True)]
        for dot, stem, top, place in zip(self.dots, self.stems, tops, places[:, 0], strict=True):
            dot.move_to(top)
            stem.put_start_and_end_on(self.graph.point(place, 0.0), top)
        self.level.put_start_and_end_on(self.graph.point(0.0, heights[0]), tops[1])


class Folds:
    """The growing diagram above, the graph of its output below, and what is counted beside it."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.graph = Graph(UNIT, UNIT, width=8.6, height=2.75, center=(-1.75, -1.0, 0.0), most_y=3)
        self.curve = NetworkPolyline(self.graph, get_teeth(k), width=4.0)
        self.diagram = self.get_diagram(get_teeth(k))
        self.layers = Gauge("layers", k, (COLUMN, 2.85, 0.0), write=whole)
        network = get_teeth(k)
        self.neurons = Gauge(
            "neurons", network.neurons, (COLUMN, 1.5, 0.0), write=whole, color=DARK.network
        )
        self.pieces = Gauge(
            "linear pieces", self.curve.pieces, (COLUMN, 0.15, 0.0), write=whole, color=DARK.step
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
        return [self.graph, self.diagram, self.gauges, self.curve]

    def grow(self) -> list[Any]:
        """Put another layer between the last one and the output; animations of it."""
        old, new = self.diagram, self.get_diagram(fold_again(self.k, 0.0))
        self.diagram = new
        return [FadeOut(old), FadeIn(new)]

    def drive(self) -> Drive:
        """Fold once more. The counts are those of the network that is shown."""
        k = self.k
        self.k += 1

        def change(t: float) -> None:
            network = fold_again(k, t)
            self.curve.set_network(network)
            self.diagram.set_network(network)
            self.layers.set_value(network.hidden_layers)
            self.neurons.set_value(network.neurons)
            self.pieces.set_value(self.curve.pieces)

        digits: list[Any] = [gauge.digits for gauge in self.gauges]
        return Drive([self.diagram.edges, *digits, self.curve], change)


def code(value: int) -> str:
    return f"{value:,}".replace(",", " thin ")


def drive_count(folds: Folds, gauge: Gauge, bars: "Bars", k: int) -> Drive:
    """Animate to k folds: the pieces are counted in the network, only the bars glide."""
    network = get_teeth(k)
    counts = k, network.neurons, regions(network, UNIT).regions
    before = folds.neurons.value, gauge.value
    after = network.neurons, counts[2]
    for one, value in zip([*folds.gauges, gauge], [*counts, counts[2]], strict=True):
        one.set_value(value)

    def change(t: float) -> None:
        bars.show(*((1 - t) * start + t * stop for start, stop in zip(before, after, strict=True)))

    moving: list[Any] = [*(g.digits for g in folds.gauges), gauge.digits, bars.group]
    return Drive(moving, change)


class Bars:
    """Neurons as lengths: of the folded network, and of the one with a single hidden layer."""

    LEFT_END, LENGTH = -6.2, 9.4

    def __init__(self, k: int) -> None:
        self.bars = VGroup()
        names = VGroup()
        rows = (("folded", 1.3, DARK.network), ("in one layer", -0.6, DARK.ramp))
        for name, height, color in rows:
            label = words(name, BODY, color).move_to((self.LEFT_END, height + 0.75, 0.0), LEFT)
            names.add(label)
            bar = Rectangle(width=1.0, height=0.7, stroke_width=0, fill_color=color, fill_opacity=1)
            self.bars.add(bar.move_to((0.0, height, 0.0)))
        self.group = VGroup(names, self.bars)
        self.shape = self.get_shape(k)
        self.show(2 * k, 2**k)

    def get_shape(self, k: int) -> NetworkShape:
        """Draw the folded network, a dot for each neuron."""
        network = get_teeth(k)
        step = 0.21
        width = step * (len(network.widths) + GAP * len(network.layers))
        middle = (self.LEFT_END + width / 2, 2.85, 0.0)
        return NetworkShape(network, width=width, height=0.45, center=middle, largest=step)

    def show(self, deep: float, shallow: float) -> None:
        """Draw both to one scale, by which the longer one fills the row."""
        for bar, neurons in zip(self.bars, (deep, shallow), strict=True):
            width = max(self.LENGTH * neurons / max(deep, shallow), 0.02)
            bar.stretch_to_fit_width(width)
            bar.move_to((self.LEFT_END + width / 2, bar.get_center()[1], 0.0))


class Square:
    """The sum of sawtooths next to x², and how far it is from it."""

    def __init__(self, m: int) -> None:
        network = get_square(m)
        self.m = m
        self.graph = Graph(UNIT, UNIT, width=4.3, height=3.9, center=(-4.2, -0.1, 0.0))
        self.target = FunctionCurve(self.graph, np.square)
        self.curve = NetworkPolyline(self.graph, network, width=4.0)
        self.errors = self.get_errors(m)
        self.gap = _Gap(self.errors, network)
        self.neurons = Gauge(
            "neurons", network.neurons, (COLUMN + 0.7, 1.9, 0.0), write=whole, color=DARK.network
        )
        self.error = Gauge(
            "largest error", self.gap.largest, (COLUMN + 0.7, 0.5, 0.0), write=three_digits,
            color=DARK.error,
        )  # fmt: skip

    @staticmethod
    def get_errors(m: int) -> Graph:
        return Graph(
            UNIT, (0.0, 4.0 ** -(m + 1)), width=4.3, height=3.9, center=(1.6, -0.1, 0.0),
            y_label="error", most_y=4,
        )  # fmt: skip

    @property
    def parts(self) -> list[Any]:
        return [
            self.graph,
            self.errors,
            self.neurons,
            self.error,
            self.target,
            self.gap,
            self.curve,
        ]

    def drive(self, **options: Any) -> Drive:
        """Add one sawtooth; the network on the way has it in part."""
        m = self.m = self.m + 1
        self.neurons.set_value(get_square(m).neurons)

        def change(t: float) -> None:
            network = get_square(m, t)
            self.curve.set_network(network)
            self.gap.set_network(network)
            self.error.set_value(self.gap.largest)

        moving = [self.gap, self.curve, self.neurons.digits, self.error.digits]
        return Drive(moving, change, **options)

    def get_teeth(self) -> NetworkPolyline:
        """Draw the next sawtooth, as high as the error: what is subtracted next."""
        *hidden, last = get_teeth(self.m + 1).layers
        scaled = Layer(np.asarray(last.weights) / 4.0 ** (self.m + 1), [0.0], "linear")
        return NetworkPolyline(self.errors, Network((*hidden, scaled)), DARK.ramp, 3.0)

    def zoom(self) -> list[Any]:
        """Draw axes for the smaller error."""
        old, self.errors = self.errors, self.get_errors(self.m)
        self.gap.graph = self.errors
        high, low = old.y_range[1], self.errors.y_range[1]

        def change(t: float) -> None:
            self.gap.set_top(high * (low / high) ** t)

        return [FadeOut(old), FadeIn(self.errors), Drive([self.gap], change)]


class _Gap(VMobject):
    """The network's output minus x², read at kinks, halfway between them, and in between."""

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__(color=DARK.error, stroke_width=3.0)
        self.graph, self.top = graph, graph.y_range[1]
        self.set_network(network)

    def set_network(self, network: Network) -> None:
        kinks = regions(network, UNIT).x
        shares = np.linspace(0.0, 1.0, 13)[:-1]
        self.x = np.append((kinks[:-1, None] + np.diff(kinks)[:, None] * shares).ravel(), 1.0)
        self.heights = network.forward(self.x[:, None])[:, 0] - self.x**2
        self.largest = float(np.abs(self.heights).max())
        self.set_top(self.top)

    def set_top(self, top: float) -> None:
        """Draw it so that the error `top` is as high as the graph."""
        self.top = top
        share = self.graph.y_range[1] / top
        self.points = as_path(self.graph.to_screen(self.x, share * self.heights))
