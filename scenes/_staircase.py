"""Make what the chapter on staircases shows: networks, their numbers, and why a step is forced."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import DOWN, LEFT, Rectangle, VGroup, VMobject

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import ErrorBand, Graph, NetworkDiagram, varying_subject
from uat.films.stage.curves import corners
from uat.films.stage.gates import Gate
from uat.films.stage.gauge import Gauge
from uat.films.stage.staircase import stages
from uat.films.stage.subject import SubjectPicture
from uat.films.stage.text import count, three_digits, whole

COLUMN = 3.75  # left edge of the numbers beside the graph
CLOSE_PIECES = 7  # how many bumps the close-up shows
CLEAR = 2.7  # tolerances by which f differs between two gates, where it can be chosen
Interval = tuple[float, float]
AROUND_JUMP = 0.02  # of the domain, on both sides of a jump that is seen from close by
EXACT = 1e-9  # of the tolerance: what is less comes from rounding
PLACE: dict[str, Any] = {"width": 8.4, "height": 4.4, "center": (-1.75, 0.1, 0.0)}


@lru_cache(maxsize=4)
def get_stages(spec: FilmSpec) -> list[Approximation]:
    """Build networks of equal bumps, from a few to as many as the tolerance needs."""
    return stages(varying_subject(spec))


@lru_cache(maxsize=4)
def get_fewest(spec: FilmSpec) -> Approximation:
    """Build the network of the fewest steps for the same tolerance."""
    subject = varying_subject(spec)
    return approximate(subject.target, construction="steps", tol=subject.tolerance)


class Picture(SubjectPicture):
    """What all shots share: the graph, the function and its formula."""

    def __init__(self, spec: FilmSpec) -> None:
        super().__init__(varying_subject(spec), **PLACE)
        self.tolerance = Gauge(
            "allowed error", self.subject.tolerance, (COLUMN, 2.4, 0.0), color=DARK.target
        )

    @property
    def parts(self) -> list[Any]:
        return [*super().parts, self.tolerance]

    def band(self, half_width: float) -> ErrorBand:
        return ErrorBand(self.graph, self.subject.target, half_width)

    def close(self, near: Interval) -> Graph:
        """Make the graph of a part of the domain."""
        y = self.subject.target(np.linspace(*near, 2001))
        room = 2.5 * self.subject.tolerance
        heights = float(y.min()) - room, float(y.max()) + room
        return Graph(near, heights, x_label=f"${self.subject.x}$", **PLACE)


class Numbers:
    """The count of neurons, the largest error, and the network's diagram."""

    def __init__(self, network: Approximation) -> None:
        self.neurons = Gauge(
            "neurons", network.network.neurons, (COLUMN, 1.1, 0.0), write=whole, color=DARK.network
        )
        self.error = Gauge("largest error", network.error.max, (COLUMN, -0.2, 0.0),
                           write=three_digits, color=DARK.error)  # fmt: skip
        self.diagram = self.get_diagram(network)

    @staticmethod
    def get_diagram(network: Approximation) -> NetworkDiagram:
        return NetworkDiagram(
            network.network, width=2.6, height=1.6, center=(5.2, -2.0, 0.0), most=6, radius=0.09,
            inputs=(), output="",
        )  # fmt: skip

    @property
    def parts(self) -> list[Any]:
        return [self.neurons, self.error, self.diagram]

    def show(self, network: Approximation) -> None:
        """Show the numbers of a network."""
        self.neurons.set_value(network.network.neurons)
        self.error.set_value(network.error.max)

    def set_seen(self, seen: bool) -> None:
        """Hide the numbers while what is on screen is none of the networks that they tell of."""
        for gauge in (self.neurons, self.error):
            gauge.digits.set_fill(opacity=float(seen))

    def judge(self, network: Approximation) -> None:
        """Paint the error by whether it is allowed."""
        self.error.digits.set_fill(DARK.step if is_met(network) else DARK.error)


def is_met(network: Approximation) -> bool:
    """Tell whether the tolerance holds everywhere; next to a jump of f it cannot."""
    return bool(network.error.met) and not network.error.left_out


def worst_place(network: Approximation, x_range: Interval) -> Interval:
    """Return an interval of a few bumps around the largest error, or a small one around a jump."""
    jumps = network.error.left_out.intervals
    if not len(jumps):
        return _inside(network.error.at[0], network, x_range)
    (a, b), middle = x_range, float(np.mean(jumps[0]))
    return max(a, middle - AROUND_JUMP * (b - a)), min(b, middle + AROUND_JUMP * (b - a))


def is_exact(network: Approximation, tolerance: float) -> bool:
    """Tell whether the network is off nowhere, but for windows around jumps and rounding."""
    return bool(network.error.max <= EXACT * tolerance)


