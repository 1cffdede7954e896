"""Make what the chapter on activations shows: s beside its network, and what comes out of it."""

from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, UP, DashedLine, FadeIn, FadeOut, VGroup, VMobject
from scipy.optimize import linprog

from uat.approximation import Approximation, approximate
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, Graph, NetworkDiagram, Readout, Subject, formula
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.gauge import Gauge
from uat.films.stage.subject import varying_subject
from uat.films.stage.text import BODY, TITLE_HEIGHT, two_digits, whole
from uat.networks.activations import get_activation, rise_of
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

WOBBLY = "tanh(z) + 0.4*sin(3*z)*exp(-z^2/9)"
NAMES = {  # activations as Typst writes them
    "sigmoid": "sigma(z)",
    "tanh": "tanh z",
    "arctan": "arctan z",
    "softsign": "z \\/ (1 + abs(z))",
    "softplus": "ln(1 + e^z)",
    "relu": "max(z, 0)",
    "linear": "z",
    "z^3": "z^3",
    "abs(z)": "abs(z)",
    WOBBLY: "tanh z + 0.4 sin(3 z) e^(-z^2\\/9)",
}
STEPS = ("tanh", "arctan", "softsign", WOBBLY)  # after the sigmoid
RIVALS = ("sigmoid", "abs(z)", "softplus", WOBBLY)
SOFT, STEEP, SLANT = 6.0, 150.0, 5.0  # weights on an interval of length 1
PLACE = 0.5  # of the step
LOOKS = 2001  # points at which a function is looked at
WIDE = 8.0  # how far z is shown
LINES = (3, 30, 300)  # neurons of which all sums are straight
CUBICS = (2, 4, 8, 100)  # neurons of which all sums are cubics
NUMBERS = ("no kinds", "one kind", "two kinds", "three kinds", "four kinds")
TURN = 1.6  # how far the weights of the last lines are turned
FREE = 4  # numbers that make a cubic
SEED = 4
COARSE = 2.0  # tolerances of the film: what each network at the end has to meet
UNIT: Any = ((0.0, 1.0), (-0.3, 1.3))
ARROWS = 17


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


def get_lines(neurons: int, turn: float) -> Network:
    """Make linear neurons with weights that change as `turn` does, and their weighted sum."""
    angles = np.random.default_rng(SEED).uniform(0.0, 2 * np.pi, (2, neurons)) + turn
    hidden = Layer(np.cos(angles[:1]).T, 0.5 * np.sin(angles[1]), "linear")
    weights = np.cos(angles[0] + 2 * angles[1]) / np.sqrt(neurons)
    return Network((hidden, Layer([weights], [0.0], "linear")))


def get_pair(gap: float, w: float = SLANT) -> Network:
    """Make two relu neurons, the second one shifted to the right, and their difference."""
    biases = [0.5 - w * PLACE, 0.5 - gap - w * PLACE]
    return Network((Layer([[w], [w]], biases, "relu"), Layer([[1.0, -1.0]], [0.0], "linear")))


def get_part(network: Network, neuron: int) -> Network:
    """Take one hidden neuron alone, with an output weight of 1."""
    hidden = network.layers[0]
    weights, biases = np.asarray(hidden.weights)[[neuron]], hidden.biases[[neuron]]
    return Network((Layer(weights, biases, hidden.activation), Layer([[1.0]], [0.0], "linear")))


@lru_cache(maxsize=16)
def get_cubic(spec: FilmSpec, neurons: int) -> Network:
    """Make neurons of s(z) = z^3 whose sum is nowhere further from f than it has to be.

    Beyond four of them the sums are the same; so are their best ones.
    """
    subject = varying_subject(spec)
    low, high = subject.x_range
    t = np.linspace(-1.0, 1.0, LOOKS)
    y = subject.target((low + high) / 2 + (high - low) / 2 * t)
    centers = np.linspace(-1.0, 1.0, neurons)
    columns = (t[:, None] - centers) ** 3
    few = min(neurons, FREE)
    best = (t[:, None] - np.linspace(-1.0, 1.0, few)) ** 3
    weights = np.linalg.lstsq(columns, best @ _minimax(best, y), rcond=1e-10)[0]
    scale = 2.0 / (high - low)
    hidden = Layer(np.full((neurons, 1), scale), -centers - scale * (low + high) / 2, "z^3")
    return Network((hidden, Layer([weights], [0.0], "linear")))


def get_error(network: Network, subject: Subject) -> float:
    """Return the largest distance from f at LOOKS points."""
    x = np.linspace(*subject.x_range, LOOKS)
    return float(np.abs(evaluate(network, x) - subject.target(x)).max())


