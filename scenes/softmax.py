"""Scores become probabilities, and a network of boxes decides any regions of the plane."""

import contextlib
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Create, FadeIn, FadeOut, Rectangle, VGroup, Write

from uat.activations import softmax
from uat.approximation import Approximation, approximate
from uat.errors import InputError
from uat.expression import compile_expression
from uat.film import FilmSpec
from uat.network import Layer, Network
from uat.palette import CLASSES, DARK
from uat.stage import Chapter, Drive, Graph, Readout, formula, words
from uat.stage.gauge import Gauge
from uat.stage.layers import LayerDiagram
from uat.stage.readout import Digits
from uat.stage.regions import RegionBorder, RegionPicture
from uat.stage.shape import NetworkShape
from uat.stage.text import BODY, LABEL, TITLE, count, fit, number, number_code, plain, signed
from uat.target import Target, make_target

NAMES = ("cat", "dog", "bird")
COLORS = (DARK.target, DARK.network, DARK.step)  # of the three classes
FIRST = np.array([2.0, 1.2, -0.5])  # scores
EXAMPLE, SQUARE = "classes: x^2 + y^2 < 0.5", ((-1.0, 1.0), (-1.0, 1.0))
BUDGETS = (8, 24, 100, 500)  # neurons
SPIRAL_BUDGETS = (40, 120, 400, 1500)
ANGLES = np.radians([90.0, 210.0, 330.0])  # in which the scores of three classes rise
SIZE = 36.0  # of the formulas above the bars
PLACES = (-0.6, 1.8, 4.2)  # of the columns of numbers
COLUMN = -6.3  # left edge of what stands beside the plane


def get_network(temperature: float = 1.0) -> Network:
    """Three scores in, three probabilities out: one layer of softmax."""
    return Network((Layer(np.eye(3) / temperature, np.zeros(3), "softmax"),))


def get_planes(temperature: float) -> Network:
    """Three scores that rise in three directions of the plane, and their softmax."""
    weights = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
    return Network((Layer(3.0 * weights / temperature, np.zeros(3), "softmax"),))


@lru_cache(maxsize=4)
def region_target(spec: FilmSpec) -> Target:
    """The film's function if it decides on regions of the plane; else a disc."""
    if spec.function is not None:
        target = make_target(spec.function, spec.box)
        if target.inputs == 2 and target.kind == "classes" and target.outputs <= len(CLASSES):
            return target
    return make_target(EXAMPLE, SQUARE)


@lru_cache(maxsize=1)
def spiral() -> Target:
    return make_target("spiral")


@lru_cache(maxsize=4)
def get_stages(target: Target, budgets: tuple[int, ...]) -> list[Approximation]:
    """Networks of more and more boxes."""
    return [approximate(target, neurons=neurons) for neurons in budgets]


def _two(value: float) -> str:
    return signed(value + 0.0, 2)


def _one(value: float) -> str:
    return signed(value + 0.0, 1)


def _whole(value: float) -> str:
    return count(round(value))


class _Bars(VGroup):
    """A number for each class, as bars on a common foot, with the numbers at their ends.

    unit: scene units of the number 1.
    """

    def __init__(self, values: Any, middle: float, unit: float, title: str) -> None:
        super().__init__()
        self.unit, self.foot = unit, -0.55
        self.across = middle + 1.05 * np.arange(-1, 2)
        self.bars, self.digits = VGroup(), VGroup()
        for color in COLORS:
            bar = Rectangle(width=0.7, height=1.0, stroke_width=0, fill_color=color)
            self.bars.add(bar.set_fill(opacity=1))
            self.digits.add(Digits("0", LABEL))
        self.title = formula(title, SIZE).move_to((middle, 2.95, 0.0))
        line = Rectangle(width=3.3, height=0.025, stroke_width=0, fill_color=DARK.muted)
        line.set_fill(opacity=1).move_to((middle, self.foot, 0.0))
        self.add(self.title, line, self.bars, self.digits)
        self.set_values(values)

    def set_values(self, values: Any) -> None:
        self.values = np.asarray(values, dtype=float)
        for x, bar, digits, value in zip(
            self.across, self.bars, self.digits, self.values, strict=True
        ):
            height = self.unit * value
            bar.stretch_to_fit_height(max(abs(height), 1e-3))
            bar.move_to((x, self.foot + height / 2, 0.0))
            digits.set_text(_two(value))
            end = self.foot + height + (0.3 if value > -0.005 else -0.3)
            digits.shift(np.array([x, end, 0.0]) - digits.get_center())


