"""Make networks for smaller and smaller tolerances, for a jump, and for a surface."""

from functools import lru_cache
from typing import Any, Literal

import numpy as np
from manim import FadeIn, FadeOut, VGroup

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.base.quoting import typst_name
from uat.constructions.line.staircase import step_network
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
    has_jumps,
)
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import Field, NetworkRelief, plane_subject
from uat.films.stage.relief import View
from uat.films.stage.signal import Signal
from uat.films.stage.staircase import blend
from uat.films.stage.text import two_digits, whole
from uat.films.stage.towers import field_relief, get_field
from uat.functions.target import Target, make_target
from uat.networks.activations import SIGMOID
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

from ._universality import (
    DIAGRAM,
    EXACT,
    PLACE,
    Scenery,
    gap_line,
    get_diagram,
)

TRIALS = 3  # tolerances
NARROWER = 0.8  # the first tolerance, of the small network's error
LEAST, FINER = 1e-3, 2.5  # … of f's range, at least; and how much smaller the last one is
JUMP = "where(x < 0.55, 0.3 + 0.25*sin(7*x), 0.75 - 0.15*cos(11*x))"
ALLOWED_AT_JUMP = 0.04
GENTLE, FIRM = 60.0, 20_000.0  # weights times the domain's length
TILES = 12  # along each side of the field at the end
VIEW = View(turn=30.0, tilt=36.0, size=7.6, height=2.7, center=(2.1, -0.9))
COLUMNS = (-6.6, -4.85)  # left edges of the numbers above the network


@lru_cache(maxsize=4)
def get_trials(spec: FilmSpec) -> tuple[Approximation, ...]:
    """Build networks for smaller and smaller tolerances than the small network keeps to."""
    here = Scenery(spec)
    here.pose(here.fitted())
    _, wanted, got = here.worst()
    subject, error, size = here.subject, abs(got - wanted), here.size
    first = max(NARROWER * error, LEAST * size) if error > EXACT * size else subject.tolerance
    last = min(subject.tolerance, first / FINER)
    tolerances = np.geomspace(first, last, TRIALS)
    rounded = [float(f"{tolerance:.1e}") for tolerance in tolerances[:-1]]
    return tuple(
        approximate(subject.target, construction=_kind(subject), tol=tolerance)
        for tolerance in (*rounded, last)
    )


def _kind(subject: Subject) -> Literal["steps", "bumps"]:
    """Choose steps; but a constant needs none, and the picture some neurons."""
    return "steps" if subject.high > subject.low else "bumps"


@lru_cache(maxsize=4)
def get_jump(spec: FilmSpec) -> Target:
    """Choose the user's function if it jumps, else an example that does."""
    subject = get_subject(spec)
    return subject.target if has_jumps(subject) else make_target(JUMP, ((0.0, 1.0),))


class Numbers(VGroup):
    """How many neurons a network has, and how far off it is at most, above the network."""

    def __init__(self, neurons: int, error: float) -> None:
        self.neurons = Gauge("neurons", neurons, (COLUMNS[0], 3.35, 0.0), write=whole)
        self.error = Gauge(
            "largest error", error, (COLUMNS[1], 3.35, 0.0), write=two_digits, color=DARK.error
        )
        super().__init__(self.neurons, self.error)

    def set_values(self, neurons: int, error: float) -> None:
        self.neurons.set_value(neurons)
        self.error.set_value(error)


class Trials:
    """Networks of more and more neurons for one function, on the graph of a scenery."""

    def __init__(self, spec: FilmSpec, here: Scenery) -> None:
        self.nets, self.here = get_trials(spec), here
        self.band = ErrorBand(here.graph, here.subject.target, self.nets[0].tolerance or 0.0)
        self.curve = NetworkCurve(here.graph, self.nets[0].network)
        self.diagram = self.get_diagram(0)
        self.numbers = Numbers(self.nets[0].network.neurons, self.nets[0].error.max)

    def get_diagram(self, index: int) -> NetworkDiagram:
        diagram = get_diagram(self.nets[index].network, self.here.subject.x)
        Signal(diagram, self.here.asked).light(self.here.asked)
        return diagram

    @property
    def grows(self) -> bool:
        """Whether a smaller error takes more neurons; for a constant it doesn't."""
        return self.nets[-1].network.neurons > self.nets[0].network.neurons

    def pose(self, index: int) -> VGroup:
        """Show one of the networks; return all that is on screen then."""
        net, here = self.nets[index], self.here
        self.band.set_half_width(net.tolerance or 0.0)
        self.curve.set_network(net.network)
        self.diagram = self.get_diagram(index)
        self.numbers.set_values(net.network.neurons, net.error.max)
        still = (here.graph, here.title, self.band, here.function, self.diagram, self.numbers)
        return VGroup(*still, self.curve)

    def refine(self, index: int) -> list[Any]:
        """Animate to network `index`: by networks all the way, while neurons join the diagram."""
        before, after = self.nets[index - 1], self.nets[index]
        way = blend(before.partition, after.partition)
        start, stop = before.tolerance or 0.0, after.tolerance or 0.0
        old, self.diagram = self.diagram, self.get_diagram(index)

        def change(t: float) -> None:
            self.band.set_half_width((1 - t) * start + t * stop)
            if t >= 1.0 or (way is None and t >= 0.5):
                self.curve.set_network(after.network)
                self.numbers.set_values(after.network.neurons, after.error.max)
            elif way is not None:
                self.curve.set_network(way.network(t))

        return [
            Drive([self.band, self.curve, self.numbers], change),
            FadeOut(old),
            FadeIn(self.diagram),
        ]


