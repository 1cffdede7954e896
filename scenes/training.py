"""Gradient descent and backpropagation learn what was built by hand, by trying."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, Create, Dot, FadeIn, FadeOut, Line, Rectangle, VGroup, VMobject

from uat.activations import LINEAR, get_activation
from uat.approximation import Approximation, approximate
from uat.errors import UatError
from uat.evaluate import evaluate
from uat.film import FilmSpec
from uat.network import Network
from uat.palette import DARK
from uat.stage import Chapter, Drive, FunctionCurve, Graph, LogGraph, NetworkDiagram, Subject
from uat.stage.clipped import ClippedCurve
from uat.stage.diagram import paint
from uat.stage.gauge import Gauge
from uat.stage.polyline import corners
from uat.stage.readout import Digits
from uat.stage.text import BODY, LABEL, TITLE_HEIGHT, count, number, words
from uat.stage.varying import varying_subject
from uat.training import Trained, train
from uat.training.mlp import MLP, mean_squared_error

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
        """The mean squared error on the points, in the units of f squared."""
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
    """The lesson that most shots are about."""
    return learn(varying_subject(spec))


class _Picture:
    """The graph with the function and the network that learns it."""

    def __init__(self, spec: FilmSpec, **options: Any) -> None:
        self.lesson = get_lesson(spec)
        self.subject = self.lesson.subject
        place: dict[str, Any] = {"width": 6.9, "height": 4.4, "center": (-2.5, 0.1, 0.0)} | options
        name = f"${self.subject.target.names[0]}$"
        self.graph = Graph(self.subject.x_range, roomy(self.subject), x_label=name, **place)
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.title = self.subject.title(9.2)
        self.title.move_to([self.graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)
        self.curve = ClippedCurve(self.graph, self.lesson.snapshots[0].network)

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.function, self.title]


def roomy(subject: Subject, share: float = 0.3) -> tuple[float, float]:
    """The function's heights, with room for a network that is not there yet."""
    low, high = subject.y_range
    return low - share * (high - low), high + share * (high - low)


def first_diagram(lesson: Lesson) -> NetworkDiagram:
    return NetworkDiagram(
        lesson.snapshots[0].network, width=3.4, height=3.5, center=(4.75, 0.9, 0.0), radius=0.26
    )


def loss_gauge(lesson: Lesson, network: Network) -> Gauge:
    return Gauge("loss", lesson.loss(network), (COLUMN + 0.6, -1.3, 0.0), write=three,
                 color=DARK.error)  # fmt: skip


def three(value: float) -> str:
    return number(value, 3)


def whole(value: float) -> str:
    return count(round(value))


