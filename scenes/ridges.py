"""Two inputs and one hidden layer only: ridges along many directions add up to any surface."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, FadeIn, FadeOut, Rectangle, VGroup, VMobject

from uat.approximation import Approximation, approximate
from uat.errors import UatError
from uat.evaluate import evaluate
from uat.film import FilmSpec
from uat.network import Layer, Network
from uat.palette import DARK
from uat.ridges.bases import hat_columns
from uat.stage import Chapter, Drive, formula, words
from uat.stage.floor import Floor, as_corners
from uat.stage.gauge import Gauge
from uat.stage.layers import LayerDiagram
from uat.stage.plane import NetworkRelief, PlaneSubject, plane_subject, target_relief, turn
from uat.stage.relief import View
from uat.stage.text import BODY, LABEL, TITLE_HEIGHT, count, number, number_code

KNOTS, GAINS = (-0.5, 0.0, 0.5), (2.0, -4.0, 2.0)  # of a ridge, along its direction
CROSSED = (2, 3, 6, 12)  # directions of crossing ridges
STAGES = ((1, 12), (2, 12), (4, 14), (8, 18), (16, 24))  # directions, and knots along each
STIFF = 1e-9  # of the fit: as much of each weight as does not matter
FIT, SEEN, COUNTED = 61, 52, 201  # points along each input: to fit, to show, to measure
SHARE = 0.05  # of f's range: the tolerance at which networks are counted, if the ridges reach it
AROUND = ((-1.0, 1.0), (-1.0, 1.0))
RIGHT_VIEW = View(turn=30.0, tilt=34.0, size=7.4, height=2.6, center=(2.7, -1.0))
VIEW = View(turn=30.0, tilt=36.0, size=7.8, height=2.5, center=(-1.9, -1.05))
COLUMN = 3.75  # left edge of the numbers beside a relief


def direction(angle: float) -> Any:
    return np.array([np.cos(angle), np.sin(angle)])


def get_ramp(angle: float) -> Network:
    """One relu neuron that looks in a direction, and rises by 1 over half the square."""
    return Network((Layer([direction(angle)], [0.0], "relu"), Layer([[1.0]], [0.0], "linear")))


def get_ridge(angle: float) -> Network:
    """Three relu neurons of one direction: up, down and level."""
    first = Layer(np.tile(direction(angle), (3, 1)), [-knot for knot in KNOTS], "relu")
    return Network((first, Layer([GAINS], [0.0], "linear")))


def get_folded(share: float) -> Network:
    """On the way from a ramp that begins in the middle to a ridge."""
    knots = np.array([share * KNOTS[0], KNOTS[1], KNOTS[2]])
    gains = (1 - share) * np.array([1.0, 0.0, 0.0]) + share * np.array(GAINS)
    first = Layer(np.tile(direction(0.0), (3, 1)), -knots, "relu")
    return Network((first, Layer([gains], [0.0], "linear")))


def get_crossing(directions: int, share: float = 1.0) -> Network:
    """Ridges through the middle along so many directions, and their mean; then a little higher."""
    angles = np.pi * np.arange(directions) / directions
    parts = [get_ridge(float(angle)) for angle in angles]
    return mixed(parts, [share / directions] * directions)


def mixed(networks: list[Network], shares: list[float]) -> Network:
    """The weighted sum of networks of one hidden layer, as one network of one hidden layer."""
    hidden = [network.layers[0] for network in networks]
    output = [network.layers[1] for network in networks]
    first = Layer(
        np.concatenate([np.asarray(layer.weights) for layer in hidden]),
        np.concatenate([layer.biases for layer in hidden]),
        hidden[0].activation,
    )
    weights = [s * np.asarray(layer.weights) for s, layer in zip(shares, output, strict=True)]
    bias = sum(s * layer.biases for s, layer in zip(shares, output, strict=True))
    return Network((first, Layer(np.concatenate(weights, axis=1), bias, "linear")))


@dataclass(frozen=True, eq=False)
class Fitted:
    """One hidden layer of ramps along even directions, fitted to f, and its largest error."""

    directions: int
    network: Network
    error: float


def fitted(subject: PlaneSubject, directions: int, knots: int) -> Fitted:
    """The profiles along all directions together, by least squares: polylines with even knots."""
    (low, high) = np.array(subject.box).T
    middle, half = (low + high) / 2, (high - low) / 2
    units = np.stack([direction(np.pi * k / directions) for k in range(directions)])
    places = [np.linspace(-1, 1, knots) * np.abs(unit).sum() for unit in units]
    points = _grid(FIT)
    columns = np.concatenate(
        [hat_columns(points @ u, place) for u, place in zip(units, places, strict=True)], axis=1
    )
    wanted = subject.target(*(middle + half * points).T)
    size = float(np.abs(wanted).max()) or 1.0
    system = columns.T @ columns / len(points) + STIFF * np.eye(columns.shape[1])
    values = size * np.linalg.solve(system, columns.T @ (wanted / size) / len(points))
    network = _ramps(units, places, values.reshape(directions, knots), middle, half)
    fine = middle + half * _grid(COUNTED)
    error = np.abs(evaluate(network, *fine.T) - subject.target(*fine.T)).max()
    return Fitted(directions, network, float(error))


def _grid(count: int) -> Any:
    side = np.linspace(-1.0, 1.0, count)
    return np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)


def _ramps(units: Any, places: Any, values: Any, middle: Any, half: Any) -> Network:
    """A neuron at every inner knot; all first links together are one plane, and take one more.

    The plane a·x + b is a neuron that is on everywhere in the box.
    """
    slopes = [np.diff(v) / np.diff(p) for v, p in zip(values, places, strict=True)]
    plane = sum(s[0] * u for s, u in zip(slopes, units, strict=True)) / half
    start = sum(v[0] - s[0] * p[0] for v, s, p in zip(values, slopes, places, strict=True))
    weights = np.concatenate(
        [np.tile(u / half, (len(p) - 2, 1)) for u, p in zip(units, places, strict=True)]
    )
    at = np.concatenate([p[1:-1] for p in places])
    gains = np.concatenate([np.diff(s) for s in slopes])
    size = float(np.abs(plane) @ half)
    along = plane / size if size else np.zeros(2)
    hidden = Layer(
        np.concatenate([weights, [along]]),
        np.concatenate([-at - weights @ middle, [1.0 - along @ middle]]),
        "relu",
    )
    return Network((hidden, Layer([[*gains, size]], [start - size], "linear")))


@lru_cache(maxsize=4)
def get_fits(spec: FilmSpec) -> tuple[Fitted, ...]:
    """More and more directions for the film's function."""
    subject = plane_subject(spec)
    return tuple(fitted(subject, *stage) for stage in STAGES)


