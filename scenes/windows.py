"""Windows of failure: a steep step is never perfect, but many shifted copies share its failure."""

from functools import lru_cache

import numpy as np
from manim import DOWN, LEFT, RIGHT, Create, Dot, FadeIn, FadeOut, Line, VGroup

from uat.activations import SIGMOID
from uat.approximation import Approximation, approximate
from uat.constructions.steps import step_network
from uat.film import FilmSpec
from uat.network import Layer, Network
from uat.palette import DARK
from uat.partition import Partition, uniform
from uat.stage import (
    Chapter,
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    formula,
)
from uat.stage.gauge import Gauge
from uat.stage.plane import NetworkRelief, turn
from uat.stage.relief import View
from uat.stage.text import BODY, LABEL, count, number
from uat.stage.varying import varying_subject
from uat.stage.windows import (
    HALF_WINDOW,
    DifferenceCurve,
    WindowBands,
    largest_difference,
    window_ends,
)

SOFT, STEEP, ZOOM = 30.0, 300.0, 10.0
SWITCH = 0.5  # where the single neuron switches
PIECES, COPIES = 7, 4
MOST_COPIES = 12
GENTLE = 90.0  # weights times the domain's length: windows that can be seen
FIRM = 400.0  # … and that do not overlap, with COPIES copies
FIELD, SQUARE = "0.55 + 0.4*sin(3*x)*cos(2*y)", ((0.0, 1.0), (0.0, 1.0))
FIELD_NEURONS, FIELD_STEEPNESS = 50, 90.0
VIEW = View(turn=30.0, tilt=40.0, size=6.4, height=2.4, center=(3.4, -0.6))
COLUMN = 3.75  # left edge of the numbers beside a graph


def get_step(w: float) -> Network:
    """One sigmoid neuron of weight w."""
    return Network((Layer([[w]], [-w * SWITCH], "sigmoid"), Layer([[1.0]], [0.0], "linear")))


@lru_cache(maxsize=1)
def get_field() -> Network:
    """Towers side by side over a square, soft enough for their windows to be seen."""
    field = approximate(
        FIELD, SQUARE, construction="towers", neurons=FIELD_NEURONS, steepness=FIELD_STEEPNESS
    )
    return field.network


@lru_cache(maxsize=2)
def get_copies(spec: FilmSpec) -> tuple[Approximation, ...]:
    """Networks of 1, 2, 3, … copies of a staircase, each copy with equally many steps."""
    target = varying_subject(spec).target
    return tuple(
        approximate(
            target,
            neurons=PIECES * copies - 1,
            overlap=copies,
            construction="steps",
            partition="uniform",
        )
        for copies in range(1, MOST_COPIES + 1)
    )


def _whole(value: float) -> str:
    return count(round(value))


def _short(value: float) -> str:
    return number(value, 2)


