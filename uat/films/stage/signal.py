"""Send a number through a network's diagram: dots run along its lines, and neurons light up."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Dot, VGroup
from manim.utils.color import ManimColor

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.diagram import NetworkDiagram

RADIUS = 0.085
BRIGHT = 0.9  # how much of its colour a neuron takes that hands on 1


class Signal(VGroup):
    """The dots that carry an input through a diagram; each neuron lights up by what it hands on.

    x: the numbers that go in. `set_progress` moves the dots: 0 is at the inputs, 1 at the first
    layer, 2 at the second one. `light` shows other inputs at once, without dots.
    """

    def __init__(self, diagram: NetworkDiagram, *x: float) -> None:
        most = max(len(lines) for lines in diagram.lines)
        super().__init__(*(Dot(radius=RADIUS, color=DARK.text) for _ in range(most)))
        self.diagram = diagram
        self.set_inputs(*x)
        self.set_progress(0.0)

    def set_inputs(self, *x: float) -> Signal:
        """Let other numbers go in, from the next `set_progress` or `light` on."""
        layers = self.diagram.network.activations(np.array([x]))
        self.values: list[Array] = [np.array(x), *(values[0] for values in layers)]
        return self

    def set_progress(self, t: float) -> Signal:
        """Put the dots between layer floor(t) and the next; neurons behind them are lit."""
        last = len(self.diagram.lines)
        layer = min(max(int(t), 0), last - 1)
        lines = list(self.diagram.lines[layer].items())
        for dot in self:
            dot.set_opacity(0.0)
        if 0 <= t < last:
            for dot, ((_, source), line) in zip(self, lines, strict=False):
                dot.move_to(line.point_from_proportion(t - layer))
                dot.set_opacity(self._share(layer, source))
        self._paint(int(np.floor(t)))
        return self

    def light(self, *x: float) -> Signal:
        """Light all neurons as these inputs do."""
        self.set_inputs(*x)
        return self.set_progress(float(len(self.diagram.lines)))

    def _share(self, layer: int, position: int) -> float:
        """Say how bright a circle is: the inputs and the output wholly, others by their value."""
        if layer in (0, len(self.diagram.lines)):
            return 1.0
        neuron = self.diagram.shown[layer][position]
        return float(np.clip(abs(self.values[layer][neuron]), 0.0, 1.0))

    def _paint(self, reached: int) -> None:
        for layer, column in enumerate(self.diagram.columns):
            for position, circle in enumerate(column):
                share = BRIGHT * self._share(layer, position) if layer <= reached else 0.0
                if layer in (0, len(self.diagram.lines)):
                    share *= 0.35  # a name stands in it
                edge: Any = circle.get_stroke_color()
                color = ManimColor(DARK.background).interpolate(edge, share)
                circle.set_fill(color, 1.0)
