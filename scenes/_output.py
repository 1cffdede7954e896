"""Make what the chapter on the output neuron shows: f rescaled, the hidden layer's aim."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Dot, Line, VGroup, linear

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.base.quoting import one_line
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Readout,
    Subject,
)
from uat.films.stage.clipped import ClippedFunction
from uat.films.stage.subject import varying_subject
from uat.films.stage.text import BODY, TITLE_HEIGHT, Label, cover, two_decimals
from uat.films.stage.trail import Trail
from uat.functions.target import Target
from uat.networks.activations import logit
from uat.networks.network import Layer, Network

MARGIN = 0.1  # how far a rescaled function stays away from 0 and 1
ROOM = 0.02  # a function that stays so far away is not rescaled
BUMPS = 5
MORE = (10, 20, 40)  # bumps
LEFT_MIDDLE, RIGHT_MIDDLE = (-3.45, -0.05, 0.0), (3.75, -0.05, 0.0)
LOW, LOW_MIDDLE = 2.3, 0.85  # height of graphs above a trail, and where they stand
PAPER = -0.95, -2.4  # from where to where a trail runs down
BETWEEN = -0.35  # x between both graphs
LINEAR_MIDDLE = np.array([-4.25, 0.15, 0.0])


@dataclass(frozen=True, eq=False)
class Rescaled:
    """The map of x to margin + (1 - 2 margin) (f(x) - low)/(high - low), inside (0, 1)."""

    target: Target
    low: float
    high: float
    margin: float

    def __call__(self, x: Any) -> Any:
        share = np.clip((self.target(x) - self.low) / (self.high - self.low), 0.0, 1.0)
        return self.margin + (1 - 2 * self.margin) * share


def rescaled(subject: Subject, margin: float) -> Target:
    """Rescale the subject's function to lie between margin and 1 - margin."""
    function = Rescaled(subject.target, subject.low, subject.high, margin)
    return replace(subject.target, name="g", function=function, formula=None, formulas=())


def fits(subject: Subject) -> bool:
    """Tell whether the function lies between 0 and 1 as it is."""
    return subject.low >= ROOM and subject.high <= 1 - ROOM


@lru_cache(maxsize=4)
def get_target(spec: FilmSpec) -> Target:
    """Return what a network with a sigmoid output computes: f, rescaled if it has to be."""
    subject = varying_subject(spec)
    return subject.target if fits(subject) else rescaled(subject, MARGIN)


@lru_cache(maxsize=16)
def get_network(spec: FilmSpec, bumps: int) -> Approximation:
    """Build equal bumps for the inverse sigmoid of f, and an output neuron that undoes it."""
    return approximate(get_target(spec), neurons=2 * bumps, output="sigmoid", construction="bumps")


def without_output(network: Network) -> Network:
    """Return what the output neuron adds up, before its sigmoid."""
    *hidden, last = network.layers
    return Network((*hidden, Layer(last.weights, last.biases, "linear")))


def with_weights(network: Network, share: float) -> Network:
    """Multiply the output's weights and bias by `share`."""
    *hidden, last = network.layers
    weights = share * np.asarray(last.weights)
    return Network((*hidden, Layer(weights, share * last.biases, last.activation)))


def inverse(target: Any) -> Any:
    """Return the inverse sigmoid of a function."""
    return lambda x: logit(np.asarray(target(x), dtype=float))


def _name(spec: FilmSpec) -> str:
    return "f" if fits(varying_subject(spec)) else "g"


class Output:
    """A graph from 0 to 1 on the right, with the function and its formula.

    low: whether it leaves room for a trail below it.
    """

    def __init__(self, spec: FilmSpec, name: str = "", *, low: bool = False) -> None:
        subject = varying_subject(spec)
        self.x, self.spoken = subject.x, one_line(subject.target.names[0])
        self.name = name or _name(spec)
        self.target = get_target(spec)
        self.graph = Graph(
            subject.x_range,
            (0.0, 1.0),
            width=5.2,
            height=LOW if low else 4.1,
            center=(RIGHT_MIDDLE[0], LOW_MIDDLE, 0.0) if low else RIGHT_MIDDLE,
            x_label=f"${self.x}$",
            y_label=f"output, ${self.name}({self.x})$",
        )
        self.function = FunctionCurve(self.graph, self.target)


class Sum:
    """A graph of the output neuron's weighted sum on the left, with the inverse sigmoid of f."""

    def __init__(self, spec: FilmSpec, most: float | None = None, name: str = "") -> None:
        subject = varying_subject(spec)
        x, name = subject.x, name or _name(spec)
        edge = most or 1.15 * float(np.abs(inverse(get_target(spec))(probe(subject))).max())
        self.graph = Graph(
            subject.x_range,
            (-edge, edge),
            width=5.2,
            height=4.1,
            center=LEFT_MIDDLE,
            x_label=f"${x}$",
            y_label=f"weighted sum, $sigma^(-1)({name}({x}))$",
        )
        self.function = FunctionCurve(self.graph, inverse(get_target(spec)))


def probe(subject: Subject) -> Any:
    return np.linspace(*subject.x_range, 2001)


