"""Make what the chapter on activations shows: neurons of several kinds, and pairs of them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, DashedLine, VGroup, VMobject
from scipy.optimize import linprog

from uat.approximation import Approximation, approximate
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, Graph, NetworkCurve, Subject, formula
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, TITLE_HEIGHT, signed
from uat.films.stage.varying import varying_subject
from uat.networks.activations import get_activation, rise_of
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

WOBBLY = "tanh(z) + 0.4*sin(3*z)*exp(-z^2/9)"
WOBBLY_CODE = "tanh z + 0.4 sin(3 z) e^(-z^2\\/9)"
NAMED = (
    ("sigmoid", "sigma(z)"),
    ("tanh", "tanh z"),
    ("arctan", "arctan z"),
    ("softsign", "z \\/ (1 + abs(z))"),
)
RIVALS = (
    ("sigmoid", "sigmoid"),
    ("arctan", "arctan"),
    (WOBBLY, "the wobbly one"),
    ("softplus", "softplus, in pairs"),
)
SOFT, STEEP = 6.0, 150.0  # weights on an interval of length 1
PLACE = 0.5  # of the step
LOOKS = 2001  # points at which a function is looked at
WIDE = 8.0  # how far z is shown
LINES = (3, 30, 300)  # neurons of which all sums are straight
SEED = 4
COARSE = 2.0  # tolerances of the film: what each panel has to meet
LEFT_MIDDLE, RIGHT_MIDDLE = (-3.75, 0.15, 0.0), (3.45, 0.15, 0.0)
COLUMN = 3.9  # left edge of the numbers beside a graph


def get_single(activation: str) -> Network:
    """Make one neuron of weight 1 and bias 0: s itself."""
    return Network((Layer([[1.0]], [0.0], activation), Layer([[1.0]], [0.0], "linear")))


def get_step(activation: str, w: float) -> Network:
    """Make a step from 0 to 1: a neuron or a pair of copies, scaled by the limits of s."""
    s = get_activation(activation)
    rise = rise_of(s)
    offsets, signs = (np.array(column) for column in zip(*rise.copies, strict=True))
    hidden = Layer(np.full((len(offsets), 1), w), offsets - w * PLACE, s)
    return Network((hidden, Layer([signs / rise.height], [-rise.low / rise.height], "linear")))


def get_pair(gap: float) -> Network:
    """Make two relu neurons with weight 1, and the difference of their outputs."""
    hidden = Layer([[1.0], [1.0]], [gap / 2, -gap / 2], "relu")
    return Network((hidden, Layer([[1.0, -1.0]], [0.0], "linear")))


def get_lines(neurons: int, turn: float) -> Network:
    """Make linear neurons with weights that change as `turn` does, and their weighted sum."""
    angles = np.random.default_rng(SEED).uniform(0.0, 2 * np.pi, (2, neurons)) + turn
    hidden = Layer(np.cos(angles[:1]).T, 0.5 * np.sin(angles[1]), "linear")
    weights = np.cos(angles[0] + 2 * angles[1]) / np.sqrt(neurons)
    return Network((hidden, Layer([weights], [0.0], "linear")))


@dataclass(frozen=True, eq=False)
class Best:
    """The best that a straight line and a parabola can do, as networks, with their errors."""

    line: Network
    line_error: float
    parabola: Network
    parabola_error: float


@lru_cache(maxsize=4)
def get_best(spec: FilmSpec) -> Best:
    """Fit the film's function so that the largest error is as small as it can be."""
    subject = varying_subject(spec)
    line = approximate(subject.target, activation="linear")
    parabola = _parabola(subject)
    return Best(line.network, line.error.max, parabola, _error(parabola, subject))


def _parabola(subject: Subject) -> Network:
    """Make three neurons of s(z) = z^2 whose sum is the parabola of the smallest largest error."""
    low, high = subject.x_range
    t = np.linspace(-1.0, 1.0, LOOKS)
    y = subject.target((low + high) / 2 + (high - low) / 2 * t)
    centers = np.array([-1.0, 0.0, 1.0])
    columns = (t[:, None] - centers) ** 2
    weights = _minimax(columns, y)
    scale = 2.0 / (high - low)
    hidden = Layer(np.full((3, 1), scale), -centers - scale * (low + high) / 2, "z^2")
    return Network((hidden, Layer([weights], [0.0], "linear")))


