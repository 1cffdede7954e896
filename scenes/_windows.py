"""Make what the chapter on windows shows: a staircase's windows and shifted copies of it."""

from functools import lru_cache

import numpy as np
from manim import LEFT, Dot, VGroup

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.base.quoting import typst_name
from uat.constructions.line.partition import Partition, uniform
from uat.constructions.line.steps import step_network
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    FunctionCurve,
    Graph,
    NetworkCurve,
    formula,
)
from uat.films.stage.gauge import Gauge
from uat.films.stage.relief import View
from uat.films.stage.text import LABEL
from uat.films.stage.varying import varying_subject
from uat.films.stage.windows import (
    DifferenceCurve,
    WindowBands,
    largest_difference,
    window_ends,
)
from uat.films.stage.writing import two_digits
from uat.networks.activations import SIGMOID
from uat.networks.network import Layer, Network

SOFT, STEEP, ZOOM = 30.0, 300.0, 10.0
SWITCH = 0.5  # where the single neuron switches
PIECES, COPIES = 7, 4
MOST_COPIES = 12
GENTLE = 90.0  # weights times the domain's length: windows that can be seen
FIRM = 400.0  # … and that do not overlap, with COPIES copies
FIELD, SQUARE = "0.55 + 0.4*sin(3*x)*cos(2*y)", ((0.0, 1.0), (0.0, 1.0))
FIELD_NEURONS, FIELD_STEEPNESS = 50, 90.0
VIEW = View(turn=30.0, tilt=40.0, size=6.4, height=2.4, center=(3.4, -0.6))
COLUMN = 3.75  # left edge of the numbers beside a graph


def get_step(w: float) -> Network:
    """Make one sigmoid neuron of weight w."""
    return Network((Layer([[w]], [-w * SWITCH], "sigmoid"), Layer([[1.0]], [0.0], "linear")))


@lru_cache(maxsize=1)
def get_field() -> Network:
    """Build towers side by side over a square, soft enough for their windows to be seen."""
    field = approximate(
        FIELD, SQUARE, construction="towers", neurons=FIELD_NEURONS, steepness=FIELD_STEEPNESS
    )
    return field.network


@lru_cache(maxsize=2)
def get_copies(spec: FilmSpec) -> tuple[Approximation, ...]:
    """Build 1, 2, 3, … copies of a staircase, each copy with equally many steps."""
    target = varying_subject(spec).target
    return tuple(
        approximate(
            target,
            neurons=PIECES * copies - 1,
            overlap=copies,
            construction="steps",
            partition="uniform",
        )
        for copies in range(1, MOST_COPIES + 1)
    )


class Staircase:
    """The user's function, a staircase of few steps, and below how far it is from ideal steps."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        self.target = self.subject.target
        low, high = self.subject.x_range
        self.length = high - low
        self.partition = get_copies(spec)[0].partition
        network = self.network(GENTLE)
        self.jump = float(np.abs(np.diff(self.partition.heights)).max())
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=8.4,
            height=2.7,
            center=(-1.75, 1.62, 0.0),
            x_label=f"${typst_name(self.target.names[0])}$",
            x_marks=False,
            most_y=5,
        )
        self.below = Graph(
            self.subject.x_range,
            (0.0, 0.65 * self.jump),
            width=8.4,
            height=1.35,
            center=(-1.75, -1.43, 0.0),
            x_label=f"${typst_name(self.target.names[0])}$",
            y_label="distance from ideal steps",
            most_y=3,
        )
        self.function = FunctionCurve(self.graph, self.target)
        self.bands = WindowBands(self.graph, network)
        self.curve = NetworkCurve(self.graph, network)
        self.gap = DifferenceCurve(self.below, network)
        self.weight = Gauge(
            "weights",
            GENTLE / self.length,
            (COLUMN, 2.3, 0.0),
            write=two_digits,
            color=DARK.positive,
        )
        self.largest = Gauge(
            "largest distance",
            self.distance,
            (COLUMN, -0.7, 0.0),
            write=two_digits,
            color=DARK.error,
        )

    def network(self, steepness: float) -> Network:
        """Make the staircase with this weight times the domain's length."""
        return step_network([self.partition], SIGMOID, steepness / self.length, "linear")

    @property
    def distance(self) -> float:
        return largest_difference(self.curve.network, *self.subject.x_range)

    def steepen(self, log_w: float) -> None:
        w = float(np.exp(log_w))
        network = self.network(w)
        for part in (self.bands, self.curve, self.gap):
            part.set_network(network)
        self.weight.set_value(w / self.length)
        self.largest.set_value(self.distance)