class Guess(Chapter):
    """Random weights, how wrong they are, and which way is down."""

    def construct(self) -> None:
        picture = _Picture(self.spec)
        lesson, curve = picture.lesson, picture.curve
        diagram = first_diagram(lesson)
        self.show_title("Learning instead of building")

        # A guess
        self.say(
            "Your function again, and a network whose weights are random.",
            *(FadeIn(part) for part in (*picture.parts, diagram)),
            narration=f"Your function again, and a network of {NEURONS} neurons. This time "
            "nobody calculates the weights: they are random.",
            run_time=1.0,
        )
        self.play(Create(curve), run_time=1.4)
        self.wait(0.8)

        # How wrong it is
        gaps = self._gaps(picture)
        loss = loss_gauge(lesson, curve.network)
        self.add(gaps)
        self.bring_to_front(curve)
        self.say(
            "How wrong is it? The squares of these distances, averaged: the loss.",
            FadeIn(gaps),
            FadeIn(loss),
            narration="How wrong is it? Take the distances at many points, square them, and "
            "average. That number is the loss.",
        )
        self.wait(2.2)

        # Backpropagation
        self.say(
            "How does the loss change with each weight? The chain rule tells:",
            narration="How would the loss change, if one of the weights changed a little? The "
            "chain rule tells.",
        )
        outward, inward = gradients(lesson)
        self._show(diagram.outward, diagram.shown, outward)
        self.say(
            "from the output back to the input, a derivative for every weight.",
            narration="From the output back to the input, layer by layer, it gives a derivative "
            "for every weight. That is backpropagation.",
        )
        self._show(diagram.inward, diagram.shown, inward)
        self.wait(1.6)
        self.hush(FadeOut(gaps))

    def _gaps(self, picture: _Picture) -> VGroup:
        """Distances between the network and the function, at some of the points."""
        graph, lesson = picture.graph, picture.lesson
        x, y = lesson.x[::GAPS], lesson.y[::GAPS]
        low, high = graph.y_range
        out = np.clip(evaluate(picture.curve.network, x), low, high)
        starts, stops = graph.to_screen(x, y), graph.to_screen(x, out)
        style: Any = {"color": DARK.error, "stroke_width": 3.0}
        return VGroup(*(Line(a, b, **style) for a, b in zip(starts, stops, strict=True)))

    def _show(self, lines: VGroup, shown: list[int], gradient: Any) -> None:
        """Lines by the derivatives of the loss: the ones that matter become thick."""
        shares = gradient / (np.abs(gradient).max() or 1.0)
        fresh = lines.copy()
        for line, neuron in zip(fresh, shown, strict=True):
            paint(line, float(shares[neuron]))
            line.set_stroke(DARK.error)
        self.play(*(old.animate.become(new) for old, new in zip(lines, fresh, strict=True)),
                  run_time=1.2)  # fmt: skip


def gradients(lesson: Lesson) -> tuple[Any, Any]:
    """The derivatives of the first loss by the outward and the inward weights, up to a factor each.

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


class Downhill(Chapter):
    """Epoch by epoch the loss goes down, and the network comes to the function."""

    def construct(self) -> None:
        picture = _Picture(self.spec)
        lesson, curve = picture.lesson, picture.curve
        diagram, loss = first_diagram(lesson), loss_gauge(lesson, curve.network)
        self._paint(diagram, lesson)
        self.add(*picture.parts, curve, diagram, loss)
        graph = LogGraph(
            (1.0, float(EPOCHS)), loss_range(lesson), width=3.3, height=2.3,
            center=(4.95, 1.55, 0.0), x_label="", y_label="loss, epoch by epoch",
        )  # fmt: skip
        line = LossCurve(graph, lesson)
        epoch = Gauge("epoch", 0, (COLUMN + 2.9, -1.3, 0.0), write=whole)

        # The first epochs
        self.say(
            "Now change every weight a little, against its derivative. And again.",
            FadeOut(diagram),
            FadeIn(graph),
            FadeIn(epoch),
            narration="Now change every weight a little, against its derivative, so that the "
            "loss gets smaller. And again. And again.",
        )
        tenth = tenth_of(lesson)
        self.add(line)
        split = int(np.searchsorted([s.epoch for s in lesson.snapshots], tenth or EPOCHS // 10))
        self._run(picture, line, epoch, loss, 0, split, 6.0)
        self.wait(0.4)
        self.say(
            f"After {count(tenth)} of {count(EPOCHS)} epochs a tenth of the loss is left."
            if tenth
            else "It gets harder: there is more than a tenth of the loss left.",
            narration=f"After {tenth} epochs of {EPOCHS}, a tenth of the loss is left."
            if tenth
            else "It gets harder. More than a tenth of the loss is left.",
        )
        self.wait(1.0)

        # The others
        last = len(lesson.snapshots) - 1
        self.say(
            "The rest goes more slowly: both axes of this graph are logarithmic.",
            narration="The rest goes more slowly. Both axes of the small graph are logarithmic.",
        )
        self._run(picture, line, epoch, loss, split, last, 7.0)
        self.wait(2.0)
        self.hush(FadeOut(VGroup(graph, line, epoch, loss)))

    def _paint(self, diagram: NetworkDiagram, lesson: Lesson) -> None:
        """As the former shot left it."""
        for lines, gradient in zip(
            (diagram.outward, diagram.inward), gradients(lesson), strict=True
        ):
            shares = gradient / (np.abs(gradient).max() or 1.0)
            for line, neuron in zip(lines, diagram.shown, strict=True):
                paint(line, float(shares[neuron]))
                line.set_stroke(DARK.error)

    def _run(
        self, picture: _Picture, line: LossCurve, epoch: Gauge, loss: Gauge, start: int, stop: int,
        seconds: float,
    ) -> None:  # fmt: skip
        """From one snapshot to another."""
        lesson = picture.lesson

        def change(value: float) -> None:
            shot = lesson.snapshots[round(value)]
            picture.curve.set_network(shot.network)
            line.set_epoch(shot.epoch)
            epoch.set_value(shot.epoch)
            loss.set_value(lesson.loss(shot.network))

        moving = [picture.curve, line, epoch.digits, loss.digits]
        drive = Drive(moving, change, start, stop, rate_func=lambda t: t)
        self.play(drive, run_time=seconds)


def tenth_of(lesson: Lesson) -> int:
    """The first epoch that begins with a tenth of the first one's loss; 0 if there is none."""
    losses = lesson.trained.history.loss
    small = np.flatnonzero(losses <= 0.1 * losses[0])
    return int(small[0]) if small.size else 0