class _Strip(VGroup):
    """Probabilities as parts of a strip: together they fill it."""

    LEFT_END, WIDTH, FOOT = -5.9, 11.8, -2.45

    def __init__(self, shares: Any) -> None:
        super().__init__()
        self.parts = VGroup()
        for color in COLORS:
            part = Rectangle(width=1.0, height=0.5, stroke_width=0, fill_color=color)
            self.parts.add(part.set_fill(opacity=1))
        self.ends = VGroup(
            formula("0", LABEL, DARK.muted).move_to((self.LEFT_END - 0.3, self.FOOT, 0.0)),
            formula("1", LABEL, DARK.muted).move_to(
                (self.LEFT_END + self.WIDTH + 0.3, self.FOOT, 0.0)
            ),
        )
        self.add(self.ends, self.parts)
        self.set_shares(shares)

    def set_shares(self, shares: Any) -> None:
        edges = self.LEFT_END + self.WIDTH * np.append(0.0, np.cumsum(shares))
        for part, (start, stop) in zip(self.parts, pairwise(edges), strict=True):
            part.stretch_to_fit_width(max(stop - start, 1e-3))
            part.move_to(((start + stop) / 2, self.FOOT, 0.0))


class _Scores:
    """Scores on the left, probabilities on the right, and the strip; all read from a network."""

    def __init__(self, scores: Any = FIRST, temperature: float = 1.0) -> None:
        self.now = np.array([*scores, temperature])
        self.scores = _Bars(scores, -4.2, 0.62, "z_k")
        self.powers = _Bars(np.exp(scores), 0.0, 0.19, "e^(z_k)")
        shares = self.read()
        self.shares = _Bars(shares, 4.2, 2.6, "p_k = e^(z_k) \\/ sum_j e^(z_j)")
        self.strip = _Strip(shares)
        self.names = VGroup(
            *(
                words(name, LABEL, color).move_to((x, -1.82, 0.0))
                for panel in (self.scores, self.shares)
                for name, color, x in zip(NAMES, COLORS, panel.across, strict=True)
            )
        )

    def read(self) -> Any:
        """The network's output for the present scores and temperature."""
        *scores, temperature = self.now
        return get_network(temperature).forward([scores])[0]

    def show(self, now: Any) -> None:
        self.now = np.asarray(now, dtype=float)
        shares = self.read()
        self.scores.set_values(self.now[:3])
        self.powers.set_values(np.exp(self.now[:3]))
        self.shares.set_values(shares)
        self.strip.set_shares(shares)

    def drive(self, scores: Any = None, temperature: float | None = None) -> Drive:
        """To other scores, or to another temperature."""
        return self.drive_with(None, lambda now: 0.0, scores, temperature)

    def drive_with(
        self,
        reading: Readout | None,
        value: Callable[[Any], float],
        scores: Any = None,
        temperature: float | None = None,
    ) -> Drive:
        """The same, with a readout that shows `value(scores and temperature)` on the way."""
        start, stop = self.now.copy(), self.now.copy()
        if scores is not None:
            stop[:3] = scores
        if temperature is not None:
            stop[3] = temperature

        def change(t: float) -> None:
            now = start + t * (stop - start)
            now[3] = start[3] * (stop[3] / start[3]) ** t
            self.show(now)
            if reading is not None:
                reading.set_value(value(now))

        parts: list[Any] = [self.scores, self.powers, self.shares, self.strip.parts]
        return Drive(parts if reading is None else [*parts, reading], change)


