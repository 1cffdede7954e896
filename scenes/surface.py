"""Towers side by side are any surface: the smaller their floors, the closer it follows f."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, FadeIn, FadeOut, VGroup

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import (
    Field,
    NetworkRelief,
    PlaneSubject,
    drive_networks,
    plane_subject,
    target_relief,
    turn,
)
from uat.films.stage.relief import View
from uat.films.stage.text import TITLE_HEIGHT
from uat.films.stage.towers import field_relief, get_field, rise
from uat.films.stage.writing import two_decimals, two_digits, whole
from uat.networks.activations import SIGMOID, reach
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

from ._surface import STEEPNESS, STRONG, get_pair

PAIR = (0.1, 0.45, 0.12, 0.42, 0.55, 0.9, 0.5, 0.88)  # the sides of two towers: in x, in y; twice
MOVED = (0.1, 0.35, 0.5, 0.95, 0.5, 0.9, 0.08, 0.35)
TALL = ((0.6, 1.0), (1.0, 0.35), (0.75, 0.5))  # heights of both
SIZES = (4, 8, 16, 24)
PAIR_VIEW = View(turn=32.0, tilt=32.0, size=7.2, height=2.7, center=(2.9, -1.0))
VIEW = View(turn=30.0, tilt=34.0, size=7.9, height=2.6, center=(-1.35, -0.8))
SIDES = (
    View(turn=20.0, tilt=34.0, size=6.7, height=2.2, center=(-3.45, -0.8)),
    View(turn=20.0, tilt=34.0, size=6.7, height=2.2, center=(3.45, -0.8)),
)
POINTS = 9  # along each side of a tile
COLUMN = 3.95  # left edge of the numbers beside the field


class TwoTowers(Chapter):
    """The output's weights are the heights of towers, and towers add up."""

    def construct(self) -> None:
        now = np.array([*TALL[0], *PAIR])
        network = get_pair(np.array([0.0, 0.0, *PAIR]))
        relief = NetworkRelief(network, columns=24, z_range=(0.0, 1.0), view=PAIR_VIEW)
        floor = Floor(PAIR_VIEW, marks=((0.0, "0"), (1.0, "1")))
        diagram = NetworkDiagram(
            get_pair(now), width=4.7, height=5.54, center=(-4.4, 0.35, 0.0), radius=0.27,
            most=8, scales=(3 * STEEPNESS, 2 * STRONG, 1.0), zeros=False,
        )  # fmt: skip
        diagram.set_network(network)
        heights = VGroup(
            Readout("h_1 =", 0.0, two_decimals, color=DARK.positive),
            Readout("h_2 =", 0.0, two_decimals, color=DARK.positive),
        )
        for readout, circle, side in zip(heights, diagram.columns[2], (1, -1), strict=True):
            readout.shift(circle.get_center() + np.array([0.45, 0.62 * side, 0.0]))
        moving = [diagram.edges, heights]

        def show(values: Any, network: Network) -> None:
            diagram.set_network(network)
            for readout, value in zip(heights, values[:2], strict=True):
                readout.set_value(value)

        def drive(start: Any, stop: Any) -> Drive:
            return drive_networks(relief, get_pair, start, stop, others=moving, change=show)

        self.show_title("Any surface")
        self.say(
            "Put two towers into one network. Each has four steps. A neuron of the second layer "
            "reads them.",
            FadeIn(diagram),
            FadeIn(floor),
            FadeIn(relief),
            run_time=1.2,
        )
        zero = np.array([0.0, 0.0, *PAIR])
        one = np.array([TALL[0][0], 0.0, *PAIR])
        self.say(
            "At the output each gets a weight of its own. That's its height.",
            FadeIn(heights),
        )
        self.play(drive(zero, one), run_time=1.4)
        self.play(drive(one, now), run_time=1.4)
        self.wait(0.5)
        for pair in TALL[1:]:
            after = np.array([*pair, *PAIR])
            self.play(drive(now, after), run_time=1.3)
            now = after
        self.say(
            "The biases say where it stands, and how wide and long it is.",
        )
        self.play(drive(now, np.array([*TALL[2], *MOVED])), run_time=2.2)
        tiled = (0.0, 0.5, 0.25, 0.75, 0.5, 1.0, 0.25, 0.75)
        self.say(
            "Two of them can stand side by side and share an edge. So why not cover "
            "the whole square?",
        )
        self.play(drive(np.array([*TALL[2], *MOVED]), np.array([*TALL[2], *tiled])), run_time=2.0)
        self.hush(FadeOut(VGroup(diagram, heights, floor)), FadeOut(relief))


