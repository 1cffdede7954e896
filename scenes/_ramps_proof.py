"""Make what the chapter on ramps shows of a proof: a distance, intervals on a box, the bounds."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Dot, VGroup, VMobject

from uat.base.palette import DARK
from uat.films.stage import Graph, formula, words
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.intervals import outward, upward
from uat.films.stage.proving import ProvenBox, error_curve, roof_of
from uat.films.stage.text import LABEL, fit, number, three_digits, whole
from uat.networks.evaluate import evaluate

from ._ramps import COLUMN, Picture

ROUNDING = 1e-9  # of the tolerance: what is less comes from rounding


class Distance:
    """The distance of f and the network at one x: a line between them, and its length."""

    def __init__(self, picture: Picture) -> None:
        self.graph, self.function = picture.graph, picture.subject.target
        self.network, self.size = picture.story.net.network, picture.subject.tolerance
        self.gap = VMobject(color=DARK.error, stroke_width=9.0)
        self.line = VMobject(color=DARK.text, stroke_width=2.0)  # from the axis up to it
        self.gauge = Gauge("distance at $x$", 0.0, (COLUMN, 1.1, 0.0), write=three_digits,
                           color=DARK.error)  # fmt: skip
        self.parts = VGroup(self.line, self.gap, self.gauge)
        self.moving = [self.line, self.gap, self.gauge.digits]
        self.move(picture.subject.x_range[0])

    def move(self, x: float) -> None:
        heights = np.append(self.function(np.array([x])), evaluate(self.network, np.array([x])))
        self.gap.points = corners(self.graph.to_screen([x, x], heights))
        foot = [self.graph.y_range[0], heights.min()]
        self.line.points = corners(self.graph.to_screen([x, x], foot))
        gap = abs(float(heights[1] - heights[0]))
        self.gauge.set_value(gap if gap > ROUNDING * self.size else 0.0)


class Errors:
    """The error of the network all along the line, what is allowed, and what is proven on boxes."""

    def __init__(self, picture: Picture) -> None:
        subject, net, tolerance = picture.subject, picture.story.net, picture.subject.tolerance
        top = 1.18 * max(tolerance, net.error.max, net.proof.bound if net.proof else 0.0)
        self.graph = Graph(
            subject.x_range, (0.0, top), width=8.4, height=4.2, center=(-1.75, 0.1, 0.0),
            x_label=f"${subject.x}$", y_label="error of the network",
        )  # fmt: skip
        self.curve = error_curve(self.graph, net)
        self.allowed = self.graph.horizontal(tolerance, DARK.target, 2.5)
        self.name: Any = words("allowed", LABEL, DARK.target)
        self.name.next_to(self.allowed, UP, buff=0.1, aligned_edge=RIGHT)
        self.measured = Gauge("largest measured", net.error.max, (COLUMN, 2.0, 0.0), write=exact,
                              color=DARK.error)  # fmt: skip
        place = self.graph.point(net.error.at[0], net.error.max)
        self.at = Dot(place, radius=0.1, color=DARK.error)

    def prove(self, proof: Any) -> tuple[VGroup, Gauge, Gauge]:
        """Draw the bound over each box; return it, the largest of them, and their number."""
        bound = Gauge("largest bound", proof.bound, (COLUMN, 0.5, 0.0), write=exact,
                      color=DARK.step)  # fmt: skip
        boxes = Gauge("boxes", len(proof.boxes.left), (COLUMN, -1.0, 0.0), write=whole)
        return roof_of(self.graph, proof.boxes), bound, boxes


def exact(value: float) -> str:
    """Write six digits, which tell a bound from what was measured; of mere rounding only one."""
    return number(value, 6 if value > ROUNDING else 1)


def proof_rows(box: ProvenBox, x: str, tolerance: float) -> VGroup:
    """Write what is computed on a box, one line each: x, f, the network, and their distance."""
    step = tolerance / 100
    rows = (
        (f"{x} in {outward(*box.x, (box.x[1] - box.x[0]) / 50)}", DARK.text),
        (f"f({x}) in {outward(*box.function, step)}", DARK.target),
        (f'"network" in {outward(*box.network, step)}', DARK.network),
        (f'f({x}) - "network" in {outward(*box.difference, step)}', DARK.text),
        (f'abs(f({x}) - "network") <= {upward(box.bound, step)}', DARK.error),
    )
    labels = [formula(code, 38.0, color) for code, color in rows]
    for n, label in enumerate(labels):
        fit(label, 5.4)
        label.move_to((1.05, 1.9 - 0.9 * n, 0.0), aligned_edge=LEFT)
    return VGroup(*labels)
