"""A network with one hidden layer can compute any continuous function, to any accuracy."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import DOWN, LEFT, Create, FadeIn, FadeOut, VGroup, Write

from uat.activations import SIGMOID
from uat.approximation import Approximation, approximate
from uat.constructions.steps import step_network
from uat.evaluate import evaluate
from uat.film import FilmSpec
from uat.network import Layer, Network
from uat.palette import DARK
from uat.stage import (
    Chapter,
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
from uat.stage.gauge import Gauge
from uat.stage.plane import NetworkRelief
from uat.stage.readout import Digits
from uat.stage.relief import View
from uat.stage.staircase import blend
from uat.stage.text import BODY, LABEL, TITLE_HEIGHT, count, fit, number
from uat.target import Target, make_target

DIAGRAM = np.array([-4.25, 0.1, 0.0])
NEURONS = 6
SPAN = 2.2  # from the lowest to the highest point of their curves
SEEDS = (3, 8, 5, 12)  # of the networks at the beginning
TRIALS = 4  # tolerances
RESOLUTION = 1e-3  # of f's range: how finely jumps are looked for
COARSEST = 0.25  # of f's range: the first of them
JUMP = "where(x < 0.55, 0.3 + 0.25*sin(7*x), 0.75 - 0.15*cos(11*x))"
ALLOWED_AT_JUMP = 0.04
GENTLE, FIRM = 60.0, 20_000.0  # weights times the domain's length
COLUMNS = (2.3, 4.0, 5.45)  # left edges of the table's columns
PANELS = (-5.2, -1.75, 1.75, 5.2)  # middles of the pictures at the end


def get_random(seed: int) -> Any:
    """Weights, biases and output weights of a small network, drawn by chance; (NEURONS, 3)."""
    rng = np.random.default_rng(seed)
    steepness = rng.uniform(6.0, 40.0, NEURONS)
    switches = rng.permutation((np.arange(NEURONS) + rng.random(NEURONS)) / NEURONS)
    heights = rng.normal(0.0, 1.0, NEURONS)
    parameters = np.stack([steepness, -steepness * switches, heights], axis=1)
    parameters[:, 2] *= SPAN / np.ptp(_added(parameters))
    return parameters


def get_small(parameters: Any) -> Network:
    """The network of such weights; its output bias puts the curve into the graph's middle."""
    w, b, h = np.asarray(parameters).T
    heights = _added(parameters)
    bias = -0.5 * float(heights.max() + heights.min())
    return Network((Layer(w[:, None], b, "sigmoid"), Layer([h], [bias], "linear")))


def _added(parameters: Any) -> Any:
    """What the hidden neurons add up to, from 0 to 1."""
    w, b, h = np.asarray(parameters).T
    network = Network((Layer(w[:, None], b, "sigmoid"), Layer([h], [0.0], "linear")))
    return evaluate(network, np.linspace(0.0, 1.0, 101))


def has_jumps(subject: Subject) -> bool:
    """Whether the function jumps inside its domain."""
    scale = (subject.high - subject.low) or 1.0
    return bool(subject.target.sample(RESOLUTION * scale).jumps)


@lru_cache(maxsize=4)
def get_continuous(spec: FilmSpec) -> Subject:
    """The user's function, about which the claim is; one that jumps waits for its own shot."""
    subject = get_subject(spec)
    if not has_jumps(subject):
        return subject
    return get_subject(replace(spec, function=None, box=None, tolerance=None))


@lru_cache(maxsize=4)
def get_trials(spec: FilmSpec) -> tuple[Approximation, ...]:
    """Networks for smaller and smaller tolerances, down to the film's own."""
    subject = get_continuous(spec)
    first = max(COARSEST * (subject.high - subject.low), 8 * subject.tolerance)
    tolerances = np.geomspace(first, subject.tolerance, TRIALS)
    rounded = [float(f"{tolerance:.1e}") for tolerance in tolerances[:-1]]
    return tuple(
        approximate(subject.target, construction=_kind(subject), tol=tolerance)
        for tolerance in (*rounded, subject.tolerance)
    )


