"""Make what the chapter on towers shows: a neuron of two inputs, walls, and what reads them."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup

from uat.base.palette import DARK
from uat.films.stage import Drive, Readout, formula
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.plane import NetworkRelief, drive_networks
from uat.films.stage.relief import View
from uat.films.stage.text import LABEL, TITLE, one_decimal, plus, two_decimals
from uat.networks.network import Layer, Network

STEEPNESS = 100.0  # of the steps, on a square of side 1
PLACES = (0.3, 0.7, 0.35, 0.65)  # where the sides of the tower are: in x, in x, in y, in y
HEIGHT = 1.0  # of a wall
STRONG = 12.0  # the weight h of a wall at the end
SHARE = 1.5  # the threshold of the second layer's neuron, in walls
VIEW = View(turn=35.0, tilt=30.0, size=7.4, height=2.9, center=(2.6, -1.05))
ALONG = 0.4  # where on its line a weight stands
DIAGRAM = np.array([-4.2, 0.35, 0.0])
GENTLE, STEEP = np.array([3.0, 0.0, -1.5]), np.array([60.0, 0.0, -30.0])  # weights and bias
ALL = np.array([1.0, -1.0, 1.0, -1.0])  # signs of the weights of both walls


def get_step(parameters: Any) -> Network:
    """Make one neuron of two inputs. parameters: its two weights and its bias."""
    first, second, bias = parameters
    return Network((Layer([[first, second]], [bias], "sigmoid"),))


def get_walls(parameters: Any) -> Network:
    """Make two steps in x and two in y, added up with four weights: the parameters."""
    return Network((_steps(PLACES), Layer([list(parameters)], [0.0], "linear")))


def get_tower(parameters: Any) -> Network:
    """Make walls and a neuron that reads them. parameters: h, bias/h, the four places."""
    h, share, *places = parameters
    gate = Layer([[h, -h, h, -h]], [-share * h], "sigmoid")
    return Network((_steps(places), gate))


def _steps(places: Any) -> Layer:
    s = np.asarray(places, dtype=float)
    weights = np.zeros((4, 2))
    weights[:2, 0] = weights[2:, 1] = STEEPNESS
    return Layer(weights, -STEEPNESS * s, "sigmoid")


class Single:
    """One neuron of two inputs: its diagram with weights and bias, and the relief of its output."""

    def __init__(self, parameters: Any) -> None:
        network = get_step(parameters)
        self.relief = NetworkRelief(network, columns=56, z_range=(0.0, 1.0), view=VIEW)
        self.floor = Floor(VIEW, marks=((0.0, "0"), (1.0, "1")))
        self.diagram = NetworkDiagram(
            network, width=3.6, height=3.84, center=DIAGRAM, radius=0.42, output="sigma",
            scales=(60.0,),
        )  # fmt: skip
        self.weights = VGroup(
            Readout("w_x =", 0.0, one_decimal, color=DARK.positive),
            Readout("w_y =", 0.0, one_decimal, color=DARK.positive),
            Readout("b =", 0.0, one_decimal),
        )
        places = DIAGRAM + np.array([[-0.2, 1.15, 0], [-0.2, -1.6, 0], [1.2, -0.9, 0]])
        for readout, place in zip(self.weights, places, strict=True):
            readout.shift(place)
        self.step = Readout("s = -b / w_x =", 0.5, two_decimals, color=DARK.step)
        self.step.shift(DIAGRAM + LEFT * 1.9 + DOWN * 2.5)
        self.show(parameters, network)

    @property
    def parts(self) -> VGroup:
        return VGroup(self.diagram, self.weights, self.floor)

    def show(self, parameters: Any, network: Network) -> None:
        """Show these weights and bias beside the relief."""
        self.diagram.set_network(network)
        for readout, value in zip(self.weights, parameters, strict=True):
            readout.set_value(value)
        if abs(parameters[1]) < 1e-9:
            self.step.set_value(-parameters[2] / parameters[0])

    def drive(self, first: Any, last: Any) -> Drive:
        """Animate from some weights and bias to other ones."""
        others = [self.diagram.edges, self.weights, self.step]
        return drive_networks(self.relief, get_step, first, last, others=others, change=self.show)

    def turn(self) -> Drive:
        """Turn the direction of the weights from x to y, about the middle of the square."""

        def change(angle: float) -> None:
            now = turned(angle)
            self.relief.set_network(get_step(now))
            self.show(now, get_step(now))

        return Drive([self.relief, self.weights, self.diagram.edges], change, 0.0, np.pi / 2)


def turned(angle: float) -> Any:
    """Return the weights and the bias of a steep step across that direction, in the middle."""
    w = STEEP[0] * np.array([np.cos(angle), np.sin(angle)])
    return np.array([*w, -w.sum() / 2])


class Walls:
    """Four steps, their weights, and the relief of what the last neuron makes of them.

    marks: heights from 0 to 1 of the view, and their names.
    """

    def __init__(self, network: Network, top: float, output: str, marks: Any) -> None:
        self.relief = NetworkRelief(network, columns=24, z_range=(0.0, top), view=VIEW)
        self.floor = Floor(VIEW, marks=marks)
        self.diagram = NetworkDiagram(
            network, width=3.8, height=5.04, center=DIAGRAM, radius=0.42, output=output,
            scales=(3 * STEEPNESS, STRONG if output == "sigma" else HEIGHT), zeros=False,
        )  # fmt: skip
        self.places, self.weights = VGroup(), VGroup()
        for n, circle in enumerate(self.diagram.columns[1]):
            place = Readout("", PLACES[n], two_decimals, LABEL, DARK.step)
            place.digits.stand_on(circle.get_center())
            self.places.add(place)
            self.weights.add(Readout("", 0.0, plus(1), LABEL))
        self.show_weights(network)

    @classmethod
    def sum(cls, weights: Any) -> "Walls":
        """Make walls whose last neuron adds them up, with these weights."""
        walls = cls(get_walls(HEIGHT * ALL), 2 * HEIGHT, "Sigma",
                    ((0.0, "0"), (0.5, "h"), (1.0, "2 h")))  # fmt: skip
        walls.relief.set_network(get_walls(weights))
        walls.show_weights(get_walls(weights))
        return walls

    def show_weights(self, network: Network) -> None:
        self.diagram.set_network(network)
        for n, readout in enumerate(self.weights):
            readout.set_value(network.layers[1].weights[0, n])
            readout.stand_on(self.diagram.point(1, 0, n, ALONG))

    def show_places(self, network: Network) -> None:
        for readout, bias in zip(self.places, network.layers[0].biases, strict=True):
            readout.set_value(-bias / STEEPNESS)

    def drive(self, start: Any, stop: Any) -> Drive:
        """Animate the weights of the walls that are added up."""
        return drive_networks(
            self.relief, get_walls, start, stop, others=[self.diagram.edges, self.weights],
            change=lambda _, network: self.show_weights(network),
        )  # fmt: skip

    def slide(self, start: float, stop: float, others: Any, change: Any) -> Drive:
        """Slide the translucent plane through the relief, to a height in walls."""

        def move(height: float) -> None:
            self.relief.level = height * HEIGHT
            change(height)

        return Drive([self.relief, *others], move, start, stop)

    @property
    def still(self) -> VGroup:
        return VGroup(self.diagram, self.places, self.weights, self.floor)


class Gated(Walls):
    """Walls whose last neuron is a sigmoid; its bias, and the rule for it."""

    def __init__(self) -> None:
        self.now = np.array([HEIGHT, SHARE, *PLACES])
        super().__init__(get_tower(self.now), 1.0, "sigma", ((0.0, "0"), (1.0, "1")))
        self.bias = Readout("b =", -SHARE * HEIGHT, one_decimal)
        self.bias.shift(self.diagram.columns[2][0].get_center() + DOWN * 1.75 + LEFT * 0.55)
        self.rule = formula("b = -3 h \\/ 2", TITLE, DARK.step).move_to((-5.4, -2.65, 0.0))

    def change(self, **changes: Any) -> Drive:
        """Animate to another h, share of it, or places of the four steps."""
        before, after = self.now, self.now.copy()
        after[0] = changes.get("h", before[0])
        after[1] = changes.get("share", before[1])
        after[2:] = changes.get("places", before[2:])
        self.now = after

        def show(_: Any, network: Network) -> None:
            self.show_weights(network)
            self.show_places(network)
            self.bias.set_value(network.layers[1].biases[0])

        others = [self.diagram.edges, self.weights, self.places, self.bias]
        return drive_networks(self.relief, get_tower, before, after, others=others, change=show)
