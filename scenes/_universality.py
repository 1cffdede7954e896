"""Make what the first chapter shows: random functions, a jump, panels of what is to come."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from manim import VGroup

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.base.quoting import typst_name
from uat.constructions.line.steps import step_network
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Drive,
    ErrorBand,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Subject,
    get_subject,
    words,
)
from uat.films.stage.picture import SubjectPicture
from uat.films.stage.readout import Digits
from uat.films.stage.staircase import blend
from uat.films.stage.text import BODY, LABEL, count, fit
from uat.films.stage.writing import two_digits
from uat.functions.target import Target, make_target
from uat.networks.activations import SIGMOID
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

DIAGRAM = np.array([-4.25, 0.1, 0.0])
NEURONS = 6
SPAN = 2.2  # from the lowest to the highest point of their curves
SEEDS = (3, 8, 5, 12)  # of the networks at the beginning
TRIALS = 4  # tolerances
RESOLUTION = 1e-3  # of f's range: how finely jumps are looked for
COARSEST = 0.25  # of f's range: the first tolerance
JUMP = "where(x < 0.55, 0.3 + 0.25*sin(7*x), 0.75 - 0.15*cos(11*x))"
ALLOWED_AT_JUMP = 0.04
GENTLE, FIRM = 60.0, 20_000.0  # weights times the domain's length
COLUMNS = (2.3, 4.0, 5.45)  # left edges of the table's columns
PANELS = (-5.2, -1.75, 1.75, 5.2)  # middles of the pictures at the end


def get_random(seed: int) -> Any:
    """Draw by chance weights, biases and output weights of a small network: (NEURONS, 3)."""
    rng = np.random.default_rng(seed)
    steepness = rng.uniform(6.0, 40.0, NEURONS)
    switches = rng.permutation((np.arange(NEURONS) + rng.random(NEURONS)) / NEURONS)
    heights = rng.normal(0.0, 1.0, NEURONS)
    parameters = np.stack([steepness, -steepness * switches, heights], axis=1)
    parameters[:, 2] *= SPAN / np.ptp(_added(parameters))
    return parameters


def get_small(parameters: Any) -> Network:
    """Make the network of such weights; its output bias centres the curve in the graph."""
    w, b, h = np.asarray(parameters).T
    heights = _added(parameters)
    bias = -0.5 * float(heights.max() + heights.min())
    return Network((Layer(w[:, None], b, "sigmoid"), Layer([h], [bias], "linear")))


def _added(parameters: Any) -> Any:
    """Add up the hidden neurons, from 0 to 1."""
    w, b, h = np.asarray(parameters).T
    network = Network((Layer(w[:, None], b, "sigmoid"), Layer([h], [0.0], "linear")))
    return evaluate(network, np.linspace(0.0, 1.0, 101))


def has_jumps(subject: Subject) -> bool:
    """Tell whether the function jumps inside its domain."""
    scale = (subject.high - subject.low) or 1.0
    return bool(subject.target.sample(RESOLUTION * scale).jumps)


@lru_cache(maxsize=4)
def get_continuous(spec: FilmSpec) -> Subject:
    """Choose the user's function, if continuous; one that jumps waits for its own shot."""
    subject = get_subject(spec)
    if not has_jumps(subject):
        return subject
    return get_subject(replace(spec, function=None, box=None, tolerance=None))


@lru_cache(maxsize=4)
def get_trials(spec: FilmSpec) -> tuple[Approximation, ...]:
    """Build networks for smaller and smaller tolerances, down to the film's own."""
    subject = get_continuous(spec)
    first = max(COARSEST * (subject.high - subject.low), 8 * subject.tolerance)
    tolerances = np.geomspace(first, subject.tolerance, TRIALS)
    rounded = [float(f"{tolerance:.1e}") for tolerance in tolerances[:-1]]
    return tuple(
        approximate(subject.target, construction=_kind(subject), tol=tolerance)
        for tolerance in (*rounded, subject.tolerance)
    )


def _kind(subject: Subject) -> Literal["steps", "bumps"]:
    """Choose steps; but a constant needs none, and the picture some neurons."""
    return "steps" if subject.high > subject.low else "bumps"


@lru_cache(maxsize=4)
def get_jump(spec: FilmSpec) -> Target:
    """Choose the user's function if it jumps, else an example that does."""
    subject = get_subject(spec)
    return subject.target if has_jumps(subject) else make_target(JUMP, ((0.0, 1.0),))


def drive(curve: NetworkCurve, diagram: NetworkDiagram, start: Any, stop: Any) -> Drive:
    """Animate from one network's weights to another's."""

    def change(t: float) -> None:
        network = get_small((1 - t) * start + t * stop)
        curve.set_network(network)
        diagram.set_network(network)

    return Drive([curve, diagram.outward], change)


def picture_of(spec: FilmSpec) -> SubjectPicture:
    """Put the user's function on a graph, and its formula above."""
    place: dict[str, Any] = {"width": 7.6, "height": 4.2, "center": (-2.15, 0.0, 0.0)}
    return SubjectPicture(get_continuous(spec), title_width=12.0, **place)


def table_row(net: Approximation, y: float) -> VGroup:
    """Write a line of the table: the tolerance, the neurons that keep to it, their error."""
    texts = (
        two_digits(net.tolerance or 0.0),
        count(net.network.neurons),
        two_digits(net.error.max),
    )
    colors = (DARK.target, DARK.network, DARK.step if net.error.met else DARK.error)
    row = VGroup()
    for text, color, x in zip(texts, colors, COLUMNS, strict=True):
        row.add(Digits(text, BODY, color).shift(np.array([x, y, 0.0])))
    return row


