"""Enough bumps become any function: more neurons, smaller error. The function is the user's own."""

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import DOWN, LEFT, Create, FadeIn, FadeOut, Rectangle, VGroup, Write

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Chapter,
    Drive,
    ErrorBand,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    get_subject,
    words,
)
from uat.films.stage.gauge import Gauge, Rug
from uat.films.stage.picture import SubjectPicture
from uat.films.stage.readout import Digits
from uat.films.stage.staircase import blend, stages
from uat.films.stage.text import LABEL, TITLE, count
from uat.films.stage.writing import three_digits, whole

COLUMN = 3.75  # left edge of the numbers beside the graph
CLOSE_PIECES = 7  # how many bumps the close-up shows


@lru_cache(maxsize=4)
def get_stages(spec: FilmSpec) -> list[Approximation]:
    """Build networks of equal bumps, from a few to as many as the tolerance needs."""
    return stages(get_subject(spec))


@lru_cache(maxsize=4)
def get_fewest(spec: FilmSpec) -> Approximation:
    """Build the network of the fewest steps for the same tolerance."""
    subject = get_subject(spec)
    return approximate(subject.target, construction="steps", tol=subject.tolerance)


class _Picture(SubjectPicture):
    """What all shots share: the graph, the function and its formula."""

    def __init__(self, spec: FilmSpec) -> None:
        super().__init__(get_subject(spec), width=8.4, height=4.4, center=(-1.75, 0.1, 0.0))
        self.tolerance = Gauge(
            "allowed error", self.subject.tolerance, (COLUMN, 2.4, 0.0), color=DARK.target
        )

    @property
    def parts(self) -> list[Any]:
        return [*super().parts, self.tolerance]

    def band(self, half_width: float) -> ErrorBand:
        return ErrorBand(self.graph, self.subject.target, half_width)


class _Numbers:
    """The count of neurons, the largest error, and the network's diagram."""

    def __init__(self, network: Approximation) -> None:
        self.neurons = Gauge(
            "neurons", network.network.neurons, (COLUMN, 1.1, 0.0), write=whole, color=DARK.network
        )
        self.error = Gauge(
            "largest error",
            network.error.max,
            (COLUMN, -0.2, 0.0),
            write=three_digits,
            color=DARK.error,
        )
        self.diagram = self.get_diagram(network)

    @staticmethod
    def get_diagram(network: Approximation) -> NetworkDiagram:
        return NetworkDiagram(
            network.network,
            width=2.6,
            height=1.6,
            center=(5.2, -2.0, 0.0),
            most=6,
            radius=0.09,
            inputs=(),
            output="",
        )

    @property
    def parts(self) -> list[Any]:
        return [self.neurons, self.error, self.diagram]


class Goal(Chapter):
    """Any function, and an error that we allow."""

    def construct(self) -> None:
        picture = _Picture(self.spec)
        self.show_title("A staircase for any function")

        # The function
        self.play(FadeIn(picture.graph), run_time=0.6)
        self.say(
            "Take a function. Any you like, as long as it's continuous.",
            Write(picture.title),
            Create(picture.function),
            run_time=2.0,
        )

        # The tube
        band = picture.band(picture.subject.tolerance)
        self.say(
            "Now say how far off the network may be. Its output has to stay inside this band.",
            FadeIn(picture.tolerance),
            FadeIn(band),
            run_time=1.0,
        )
        self.hush(FadeOut(band))


class MoreNeurons(Chapter):
    """More bumps, smaller error, until the tolerance holds."""

    def construct(self) -> None:
        picture, networks = _Picture(self.spec), get_stages(self.spec)
        self.add(*picture.parts)
        first = networks[0]
        band = picture.band(first.error.max)
        curve = NetworkCurve(picture.graph, first.network)
        numbers = _Numbers(first)

        # A few bumps
        self.say(
            f"{_number_word(first.partition.pieces)}, two neurons each. Nothing was "
            "trained. The weights are simply written down.",
            Create(curve),
            FadeIn(VGroup(*numbers.parts)),
            run_time=1.6,
        )
        self.add(band)
        self.bring_to_front(picture.function, curve)
        self.say(
            "The band reaches as far as the network's largest error, above and below.",
            FadeIn(band),
        )

        # More and more of them
        if len(networks) > 1:
            self.say(
                "With more neurons the steps get smaller. The error gets smaller with them.",
            )
        for before, after in pairwise(networks):
            self._refine(numbers, curve, band, before, after)
            self.wait(0.5)
        met = networks[-1].error.met and not networks[-1].error.left_out
        self.say(
            "Now the network is within the allowed error, everywhere."
            if met
            else "No network follows a jump exactly. Elsewhere it's as close as we asked for.",
            numbers.error.digits.animate.set_fill(DARK.step if met else DARK.error),
        )
        self.hush(FadeOut(band))

    def _refine(
        self,
        numbers: _Numbers,
        curve: NetworkCurve,
        band: ErrorBand,
        before: Approximation,
        after: Approximation,
    ) -> None:
        """Move from one network to the next; every curve on the way is a network's output."""
        way = blend(before.partition, after.partition)
        many = before.network.neurons > numbers.diagram.most
        fresh = numbers.diagram if many else numbers.get_diagram(after)

        def change(t: float) -> None:
            numbers.neurons.set_value(_between(before.network.neurons, after.network.neurons, t))
            numbers.error.set_value(_between(before.error.max, after.error.max, t))
            band.set_half_width(_between(before.error.max, after.error.max, t))
            if many and t >= 0.5:
                numbers.diagram.set_network(after.network)
            if way is not None:
                curve.set_network(after.network if t >= 1.0 else way.network(t))
            elif t >= 0.5:
                curve.set_network(after.network)

        moving = [band, curve, numbers.neurons.digits, numbers.error.digits]
        moving += [numbers.diagram.outward] if many else []
        exchange = [] if many else [FadeOut(numbers.diagram), FadeIn(fresh)]
        self.play(Drive(moving, change), *exchange, run_time=2.0)
        numbers.diagram = fresh
        self.bring_to_back(fresh)


