"""Make what the chapter on ridges shows: directions, profiles along them, and their sum."""

from typing import Any

import numpy as np
from manim import VMobject

from uat.base.palette import DARK
from uat.films.stage import Drive
from uat.films.stage.curves import corners
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.plane import (
    NetworkRelief,
    drive_networks,
)
from uat.films.stage.relief import View
from uat.networks.network import Layer, Network

KNOTS, GAINS = (-0.5, 0.0, 0.5), (2.0, -4.0, 2.0)  # of a ridge, along its direction
CROSSED = (2, 3, 6, 12)  # directions of crossing ridges
PLACES = ((0.4, 0.35), (-0.4, 0.5), (-0.5, -0.45), (0.5, -0.5))  # of peaks that are added up
HEIGHTS = (0.8, -0.7, 0.6, -0.5)
BOTH_SIGNS = (-0.8, 1.0)  # heights that are shown then
SEEN = 52  # points along each input that are shown
AROUND = ((-1.0, 1.0), (-1.0, 1.0))
RIGHT_VIEW = View(turn=30.0, tilt=34.0, size=7.2, height=2.6, center=(2.7, -1.0))
VIEW = View(turn=30.0, tilt=36.0, size=7.2, height=2.5, center=(-1.9, -0.9))
COLUMN = 3.75  # left edge of the numbers beside a relief


def direction(angle: float) -> Any:
    return np.array([np.cos(angle), np.sin(angle)])


def get_ramp(angle: float) -> Network:
    """Make one relu neuron that looks in a direction, and rises by 1 over half the square."""
    return Network((Layer([direction(angle)], [0.0], "relu"), Layer([[1.0]], [0.0], "linear")))


def get_ridge(angle: float) -> Network:
    """Make three relu neurons of one direction: up, down and level."""
    first = Layer(np.tile(direction(angle), (3, 1)), [-knot for knot in KNOTS], "relu")
    return Network((first, Layer([GAINS], [0.0], "linear")))


def get_folded(share: float) -> Network:
    """Make a network on the way from a ramp that begins in the middle to a ridge."""
    knots = np.array([share * KNOTS[0], KNOTS[1], KNOTS[2]])
    gains = (1 - share) * np.array([1.0, 0.0, 0.0]) + share * np.array(GAINS)
    first = Layer(np.tile(direction(0.0), (3, 1)), -knots, "relu")
    return Network((first, Layer([gains], [0.0], "linear")))


def get_crossing(directions: int) -> Network:
    """Make ridges through the middle in so many directions, their mean, then a little higher."""
    angles = np.pi * np.arange(directions) / directions
    parts = [get_ridge(float(angle)) for angle in angles]
    return mixed(parts, [1.0 / directions] * directions)


def get_peaks(heights: Any) -> Network:
    """Add up peaks at PLACES, as high, or as deep, as these heights say."""
    peak = get_crossing(CROSSED[-1])
    hidden, output = peak.layers
    weights = np.asarray(hidden.weights)
    parts = [
        Network((Layer(weights, hidden.biases - weights @ np.array(place), "relu"), output))
        for place in PLACES
    ]
    return mixed(parts, [float(height) for height in heights])


def mixed(networks: list[Network], shares: list[float]) -> Network:
    """Add weighted networks of one hidden layer up, to one network of one hidden layer."""
    hidden = [network.layers[0] for network in networks]
    output = [network.layers[1] for network in networks]
    first = Layer(
        np.concatenate([np.asarray(layer.weights) for layer in hidden]),
        np.concatenate([layer.biases for layer in hidden]),
        hidden[0].activation,
    )
    weights = [s * np.asarray(layer.weights) for s, layer in zip(shares, output, strict=True)]
    bias = sum(s * layer.biases for s, layer in zip(shares, output, strict=True))
    return Network((first, Layer(np.concatenate(weights, axis=1), bias, "linear")))


class Pointer(VMobject):
    """The direction of a neuron's weights as an arrow on the floor; `set_angle` turns it."""

    def __init__(self, view: View, angle: float) -> None:
        super().__init__(color=DARK.positive, stroke_width=5.0)
        self.view = view
        self.set_angle(angle)

    def set_angle(self, angle: float) -> "Pointer":
        tip, back, side = direction(angle), 0.86 * direction(angle), 0.06 * direction(angle + 1.571)
        path = 1.25 * np.array([0.0 * tip, tip, back + side, tip, back - side])
        flat = self.view.to_screen(path[:, 0], path[:, 1], np.zeros(len(path)))
        self.points = corners(np.concatenate([flat, np.zeros((len(flat), 1))], axis=1))
        return self


def only_first(angle: float) -> Network:
    """Return the shape of a ridge with the weights of one ramp."""
    first = Layer(np.outer([1.0, 0.0, 0.0], direction(angle)), np.zeros(3), "relu")
    return Network((first, Layer([[1.0, 0.0, 0.0]], [0.0], "linear")))


class OneRidge:
    """Neurons of one direction: their diagram, the direction on the floor, and their relief."""

    def __init__(self) -> None:
        self.relief = NetworkRelief(
            get_ramp(0.0), AROUND, columns=SEEN, z_range=(0.0, 1.4), view=RIGHT_VIEW
        )
        self.floor, self.pointer = Floor(RIGHT_VIEW), Pointer(RIGHT_VIEW, 0.0)
        self.diagram = NetworkDiagram(
            get_ridge(0.3), width=4.0, height=3.8, center=(-4.3, 0.3, 0.0), radius=0.4,
            scales=(1.2, 4.0),
        )  # fmt: skip
        self.diagram.set_network(only_first(0.0))

    def look_around(self) -> Drive:
        """Turn the direction of the first neuron all around."""

        def change(angle: float) -> None:
            self.relief.set_network(get_ramp(angle))
            self.diagram.set_network(only_first(angle))
            self.pointer.set_angle(angle)

        return self._drive(change, 2 * np.pi)

    def fold(self) -> Drive:
        """Fold the first neuron's ramp to the ridge of all three."""
        return self._drive(lambda share: self._show(get_folded(share)), 1.0)

    def turn(self) -> Drive:
        """Turn the ridge by half a turn."""

        def change(angle: float) -> None:
            self._show(get_ridge(angle))
            self.pointer.set_angle(angle)

        return self._drive(change, np.pi)

    def _show(self, network: Network) -> None:
        self.relief.set_network(network)
        self.diagram.set_network(network)

    def _drive(self, change: Any, stop: float) -> Drive:
        return Drive([self.relief, self.pointer, self.diagram.edges], change, 0.0, stop)


def drive_blend(relief: NetworkRelief, before: Network, after: Network, **options: Any) -> Drive:
    """Move from one network of one hidden layer to another, through means of both."""
    return drive_networks(
        relief, lambda share: mixed([before, after], [1.0 - float(share), float(share)]),
        0.0, 1.0, **options,
    )  # fmt: skip
