"""Make what the chapter on surfaces shows: two towers, a field, and a flight to a corner."""

from typing import Any

import numpy as np
from manim import VGroup

from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, Readout
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import Field, NetworkRelief, PlaneSubject, drive_networks, plane_subject
from uat.films.stage.relief import View
from uat.films.stage.text import two_decimals, two_digits, whole
from uat.films.stage.towers import get_field
from uat.networks.activations import SIGMOID, reach
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

EXAMPLE = "0.35 + 0.4*x*(1 - 0.6*y) + 0.2*sin(4*x + 3*y)"  # no two tiles are alike
STEEPNESS, STRONG = 100.0, 12.0  # of the steps, on a square of side 1; of the second layer
PAIR = (0.1, 0.45, 0.12, 0.42, 0.55, 0.9, 0.5, 0.88)  # the sides of two towers: in x, in y; twice
MOVED = (0.1, 0.35, 0.5, 0.95, 0.5, 0.9, 0.08, 0.35)
TILED = (0.0, 0.5, 0.25, 0.75, 0.5, 1.0, 0.25, 0.75)
TALL = ((0.6, 1.0), (1.0, 0.35), (0.75, 0.5))  # heights of both
SIZES = (4, 8, 16, 24)
PAIR_VIEW = View(turn=32.0, tilt=32.0, size=7.2, height=2.7, center=(2.9, -1.0))
VIEW = View(turn=30.0, tilt=34.0, size=7.2, height=2.1, center=(-1.1, -0.85))
POINTS = 9  # along each side of a tile
COLUMN = 4.0  # left edge of the numbers beside the field
NEAR = 30.0  # how much of a step is seen at the end of the flight, in its weighted input z
INSIDE = np.linspace(-10.0, 10.0, 9)  # where each step is read then


def get_pair(parameters: Any) -> Network:
    """Make two towers. parameters: both heights, then the sides of the first and second."""
    heights, places = np.asarray(parameters[:2]), np.asarray(parameters[2:], dtype=float)
    weights = np.zeros((8, 2))
    weights[[0, 1, 4, 5], 0] = weights[[2, 3, 6, 7], 1] = STEEPNESS
    steps = Layer(weights, -STEEPNESS * places, "sigmoid")
    gates = np.kron(np.eye(2), STRONG * np.array([[1.0, -1.0, 1.0, -1.0]]))
    return Network(
        (
            steps,
            Layer(gates, np.full(2, -1.5 * STRONG), "sigmoid"),
            Layer([heights], [0.0], "linear"),
        )
    )


class TwoTowers:
    """A network of two towers beside what it computes; `drive` moves both."""

    def __init__(self, parameters: Any) -> None:
        self.now = np.asarray(parameters, dtype=float)
        network = get_pair(self.now)
        self.relief = NetworkRelief(network, columns=24, z_range=(0.0, 1.0), view=PAIR_VIEW)
        self.floor = Floor(PAIR_VIEW, marks=((0.0, "0"), (0.5, "0.5"), (1.0, "1")))
        self.diagram = NetworkDiagram(
            get_pair(np.array([*TALL[0], *PAIR])), width=4.5, height=5.5, center=(-4.0, 0.35, 0.0),
            radius=0.27, most=8, scales=(3 * STEEPNESS, 2 * STRONG, 1.0), zeros=False,
        )  # fmt: skip
        self.diagram.set_network(network)
        self.heights = VGroup(
            *(
                Readout(f"h_{n + 1} =", self.now[n], two_decimals, color=DARK.positive)
                for n in (0, 1)
            )
        )
        circles = self.diagram.columns[2]
        for readout, circle, side in zip(self.heights, circles, (1, -1), strict=True):
            readout.shift(circle.get_center() + np.array([0.35, 0.62 * side, 0.0]))

    def drive(self, heights: Any, places: Any) -> Drive:
        """Animate to other heights and places."""
        start, self.now = self.now, np.array([*heights, *places])

        def show(values: Any, network: Network) -> None:
            self.diagram.set_network(network)
            for readout, value in zip(self.heights, values[:2], strict=True):
                readout.set_value(value)

        moving = [self.diagram.edges, self.heights]
        return drive_networks(self.relief, get_pair, start, self.now, others=moving, change=show)

    @property
    def parts(self) -> list[Any]:
        return [self.diagram, self.heights, self.floor, self.relief]


def surface_field(spec: FilmSpec, n: int) -> Field:
    """Build n × n towers for the film's function."""
    return get_field(plane_subject(spec, EXAMPLE).target, n)


class Beside:
    """The numbers beside a field, and f above it."""

    def __init__(self, subject: PlaneSubject) -> None:
        self.subject = subject
        self.towers = Gauge("towers", 0, (COLUMN, 2.3, 0.0), write=whole)
        self.neurons = Gauge("neurons", 0, (COLUMN, 0.9, 0.0), write=whole, color=DARK.step)
        self.error = Gauge(
            "largest error on a tile", 0.0, (COLUMN, -0.5, 0.0), write=two_digits, color=DARK.error
        )
        self.title = subject.title()

    def show(self, field: Field) -> None:
        self.towers.set_value(field.grid.boxes.pieces)
        self.neurons.set_value(field.network.neurons)
        self.error.set_value(error_on_tiles(field, self.subject))

    @property
    def gauges(self) -> VGroup:
        return VGroup(self.towers, self.neurons, self.error)

    @property
    def digits(self) -> list[Any]:
        return [gauge.digits for gauge in (self.towers, self.neurons, self.error)]


def error_on_tiles(field: Field, subject: PlaneSubject) -> float:
    """Measure |network - f| at points of all tiles, but for the windows of steps around them.

    Where the corners of tiles meet towers have holes, which are another chapter's.
    """
    axes = [
        _inside(edges, 2 * reach(SIGMOID) / w)
        for edges, w in zip(field.grid.edges, field.steepness, strict=True)
    ]
    points = np.meshgrid(*axes, indexing="ij")
    return float(np.abs(evaluate(field.network, *points) - subject.target(*points)).max())


def _inside(edges: Any, half: float) -> Any:
    shares = np.linspace(0.0, 1.0, POINTS)
    low, high = edges[:-1, None] + half, edges[1:, None] - half
    return (low + shares * (high - low)).reshape(-1)


def worst_corner(field: Field, subject: PlaneSubject) -> tuple[tuple[float, float], float]:
    """Find the corner of four tiles where the network is furthest from f; return its distance."""
    axes = [edges[1:-1] for edges in field.grid.edges]
    points = np.meshgrid(*axes, indexing="ij")
    far = np.abs(evaluate(field.network, *points) - subject.target(*points))
    i, j = np.unravel_index(far.argmax(), far.shape)
    return (float(axes[0][i]), float(axes[1][j])), float(far[i, j])


def near_shares(field: Field, subject: PlaneSubject) -> tuple[float, float]:
    """Return the share of both sides of the box that is seen when single steps fill the picture."""
    sides = zip(field.steepness, subject.box, strict=True)
    share = max(NEAR / (w * (high - low)) for w, (low, high) in sides)
    return share, share


def close_relief(subject: PlaneSubject, field: Field) -> NetworkRelief:
    """Draw a field so that the insides of steps can be seen from near."""
    return NetworkRelief(
        field.network, subject.box, columns=1, window=INSIDE, z_range=subject.ground_range,
        view=VIEW,
    )  # fmt: skip