def _kind(subject: Subject) -> str:
    """Steps; but a constant needs none, and the picture some neurons."""
    return "steps" if subject.high > subject.low else "bumps"


@lru_cache(maxsize=4)
def get_jump(spec: FilmSpec) -> Target:
    """The user's function if it jumps, else an example that does."""
    subject = get_subject(spec)
    return subject.target if has_jumps(subject) else make_target(JUMP, ((0.0, 1.0),))


def _whole(value: float) -> str:
    return count(round(value))


def _short(value: float) -> str:
    return number(value, 2)


class Question(Chapter):
    """Other weights, another curve: which curves can a network make?"""

    def construct(self) -> None:
        now = get_random(SEEDS[0])
        graph = Graph(
            (0.0, 1.0), (-1.5, 1.5), width=6.8, height=4.4, center=(2.85, 0.1, 0.0),
            y_label="output",
        )  # fmt: skip
        curve = NetworkCurve(graph, get_small(now))
        diagram = NetworkDiagram(
            get_small(now), width=4.0, height=4.6, center=DIAGRAM, radius=0.3, scale=1.2
        )
        self.show_title("Networks can compute any function")

        # A network is a function
        self.say(
            "A neural network: a number goes in, a number comes out.",
            FadeIn(diagram),
            FadeIn(graph),
            narration="Here is a neural network with one hidden layer. A number goes in on the "
            "left, and a number comes out on the right.",
            run_time=1.2,
        )
        self.play(Create(curve), run_time=1.6)
        self.wait(0.6)

        # Other weights, another function
        self.say(
            "Other weights, another curve.",
            narration="What comes out depends on its weights. Other weights, another curve.",
        )
        for seed in SEEDS[1:]:
            self.play(_drive(curve, diagram, now, get_random(seed)), run_time=1.7)
            now = get_random(seed)
            self.wait(0.2)
        self.say("Which curves can it make?", narration="Which curves can it make?")
        self.play(_drive(curve, diagram, now, get_random(SEEDS[0])), run_time=2.0)
        self.wait(0.4)
        self.hush(FadeOut(VGroup(graph, curve, diagram)))


def _drive(curve: NetworkCurve, diagram: NetworkDiagram, start: Any, stop: Any) -> Drive:
    """From one network's weights to another's."""

    def change(t: float) -> None:
        network = get_small((1 - t) * start + t * stop)
        curve.set_network(network)
        diagram.set_network(network)

    return Drive([curve, diagram.outward], change)


