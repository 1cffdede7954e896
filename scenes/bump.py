"""Two steps make a bump, and bumps side by side follow any curve."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Create, Dot, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.base.quoting import typst_name
from uat.films.stage import (
    Chapter,
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Readout,
    get_subject,
    words,
)
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.text import BODY, TITLE_HEIGHT, signed
from uat.networks.network import Layer, Network

STEEPNESS = 600.0
FIRST, SECOND = 0.3, 0.65  # the places of the two steps
HEIGHT = 0.7
DIAGRAM = np.array([-4.25, 0.35, 0.0])
BUMPS = 5
TRIALS = np.array([0.5, 0.8, 0.35, 0.9, 0.6])  # heights at first, as shares of the graph's


def get_network(places: Any, heights: Any, width: float = 1.0) -> Network:
    """Make steep neurons that switch at `places`, added with weights `heights`.

    width: of the domain, to which the steepness is relative.
    """
    s = np.asarray(places, dtype=float)
    w = np.full((s.size, 1), STEEPNESS / width)
    hidden = Layer(w, -w[:, 0] * s, "sigmoid")
    return Network((hidden, Layer([list(heights)], [0.0], "linear")))


class _Pair:
    """Two steep neurons: their places, their heights, their diagram and the graph of their sum."""

    def __init__(self, places: tuple[float, float], heights: tuple[float, float]) -> None:
        self.places, self.heights = np.array(places), np.array(heights)
        network = get_network(places, heights)
        self.graph = Graph(
            (0.0, 1.0),
            (-1.0, 1.0),
            width=6.8,
            height=4.6,
            center=(2.85, 0.3, 0.0),
            y_label="output",
        )
        self.curve = NetworkCurve(self.graph, network)
        self.diagram = NetworkDiagram(
            network, width=4.0, height=3.9, center=DIAGRAM, radius=0.45, scales=(BY_SIGN, 1.0)
        )
        self.steps = VGroup()
        self.weights = VGroup()
        for n, circle in enumerate(self.diagram.hidden):
            side = UP if n == 0 else DOWN
            step = Readout(f"s_{n + 1} =", places[n], _two, color=DARK.step)
            step.shift(circle.get_center() + side * 0.75 - step.get_center())
            weight = Readout("", heights[n], _signed, color=DARK.text)
            weight.shift(self.diagram.outward[n].get_center() + RIGHT * 0.35 + side * 0.5)
            weight.shift(-0.1 * UP)
            self.steps.add(step)
            self.weights.add(weight)

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.diagram, self.steps, self.weights, self.curve]

    @property
    def moving(self) -> list[Any]:
        return [self.curve, self.diagram.outward, self.steps, self.weights]

    def show(self) -> None:
        network = get_network(self.places, self.heights)
        self.curve.set_network(network)
        self.diagram.set_network(network)
        for n in range(2):
            self.steps[n].set_value(self.places[n])
            self.weights[n].set_value(self.heights[n])

    def drive(self, places: Any, heights: Any, **options: Any) -> Drive:
        """Animate from the present places and heights to other ones."""
        start = np.concatenate([self.places, self.heights])
        stop = np.concatenate([places, heights])
        self.places, self.heights = stop[:2], stop[2:]

        def change(t: float) -> None:
            now = start + t * (stop - start)
            self.places, self.heights = now[:2], now[2:]
            self.show()

        return Drive(self.moving, change, **options)


def _two(value: float) -> str:
    return signed(value, 2)


def _signed(value: float) -> str:
    sign = "−" if value < -0.005 else "+"
    return f"{sign}{abs(value):.2f}"


class TwoSteps(Chapter):
    """The output neuron adds the steps, each with its weight for a height."""

    def construct(self) -> None:
        pair = _Pair((FIRST, SECOND), (0.4, 0.0))
        self.show_title("Two steps make a bump")
        self.say(
            "Take two steep neurons. The output adds them up, each with a weight.",
            FadeIn(pair.diagram),
            FadeIn(pair.steps),
            run_time=1.2,
        )
        self.wait(0.4)
        self.play(FadeIn(pair.graph), FadeIn(pair.weights), run_time=0.8)
        self.play(Create(pair.curve), run_time=1.2)
        self.say(
            "The weight behind a neuron is the height of its step.",
        )
        for height in (0.9, -0.5, 0.5):
            self.play(pair.drive((FIRST, SECOND), (height, 0.0)), run_time=1.4)
            self.wait(0.2)
        self.say(
            "Give the second neuron a weight too. Now the two steps add up.",
        )
        self.play(pair.drive((FIRST, SECOND), (0.5, 0.4)), run_time=1.8)
        self.hush()


class OneBump(Chapter):
    """Opposite weights: up at the first step, down at the second."""

    def construct(self) -> None:
        pair = _Pair((FIRST, SECOND), (0.5, 0.4))
        self.add(*pair.parts)
        self.say(
            "Make the two weights opposite. Up by h, and down again by h.",
        )
        self.play(pair.drive((FIRST, SECOND), (HEIGHT, -HEIGHT)), run_time=2.2)
        self.say(
            "That's a bump.",
        )
        self.say(
            "The two step points are its ends.",
        )
        for places in ((0.1, 0.45), (0.45, 0.55), (FIRST, SECOND)):
            self.play(pair.drive(places, (HEIGHT, -HEIGHT)), run_time=1.5)
            self.wait(0.2)
        self.say(
            "The weight is its height, above zero or below.",
        )
        for height in (-0.6, 0.9, HEIGHT):
            self.play(pair.drive((FIRST, SECOND), (height, -height)), run_time=1.4)
            self.wait(0.2)
        self.hush()


class IfThenElse(Chapter):
    """A bump is a condition: if x lies between two points, then h, else nothing."""

    def construct(self) -> None:
        pair = _Pair((FIRST, SECOND), (HEIGHT, -HEIGHT))
        self.add(*pair.parts)
        code = words(
            "*if* $s_1 <= x < s_2$: #h(0.5em) $h$ #h(1.2em) *else*: #h(0.5em) $0$", BODY
        ).move_to((-4.1, 2.95, 0.0))
        self.say(
            "A programmer would read a bump as a condition. Between the two points it's h. "
            "Everywhere else it's nothing.",
            Write(code),
            run_time=1.6,
        )
        self.wait(0.4)
        dot = Dot(color=DARK.text, radius=0.1)
        reading = Readout("x =", 0.0, _two)

        def move(x: float) -> None:
            y = float(pair.curve.network.forward([[x]])[0, 0])
            dot.move_to(pair.graph.point(x, y))
            reading.set_value(x)
            place = pair.graph.point(x, y) + (UP * 0.45 if y > 0.35 else DOWN * 0.5)
            reading.shift(place - reading.get_center())

        move(0.0)
        self.play(FadeIn(dot), FadeIn(reading), run_time=0.4)
        self.play(Drive([dot, reading], move, rate_func=lambda t: t), run_time=4.5)
        self.play(FadeOut(dot), FadeOut(reading), run_time=0.4)
        self.hush(FadeOut(VGroup(*pair.parts, code)))


class ManyBumps(Chapter):
    """Side by side, bumps of different heights follow a curve."""

    def construct(self) -> None:
        subject = get_subject(self.spec)
        (a, b), target = subject.x_range, subject.target
        edges = np.linspace(a, b, BUMPS + 1)
        edges[[0, -1]] += np.array([-0.1, 0.1]) * (b - a)
        middles = np.linspace(a, b, 2 * BUMPS + 1)[1::2]
        goal = np.array(
            [
                np.mean(target(np.linspace(m - w, m + w, 101)))
                for m in middles
                for w in [0.4999 * (b - a) / BUMPS]
            ]
        )
        places = np.repeat(edges, 2)[1:-1]

        def network(heights: Any) -> Network:
            return get_network(places, np.stack([heights, -heights], axis=1).ravel(), b - a)

        low, high = subject.y_range
        y_range = (min(low, -0.05 * (high - low)), max(high, 0.05 * (high - low)))
        graph = Graph(
            subject.x_range,
            y_range,
            width=6.8,
            height=4.4,
            center=(2.85, 0.1, 0.0),
            x_label=f"${typst_name(target.names[0])}$",
        )
        flat = 0.0 * goal
        curve = NetworkCurve(graph, network(flat))
        diagram = NetworkDiagram(
            network(flat),
            width=4.0,
            height=5.4,
            center=DIAGRAM,
            most=2 * BUMPS,
            radius=0.21,
            scales=(BY_SIGN, float(np.abs(goal).max()) or 1.0),
        )
        function = FunctionCurve(graph, target)
        title = subject.title(6.6)
        title.move_to([graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)

        # Five pairs of neurons, five bumps of no height
        self.say(
            "Take five pairs of neurons. That's five bumps, side by side. Each has a height of "
            "its own.",
            FadeIn(diagram),
            FadeIn(graph),
            FadeIn(curve),
            run_time=1.2,
        )
        now = flat
        farthest = max(y_range, key=abs)
        for n in range(BUMPS):
            trial = farthest * np.where(np.arange(BUMPS) <= n, TRIALS, 0.0)
            self.play(self._drive(curve, diagram, network, now, trial), run_time=0.7)
            now = trial

        # A curve to follow
        self.say(
            "Here's a curve. Give each bump the height that the curve has there on average.",
            Create(function),
            Write(title),
            run_time=1.6,
        )
        self.bring_to_front(curve)
        self.play(self._drive(curve, diagram, network, now, goal), run_time=3.0)
        self.say(
            "These are five bumps only. And nothing stops us from taking more.",
        )
        self.hush()

    def _drive(self, curve: Any, diagram: Any, network: Any, start: Any, stop: Any) -> Drive:
        def change(t: float) -> None:
            now = network(start + t * (stop - start))
            curve.set_network(now)
            diagram.set_network(now)

        return Drive([curve, diagram.outward], change)