def _minimax(columns: Any, y: Any) -> Any:
    """Return the weights of columns whose sum is nowhere further from y than it has to be."""
    scale = float(np.abs(y).max()) or 1.0
    ones = np.ones((y.size, 1))
    above, below = np.hstack([columns, -ones]), np.hstack([-columns, -ones])
    bounds = np.concatenate([y, -y]) / scale
    cost = [0.0] * columns.shape[1] + [1.0]
    found = linprog(cost, np.vstack([above, below]), bounds, bounds=(None, None))
    return found.x[:-1] * scale


@lru_cache(maxsize=4)
def get_rivals(spec: FilmSpec) -> dict[str, Approximation]:
    """Build the film's function by steps of several activations, all within one tolerance."""
    subject = varying_subject(spec)
    found = {}
    for activation in RIVALS:
        try:
            found[activation] = approximate(
                subject.target, construction="steps", activation=activation,
                tol=COARSE * subject.tolerance,
            )  # fmt: skip
        except UatError:
            continue
    return found


def unit_graph(y_range: tuple[float, float] = UNIT[1]) -> Graph:
    return _right(UNIT[0], y_range)


def subject_graph(subject: Subject) -> Graph:
    return _right(subject.x_range, subject.y_range, f"${subject.x}$")


def _right(x_range: Any, y_range: Any, x_label: str = "$x$") -> Graph:
    center = (2.3, 0.0, 0.0)
    return Graph(x_range, y_range, width=7.4, height=4.0, center=center, x_label=x_label, most_y=5)


def get_diagram(network: Network) -> NetworkDiagram:
    center = (-4.6, -1.7, 0.0)
    return NetworkDiagram(network, width=3.5, height=2.4, center=center, radius=0.19, most=5)


class Bench:
    """The picture of s above a network of such neurons, and on the right what comes out of it."""

    def __init__(self, activation: str, network: Network, graph: Graph) -> None:
        self.left = Graph(
            (-WIDE, WIDE), (-1.6, 1.6), width=3.4, height=2.3, center=(-4.6, 1.45, 0.0),
            x_label="$z$", most_y=4,
        )  # fmt: skip
        self.graph = graph
        self._set(activation, network)

    def _set(self, activation: str, network: Network) -> None:
        self.activation = activation
        self.s_curve = ClippedCurve(self.left, get_single(activation), color=DARK.step)
        name = formula(f"s(z) = {NAMES[activation]}", BODY, DARK.step)
        self.name = name.move_to((-6.45, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        self.curve = ClippedCurve(self.graph, network)
        self.diagram = get_diagram(network)

    @property
    def parts(self) -> VGroup:
        return VGroup(
            self.left, self.s_curve, self.name, self.diagram, self.graph, self.curve
        )  # fmt: skip

    def switch(self, activation: str, network: Network, graph: Graph | None = None) -> list[Any]:
        """Put another s, its network and what comes out in the place of the ones before.

        The last animation shows what comes out.
        """
        old = [self.s_curve, self.name, self.curve, self.diagram]
        if graph is not None:
            old.append(self.graph)
            self.graph = graph
        self._set(activation, network)
        new = [self.s_curve, self.name, self.diagram, self.curve]
        if graph is not None:
            new.insert(0, graph)
        return [*map(FadeOut, old), *map(FadeIn, new)]

    def refine(self, network: Network) -> list[Any]:
        """Show the diagram of a larger network in the place of the one before."""
        old, self.diagram = self.diagram, get_diagram(network)
        return [FadeOut(old), FadeIn(self.diagram)]

    def steepen(self, weight: Readout, start: float = SOFT, stop: float = STEEP) -> Drive:
        """Animate a step to a larger weight, which the readout tells."""

        def change(log_w: float) -> None:
            w = float(np.exp(log_w))
            self.curve.set_network(get_step(self.activation, w))
            weight.set_value(w)

        return Drive([self.curve, weight], change, np.log(start), np.log(stop))

    def weight(self) -> Readout:
        """Write the weight above the line that has it."""
        readout = Readout("w =", SOFT, whole, color=DARK.positive)
        return readout.shift(self.diagram.point(0, 0, 0) + 0.42 * UP - readout.get_center())

    def limits(self) -> VGroup:
        """Draw the lines that s runs into."""
        s = get_activation(self.activation)
        lines = VGroup()
        for value, (a, b) in ((s.low, (-WIDE, 0.0)), (s.high, (0.0, WIDE))):
            ends = self.left.point(a, value), self.left.point(b, value)
            lines.add(DashedLine(*ends, color=DARK.text, stroke_width=3.0, dash_length=0.14))
        return lines


class Numbers(VGroup):
    """How many neurons there are, and how far off they are, above what comes out."""

    def __init__(self, network: Network, error: float) -> None:
        self.neurons = Gauge("neurons", network.neurons, (0.0, 3.45, 0.0), write=whole)
        self.error = Gauge(
            "largest error", error, (2.1, 3.45, 0.0), write=two_digits, color=DARK.error
        )
        super().__init__(self.neurons, self.error)

    def set_values(self, network: Network, error: float) -> None:
        self.neurons.set_value(network.neurons)
        self.error.set_value(error)


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