class _Picture:
    """The user's function on a graph, and its formula above."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject = get_continuous(spec)
        self.graph = Graph(
            self.subject.x_range,
            self.subject.y_range,
            width=7.6,
            height=4.2,
            center=(-2.15, 0.0, 0.0),
            x_label=f"${self.subject.target.names[0]}$",
        )
        self.function = FunctionCurve(self.graph, self.subject.target)
        self.title = self.subject.title(12.0)
        self.title.move_to([self.graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.function, self.title]


class Claim(Chapter):
    """Any continuous function, to any accuracy; and what the two words in it mean."""

    def construct(self) -> None:
        picture = _Picture(self.spec)
        first, last = get_trials(self.spec)[0], get_trials(self.spec)[-1]
        claim = VGroup(
            words("One hidden layer is enough", BODY),
            words("for _any continuous_ function,", BODY),
            words("_to any accuracy_.", BODY),
        )
        for n, line in enumerate(claim):
            line.move_to((2.45, 1.0 - 0.75 * n, 0.0), aligned_edge=LEFT)

        # A function that somebody asks for
        self.say(
            "Draw a curve, any curve you like.",
            FadeIn(picture.graph),
            Write(picture.title),
            Create(picture.function),
            narration="Draw a curve. Any curve you like, however it wiggles.",
            run_time=2.0,
        )
        self.wait(0.8)
        curve = NetworkCurve(picture.graph, last.network)
        self.say(
            "There are weights for which the network follows it.",
            Create(curve),
            narration="Then there are a number of neurons, and weights, with which the network "
            "follows it.",
            run_time=2.2,
        )
        self.wait(1.0)

        # The claim
        self.say(
            "That is the claim of this film.",
            *(FadeIn(line, shift=DOWN * 0.1) for line in claim),
            narration="That is the claim of this film. One hidden layer is enough for any "
            "continuous function, to any accuracy.",
            run_time=1.2,
        )
        self.wait(2.6)
        self.say(
            "Two words in it matter.",
            claim[1].animate.set_color(DARK.step),
            claim[2].animate.set_color(DARK.network),
            narration="Two words in it matter: accuracy, and continuous. Take the accuracy first.",
        )
        self.wait(1.8)
        rough = NetworkCurve(picture.graph, first.network)
        self.hush(FadeOut(claim), FadeOut(curve), FadeIn(rough))


class Accuracy(Chapter):
    """Approximately: for every tolerance there is a number of neurons."""

    def construct(self) -> None:
        picture, nets = _Picture(self.spec), get_trials(self.spec)
        curve = NetworkCurve(picture.graph, nets[0].network)
        self.add(*picture.parts, curve)
        band = ErrorBand(picture.graph, picture.subject.target, nets[0].tolerance or 0.0)
        head = VGroup(
            *(
                words(text, LABEL, DARK.muted).move_to((x, 1.87, 0.0), aligned_edge=DOWN + LEFT)
                for text, x in zip(("allowed", "neurons", "error"), COLUMNS, strict=True)
            )
        )
        rows = [_row(net, 1.3 - 0.75 * n) for n, net in enumerate(nets)]

        # A tolerance, and a network for it
        self.play(FadeIn(band), run_time=0.6)
        self.bring_to_front(picture.function, curve)
        self.say(
            "Not exactly, but up to an error that we choose: the width of this band.",
            FadeIn(head),
            FadeIn(rows[0]),
            narration="The network does not compute the function exactly, but up to an error that "
            "we choose. Its output stays inside this band.",
            run_time=1.0,
        )
        self.wait(2.0)

        # Smaller ones
        self.say(
            "Allow less: it takes more neurons, but some number is enough.",
            narration="Allow a smaller error, and it takes more neurons. But there is always a "
            "number that is enough.",
        )
        for (before, after), row in zip(pairwise(nets), rows[1:], strict=True):
            self.play(_refine(curve, band, before, after), FadeIn(row), run_time=2.0)
            self.wait(0.7)
        self.say(
            "For _every_ tolerance there is a network, and a larger one does better still.",
            narration="That is what the claim says: for every tolerance above zero there is such a "
            "network.",
        )
        self.wait(2.4)
        self.hush(FadeOut(VGroup(*picture.parts, band, curve, head, *rows)))


def _row(net: Approximation, y: float) -> VGroup:
    """A line of the table: the tolerance, how many neurons keep to it, and their largest error."""
    texts = (_short(net.tolerance or 0.0), count(net.network.neurons), _short(net.error.max))
    colors = (DARK.target, DARK.network, DARK.step if net.error.met else DARK.error)
    row = VGroup()
    for text, color, x in zip(texts, colors, COLUMNS, strict=True):
        row.add(Digits(text, BODY, color).shift(np.array([x, y, 0.0])))
    return row


def _refine(
    curve: NetworkCurve, band: ErrorBand, before: Approximation, after: Approximation
) -> Drive:
    """From one network and its band to the next; every curve on the way is a network's output."""
    way = blend(before.partition, after.partition)
    start, stop = before.tolerance or 0.0, after.tolerance or 0.0

    def change(t: float) -> None:
        band.set_half_width((1 - t) * start + t * stop)
        if t >= 1.0 or (way is None and t >= 0.5):
            curve.set_network(after.network)
        elif way is not None:
            curve.set_network(way.network(t))

    return Drive([band, curve], change)


