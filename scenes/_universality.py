"""Make what the first chapter shows: a network beside its curve, and the curves that it takes."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, UP, Dot, Line, VGroup

from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Drive,
    FunctionCurve,
    Graph,
    NetworkDiagram,
)
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.signal import Signal
from uat.films.stage.subject import unbroken_subject
from uat.films.stage.text import TITLE_HEIGHT
from uat.networks.activations import SIGMOID
from uat.networks.network import Layer, Network

DIAGRAM = (-4.85, -0.2, 0.0)
NEURONS = 8
SPAN = 0.8  # of f's range: from the lowest to the highest point of random curves
SEEDS = (3, 8, 5)  # of the networks at the beginning
ASKED = 0.3  # of the domain: the input that is followed through the network
STEEP = 400.0  # weight of a neuron times the domain's length, at most
SOFT = 4.0  # weight of a fitted neuron times the distance to its neighbours
LOOKS = 801
EXACT = 1e-6  # of f's range: an error that counts as none
ONE, TWO = 0.35, 0.65  # of the domain: where the first bump begins and ends
TALL, SHALLOW, FIRM_STEP = 0.75, 8.0, 300.0  # its height, of f's range; weights of its steps
PLACE: dict[str, Any] = {"width": 8.3, "height": 4.5, "center": (1.95, 0.15, 0.0)}


class Scenery:
    """The network on the left, its curve on the right; both for the film's function.

    parameters: a row of a weight, a switch point and a height for each neuron, for inputs from 0
    to 1 and outputs in units of f's range; and the output's bias, all in one array.
    """

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = unbroken_subject(spec)  # one that jumps waits for its own shot
        self.low, self.high = self.subject.x_range
        self.size = (self.subject.high - self.subject.low) or np.ptp(self.subject.y_range) / 2
        self.asked = self.low + ASKED * (self.high - self.low)
        self.looks = np.linspace(self.low, self.high, LOOKS)
        self.graph = Graph(
            self.subject.x_range, self.subject.y_range, x_label=f"${self.subject.x}$", **PLACE
        )
        self.parameters = self.random(SEEDS[0])
        network = self.network(self.parameters)
        self.curve = ClippedCurve(self.graph, network)
        self.diagram = get_diagram(network, self.subject.x)
        self.signal = Signal(self.diagram, self.asked)
        self.probe = Probe(self.graph)
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.title = self.subject.title(8.0)
        self.title.move_to((self.graph.corner[0], TITLE_HEIGHT, 0.0), aligned_edge=LEFT)

    def network(self, parameters: Any) -> Network:
        """Make the network of such parameters."""
        w, s, h = parameters[:-1].reshape(NEURONS, 3).T
        w = w / (self.high - self.low)
        hidden = Layer(w[:, None], -w * (self.low + s * (self.high - self.low)), "sigmoid")
        return Network((hidden, Layer([h * self.size], [parameters[-1] * self.size], "linear")))

    def random(self, seed: int) -> Any:
        """Draw parameters by chance, so that the curve is SPAN of f's range high, in its middle."""
        rng = np.random.default_rng(seed)
        w, s = rng.uniform(6.0, 40.0, NEURONS), np.sort(rng.random(NEURONS))
        h = rng.normal(0.0, 1.0, NEURONS)
        y = SIGMOID(w * (np.linspace(0.0, 1.0, LOOKS)[:, None] - s)) @ h
        scale = SPAN / np.ptp(y)
        middle = 0.5 * (self.subject.low + self.subject.high) / self.size
        bias = middle - 0.5 * scale * (y.max() + y.min())
        return np.append(np.stack([w, s, scale * h], axis=1), bias)

    def fitted(self) -> Any:
        """Find heights with which the neurons come near f, by least squares.

        They switch where f has done equal shares of its ups and downs.
        """
        x = np.linspace(0.0, 1.0, LOOKS)
        y = self.subject.target(self.looks) / self.size
        way = np.cumsum(np.abs(np.diff(y, prepend=y[0]))) + 1e-3 * x
        s = np.interp((np.arange(NEURONS) + 0.5) / NEURONS * way[-1], way, x)
        w = np.minimum(SOFT / np.maximum(np.gradient(s), 1e-3), STEEP)
        columns = np.c_[SIGMOID(w * (x[:, None] - s)), np.ones(LOOKS)]
        *h, bias = np.linalg.lstsq(columns, y, rcond=None)[0]
        return np.append(np.stack([w, s, h], axis=1), bias)

    def pose(self, parameters: Any) -> VGroup:
        """Show the network of such parameters, with the input that is followed; return all."""
        self.parameters = parameters
        self.show(parameters)
        return VGroup(self.graph, self.function, self.title, self.diagram, self.curve, self.probe)

    def show(self, parameters: Any) -> None:
        network = self.network(parameters)
        self.curve.set_network(network)
        self.diagram.set_network(network)
        self.follow(self.asked)

    def follow(self, x: float) -> None:
        """Light the neurons as x does, and stand the probe there."""
        self.signal.light(x)
        self.probe.set_place(x, float(self.diagram.network.forward([[x]])[0, 0]))

    def drive(self, stop: Any) -> Drive:
        """Animate to other parameters, by networks all the way."""
        start, self.parameters = self.parameters, stop

        def change(t: float) -> None:
            self.show((1 - t) * start + t * stop)

        return Drive([self.diagram, self.curve, self.probe], change)

    def sweep(self, start: float, stop: float, *, drawing: bool = False) -> Drive:
        """Let another input go in, from one place to another, drawing the curve if wanted."""

        def change(x: float) -> None:
            self.follow(x)
            if drawing:
                self.curve.set_stop(x)

        return Drive([self.diagram, self.curve, self.probe], change, start, stop)

    def follow_in(self, diagram: NetworkDiagram) -> None:
        """Follow the same input through the network of another diagram."""
        self.diagram, self.signal = diagram, Signal(diagram, self.asked)
        self.follow(self.asked)

    def worst(self) -> tuple[float, float, float]:
        """Return where the network is furthest from f, and both heights there."""
        y, wanted = (
            self.curve.network.forward(self.looks[:, None])[:, 0],
            self.subject.target(self.looks),
        )
        n = int(np.abs(y - wanted).argmax())
        return float(self.looks[n]), float(wanted[n]), float(y[n])


