"""Fold a page of paper with a curve on it: what lies on itself is drawn once, and unfolds."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup, VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.animations import Drive
from uat.films.stage.curves import Function, corners
from uat.films.stage.graph import Graph
from uat.networks.network import Network
from uat.networks.regions.line import regions

NEAR = 0.35  # how much larger what stands up from the page is seen
SAMPLES = 601
PAGES = (("#1b2231", 1.0), ("#2b3854", 0.6))  # the page, and its part that moves
RULED = 0.5  # opacity of the lines that the page is ruled with


class Paper(VGroup):
    """A page on a graph, as wide as the graph, which is folded at its middle.

    function: what is drawn on it at first. rules: how many upright lines it is ruled with.
    folds: how many have been made. spread: how many times as wide what is left is drawn.
    `set_turn` turns the right half of what is left, from 0 (flat) to 1 (on the left half). A
    network that `draw` puts on it is folded with it.
    """

    def __init__(self, graph: Graph, function: Function | None = None, rules: int = 0) -> None:
        super().__init__()
        self.graph, self.folds, self.spread = graph, 0, 1.0
        self.network: Network | None = None
        self.function = function
        self.ruled = np.linspace(*graph.x_range, rules + 2)[1:-1]
        self.pages, self.rules, self.curves, self.drawn = (
            [VMobject(fill_color=c, fill_opacity=o, stroke_width=0.0) for c, o in PAGES],
            [VMobject(color=DARK.muted, stroke_width=2.0, stroke_opacity=RULED) for _ in PAGES],
            [VMobject(color=DARK.target, stroke_width=4.0) for _ in PAGES],
            [VMobject(color=DARK.network, stroke_width=5.0) for _ in PAGES],
        )
        self.crease = VMobject(color=DARK.step, stroke_width=3.0)
        layers = (self.pages, self.rules, self.curves, self.drawn)
        self.add(*(layer[half] for half in (0, 1) for layer in layers), self.crease)
        self.set_turn(0.0)

    @property
    def span(self) -> tuple[float, float, float]:
        """Left end, crease and right end of what is left, in the units of x."""
        low, high = self.graph.x_range
        width = (high - low) / 2**self.folds
        return low, low + width / 2, low + width

    def draw(self, network: Network | None) -> int:
        """Draw a network on what is left; return on how many pieces it is straight there."""
        self.network = network
        self.set_turn(0.0)
        low, _, high = self.span
        return 0 if network is None else regions(network, (low, high)).regions

    def set_turn(self, turn: float) -> Paper:
        """Turn the right half by this share of half a turn."""
        low, crease, high = self.span
        angle = np.pi * turn
        bottom, top = self.graph.y_range
        for half, (a, b) in enumerate(((low, crease), (crease, high))):
            turned = half * angle
            around = np.array([a, b, b, a, a]), np.array([bottom, bottom, top, top, bottom])
            self.pages[half].points = corners(self._turned(*around, turned))
            self._rule(self.rules[half], self.ruled[(self.ruled > a) & (self.ruled < b)], turned)
            for lines, curve in ((self.curves, self._curve()), (self.drawn, self._line())):
                seen = (curve[0] >= a - 1e-12) & (curve[0] <= b + 1e-12)
                places = self._turned(curve[0][seen], curve[1][seen], turned)
                lines[half].points = corners(places) if len(places) > 1 else np.zeros((0, 3))
        self._rule(self.crease, np.array([crease] if 0.0 < turn < 1.0 else []), 0.0)
        return self

    def set_spread(self, spread: float) -> Paper:
        """Draw what is left this many times as wide as it is."""
        self.spread = spread
        return self.set_turn(0.0)

    def fold(self) -> Drive:
        """Fold what is left once more."""
        before = self.folds

        def change(turn: float) -> None:
            self.folds = before + (turn >= 1.0)
            self.set_turn(turn % 1.0)

        return Drive([self], change)

    def unfold(self) -> Drive:
        """Open the last fold again, with the network that was drawn."""
        self.folds -= 1
        return Drive([self], lambda turn: self.set_turn(1.0 - turn))

    def _curve(self) -> tuple[Array, Array]:
        """Return samples of the function, (n,) each."""
        x = np.linspace(*self.graph.x_range, SAMPLES if self.function else 0)
        return x, self.function(x) if self.function else x

    def _line(self) -> tuple[Array, Array]:
        """Return the network's corners on what is left, and where it is folded: (n,) each."""
        if self.network is None:
            return np.zeros(0), np.zeros(0)
        low, crease, high = self.span
        x = np.union1d(regions(self.network, (low, high)).x, crease)
        return x, self.network.forward(x[:, None])[:, 0]

    def _rule(self, line: Any, x: Array, angle: float) -> None:
        """Draw upright lines across the page."""
        bottom, top = self.graph.y_range
        ends = [self._turned(np.array([at, at]), np.array([bottom, top]), angle) for at in x]
        line.points = np.concatenate([np.zeros((0, 3)), *(corners(end) for end in ends)])

    def _turned(self, x: Array, y: Array, angle: float) -> Array:
        """Map data to the scene, turned about the crease out of the picture, towards the eye."""
        low, crease, _ = self.span
        places = self.graph.to_screen(low + (x - low) * self.spread, y)
        axis = self.graph.point(low + (crease - low) * self.spread, 0.0)[0]
        middle = self.graph.corner[1] + self.graph.size[1] / 2
        away = places[:, 0] - axis
        nearer = 1.0 + NEAR * np.sin(angle) * away / self.graph.size[0]
        places[:, 0] = axis + away * np.cos(angle) * nearer
        places[:, 1] = middle + (places[:, 1] - middle) * nearer
        return places