class Inside(Chapter):
    """What the neurons became: soft switches, where the function needs them."""

    def construct(self) -> None:
        before = _Picture(self.spec)
        lesson = before.lesson
        before.curve.set_network(lesson.network)
        self.add(*before.parts, before.curve)
        low = {"height": 2.1, "center": (-2.5, 1.3, 0.0)}
        picture = _Picture(self.spec, x_marks=False, most_y=4, **low)
        picture.curve.set_network(lesson.network)
        below = Graph(
            lesson.subject.x_range, (-1.15, 1.15), width=6.9, height=1.7,
            center=(-2.5, -1.35, 0.0), most_y=3, x_label=f"${lesson.subject.target.names[0]}$",
        )  # fmt: skip
        waves = Neurons(below, lesson.network)
        self.say(
            "What have the neurons become? Below, each one's own output.",
            FadeOut(VGroup(before.graph, before.function, before.curve)),
            FadeIn(VGroup(picture.graph, picture.function, picture.curve)),
            FadeIn(below),
            narration="What have the neurons become? Below is the output of each of them, all "
            "sixteen; above is their weighted sum.",
        )
        self.play(Create(waves), run_time=1.6)
        self.wait(0.8)

        # Back to the start, and again
        start = Gauge("epoch", EPOCHS, (COLUMN, 2.4, 0.0), write=whole)
        inside = Gauge("switch in here", 0, (COLUMN, 1.1, 0.0), write=_of_all, color=DARK.step)
        width = Gauge("fastest switch, of the width", 0, (COLUMN, -0.2, 0.0), write=_percent,
                      color=DARK.step)  # fmt: skip
        gauges = (start, inside, width)
        self._set(lesson, len(lesson.snapshots) - 1, picture, waves, gauges)
        self.say(
            "A neuron switches at $s = -b/w$: a dot. Training has moved them.",
            *(FadeIn(gauge) for gauge in gauges),
            narration="Each neuron switches at its place, s equals minus b over w: a dot. "
            "These places were random, and training has moved them.",
        )
        self.wait(0.6)
        moving = [picture.curve, waves, *(gauge.digits for gauge in gauges)]
        last = len(lesson.snapshots) - 1

        def change(value: float) -> None:
            self._set(lesson, round(value), picture, waves, gauges)

        self.play(Drive(moving, change, last, 0), run_time=1.6)
        self.play(Drive(moving, change, 0, last, rate_func=lambda t: t), run_time=6.0)
        self.wait(0.6)
        fast = _percent(fastest(lesson.network, lesson.subject)).replace(" %", "")
        self.say(
            f"Soft switches, not steps: even the fastest takes {fast} % of the interval.",
            narration="They are soft switches, not steps: even the fastest takes "
            f"{fast} percent of the interval to go from a tenth to nine tenths of its way.",
        )
        self.wait(3.0)
        self.hush(FadeOut(VGroup(below, waves, *gauges)),
                  FadeOut(VGroup(picture.graph, picture.function, picture.curve)))  # fmt: skip

    def _set(self, lesson: Lesson, index: int, picture: Any, waves: Any, gauges: Any) -> None:
        shot = lesson.snapshots[index]
        picture.curve.set_network(shot.network)
        waves.set_network(shot.network)
        low, high = lesson.subject.x_range
        at = places(shot.network)
        values = shot.epoch, ((at > low) & (at < high)).sum(), fastest(shot.network, lesson.subject)
        for gauge, value in zip(gauges, values, strict=True):
            gauge.set_value(float(value))