def with_sigmoid(network: Network) -> Network:
    *hidden, last = network.layers
    return Network((*hidden, Layer(last.weights, last.biases, "sigmoid")))


def add_up(target: Target) -> Network:
    """Build a few bumps and an output neuron that only adds them up."""
    return approximate(target, neurons=2 * MORE[0], construction="bumps").network


class Own:
    """The function as it is on the right; its network on the left, without and with a sigmoid.

    outside: why a sigmoid cannot put the function out as it is.
    """

    def __init__(self, spec: FilmSpec) -> None:
        subject = varying_subject(spec)
        network = add_up(subject.target)
        self.graph = Graph(
            subject.x_range, subject.y_range, width=5.2, height=4.1, center=RIGHT_MIDDLE,
            x_label=f"${subject.x}$",
        )  # fmt: skip
        self.function = ClippedFunction(self.graph, subject.target)
        self.curve = NetworkCurve(self.graph, network)
        inside = subject.low >= 0.0 and subject.high <= 1.0
        self.outside = (
            "Our function comes too close to them." if inside
            else "Our function doesn't keep to that."
        )  # fmt: skip
        self.title = subject.title(12.0)
        self.title.move_to([self.graph.corner[0] + 5.2, TITLE_HEIGHT, 0.0], aligned_edge=RIGHT)
        self.adding, self.squashing = (
            NetworkDiagram(
                network, width=4.0, height=4.6, center=LINEAR_MIDDLE, most=8, radius=0.27,
                output=output,
            )
            for output in ("Sigma", "sigma")
        )  # fmt: skip


def cover_labels(graph: Graph) -> None:
    """Hide lines that run behind the labels of a graph."""
    for mark in graph.marks:
        if isinstance(mark, Label):
            cover(mark)


def draw_sigmoid(*, low: bool = True) -> tuple[Graph, NetworkCurve]:
    """Draw the output neuron's sigmoid on the left. low: whether it leaves room for a trail."""
    neuron = Network((Layer([[1.0]], [0.0], "sigmoid"), Layer([[1.0]], [0.0], "linear")))
    graph = Graph(
        (-4.0, 4.0), (0.0, 1.0), width=5.2, height=LOW if low else 4.1, x_label="$z$",
        center=(LEFT_MIDDLE[0], LOW_MIDDLE, 0.0) if low else LEFT_MIDDLE,
        y_label="the output neuron, $sigma(z)$",
    )  # fmt: skip
    cover_labels(graph)  # a trail runs across them
    return graph, NetworkCurve(graph, neuron, DARK.step)


class Trace:
    """Dots on the function and on the sigmoid at one height, and the lines between them.

    trail: where the dot of z has been, on paper that is drawn down below it, so that x runs down.
    """

    def __init__(self, output: Output, sigmoid: Graph) -> None:
        self.output, self.sigmoid = output, sigmoid
        self.dots = VGroup(*(Dot(radius=0.09, color=DARK.text) for _ in range(3)))
        style: Any = {"color": DARK.text, "stroke_width": 2.0, "stroke_opacity": 0.7}
        self.lines = VGroup(*(Line(LEFT, UP, **style) for _ in range(3)))
        cover_labels(output.graph)  # the way across runs over them
        name = f"{output.name}({output.x}) ="
        self.argument = Readout(name, 0.0, two_decimals, BODY, DARK.target)
        self.sum = Readout("z =", 0.0, two_decimals, BODY, DARK.step)
        for readout, graph in ((self.argument, output.graph), (self.sum, sigmoid)):
            readout.shift(graph.corner + np.array([1.5, graph.size[1] + 0.95, 0.0]))
        self.trail = Trail(sigmoid, inverse(output.target), output.graph.x_range, *PAPER)
        self.axis = self.trail.axis(output.x)
        self.group = VGroup(self.lines, self.dots, self.argument, self.sum, self.axis)
        self.move(output.graph.x_range[0])

    def run(self, start: float, stop: float) -> Drive:
        """Let x run steadily, from one share of the domain to another."""
        ends = np.interp([start, stop], [0.0, 1.0], self.output.graph.x_range)
        moving = [self.lines, self.dots, self.argument.digits, self.sum.digits, self.trail]
        return Drive(moving, self.move, *ends, rate_func=linear)

    def move(self, x: float) -> None:
        y = float(np.asarray(self.output.target(np.array([x])))[0])
        self.trail.run_to(x)
        z = float(logit(np.array(y)))
        down = self.trail.on_paper(np.array([x]), np.array([z]))[0]
        spots = [self.output.graph.point(x, y), self.sigmoid.point(z, y), down]
        for dot, spot in zip(self.dots, spots, strict=True):
            dot.move_to(spot)
        across, at, foot = spots
        between = np.array([BETWEEN, across[1], 0.0])  # in an upright picture, two panes meet here
        ways = ((across, between), (between, at), (at, foot))
        for line, (start, stop) in zip(self.lines, ways, strict=True):
            line.put_start_and_end_on(start, stop)
        self.argument.set_value(y)
        self.sum.set_value(z)
