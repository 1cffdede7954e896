"""Make what the chapter on windows shows: a hole, a step that is split, copies of a staircase."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import Ellipse, VGroup
from scipy.linalg import block_diag

from uat.approximation import approximate
from uat.base.palette import DARK
from uat.constructions.line.partition import uniform
from uat.constructions.line.staircase import step_network
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    DifferenceCurve,
    Drive,
    FailureArea,
    FunctionCurve,
    Graph,
    IdealSteps,
    NetworkCurve,
)
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import NetworkRelief, field
from uat.films.stage.relief import View
from uat.films.stage.subject import varying_subject
from uat.films.stage.text import three_digits, two_digits, whole
from uat.films.stage.windows import largest_difference
from uat.functions.target import make_target
from uat.networks.activations import SIGMOID
from uat.networks.evaluate import evaluate
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

SOFT, STEEP = 30.0, 400.0  # weights of the single step
SWITCH, SPREAD = 0.5, 0.64  # where it is, and over what its parts are spread
DOUBLED = (1, 2, 4, 8)  # copies
PIECES = 36
FIRM = 4000.0  # weights times the domain's length: windows that do not overlap, with all copies
FIELD, SQUARE = "0.9 + 0.4*(x - 0.5)*(y - 0.4)", ((0.0, 1.0), (0.0, 1.0))
TILES, FIELD_STEEPNESS = 2, 40.0
HOLE, CLOSE = (0.5, 0.5), (0.4, 0.4)  # where four towers meet; the shares of sides seen from near
VIEW = View(turn=35.0, tilt=44.0, size=7.0, height=2.5, center=(0.0, -0.55))
APART = 0.16  # how far four copies are from each other at last
COLUMN = 4.6  # left edge of the numbers beside the graphs


@lru_cache(maxsize=1)
def get_field() -> Network:
    """Build towers side by side over a square, soft enough for their windows to be seen."""
    towers = field(make_target(FIELD, SQUARE), TILES, "towers")
    return towers.steep(FIELD_STEEPNESS / towers.steepness[0])


def copied(apart: Any) -> Network:
    """Average four copies of the towers, shifted along both inputs, `apart` from each other."""
    first, second, last = get_field().layers
    shifts = float(apart) * (np.array(list(np.ndindex(2, 2))) - 0.5)
    weights = np.asarray(first.weights)
    return Network(
        (
            Layer(
                np.tile(weights, (4, 1)),
                np.concatenate([first.biases - weights @ shift for shift in shifts]),
                first.activation,
            ),
            Layer(
                block_diag(*[dense(second.weights)] * 4),
                np.tile(second.biases, 4),
                second.activation,
            ),
            Layer(np.tile(dense(last.weights), 4) / 4, last.biases, last.activation),
        )
    )


def field_relief() -> NetworkRelief:
    return NetworkRelief(get_field(), columns=24, z_range=(0.0, 1.0), view=VIEW)


def circle_around(relief: NetworkRelief) -> Any:
    """Draw a ring around the hole in the middle."""
    height = float(evaluate(relief.network, np.array([0.75]), np.array([0.75]))[0])
    ring = Ellipse(width=1.7, height=1.2, color=DARK.error, stroke_width=6.0)
    return ring.move_to(relief.point(*HOLE, 0.85 * height))


def get_step(w: float, places: Any = (SWITCH,)) -> Network:
    """Make sigmoid neurons of weight w at these places, each of an equal share of the height."""
    s = np.asarray(places, dtype=float)
    hidden = Layer(np.full((s.size, 1), w), -w * s, "sigmoid")
    return Network((hidden, Layer([np.full(s.size, 1.0 / s.size)], [0.0], "linear")))


def spread(copies: int) -> Any:
    """Return where the parts of the step are."""
    return SWITCH + SPREAD * ((np.arange(copies) + 0.5) / copies - 0.5)


class Board:
    """A network of steps and its failure above, the failure's size below, numbers beside."""

    def __init__(
        self,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        network: Network,
        x: str = "x",
    ) -> None:
        self.x_range = x_range
        self.full = largest_difference(network, *x_range)
        place: dict[str, Any] = {"width": 9.4, "x_label": f"${x}$"}
        self.above = Graph(
            x_range, y_range, height=2.9, center=(-0.85, 1.75, 0.0), x_marks=False, most_y=4,
            **place,
        )  # fmt: skip
        self.below = Graph(
            x_range, (0.0, 1.2 * self.full), height=1.5, center=(-0.85, -1.3, 0.0), most_y=3,
            **place,
        )  # fmt: skip
        self.ideal = IdealSteps(self.above, network)
        self.area = FailureArea(self.above, network)
        self.curve = NetworkCurve(self.above, network)
        self.spikes = DifferenceCurve(self.below, network)
        self.copies = Gauge("copies $M$", 1, (COLUMN, 2.6, 0.0), write=whole, color=DARK.step)
        self.largest = Gauge(
            "off by at most", self.full, (COLUMN, -0.75, 0.0), write=three_digits, color=DARK.error
        )

    @property
    def moving(self) -> list[Any]:
        return [self.ideal, self.area, self.curve, self.spikes, self.largest]

    @property
    def parts(self) -> VGroup:
        return VGroup(self.above, self.below, *self.moving)

    def show(self, network: Network) -> None:
        for part in (self.ideal, self.area, self.curve, self.spikes):
            part.set_network(network)
        self.largest.set_value(largest_difference(network, *self.x_range))

    def steepen(self) -> Drive:
        def change(log_w: float) -> None:
            self.show(get_step(float(np.exp(log_w))))

        return Drive(self.moving, change, np.log(SOFT), np.log(STEEP))

    def split(self, copies: int) -> Drive:
        """Let each part of the step become two, half as high, which slide apart."""
        start, stop = np.repeat(spread(copies), 2), spread(2 * copies)

        def change(t: float) -> None:
            self.show(get_step(STEEP, (1 - t) * start + t * stop))

        return Drive(self.moving, change)