def _between(start: float, stop: float, t: float) -> float:
    return (1 - t) * start + t * stop


def _number_word(pieces: int) -> str:
    names = {1: "One bump", 2: "Two bumps", 3: "Three bumps"}
    return names.get(pieces, f"{pieces} bumps")


class CloseUp(Chapter):
    """A few steps from close by: the network stays in the band."""

    def construct(self) -> None:
        picture, network = _Picture(self.spec), get_stages(self.spec)[-1]
        numbers = _Numbers(network)
        numbers.error.digits.set_fill(DARK.step if network.error.met else DARK.error)
        curve = NetworkCurve(picture.graph, network.network)
        self.add(*picture.parts, *numbers.parts, curve)

        # Where the error is largest
        near = _window(network, picture.subject.x_range)
        graph = Graph(
            near,
            _heights(picture.subject, near),
            width=8.4,
            height=4.4,
            center=(-1.75, 0.1, 0.0),
            x_label=f"${picture.subject.x}$",
        )
        frame = Rectangle(
            color=DARK.text,
            width=max(0.12, float(np.diff(picture.graph.to_screen(near, 0.0)[:, 0])[0])),
            height=4.4,
            stroke_width=2.0,
        ).move_to(picture.graph.point(sum(near) / 2, sum(picture.graph.y_range) / 2))
        self.say(
            "Let's look closer, where the error is largest.",
            Create(frame),
        )
        self.wait(0.4)
        far = VGroup(picture.graph, picture.function, curve)
        self.play(FadeOut(far), FadeOut(frame), run_time=0.6)
        band = ErrorBand(graph, picture.subject.target, picture.subject.tolerance)
        function = FunctionCurve(graph, picture.subject.target)
        close = NetworkCurve(graph, network.network)
        self.play(FadeIn(graph), FadeIn(band), FadeIn(function), FadeIn(close), run_time=0.8)
        self.say(
            "It's a staircase still, and it keeps to the band around the function.",
        )
        self.hush(FadeOut(VGroup(graph, band, function, close)))


def _window(network: Approximation, x_range: tuple[float, float]) -> tuple[float, float]:
    """Return an interval of a few bumps around the largest error, inside the domain."""
    a, b = x_range
    width = min(b - a, CLOSE_PIECES * (b - a) / network.partition.pieces)
    left = min(max(network.error.at[0] - width / 2, a), b - width)
    return left, left + width


def _heights(subject: Any, near: tuple[float, float]) -> tuple[float, float]:
    y = subject.target(np.linspace(*near, 2001))
    room = 2.5 * subject.tolerance
    return float(y.min()) - room, float(y.max()) + room


class FewestSteps(Chapter):
    """Equal bumps against the fewest steps for the same error."""

    def construct(self) -> None:
        picture = _Picture(self.spec)
        equal, fewest = get_stages(self.spec)[-1], get_fewest(self.spec)
        numbers = _Numbers(equal)
        numbers.error.digits.set_fill(DARK.step if equal.error.met else DARK.error)
        self.add(picture.title, picture.tolerance, *numbers.parts)
        curve = NetworkCurve(picture.graph, equal.network)
        rug = Rug(picture.graph, equal.partition.cuts)

        # Where equal bumps cut
        self.play(FadeIn(picture.graph), FadeIn(picture.function), FadeIn(curve), run_time=0.8)
        self.say(
            "All these bumps are equally wide, whatever the function does there.",
            FadeIn(rug),
            FadeOut(numbers.error),
            FadeOut(numbers.diagram),
        )

        # Where the fewest steps cut
        better = NetworkCurve(picture.graph, fewest.network)
        self.say(
            "Now take one neuron for each step. Place a step only where the function would "
            "leave the band.",
            FadeOut(rug),
            FadeOut(curve),
            FadeOut(numbers.neurons),
        )
        sparse = Rug(picture.graph, fewest.partition.cuts)
        self.play(Create(better), FadeIn(sparse), run_time=2.0)
        self.wait(0.4)

        # Count
        bars = _bars(equal.network.neurons, fewest.network.neurons)
        self.play(FadeIn(bars[0]), run_time=0.6)
        self.play(FadeIn(bars[1]), run_time=0.6)
        self.say(
            "No network of steps keeps to this error with fewer neurons.",
        )
        self.hush()


def _bars(equal: int, fewest: int) -> VGroup:
    """Draw two counts of neurons, as numbers and as lengths."""
    rows = VGroup()
    largest = max(equal, fewest, 1)
    names = (("equal bumps", equal, DARK.bump), ("fewest steps", fewest, DARK.step))
    for row, (name, neurons, color) in enumerate(names):
        corner = np.array([COLUMN, 0.9 - 1.75 * row, 0.0])
        label = words(name, LABEL, DARK.muted).move_to(corner, aligned_edge=LEFT)
        digits = Digits(count(neurons), TITLE, color).shift(corner + DOWN * 0.72)
        width = max(0.03, 3.1 * neurons / largest)
        bar = Rectangle(width=width, height=0.16, stroke_width=0, fill_color=color, fill_opacity=1)
        bar.move_to(corner + DOWN * 1.05, aligned_edge=LEFT)
        rows.add(VGroup(label, digits, bar))
    return rows