class _Jump:
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
            x_label=f"${self.target.names[0]}$",
        )
        self.function = FunctionCurve(self.graph, self.target)
        self.band = ErrorBand(self.graph, self.target, self.tolerance)
        self.curve = NetworkCurve(self.graph, self.network(GENTLE))

    def network(self, steepness: float) -> Network:
        """The staircase, with this weight times the domain's length."""
        w = steepness / (self.high - self.low)
        return step_network([self.net.partition], SIGMOID, w, "linear")

    def _largest_jump(self) -> float:
        samples = self.net.samples
        assert samples is not None
        before = np.flatnonzero(samples.is_jump)
        sizes = np.abs(samples.y[before + 1] - samples.y[before])
        return float(samples.x[before + 1][sizes.argmax()])

    def share_outside(self) -> float:
        """The share of the domain on which the error is more than the allowed one."""
        w = float(np.max(self.curve.network.layers[0].weights))
        near = self.place + np.linspace(-40.0, 40.0, 1001) / w
        x = np.concatenate([np.linspace(self.low, self.high, 4001), near])
        x = np.unique(x[(x >= self.low) & (x <= self.high)])
        middle = 0.5 * (x[1:] + x[:-1])
        wrong = np.abs(evaluate(self.curve.network, middle) - self.target(middle))
        bad = wrong > self.tolerance * (1 + 1e-9)
        return float(np.diff(x)[bad].sum()) / (self.high - self.low)

    def error_at_jump(self) -> float:
        """The larger of the distances to f just left and just right of the jump."""
        nudge = 1e-9 * (self.high - self.low)
        sides = self.target(np.array([self.place - nudge, self.place + nudge]))
        y = float(evaluate(self.curve.network, np.array([self.place]))[0])
        return float(np.abs(sides - y).max())


class Continuous(Chapter):
    """A jump cannot be followed: the output is continuous. Everywhere else it can."""

    def construct(self) -> None:
        jump = _Jump(self.spec)
        left = 2.55
        outside = Gauge(
            "share outside the band", jump.share_outside(), (left, 1.7, 0.0), write=_short,
            color=DARK.error,
        )  # fmt: skip
        error = Gauge(
            "error at the jump", jump.error_at_jump(), (left, 0.3, 0.0), write=_short,
            color=DARK.error,
        )  # fmt: skip
        weight = Gauge(
            "weights", GENTLE / (jump.high - jump.low), (left, -1.1, 0.0), write=_short,
            color=DARK.positive,
        )  # fmt: skip

        # A function that jumps
        self.say(
            "The other word is _continuous_. This function jumps.",
            FadeIn(jump.graph),
            Create(jump.function),
            narration="The other word is continuous. Here is a function that jumps.",
            run_time=1.6,
        )
        self.wait(0.8)
        self.add(jump.band)
        self.bring_to_front(jump.function)
        self.say(
            "The network's output has no jumps: it has to leave one band for the other.",
            FadeIn(jump.band),
            Create(jump.curve),
            narration="The output of a network has no jumps. To get from one side to the other, it "
            "has to leave the band and cross the gap.",
            run_time=2.0,
        )
        self.play(FadeIn(outside, error, weight), run_time=0.6)
        self.wait(1.2)

        # Steeper and steeper
        def steepen(log_w: float) -> None:
            w = float(np.exp(log_w))
            jump.curve.set_network(jump.network(w))
            outside.set_value(jump.share_outside())
            error.set_value(jump.error_at_jump())
            weight.set_value(w / (jump.high - jump.low))

        self.say(
            "Steeper neurons cross it faster, and elsewhere all is well …",
            narration="Larger weights make it cross faster. Everywhere else the error is as small "
            "as we asked for.",
        )
        moving = [jump.curve, outside.digits, error.digits, weight.digits]
        self.play(Drive(moving, steepen, np.log(GENTLE), np.log(FIRM)), run_time=4.0)
        self.wait(0.6)
        self.say(
            "… but at the jump it is off by at least half of it, whatever the weights.",
            narration="But at the jump itself the network is off by half of it or more, on one "
            "side or the other, whatever the weights.",
        )
        self.wait(2.8)
        everything = VGroup(jump.graph, jump.function, jump.band, jump.curve)
        self.hush(FadeOut(everything), FadeOut(VGroup(outside, error, weight)))


