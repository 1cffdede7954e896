"""Make what the chapter on training shows of backpropagation: one point, there and back."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Dot, Line, VGroup, VMobject

from uat.base.palette import DARK, SCALE
from uat.comparison.training.mlp import derivative_of
from uat.films.stage import Drive, Graph
from uat.films.stage.curves import as_path, corners
from uat.films.stage.edges import EdgeNumbers, Pulse
from uat.films.stage.floor import Floor
from uat.films.stage.relief import Relief, View
from uat.films.stage.text import LABEL, TICK, formula, number, number_code
from uat.networks.activations import get_activation

from ._training_small import FOLLOWED, NUDGE, POINTS, START, SmallPicture, Weights, path

ROWS, ROW = (3.45, 6.35, -0.85), 0.37  # the chain's left and right edge and top; its rows
SWITCH_AT = (1.85, -2.15, 0.0)
LOWEST, HIGHEST = (-0.15, -1.25), (1.35, 0.65)  # of both weights in their valley
CELLS = 36
STEPS = 40  # down that valley


def back(lines: Iterable[Any]) -> Pulse:
    """Send the error back along lines."""
    return Pulse(lines, backward=True, color=DARK.error)


def code(value: float) -> str:
    """Write a number of three digits in Typst."""
    return number_code(number(value, 3))


class ThereAndBack(SmallPicture):
    """One point goes through the network in numbers, and its error comes back.

    factors: what the error is multiplied by on its way back, with their names: from the output
    through v and the second neuron to its weight w.
    """

    def __init__(self) -> None:
        super().__init__()
        point = POINTS[FOLLOWED : FOLLOWED + 1]
        self.square, self.mlp = START.run(point)
        self.x, self.y = point[0]
        self.out = float(self.mlp.a[-1][0, 0])
        self.z, self.passed = float(self.mlp.z[0][0, 1]), float(self.mlp.a[1][0, 1])
        steep = derivative_of(get_activation("sigmoid"))
        slope = float(steep(self.mlp.z[0], self.mlp.a[1])[0, 1])
        error = self.out - self.y
        self.factors = (
            ("2 e", 2 * error), ("times v", START.v[1]),
            ('times "slope"', slope), ("times x", self.x),
        )  # fmt: skip
        foot, top = self.graph.point(self.x, self.y), self.graph.point(self.x, self.out)
        self.gap = Line(foot, top, color=DARK.error, stroke_width=5.0)
        self.followed = Dot(foot, 0.17, color=DARK.target)
        self.inside = VGroup(*(self._inside(n) for n in range(4)))
        self.error = formula(f"e = {code(error)}", LABEL, DARK.error)
        self.error.move_to(self.diagram.columns[2][0].get_center() + np.array([0.1, -0.72, 0.0]))
        self.switch = Switch(self.z)

    def _inside(self, n: int) -> Any:
        """Write what a circle holds: the input, both neurons' outputs, the network's."""
        values = (self.x, *self.mlp.a[1][0], self.out)
        circles = [circle for column in self.diagram.columns for circle in column]
        return formula(code(values[n]), TICK).move_to(circles[n])

    @property
    def sum_said(self) -> str:
        """Say what goes into the second neuron."""
        return f"{START.w[1]:g} times {self.x:g}, minus {-START.b[1]:g}, is {self.z:.1f}"

    @cached_property
    def sum_told(self) -> Any:
        """Write what goes into the second neuron, below it."""
        w, b = START.w[1], START.b[1]
        text = formula(f"{w:g} dot {code(self.x)} - {-b:g} = {code(self.z)}", LABEL, DARK.step)
        return text.move_to((4.75, -0.95, 0.0))

    @cached_property
    def output_told(self) -> Any:
        """Write what comes out."""
        v, a = START.v, self.mlp.a[1][0]
        terms = f"{v[0]:g} dot {code(a[0])} + {v[1]:g} dot {code(a[1])} = {code(self.out)}"
        return formula(terms, LABEL, DARK.network).move_to((4.75, -1.4, 0.0))

    def row(self, n: int, name: str, value: float, color: str = DARK.error) -> VGroup:
        """Write a name and a number in a row of the chain."""
        left, right, top = ROWS
        height = top - ROW * n
        words, digits = formula(name, LABEL, DARK.muted), formula(code(value), LABEL, color)
        words.move_to((left, height, 0.0), aligned_edge=LEFT)
        return VGroup(words, digits.move_to((right, height, 0.0), aligned_edge=RIGHT))

    @property
    def chain(self) -> list[VGroup]:
        """Write the factors in rows, below them their product, and what the nudge says."""
        rows = [self.row(n, name, value) for n, (name, value) in enumerate(self.factors)]
        product = self.row(4, "=", self.product, DARK.text)
        return [*rows, product, self.row(5, '"nudge"', self.nudged, DARK.bump)]

    @property
    def product(self) -> float:
        """The derivative of this point's squared error by the second w, as backpropagation says."""
        return float(self.mlp.weight_gradients[0][1, 0])

    @property
    def nudged(self) -> float:
        """The change of this point's squared error when the second w is nudged, by the nudge."""
        w = START.w[0], START.w[1] + NUDGE
        after = replace(START, w=w).run(POINTS[FOLLOWED : FOLLOWED + 1])[0]
        return (after - self.square) / NUDGE

    @property
    def noted(self) -> VGroup:
        """What is left on screen after the way there, but for the weights."""
        return VGroup(
            self.followed, self.diagram, self.biases, self.switch, self.inside, self.gap, self.error
        )

    @cached_property
    def slopes(self) -> EdgeNumbers:
        """Write every weight's slope on its edge."""
        return EdgeNumbers(
            self.diagram, self.mlp.weight_gradients, share=(0.42, 0.5), color=DARK.error
        )


