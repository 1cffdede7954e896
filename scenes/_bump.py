"""Make what the chapter on bumps shows: two steps and their sum, and five bumps side by side."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Dot, VGroup, VMobject

from uat.base.palette import DARK
from uat.base.quoting import typst_name
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Readout,
    formula,
    get_subject,
)
from uat.films.stage.areas import average
from uat.films.stage.brace import CurlyBrace
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.curves import corners
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.text import LABEL, TITLE_HEIGHT, cover, plus, two_decimals
from uat.networks.network import Layer, Network

STEEPNESS = 600.0
FIRST, SECOND = 0.3, 0.65  # the places of the two steps
HEIGHT = 0.7
DIAGRAM = np.array([-4.1, 0.3, 0.0])
GRAPH: dict[str, Any] = {"width": 6.3, "height": 4.6, "center": (2.9, 0.3, 0.0)}
BUMPS = 5
TRIALS = np.array([0.5, 0.8, 0.35, 0.9, 0.6])  # heights at first, as shares of the graph's
HUES = (DARK.bump, DARK.step, DARK.error, DARK.ramp, DARK.text)  # a pair of neurons and its bump
HIGH = 0.1  # of the graph: a bump as high as this is seen
FILL = 0.45  # opacity of a bump


def get_network(places: Any, heights: Any, width: float = 1.0) -> Network:
    """Make steep neurons that switch at `places`, added with weights `heights`.

    width: of the domain, to which the steepness is relative.
    """
    s = np.asarray(places, dtype=float)
    w = np.full((s.size, 1), STEEPNESS / width)
    hidden = Layer(w, -w[:, 0] * s, "sigmoid")
    return Network((hidden, Layer([list(heights)], [0.0], "linear")))


class Pair:
    """Two steep neurons: their diagram, each one's own step, and the graph of their sum."""

    def __init__(self, heights: tuple[float, float]) -> None:
        self.places, self.heights = np.array([FIRST, SECOND]), np.array(heights)
        network = get_network(self.places, heights)
        self.graph = Graph((0.0, 1.0), (-1.0, 1.0), y_label="output", **GRAPH)
        self.curve = ClippedCurve(self.graph, network)
        self.steps: Any = VGroup(
            *(NetworkCurve(self.graph, get_network([0.5], [0.0]), DARK.step, 3.0) for _ in "12")
        )
        self.outputs: Any = VGroup(
            *(
                NetworkCurve(self.graph, get_network([place], [1.0]), DARK.step, 3.0)
                for place in self.places
            )
        )
        self.diagram = NetworkDiagram(
            network, width=3.8, height=3.9, center=DIAGRAM, radius=0.45, scales=(BY_SIGN, 1.0)
        )
        self.names, self.weights = VGroup(), VGroup()
        for n, circle in enumerate(self.diagram.hidden):
            name = Readout(f"s_{n + 1} =", self.places[n], two_decimals, color=DARK.step)
            name.shift(circle.get_center() + UP * (0.75 - 1.5 * n) - name.get_center())
            weight = Readout("", heights[n], plus(2), LABEL, DARK.bump)
            self.names.add(name)
            self.weights.add(weight)
        self.brace = CurlyBrace(UP, LEFT, DARK.bump)
        self.height = cover(Readout("h =", heights[0], two_decimals, color=DARK.bump))
        self.show()

    @property
    def still(self) -> VGroup:
        return VGroup(self.graph, self.diagram, self.names, self.weights)

    @property
    def braced(self) -> VGroup:
        return VGroup(self.brace, self.height)

    @property
    def moving(self) -> list[Any]:
        return [self.curve, self.steps, self.diagram.outward, self.names, self.weights,
                self.brace, self.height]  # fmt: skip

    def show(self) -> None:
        network = get_network(self.places, self.heights)
        self.curve.set_network(network)
        self.diagram.set_network(network)
        for n in range(2):
            self.names[n].set_value(self.places[n])
            self.weights[n].set_value(self.heights[n]).stand_on(self.diagram.point(1, 0, n))
            self.steps[n].set_network(get_network(self.places[n : n + 1], self.heights[n : n + 1]))
        foot, top = (self.graph.point(self.places[0], y) for y in (0.0, self.heights[0]))
        low, high = sorted((foot + LEFT * 0.08, top + LEFT * 0.08), key=lambda end: float(end[1]))
        self.brace.set_ends(high, low)
        self.height.set_value(self.heights[0])
        self.height.shift(self.brace.tip + LEFT * 0.12 - self.height.get_right())

    def drive(self, places: Any = None, heights: Any = None, **options: Any) -> Drive:
        """Animate from the present places and heights to other ones."""
        start = np.stack([self.places, self.heights])
        pairs = zip(start, (places, heights), strict=True)
        stop = np.stack([old if new is None else new for old, new in pairs])
        self.places, self.heights = stop

        def change(t: float) -> None:
            self.places, self.heights = start + t * (stop - start)
            self.show()

        return Drive(self.moving, change, **options)


