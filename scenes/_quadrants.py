"""Make what the chapter on boxes shows: tiles that meet, a corner from close by, a strip."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import Dot, VGroup

from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Readout, words
from uat.films.stage.plane import (
    WINDOW,
    Field,
    NetworkRelief,
    PlaneSubject,
    field,
    plane_subject,
)
from uat.films.stage.relief import View
from uat.films.stage.text import Label, count, number, number_code, signed
from uat.networks.activations import SIGMOID, reach
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

TILES, FINE = 8, 24  # along each input
CLOSE = 15.0  # of 1/w: half the side of the square that is left when the camera is close
STEEPER = 6.0
STEEPNESS, STRONG = 100.0, 12.0  # of the steps on a square of side 1; of the second layer
STRIP = (0.3, 0.7)  # the sides of a strip in x
CUTS = (0.25, 0.5, 0.75)  # and where its boxes begin in y, but for the first
HEIGHTS = (0.35, 0.85, 0.5, 0.95)
ENDS = np.array([-1.0, 1.0]) * reach(SIGMOID)
VIEW = View(turn=28.0, tilt=42.0, size=6.6, height=2.5, center=(-1.8, -0.8))
RIGHT_VIEW = View(turn=-28.0, tilt=30.0, size=7.2, height=2.7, center=(2.9, -1.0))
SIDES = (
    View(turn=25.0, tilt=38.0, size=5.8, height=1.9, center=(-3.45, -1.2)),
    View(turn=25.0, tilt=38.0, size=5.8, height=1.9, center=(3.45, -1.2)),
)
COLUMN = 3.75  # left edge of the numbers beside a relief


@dataclass(frozen=True, eq=False)
class Meeting:
    """The corner where four tiles meet, and both fields.

    corner: of all corners of tiles the one where f is highest, or furthest from zero if f is
    nowhere positive. heights: of the four tiles there.
    """

    subject: PlaneSubject
    towers: Field
    quadrants: Field
    corner: tuple[float, float]
    heights: tuple[float, ...]

    def at_corner(self, network: Network) -> float:
        """Return the network's output at the corner."""
        return float(evaluate(network, *(np.array([c]) for c in self.corner))[0])


@lru_cache(maxsize=4)
def get_meeting(spec: FilmSpec) -> Meeting:
    """Find the deepest hole of a field of towers for the film's function."""
    subject = plane_subject(spec)
    towers, quadrants = get_field(spec, TILES, "towers"), get_field(spec, TILES, "quadrants")
    x, y = (edges[1:-1] for edges in towers.grid.edges)
    values = subject.target(*np.meshgrid(x, y, indexing="ij"))
    if values.max() <= 0.0:
        values = np.abs(values)
    i, j = np.unravel_index(int(np.argmax(values)), values.shape)
    around = towers.grid.heights[i : i + 2, j : j + 2, 0].reshape(-1)
    heights = tuple(float(height) for height in around)
    return Meeting(subject, towers, quadrants, (float(x[i]), float(y[j])), heights)


@lru_cache(maxsize=8)
def get_field(spec: FilmSpec, n: int, construction: str) -> Field:
    """Build n × n boxes for the film's function."""
    return field(plane_subject(spec).target, n, construction)


def zoom(meeting: Meeting, share: float) -> Any:
    """Return the square that is seen: all of the box at 0, the corner's windows at 1."""
    sides = []
    for (low, high), corner, w in zip(
        meeting.subject.box, meeting.corner, meeting.towers.steepness, strict=True
    ):
        wide, narrow = (high - low) / 2, CLOSE / w
        half = wide ** (1 - share) * narrow**share
        middle = corner + ((low + high) / 2 - corner) * (half - narrow) / (wide - narrow)
        sides.append((middle - half, middle + half))
    return tuple(sides)


def close_relief(meeting: Meeting, network: Network, share: float, view: View) -> NetworkRelief:
    """Draw the neighbourhood of the corner, with all that happens in the windows of steps."""
    return NetworkRelief(
        network, zoom(meeting, share), columns=2, window=WINDOW,
        z_range=meeting.subject.ground_range, view=view,
    )  # fmt: skip


def three(value: float) -> str:
    return number(value, 3) if abs(value) > 1e-9 else "0"


def two_digits_code(value: float) -> str:
    return number_code(number(value, 2))


def get_box(parameters: Any) -> Network:
    """Make one box as a tower. parameters: where it begins and ends in y, and ends in x."""
    begin, end, right = parameters
    places = np.array([STRIP[0], right, begin, end])
    weights = np.zeros((4, 2))
    weights[:2, 0] = weights[2:, 1] = STEEPNESS
    gate = Layer([[STRONG, -STRONG, STRONG, -STRONG]], [-1.5 * STRONG], "sigmoid")
    steps = Layer(weights, -STEEPNESS * places, "sigmoid")
    return Network((steps, gate, Layer([[HEIGHTS[0]]], [0.0], "linear")))


def get_strip(parameters: Any) -> Network:
    """Make a strip of boxes that go on to the end. parameters: the output weight of each."""
    weights = np.zeros((5, 2))
    weights[:2, 0] = weights[2:, 1] = STEEPNESS
    steps = Layer(weights, -STEEPNESS * np.array([*STRIP, *CUTS]), "sigmoid")
    gates = np.zeros((4, 5))
    gates[:, 0], gates[:, 1] = STRONG, -STRONG
    gates[1:, 2:] = STRONG * np.eye(3)
    thresholds = STRONG * np.array([-0.5, -1.5, -1.5, -1.5])
    return Network(
        (steps, Layer(gates, thresholds, "sigmoid"), Layer([list(parameters)], [0.0], "linear"))
    )


def plus(value: float) -> str:
    sign = "−" if value < -0.005 else "+"
    return f"{sign}{abs(value):.2f}"


def field_relief(subject: PlaneSubject, f: Field, view: View) -> NetworkRelief:
    """Draw a whole field, read on its floors and at the ends of the steps' windows."""
    return NetworkRelief(
        f.network, subject.box, columns=1, window=ENDS, z_range=subject.ground_range, view=view
    )


def neurons_of(f: Field, x: float) -> Label:
    """Write how many tiles and neurons a field has."""
    text = f"{count(f.grid.boxes.pieces)} tiles, {count(f.network.neurons)} neurons"
    return words(text, 24, DARK.muted).move_to((x, 2.15, 0.0))


class Walk:
    """A dot that walks along a strip of boxes, with the output there."""

    def __init__(self, relief: NetworkRelief) -> None:
        self.relief = relief
        self.dot = Dot(radius=0.12, color=DARK.text)
        self.height = Readout('"output" =', 0.0, lambda value: signed(value, 2))
        self.height.shift(np.array([1.6, 3.2, 0.0]))
        self.move(0.02)

    @property
    def parts(self) -> VGroup:
        return VGroup(self.dot, self.height)

    def move(self, y: float) -> None:
        x = sum(STRIP) / 2
        z = float(self.relief.network.forward([[x, y]])[0, 0])
        self.dot.move_to(self.relief.point(x, y, z))
        self.height.set_value(z)