class Copies:
    """COPIES staircases, each a share as high, beside each other's sum; `slide` shifts them."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        samples = get_copies(spec)[0].samples
        assert samples is not None  # of one input there always are
        self.samples = samples
        self.length = float(np.diff(self.subject.x_range)[0])
        low, high = self.subject.y_range
        first = self.partitions(0.0)
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=5.4,
            height=4.6,
            center=(3.35, 0.15, 0.0),
            x_label=f"${self.subject.x}$",
        )
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.curve = NetworkCurve(self.graph, self.sum_of(first))
        self.bands = WindowBands(self.graph, self.curve.network)
        self.rows = [
            Graph(
                self.subject.x_range,
                (low / COPIES, high / COPIES),
                width=5.0,
                height=0.95,
                center=(-3.7, 1.97 - 1.22 * m, 0.0),
            )
            for m in range(COPIES)
        ]
        networks = [self.share_of(partition) for partition in first]
        pairs = list(zip(self.rows, networks, strict=True))
        self.row_bands = [WindowBands(row, network) for row, network in pairs]
        self.row_curves = [NetworkCurve(row, n, DARK.step, 4.0) for row, n in pairs]
        self.floors = VGroup(*(row.horizontal(low / COPIES, width=1.6) for row in self.rows))
        self.names = VGroup(
            *(
                formula(f"1 \\/ {COPIES}", LABEL, DARK.muted).next_to(row.corner, LEFT, buff=0.2)
                .set_y(row.corner[1] + row.size[1] / 2)
                for row in self.rows
            )
        )  # fmt: skip

    def partitions(self, shift: float) -> list[Partition]:
        """Shift copy m by `shift` m pieces."""
        return [
            uniform(self.subject.target, self.samples, PIECES, shift=shift * m)
            for m in range(COPIES)
        ]

    def share_of(self, partition: Partition) -> Network:
        """Make one copy by itself, with its share of the height."""
        whole = step_network([partition], SIGMOID, FIRM / self.length, "linear")
        hidden, last = whole.layers
        weights = np.asarray(last.weights) / COPIES
        return Network((hidden, Layer(weights, last.biases / COPIES, "linear")))

    def sum_of(self, partitions: list[Partition]) -> Network:
        return step_network(partitions, SIGMOID, FIRM / self.length, "linear")

    def slide(self, share: float) -> None:
        """Shift copy m by m times this share of a piece."""
        partitions = self.partitions(share)
        for m, partition in enumerate(partitions):
            network = self.share_of(partition)
            self.row_curves[m].set_network(network)
            self.row_bands[m].set_network(network)
        network = self.sum_of(partitions)
        self.curve.set_network(network)
        self.bands.set_network(network)

    def failing(self, x: float) -> int:
        """Count the copies that have x in one of their windows."""
        inside = 0
        for curve in self.row_curves:
            left, right = window_ends(curve.network)
            inside += bool(((left < x) & (x < right)).any())
        return inside


def even(t: float) -> float:
    return t


class Measured:
    """The user's function and its network on the left; distances against copies on the right."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        self.nets = get_copies(spec)
        self.gaps = [self.gap_of(net) for net in self.nets]
        self.errors = [net.error.max for net in self.nets]
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=5.2,
            height=3.9,
            center=(-3.45, -0.05, 0.0),
            x_label=f"${self.subject.x}$",
        )
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.curve = NetworkCurve(self.graph, self.nets[0].network)
        self.chart = Graph(
            (0.0, MOST_COPIES + 0.5),
            (0.0, 1.15 * max(*self.gaps, *self.errors)),
            width=5.2,
            height=3.9,
            center=(3.7, -0.05, 0.0),
            x_label="$M$",
        )

    def gap_of(self, net: Approximation) -> float:
        return largest_difference(net.network, *self.subject.x_range)

    def dots(self, values: list[float], color: str) -> VGroup:
        """Draw one dot for each number of copies."""
        points = (self.chart.point(n + 1, value) for n, value in enumerate(values))
        return VGroup(*(Dot(point, 0.085, color=color) for point in points))