def _of_all(value: float) -> str:
    return f"{value:.0f}"


def _percent(value: float) -> str:
    return number(float(f"{100 * value:.2g}"), 2)


def places(network: Network) -> Any:
    """Where the hidden neurons switch: s = -b/w."""
    first = network.layers[0]
    return -first.biases / first.weights[:, 0]


def fastest(network: Network, subject: Subject) -> float:
    """The least way from 10 % to 90 % of a neuron's rise, as a share of the interval."""
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
    """The trained network, and those that are built of as many neurons."""
    lesson = get_lesson(spec)
    rivals = [_rival("trained", lesson.network, lesson.subject)]
    for construction in ("steps", "ramps"):
        built = _built(lesson.subject, construction)
        if built is not None:
            rivals.append(_rival(f"built of {construction}", built.network, lesson.subject))
    return rivals


def _built(subject: Subject, construction: str) -> Approximation | None:
    try:
        return approximate(subject.target, construction=construction, neurons=NEURONS)
    except UatError:
        return None


def _rival(name: str, network: Network, subject: Subject) -> Rival:
    x = np.linspace(*subject.x_range, FINE)
    gap = np.abs(evaluate(network, x) - subject.target(x))
    return Rival(name, network, float(gap.max()), float(np.sqrt(np.mean(gap**2))))


class SameSize(Chapter):
    """As many neurons, trained and built."""

    def construct(self) -> None:
        picture, rivals = _Picture(self.spec), get_rivals(self.spec)
        self.add(picture.title)
        self.say(
            f"{NEURONS} neurons, trained; and built by hand, for comparison.",
            FadeIn(picture.graph),
            FadeIn(picture.function),
            narration="Compare the trained network with what can be built from as many neurons, "
            "without any training.",
        )
        curve = ClippedCurve(picture.graph, rivals[0].network)
        self.play(Create(curve), run_time=1.2)
        rows = VGroup(*(self._row(n, rival, rivals) for n, rival in enumerate(rivals)))
        self.play(FadeIn(rows[0]), run_time=0.6)
        self.wait(1.0)
        for row, rival in zip(rows[1:], rivals[1:], strict=True):
            other = ClippedCurve(picture.graph, rival.network)
            self.play(FadeOut(curve), run_time=0.3)
            self.play(Create(other), FadeIn(row), run_time=1.4)
            self.wait(1.2)
            curve = other
        best = min(rivals, key=lambda rival: rival.largest)
        self.say(
            f"Here the smallest largest error is that of the one {best.name}.",
            rows[rivals.index(best)][1].animate.set_fill(DARK.step),
            narration="For this function the smallest largest error is that of the network "
            f"that was {best.name}.",
        )
        self.wait(1.8)
        self.say(
            "Training makes the mean square small; what it will reach, nobody knows before.",
            narration="Training only makes the mean square small. How small, one sees "
            "afterwards. A construction comes with its error.",
        )
        self.wait(2.8)
        everything = VGroup(picture.graph, picture.function, picture.title, curve, rows)
        self.hush(FadeOut(everything))

    def _row(self, n: int, rival: Rival, rivals: list[Rival]) -> VGroup:
        """A name, both errors, and the larger as a bar."""
        corner = np.array([COLUMN, 2.55 - 1.75 * n, 0.0])
        name = words(rival.name, LABEL, DARK.text).move_to(corner, aligned_edge=LEFT)
        errors = Digits(number(rival.largest, 2), BODY, DARK.network)
        errors.shift(corner + np.array([0.0, -0.6, 0.0]))
        means = Digits(number(rival.rms, 2), BODY, DARK.muted)
        means.shift(corner + np.array([2.1, -0.6, 0.0]))
        share = rival.largest / (max(r.largest for r in rivals) or 1.0)
        bar = Rectangle(width=max(0.03, 3.6 * share), height=0.12, stroke_width=0,
                        fill_color=DARK.error, fill_opacity=1)  # fmt: skip
        bar.move_to(corner + np.array([0.0, -0.86, 0.0]), aligned_edge=LEFT)
        heads = VGroup()
        if n == 0:
            for label, x in (("largest error", 0.0), ("root mean square", 2.1)):
                head = words(label, 24, DARK.muted)
                heads.add(head.move_to(corner + np.array([x, 0.55, 0.0]), aligned_edge=LEFT))
        return VGroup(name, errors, means, bar, heads)


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
        """All of them learn at once."""

        def change(t: float) -> None:
            for lesson, curve, line in zip(self.lessons, self.curves, self.lines, strict=True):
                shot = lesson.snapshots[round(t * (len(lesson.snapshots) - 1))]
                curve.set_network(shot.network)
                line.set_epoch(shot.epoch)

        return Drive([self.curves, self.lines], change, rate_func=lambda t: t)