class Scores(Chapter):
    """Exponentials make scores positive, and dividing by their sum makes them probabilities."""

    def construct(self) -> None:
        show = _Scores()
        self.show_title("Softmax: which one is it?")
        left, right = show.names[:3], show.names[3:]
        self.say(
            "A network answers with scores, one for each class: any numbers.",
            FadeIn(show.scores),
            FadeIn(left),
            narration="Is it a cat, a dog or a bird? A network answers with scores, one for "
            "each class. They are any numbers, above zero or below.",
            run_time=1.2,
        )
        self.wait(1.8)
        self.say(
            "First the exponentials: now all are positive, in the same order.",
            FadeIn(show.powers, shift=RIGHT * 0.6),
            narration="First take the exponentials. They are all positive, and in the same order.",
            run_time=1.2,
        )
        self.wait(1.6)
        self.say(
            "Then divide by their sum.",
            FadeIn(show.shares, shift=RIGHT * 0.6),
            FadeIn(right),
            narration="Then divide each by the sum of all.",
            run_time=1.2,
        )
        self.wait(0.8)
        self.say(
            "They add up to one: probabilities.",
            FadeIn(show.strip),
            narration="What comes out adds up to one: probabilities.",
        )
        self.wait(1.4)
        self.say(
            "The largest score has the largest share; none is ever zero.",
            narration="The largest score has the largest share. But no share is ever zero, so "
            "there is always a slope to learn from.",
        )
        for scores in ((0.4, 2.4, 0.8), (1.0, 0.2, 2.6), FIRST):
            self.play(show.drive(scores), run_time=1.6)
            self.wait(0.3)
        self.hush(FadeOut(show.powers))


class Temperature(Chapter):
    """Scores divided by a temperature: cold, the largest takes all; hot, all are alike."""

    def construct(self) -> None:
        show = _Scores()
        self.add(show.scores, show.shares, show.names, show.strip)
        rule = formula("p_k prop e^(z_k \\/ T)", TITLE).move_to((0.0, 1.6, 0.0))
        reading = Readout("T =", 1.0, _two, TITLE, DARK.step)
        reading.shift(np.array([-0.85, 0.35, 0.0]))
        self.say(
            "Divide the scores by a temperature $T$ first.",
            FadeIn(rule),
            FadeIn(reading),
            narration="Now divide the scores by a number first, which is called the temperature.",
        )
        self.wait(1.2)

        def drive(temperature: float) -> Drive:
            return show.drive_with(reading, lambda now: float(now[3]), temperature=temperature)

        self.say(
            "Cold: the largest score takes all.",
            narration="When it is cold, the largest score takes all: the soft maximum becomes "
            "a hard one.",
        )
        self.play(drive(0.1), run_time=3.0)
        self.wait(0.8)
        self.say(
            "Hot: all classes are alike.",
            narration="When it is hot, the scores hardly matter, and all classes are alike.",
        )
        self.play(drive(20.0), run_time=3.4)
        self.wait(0.8)
        self.play(drive(1.0), run_time=1.4)
        self.hush(FadeOut(VGroup(rule, reading)))


class Shift(Chapter):
    """The same number added to all scores changes nothing, so subtract the largest of them."""

    def construct(self) -> None:
        show = _Scores()
        self.add(show.scores, show.shares, show.names, show.strip)
        reading = Readout("c =", 0.0, _one, TITLE, DARK.step)
        rule = formula("e^(z_k + c) = e^c e^(z_k)", TITLE).move_to((0.0, 1.6, 0.0))
        reading.shift(np.array([-0.8, 0.35, 0.0]))
        self.say(
            "Add the same $c$ to all scores: the probabilities stay.",
            FadeIn(rule),
            FadeIn(reading),
            narration="Add the same number to all scores. Every exponential gets the same "
            "factor, and the factor cancels: the probabilities stay as they are.",
        )
        for shift in (1.2, -0.5, 0.0):
            animation = show.drive_with(reading, _added, FIRST + shift)
            self.play(animation, run_time=1.6)
        self.wait(0.6)
        self.say(
            "That matters: a computer's numbers end near $1.8 dot 10^308$.",
            FadeOut(VGroup(show.scores, show.shares, show.names, show.strip, rule, reading)),
            narration="That is of use, since a computer's numbers end somewhere. In double "
            "precision that is shortly before e to the seven hundred and ten.",
        )
        large = FIRST + 998.0
        rows = _rows(large)
        self.play(FadeIn(rows[0]), FadeIn(rows[1]), run_time=0.6)
        self.wait(0.6)
        self.play(FadeIn(rows[2]), run_time=0.6)
        self.wait(1.4)
        self.say(
            "Subtract the largest score first, and no exponential exceeds one.",
            narration="So subtract the largest score first. The largest exponential is then "
            "one, nothing can overflow, and the result is the same.",
        )
        for row in rows[3:]:
            self.play(FadeIn(row), run_time=0.6)
            self.wait(0.5)
        self.wait(2.0)
        self.hush(FadeOut(rows))


