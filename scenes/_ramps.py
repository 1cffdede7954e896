"""Make what the chapter on ramps shows: links of a polyline, the tube, and where it is left."""

import contextlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from manim import Dot, Line, Rectangle, VGroup, VMobject

from uat.approximation import Approximation, approximate
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.constructions.line.minimum import Minimum
from uat.constructions.line.partition import Polyline, fewest_links
from uat.constructions.line.ramps import ramp_network
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    ErrorBand,
    Graph,
    Subject,
    get_subject,
)
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.picture import SubjectPicture
from uat.films.stage.text import count, number
from uat.films.stage.writing import whole
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

PLACES, WEIGHTS = (0.15, 0.35, 0.6, 0.8), (2.4, -5.0, 5.5, -6.5)
START = -0.45  # the output's bias
COLUMN = 3.75  # left edge of the numbers beside the graph
SLOWLY = 4  # bends that are shown one by one
TRIALS = 5000  # points on which a line is followed to where it leaves the band


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
    return get_story(replace(spec, function=None, box=None, tolerance=None))


def get_network(subject: Subject) -> Approximation:
    """Build the network for the tolerance, and prove it if f is a formula."""
    options: dict[str, Any] = {"construction": "ramps", "tol": subject.tolerance}
    with contextlib.suppress(UatError):
        return approximate(subject.target, prove=True, **options)
    return approximate(subject.target, **options)


def first_links(path: Polyline, links: int, share: float = 1.0) -> Network:
    """Return the first links of a path; the last goes straight on to the domain's end.

    share: how far the last of them has turned away from the direction of the one before it.
    """
    slope = path.slopes[links - 1]
    if links > 1:
        slope = path.slopes[links - 2] + share * (slope - path.slopes[links - 2])
    edges = np.append(path.edges[:links], path.edges[-1])
    end = path.values[links - 1] + slope * (edges[-1] - edges[-2])
    return ramp_network(Polyline(edges, np.append(path.values[:links], end), path.error))


def leaves_at(story: Story, network: Network, begin: float) -> float | None:
    """Find where, right of `begin`, the network first leaves the band around f, or None."""
    x = np.linspace(begin, story.subject.x_range[1], TRIALS)
    gap = np.abs(evaluate(network, x) - story.subject.target(x))
    outside = np.flatnonzero(gap > 1.01 * story.subject.tolerance)
    return float(x[outside[0]]) if outside.size else None


class Picture(SubjectPicture):
    """What the shots share: the graph, the function with its band, and the numbers beside it."""

    def __init__(self, spec: FilmSpec, near: tuple[float, float] | None = None) -> None:
        self.story = get_story(spec)
        self.subject = self.story.subject
        super().__init__(
            self.subject, x_range=near, y_range=self._heights(near), line_width=2.5,
            width=8.4, height=4.4, center=(-1.75, 0.1, 0.0),
        )  # fmt: skip
        self.band = ErrorBand(self.graph, self.subject.target, self.subject.tolerance)
        self.tolerance = Gauge(
            "allowed error", self.subject.tolerance, (COLUMN, 2.4, 0.0), color=DARK.target
        )

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.band, self.function, self.title, self.tolerance]

    def _heights(self, near: tuple[float, float] | None) -> tuple[float, float]:
        if near is None:
            return self.subject.y_range
        y, room = self.subject.target(np.linspace(*near, 1001)), 2.2 * self.subject.tolerance
        return float(y.min()) - room, float(y.max()) + room

    def frame(self, near: tuple[float, float]) -> Rectangle:
        """Draw a frame around what the picture of `near` shows."""
        low, high = np.clip(self._heights(near), *self.graph.y_range)
        start, stop = self.graph.point(near[0], low), self.graph.point(near[1], high)
        width, height = (stop - start)[:2]
        frame = Rectangle(color=DARK.text, width=width, height=height, stroke_width=2.0)
        return frame.move_to((start + stop) / 2)

    def triple(self, index: int) -> VGroup:
        """Draw three points of the band's border that no line passes on the right sides."""
        rising, places = self.story.least.rising[index], self._border(index)
        color = DARK.positive if rising else DARK.negative
        return VGroup(*(Dot(place, radius=0.08, color=color) for place in places))

    def chord(self, index: int) -> Line:
        """Draw the line from the first to the last of the three points, and beyond."""
        first, _, last = self._border(index)
        beyond = 0.15 * (last - first)
        return Line(first - beyond, last + beyond, color=DARK.error, stroke_width=4.0)

    def _border(self, index: int) -> Any:
        least = self.story.least
        side = np.array([-1.0, 1.0, -1.0]) * (1.0 if least.rising[index] else -1.0)
        points = least.witnesses[index]
        return self.graph.to_screen(points, least.values[index] + side * least.tolerance)

    def dots(self, x: Any, network: Network) -> VGroup:
        """Draw dots on the network's curve."""
        at = np.atleast_1d(np.asarray(x, dtype=float))
        places = self.graph.to_screen(at, evaluate(network, at))
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
    bends = f"{count(forced)} bend" + ("" if forced == 1 else "s")
    if least > forced:
        return f"{bends}, and a slope that they can't give. That takes at least {plural(least)}"
    return f"A neuron bends once. So {bends} take at least {plural(least)}"


def verdict(story: Story) -> str:
    """Say how the network's size compares with what was proven to be necessary."""
    has = story.net.network.neurons
    if has > story.least.neurons:
        return f"This network has {count(has)}. That's close to the least possible."
    return f"This network has {count(has)}. None that stays in the band has fewer."


def saving(story: Story) -> str:
    """Say how the network can have fewer neurons than the path has links."""
    if story.net.partition.left is None:
        return ""
    return (
        " Some of its neurons look left. Then the bends give the slope too, and no neuron is "
        "spent on it."
    )


def plural(neurons: int) -> str:
    return f"{count(neurons)} neuron" + ("" if neurons == 1 else "s")


def exact(value: float) -> str:
    return number(value, 6)


def error_curve(graph: Graph, net: Approximation) -> VMobject:
    """Draw |f - network|, from the network's own outputs."""
    x = np.union1d(np.linspace(*graph.x_range, 1201), net.error.at)
    kinks = net.partition.cuts
    x = np.union1d(x, kinks)
    curve = VMobject(color=DARK.error, stroke_width=3.5)
    curve.points = corners(graph.to_screen(x, np.abs(evaluate(net.network, x) - net.target(x))))
    return curve


def roof_of(graph: Graph, boxes: Any) -> VGroup:
    """Draw the bounds over all boxes as one line, with lines down to the axis between them."""
    x = np.stack([boxes.left, boxes.right], axis=1).ravel()
    y = np.repeat(boxes.bound, 2)
    roof = VMobject(color=DARK.step, stroke_width=3.5)
    roof.points = corners(graph.to_screen(x, y))
    walls = VGroup()
    tall = np.maximum(boxes.bound, np.append(boxes.bound[1:], 0.0))
    for place, height in zip(boxes.right[:-1], tall[:-1], strict=True):
        foot, top = graph.point(float(place), 0.0), graph.point(float(place), float(height))
        walls.add(Line(foot, top, color=DARK.step, stroke_width=1.0, stroke_opacity=0.5))
    return VGroup(roof, walls)