@lru_cache(maxsize=4)
def get_rates(spec: FilmSpec) -> list[Lesson]:
    """The same lesson with steps that are tiny, middling and huge."""
    subject = varying_subject(spec)
    return [learn(subject, learning_rate=rate, schedule="constant") for rate in RATES]


@lru_cache(maxsize=4)
def get_sizes(spec: FilmSpec) -> list[Lesson]:
    """The same lesson for few and for many neurons."""
    subject = varying_subject(spec)
    return [learn(subject, neurons) for neurons in SIZES]


class Settings(Chapter):
    """Hyperparameters: what training does not learn, but has to be told."""

    def construct(self) -> None:
        lessons = get_rates(self.spec)
        panels = Panels(lessons, [f"learning rate {number(rate)}" for rate in RATES])
        self._show(
            panels,
            "How far should one step go? That has to be chosen: the learning rate.",
            "How far should one step go? Training does not learn that: it has to be told. "
            "This is the learning rate, a hyperparameter.",
        )
        final = [float(np.median(lesson.trained.history.loss[-100:])) for lesson in lessons]
        self.say(
            "Too small, and it crawls. Too large, and it jumps over the valley."
            if final[1] == min(final)
            else "What is too small and what is too large depends on the function.",
            narration="Too small, and it crawls. Too large, and it jumps from one side of the "
            "valley to the other."
            if final[1] == min(final)
            else "What is too small, and what is too large, depends on the function.",
        )
        self.wait(2.2)
        self.play(FadeOut(panels.everything), run_time=0.5)

        # Sizes
        panels = Panels(get_sizes(self.spec), [f"{neurons} neurons" for neurons in SIZES])
        self._show(
            panels,
            "How many neurons? Too few cannot follow, however long they learn.",
            "How many neurons? Another hyperparameter. If they are too few, they cannot follow, "
            "however long they learn.",
        )
        self.wait(1.8)
        self.hush(FadeOut(panels.everything))

    def _show(self, panels: Panels, caption: str, narration: str) -> None:
        self.say(caption, FadeIn(panels.parts), FadeIn(panels.curves), narration=narration)
        self.add(panels.lines)
        self.play(panels.drive(), run_time=6.0)
        self.wait(0.8)