class _Beside:
    """The numbers beside a field, and f above it."""

    def __init__(self, subject: PlaneSubject) -> None:
        self.subject = subject
        self.towers = Gauge("towers", 0, (COLUMN, 2.3, 0.0), write=whole)
        self.neurons = Gauge("neurons", 0, (COLUMN, 0.9, 0.0), write=whole, color=DARK.step)
        self.error = Gauge(
            "largest error on a tile", 0.0, (COLUMN, -0.5, 0.0), write=two_digits, color=DARK.error
        )
        self.title = subject.title(9.6)
        self.title.move_to([-6.4, TITLE_HEIGHT, 0.0], aligned_edge=LEFT)

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


class FieldOfTowers(Chapter):
    """A tower on every tile, as high as f in its middle range."""

    def construct(self) -> None:
        subject = plane_subject(self.spec)
        first = get_field(self.spec, SIZES[0])
        beside, floor = _Beside(subject), Floor(VIEW, subject.formulas)
        smooth = target_relief(subject, VIEW)
        smooth.z_range = subject.ground_range

        # f
        self.say(
            "This is the function that we want. It has two inputs, so it's a surface.",
            FadeIn(beside.title),
            FadeIn(floor),
            FadeIn(smooth),
            run_time=1.2,
        )
        self.play(turn([smooth, floor], VIEW.turn, 50.0), run_time=1.8)
        self.play(turn([smooth, floor], 50.0, VIEW.turn), run_time=1.8)

        # Tiles
        towers = field_relief(subject, first.weighted(0.0), VIEW)
        self.say(
            f"Cut the floor into {SIZES[0]} by {SIZES[0]} tiles. Put a tower on each. "
            "It's halfway between the least and the largest value there.",
            FadeOut(smooth),
            run_time=0.8,
        )
        self.add(towers)
        beside.show(first)
        self.play(rise(towers, first), FadeIn(beside.gauges), run_time=3.0)
        self.wait(0.6)
        self.play(turn([towers, floor], VIEW.turn, 62.0), run_time=2.2)
        self.say(
            "Neighbouring towers share their steps, so the first layer is small. It's a step "
            "for every cut. The second layer has a neuron for every tower.",
        )
        self.hush()


class Finer(Chapter):
    """Smaller tiles, smaller error."""

    def construct(self) -> None:
        subject = plane_subject(self.spec)
        now = get_field(self.spec, SIZES[0])
        beside = _Beside(subject)
        beside.show(now)
        start = replace(VIEW, turn=62.0)
        relief, floor = field_relief(subject, now.network, start), Floor(start, subject.formulas)
        self.add(beside.title, floor, beside.gauges, relief)

        # Finer and finer
        turns = np.linspace(62.0, VIEW.turn, len(SIZES))
        for n, size in enumerate(SIZES[1:]):
            field = get_field(self.spec, size)
            self._say(n, size)
            fresh = field_relief(subject, field.weighted(0.0), replace(VIEW, turn=turns[n]))
            self.play(FadeOut(relief), run_time=0.3)
            self.add(fresh)
            beside.show(field)
            for digits in beside.digits:
                self.add(digits)
            self.play(rise(fresh, field), run_time=2.2)
            self.play(turn([fresh, floor], turns[n], turns[n + 1]), run_time=1.8)
            relief = fresh

        # Beside f
        self.say(
            "Let's put it beside the function. The network is on the left, and f on the right.",
            FadeOut(beside.gauges),
            FadeOut(floor),
            FadeOut(relief),
        )
        built = field_relief(subject, get_field(self.spec, SIZES[-1]).network, SIDES[0])
        smooth = target_relief(subject, SIDES[1], columns=SIZES[-1] * 2)
        smooth.z_range = subject.ground_range
        self.play(FadeIn(built), FadeIn(smooth), run_time=0.8)
        both = [built, smooth]
        self.play(turn(both, SIDES[0].turn, 75.0), run_time=4.0)
        self.say(
            "On every tile the error is half of what f varies there. Smaller tiles make it as "
            "small as we like.",
        )
        self.play(turn(both, 75.0, 30.0), run_time=4.0)
        self.say(
            "But something is wrong where four tiles meet. We'll look at it next.",
        )
        self.hush(*(FadeOut(part) for part in (built, smooth, beside.title)))

    def _say(self, n: int, size: int) -> None:
        if n == 0:
            self.say(
                f"Now smaller tiles: {size} by {size}. On each one f varies less.",
            )
        elif n + 2 < len(SIZES):
            self.say(
                f"{size} by {size}.",
            )
        else:
            neurons = get_field(self.spec, size).network.neurons
            self.say(
                f"And {size} by {size}. That's a network of {neurons} neurons. "
                "Nobody has trained it.",
            )
