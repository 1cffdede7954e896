"""Make planes that are parted by scores: three straight ones, and any by boxes."""

import contextlib
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, Dot, VGroup

from uat.approximation import Approximation, approximate
from uat.base.errors import InputError
from uat.base.palette import CLASSES, DARK
from uat.base.quoting import for_typst
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, Graph, NetworkDiagram, formula, words
from uat.films.stage.deciding import COLUMN, Deciding
from uat.films.stage.readout import Digits
from uat.films.stage.signal import Signal
from uat.films.stage.text import BODY, fit, two_decimals
from uat.functions.expression import compile_expression
from uat.functions.target import Target, make_target
from uat.networks.network import Layer, Network

from ._softmax import COLORS, FIRST, SIZE

EXAMPLE, SQUARE = "classes: x^2 + y^2 < 0.5", ((-1.0, 1.0), (-1.0, 1.0))
BUDGETS = (8, 24, 100, 500)  # neurons
SPIRAL_BUDGETS = (40, 120, 400, 1500)
ANGLES = np.radians([90.0, 210.0, 330.0])  # in which the scores of three classes rise
RADIUS, START = 0.55, 0.6  # the circle on which the point walks; radians
ASKED = (RADIUS * float(np.cos(START)), RADIUS * float(np.sin(START)))


SLOPES = 3.0 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)  # of three scores


def get_planes(temperature: float) -> Network:
    """Make three scores that rise in three directions of the plane, and their softmax."""
    return Network((Layer(SLOPES / temperature, np.zeros(3), "softmax"),))


class Scorer:
    """A network of two inputs, and the input at which its scores are those of the first picture."""

    def __init__(self, middle: float, width: float, height: float) -> None:
        network = Network((Layer(SLOPES, np.full(3, FIRST.mean()), "linear"),))
        place, *_ = np.linalg.lstsq(SLOPES, FIRST - FIRST.mean(), rcond=None)
        self.diagram = NetworkDiagram(
            network, width=width, height=height, center=(middle, 0.75, 0.0), output="z"
        )
        for circle, color in zip(self.diagram.columns[-1], COLORS, strict=True):
            circle.set_stroke(color)
        self.signal = Signal(self.diagram, *place.tolist())

    def run(self) -> Drive:
        """Let the input run through the network."""
        return Drive([self.diagram, self.signal], self.signal.set_progress)


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


def get_deciding(target: Target, budgets: tuple[int, ...]) -> Deciding:
    """Show networks of more and more boxes that decide on regions."""
    colors = COLORS if target.outputs <= len(COLORS) else CLASSES
    return Deciding(target, get_stages(target, budgets), colors)


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

    LEFT_END, STEP = -3.4, 1.1

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
