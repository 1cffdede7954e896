"""Make what the chapter on training shows: a lesson and what came of it, losses, neurons."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import Dot, VGroup, VMobject

from uat.approximation import Approximation, approximate
from uat.base.choices import ConstructionName
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.comparison.training import Trained, train
from uat.comparison.training.mlp import MLP, mean_squared_error
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, FunctionCurve, Graph, LogGraph, NetworkDiagram, Subject
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.picture import SubjectPicture
from uat.films.stage.text import LABEL, number, words
from uat.films.stage.varying import varying_subject
from uat.films.stage.writing import three_digits
from uat.networks.activations import LINEAR, get_activation
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

NEURONS, EPOCHS, POINTS = 16, 2000, 128
RATE, SEED = 0.02, 1
SNAPSHOTS = 240
RATES = (1e-4, 1e-2, 3.0)
SIZES = (2, 6, 32)
COLUMN = 2.75  # left edge of what is beside the graph
GAPS = 4  # every so many training points one distance is shown
FINE = 4001  # points at which errors are measured
SWITCH = 2 * float(np.arctanh(0.8))  # of z, between 10 % and 90 % of the way of a tanh


@dataclass(frozen=True, eq=False)
class Lesson:
    """A function, the points to learn it from, and what came of it."""

    subject: Subject
    x: Any
    y: Any
    trained: Trained

    @property
    def snapshots(self) -> Any:
        return self.trained.history.snapshots

    @property
    def network(self) -> Network:
        return self.trained.network

    def loss(self, network: Network) -> float:
        """Return the mean squared error on the points, in the units of f squared."""
        return float(np.mean((evaluate(network, self.x) - self.y) ** 2))


def learn(subject: Subject, neurons: int = NEURONS, **settings: Any) -> Lesson:
    """Train one hidden layer of tanh neurons on evenly spaced points; the same every time."""
    x = np.linspace(*subject.x_range, POINTS)
    y = subject.target(x)
    options: dict[str, Any] = {"learning_rate": RATE, "schedule": "cosine"} | settings
    trained = train(
        x, y, (1, neurons, 1), activation="tanh", epochs=EPOCHS, batch_size=POINTS, seed=SEED,
        snapshots=SNAPSHOTS, **options,
    )  # fmt: skip
    return Lesson(subject, x, y, trained)


@lru_cache(maxsize=4)
def get_lesson(spec: FilmSpec) -> Lesson:
    """Learn the lesson that most shots are about."""
    return learn(varying_subject(spec))


class Picture(SubjectPicture):
    """The graph with the function and the network that learns it."""

    def __init__(self, spec: FilmSpec, **options: Any) -> None:
        self.lesson = get_lesson(spec)
        place: dict[str, Any] = {"width": 6.9, "height": 4.4, "center": (-2.5, 0.1, 0.0)} | options
        subject = self.lesson.subject
        super().__init__(subject, y_range=roomy(subject), **place)
        self.curve = ClippedCurve(self.graph, self.lesson.snapshots[0].network)


def roomy(subject: Subject) -> tuple[float, float]:
    """Return the function's heights, with room for a network that is not there yet."""
    low, high = subject.y_range
    return low - 0.3 * (high - low), high + 0.3 * (high - low)


def first_diagram(lesson: Lesson) -> NetworkDiagram:
    return NetworkDiagram(
        lesson.snapshots[0].network, width=3.4, height=3.5, center=(4.75, 0.9, 0.0), radius=0.26
    )


def loss_gauge(lesson: Lesson, network: Network) -> Gauge:
    return Gauge("loss", lesson.loss(network), (COLUMN + 0.6, -1.3, 0.0), write=three_digits,
                 color=DARK.error)  # fmt: skip


def gradients(lesson: Lesson) -> tuple[Any, Any]:
    """Return the first loss's derivatives by the outward and inward weights, up to factors.

    The inputs are scaled to [-1, 1], as they are in training.
    """
    first, second = lesson.snapshots[0].network.layers
    (a, b), w = lesson.subject.x_range, first.weights
    mlp = MLP((1, len(w), 1), get_activation("tanh"), LINEAR)
    mlp.weights[0][:], mlp.biases[0][:] = w * (b - a) / 2, first.biases + w[:, 0] * (a + b) / 2
    mlp.weights[1][:], mlp.biases[1][:] = second.weights, second.biases
    output = mlp.forward(np.linspace(-1.0, 1.0, POINTS)[:, None])
    mlp.backward(mean_squared_error(output, lesson.y[:, None])[1])
    return mlp.weight_gradients[1][0].copy(), mlp.weight_gradients[0][:, 0].copy()


class LossCurve(VMobject):
    """The loss against the epoch, on logarithmic axes; `set_epoch` draws it so far."""

    def __init__(self, graph: LogGraph, lesson: Lesson, width: float = 4.0) -> None:
        super().__init__(color=DARK.error, stroke_width=width)
        losses = np.maximum(lesson.trained.history.loss, 10.0 ** graph.y_range[0])
        self.epochs = np.array([s.epoch for s in lesson.snapshots if s.epoch > 0])
        self.places = graph.at(self.epochs, losses[self.epochs - 1])
        self.set_epoch(1)

    def set_epoch(self, epoch: int) -> None:
        """Draw the line up to this epoch."""
        seen = self.places[self.epochs <= epoch]
        self.points = corners(seen) if len(seen) > 1 else np.zeros((0, 3))


def loss_range(*lessons: Lesson) -> tuple[float, float]:
    losses = np.concatenate([lesson.trained.history.loss for lesson in lessons])
    high = float(losses.max())
    return max(0.5 * float(losses.min()), 1e-9 * high), 2.0 * high


