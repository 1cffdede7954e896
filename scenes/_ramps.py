"""Make what the chapter on ramps shows: links of a polyline, the tube, and where it is left."""

import contextlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import RIGHT, Arrow, Dot, VGroup

from uat.approximation import Approximation, approximate
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.constructions.line.minimum import Minimum
from uat.constructions.line.partition import Polyline, fewest_links
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Drive,
    ErrorBand,
    Graph,
    NetworkDiagram,
    Readout,
    Subject,
    get_subject,
    words,
)
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.gauge import Gauge
from uat.films.stage.sight import Sight
from uat.films.stage.subject import SubjectPicture
from uat.films.stage.text import BODY, LABEL, count, one_decimal, plus, whole
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

PLACES, WEIGHTS = (0.15, 0.35, 0.6, 0.8), (2.4, -5.0, 5.5, -6.5)
START = -0.45  # the output's bias
COLUMN = 3.75  # left edge of the numbers beside the graph
SLOWLY = 4  # bends that are shown one by one
TERM = 0.95  # scene units for a weight in a sum
LOOK = 0.55 * RIGHT  # how far an arrow reaches that says where a neuron looks


def bends_of(places: Any, weights: Any) -> Network:
    """Make rectified linear units that look right: each adds a slope from its place on."""
    s = np.asarray(places, dtype=float)
    hidden = Layer(np.ones((s.size, 1)), -s, "relu")
    return Network((hidden, Layer([list(weights)], [START], "linear")))


@dataclass(frozen=True, eq=False)
class Story:
    """The function, its shortest polyline within the tolerance, the network, and what is proven.

    net: as few neurons as were found for a proven tolerance. least: why no fewer do.
    """

    subject: Subject
    path: Polyline
    net: Approximation
    least: Minimum


@lru_cache(maxsize=4)
def get_story(spec: FilmSpec) -> Story:
    """Tell about the film's function; the example if ramps cannot follow it or need no bend."""
    with contextlib.suppress(UatError):
        subject = get_subject(spec)
        path = fewest_links(subject.target.sample(1e-3 * subject.tolerance), subject.tolerance)
        if path.pieces > 1:
            net = get_network(subject)
            return Story(subject, path, net, net.minimum())
    return get_story(spec.of_nothing)


def get_network(subject: Subject) -> Approximation:
    """Build the network for the tolerance, and prove it if f is a formula."""
    options: dict[str, Any] = {"construction": "ramps", "tol": subject.tolerance}
    with contextlib.suppress(UatError):
        return approximate(subject.target, prove=True, **options)
    return approximate(subject.target, **options)


class Ramps:
    """Four rectified linear units: their diagram with weights, and the graph of their sum."""

    def __init__(self, weights: Any) -> None:
        self.graph = Graph((0.0, 1.0), (-1.0, 1.0), width=6.3, height=4.4,
                           center=(2.9, 0.1, 0.0), y_label="output")  # fmt: skip
        self.curve = ClippedCurve(self.graph, bends_of(PLACES, weights))
        self.diagram = NetworkDiagram(
            self.curve.network, width=3.8, height=5.0, center=(-4.1, 0.1, 0.0), radius=0.42,
            scales=(BY_SIGN, max(map(abs, WEIGHTS))), names=tuple(f"s_{n}" for n in (1, 2, 3, 4)),
        )  # fmt: skip
        self.weights = VGroup(*(Readout("", 0.0, plus(1), LABEL) for _ in PLACES))
        self.bends = VGroup(*(Dot(color=DARK.ramp, radius=0.09) for _ in PLACES))
        self.show(PLACES, weights)

    @property
    def parts(self) -> VGroup:
        return VGroup(self.graph, self.diagram, self.weights, self.curve, self.bends)

    def show(self, places: Any, weights: Any) -> None:
        network = bends_of(places, weights)
        self.curve.set_network(network)
        self.diagram.set_network(network)
        heights = network.forward(np.array(places)[:, None])[:, 0]
        for n, dot in enumerate(self.bends):
            dot.move_to(self.graph.point(places[n], float(heights[n])))
            self.weights[n].set_value(weights[n]).stand_on(self.diagram.point(1, 0, n, 0.45))

    def slide(self, stop: float) -> Drive:
        """Move the first neuron's place."""
        start, weights = float(-self.curve.network.layers[0].biases[0]), (WEIGHTS[0], 0.0, 0.0, 0.0)

        def change(x: float) -> None:
            self.show((x, *PLACES[1:]), weights)

        return Drive([self.curve, self.bends], change, start, stop)

    def turn(self, start: Any, stop: Any) -> Drive:
        """Change the weights of the second layer."""
        return Drive([self.curve, self.diagram.outward, self.weights, self.bends],
                     lambda t: self.show(PLACES, (1 - t) * start + t * stop))  # fmt: skip


