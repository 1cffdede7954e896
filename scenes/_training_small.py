"""Make the small example of the chapter on training: two neurons, six points, every number seen."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from manim import DOWN, LEFT, UP, Dot, FadeIn, FadeOut, Polygon, VGroup

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.comparison.training.mlp import MLP, mean_squared_error
from uat.films.stage import Drive, Graph, NetworkDiagram
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.edges import EdgeNumbers
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import LABEL, TITLE, formula, number, number_code
from uat.films.stage.valley import Valley
from uat.networks.activations import LINEAR, get_activation
from uat.networks.network import Layer, Network

POINTS = np.array([[0.0, 0.1], [0.2, 0.3], [0.4, 0.8], [0.6, 0.9], [0.8, 0.4], [1.0, 0.2]])
FOLLOWED = 3  # the point that goes through the network in numbers
NUDGE = 0.01
RIGHT_SIDE = 0.75  # left edge of what is beside the graph
DECIMALS = 5  # of a loss before and after a nudge


@dataclass(frozen=True, eq=False)
class Weights:
    """All six numbers of the network: w and b of two sigmoid neurons, and v, which adds them up."""

    w: tuple[float, float] = (8.0, 8.0)
    b: tuple[float, float] = (-2.0, -5.0)
    v: tuple[float, float] = (1.0, 0.5)

    @cached_property
    def network(self) -> Network:
        hidden = Layer(np.array([self.w]).T, np.array(self.b), "sigmoid")
        return Network((hidden, Layer(np.array([self.v]), [0.0], "linear")))

    @property
    def matrices(self) -> list[Array]:
        return [np.asarray(layer.weights) for layer in self.network.layers]

    def with_v(self, v: float) -> "Weights":
        """Return the same network but for the weight on which the second neuron leaves."""
        return replace(self, v=(self.v[0], v))

    @property
    def loss(self) -> float:
        return self.run(POINTS)[0]

    def run(self, points: Array) -> tuple[float, MLP]:
        """Return the mean squared error on the points, and the network after backpropagation."""
        mlp = MLP((1, 2, 1), get_activation("sigmoid"), LINEAR)
        for layer, own in enumerate(self.network.layers):
            mlp.weights[layer][:], mlp.biases[layer][:] = own.weights, own.biases
        loss, slope = mean_squared_error(mlp.forward(points[:, :1]), points[:, 1:])
        mlp.backward(slope)
        return loss, mlp

    def slope(self) -> float:
        """Return the derivative of the loss by the second v."""
        return float(self.run(POINTS)[1].weight_gradients[1][0, 1])


START = Weights()
V = START.v[1]  # the weight that is turned


def walk(rate: float, steps: int) -> list[float]:
    """Go downhill along the second v only: the weights after each step."""
    weights = [START]
    for _ in range(steps):
        weights.append(weights[-1].with_v(weights[-1].v[1] - rate * weights[-1].slope()))
    return [one.v[1] for one in weights]


def path(rate: float, steps: int) -> list[Weights]:
    """Go downhill along both v at once."""
    found = [START]
    for _ in range(steps):
        slopes = found[-1].run(POINTS)[1].weight_gradients[1][0]
        v = np.array(found[-1].v) - rate * slopes
        found.append(replace(START, v=(float(v[0]), float(v[1]))))
    return found


class Squares(VGroup):
    """The squared distances between a network's curve and points, as squares on the graph.

    What would stand beyond the graph is cut off.
    """

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__()
        self.graph = graph
        style: Any = {"color": DARK.error, "fill_opacity": 0.25, "stroke_width": 2.5}
        self.add(*(Polygon(*np.zeros((4, 3)), **style) for _ in POINTS))
        self.set_network(network)

    def set_network(self, network: Network) -> "Squares":
        graph, out = self.graph, network.forward(POINTS[:, :1])[:, 0]
        for square, (x, y), reached in zip(self, POINTS, out, strict=True):
            foot, top = graph.point(x, y), graph.point(x, reached)
            left = max(foot[0] - abs(top[1] - foot[1]), graph.corner[0])
            top[1] = np.clip(top[1], graph.corner[1], graph.corner[1] + graph.size[1])
            far, above = (left, foot[1], 0.0), (left, top[1], 0.0)
            square.set_points_as_corners([foot, top, above, far, foot])
        return self


class SmallPicture:
    """Six points and the curve of two neurons on the left; their diagram and numbers beside it."""

    def __init__(self) -> None:
        self.weights = weights = START
        network = weights.network
        self.graph = Graph((0.0, 1.0), (-0.4, 1.6), width=5.2, height=4.5, center=(-3.3, 0.4, 0.0))
        places = self.graph.to_screen(*POINTS.T)
        self.dots = VGroup(*(Dot(place, 0.1, color=DARK.target) for place in places))
        self.curve = ClippedCurve(self.graph, network)
        self.squares = Squares(self.graph, network)
        self.diagram = NetworkDiagram(
            network, width=4.5, height=3.3, center=(3.5, 1.3, 0.0), radius=0.45,
            scales=(16.0, 2.0),
        )  # fmt: skip
        self.numbers = EdgeNumbers(self.diagram, weights.matrices, share=(0.42, 0.5))
        self.numbers.at[1, 0, 1].set_fill(DARK.bump)
        name = formula("v", LABEL, DARK.bump)
        self.name = name.move_to(self.diagram.point(1, 0, 1) + np.array([0.22, -0.42, 0.0]))
        self.biases = VGroup()
        for circle, b, side in zip(self.diagram.hidden, weights.b, (UP, DOWN), strict=True):
            label = formula(f"{number_code(number(b))}", LABEL, DARK.step)
            self.biases.add(label.next_to(circle, side, buff=0.12))
        self.loss = Gauge("loss", weights.loss, (RIGHT_SIDE, -1.2, 0.0), write="{:.3f}".format,
                          color=DARK.error)  # fmt: skip

    @property
    def data(self) -> VGroup:
        return VGroup(self.graph, self.dots)

    @property
    def machine(self) -> VGroup:
        return VGroup(self.diagram, self.biases, self.name, self.numbers)

    @property
    def parts(self) -> list[Any]:
        return [self.data, self.squares, self.curve, self.machine, self.loss]

    def set_weights(self, weights: Weights) -> None:
        """Show another network everywhere."""
        self.weights = weights
        for part in (self.curve, self.squares, self.diagram):
            part.set_network(weights.network)
        self.numbers.set_values(weights.matrices)
        self.loss.set_value(weights.loss)

    def set_v(self, v: float) -> None:
        self.set_weights(self.weights.with_v(v))

    @property
    def moving(self) -> list[Any]:
        return [self.squares, self.curve, self.diagram, self.numbers, self.loss.digits]

    def turn(self, stop: float) -> Drive:
        """Turn the second v from where it is to another value."""
        return Drive(self.moving, self.set_v, self.weights.v[1], stop)


class BallPicture(SmallPicture):
    """Beside the points, the loss against the second v, and the ball that lies on it."""

    def __init__(self) -> None:
        super().__init__()
        self.axes = Graph(
            (-3.1, 1.7), (0.0, 1.6), width=5.0, height=3.3, center=(3.55, 1.4, 0.0),
            x_label="$v$", y_label="loss", most_y=4,
        )  # fmt: skip
        self.valley = Valley(self.axes, lambda v: START.with_v(v).loss, V)
        self.rule = _rule("eta")
        self.seen = [self.valley, self.valley.tangent, *self.moving]

    def trace(self, stop: float) -> Drive:
        """Turn v, and draw the loss where it has been."""

        def change(v: float) -> None:
            self.set_v(v)
            self.valley.trace(v)

        return Drive(self.seen, change, self.weights.v[1], stop)

    def descend(self, rate: float, steps: int) -> Drive:
        """Let the ball go downhill from the start: the network at every step is shown."""
        return self.valley.hops(walk(rate, steps), self.set_v, self.moving)

    def back(self) -> Drive:
        """Roll the ball back to the start."""

        def change(v: float) -> None:
            self.set_v(v)
            self.valley.set_value(v)

        return Drive(self.seen, change, self.valley.value, V)

    def choose(self, rate: float) -> list[Any]:
        """Write another learning rate into the rule."""
        old, self.rule = self.rule, _rule(f"{rate:g}")
        return [FadeOut(old), FadeIn(self.rule)]

    @property
    def beside(self) -> VGroup:
        return VGroup(self.axes, self.valley.curve, self.valley.trail, self.rule)


def _rule(rate: str) -> Any:
    """Write what one step does to v."""
    text = formula(f'v arrow.l v - {rate} dot "slope"', TITLE)
    return text.move_to((2.7, -1.75, 0.0), aligned_edge=LEFT)


def nudge_lines() -> list[Any]:
    """Write what a nudge of v does to the loss, line by line; each number is as it is rounded."""
    v, before, after = V, START.loss, START.with_v(V + NUDGE).loss
    change = round(after, DECIMALS) - round(before, DECIMALS)
    rows = (
        f'v = {v:.2f} : quad "loss" {before:.{DECIMALS}f}',
        f'v = {v + NUDGE:.2f} : quad "loss" {after:.{DECIMALS}f}',
        f'"slope" = ({change:.{DECIMALS}f}) / {NUDGE} = {change / NUDGE:.3f}',
    )
    lines = [formula(row, LABEL) for row in rows]
    for line, height in zip(lines, (-1.2, -1.7, -2.4), strict=True):
        line.move_to((2.9, height, 0.0), aligned_edge=LEFT)
    return lines