def _added(now: Any) -> float:
    return float(now[0] - FIRST[0])


def _rows(scores: Any) -> VGroup:
    """Scores, what becomes of them carelessly, and carefully; every number is computed."""
    with np.errstate(over="ignore"):
        powers = np.exp(scores)
    shifted = scores - scores.max()
    lines = (
        ("z", scores, DARK.text),
        ("e^z", powers, DARK.error),
        ("z - max z", shifted, DARK.text),
        ("e^(z - max z)", np.exp(shifted), DARK.text),
        ("p", softmax(scores), DARK.step),
    )
    heads = zip(NAMES, COLORS, PLACES, strict=True)
    rows = VGroup(VGroup(*(words(n, BODY, c).move_to((x, 3.2, 0.0)) for n, c, x in heads)))
    for number_of_row, (name, values, color) in enumerate(lines):
        height = 2.4 - 1.1 * number_of_row
        label = formula(name, TITLE, DARK.muted).move_to((-3.4, height, 0.0))
        row = VGroup(label)
        for x, value in zip(PLACES, values, strict=True):
            row.add(formula(_code(value), TITLE, color).move_to((x, height, 0.0)))
        rows.add(row)
    return rows


def _code(value: float) -> str:
    return "infinity" if np.isinf(value) else number_code(number(value, 4 if value > 99 else 3))


class Lines(Chapter):
    """Scores that are linear in x and y part the plane by straight lines."""

    def construct(self) -> None:
        graph = _plane(((-1.0, 1.0), (-1.0, 1.0)))
        picture = RegionPicture(graph, get_planes(4.0), colors=COLORS)
        scores = picture.read(get_planes(1.0))
        diagram = LayerDiagram(
            get_planes(1.0), width=3.0, height=3.4, center=(-4.1, 0.55, 0.0), output="p"
        )
        for circle, color in zip(diagram.columns[-1], COLORS, strict=True):
            circle.set_stroke(color)
        reading = Readout("T =", 4.0, _two, TITLE, DARK.step)
        reading.shift(np.array([-4.9, -2.3, 0.0]))
        self.say(
            "Let three scores depend on $x$ and $y$, each linearly.",
            FadeIn(diagram),
            FadeIn(graph),
            narration="Now let the three scores depend on two inputs, x and y, each of them "
            "linearly: one layer of three neurons.",
            run_time=1.0,
        )
        self.play(FadeIn(picture), FadeIn(reading), run_time=0.8)
        self.say(
            "Each point gets the mean of the colours, by the probabilities.",
            narration="Each point of the plane gets the mean of the three colours, by the "
            "probabilities there. Where they mix, the network is unsure.",
        )
        self.wait(2.0)

        def cool(log_t: float) -> None:
            temperature = float(np.exp(log_t))
            reading.set_value(temperature)
            picture.set_scores(scores / temperature)

        self.say(
            "Cold: the borders are straight, where two scores are equal.",
            narration="Cool it down. The borders become sharp, and they are straight lines, on "
            "which two scores are equal.",
        )
        drive = Drive([picture, reading], cool, np.log(4.0), np.log(0.05))
        self.play(drive, run_time=4.0)
        self.wait(1.0)
        self.say(
            "For any other border there must be hidden layers in front.",
            narration="For borders of any other shape, there must be hidden layers in front.",
        )
        self.wait(1.8)
        self.hush(FadeOut(VGroup(diagram, reading, graph)), FadeOut(picture))


def _plane(box: Any) -> Graph:
    (left, right), (low, high) = box
    return Graph(
        (left, right), (low, high), width=5.3, height=5.3, center=(3.3, 0.25, 0.0), y_label="$y$"
    )


