"""Make what the chapter on depth shows: a race of networks, sides of folds, a walk in bits."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import Circle, Dot, FadeIn, FadeOut, VGroup, VMobject

from uat.base.errors import TargetError, UatError
from uat.base.palette import DARK
from uat.constructions.folds.choose import deep_for
from uat.constructions.folds.wiring import find_mirrors
from uat.constructions.line.partition import fewest_neurons
from uat.constructions.line.ramps import ramp_network
from uat.films.renderer import FilmSpec
from uat.films.stage import FunctionCurve, Graph, Readout, Subject, get_subject
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.graph import padded
from uat.films.stage.loggraph import LogGraph
from uat.films.stage.paper import Paper
from uat.films.stage.shape import NetworkShape
from uat.films.stage.text import BODY, two_digits, whole
from uat.functions.target import Target, make_target
from uat.networks.network import Network

EXAMPLE = "cos(8*pi*x)"  # on 0 to 1: four waves, which lie on each other when they are folded
LADDER = tuple(10.0 ** (-n / 2) for n in range(2, 14))  # tolerances, of f's range
MARGIN = 5e-4  # of a tolerance, since f is read at samples
WINS, GAIN, MANY = 3, 10.0, 75  # when it is decided: won so often, by so much or with so many
LONG = 200  # neurons of one layer from which on it is given up, if not won yet
FEWEST = "To come this close, one hidden layer needs at least this many neurons."
FEW = "To come this close, we found no smaller network of one hidden layer."
COLUMN = 3.5  # left edge of what is beside the graph
DOUBT = 1e-9  # of f's range: how far halves that lie on each other may differ
STEPS = 64  # of the rough walk
SEED = 3
ROUGH = (0.2, 0.1, 0.05, 0.02, 0.01)  # tolerances, of the walk's range


@dataclass(frozen=True, eq=False)
class Pair:
    """At one tolerance, a small network of one hidden layer, and a deep one."""

    tolerance: float
    shallow: Network
    deep: Network

    @property
    def deep_wins(self) -> bool:
        return self.deep.neurons < self.shallow.neurons


def race(target: Target, size: float, ladder: Sequence[float]) -> list[Pair]:
    """Build both networks for ever smaller tolerances, until the race is decided or too long."""
    pairs: list[Pair] = []
    with contextlib.suppress(TargetError):
        for share in ladder:
            tol = float(f"{share * size:.0e}")
            if len(pairs) > 1 and pairs[-1].shallow.neurons > LONG and not pairs[-1].deep_wins:
                break
            pairs.append(Pair(tol, get_shallow(target, tol), deep_for(target, tol).network))
            if _is_decided(pairs):
                break
    return pairs


def get_shallow(target: Target, tol: float) -> Network:
    """Build the smallest relu network of one hidden layer that is found for the tolerance."""
    return ramp_network(fewest_neurons(target.sample(1e-3 * tol), (1 - MARGIN) * tol))


def _is_decided(pairs: list[Pair]) -> bool:
    last = pairs[-1]
    won = len(pairs) > WINS and all(pair.deep_wins for pair in pairs[-WINS:])
    return won and (last.shallow.neurons > GAIN * last.deep.neurons or last.deep.neurons > MANY)


def crossing(pairs: list[Pair]) -> int | None:
    """Find from which pair on the deep network is always smaller; None if it is not at last."""
    first = None
    for index in range(len(pairs) - 1, -1, -1):
        if not pairs[index].deep_wins:
            break
        first = index
    return first


def get_race(spec: FilmSpec) -> tuple[Subject, list[Pair]]:
    """Choose the film's function if ramps follow it, and the closer the more; else the example."""
    return _get_race(EXAMPLE if spec.function is None else spec.function, spec.box)


@lru_cache(maxsize=4)
def _get_race(function: Any, box: Any) -> tuple[Subject, list[Pair]]:
    with contextlib.suppress(UatError):
        subject = get_subject(FilmSpec(function, box))
        size = subject.high - subject.low
        pairs = race(subject.target, size, LADDER) if size > 0 else []
        grows = len(pairs) > 1 and pairs[-1].shallow.neurons > pairs[0].shallow.neurons
        if grows and subject.target.inputs == 1:
            return subject, pairs
    return _get_race(EXAMPLE, None)


class Sides:
    """The side of a graph: both networks as dots, with their numbers of neurons."""

    TOPS = (2.3, -0.55)

    def __init__(self, pair: Pair) -> None:
        self.shallow = self._gauge("one hidden layer", pair.shallow.neurons, 0)
        self.deep = self._gauge(_layers(pair.deep), pair.deep.neurons, 1)
        self.shapes = self._shapes(pair)

    @property
    def rows(self) -> tuple[VGroup, VGroup]:
        return VGroup(self.shallow, self.shapes[0]), VGroup(self.deep, self.shapes[1])

    @property
    def parts(self) -> VGroup:
        return VGroup(self.shallow, self.deep, self.shapes)

    def exchange(self, pair: Pair) -> list[Any]:
        """Show another pair: its numbers at once, its dots fade in."""
        old, self.shapes = self.shapes, self._shapes(pair)
        self.shallow.set_value(pair.shallow.neurons)
        gone, self.deep = self.deep, self._gauge(_layers(pair.deep), pair.deep.neurons, 1)
        return [FadeOut(old), FadeOut(gone), FadeIn(self.shapes), FadeIn(self.deep)]

    def _gauge(self, name: str, neurons: int, row: int) -> Gauge:
        color = (DARK.ramp, DARK.network)[row]
        corner = (COLUMN, self.TOPS[row], 0.0)
        return Gauge(name, neurons, corner, write=whole, color=color)

    def _shapes(self, pair: Pair) -> VGroup:
        networks = pair.shallow, pair.deep
        colors = DARK.ramp, DARK.network
        return VGroup(
            *(
                NetworkShape(
                    network, width=2.9, height=1.15, center=(COLUMN + 1.5, top - 1.75, 0.0),
                    color=color, largest=0.24,
                )
                for network, top, color in zip(networks, self.TOPS, colors, strict=True)
            )
        )  # fmt: skip


