"""Make what the chapter on training shows of the film's function: a run, its loss, twenty runs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import UP, Dot, VGroup, VMobject

from uat.approximation import approximate
from uat.base.palette import DARK
from uat.comparison.training.history import Trained
from uat.comparison.training.run import train
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, LogGraph, NetworkDiagram, Subject
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.subject import SubjectPicture, continuous_subject
from uat.films.stage.text import LABEL, number, number_code, three_digits, whole, words
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

NEURONS, EPOCHS, POINTS = 16, 2000, 65
PARAMETERS = 3 * NEURONS + 1
RATE = 0.05  # of plain gradient descent
SEEDS = 20
SNAPSHOTS = 240
COLUMN = 2.9  # left edge of what is beside the graph
EXACT = 1e-9  # of f's variance: a smaller loss stands at the left end of the axis


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


def learn(subject: Subject, seed: int, snapshots: int = 0) -> Lesson:
    """Train one hidden layer of relu neurons by plain gradient descent on all points at once."""
    x = np.linspace(*subject.x_range, POINTS)
    y = subject.target(x)
    trained = train(
        x, y, (1, NEURONS, 1), activation="relu", optimizer="sgd", momentum=0.0,
        learning_rate=RATE, epochs=EPOCHS, batch_size=POINTS, seed=seed, snapshots=snapshots,
    )  # fmt: skip
    return Lesson(subject, x, y, trained)


def get_lesson(spec: FilmSpec) -> Lesson:
    """Learn the film's function once."""
    return _get_lesson(spec.function, spec.box)


@lru_cache(maxsize=4)
def _get_lesson(function: Any, box: Any) -> Lesson:
    return learn(continuous_subject(FilmSpec(function, box)), 0, SNAPSHOTS)


@lru_cache(maxsize=4)
def _get_runs(function: Any, box: Any) -> list[Lesson]:
    """Learn it from other random weights each time."""
    first = _get_lesson(function, box)
    return [first, *(learn(first.subject, seed) for seed in range(1, SEEDS))]


class Picture(SubjectPicture):
    """The graph with the function and the network that learns it."""

    def __init__(self, spec: FilmSpec, **options: Any) -> None:
        self.lesson = get_lesson(spec)
        place: dict[str, Any] = {"width": 7.4, "height": 4.4, "center": (-2.0, 0.1, 0.0)} | options
        subject = self.lesson.subject
        super().__init__(subject, y_range=roomy(subject), **place)
        self.first: Network = self.lesson.snapshots[0].network
        self.curve = ClippedCurve(self.graph, self.first)


def roomy(subject: Subject) -> tuple[float, float]:
    """Return the function's heights, with room for a network that is not there yet."""
    low, high = subject.y_range
    return low - 0.3 * (high - low), high + 0.3 * (high - low)


def diagram_of(network: Network) -> NetworkDiagram:
    """Draw a network beside the graph."""
    return NetworkDiagram(network, width=2.9, height=4.4, center=(4.7, 0.3, 0.0), radius=0.25)


