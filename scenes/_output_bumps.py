"""Make bumps for the inverse sigmoid of f, count what they miss, and stretch f to 0 and 1."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, DashedLine, VGroup, VMobject

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.constructions.line.staircase import bump_network
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, FunctionCurve, NetworkCurve, Readout, formula, words
from uat.films.stage.curves import corners
from uat.films.stage.gauge import Gauge
from uat.films.stage.subject import varying_subject
from uat.films.stage.text import BODY, LABEL, two_decimals, two_digits, whole
from uat.networks.activations import SIGMOID, logit
from uat.networks.network import Network

from ._output import (
    BUMPS,
    MARGIN,
    Output,
    Sum,
    draw_sigmoid,
    get_target,
    inverse,
    probe,
    rescaled,
    with_weights,
    without_output,
)

WEIGHTS_HEIGHT = 2.95  # where the weights are written
NEAREST = 0.001  # how near to 0 and 1 a function comes at last
CLOSE_BUMPS = 80
STEEPNESS = 3000.0  # times the domain's length
ERROR = 1.0  # of the sum, beside the sigmoid
BETTER = 0.9  # of an error: what counts as smaller


def draw_both(
    network: Network, hidden: Sum, output: Output, width: float = 5.0
) -> tuple[NetworkCurve, NetworkCurve]:
    """Draw what the network adds up, and what it puts out."""
    added = NetworkCurve(hidden.graph, without_output(network), DARK.step, width)
    return added, NetworkCurve(output.graph, network, width=width)


class Growing:
    """Bumps that grow from height zero to their own; the weights above them, and their name."""

    def __init__(self, network: Network, hidden: Sum, output: Output) -> None:
        self.network = network
        self.curves = draw_both(with_weights(network, 0.0), hidden, output)
        self.heights = [Readout("", 0.0, two_decimals, LABEL, DARK.step) for _ in range(BUMPS)]
        low, high = hidden.graph.x_range
        for n, readout in enumerate(self.heights):
            x = hidden.graph.point(low + (n + 0.5) * (high - low) / BUMPS, 0.0)[0]
            readout.shift(np.array([x, WEIGHTS_HEIGHT, 0.0]) - readout.get_center())
        name = words("weights $h$", LABEL, DARK.muted)
        name.move_to((hidden.graph.corner[0], WEIGHTS_HEIGHT + 0.5, 0.0), aligned_edge=LEFT)
        self.weights = (*self.heights, name)

    def grow(self) -> Drive:
        """Animate all weights from zero to their own values."""
        digits = [readout.digits for readout in self.heights]
        return Drive([*self.curves, *digits], self._show)

    def _show(self, share: float) -> None:
        now = with_weights(self.network, share)
        self.curves[0].set_network(without_output(now))
        self.curves[1].set_network(now)
        firsts = np.asarray(now.layers[-1].weights)[0, ::2]  # of each pair of neurons
        for readout, height in zip(self.heights, firsts, strict=True):
            readout.set_value(height)


def outside(x: Any, windows: tuple[tuple[float, float], ...]) -> Any:
    """Tell which points lie in none of the windows around jumps."""
    inside = [(left <= x) & (x <= right) for left, right in windows]
    return ~np.any(inside, axis=0) if inside else np.ones(x.shape, dtype=bool)


def sum_error(spec: FilmSpec, net: Approximation) -> float:
    """Measure the sum's largest distance from its target: on a grid, at the output's worst."""
    x = probe(varying_subject(spec))
    x = np.append(x[outside(x, net.error.left_out.intervals)], net.error.at)
    added = without_output(net.network).forward(x[:, None])[:, 0]
    return float(np.abs(added - inverse(get_target(spec))(x)).max())


def told(spec: FilmSpec, few: Approximation, many: Approximation) -> str:
    """Say what more bumps do to both errors; a bump on a jump is off as much as a wide one."""
    if sum_error(spec, many) < BETTER * sum_error(spec, few) and (
        many.error.max < BETTER * few.error.max
    ):
        return "With more bumps both get better, the sum and the output."
    return "With more bumps they're off in narrower places. But at a jump it's as much as before."


def gauge_above(label: str, value: float, x: float, write: Any, color: str) -> Gauge:
    """Make a gauge above the graphs."""
    return Gauge(label, value, (x, 3.55, 0.0), write=write, color=color)


class Numbers:
    """The neurons of a network, and the errors of its sum and of its output, above the graphs."""

    def __init__(self, spec: FilmSpec, net: Approximation) -> None:
        self.spec = spec
        self.gauges = (
            gauge_above("neurons", 0.0, -6.05, whole, DARK.network),
            gauge_above("error of the sum", 0.0, -3.3, two_digits, DARK.error),
            gauge_above("error of the output", 0.0, 1.15, two_digits, DARK.error),
        )
        self.show(net)

    def show(self, net: Approximation) -> None:
        values = net.network.neurons, sum_error(self.spec, net), net.error.max
        for gauge, value in zip(self.gauges, values, strict=True):
            gauge.set_value(value)


class Slopes:
    """The sigmoid with its steepest slope, and an error of the sum that slides along it.

    error: a level line as long as the error, and an upright one for what comes out of it.
    """

    def __init__(self) -> None:
        self.graph, self.curve = draw_sigmoid(low=False)
        ends = self.graph.to_screen([-2.0, 2.0], [0.0, 1.0])
        self.steepest = DashedLine(*ends, color=DARK.text, stroke_width=3.0)
        self.rule = formula("abs(sigma'(z)) <= 1 \\/ 4", BODY, DARK.step)
        self.rule.move_to(self.graph.point(2.2, 0.3))
        self.error: Any = VGroup(
            *(VMobject(color=DARK.error, stroke_width=width) for width in (4.0, 9.0))
        )
        self.show(-2.6)

    @property
    def parts(self) -> VGroup:
        return VGroup(self.graph, self.curve, self.steepest, self.rule, self.error)

    def show(self, z: float) -> None:
        ends = np.array([z - ERROR / 2, z + ERROR / 2])
        (left, right), (low, high) = ends, self.curve.network.forward(ends[:, None])[:, 0]
        self.error[0].points = corners(self.graph.to_screen([left, right], [low, low]))
        self.error[1].points = corners(self.graph.to_screen([right, right], [low, high]))

    def slide(self) -> Drive:
        return Drive(self.error, self.show, -2.6, 2.6)


class Stretch:
    """The function between margin and 1 - margin, its inverse sigmoid, and networks for both."""

    def __init__(self, spec: FilmSpec, output: Output, hidden: Sum) -> None:
        self.subject = varying_subject(spec)
        self.graphs = hidden.graph, output.graph
        length = float(np.diff(self.subject.x_range)[0])
        self.steepness = STEEPNESS / length
        shares = approximate(
            rescaled(self.subject, 0.0), neurons=2 * CLOSE_BUMPS, construction="bumps"
        )  # fmt: skip
        self.partition, self.jumps = shares.partition, shares.error.left_out.intervals
        self.sum_goal, self.goal = (FunctionCurve(g, self.subject.target) for g in self.graphs)
        network = self.network(MARGIN)
        self.sum, self.output = draw_both(network, hidden, output, 4.0)
        self.curves = (self.sum_goal, self.goal, self.sum, self.output)
        self.gauges = (
            gauge_above("from 0, and from 1", 0.0, 0.4, two_digits, DARK.target),
            gauge_above("largest $|sigma^(-1)|$", 0.0, -6.05, two_digits, DARK.step),
        )
        self.set_margin(MARGIN)

    def error_gauges(self) -> list[Gauge]:
        """Show how far the sum and the output are from their targets at most, on a grid."""
        x = probe(self.subject)
        x = x[outside(x, self.jumps)]
        network, goal = self.network(self.margin), rescaled(self.subject, self.margin)
        added = without_output(network).forward(x[:, None])[:, 0]
        output = network.forward(x[:, None])[:, 0]
        in_sum, at_end = added - inverse(goal)(x), output - goal(x)
        parts = (("error of the sum", in_sum, -3.3), ("error of the output", at_end, 4.25))
        return [
            gauge_above(name, float(np.abs(errors).max()), x, two_digits, DARK.error)
            for name, errors, x in parts
        ]

    def drive(self, start: float, stop: float) -> Drive:
        """Stretch the function from one margin to another."""
        moving = [*self.curves, *(gauge.digits for gauge in self.gauges)]
        ends = np.log([start, stop])
        return Drive(moving, lambda log_margin: self.set_margin(float(np.exp(log_margin))), *ends)

    def network(self, margin: float) -> Network:
        heights = margin + (1 - 2 * margin) * self.partition.heights
        partition = replace(self.partition, heights=heights)
        return bump_network([partition], SIGMOID, self.steepness, "sigmoid")

    def set_margin(self, margin: float) -> None:
        self.margin = margin
        target = rescaled(self.subject, margin)
        self.sum_goal.points = FunctionCurve(self.graphs[0], inverse(target)).points
        self.goal.points = FunctionCurve(self.graphs[1], target).points
        network = self.network(margin)
        self.sum.set_network(without_output(network))
        self.output.set_network(network)
        self.gauges[0].set_value(margin)
        self.gauges[1].set_value(float(logit(np.array(1 - margin))))
