"""Make what the chapter on the output neuron shows: f rescaled, the hidden layer's aim."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, UP, Dot, Line, VGroup

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.base.quoting import one_line
from uat.constructions.line.steps import bump_network
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    FunctionCurve,
    Graph,
    NetworkCurve,
    Readout,
    Subject,
)
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, LABEL
from uat.films.stage.trail import Trail
from uat.films.stage.varying import varying_subject
from uat.films.stage.writing import two_decimals
from uat.functions.target import Target
from uat.networks.activations import SIGMOID, logit
from uat.networks.network import Layer, Network

MARGIN = 0.1  # how far a rescaled function stays away from 0 and 1
ROOM = 0.02  # a function that stays so far away is not rescaled
NEAREST = 0.001  # how near it comes to them at last
BUMPS = 5
MORE = (10, 20, 40)  # bumps
CLOSE_BUMPS = 80
WEIGHTS_HEIGHT = 2.95  # where the weights are written
STEEPNESS = 3000.0  # times the domain's length
LEFT_MIDDLE, RIGHT_MIDDLE = (-3.45, -0.05, 0.0), (3.75, -0.05, 0.0)
LOW, LOW_MIDDLE = 2.3, 0.85  # height of graphs above a trail, and where they stand
PAPER = -0.95, -2.4  # from where to where a trail runs down
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


class Trace:
    """Dots on the function and on the sigmoid at one height, and the lines between them.

    trail: where the dot of z has been, on paper that is drawn down below it, so that x runs down.
    """

    def __init__(self, output: Output, sigmoid: Graph) -> None:
        self.output, self.sigmoid = output, sigmoid
        self.dots = VGroup(*(Dot(radius=0.09, color=DARK.text) for _ in range(3)))
        style: Any = {"color": DARK.text, "stroke_width": 2.0, "stroke_opacity": 0.7}
        self.lines = VGroup(Line(LEFT, UP, **style), Line(LEFT, UP, **style))
        name = f"{output.name}({output.x}) ="
        self.argument = Readout(name, 0.0, two_decimals, BODY, DARK.target)
        self.sum = Readout("z =", 0.0, two_decimals, BODY, DARK.step)
        for readout, graph in ((self.argument, output.graph), (self.sum, sigmoid)):
            readout.shift(graph.corner + np.array([1.5, graph.size[1] + 0.95, 0.0]))
        self.trail = Trail(sigmoid, inverse(output.target), output.graph.x_range, *PAPER)
        self.axis = self.trail.axis(output.x)
        self.group = VGroup(self.lines, self.dots, self.argument, self.sum, self.axis)
        self.move(output.graph.x_range[0])

    @property
    def moving(self) -> list[Any]:
        return [self.lines, self.dots, self.argument.digits, self.sum.digits, self.trail]

    def move(self, x: float) -> None:
        y = float(np.asarray(self.output.target(np.array([x])))[0])
        self.trail.run_to(x)
        z = float(logit(np.array(y)))
        down = self.trail.on_paper(np.array([x]), np.array([z]))[0]
        spots = [self.output.graph.point(x, y), self.sigmoid.point(z, y), down]
        for dot, spot in zip(self.dots, spots, strict=True):
            dot.move_to(spot)
        for line, start, stop in zip(self.lines, spots, spots[1:], strict=False):
            line.put_start_and_end_on(start, stop)
        self.argument.set_value(y)
        self.sum.set_value(z)


def bump_heights(network: Network) -> Any:
    """Return what the first neuron of each pair weighs in the output."""
    return np.asarray(network.layers[-1].weights)[0, ::2]


def outside(x: Any, windows: tuple[tuple[float, float], ...]) -> Any:
    """Tell which points lie in none of the windows around jumps."""
    inside = [(left <= x) & (x <= right) for left, right in windows]
    return ~np.any(inside, axis=0) if inside else np.ones(x.shape, dtype=bool)


class Stretch:
    """The function between margin and 1 - margin, its inverse sigmoid, and networks for both."""

    def __init__(self, spec: FilmSpec, output: Output, hidden: Sum) -> None:
        self.subject = varying_subject(spec)
        self.graphs = hidden.graph, output.graph
        length = float(np.diff(self.subject.x_range)[0])
        self.steepness = STEEPNESS / length
        shares = approximate(
            rescaled(self.subject, 0.0), neurons=2 * CLOSE_BUMPS, construction="bumps"
        )  # fmt: skip
        self.partition, self.jumps = shares.partition, shares.error.left_out.intervals
        self.sum_goal, self.goal = (FunctionCurve(g, self.subject.target) for g in self.graphs)
        network = self.network(MARGIN)
        self.sum = NetworkCurve(hidden.graph, without_output(network), DARK.step, 4.0)
        self.output = NetworkCurve(output.graph, network, width=4.0)
        self.set_margin(MARGIN)

    @property
    def curves(self) -> list[Any]:
        return [self.sum_goal, self.goal, self.sum, self.output]

    @property
    def largest(self) -> float:
        return float(logit(np.array(1 - self.margin)))

    def errors(self) -> tuple[float, float]:
        """Measure the sum's and the output's largest distances from their targets, on a grid."""
        x = probe(self.subject)
        x = x[outside(x, self.jumps)]
        network, goal = self.network(self.margin), rescaled(self.subject, self.margin)
        added = without_output(network).forward(x[:, None])[:, 0]
        output = network.forward(x[:, None])[:, 0]
        in_sum, at_end = added - inverse(goal)(x), output - goal(x)
        return float(np.abs(in_sum).max()), float(np.abs(at_end).max())

    def network(self, margin: float) -> Network:
        heights = margin + (1 - 2 * margin) * self.partition.heights
        partition = replace(self.partition, heights=heights)
        return bump_network([partition], SIGMOID, self.steepness, "sigmoid")

    def set_margin(self, margin: float) -> None:
        self.margin = margin
        target = rescaled(self.subject, margin)
        self.sum_goal.points = FunctionCurve(self.graphs[0], inverse(target)).points
        self.goal.points = FunctionCurve(self.graphs[1], target).points
        network = self.network(margin)
        self.sum.set_network(without_output(network))
        self.output.set_network(network)


def weight_readouts(graph: Graph, network: Network) -> list[Readout]:
    """Make a readout for each bump, above it."""
    readouts = []
    low, high = graph.x_range
    for n, _ in enumerate(bump_heights(network)):
        readout = Readout("", 0.0, two_decimals, LABEL, DARK.step)
        x = graph.point(low + (n + 0.5) * (high - low) / BUMPS, 0.0)[0]
        readout.shift(np.array([x, WEIGHTS_HEIGHT, 0.0]) - readout.get_center())
        readouts.append(readout)
    return readouts


def sum_error(spec: FilmSpec, net: Approximation) -> float:
    """Measure the sum's largest distance from its target: on a grid, at the output's worst."""
    x = probe(varying_subject(spec))
    x = np.append(x[outside(x, net.error.left_out.intervals)], net.error.at)
    added = without_output(net.network).forward(x[:, None])[:, 0]
    return float(np.abs(added - inverse(get_target(spec))(x)).max())


def gauge_above(label: str, value: float, x: float, write: Any, color: str) -> Gauge:
    """Make a gauge above the graphs."""
    return Gauge(label, value, (x, 3.55, 0.0), write=write, color=color)
