"""Make the square that sawtooths add up to, for the chapter on folding."""

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, VMobject

from uat.base.palette import DARK
from uat.constructions.folds.cascade import square
from uat.films.stage import Drive, FunctionCurve, Graph
from uat.films.stage.curves import NetworkPolyline, as_path
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import three_digits, whole
from uat.networks.network import Layer, Network
from uat.networks.regions.line import regions

from ._sawtooth import COLUMN, UNIT, get_teeth

TERMS = 5  # sawtooths in the sum for the square


def get_square(m: int, t: float = 1.0) -> Network:
    """Make the square of m sawtooths, the last one of which counts by the share t."""
    *hidden, last = square(m).network.layers
    weights = np.array(last.weights)
    weights[0, :2] *= t  # a third neuron, if there is one, holds the sum so far
    if m == 1:
        weights[0, 0] += 1.0 - t  # the sum so far is x, which the first neuron hands on
    return Network((*hidden, Layer(weights, last.biases, "linear")))


class Square:
    """X without sawtooths, next to x², and how far it is from it; the first one is the tent."""

    def __init__(self) -> None:
        network = get_square(1)
        self.m = 0
        self.graph = Graph(UNIT, UNIT, width=3.9, height=3.9, center=(-4.05, -0.1, 0.0))
        self.target = FunctionCurve(self.graph, np.square)
        self.curve = NetworkPolyline(self.graph, get_square(1, 0.0), width=4.0)
        self.errors = self.get_errors(1)
        self.gap = _Gap(self.errors, network)
        self.neurons = Gauge(
            "neurons", network.neurons, (COLUMN + 0.6, 1.9, 0.0), write=whole, color=DARK.network
        )
        self.error = Gauge(
            "largest error", self.gap.largest, (COLUMN + 0.6, 0.5, 0.0), write=three_digits,
            color=DARK.error,
        )  # fmt: skip

    @staticmethod
    def get_errors(m: int) -> Graph:
        return Graph(
            UNIT, (0.0, 4.0 ** -(m + 1)), width=3.9, height=3.9, center=(2.05, -0.1, 0.0),
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

    def drive(self, m: int) -> Drive:
        """Subtract the sawtooth m; the network on the way has it in part."""
        self.m = m
        self.neurons.set_value(get_square(m).neurons)

        def change(t: float) -> None:
            network = get_square(m, t)
            self.curve.set_network(network)
            self.gap.set_network(network)
            self.error.set_value(self.gap.largest)

        moving = [self.gap, self.curve, self.neurons.digits, self.error.digits]
        return Drive(moving, change)

    def get_teeth(self) -> NetworkPolyline:
        """Draw the next sawtooth, as high as it is subtracted: below x, or in the error."""
        *hidden, last = get_teeth(self.m + 1).layers
        scaled = Layer(np.asarray(last.weights) / 4.0 ** (self.m + 1), [0.0], "linear")
        graph = self.errors if self.m else self.graph
        return NetworkPolyline(graph, Network((*hidden, scaled)), DARK.ramp, 3.0)

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