class Stack:
    """At one x the heights of both steps, one put on top of the other, and the sum's point."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.lengths = VGroup(
            *(VMobject(color=color, stroke_width=8.0) for color in (DARK.bump, DARK.error))
        )
        self.dot = Dot(color=DARK.network, radius=0.11)
        self.move(0.0)

    @property
    def parts(self) -> VGroup:
        return VGroup(self.lengths, self.dot)

    def move(self, x: float) -> None:
        networks = (step.network for step in self.pair.steps)
        values = [float(network.forward([[x]])[0, 0]) for network in networks]
        foot, top, end = (self.pair.graph.point(x, y) for y in (0.0, values[0], sum(values)))
        self.lengths[0].points = corners(np.array([foot, top]))
        aside = RIGHT * 0.1  # so that what goes down again does not hide what went up
        self.lengths[1].points = corners(np.array([top, end]) + aside)
        self.dot.move_to(end)


class Bumps:
    """Five bumps of a pair of neurons each, in the pair's hue, on the graph of the film's function.

    lefts, rights: their ends. heights: of all of them.
    """

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = get_subject(spec)
        self.target = self.subject.target
        a, b = self.subject.x_range
        self.width = b - a
        self.edges = np.linspace(a, b, BUMPS + 1)
        self.goal = np.array([average(self.target, *span) for span in self.spans])
        middles = (self.edges[1:] + self.edges[:-1]) / 2
        reach = 0.28 * self.width / BUMPS
        self.lefts, self.rights = middles - reach, middles + reach
        low, high = self.subject.y_range
        room = 0.05 * (high - low)
        y_range = (min(low, -room), max(high, room))
        self.trial = max(y_range, key=abs) * TRIALS
        self.heights = 0.0 * self.goal
        name = typst_name(self.target.names[0])
        self.graph = Graph(self.subject.x_range, y_range, x_label=f"${name}$", **GRAPH)
        self.curve = NetworkCurve(self.graph, self.network)
        areas: list[Any] = [
            VMobject(fill_color=hue, fill_opacity=FILL, stroke_width=0.0) for hue in HUES
        ]
        for area in areas:
            area.graph = self.graph  # where that goes, it goes
        self.areas = VGroup(*areas)
        self.diagram = NetworkDiagram(
            self.network, width=3.8, height=5.4, center=DIAGRAM, most=2 * BUMPS, radius=0.21,
            scales=(BY_SIGN, float(np.abs(self.goal).max()) or 1.0),
        )  # fmt: skip
        for n, circle in enumerate(self.diagram.hidden):
            circle.set_stroke(HUES[n // 2]).set_fill(HUES[n // 2], FILL)
        self.function = FunctionCurve(self.graph, self.target)
        self.title = self.subject.title(6.4)
        self.title.move_to([self.graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)
        self.show()

    @property
    def spans(self) -> list[tuple[float, float]]:
        return list(zip(self.edges[:-1].tolist(), self.edges[1:].tolist(), strict=True))

    @property
    def uneven(self) -> bool:
        """Tell whether f changes visibly over the clearest bump."""
        return max(self._unevenness) > self._visible

    @property
    def level(self) -> bool:
        """Tell whether f is constant over each bump, but for rounding."""
        return max(self._unevenness) <= 1e-12 * float(np.abs(self.goal).max())

    @property
    def clearest(self) -> int:
        """The bump over which f differs most from its average, among those that are seen if any."""
        uneven = np.array(self._unevenness)
        high = np.abs(self.goal) > HIGH * np.abs(self.graph.y_range).max()
        seen = np.where(high, uneven, 0.0)
        return int(np.argmax(seen if seen.max() > self._visible else uneven))

    @property
    def _visible(self) -> float:
        return float(0.01 * np.ptp(self.graph.y_range))

    @property
    def _unevenness(self) -> list[float]:
        return [
            float(np.abs(self.target(np.linspace(*span, 501)) - level).mean())
            for span, level in zip(self.spans, self.goal, strict=True)
        ]

    @property
    def joined(self) -> tuple[Any, Any]:
        """The ends of bumps that touch; the outer two reach a little beyond the domain."""
        beyond = 0.1 * self.width * np.eye(BUMPS)
        return self.edges[:-1] - beyond[0], self.edges[1:] + beyond[-1]

    @property
    def network(self) -> Network:
        places = np.stack([self.lefts, self.rights], axis=1).ravel()
        return get_network(places, np.stack([self.heights, -self.heights], axis=1).ravel(),
                           self.width)  # fmt: skip

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.diagram, self.areas, self.curve]

    def show(self) -> None:
        self.curve.set_network(self.network)
        self.diagram.set_network(self.network)
        low, high = self.subject.x_range
        for area, left, right, height in zip(
            self.areas, self.lefts.clip(low, high), self.rights.clip(low, high), self.heights,
            strict=True,
        ):  # fmt: skip
            x = np.array([left, right, right, left, left])
            area.points = corners(self.graph.to_screen(x, [0.0, 0.0, height, height, 0.0]))

    def drive(self, lefts: Any = None, rights: Any = None, heights: Any = None) -> Drive:
        """Animate to other ends or heights."""
        wanted = (lefts, rights, heights)
        start = np.stack([self.lefts, self.rights, self.heights])
        stop = np.stack([old if new is None else new
                         for old, new in zip(start, wanted, strict=True)])  # fmt: skip

        def change(t: float) -> None:
            self.lefts, self.rights, self.heights = start + t * (stop - start)
            self.show()

        self.lefts, self.rights, self.heights = stop
        return Drive([self.curve, self.areas, self.diagram.outward], change)


def step_names(pair: Pair) -> VGroup:
    """Name the two steps above and below their right ends."""
    first, second = pair.heights
    places = pair.graph.point(0.86, first), pair.graph.point(0.86, second)
    return VGroup(
        formula('h dot "step"_1', LABEL, DARK.step).move_to(places[0] + UP * 0.32),
        formula('-h dot "step"_2', LABEL, DARK.step).move_to(places[1] - UP * 0.32),
    )