def tenth_of(lesson: Lesson) -> int:
    """Find the first epoch that begins with a tenth of the first loss; 0 if there is none."""
    losses = lesson.trained.history.loss
    small = np.flatnonzero(losses <= 0.1 * losses[0])
    return int(small[0]) if small.size else 0


def of_all(value: float) -> str:
    return f"{value:.0f}"


def percent(value: float) -> str:
    return number(float(f"{100 * value:.2g}"), 2)


def places(network: Network) -> Any:
    """Return where the hidden neurons switch: s = -b/w."""
    first = network.layers[0]
    return -first.biases / first.weights[:, 0]


def fastest(network: Network, subject: Subject) -> float:
    """Return the least way from 10 % to 90 % of a neuron's rise, as a share of the interval."""
    low, high = subject.x_range
    return SWITCH / float(np.abs(network.layers[0].weights).max()) / (high - low)


class Neurons(VGroup):
    """Each hidden neuron's own output on a graph, coloured by the sign of its weight; its place."""

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__()
        self.graph = graph
        neurons = network.widths[1]
        self.lines = VGroup(*(VMobject() for _ in range(neurons)))
        self.dots = VGroup(*(Dot(radius=0.07, color=DARK.step) for _ in range(neurons)))
        self.add(self.lines, self.dots)
        self.x = np.linspace(*graph.x_range, 121)
        self.set_network(network)

    def set_network(self, network: Network) -> "Neurons":
        first, second = network.layers
        outputs = Network((first,)).forward(self.x[:, None])
        weights = np.asarray(second.weights)[0]
        largest = np.abs(weights).max() or 1.0
        at, (low, high) = places(network), self.graph.x_range
        for n, line in enumerate(self.lines):
            line.points = corners(self.graph.to_screen(self.x, outputs[:, n]))
            color = DARK.positive if weights[n] > 0 else DARK.negative
            line.set_stroke(color, width=1.5 + 3.5 * abs(weights[n]) / largest)
            self.dots[n].set_opacity(float(low < at[n] < high))
            self.dots[n].move_to(self.graph.point(float(np.clip(at[n], low, high)), 0.0))
        return self


@dataclass(frozen=True, eq=False)
class Rival:
    """A network of as many neurons, and how far off it is: at most, and in the mean square."""

    name: str
    network: Network
    largest: float
    rms: float


@lru_cache(maxsize=4)
def get_rivals(spec: FilmSpec) -> list[Rival]:
    """Return the trained network, and those that are built of as many neurons."""
    lesson = get_lesson(spec)
    rivals = [_rival("trained", lesson.network, lesson.subject)]
    names: tuple[ConstructionName, ...] = ("steps", "ramps")
    for construction in names:
        built = _built(lesson.subject, construction)
        if built is not None:
            rivals.append(_rival(f"built of {construction}", built.network, lesson.subject))
    return rivals


def _built(subject: Subject, construction: ConstructionName) -> Approximation | None:
    try:
        return approximate(subject.target, construction=construction, neurons=NEURONS)
    except UatError:
        return None


def _rival(name: str, network: Network, subject: Subject) -> Rival:
    x = np.linspace(*subject.x_range, FINE)
    gap = np.abs(evaluate(network, x) - subject.target(x))
    return Rival(name, network, float(gap.max()), float(np.sqrt(np.mean(gap**2))))


class Panels:
    """Lessons side by side: what they learnt above, their losses below."""

    def __init__(self, lessons: list[Lesson], names: list[str]) -> None:
        self.lessons = lessons
        self.parts, self.curves, self.lines = VGroup(), VGroup(), VGroup()
        losses = loss_range(*lessons)
        for n, (lesson, name) in enumerate(zip(lessons, names, strict=True)):
            x = -4.45 + 4.6 * n
            subject = lesson.subject
            graph = Graph(subject.x_range, roomy(subject), width=3.6, height=2.1,
                          center=(x, 1.65, 0.0), x_marks=False, x_label="", most_y=4)  # fmt: skip
            low = LogGraph((1.0, float(EPOCHS)), losses, width=3.6, height=1.7,
                           center=(x, -1.35, 0.0), x_label="", y_label="loss")  # fmt: skip
            title = words(name, LABEL).move_to((x, 3.35, 0.0))
            self.parts.add(VGroup(graph, low, FunctionCurve(graph, subject.target, width=3.0),
                                  title))  # fmt: skip
            self.curves.add(ClippedCurve(graph, lesson.snapshots[0].network, width=4.0))
            self.lines.add(LossCurve(low, lesson, 3.0))

    @property
    def everything(self) -> VGroup:
        return VGroup(self.parts, self.curves, self.lines)

    def drive(self) -> Drive:
        """Animate all lessons at once."""

        def change(t: float) -> None:
            for lesson, curve, line in zip(self.lessons, self.curves, self.lines, strict=True):
                shot = lesson.snapshots[round(t * (len(lesson.snapshots) - 1))]
                curve.set_network(shot.network)
                line.set_epoch(shot.epoch)

        return Drive([self.curves, self.lines], change, rate_func=lambda t: t)


@lru_cache(maxsize=4)
def get_rates(spec: FilmSpec) -> list[Lesson]:
    """Learn the same lesson with steps that are tiny, middling and huge."""
    subject = varying_subject(spec)
    return [learn(subject, learning_rate=rate, schedule="constant") for rate in RATES]


@lru_cache(maxsize=4)
def get_sizes(spec: FilmSpec) -> list[Lesson]:
    """Learn the same lesson with few and with many neurons."""
    subject = varying_subject(spec)
    return [learn(subject, neurons) for neurons in SIZES]