class Staircases(Board):
    """The film's function, and copies of a staircase for it that are shifted."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = varying_subject(spec)
        net = approximate(
            self.subject.target, neurons=PIECES - 1, construction="steps", partition="uniform"
        )
        assert net.samples is not None  # of one input there always are
        self.samples, self.jumps = net.samples, bool(net.error.left_out.intervals)
        low, high = self.subject.x_range
        self.weight = FIRM / (high - low)
        super().__init__(
            self.subject.x_range, self.subject.y_range, self.network([0.0]), self.subject.x
        )
        self.function = FunctionCurve(self.above, self.subject.target, width=3.0)
        self.from_f = Gauge(
            "from $f$", self.error, (COLUMN, 1.1, 0.0), write=two_digits, color=DARK.network
        )

    @property
    def pieces(self) -> int:
        """How many pieces of a staircase can be told apart: neighbours of one height are one."""
        heights = uniform(self.subject.target, self.samples, PIECES).heights
        return 1 + int(np.count_nonzero(np.diff(heights)))

    @property
    def error(self) -> float:
        """The largest distance from f of the network on screen."""
        x = np.linspace(*self.x_range, 4001)
        return float(np.abs(evaluate(self.curve.network, x) - self.subject.target(x)).max())

    def network(self, shifts: Any) -> Network:
        """Add up staircases of equal shares, each shifted by so many pieces."""
        parts = [
            uniform(self.subject.target, self.samples, PIECES, shift=float(shift))
            for shift in shifts
        ]
        return step_network(parts, SIGMOID, self.weight, "linear")

    def double(self, copies: int) -> Drive:
        """Let each copy become two, of which one is shifted further."""
        start = np.repeat(np.arange(copies) / copies, 2)
        stop = np.arange(2 * copies) / (2 * copies)

        def change(t: float) -> None:
            self.show(self.network((1 - t) * start + t * stop))

        return Drive(self.moving, change)
