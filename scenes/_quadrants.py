"""Make what the chapter on boxes shows: tiles that meet, a corner from close by, a strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, Dot, VGroup

from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, Readout, formula, words
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import (
    WINDOW,
    Field,
    NetworkRelief,
    PlaneSubject,
    drive_networks,
    field,
    plane_subject,
)
from uat.films.stage.relief import View
from uat.films.stage.text import BODY, LABEL, Label, count, plus, two_decimals
from uat.films.stage.towers import Flight, corner_gauges, three, value_at
from uat.networks.network import Layer, Network

TILES, FINE = 8, 24  # along each input
CLOSE = 15.0  # of 1/w: half the side of the square that is left when the camera is close
STEEPER = 6.0
STEEPNESS, STRONG = 100.0, 12.0  # of the steps on a square of side 1; of the second layer
STRIP = (0.3, 0.7)  # the sides of a strip in x
CUTS = (0.25, 0.5, 0.75)  # and where its boxes begin in y, but for the first
HEIGHTS = (0.35, 0.85, 0.5, 0.95)
VIEW = View(turn=28.0, tilt=42.0, size=6.6, height=2.5, center=(-1.8, -0.8))
RIGHT_VIEW = View(turn=-28.0, tilt=30.0, size=7.2, height=2.7, center=(2.9, -1.0))
SIDES = (
    View(turn=25.0, tilt=36.0, size=5.4, height=1.5, center=(-3.45, -1.5)),
    View(turn=25.0, tilt=36.0, size=5.4, height=1.5, center=(3.45, -1.5)),
)
MIDDLES = tuple(view.center[0] for view in SIDES)
COLUMN = 3.75  # left edge of the numbers beside a relief
# Where a box begins and ends in y, and ends in x: within the square of side 1, or beyond it.
UPPER_X, UPPER_Y = 1, 3  # its steps at these sides
BOX, OPEN, QUADRANT = (0.25, 0.6, 0.7), (0.25, 1.2, 0.7), (0.25, 1.2, 1.2)


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

    @property
    def flight(self) -> Flight:
        """The way to the corner, until the windows of its steps fill the picture."""
        box = self.subject.box
        first, second = (
            2 * CLOSE / (w * (high - low))
            for w, (low, high) in zip(self.towers.steepness, box, strict=True)
        )
        return Flight(box, self.corner, (first, second))

    def at_corner(self, network: Network) -> float:
        """Return the network's output at the corner."""
        return value_at(network, self.corner)


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


def close_relief(meeting: Meeting, network: Network, share: float, view: View) -> NetworkRelief:
    """Draw the neighbourhood of the corner, with all that happens in the windows of steps."""
    return NetworkRelief(
        network, meeting.flight.seen(share), columns=2, window=WINDOW,
        z_range=meeting.subject.ground_range, view=view,
    )  # fmt: skip


class Corner:
    """A field of towers that is seen from closer and closer, and numbers at the corner beside it.

    sums: why there is a hole.
    """

    def __init__(self, spec: FilmSpec) -> None:
        self.meeting = meeting = get_meeting(spec)
        subject, self.towers = meeting.subject, meeting.towers
        self.title = subject.title()
        self.relief = close_relief(meeting, self.towers.network, 0.0, VIEW)
        self.floor = Floor(VIEW, subject.formulas)
        self.wanted, self.found = corner_gauges(
            subject.target, self.towers.network, meeting.corner, COLUMN
        )
        self.weight = Gauge("weight of the steps", max(self.towers.steepness),
                            (COLUMN, -0.5, 0.0), write=three, color=DARK.positive)  # fmt: skip
        codes = ("h \\/ 2 + h \\/ 2 = h", "h < 3 h \\/ 2")
        self.sums = VGroup(*(formula(code, BODY, DARK.step) for code in codes))
        for n, line in enumerate(self.sums):
            line.move_to((COLUMN, -0.6 - 0.8 * n, 0.0), aligned_edge=LEFT)

    def steepen(self, start: float, stop: float) -> Drive:
        """Animate the weights of the steps, from one multiple of their own to another."""

        def change(log_factor: float) -> None:
            factor = float(np.exp(log_factor))
            network = self.towers.steep(factor)
            self.relief.set_network(network)
            self.found.set_value(self.meeting.at_corner(network))
            self.weight.set_value(factor * max(self.towers.steepness))

        moving = [self.relief, self.found.digits, self.weight.digits]
        return Drive(moving, change, float(np.log(start)), float(np.log(stop)))