class Promise(Chapter):
    """What the film will build, each of it the output of a network."""

    def construct(self) -> None:
        panels = [
            _Panel("A neuron makes a step,", PANELS[0], (0.0, 1.0), (-0.1, 1.1), _one_step),
            _Panel("two make a bump,", PANELS[1], (0.0, 1.0), (-0.1, 1.1), _one_bump),
            _curve_panel(self.spec),
        ]
        sayings = (
            ("We shall not search for the weights. We shall work them out.",
             "How do we know? We shall not search for the weights. We shall work them out. First "
             "one neuron becomes a step."),
            ("", "Two steps make a bump."),
            ("", "And many of them make any curve."),
        )  # fmt: skip
        for panel, (caption, narration) in zip(panels, sayings, strict=True):
            if caption:
                self.say(caption, FadeIn(panel.still), FadeIn(panel.curve), narration=narration)
            else:
                self.play(FadeIn(panel.still), FadeIn(panel.curve), run_time=0.6)
            self.play(Drive(panel.curve, panel.change), run_time=1.6)
            self.wait(0.3)
        self._tower()
        self.wait(0.6)

        # Where the film goes
        self.say(
            "Then deeper networks, and what training finds by itself.",
            narration="Then come deeper networks, and what training finds by itself.",
        )
        again = [Drive(panel.curve, panel.change, 1.0, 0.0) for panel in panels]
        self.play(*again, run_time=1.4)
        forth = [Drive(panel.curve, panel.change) for panel in panels]
        self.play(*forth, run_time=1.4)
        self.say(
            "Every curve that you see is what the network on screen computes.",
            narration="And every curve that you see is no drawing of what should come out. It is "
            "what the network computes.",
        )
        self.wait(2.6)
        self.hush()

    def _tower(self) -> None:
        """The last picture: a tower of two inputs goes up."""
        view = View(turn=35.0, tilt=28.0, size=3.3, height=2.3, center=(PANELS[3], -0.1))
        relief = NetworkRelief(_tower_of(0.0), columns=24, z_range=(0.0, 1.0), view=view)
        label = _label("towers make any surface.", PANELS[3])
        self.play(FadeIn(relief), FadeIn(label), run_time=0.6)

        def change(t: float) -> None:
            relief.set_network(_tower_of(t))

        self.play(Drive(relief, change), run_time=1.8)


class _Panel:
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
        self.still = VGroup(floor, _label(text, middle))
        self.curve = NetworkCurve(self.graph, network(0.0))

    def change(self, t: float) -> None:
        """Show the network at t, from 0 to 1."""
        self.curve.set_network(self.network(t))


def _label(text: str, middle: float) -> Any:
    label = words(text, LABEL)
    fit(label, 3.2)
    return label.move_to((middle, -1.5, 0.0))


def _steps(places: Any, heights: Any, w: float) -> Network:
    s = np.asarray(places, dtype=float)
    hidden = Layer(np.full((s.size, 1), w), -w * s, "sigmoid")
    return Network((hidden, Layer([list(heights)], [0.0], "linear")))


def _one_step(t: float) -> Network:
    return _steps([0.45], [1.0], 6.0 * 50.0**t)


def _one_bump(t: float) -> Network:
    return _steps([0.3, 0.7], [0.9, -0.9 * t], 300.0)


def _curve_panel(spec: FilmSpec) -> _Panel:
    """From the coarsest to the finest network for the user's function."""
    subject, nets = get_continuous(spec), get_trials(spec)
    way = blend(nets[0].partition, nets[-1].partition)

    def network(t: float) -> Network:
        if way is None or t >= 1.0:
            return nets[0 if t < 0.5 else -1].network
        return way.network(t)

    panel = _Panel("many make any curve,", PANELS[2], subject.x_range, subject.y_range, network)
    panel.still.add(FunctionCurve(panel.graph, subject.target, width=3.0))
    return panel


def _tower_of(t: float) -> Network:
    """Two steps in x, two in y, and a neuron that is on where all of them say so."""
    h, w = 0.2 + 15.0 * t, 100.0
    places = np.array([0.3, 0.7, 0.35, 0.65])
    weights = np.zeros((4, 2))
    weights[:2, 0] = weights[2:, 1] = w
    return Network(
        (Layer(weights, -w * places, "sigmoid"), Layer([[h, -h, h, -h]], [-1.5 * h], "sigmoid"))
    )