@lru_cache(maxsize=4)
def get_boxes(spec: FilmSpec) -> tuple[Fitted, Approximation] | None:
    """The first fit within the tolerance, else the last; and boxes that are as good."""
    subject, fits = plane_subject(spec), get_fits(spec)
    goal = SHARE * (subject.high - subject.low)
    chosen = next((fit for fit in fits if fit.error <= goal), fits[-1])
    try:
        return chosen, approximate(subject.target, tol=max(chosen.error, goal))
    except UatError:
        return None


class Pointer(VMobject):
    """The direction of a neuron's weights as an arrow on the floor; `set_angle` turns it."""

    def __init__(self, view: View, angle: float) -> None:
        super().__init__(color=DARK.positive, stroke_width=5.0)
        self.view = view
        self.set_angle(angle)

    def set_angle(self, angle: float) -> "Pointer":
        tip, back, side = direction(angle), 0.86 * direction(angle), 0.06 * direction(angle + 1.571)
        path = 1.25 * np.array([0.0 * tip, tip, back + side, tip, back - side])
        flat = self.view.to_screen(path[:, 0], path[:, 1], np.zeros(len(path)))
        self.points = as_corners(np.concatenate([flat, np.zeros((len(flat), 1))], axis=1))
        return self


def _whole(value: float) -> str:
    return count(round(value))


def _short(value: float) -> str:
    return number(value, 2)


