"""Make what the chapter on softmax shows: scores as bars, a strip of classes, planes."""

import contextlib
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Dot, FadeIn, FadeOut, Line, Rectangle, VGroup

from uat.approximation import Approximation, approximate
from uat.base.errors import InputError
from uat.base.palette import CLASSES, DARK
from uat.base.quoting import for_typst
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, FunctionCurve, Graph, Readout, formula, words
from uat.films.stage.gauge import Gauge
from uat.films.stage.readout import Digits
from uat.films.stage.regions import RegionBorder, RegionPicture
from uat.films.stage.shape import NetworkShape
from uat.films.stage.text import BODY, LABEL, TITLE, fit, number, number_code
from uat.films.stage.writing import one_decimal, two_decimals, whole
from uat.functions.expression import compile_expression
from uat.functions.target import Target, make_target
from uat.networks.activations import softmax
from uat.networks.network import Layer, Network

NAMES = ("cat", "dog", "bird")
COLORS = (DARK.target, DARK.network, DARK.step)  # of the three classes
FIRST = np.array([2.0, 1.2, -0.5])  # scores
EXAMPLE, SQUARE = "classes: x^2 + y^2 < 0.5", ((-1.0, 1.0), (-1.0, 1.0))
SHARES = "p_k = e^(z_k) \\/ sum_j e^(z_j)"
WARM = "p_k = e^(z_k \\/ T) \\/ sum_j e^(z_j \\/ T)"
WHOLE, NEAR_ZERO = ((-1.2, 3.04), 21.0), ((-4.0, 0.26), 1.3)  # what is shown of e^z
BUDGETS = (8, 24, 100, 500)  # neurons
SPIRAL_BUDGETS = (40, 120, 400, 1500)
ANGLES = np.radians([90.0, 210.0, 330.0])  # in which the scores of three classes rise
RADIUS, START = 0.55, 0.6  # the circle on which the point walks; radians
ASKED = (RADIUS * float(np.cos(START)), RADIUS * float(np.sin(START)))
SIZE = 36.0  # of the formulas above the bars
PLACES = (-0.6, 1.8, 4.2)  # of the columns of numbers
COLUMN = -6.3  # left edge of what stands beside the plane


def get_network(temperature: float = 1.0) -> Network:
    """Make one layer of softmax: three scores in, three probabilities out."""
    return Network((Layer(np.eye(3) / temperature, np.zeros(3), "softmax"),))


def get_planes(temperature: float) -> Network:
    """Make three scores that rise in three directions of the plane, and their softmax."""
    weights = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
    return Network((Layer(3.0 * weights / temperature, np.zeros(3), "softmax"),))


@lru_cache(maxsize=4)
def region_target(spec: FilmSpec) -> Target:
    """Choose the film's function if it decides on regions of the plane; else a disc."""
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
    """Build networks of more and more boxes."""
    return [approximate(target, neurons=neurons) for neurons in budgets]


class Bars(VGroup):
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
            digits.set_text(two_decimals(value))
            end = self.foot + height + (0.3 if value > -0.005 else -0.3)
            digits.shift(np.array([x, end, 0.0]) - digits.get_center())


class Powers(VGroup):
    """The curve of e^z, with a bar under it at each score: they slide along, and grow."""

    def __init__(self, values: Any, x_range: tuple[float, float], top: float) -> None:
        self.graph = Graph(
            x_range, (0.0, top), width=3.7, height=3.1, center=(-0.1, 1.0, 0.0), x_label="$z$",
            most_y=4,
        )  # fmt: skip
        self.curve = FunctionCurve(self.graph, np.exp, width=3.0).set_color(DARK.muted)
        self.bars, self.dots, self.digits = VGroup(), VGroup(), VGroup()
        for color in COLORS:
            self.bars.add(Line(LEFT, RIGHT, color=color, stroke_width=9.0))
            self.dots.add(Dot(radius=0.09, color=color))
            self.digits.add(Digits("0", LABEL))
        self.title = formula("e^(z_k)", SIZE).move_to((-0.1, 2.95, 0.0))
        super().__init__(self.graph, self.title, self.curve, self.bars, self.dots, self.digits)
        self.set_values(values)

    def set_values(self, values: Any) -> None:
        """Stand the bars at these scores; those beyond the graph's left end stand there."""
        low, _ = self.graph.x_range
        parts = zip(self.bars, self.dots, self.digits, values, strict=True)
        for bar, dot, digits, value in parts:
            x, y = max(float(value), low), float(np.exp(value))
            foot, top = self.graph.point(x, 0.0), self.graph.point(x, max(y, 1e-3))
            bar.put_start_and_end_on(foot, top)
            dot.move_to(top)
            digits.set_text(two_decimals(y))
            corner = np.array([-digits.width - 0.2, 0.0, 0.0])
            digits.shift(top + corner - digits.origin)


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