class Corners:
    """The corner of towers and that of differences side by side, and what both read there."""

    def __init__(self, spec: FilmSpec) -> None:
        self.meeting = meeting = get_meeting(spec)
        subject, self.fields = meeting.subject, (meeting.towers, meeting.quadrants)
        self.title = subject.title()
        self.reliefs = [close_relief(meeting, f.network, 1.0, view)
                        for f, view in zip(self.fields, SIDES, strict=True)]  # fmt: skip
        self.names = VGroup(*(words(name, BODY).move_to((x, 2.7, 0.0))
                              for name, x in zip(("towers", "differences"), MIDDLES,
                                                 strict=True)))  # fmt: skip
        self.found = VGroup(*(self._reading('"network" =', meeting.at_corner(f.network), x,
                                            DARK.network)
                              for f, x in zip(self.fields, MIDDLES, strict=True)))  # fmt: skip
        wanted = float(subject.target(*meeting.corner))
        self.wanted = self._reading("f =", wanted, 0.0, DARK.target)

    @staticmethod
    def _reading(name: str, value: float, x: float, color: str) -> Readout:
        readout = Readout(name, value, three, color=color)
        return readout.shift(np.array([x, 2.1, 0.0]) - readout.get_center())


def told(coarse: Sequence[Field], fine: Sequence[Field]) -> str:
    """Say how many of the errors of two fields get smaller with their tiles."""
    shrinks = sum(f.error.max < c.error.max for c, f in zip(coarse, fine, strict=True))
    which = ("neither", "only one", "each")[shrinks]
    return f"With smaller tiles, {which} of these two errors gets smaller."


def get_box(parameters: Any) -> Network:
    """Make one box as a tower. parameters: as those of BOX."""
    begin, end, right = parameters
    places = np.array([STRIP[0], right, begin, end])
    weights = np.zeros((4, 2))
    weights[:2, 0] = weights[2:, 1] = STEEPNESS
    gate = Layer([[STRONG, -STRONG, STRONG, -STRONG]], [-1.5 * STRONG], "sigmoid")
    steps = Layer(weights, -STEEPNESS * places, "sigmoid")
    return Network((steps, gate, Layer([[HEIGHTS[0]]], [0.0], "linear")))


class Box:
    """One box as a tower, with the network that it comes from."""

    def __init__(self) -> None:
        network = get_box(BOX)
        self.relief = NetworkRelief(network, columns=16, z_range=(0.0, 1.0), view=RIGHT_VIEW)
        self.diagram = NetworkDiagram(
            network, width=5.0, height=4.6, center=(-3.85, 0.25, 0.0), radius=0.34,
            scales=(3 * STEEPNESS, 2 * STRONG, 0.6), zeros=False,
        )  # fmt: skip

    def step(self, n: int) -> VGroup:
        """The neuron of a step, with its lines."""
        first, second = self.diagram.lines[:2]
        lines = [line for (neuron, _), line in first.items() if neuron == n]
        return VGroup(self.diagram.hidden[n], *lines, second[0, n])


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


class Strip:
    """Boxes that go on to the end: their network, the output weight of each, and their relief."""

    def __init__(self) -> None:
        self.now, network = np.zeros(4), get_strip(np.zeros(4))
        self.diagram = NetworkDiagram(
            get_strip(np.ones(4)), width=5.0, height=5.2, center=(-3.85, 0.25, 0.0), radius=0.3,
            most=8, scales=(3 * STEEPNESS, 2 * STRONG, 0.6), zeros=False,
        )  # fmt: skip
        self.relief = NetworkRelief(network, columns=16, z_range=(0.0, 1.0), view=RIGHT_VIEW)
        self.values = VGroup(*(Readout("", 0.0, plus(2), LABEL) for _ in HEIGHTS))
        self._show(self.now, network)

    def _show(self, weights: Any, network: Network) -> None:
        self.diagram.set_network(network)
        for n, (readout, value) in enumerate(zip(self.values, weights, strict=True)):
            readout.set_value(value).stand_on(self.diagram.point(2, 0, n, 0.35))

    def raise_box(self, n: int) -> Drive:
        """Animate the weight of a box from 0 to the difference to the box before it."""
        before, self.now = self.now, self.now.copy()
        self.now[n] = np.diff(HEIGHTS, prepend=0.0)[n]
        others = [self.diagram.edges, self.values]
        return drive_networks(
            self.relief, get_strip, before, self.now, others=others, change=self._show
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
        self.height = Readout('"output" =', 0.0, two_decimals)
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
