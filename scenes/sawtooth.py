"""Two neurons fold the line like paper, and every further fold doubles the teeth."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    VGroup,
    VMobject,
    Write,
)

from uat.folds import compose, sawtooth, square
from uat.network import Layer, Network
from uat.palette import DARK
from uat.regions import regions
from uat.stage import Chapter, Drive, FunctionCurve, Graph, Readout, formula, words
from uat.stage.curves import as_path
from uat.stage.gauge import Gauge
from uat.stage.layers import LayerDiagram
from uat.stage.polyline import NetworkPolyline
from uat.stage.shape import GAP, NetworkShape
from uat.stage.text import BODY, LABEL, TITLE, count, number, signed

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
    """Two relu neurons that switch on at 0 and at 1/2, added with these weights."""
    hidden = Layer([[1.0], [1.0]], [0.0, -0.5], "relu")
    return Network((hidden, Layer([list(weights)], [0.0], "linear")))


@lru_cache(maxsize=32)
def get_teeth(k: int) -> Network:
    """The line folded k times."""
    return sawtooth(k).network


def fold_again(k: int, t: float) -> Network:
    """Folded k times, and once more by the share t; with t = 1 it is `get_teeth(k + 1)`."""
    return compose(get_fold(STRAIGHT + t * (TENT - STRAIGHT)), get_teeth(k))


def get_square(m: int, t: float = 1.0) -> Network:
    """The square of m sawtooths, the last one of which counts by the share t."""
    *hidden, last = square(m).network.layers
    weights = np.array(last.weights)
    weights[0, :2] *= t  # the last neuron holds the sum so far
    return Network((*hidden, Layer(weights, last.biases, "linear")))


def _one(value: float) -> str:
    return signed(value + 0.0, 1)


def _whole(value: float) -> str:
    return count(round(value))


class _OneFold:
    """Two neurons, their diagram and the graph of their output."""

    def __init__(self, weights: Any) -> None:
        network = get_fold(weights)
        self.weights = np.asarray(weights, dtype=float)
        self.graph = Graph(
            UNIT, UNIT, width=6.4, height=4.2, center=(2.95, 0.2, 0.0), y_label="output"
        )
        self.curve = NetworkPolyline(self.graph, network)
        self.diagram = LayerDiagram(
            network, width=4.0, height=2.6, center=DIAGRAM, radius=0.45, inputs=("x",),
            scales=(8.0, 4.0), zeros=True,
        )  # fmt: skip
        names = ("max(0, x)", "max(0, x - 1/2)")
        self.names, self.readouts = VGroup(), VGroup()
        for n, (name, circle) in enumerate(zip(names, self.diagram.columns[1], strict=True)):
            side = UP if n == 0 else DOWN
            text = formula(name, LABEL, DARK.step)
            self.names.add(text.move_to(circle.get_center() + side * 0.8))
            readout = Readout(f"w_{n + 1} =", weights[n], _one)
            place = self.diagram.middle(1, 0, n) + side * 0.45 + RIGHT * 0.85
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


class OneFold(Chapter):
    """Two relu neurons lay the right half of the line onto the left half."""

    def construct(self) -> None:
        fold = _OneFold(STRAIGHT)
        self.show_title("Folding")
        self.say(
            "Two rectified linear units. The first passes $x$ on: a straight line.",
            FadeIn(fold.diagram),
            FadeIn(fold.names),
            FadeIn(fold.readouts),
            narration="Take two rectified linear units. So far only the first one counts; it "
            "passes x on, and the output is a straight line.",
            run_time=1.2,
        )
        self.play(FadeIn(fold.graph), run_time=0.6)
        self.play(Create(fold.curve), run_time=1.0)
        self.wait(0.6)

        # The weights fold the line
        self.say(
            "The weights $2$ and $-4$ fold it in the middle.",
            narration="Let the weights go to two and minus four. From one half on the second "
            "neuron pulls down, and the line is folded in the middle.",
        )
        self.play(fold.drive(TENT), run_time=3.0)
        self.wait(0.8)

        # Two points become one
        self.say(
            "Like paper: two points come to lie on one another.",
            narration="It is like folding paper. Any two points as far left and right of the "
            "crease come to lie on one another.",
        )
        pair = _Pair(fold.graph, fold.curve.network)
        pair.show(0.1)
        self.play(FadeIn(pair.group), run_time=0.5)
        self.play(Drive([pair.group], pair.show, 0.1, 0.42), run_time=2.0)
        self.play(Drive([pair.group], pair.show, 0.42, 0.25), run_time=1.2)
        self.say(
            "Whatever comes next sees one number, and treats both halves alike.",
            narration="Whatever comes next sees only the one number. So all that it does, it "
            "does on both halves at once.",
        )
        self.wait(2.2)
        self.hush(FadeOut(VGroup(*fold.parts, pair.group)))


class _Pair:
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


class _Folds:
    """The growing diagram above, the graph of its output below, and what is counted beside it."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.graph = Graph(UNIT, UNIT, width=8.6, height=2.75, center=(-1.75, -1.0, 0.0), most_y=3)
        self.curve = NetworkPolyline(self.graph, get_teeth(k), width=4.0)
        self.diagram = self.get_diagram(get_teeth(k))
        self.layers = Gauge("layers", k, (COLUMN, 2.85, 0.0), write=_whole)
        network = get_teeth(k)
        self.neurons = Gauge(
            "neurons", network.neurons, (COLUMN, 1.5, 0.0), write=_whole, color=DARK.network
        )
        self.pieces = Gauge(
            "linear pieces", self.curve.pieces, (COLUMN, 0.15, 0.0), write=_whole, color=DARK.step
        )

    @staticmethod
    def get_diagram(network: Network) -> LayerDiagram:
        width = STEP * len(network.layers)
        return LayerDiagram(
            network, width=width, height=1.3, center=(LEFTMOST + width / 2, ROW, 0.0),
            radius=0.3, inputs=("x",), scales=(4.0,) * len(network.layers), zeros=True,
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


class Again(Chapter):
    """Every further layer folds what is folded already, and doubles the teeth."""

    def construct(self) -> None:
        folds = _Folds(1)
        self.say(
            "Two neurons, one fold, two straight pieces.",
            *(FadeIn(part) for part in folds.parts),
            narration="Two neurons made one fold, and two straight pieces.",
            run_time=1.0,
        )
        self.wait(1.2)
        says = (
            (
                "The same two neurons again, in a second layer: they fold the fold.",
                "Put the same two neurons behind it, as a second layer. They fold what is "
                "folded already.",
            ),
            (
                "Each slope goes through the whole fold once: the teeth double.",
                "Each slope goes through the whole fold once. So every layer doubles the teeth.",
            ),
        )
        for caption, narration in says:
            self.say(caption, *folds.grow(), narration=narration, run_time=0.8)
            self.play(folds.drive(), run_time=2.6)
            self.wait(0.5)
        for _ in range(DRAWN - 3):
            self.play(*folds.grow(), run_time=0.5)
            self.play(folds.drive(), run_time=1.8)
            self.wait(0.3)
        self.say(
            "$k$ layers: $2 k$ neurons, and $2^k$ straight pieces.",
            narration="With k layers there are two k neurons, but two to the k straight pieces.",
        )
        self.wait(2.4)
        self.hush()


class Race(Chapter):
    """A network of one hidden layer needs a neuron for each kink."""

    def construct(self) -> None:
        folds = _Folds(DRAWN)
        self.add(*folds.parts)
        line = regions(get_teeth(DRAWN), UNIT)
        feet = folds.graph.to_screen(line.breakpoints, line(line.breakpoints))
        kinks = VGroup(*(Dot(foot, radius=0.06, color=DARK.error) for foot in feet))
        self.say(
            f"With one hidden layer, a neuron bends once. Here are ${len(kinks)}$ kinks.",
            FadeIn(kinks, lag_ratio=0.05),
            narration="Now with one hidden layer only. There a neuron bends the output at one "
            f"point, and no more. Here are {len(kinks)} kinks.",
            run_time=1.4,
        )
        self.wait(0.8)
        shallow = line.network()
        gauge = Gauge(
            "in one layer", shallow.neurons, (COLUMN, -1.2, 0.0), write=_whole, color=DARK.ramp
        )
        self.say(
            "So it needs a neuron for each, and one for the slope it begins with.",
            FadeIn(gauge),
            narration="So it needs a neuron for each of them, and one more for the slope at "
            "which it begins.",
        )
        self.wait(2.0)

        # The counts race
        self.play(FadeOut(VGroup(folds.graph, folds.diagram, kinks)), FadeOut(folds.curve))
        bars = _Bars(DRAWN)
        self.say(
            "Fold on: two more neurons there, twice as many here.",
            FadeIn(bars.group),
            FadeIn(bars.shape),
            narration="Let us fold on. Each time the deep network gets two more neurons, and "
            "the shallow one needs twice as many.",
        )
        for k in range(DRAWN + 1, MOST + 1):
            old, bars.shape = bars.shape, bars.get_shape(k)
            fold = _count(folds, gauge, bars, k)
            self.play(fold, FadeOut(old), FadeIn(bars.shape), run_time=0.6)
        self.wait(0.8)
        self.say(
            f"${2 * MOST}$ neurons fold what would take ${_code(2**MOST)}$ side by side.",
            narration=f"{2 * MOST} neurons do by folding what would take "
            f"{2**MOST:,} of them side by side.",
        )
        self.wait(2.4)
        self.hush(FadeOut(VGroup(folds.gauges, gauge, bars.group, bars.shape)))


def _code(value: int) -> str:
    return f"{value:,}".replace(",", " thin ")


def _count(folds: _Folds, gauge: Gauge, bars: "_Bars", k: int) -> Drive:
    """To k folds: the pieces are counted in the network. Only the lengths of the bars glide."""
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


class _Bars:
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
        """The folded network, a dot for each neuron."""
        network = get_teeth(k)
        step = 0.21
        width = step * (len(network.widths) + GAP * len(network.layers))
        middle = (self.LEFT_END + width / 2, 2.85, 0.0)
        return NetworkShape(network, width=width, height=0.45, center=middle, largest=step)

    def show(self, deep: float, shallow: float) -> None:
        """Both drawn to one scale, by which the longer one fills the row."""
        for bar, neurons in zip(self.bars, (deep, shallow), strict=True):
            width = max(self.LENGTH * neurons / max(deep, shallow), 0.02)
            bar.stretch_to_fit_width(width)
            bar.move_to((self.LEFT_END + width / 2, bar.get_center()[1], 0.0))


class _Square:
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
            "neurons", network.neurons, (COLUMN + 0.7, 1.9, 0.0), write=_whole, color=DARK.network
        )
        self.error = Gauge(
            "largest error", self.gap.largest, (COLUMN + 0.7, 0.5, 0.0), write=_short,
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
        """One sawtooth more. The network on the way has it in part."""
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
        """The next sawtooth, as high as the error: what is subtracted next."""
        *hidden, last = get_teeth(self.m + 1).layers
        scaled = Layer(np.asarray(last.weights) / 4.0 ** (self.m + 1), [0.0], "linear")
        return NetworkPolyline(self.errors, Network((*hidden, scaled)), DARK.ramp, 3.0)

    def zoom(self) -> list[Any]:
        """Axes for the smaller error."""
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


def _short(value: float) -> str:
    return number(value, 3)


class Squared(Chapter):
    """What folding is good for: sawtooths of heights 1/4, 1/16, ... leave x² of x."""

    def construct(self) -> None:
        show = _Square(1)
        rule = formula("x^2 = x - t_1 / 4 - t_2 / 4^2 - t_3 / 4^3 - dots.c", TITLE)
        rule.move_to((-0.3, 2.95, 0.0))
        self.say(
            "What is it good for? $x$ minus sawtooths $t_k$ leaves $x^2$.",
            FadeIn(VGroup(show.graph, show.target)),
            Write(rule),
            narration="What is it good for? Take x, and subtract a quarter of the tent, a "
            "sixteenth of the next sawtooth, and so on. What is left is x squared.",
            run_time=1.6,
        )
        self.wait(1.6)
        self.say(
            "With the first tent alone it is two straight lines.",
            *(FadeIn(part) for part in show.parts[1:4]),
            Create(show.curve),
            Create(show.gap),
            narration="With the first tent alone it is two straight lines, and it is off by a "
            "sixteenth at most.",
            run_time=1.2,
        )
        self.wait(1.2)
        teeth = show.get_teeth()
        self.say(
            "The next sawtooth fits right into the arches.",
            Create(teeth),
            narration="The next sawtooth, divided by sixteen, fits right into the arches of "
            "the error.",
            run_time=1.4,
        )
        self.wait(0.8)
        self.say(
            "Subtract it: twice as many arches, a quarter as high.",
            narration="Subtract it, and what is left are twice as many arches, each a quarter "
            "as high.",
        )
        self.play(show.drive(), FadeOut(teeth), run_time=2.0)
        self.wait(0.4)
        self.play(*show.zoom(), run_time=1.0)
        self.say(
            "Every layer divides the error by four.",
            narration="And so on: every layer of three neurons divides the error by four.",
        )
        for _ in range(2, TERMS):
            teeth = show.get_teeth()
            self.play(FadeIn(teeth), run_time=0.5)
            self.play(show.drive(), FadeOut(teeth), run_time=1.1)
            self.play(*show.zoom(), run_time=0.7)
        bound = formula(f"= 4^(-{TERMS + 1})", BODY, DARK.error)
        bound.move_to((COLUMN + 0.7, -0.85, 0.0), aligned_edge=LEFT)
        self.say(
            "$m$ layers leave an error of exactly $4^(-(m + 1))$.",
            FadeIn(bound),
            narration="After m layers it is exactly four to the minus m minus one. One layer "
            "would have to double its neurons for that, each time.",
        )
        self.wait(2.6)

        # Products
        product = formula("x y = 1/2 ((x + y)^2 - x^2 - y^2)", TITLE).move_to(rule)
        self.say(
            "And squares make products, and products make polynomials.",
            FadeOut(rule),
            FadeIn(product),
            narration="And with squares we can multiply. So deep networks can compute "
            "polynomials, and whatever is nearly one.",
            run_time=1.0,
        )
        self.wait(2.6)
        self.hush()
