"""Make what the chapter on softmax shows: scores as bars, a strip of classes, planes."""

from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Dot, Line, Rectangle, VGroup

from uat.base.palette import DARK
from uat.films.stage import Drive, FunctionCurve, Graph, Readout, formula, words
from uat.films.stage.readout import Digits
from uat.films.stage.text import BODY, LABEL, TITLE, cover, number, number_code, two_decimals
from uat.networks.activations import softmax
from uat.networks.network import Layer, Network

NAMES = ("cat", "dog", "bird")
COLORS = (DARK.target, DARK.network, DARK.step)  # of the three classes
FIRST, SPREAD = np.array([2.0, 1.2, -0.5]), (2.6, 0.4, -0.5)  # scores, and others in their order
# The middle of the network that gives the scores, and its size: beside them, then between bars.
ASKING, MIDST = (-3.3, 4.0, 4.4), (-0.1, 2.6, 3.4)
SCORES_FIRST = 7.45 * RIGHT  # from where scores stand to where they are beside it
SHARES = "p_k = e^(z_k) \\/ sum_j e^(z_j)"
WARM = ("e^(z_k \\/ T)", "p_k = e^(z_k \\/ T) \\/ sum_j e^(z_j \\/ T)")
WHOLE, NEAR_ZERO = ((-1.2, 3.04), 21.0), ((-4.0, 0.26), 1.3)  # what is shown of e^z
SIZE = 36.0  # of the formulas above the bars
PLACES = (-0.6, 1.8, 4.2)  # of the columns of numbers


def get_network(temperature: float = 1.0) -> Network:
    """Make one layer of softmax: three scores in, three probabilities out."""
    return Network((Layer(np.eye(3) / temperature, np.zeros(3), "softmax"),))


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
        self.line = Rectangle(width=3.3, height=0.025, stroke_width=0, fill_color=DARK.muted)
        self.line.set_fill(opacity=1).move_to((middle, self.foot, 0.0))
        self.add(self.title, self.line, self.bars, self.digits)
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
            digits.stand_on((x, end, 0.0))


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
            self.digits.add(cover(Digits("0", LABEL)))
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
            Rectangle(width=self.WIDTH, height=0.5, stroke_width=1.5, color=DARK.muted).move_to(
                (self.LEFT_END + self.WIDTH / 2, self.FOOT, 0.0)
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
        self.cold = VGroup(self.powers.title, self.shares.title)
        sizes = zip(WARM, (SIZE, LABEL), self.cold, strict=True)
        self.rules = VGroup(*(formula(code, size).move_to(old) for code, size, old in sizes))
        self.reading = Readout("T =", 1.0, two_decimals, TITLE, DARK.step)
        self.reading.shift(np.array([-0.9, -1.95, 0.0]))

    def warmed(self) -> VGroup:
        """Return all that is on screen once the temperature is."""
        self.powers.remove(self.powers.title)
        self.shares.remove(self.shares.title)
        return VGroup(self.parts, self.rules, self.reading)


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