class Window(Chapter):
    """Around its step point a sigmoid is neither off nor on, however steep."""

    def construct(self) -> None:
        self.show_title("Windows of failure")
        graph = Graph(
            (0.0, 1.0), (-0.1, 1.1), width=8.4, height=4.4, center=(-1.75, 0.1, 0.0),
            y_label="output",
        )  # fmt: skip
        curve = NetworkCurve(graph, get_step(SOFT))
        bands = WindowBands(graph, get_step(SOFT))
        weight = Gauge("weight", SOFT, (COLUMN, 1.9, 0.0), write=_short, color=DARK.positive)
        width = Gauge(
            "width of the window",
            2 * HALF_WINDOW / SOFT,
            (COLUMN, 0.5, 0.0),
            write=_short,
            color=DARK.error,
        )

        # Neither off nor on
        self.say(
            "A steep neuron is nearly a step.",
            FadeIn(graph),
            FadeIn(weight),
            Create(curve),
            narration="A steep neuron is nearly a step: off on the left, on on the right.",
            run_time=1.4,
        )
        self.wait(0.8)
        self.add(bands)
        self.bring_to_front(curve)
        self.say(
            "But here it is neither off nor on: between 1 % and 99 %.",
            FadeIn(bands),
            FadeIn(width),
            narration="But around its step point there is a window in which it is neither off "
            "nor on, but somewhere between one and ninety-nine per cent.",
            run_time=0.8,
        )
        self.wait(2.4)

        # Narrower, never empty
        def steepen(log_w: float) -> None:
            w = float(np.exp(log_w))
            curve.set_network(get_step(w))
            bands.set_network(get_step(w))
            weight.set_value(w)
            width.set_value(2 * HALF_WINDOW / w)

        moving = [bands, curve, weight.digits, width.digits]
        self.say(
            "A larger weight makes the window narrower …",
            narration="A larger weight makes this window narrower.",
        )
        self.play(Drive(moving, steepen, np.log(SOFT), np.log(STEEP)), run_time=2.4)
        self.wait(0.4)
        self.say("… but not empty. Look closer:", narration="But never empty. Look closer.")
        graph = self._zoom(graph, curve, bands)
        self.wait(0.6)
        self._halves(graph, curve)
        self.hush(FadeOut(VGroup(bands, curve, graph, weight, width)))

    def _zoom(self, graph: Graph, curve: NetworkCurve, bands: WindowBands) -> Graph:
        """The graph's middle, ZOOM times as wide; returns the graph that is then on screen."""
        low, high = SWITCH - 0.5 / ZOOM, SWITCH + 0.5 / ZOOM
        close = Graph(
            (low, high), graph.y_range, width=8.4, height=4.4, center=(-1.75, 0.1, 0.0),
            y_label="output",
        )  # fmt: skip

        def change(log_zoom: float) -> None:
            half = 0.5 / float(np.exp(log_zoom))
            graph.x_range = (SWITCH - half, SWITCH + half)
            curve.set_network(curve.network)
            bands.set_network(curve.network)

        self.play(FadeOut(graph), run_time=0.3)
        self.play(Drive([bands, curve], change, 0.0, np.log(ZOOM)), run_time=1.8)
        self.play(FadeIn(close), run_time=0.4)
        return close

    def _halves(self, graph: Graph, curve: NetworkCurve) -> None:
        """How far the neuron is from an ideal step at its step point."""
        y = float(curve.network.forward([[SWITCH]])[0, 0])
        middle, foot, top = (graph.point(SWITCH, value) for value in (y, 0.0, 1.0))
        dot = Dot(middle, radius=0.1, color=DARK.text)
        lines = VGroup(
            Line(middle, foot, color=DARK.error, stroke_width=5.0),
            Line(middle, top, color=DARK.error, stroke_width=5.0),
        )
        labels = VGroup(
            formula("1 \\/ 2", BODY).next_to(lines[0], RIGHT, buff=0.25),
            formula("1 \\/ 2", BODY).next_to(lines[1], LEFT, buff=0.25),
        )
        self.say(
            "In its middle it is off by half the step, whatever the weight.",
            FadeIn(dot),
            Create(lines),
            FadeIn(labels),
            narration="In the middle of the window the neuron is half on. It is off by half the "
            "height of the step, whatever the weight.",
            run_time=1.2,
        )
        self.wait(3.0)
        self.play(FadeOut(VGroup(dot, lines, labels)), run_time=0.4)


class _Staircase:
    """The user's function, a staircase of few steps, and below how far it is from ideal steps."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        self.target = self.subject.target
        low, high = self.subject.x_range
        self.length = high - low
        self.partition = get_copies(spec)[0].partition
        network = self.network(GENTLE)
        self.jump = float(np.abs(np.diff(self.partition.heights)).max())
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=8.4,
            height=2.85,
            center=(-1.75, 1.55, 0.0),
            x_label=f"${self.target.names[0]}$",
            x_marks=False,
            most_y=5,
        )
        self.below = Graph(
            self.subject.x_range,
            (0.0, 0.65 * self.jump),
            width=8.4,
            height=1.35,
            center=(-1.75, -1.65, 0.0),
            x_label=f"${self.target.names[0]}$",
            y_label="distance from ideal steps",
            most_y=3,
        )
        self.function = FunctionCurve(self.graph, self.target)
        self.bands = WindowBands(self.graph, network)
        self.curve = NetworkCurve(self.graph, network)
        self.gap = DifferenceCurve(self.below, network)
        self.weight = Gauge(
            "weights", GENTLE / self.length, (COLUMN, 2.3, 0.0), write=_short, color=DARK.positive
        )
        self.largest = Gauge(
            "largest distance", self.distance, (COLUMN, -0.7, 0.0), write=_short, color=DARK.error
        )

    def network(self, steepness: float) -> Network:
        """The staircase with this weight times the domain's length."""
        return step_network([self.partition], SIGMOID, steepness / self.length, "linear")

    @property
    def distance(self) -> float:
        return largest_difference(self.curve.network, *self.subject.x_range)

    def steepen(self, log_w: float) -> None:
        w = float(np.exp(log_w))
        network = self.network(w)
        for part in (self.bands, self.curve, self.gap):
            part.set_network(network)
        self.weight.set_value(w / self.length)
        self.largest.set_value(self.distance)


