"""Make what the chapter on softmax shows: scores as bars, a strip of classes, planes."""

import contextlib
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, FadeIn, FadeOut, Rectangle, VGroup

from uat.approximation import Approximation, approximate
from uat.base.errors import InputError
from uat.base.palette import CLASSES, DARK
from uat.base.quoting import for_typst
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, Graph, Readout, formula, words
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
BUDGETS = (8, 24, 100, 500)  # neurons
SPIRAL_BUDGETS = (40, 120, 400, 1500)
ANGLES = np.radians([90.0, 210.0, 330.0])  # in which the scores of three classes rise
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
            digits.set_text(two_decimals(value))
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


class ScoreBoard:
    """Scores on the left, probabilities on the right, and the strip; all read from a network."""

    def __init__(self) -> None:
        self.now = np.array([*FIRST, 1.0])  # three scores and the temperature
        self.scores = _Bars(FIRST, -4.2, 0.62, "z_k")
        self.powers = _Bars(np.exp(FIRST), 0.0, 0.19, "e^(z_k)")
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
        """Return the network's output for the present scores and temperature."""
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
        """Animate to other scores, or to another temperature."""
        return self.drive_with(None, lambda now: 0.0, scores, temperature)

    def drive_with(
        self,
        reading: Readout | None,
        value: Callable[[Any], float],
        scores: Any = None,
        temperature: float | None = None,
    ) -> Drive:
        """Animate with a readout that shows `value(scores and temperature)` on the way."""
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


def added(now: Any) -> float:
    return float(now[0] - FIRST[0])


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