class Switch(VGroup):
    """The sigmoid as a small graph, with the place where the neuron is, and the tangent there."""

    def __init__(self, z: float) -> None:
        super().__init__()
        s = get_activation("sigmoid")
        graph = Graph(
            (-6.0, 6.0), (0.0, 1.0), width=2.1, height=1.15, center=SWITCH_AT, x_marks=False,
            x_label="", most_y=2,
        )  # fmt: skip
        at = np.linspace(-6.0, 6.0, 121)
        curve = VMobject(color=DARK.step, stroke_width=4.0)
        curve.points = as_path(graph.to_screen(at, s(at)))
        height, h = float(s(np.array([z]))[0]), 1e-3
        rise = float(s(np.array([z + h]))[0] - s(np.array([z - h]))[0]) / (2 * h)
        start, stop = (graph.point(z + d, height + d * rise) for d in (-1.8, 1.8))
        self.tangent = Line(start, stop, color=DARK.error, stroke_width=4.0)
        name = formula("sigma", LABEL, DARK.step).move_to(graph.point(3.6, 0.62))
        self.add(graph, curve, name, Dot(graph.point(z, height), 0.09, color=DARK.text))


class TwoValleys(SmallPicture):
    """Beside the points, the loss against both v as a valley, and the way down that was gone."""

    def __init__(self) -> None:
        super().__init__()
        self.way = path(rate=1.0, steps=STEPS)
        v = [np.linspace(a, b, CELLS + 1) for a, b in zip(LOWEST, HIGHEST, strict=True)]
        heights = np.array([[self._loss(a, b) for b in v[1]] for a in v[0]])
        view = View(turn=24.0, tilt=46.0, size=5.2, height=2.6, center=(4.1, 0.1))
        self.relief = Relief(
            v[0], v[1], heights, z_range=(0.0, float(heights.max())), view=view, shades=SCALE
        )
        self.floor = Floor(view, ('"weight 1"', '"weight 2"'))
        self.line = VMobject(color=DARK.network, stroke_width=3.0)
        self.steps = VGroup(*(Dot(self._at(one), 0.06, color=DARK.network) for one in self.way))
        self.steps.set_opacity(0.0)
        self.ball = Dot(self._at(START), 0.14, color=DARK.network)

    @property
    def valley(self) -> VGroup:
        return VGroup(self.floor, self.relief, self.line, self.steps, self.ball)

    def arrived(self) -> list[Any]:
        """Return all that is on screen after the last step."""
        self.descend(0, STEPS).interpolate(1.0)
        return [*self.parts[:-2], self.loss, self.valley]

    def descend(self, first: int, last: int) -> Drive:
        """Go from one step to another: every network on the way is shown, none in between."""
        places = np.array([self._at(one) for one in self.way])

        def change(t: float) -> None:
            step = min(int(t + 1e-9), last)
            after = min(step + 1, last)
            here = places[step] + (t - step) * (places[after] - places[step])
            self.ball.move_to(here)
            self.line.points = corners(np.vstack([places[: step + 1], here]))
            self.steps[: step + 1].set_opacity(1.0)
            if self.way[step] is not self.weights:
                self.set_weights(self.way[step])

        moving = [*self.moving, self.line, self.steps, self.ball]
        return Drive(moving, change, first, last, rate_func=lambda t: t)

    @staticmethod
    def _loss(first: float, second: float) -> float:
        return replace(START, v=(float(first), float(second))).loss

    def _at(self, weights: Weights) -> Any:
        return self.relief.point(*weights.v, weights.loss)