class Jump:
    """A function with a jump, and a staircase for it whose steepness changes; and how it fails."""

    def __init__(self, spec: FilmSpec) -> None:
        self.target = get_jump(spec)
        self.low, self.high = self.target.box[0]
        x = np.linspace(self.low, self.high, 4001)
        y = self.target(x)
        span = float(np.ptp(y))
        self.tolerance = float(f"{ALLOWED_AT_JUMP * span:.0e}")
        self.net = approximate(self.target, construction="steps", tol=self.tolerance)
        y_range = float(y.min()) - 0.12 * span, float(y.max()) + 0.12 * span
        name = typst_name(self.target.names[0])
        self.graph = Graph((self.low, self.high), y_range, x_label=f"${name}$", **PLACE)
        self.function = FunctionCurve(self.graph, self.target)
        self.band = ErrorBand(self.graph, self.target, self.tolerance)
        self.curve = NetworkCurve(self.graph, self.network(GENTLE))
        self.diagram = get_diagram(self.curve.network, name)
        self.weight = Gauge(
            "weights", GENTLE / (self.high - self.low), (COLUMNS[0], 3.35, 0.0), write=two_digits,
            color=DARK.positive,
        )  # fmt: skip
        self.missed = Gauge(
            "off at the jump", self.error_at_jump()[1], (COLUMNS[1], 3.35, 0.0), write=two_digits,
            color=DARK.error,
        )  # fmt: skip

    def pose(self) -> VGroup:
        """Show the steepest network; return all that is on screen then."""
        self.steepen().change(np.log(FIRM))
        moving = (self.curve, self.error_at_jump()[0], self.weight, self.missed)
        return VGroup(self.graph, self.band, self.function, self.diagram, *moving)

    def network(self, steepness: float) -> Network:
        """Make the staircase with this weight times the domain's length."""
        w = steepness / (self.high - self.low)
        return step_network([self.net.partition], SIGMOID, w, "linear")

    def steepen(self) -> Drive:
        """Animate to larger and larger weights."""

        def change(log_w: float) -> None:
            w = float(np.exp(log_w))
            self.curve.set_network(self.network(w))
            self.weight.set_value(w / (self.high - self.low))
            self.missed.set_value(self.error_at_jump()[1])

        moving = [self.curve, self.weight.digits, self.missed.digits]
        return Drive(moving, change, np.log(GENTLE), np.log(FIRM))

    def error_at_jump(self) -> tuple[Any, float]:
        """Return a line from the network to f's further side at its largest jump; its length."""
        samples = self.net.samples
        assert samples is not None
        before = np.flatnonzero(samples.is_jump)
        sizes = np.abs(samples.y[before + 1] - samples.y[before])
        place = float(samples.x[before + 1][sizes.argmax()])
        nudge = 1e-9 * (self.high - self.low)
        sides = self.target(np.array([place - nudge, place + nudge]))
        y = float(evaluate(self.curve.network, np.array([place]))[0])
        far = float(sides[np.abs(sides - y).argmax()])
        return gap_line(self.graph, place, far, y), abs(far - y)


class Surface:
    """A field of towers for a function of two inputs, beside its network."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = plane_subject(spec)
        self.field: Field = get_field(self.subject.target, TILES)
        flat = self.field.weighted(0.0)
        self.relief: NetworkRelief = field_relief(self.subject, flat, VIEW)
        self.diagram = NetworkDiagram(
            self.field.network, width=2.9, height=4.7, center=DIAGRAM, radius=0.25, most=6,
            inputs=self.subject.formulas, zeros=False,
        )  # fmt: skip
        self.neurons = Gauge(
            "neurons", self.field.network.neurons, (COLUMNS[0], 3.35, 0.0), write=whole
        )