class EveryStep(Chapter):
    """A staircase has a window at each of its steps; steepness leaves the failure as high."""

    def construct(self) -> None:
        stairs = _Staircase(self.spec)
        steps = stairs.partition.cuts.size

        # A window at each step
        self.say(
            f"A staircase of {steps} steps: {steps} neurons, {steps} windows.",
            FadeIn(stairs.graph),
            Create(stairs.function),
            narration=f"Here is a function, and a staircase of {steps} steps for it. "
            "At each of them there is a window.",
            run_time=1.2,
        )
        self.play(Create(stairs.curve), FadeIn(stairs.weight), run_time=1.2)
        self.add(stairs.bands)
        self.bring_to_front(stairs.function, stairs.curve)
        self.play(FadeIn(stairs.bands), run_time=0.6)
        self.wait(0.8)

        # How far off
        self.say(
            "How far is it from ideal steps? At each of them, by half its height.",
            FadeIn(stairs.below),
            Create(stairs.gap),
            FadeIn(stairs.largest),
            narration="How far is it from a staircase of ideal steps? Outside the windows hardly "
            "at all. Inside, up to half the height of the step.",
            run_time=1.6,
        )
        self.wait(2.4)
        self.say(
            "Steeper neurons: narrower windows, and the same failure inside.",
            narration="Steeper neurons make the windows narrower. The failure inside stays as "
            "large as it was.",
        )
        moving = [
            stairs.bands, stairs.curve, stairs.gap, stairs.weight.digits, stairs.largest.digits,
        ]  # fmt: skip
        stop = 30 * GENTLE
        self.play(Drive(moving, stairs.steepen, np.log(GENTLE), np.log(stop)), run_time=3.2)
        self.wait(2.4)
        everything = [stairs.graph, stairs.function, stairs.below, stairs.largest, stairs.weight]
        self.hush(FadeOut(VGroup(*everything, stairs.bands, stairs.curve, stairs.gap)))