def flattest(network: Approximation, x_range: Interval, function: Any) -> Interval:
    """Return an interval as wide, in which f changes least."""
    places = np.linspace(*x_range, 101)
    parts = [_inside(place, network, x_range) for place in places.tolist()]
    spans = [float(np.ptp(function(np.linspace(*part, 201)))) for part in parts]
    return parts[int(np.argmin(spans))]


def _inside(middle: float, network: Approximation, x_range: Interval) -> Interval:
    a, b = x_range
    width = min(b - a, CLOSE_PIECES * (b - a) / network.partition.pieces)
    left = min(max(middle - width / 2, a), b - width)
    return left, left + width


class ForcedStep:
    """Two gates of the band that no level line passes both, and a line that tries.

    pair: where they are. near: an interval around them, inside the domain.
    """

    def __init__(self, pair: Interval, near: Interval) -> None:
        self.pair, self.near = pair, near

    def put_on(self, graph: Graph, function: Any, tolerance: float) -> None:
        """Draw the gates and the line on a graph of `near`."""
        self.graph, self.tolerance = graph, tolerance
        self.heights = np.asarray(function(np.array(self.pair)), dtype=float)
        self.gates = [Gate(graph, x, float(y) - tolerance, float(y) + tolerance)
                      for x, y in zip(self.pair, self.heights, strict=True)]  # fmt: skip
        self.line = VMobject(color=DARK.network, stroke_width=4.0)
        self.gap = VMobject(color=DARK.error, stroke_width=7.0)
        self.move(0.0)

    def move(self, share: float) -> None:
        """Put the line into the first gate: at -1 at its foot, at 1 at its top."""
        y, other = self.heights[0] + 0.96 * share * self.tolerance, self.heights[1]
        edge = other + np.sign(y - other) * self.tolerance
        left, right = self.graph.x_range
        self.line.points = corners(self.graph.to_screen([left, right], [y, y]))
        self.gap.points = corners(self.graph.to_screen([self.pair[1]] * 2, [edge, y]))


def forced_step(pairs: Any, target: Any, tolerance: float, x_range: Interval) -> ForcedStep:
    """Choose the widest pair of points that forces a step, and two clear ones around it."""
    first, last = pairs[int(np.argmax(np.diff(pairs, axis=1)))].tolist()
    room = 1.2 * (last - first)
    near = max(x_range[0], first - room), min(x_range[1], last + room)
    x = np.linspace(*near, 81)[6:-6]
    y = np.asarray(target(x), dtype=float)
    apart = np.abs(y[:, None] - y[None, :]) >= CLEAR * tolerance
    a, b = np.nonzero(np.triu(apart))
    if a.size:
        nearest = int(np.argmin(b - a))
        first, last = float(x[a[nearest]]), float(x[b[nearest]])
        room = 1.2 * (last - first)
        near = max(x_range[0], first - room), min(x_range[1], last + room)
    return ForcedStep((first, last), near)


class ForcedMarks(VGroup):
    """For each pair of points that forces a step an upright strip between them."""

    def __init__(self, graph: Graph, pairs: Any) -> None:
        super().__init__()
        for first, last in np.asarray(pairs).tolist():
            low, high = graph.point(first, graph.y_range[0]), graph.point(last, graph.y_range[1])
            width, height = max(0.03, high[0] - low[0]), high[1] - low[1]
            strip = Rectangle(width=width, height=height, stroke_width=1.5, fill_color=DARK.step)
            self.add(strip.set_stroke(DARK.background).move_to((low + high) / 2))
        self.reveal(0.0)

    def reveal(self, number: float) -> None:
        """Show the first ones only."""
        for n, strip in enumerate(self):
            seen = float(n < int(number))
            strip.set_fill(opacity=0.35 * seen).set_stroke(opacity=seen)


def bars(equal: int, fewest: int) -> VGroup:
    """Draw two counts of neurons, as numbers and as lengths."""
    rows = VGroup()
    largest = max(equal, fewest, 1)
    names = (("equal bumps", equal, DARK.bump), ("fewest steps", fewest, DARK.step))
    for row, (name, neurons, color) in enumerate(names):
        corner = np.array([COLUMN, 1.1 - 1.5 * row, 0.0])
        width = max(0.03, 2.7 * neurons / largest)
        bar = Rectangle(width=width, height=0.16, stroke_width=0, fill_color=color, fill_opacity=1)
        bar.move_to(corner + DOWN * 1.0, aligned_edge=LEFT)
        rows.add(VGroup(Gauge(name, neurons, corner, write=whole, color=color), bar))
    return rows


def counted(number: int) -> str:
    """Count forced steps aloud, as far as one likes to listen."""
    names = ("one", "two", "three", "four")
    if number == 1:
        return "There is one."
    if number <= len(names):
        return f"Let's count them: {', '.join(names[:number])}."
    return f"Let's count them: one, two, three, and so on. There are {count(number)}."