class Probe(VGroup):
    """A dot on the graph's axis, a line up from it, and a dot at the line's end."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.foot, self.top = Dot(radius=0.1, color=DARK.text), Dot(radius=0.12, color=DARK.network)
        self.line = Line(DOWN, UP, color=DARK.muted, stroke_width=2.5)
        super().__init__(self.line, self.foot, self.top)

    def set_place(self, x: float, y: float) -> "Probe":
        foot, top = self.graph.point(x, self.graph.y_range[0]), self.graph.point(x, y)
        self.line.put_start_and_end_on(foot, top)
        self.foot.move_to(foot)
        self.top.move_to(top)
        return self


def get_diagram(network: Network, x: str) -> NetworkDiagram:
    """Draw a network at its place, on the left."""
    return NetworkDiagram(
        network, width=2.9, height=4.7, center=DIAGRAM, radius=0.25, most=NEURONS,
        scales=(BY_SIGN, None), inputs=(x,),
    )  # fmt: skip


def gap_line(graph: Graph, x: float, start: float, stop: float) -> Any:
    """Draw an upright line on a graph, as long as an error."""
    ends = graph.point(x, start), graph.point(x, stop)
    return Line(*ends, color=DARK.error, stroke_width=7.0)


def one_bump(here: Scenery, steepness: float, second: float) -> Any:
    """Return the parameters of a bump: only two of the neurons have output weights."""
    rows = here.parameters[:-1].reshape(NEURONS, 3).copy()
    rows[:, 2] = 0.0
    rows[0] = steepness, ONE, TALL
    rows[1] = steepness, TWO, -TALL * second
    return np.append(rows, here.subject.low / here.size)