def refine(
    curve: NetworkCurve, band: ErrorBand, before: Approximation, after: Approximation
) -> Drive:
    """Animate from one network and its band to the next, by networks' outputs all the way."""
    way = blend(before.partition, after.partition)
    start, stop = before.tolerance or 0.0, after.tolerance or 0.0

    def change(t: float) -> None:
        band.set_half_width((1 - t) * start + t * stop)
        if t >= 1.0 or (way is None and t >= 0.5):
            curve.set_network(after.network)
        elif way is not None:
            curve.set_network(way.network(t))

    return Drive([band, curve], change)


class Jump:
    """A function with a jump, a staircase for it whose steepness changes, and how it fails."""

    def __init__(self, spec: FilmSpec) -> None:
        self.target = get_jump(spec)
        self.low, self.high = self.target.box[0]
        x = np.linspace(self.low, self.high, 4001)
        y = self.target(x)
        span = float(np.ptp(y))
        self.tolerance = float(f"{ALLOWED_AT_JUMP * span:.0e}")
        self.net = approximate(self.target, construction="steps", tol=self.tolerance)
        self.place = self._largest_jump()
        self.graph = Graph(
            (self.low, self.high),
            (float(y.min()) - 0.12 * span, float(y.max()) + 0.12 * span),
            width=7.6,
            height=4.2,
            center=(-2.15, 0.0, 0.0),
            x_label=f"${typst_name(self.target.names[0])}$",
        )
        self.function = FunctionCurve(self.graph, self.target)
        self.band = ErrorBand(self.graph, self.target, self.tolerance)
        self.curve = NetworkCurve(self.graph, self.network(GENTLE))

    def network(self, steepness: float) -> Network:
        """Make the staircase with this weight times the domain's length."""
        w = steepness / (self.high - self.low)
        return step_network([self.net.partition], SIGMOID, w, "linear")

    def _largest_jump(self) -> float:
        samples = self.net.samples
        assert samples is not None
        before = np.flatnonzero(samples.is_jump)
        sizes = np.abs(samples.y[before + 1] - samples.y[before])
        return float(samples.x[before + 1][sizes.argmax()])

    def share_outside(self) -> float:
        """Return the share of the domain on which the error is more than allowed."""
        w = float(np.max(self.curve.network.layers[0].weights))
        near = self.place + np.linspace(-40.0, 40.0, 1001) / w
        x = np.concatenate([np.linspace(self.low, self.high, 4001), near])
        x = np.unique(x[(x >= self.low) & (x <= self.high)])
        middle = 0.5 * (x[1:] + x[:-1])
        wrong = np.abs(evaluate(self.curve.network, middle) - self.target(middle))
        bad = wrong > self.tolerance * (1 + 1e-9)
        return float(np.diff(x)[bad].sum()) / (self.high - self.low)

    def error_at_jump(self) -> float:
        """Return the larger of the distances to f just left and just right of the jump."""
        nudge = 1e-9 * (self.high - self.low)
        sides = self.target(np.array([self.place - nudge, self.place + nudge]))
        y = float(evaluate(self.curve.network, np.array([self.place]))[0])
        return float(np.abs(sides - y).max())


class Panel:
    """A small graph without numbers, and below it what it shows."""

    def __init__(
        self,
        text: str,
        middle: float,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        network: Callable[[float], Network],
    ) -> None:
        self.network = network
        self.graph = Graph(x_range, y_range, width=2.8, height=2.8, center=(middle, 0.7, 0.0))
        low = self.graph.y_range[0]
        floor = self.graph.horizontal(low, width=2.0)
        self.still = VGroup(floor, panel_label(text, middle))
        self.curve = NetworkCurve(self.graph, network(0.0))

    def change(self, t: float) -> None:
        """Show the network at t, from 0 to 1."""
        self.curve.set_network(self.network(t))


def panel_label(text: str, middle: float) -> Any:
    label = words(text, LABEL)
    fit(label, 3.2)
    return label.move_to((middle, -1.5, 0.0))


def _steps(places: Any, heights: Any, w: float) -> Network:
    s = np.asarray(places, dtype=float)
    hidden = Layer(np.full((s.size, 1), w), -w * s, "sigmoid")
    return Network((hidden, Layer([list(heights)], [0.0], "linear")))


def one_step(t: float) -> Network:
    return _steps([0.45], [1.0], 6.0 * 50.0**t)


def one_bump(t: float) -> Network:
    return _steps([0.3, 0.7], [0.9, -0.9 * t], 300.0)


def curve_panel(spec: FilmSpec) -> Panel:
    """Make a panel from the coarsest to the finest network for the user's function."""
    subject, nets = get_continuous(spec), get_trials(spec)
    way = blend(nets[0].partition, nets[-1].partition)

    def network(t: float) -> Network:
        if way is None or t >= 1.0:
            return nets[0 if t < 0.5 else -1].network
        return way.network(t)

    panel = Panel("any curve", PANELS[2], subject.x_range, subject.y_range, network)
    panel.still.add(FunctionCurve(panel.graph, subject.target, width=3.0))
    return panel


def tower_of(t: float) -> Network:
    """Make two steps in x, two in y, and a neuron that is on where all of them say so."""
    h, w = 0.2 + 15.0 * t, 100.0
    places = np.array([0.3, 0.7, 0.35, 0.65])
    weights = np.zeros((4, 2))
    weights[:2, 0] = weights[2:, 1] = w
    return Network(
        (Layer(weights, -w * places, "sigmoid"), Layer([[h, -h, h, -h]], [-1.5 * h], "sigmoid"))
    )