def _layers(network: Network) -> str:
    return f"{network.hidden_layers} hidden layers" if network.hidden_layers > 1 else "by folding"


class Allowed(Readout):
    """The allowed error, shown above the numbers."""

    def __init__(self, tolerance: float) -> None:
        super().__init__('"allowed error"', tolerance, two_digits, BODY, DARK.target)
        self.label.set_fill(DARK.muted)
        self.shift((COLUMN, 3.22, 0.0))


def verdict(pair: Pair) -> str:
    if pair.deep_wins:
        return "It's the smaller one already. Will it stay so, for smaller errors?"
    return "It's the larger of the two. Will it stay so, for smaller errors?"


class Lines:
    """Both networks' neurons against the allowed error, which gets smaller to the right."""

    def __init__(self, pairs: list[Pair], **options: Any) -> None:
        self.pairs = pairs
        self.neurons = np.array(
            [[pair.shallow.neurons, pair.deep.neurons] for pair in pairs], float
        )
        self.errors = np.array([pair.tolerance for pair in pairs])
        self.graph = LogGraph(
            (0.6 * self.errors.min(), 1.6 * self.errors.max()),
            (0.7 * self.neurons.min(), 1.5 * self.neurons.max()),
            falling=True,
            x_label="allowed error",
            y_label="neurons",
            **options,
        )

    def step(self, index: int) -> VGroup:
        """Draw the dots of one pair, and the lines that lead to them."""
        parts = VGroup()
        for side, color in enumerate((DARK.ramp, DARK.network)):
            places = self.graph.at(self.errors, self.neurons[:, side])
            if index > 0:
                line = VMobject(color=color, stroke_width=4.0)
                line.points = corners(places[index - 1 : index + 1])
                parts.add(line)
            parts.add(Dot(places[index], radius=0.08, color=color))
        return parts

    def ring(self, index: int) -> Any:
        """Draw a ring around one pair."""
        places = self.graph.at(self.errors[[index, index]], self.neurons[index])
        height = abs(places[1, 1] - places[0, 1])
        ring = Circle(0.3 + height / 2, color=DARK.step, stroke_width=3.5)
        return ring.stretch_to_fit_width(0.6).move_to(places.mean(axis=0))


def outcome(pairs: list[Pair]) -> str:
    """Say how many neurons both need for the smallest error."""
    last = pairs[-1]
    several = (
        f"Several layers take {last.deep.neurons}."
        if last.deep.hidden_layers > 1
        else f"Folding gives one layer, too, of {last.deep.neurons}."
    )
    return f"At the smallest error here, one layer takes {last.shallow.neurons} neurons. {several}"


def growth_told(pairs: list[Pair]) -> str:
    if crossing(pairs) is None:
        return "They don't cross. Down to here, no deep network that we can build is smaller."
    shallow, deep = _factors(pairs)
    return (
        f"A tenth of the error takes one layer {shallow} times as many neurons. "
        f"Several layers take {deep} times as many."
    )


def _factors(pairs: list[Pair]) -> tuple[str, str]:
    """Return by how much neurons grow over the last tenfold decrease of the error."""
    before, last = pairs[max(-3, -len(pairs))], pairs[-1]
    share = 1 / np.log10(before.tolerance / last.tolerance)
    growth = (
        (last.shallow.neurons / before.shallow.neurons) ** share,
        (last.deep.neurons / before.deep.neurons) ** share,
    )
    return f"{growth[0]:.1f}", f"{growth[1]:.1f}"


def even_mirrors(subject: Subject) -> int:
    """Count how often f can be folded in the middle so that both halves lie on each other."""
    a, b = subject.x_range
    mirrors, _ = find_mirrors(subject.target, a, b, DOUBT * (subject.high - subject.low))
    odd = [n for n, mirror in enumerate(mirrors) if mirror.odd is not None]
    return odd[0] if odd else len(mirrors)


def get_page(subject: Subject) -> Paper:
    """Draw the function on a page that can be folded."""
    graph = Graph(
        subject.x_range, subject.y_range, width=8.4, height=4.4, center=(-1.6, 0.2, 0.0),
        x_label=f"${subject.x}$",
    )  # fmt: skip
    return Paper(graph, subject.target)


def get_shown(pairs: list[Pair]) -> Pair:
    """Choose the pair whose layers are shown: its deep network has three layers, or the last."""
    first = crossing(pairs)
    for pair in pairs[1 if first is None else first :]:
        if pair.deep.hidden_layers >= 3:
            return pair
    return max(pairs, key=lambda pair: pair.deep.hidden_layers)


def get_walk() -> tuple[Target, float]:
    """Walk up or down by one at random: return the polyline and its range."""
    turns = np.random.default_rng(SEED).choice([-1.0, 1.0], STEPS)
    heights = np.append(0.0, np.cumsum(turns))
    knots = np.arange(STEPS + 1.0)
    target = make_target(lambda x: np.interp(x, knots, heights), ((0.0, float(STEPS)),))
    return target, float(np.ptp(heights))


def draw_walk(target: Target) -> tuple[Graph, FunctionCurve]:
    """Draw the walk on a graph at the left."""
    values = target(np.arange(STEPS + 1.0))
    heights = padded(float(values.min()), float(values.max()))
    graph = Graph(target.box[0], heights, width=5.2, height=4.2, center=(-3.1, 0.2, 0.0))
    return graph, FunctionCurve(graph, target, width=3.0)