class Descent(Picture):
    """The picture with the loss of a whole run beside it, against its steps."""

    def __init__(self, spec: FilmSpec) -> None:
        super().__init__(spec)
        lesson = self.lesson
        losses = lesson.trained.history.loss
        span = 0.5 * float(losses.min()), 2.0 * float(losses.max())
        self.axes = LogGraph(
            (1.0, float(EPOCHS)), span, width=2.9, height=2.3, center=(5.0, 1.55, 0.0),
            x_label="", y_label="loss, step by step",
        )  # fmt: skip
        self.line = VMobject(color=DARK.error, stroke_width=4.0)
        self.losses = np.array([max(lesson.loss(s.network), span[0]) for s in self.shots])
        self.places = self.axes.at([max(s.epoch, 1) for s in self.shots], self.losses)
        self.step = Gauge("step", 0, (COLUMN + 0.65, -0.55, 0.0), write=whole)
        self.loss = Gauge(
            "loss", float(self.losses[0]), (COLUMN + 0.65, -1.75, 0.0), write=three_digits,
            color=DARK.error,
        )  # fmt: skip

    @property
    def gauges(self) -> VGroup:
        return VGroup(self.axes, self.step, self.loss, self.line)

    @property
    def shots(self) -> Any:
        return self.lesson.snapshots

    def show(self, index: int) -> None:
        """Show the network after one of the steps that were kept."""
        shot = self.shots[index]
        self.curve.set_network(shot.network)
        self.line.points = corners(self.places[1 : index + 1]) if index > 1 else np.zeros((0, 3))
        self.step.set_value(shot.epoch)
        self.loss.set_value(self.lesson.loss(shot.network))

    def drive(self, start: int, stop: int) -> Drive:
        moving = [self.curve, self.line, self.step.digits, self.loss.digits]
        return Drive(moving, lambda t: self.show(round(t)), start, stop, rate_func=lambda t: t)

    @property
    def tenth(self) -> int:
        """The first kept step at which a tenth of the first loss is left; 0 if there is none."""
        small = np.flatnonzero(self.losses <= 0.1 * self.losses[0])
        return int(small[0]) if small.size else 0

    @property
    def pace(self) -> str:
        """Say how the loss goes on from there."""
        if not self.tenth:
            return "It gets harder. Most of the steps bring little."
        steps = self.shots[self.tenth].epoch
        return f"After {steps} steps, a tenth of the loss is left. The rest goes more slowly."


class Strip(LogGraph):
    """A logarithmic axis for one number; heights mean nothing."""

    def _add_y(self, label: str) -> None:
        pass


class Twenty(Picture):
    """What is built of as many neurons, and what twenty random starts lead to."""

    def __init__(self, spec: FilmSpec) -> None:
        super().__init__(spec)
        self.built = approximate(self.subject.target, construction="ramps", neurons=NEURONS).network
        self.runs = _get_runs(spec.function, spec.box)
        self.least = EXACT * float(np.var(self.lesson.y))
        self.losses = np.array([self._loss(run.network) for run in self.runs])
        self.built_loss = self._loss(self.built)
        all_losses = np.append(self.losses, self.built_loss)
        span = all_losses.min() / 2, all_losses.max() * 2
        self.axis = Strip(span, (1.0, 10.0), width=2.9, height=3.6, center=(4.25, 0.3, 0.0),
                          x_label="loss")  # fmt: skip
        self.line = ClippedCurve(self.graph, self.built, DARK.ramp)
        self.mark = self._mark(self.built_loss, -1, DARK.ramp, 0.13)
        loss = number_code(number(self.built_loss, 2))
        under = "<" if self.built_loss == self.least else ""
        self.name: Any = words(f"built: ${under} {loss}$", LABEL, DARK.ramp)
        self.name.move_to(self.axis.corner + np.array([1.45, 4.0, 0.0]))
        self.dots = VGroup(
            *(self._mark(loss, n, DARK.network, 0.09) for n, loss in enumerate(self.losses))
        )
        self.dots.set_opacity(0.0)

    @property
    def measured(self) -> tuple[Any, ...]:
        """The loss of what is built, on an axis of losses."""
        return self.axis, self.name, self.mark

    def show(self, run: int) -> None:
        """Show what one of the runs ended with, and its loss as a dot."""
        self.curve.set_network(self.runs[run].network)
        self.dots[: run + 1].set_opacity(1.0)

    def drive(self) -> Drive:
        return Drive(
            [self.curve, self.dots], lambda t: self.show(round(t)), 0, SEEDS - 1,
            rate_func=lambda t: t,
        )  # fmt: skip

    @property
    def verdict(self) -> str:
        """Say how many of the runs come as close as what was built."""
        closer = int((self.losses <= self.built_loss).sum())
        if closer == 0:
            return "None of them comes as close."
        if closer == SEEDS:
            return "All of them come closer, this time. Nothing promised it."
        return f"{closer} of the {SEEDS} come as close. The others don't."

    def _mark(self, loss: float, row: int, color: str, radius: float) -> Dot:
        share = (row + 1.5) / (SEEDS + 1.5)
        place = self.axis.at(loss, 1.0)[None, :].reshape(-1, 3)[0] + UP * share * self.axis.size[1]
        return Dot(place, radius, color=color)

    def _loss(self, network: Network) -> float:
        return max(self.lesson.loss(network), self.least)