class _Copies:
    """COPIES staircases, each a share as high, beside each other's sum; `slide` shifts them."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        samples = get_copies(spec)[0].samples
        assert samples is not None  # of one input there always are
        self.samples = samples
        self.length = float(np.diff(self.subject.x_range)[0])
        low, high = self.subject.y_range
        first = self.partitions(0.0)
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=5.4,
            height=4.6,
            center=(3.35, 0.15, 0.0),
            x_label=f"${self.subject.target.names[0]}$",
        )
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.curve = NetworkCurve(self.graph, self.sum_of(first))
        self.bands = WindowBands(self.graph, self.curve.network)
        self.rows = [
            Graph(
                self.subject.x_range,
                (low / COPIES, high / COPIES),
                width=5.0,
                height=0.95,
                center=(-3.7, 1.97 - 1.22 * m, 0.0),
            )
            for m in range(COPIES)
        ]
        networks = [self.share_of(partition) for partition in first]
        pairs = list(zip(self.rows, networks, strict=True))
        self.row_bands = [WindowBands(row, network) for row, network in pairs]
        self.row_curves = [NetworkCurve(row, n, DARK.step, 4.0) for row, n in pairs]
        self.floors = VGroup(*(row.horizontal(low / COPIES, width=1.6) for row in self.rows))
        self.names = VGroup(
            *(
                formula(f"1 \\/ {COPIES}", LABEL, DARK.muted).next_to(row.corner, LEFT, buff=0.2)
                .set_y(row.corner[1] + row.size[1] / 2)
                for row in self.rows
            )
        )  # fmt: skip

    def partitions(self, shift: float) -> list[Partition]:
        """Copy m is shifted by `shift` m pieces."""
        return [
            uniform(self.subject.target, self.samples, PIECES, shift=shift * m)
            for m in range(COPIES)
        ]

    def share_of(self, partition: Partition) -> Network:
        """One copy by itself, with its share of the height."""
        whole = step_network([partition], SIGMOID, FIRM / self.length, "linear")
        hidden, last = whole.layers
        weights = np.asarray(last.weights) / COPIES
        return Network((hidden, Layer(weights, last.biases / COPIES, "linear")))

    def sum_of(self, partitions: list[Partition]) -> Network:
        return step_network(partitions, SIGMOID, FIRM / self.length, "linear")

    def slide(self, share: float) -> None:
        """Shift copy m by m times this share of a piece."""
        partitions = self.partitions(share)
        for m, partition in enumerate(partitions):
            network = self.share_of(partition)
            self.row_curves[m].set_network(network)
            self.row_bands[m].set_network(network)
        network = self.sum_of(partitions)
        self.curve.set_network(network)
        self.bands.set_network(network)

    def failing(self, x: float) -> int:
        """How many copies have x in one of their windows."""
        inside = 0
        for curve in self.row_curves:
            left, right = window_ends(curve.network)
            inside += bool(((left < x) & (x < right)).any())
        return inside


class Shifted(Chapter):
    """Copies of a share of the height, shifted: no two windows are at one place."""

    def construct(self) -> None:
        copies = _Copies(self.spec)
        rows = VGroup(copies.floors, copies.names)

        # Copies, each a share as high
        self.say(
            f"The remedy: {COPIES} copies of the staircase, each $1 \\/ {COPIES}$ as high.",
            FadeIn(rows),
            FadeIn(*copies.row_bands),
            *map(Create, copies.row_curves),
            narration="There is a remedy. Take four copies of the staircase, each of them only a "
            "fourth as high.",
            run_time=1.6,
        )
        self.wait(1.2)
        self.say(
            "Their sum is the staircase as before, with the same windows.",
            FadeIn(copies.graph),
            FadeIn(copies.bands),
            FadeIn(copies.function),
            Create(copies.curve),
            narration="Their sum is the staircase that we had, with all its windows.",
            run_time=1.4,
        )
        self.wait(1.6)

        # Shifted against each other
        moving = [*copies.row_bands, *copies.row_curves, copies.bands, copies.curve]
        self.say(
            f"Now shift each copy by $1 \\/ {COPIES}$ of a step more than the one above it.",
            narration="Now shift each copy a fourth of a step further than the one above it. "
            "Every copy still has its windows, but each in places of its own.",
        )
        self.play(Drive(moving, copies.slide, 0.0, 1 / COPIES), run_time=4.0)
        self.wait(1.4)

        # One at a time
        self._scan(copies)
        leaving = [copies.graph, copies.function, rows, *moving]
        self.hush(FadeOut(VGroup(*leaving)))

    def _scan(self, copies: _Copies) -> None:
        """A line runs through all graphs and counts the copies that fail where it stands."""
        low, high = copies.subject.x_range
        graphs = [*copies.rows, copies.graph]
        lines = VGroup(*(graph.vertical(low, DARK.text, 2.5) for graph in graphs))
        gauge = Gauge(
            "copies in a window here", copies.failing(low), (0.65, 3.45, 0.0),
            write=_whole, color=DARK.error,
        )  # fmt: skip
        gauge.digits.shift(gauge.label.get_right() + RIGHT * 0.3 - gauge.digits.origin)
        gauge.digits.shift(DOWN * 0.13)

        def move(x: float) -> None:
            for line, graph in zip(lines, graphs, strict=True):
                line.shift(RIGHT * (graph.point(x, 0.0)[0] - line.get_center()[0]))
            gauge.set_value(copies.failing(x))

        self.say(
            "At any place at most one copy fails, and the others are right.",
            FadeIn(lines),
            FadeIn(gauge),
            narration="Wherever you look, at most one of the copies is inside a window, and it "
            "counts for a fourth only. The others are right.",
        )
        self.play(Drive([lines, gauge.digits], move, low, high, rate_func=_even), run_time=5.0)
        self.play(FadeOut(lines), FadeOut(gauge), run_time=0.4)


def _even(t: float) -> float:
    return t


class _Measured:
    """The user's function and its network on the left; distances against copies on the right."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        self.nets = get_copies(spec)
        self.gaps = [self.gap_of(net) for net in self.nets]
        self.errors = [net.error.max for net in self.nets]
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=5.2,
            height=3.9,
            center=(-3.45, -0.05, 0.0),
            x_label=f"${self.subject.target.names[0]}$",
        )
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.curve = NetworkCurve(self.graph, self.nets[0].network)
        self.chart = Graph(
            (0.0, MOST_COPIES + 0.5),
            (0.0, 1.15 * max(*self.gaps, *self.errors)),
            width=5.2,
            height=3.9,
            center=(3.7, -0.05, 0.0),
            x_label="$M$",
        )

    def gap_of(self, net: Approximation) -> float:
        return largest_difference(net.network, *self.subject.x_range)

    def dots(self, values: list[float], color: str) -> VGroup:
        """One dot for each number of copies."""
        points = (self.chart.point(n + 1, value) for n, value in enumerate(values))
        return VGroup(*(Dot(point, 0.085, color=color) for point in points))


