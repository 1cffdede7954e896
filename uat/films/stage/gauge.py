"""Show a number with a few words above it, such as a count of neurons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup
from numpy.typing import ArrayLike

from uat.base.palette import DARK
from uat.films.stage.readout import Digits, hold
from uat.films.stage.text import LABEL, TITLE, number, words


class Gauge(VGroup):
    """Words and below them a number, both left-aligned at `corner`; `set_value` changes it."""

    def __init__(
        self,
        label: str,
        value: float,
        corner: ArrayLike,
        *,
        write: Callable[[float], str] = number,
        color: str = DARK.text,
    ) -> None:
        self.write, self.value = write, value
        self.label: Any = words(label, LABEL, DARK.muted)
        self.digits = Digits(write(value), TITLE, color)
        place = np.asarray(corner, dtype=float)
        self.label.move_to(place, aligned_edge=LEFT)
        self.digits.shift(place + DOWN * 0.72)
        super().__init__(self.label, self.digits)
        hold(self.label, self.digits)

    def set_value(self, value: float) -> Gauge:
        """Show another number."""
        self.value = value
        self.digits.set_text(self.write(value))
        hold(self.label, self.digits)
        return self


class Rug(VGroup):
    """Short lines below a graph's axis, one at each cut; too many merge into a band."""

    def __init__(self, graph: Any, cuts: ArrayLike) -> None:
        super().__init__()
        low = graph.y_range[0]
        feet = graph.to_screen(np.asarray(cuts, dtype=float), low)
        columns = np.unique(np.round(feet[:, 0], 2))
        for x in columns:
            foot = RIGHT * x + UP * feet[0, 1]
            self.add(Line(foot, foot + UP * 0.22, color=DARK.step, stroke_width=1.6))
