"""Leave a trail: a dot moves sideways above paper that runs down, as a pen on a drum does."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Arrow, VGroup, VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.curves import Function, as_path, pieces
from uat.films.stage.graph import Graph
from uat.films.stage.text import BODY, formula


class Trail(VMobject):
    """Where a function's value has been on the horizontal axis of a graph, from x_range's low on.

    Time runs down, from y = `top` to y = `foot` of the scene; a quarter turn makes it the
    function's graph. `run_to` draws more or less of it in place.
    """

    def __init__(
        self,
        graph: Graph,
        function: Function,
        x_range: tuple[float, float],
        top: float,
        foot: float,
    ) -> None:
        super().__init__(color=DARK.target, stroke_width=4.0)
        self.graph, self.x_range, self.top, self.foot = graph, x_range, top, foot
        self._pieces = pieces(function, *x_range)
        self.run_to(x_range[0])

    def run_to(self, x: float) -> Trail:
        """Draw the trail up to x."""
        runs = [(at[at <= x], value[at <= x]) for at, value in self._pieces]
        paths = [as_path(self.on_paper(*run)) for run in runs if run[0].size > 1]
        self.points = np.concatenate([np.zeros((0, 3)), *paths])
        return self

    def on_paper(self, x: Array, value: Array) -> Array:
        """Return where values are written down, (n, 3)."""
        low, high = self.x_range
        places = self.graph.to_screen(value, 0.0)
        places[:, 1] = self.top + (x - low) / (high - low) * (self.foot - self.top)
        return places

    def axis(self, name: str) -> VGroup:
        """Draw an arrow down along the paper's left side, with the name of what runs down."""
        left = float(self.graph.corner[0]) + 0.3
        style: Any = {"stroke_width": 2.5, "tip_length": 0.16, "color": DARK.muted}
        arrow = Arrow((left, self.top, 0.0), (left, self.foot, 0.0), buff=0.0,
                      max_tip_length_to_length_ratio=1.0, **style)  # fmt: skip
        label = formula(name, BODY, DARK.muted)
        return VGroup(arrow, label.move_to((left + 0.3, self.foot + 0.15, 0.0)))