class ScoreBoard:
    """Scores, e to each of them, and probabilities, with a strip; shares come from a network."""

    def __init__(self, z: Any = FIRST, *, shifted: bool = False) -> None:
        self.now = np.array([*z, 1.0])  # three scores and the temperature
        self.scores = Bars(z, -4.55, 0.22 if shifted else 0.62, "z_k")
        self.powers = Powers(z, *(NEAR_ZERO if shifted else WHOLE))
        self.shares = Bars(self.read(), 4.55, 2.6, SHARES)
        self.strip = _Strip(self.read())
        self.names = VGroup(
            *(
                words(name, LABEL, color).move_to((x, -1.82, 0.0))
                for panel in (self.scores, self.shares)
                for name, color, x in zip(NAMES, COLORS, panel.across, strict=True)
            )
        )

    @property
    def parts(self) -> VGroup:
        return VGroup(self.scores, self.powers, self.shares, self.strip, self.names)

    def read(self) -> Any:
        """Return the network's output for the present scores and temperature."""
        *scores, temperature = self.now
        return get_network(temperature).forward([scores])[0]

    def show(self, now: Any) -> None:
        self.now = np.asarray(now, dtype=float)
        shares = self.read()
        self.scores.set_values(self.now[:3])
        self.powers.set_values(self.now[:3] / self.now[3])
        self.shares.set_values(shares)
        self.strip.set_shares(shares)

    def drive(
        self, scores: Any = None, temperature: float | None = None, reading: Readout | None = None
    ) -> Drive:
        """Animate to other scores, or to a temperature, which a readout may tell."""
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
                reading.set_value(now[3])

        parts: list[Any] = [self.scores, self.powers, self.shares, self.strip.parts]
        return Drive(parts if reading is None else [*parts, reading], change)


class WarmBoard(ScoreBoard):
    """Scores of which the largest has been subtracted, with a temperature."""

    def __init__(self) -> None:
        super().__init__(FIRST - FIRST.max(), shifted=True)
        self.powers.remove(self.powers.digits)
        self.rule = formula(WARM, LABEL).move_to(self.shares.title)
        self.reading = Readout("T =", 1.0, two_decimals, TITLE, DARK.step)
        self.reading.shift(np.array([-0.9, -1.95, 0.0]))

    def warmed(self) -> VGroup:
        """Return all that is on screen once the temperature is."""
        self.shares.remove(self.shares.title)
        return VGroup(self.parts, self.rule, self.reading)


def score_rows(scores: Any) -> VGroup:
    """Compute scores, and what becomes of them carelessly, and carefully."""
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


def plane(box: Any) -> Graph:
    (left, right), (low, high) = box
    return Graph(
        (left, right), (low, high), width=5.3, height=5.3, center=(3.3, 0.25, 0.0), y_label="$y$"
    )


class Stage:
    """A network of boxes on its plane, with the border that it should have and its numbers."""

    def __init__(self, target: Target, networks: list[Approximation]) -> None:
        self.target, self.networks = target, networks
        first = networks[0]
        self.graph = plane(target.box)
        colors = COLORS if target.outputs <= len(COLORS) else CLASSES
        self.picture = RegionPicture(self.graph, first.network, colors=colors)
        self.border = RegionBorder(self.graph, target)
        self.neurons = Gauge(
            "neurons", first.network.neurons, (COLUMN, 0.75, 0.0), write=whole,
            color=DARK.network,
        )  # fmt: skip
        self.wrong = Gauge(
            "wrong, in % of the area", _wrong(first), (COLUMN + 2.6, 0.75, 0.0), write=one_decimal,
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
        """Animate to network `index`: its scores take over from the former ones."""
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


def condition_title(target: Target) -> Any:
    """Write the condition as a formula; as it was typed if it is none, or too wide."""
    name = target.name.removeprefix("classes:").strip()
    text = words(for_typst(name), BODY)
    with contextlib.suppress(InputError):
        code = compile_expression(name, target.names).typst()
        typeset = formula(code.removeprefix("[").removesuffix("]"), SIZE)
        text = typeset if fit(typeset, 5.9) else text
    fit(text, 5.9)
    return text.move_to((COLUMN, 2.9, 0.0), aligned_edge=LEFT)


class PointReading(VGroup):
    """A point of the plane, and beside the outputs what its scores are and its shares."""

    LEFT_END, STEP = -3.3, 1.08

    def __init__(self, graph: Graph, outputs: Any) -> None:
        self.graph, self.heights = graph, [circle.get_center()[1] for circle in outputs]
        self.dot = Dot(radius=0.13, color=DARK.text, stroke_width=2.5, stroke_color=DARK.background)
        self.columns = [VGroup(*(Digits("0", BODY, c) for c in COLORS)) for _ in range(3)]
        self.heads = VGroup()
        for n, head in enumerate(("z", "e^z", "p")):
            place = (self.LEFT_END + n * self.STEP + 0.35, self.heights[0] + 0.85, 0.0)
            self.heads.add(formula(head, BODY, DARK.muted).move_to(place))
        super().__init__(self.heads, *self.columns, self.dot)

    def set_place(self, x: float, y: float, temperature: float = 1.0) -> "PointReading":
        """Read the network at another point."""
        self.dot.move_to(self.graph.point(x, y))
        z = get_planes(temperature).layers[0].weighted_input(np.array([[x, y]]))[0]
        rows = (z, np.exp(z), get_planes(temperature).forward([[x, y]])[0])
        for n, (column, values) in enumerate(zip(self.columns, rows, strict=True)):
            for digits, value, height in zip(column, values, self.heights, strict=True):
                digits.set_text(two_decimals(value))
                place = np.array([self.LEFT_END + n * self.STEP, height - 0.12, 0.0])
                digits.shift(place - digits.origin)
        return self