def _minimax(columns: Any, y: Any) -> Any:
    """Return the weights of columns whose sum is nowhere further from y than it has to be."""
    scale = float(np.abs(y).max()) or 1.0
    ones = np.ones((y.size, 1))
    above, below = np.hstack([columns, -ones]), np.hstack([-columns, -ones])
    bounds = np.concatenate([y, -y]) / scale
    cost = [0.0] * columns.shape[1] + [1.0]
    found = linprog(cost, np.vstack([above, below]), bounds, bounds=(None, None))
    return found.x[:-1] * scale


def _error(network: Network, subject: Subject) -> float:
    x = np.linspace(*subject.x_range, LOOKS)
    return float(np.abs(evaluate(network, x) - subject.target(x)).max())


@lru_cache(maxsize=4)
def get_rivals(spec: FilmSpec) -> list[tuple[str, Approximation]]:
    """Build the film's function by steps of several activations, all within one tolerance."""
    subject = varying_subject(spec)
    found = []
    for activation, name in RIVALS:
        try:
            net = approximate(
                subject.target, construction="steps", activation=activation,
                tol=COARSE * subject.tolerance,
            )  # fmt: skip
        except UatError:
            continue
        found.append((name, net))
    return found


def no_decimals(value: float) -> str:
    return signed(value, 0)


class Pair:
    """The picture of s(z) on the left, and on the right of the step that a neuron of it makes."""

    def __init__(self, activation: str, y_range: tuple[float, float] = (-1.6, 1.6)) -> None:
        self.activation = activation
        self.left = Graph(
            (-WIDE, WIDE), y_range, width=5.2, height=3.7, center=LEFT_MIDDLE, x_label="$z$",
            y_label="$s(z)$", most_y=5,
        )  # fmt: skip
        self.right = Graph(
            (0.0, 1.0), (-0.3, 1.3), width=5.2, height=3.7, center=RIGHT_MIDDLE, most_y=5,
            y_label="a neuron of weight $w$, scaled",
        )  # fmt: skip
        self.curve = ClippedCurve(self.left, get_single(activation), color=DARK.step)
        self.step = NetworkCurve(self.right, get_step(activation, SOFT))
        self.weight = Gauge("$w$", SOFT, (1.3, 1.35, 0.0), write=no_decimals, color=DARK.positive)
        self.weight.digits.set_text(no_decimals(SOFT))

    def steepen(self, start: float, stop: float) -> Drive:
        def change(log_w: float) -> None:
            w = float(np.exp(log_w))
            self.step.set_network(get_step(self.activation, w))
            self.weight.set_value(w)

        return Drive([self.step, self.weight.digits], change, np.log(start), np.log(stop))

    def limits(self) -> VGroup:
        """Draw the lines that s runs into."""
        s = get_activation(self.activation)
        lines = VGroup()
        for value, (a, b) in ((s.low, (-WIDE, 0.0)), (s.high, (0.0, WIDE))):
            ends = self.left.point(a, value), self.left.point(b, value)
            lines.add(DashedLine(*ends, color=DARK.text, stroke_width=3.0, dash_length=0.14))
        return lines

    def name(self, code: str) -> Any:
        text = formula(f"s(z) = {code}", BODY, DARK.step)
        return text.move_to((self.left.corner[0], TITLE_HEIGHT, 0.0), aligned_edge=LEFT)


def neuron_line(graph: Graph, network: Network, neuron: int) -> VMobject:
    """Draw what one hidden neuron hands on, times its output weight."""
    hidden, output = network.layers
    one = Network(
        (
            Layer(np.asarray(hidden.weights)[[neuron]], hidden.biases[[neuron]], "linear"),
            Layer(np.asarray(output.weights)[:, [neuron]], [0.0], "linear"),
        )
    )
    return ClippedCurve(graph, one, color=DARK.muted, width=2.5)


class Wave(VMobject):
    """What a network makes of sin t: its output against t, up to `stop`."""

    def __init__(self, graph: Graph, network: Network | None, **style: Any) -> None:
        super().__init__(**style)
        self.graph, self.network = graph, network
        self.set_stop(graph.x_range[1])

    def set_stop(self, stop: float) -> "Wave":
        """Draw the wave up to there."""
        t = np.linspace(self.graph.x_range[0], max(stop, self.graph.x_range[0] + 1e-3), 240)
        y = np.sin(t)
        if self.network is not None:
            y = self.network.forward(y[:, None])[:, 0]
        self.points = corners(self.graph.to_screen(t, y))
        return self