class OneDirection(Chapter):
    """A neuron looks in one direction; several of them make a ridge along a line."""

    def construct(self) -> None:
        relief = NetworkRelief(
            get_ramp(0.0), AROUND, columns=SEEN, z_range=(0.0, 1.4), view=RIGHT_VIEW
        )
        floor, pointer = Floor(RIGHT_VIEW), Pointer(RIGHT_VIEW, 0.0)
        diagram = LayerDiagram(
            get_ridge(0.3), width=4.0, height=3.0, center=(-4.3, 0.3, 0.0), radius=0.4,
            scales=(1.2, 4.0), zeros=True,
        )  # fmt: skip
        diagram.set_network(_only_first(0.0))

        self.show_title("One hidden layer for two inputs")
        self.say(
            "Towers need two hidden layers. Is one enough?",
            FadeIn(floor),
            FadeIn(diagram),
            narration="Towers need two hidden layers. Is one enough, when there are two inputs?",
            run_time=1.0,
        )
        self.wait(1.2)
        self.play(FadeIn(relief), FadeIn(pointer), run_time=0.8)
        self.bring_to_front(pointer)

        def look(angle: float) -> None:
            relief.set_network(get_ramp(angle))
            pointer.set_angle(angle)
            diagram.set_network(_only_first(angle))

        self.say(
            "A neuron looks in one direction, that of its weights. Across it nothing changes.",
            narration="A neuron looks in one direction: that of its two weights. Along the other "
            "one, across it, nothing changes.",
        )
        moving = [relief, pointer, diagram.edges]
        self.play(Drive(moving, look, 0.0, 2 * np.pi), run_time=5.0)
        self.wait(0.4)

        def fold(t: float) -> None:
            network = get_folded(t)
            relief.set_network(network)
            diagram.set_network(network)

        self.say(
            "Three neurons of one direction make a ridge, endless on both sides.",
            narration="Several neurons of the same direction make any profile. These three make a "
            "ridge, endless on both sides.",
        )
        self.play(Drive(moving, fold), run_time=2.6)
        self.wait(0.4)

        def turned(angle: float) -> None:
            network = get_ridge(angle)
            relief.set_network(network)
            pointer.set_angle(angle)
            diagram.set_network(network)

        self.play(Drive(moving, turned, 0.0, np.pi), run_time=3.0)
        self.wait(0.6)
        self.hush(FadeOut(VGroup(floor, diagram, pointer)), FadeOut(relief))


def _only_first(angle: float) -> Network:
    """The shape of a ridge with the weights of one ramp."""
    first = Layer(np.outer([1.0, 0.0, 0.0], direction(angle)), np.zeros(3), "relu")
    return Network((first, Layer([[1.0, 0.0, 0.0]], [0.0], "linear")))


class Crossing(Chapter):
    """Ridges through one place: where all of them meet there is a peak."""

    def construct(self) -> None:
        relief = NetworkRelief(get_crossing(1), AROUND, columns=SEEN, z_range=(0.0, 1.0), view=VIEW)
        floor = Floor(VIEW, marks=((0.0, "0"), (1.0, "1")))
        directions = Gauge("directions", 1, (COLUMN, 1.9, 0.0), write=_whole)
        neurons = Gauge("neurons", 3, (COLUMN, 0.5, 0.0), write=_whole, color=DARK.step)
        self.say(
            "One ridge, and a second one in another direction: take their mean.",
            FadeIn(floor),
            FadeIn(relief),
            FadeIn(directions),
            FadeIn(neurons),
            narration="Take a ridge, and another one in another direction, and their mean.",
            run_time=1.0,
        )
        moving = [relief, directions.digits, neurons.digits]
        texts = {
            3: ("A third …", "Add a third one …"),
            6: ("… and more.", "… and more of them."),
            12: ("Where all of them meet there is a peak; elsewhere they get lost in the mean.",
                 "Where all of them meet there is a peak. Elsewhere few of them meet, and are "
                 "lost in the mean."),
        }  # fmt: skip
        before = 1
        for after in CROSSED:
            if after in texts:
                self.say(texts[after][0], narration=texts[after][1])

            def grow(t: float, before: int = before, after: int = after) -> None:
                parts = [get_crossing(before), get_crossing(after)]
                relief.set_network(mixed(parts, [1.0 - t, t]))

            directions.set_value(after)
            neurons.set_value(3 * after)
            self.play(Drive(moving, grow), run_time=1.6)
            before = after
        self.play(turn([relief, floor], VIEW.turn, 84.0), run_time=3.0)
        self.say(
            "And a peak that can stand anywhere can be added up to anything.",
            narration="And from peaks that can stand anywhere every surface can be added up. It "
            "takes only one hidden layer.",
        )
        self.play(turn([relief, floor], 84.0, 50.0), run_time=2.0)
        self.wait(0.4)
        self.hush(FadeOut(VGroup(floor, directions, neurons)), FadeOut(relief))