class MoreCopies(Chapter):
    """The failure is one M-th of what it was: measured, copy by copy."""

    def construct(self) -> None:
        seen = _Measured(self.spec)
        copies = Gauge("copies $M$", 1, (-6.1, 3.45, 0.0), write=_whole, color=DARK.step)
        gap = Gauge(
            "from ideal steps", seen.gaps[0], (1.1, 3.45, 0.0), write=_short, color=DARK.error
        )
        error = Gauge(
            "from $f$", seen.errors[0], (4.3, 3.45, 0.0), write=_short, color=DARK.network
        )
        gap_dots = seen.dots(seen.gaps, DARK.error)
        error_dots = seen.dots(seen.errors, DARK.network)

        # One copy after the other
        self.say(
            "Measure it: the largest distance from ideal steps, for $M$ copies.",
            *(FadeIn(part) for part in (seen.graph, seen.function, seen.curve, seen.chart)),
            FadeIn(copies),
            FadeIn(gap),
            FadeIn(gap_dots[0]),
            narration="Let us measure it, on networks with one copy, two copies, and so on.",
            run_time=1.2,
        )
        self.wait(1.2)
        for n in range(1, MOST_COPIES):
            self._show(seen, copies, gap, n)
            slow = 0.75 if n < 4 else 0.4
            self.play(FadeIn(gap_dots[n], scale=2.0), run_time=slow)
        self.say(
            "In a window the network is now off by half a step, divided by $M$.",
            narration="Inside a window the network is now off by half a step divided by M. So the "
            "failure can be made as small as we like.",
        )
        self.wait(2.8)

        # From f itself
        self.play(FadeIn(error), run_time=0.4)
        error.set_value(seen.errors[-1])
        jumps = bool(seen.nets[0].error.excluded)
        self.say(
            "The distance from $f$ is another matter: nothing helps at its jump."
            if jumps
            else "The distance from $f$ is another matter: it takes more steps, not more copies.",
            FadeIn(error_dots, lag_ratio=0.2),
            narration="The distance from f itself is another matter. At its jump no number of "
            "copies helps."
            if jumps
            else "The distance from f itself is another matter. For that it takes more steps, "
            "not more copies of them.",
            run_time=1.6,
        )
        self.wait(2.6)
        self._two_inputs(VGroup(seen.chart, gap_dots, error_dots, gap, error))
        self.hush()

    def _two_inputs(self, leaving: VGroup) -> None:
        """A field of towers, with holes where windows cross."""
        relief = NetworkRelief(get_field(), columns=24, z_range=(0.0, 1.0), view=VIEW)
        self.say(
            "With one input windows do little harm; with two they cross, and make holes.",
            FadeOut(leaving),
            FadeIn(relief),
            narration="With one input a window does little harm: the network passes from one step "
            "to the next. With two inputs windows cross, and where they do there are holes. We "
            "shall meet them again.",
            run_time=1.0,
        )
        self.play(turn([relief], VIEW.turn, VIEW.turn + 40.0), run_time=4.0)
        self.wait(1.0)

    def _show(self, seen: _Measured, copies: Gauge, gap: Gauge, n: int) -> None:
        seen.curve.set_network(seen.nets[n].network)
        copies.set_value(n + 1)
        gap.set_value(seen.gaps[n])