class _Stage:
    """A network of boxes on its plane, with the border that it should have and its numbers."""

    def __init__(self, target: Target, networks: list[Approximation]) -> None:
        self.target, self.networks = target, networks
        first = networks[0]
        self.graph = _plane(target.box)
        colors = COLORS if target.outputs <= len(COLORS) else CLASSES
        self.picture = RegionPicture(self.graph, first.network, colors=colors)
        self.border = RegionBorder(self.graph, target)
        self.neurons = Gauge(
            "neurons", first.network.neurons, (COLUMN, 0.75, 0.0), write=_whole,
            color=DARK.network,
        )  # fmt: skip
        self.wrong = Gauge(
            "wrong, in % of the area", _wrong(first), (COLUMN + 2.6, 0.75, 0.0), write=_one,
            color=DARK.error,
        )  # fmt: skip
        self.shape = self.get_shape(first.network)

    @staticmethod
    def get_shape(network: Network) -> NetworkShape:
        return NetworkShape(network, width=5.6, height=2.3, center=(-3.5, -1.6, 0.0))

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.neurons, self.wrong, self.shape, self.picture, self.border]

    def refine(self, index: int) -> list[Any]:
        """To network `index`: its scores take over from the former ones."""
        before, after = self.networks[index - 1], self.networks[index]
        old, new = (self.picture.read(one.network) for one in (before, after))
        gone, self.shape = self.shape, self.get_shape(after.network)
        self.neurons.set_value(after.network.neurons)
        self.wrong.set_value(_wrong(after))

        def change(t: float) -> None:
            if t >= 1.0:
                self.picture.set_network(after.network)
            else:
                self.picture.set_scores((1 - t) * old + t * new)

        moving = [self.picture, self.border, self.neurons.digits, self.wrong.digits]
        return [Drive(moving, change), FadeOut(gone), FadeIn(self.shape)]


def _wrong(network: Approximation) -> float:
    return 100.0 * float(network.error.wrong or 0.0)


def _title(target: Target) -> Any:
    """The condition as a formula; as it was typed if it is none, or too wide."""
    name = target.name.removeprefix("classes:").strip()
    text = words(plain(name), BODY)
    with contextlib.suppress(InputError):
        code = compile_expression(name, target.names).typst()
        typeset = formula(code.removeprefix("[").removesuffix("]"), SIZE)
        text = typeset if fit(typeset, 5.9) else text
    fit(text, 5.9)
    return text.move_to((COLUMN, 2.9, 0.0), aligned_edge=LEFT)


class Boxes(Chapter):
    """Boxes vote for a class each; more of them follow any border."""

    def construct(self) -> None:
        target = region_target(self.spec)
        stage = _Stage(target, get_stages(target, BUDGETS))
        title = _title(target)
        self.say(
            "Take any condition on $x$ and $y$.",
            Write(title),
            FadeIn(stage.graph),
            Create(stage.border),
            narration="Take any condition on x and y. The line shows where the answer changes.",
            run_time=1.4,
        )
        self.wait(0.8)
        self.say(
            "Steps, then boxes, then a softmax: each box votes for a class.",
            *(FadeIn(part) for part in stage.parts[1:5]),
            narration="The network has a layer of steps, a layer of boxes, and a softmax. Each "
            "box adds to the score of one class.",
            run_time=1.2,
        )
        self.bring_to_front(stage.border)
        self.wait(1.8)
        self.say(
            "More boxes, fewer mistakes: only along the border.",
            narration="With more boxes there are fewer mistakes, and those are along the border.",
        )
        for index in range(1, len(stage.networks)):
            self.play(*stage.refine(index), run_time=1.6)
            self.wait(0.7)
        self.wait(0.8)
        self.hush(*(FadeOut(part) for part in (*stage.parts, title)))


class Spiral(Chapter):
    """Two arms of a spiral, each inside the other."""

    def construct(self) -> None:
        target = spiral()
        stage, title = _Stage(target, get_stages(target, SPIRAL_BUDGETS)), _title(target)
        self.say(
            "Two arms of a spiral, each inside the other.",
            Write(title),
            FadeIn(stage.graph),
            Create(stage.border),
            narration="And any other regions: these are two arms of a spiral, each inside the "
            "other.",
            run_time=1.4,
        )
        self.play(*(FadeIn(part) for part in stage.parts[1:5]), run_time=0.8)
        self.bring_to_front(stage.border)
        self.say(
            "The same three layers, and only more boxes.",
            narration="The network has the same three layers, and only more boxes.",
        )
        for index in range(1, len(stage.networks)):
            self.play(*stage.refine(index), run_time=1.6)
            self.wait(0.6)
        self.say(
            "Any regions, as exactly as you like: a network decides.",
            narration="Any regions whatever, and as few mistakes as you like, as long as the "
            "border has no area of its own.",
        )
        self.wait(3.0)
        self.hush()