class OwnFunction(Chapter):
    """More and more directions for the user's function, and what it costs."""

    def construct(self) -> None:
        subject, fits = plane_subject(self.spec), get_fits(self.spec)
        title = subject.title(9.6)
        title.move_to((-6.4, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        smooth, floor = target_relief(subject, VIEW), Floor(VIEW, subject.formulas)
        directions = Gauge("directions", 1, (COLUMN, 2.3, 0.0), write=_whole)
        neurons = Gauge("neurons", 1, (COLUMN, 0.9, 0.0), write=_whole, color=DARK.step)
        error = Gauge("largest error", 1.0, (COLUMN, -0.5, 0.0), write=_short, color=DARK.error)
        gauges = (directions, neurons, error)

        def show(fit: Fitted) -> None:
            for gauge, value in zip(
                gauges, (fit.directions, fit.network.neurons, fit.error), strict=True
            ):
                gauge.set_value(value)

        self.say(
            "Now your function, from ridges.",
            FadeIn(title),
            FadeIn(floor),
            FadeIn(smooth),
            narration="Now take your function, and look for ridges that add up to it.",
            run_time=1.0,
        )
        self.play(turn([smooth, floor], VIEW.turn, 50.0), run_time=1.8)
        self.play(turn([smooth, floor], 50.0, VIEW.turn), run_time=1.8)
        relief = NetworkRelief(
            fits[0].network, subject.box, columns=SEEN, z_range=subject.z_range, view=VIEW
        )
        show(fits[0])
        self.say(
            "One direction: the best profile along it.",
            FadeOut(smooth),
            FadeIn(relief),
            *(FadeIn(gauge) for gauge in gauges),
            narration="With one direction there is a best profile, by least squares.",
            run_time=0.8,
        )
        self.wait(1.0)
        self.say(
            "More directions: the profiles share the work.",
            narration="With more directions all profiles share the work, and the error goes down.",
        )
        for before, after in pairwise(fits):

            def blend(t: float, before: Fitted = before, after: Fitted = after) -> None:
                relief.set_network(mixed([before.network, after.network], [1.0 - t, t]))

            show(after)
            self.play(Drive([relief, *(gauge.digits for gauge in gauges)], blend), run_time=1.4)
            self.wait(0.5)
        self.play(turn([relief, floor], VIEW.turn, 75.0), run_time=2.6)
        self.play(turn([relief, floor], 75.0, VIEW.turn), run_time=2.6)
        self.hush(*(FadeOut(part) for part in (*gauges, floor, relief)))
        self._count(subject, title)

    def _count(self, subject: PlaneSubject, title: Any) -> None:
        """As good with two hidden layers of steps: how many neurons."""
        pair = get_boxes(self.spec)
        if pair is not None and subject.high > subject.low:
            ridges, boxes = pair
            few = min(ridges.network.neurons, boxes.network.neurons)
            most = max(ridges.network.neurons, boxes.network.neurons, 1)
            rows = VGroup(
                self._row(1.3, "one hidden layer: ridges of ramps", ridges.network.neurons, most),
                self._row(-0.4, "two hidden layers: boxes of steps", boxes.network.neurons, most),
            )
            limit = max(ridges.error, boxes.error.tolerance or 0.0)
            head = words("neurons, for a largest error of", LABEL, DARK.muted)
            head.move_to((-4.6, 2.35, 0.0), aligned_edge=LEFT)
            value = formula(_code(limit), LABEL, DARK.error)
            value.next_to(head, RIGHT, buff=0.14)
            best = "Ridges" if few == ridges.network.neurons else "Boxes"
            self.say(
                f"{best} take fewer neurons here.",
                FadeIn(head),
                FadeIn(value),
                FadeIn(rows),
                narration=f"How many neurons does it take with one hidden layer, and with two? "
                f"For this function {best.lower()} take fewer.",
                run_time=1.0,
            )
            self.wait(2.6)
            self.say(
                "But boxes are built, and how good they will be is known before.",
                narration="But boxes are built, tile by tile, and how good they will be is known "
                "before. Ridges have to be fitted.",
            )
            self.wait(2.8)
            self.hush(FadeOut(VGroup(title, head, value, rows)))
        else:
            self.play(FadeOut(title), run_time=0.5)

    def _row(self, y: float, name: str, neurons: int, most: int) -> VGroup:
        """A name, a number, and a bar as long as the number is large."""
        label = words(name, BODY).move_to((-4.6, y, 0.0), aligned_edge=LEFT)
        bar = Rectangle(
            width=max(0.04, 9.4 * neurons / most), height=0.34, stroke_width=0,
            fill_color=DARK.step, fill_opacity=1.0,
        )  # fmt: skip
        bar.move_to((-4.6, y - 0.62, 0.0), aligned_edge=LEFT)
        value = words(count(neurons), BODY, DARK.step)
        value.next_to(bar, RIGHT, buff=0.2)
        return VGroup(label, bar, value)


def _code(value: float) -> str:
    return number_code(number(value, 2))