class Slopes:
    """A dot that moves along the line, and above the graph the weights that add up to its slope."""

    def __init__(self, ramps: Ramps) -> None:
        self.ramps = ramps
        self.dot = Dot(color=DARK.text, radius=0.11)
        self.name = words("slope", BODY, DARK.muted).move_to((0.2, 3.3, 0.0))
        self.terms = [Readout("", weight, plus(1), BODY) for weight in WEIGHTS]
        self.total = Readout("=", 0.0, one_decimal, BODY, DARK.ramp)
        for n, term in enumerate(self.terms):
            left = term.digits.get_left()
            term.shift(self.name.get_right() + RIGHT * (0.35 + TERM * n) - left)
        self.total.shift(self.name.get_right() + RIGHT * 0.35 - self.total.label.get_left())
        self.move(0.0)

    def make_room(self) -> Drive:
        """Move the total to the right, for one more term."""
        start = self.total.label.get_left()

        def change(t: float) -> None:
            self.total.shift(start + t * TERM * RIGHT - self.total.label.get_left())

        return Drive(self.total, change)

    def move(self, x: float) -> None:
        """Move the dot to x; a neuron lights up when it is on."""
        first, second = self.ramps.curve.network.layers
        on = first.weights[:, 0] * x + first.biases > 0
        self.dot.move_to(self.ramps.graph.point(
            x, float(self.ramps.curve.network.forward([[x]])[0, 0])))  # fmt: skip
        self.total.set_value(float(second.weights[0] @ on))
        for circle, lit in zip(self.ramps.diagram.hidden, on, strict=True):
            circle.set_fill(DARK.ramp if lit else DARK.background, 0.6 if lit else 1.0)

    def run(self, start: float, stop: float) -> Drive:
        diagram = self.ramps.diagram
        parts = [self.dot, self.total, diagram.hidden, diagram.names]
        return Drive(parts, self.move, start, stop, rate_func=lambda t: t)


class Picture(SubjectPicture):
    """What the shots share: the graph, the function with its band, and the numbers beside it."""

    def __init__(self, spec: FilmSpec) -> None:
        self.story = get_story(spec)
        super().__init__(self.story.subject, line_width=2.5, width=8.4, height=4.4,
                         center=(-1.75, 0.1, 0.0))  # fmt: skip
        self.band = ErrorBand(self.graph, self.subject.target, self.subject.tolerance)
        self.tolerance = Gauge(
            "allowed error", self.subject.tolerance, (COLUMN, 2.4, 0.0), color=DARK.target
        )

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.band, self.function, self.title, self.tolerance]

    def close(self, near: tuple[float, float], *, narrow: bool = False) -> Graph:
        """Make the graph of a part of the domain. narrow: leave half of the picture to numbers."""
        y, room = self.subject.target(np.linspace(*near, 1001)), 2.2 * self.subject.tolerance
        heights = float(y.min()) - room, float(y.max()) + room
        width, middle = (5.6, -3.1) if narrow else (8.4, -1.75)
        return Graph(near, heights, width=width, height=4.4, center=(middle, 0.1, 0.0),
                     x_label=f"${self.subject.x}$")  # fmt: skip

    def sight(self, graph: Graph) -> Sight:
        """Look along the band from its left end."""
        return Sight(graph, self.subject.target, self.story.path, self.subject.tolerance)

    def beginning(self) -> Graph | None:
        """Make the graph of the first links; None if they are nearly all."""
        path = self.story.path
        if path.pieces < 2 * SLOWLY:
            return None
        return self.close((float(path.edges[0]), float(path.edges[SLOWLY])))

    def triple(self, index: int) -> VGroup:
        """Draw three points of the band's border that no line passes on the right sides."""
        least = self.story.least
        side = np.array([-1.0, 1.0, -1.0]) * (1.0 if least.rising[index] else -1.0)
        heights = least.values[index] + side * least.tolerance
        places = self.graph.to_screen(least.witnesses[index], heights)
        return VGroup(*(Dot(place, radius=0.08, color=DARK.ramp) for place in places))

    def dots(self, x: Any, network: Network, graph: Graph | None = None) -> VGroup:
        """Draw dots on the network's curve."""
        at = np.atleast_1d(np.asarray(x, dtype=float))
        places = (graph or self.graph).to_screen(at, evaluate(network, at))
        radius = 0.08 if at.size < 40 else 0.04
        return VGroup(*(Dot(place, radius=radius, color=DARK.ramp) for place in places))


def neurons_gauge(neurons: int) -> Gauge:
    return Gauge("neurons", neurons, (COLUMN, 1.1, 0.0), write=whole, color=DARK.network)


def clearest(story: Story) -> int:
    """Choose the witnesses between which f changes least: there the band looks widest."""
    return int(np.argmin(np.ptp(story.least.values, axis=1)))


def around(story: Story) -> tuple[float, float]:
    """Return an interval around the clearest triple, inside the domain."""
    first, _, last = story.least.witnesses[clearest(story)]
    (low, high), room = story.subject.x_range, 0.5 * (last - first)
    return max(low, float(first - room)), min(high, float(last + room))


def needed(story: Story) -> str:
    """Say how many neurons the forced bends take."""
    forced, least = len(story.least.witnesses), story.least.neurons
    bends, they = ("one bend", "it") if forced == 1 else (f"{count(forced)} bends", "they")
    if least > forced:
        also = f"and a slope that {they} can't give. That takes at least {plural(least)}"
        return f"{bends.capitalize()}, {also}"
    return (
        f"A neuron bends once. So {bends} take{'s' if forced == 1 else ''} at least {plural(least)}"
    )


def verdict(story: Story) -> str:
    """Say how the network's size compares with what was proven to be necessary."""
    has = story.net.network.neurons
    if has > story.least.neurons:
        return f"This network has {count(has)}. That's close to the least possible."
    return f"This network has {count(has)}. None that stays in the band has fewer."


def glances(picture: Picture) -> VGroup:
    """Draw an arrow at each bend, to where its neuron looks, in the hue of its weight's sign."""
    network = picture.story.net.network
    first = network.layers[0]
    weights = np.asarray(first.weights)[:, 0]
    feet = picture.dots(-first.biases / weights, network)
    return VGroup(
        *(
            Arrow(
                dot.get_center(), dot.get_center() + np.sign(w) * LOOK, buff=0.0, stroke_width=4.0,
                color=DARK.positive if w > 0 else DARK.negative,
            )
            for dot, w in zip(feet, weights.tolist(), strict=True)
        )
    )  # fmt: skip


def plural(neurons: int) -> str:
    return f"{count(neurons)} neuron" + ("" if neurons == 1 else "s")
