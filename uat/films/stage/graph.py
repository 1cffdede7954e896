"""Draw axes for any range: round marks, numbers that fit, and a map to the screen."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.text import LABEL, TICK, fit, formula, words
from uat.films.stage.ticks import Ticks, nice_ticks

BESIDE = 0.9  # how wide a label beside an axis may be
MARK = 0.09
ROOM = 0.08  # at both ends of a range, as a share of it
UNITS_A_MARK = 1.15  # closer marks than this along x would let long numbers touch


class Graph(VGroup):
    """A pair of axes on the rectangle `width` x `height` around `center`.

    x_range, y_range: (low, high) in the units of the data. frame: both axes, without marks. marks:
    all else.
    x_label, y_label: Typst markup; the latter stands above the vertical axis.
    """

    def __init__(
        self,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        *,
        width: float = 7.0,
        height: float = 4.2,
        center: ArrayLike = (0.0, 0.0, 0.0),
        x_label: str = "$x$",
        y_label: str = "",
        x_marks: bool = True,
        most_y: int = 6,
    ) -> None:
        super().__init__()
        self.x_range, self.y_range = x_range, y_range
        middle = np.asarray(center, dtype=float)
        self.corner = middle - np.array([width / 2, height / 2, 0.0])
        self.size = np.array([width, height])
        self.x_ticks = nice_ticks(*x_range, most=max(3, min(6, int(width / UNITS_A_MARK))))
        self.y_ticks = nice_ticks(*y_range, most=most_y)
        self.frame, self.marks = self._axes(), VGroup(self._zero_line())
        self.add(self.frame, self.marks)
        self._add_x(x_label, marks=x_marks)
        self._add_y(y_label)

    @property
    def ends(self) -> tuple[float, float]:
        """The x at the left end, and at the right one."""
        return self.x_range

    def to_screen(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Map data to scene coordinates: arrays of n numbers to (n, 3)."""
        x_part = _fraction(x, self.x_range) * self.size[0] + self.corner[0]
        y_part = _fraction(y, self.y_range) * self.size[1] + self.corner[1]
        x_part, y_part = np.broadcast_arrays(x_part, y_part)
        return np.stack([x_part, y_part, np.zeros_like(x_part)], axis=-1)

    def point(self, x: float, y: float) -> Array:
        """Return where the data point (x, y) lies in the scene."""
        place: Array = self.to_screen(np.array([x]), np.array([y]))[0]
        return place

    def horizontal(self, y: float, color: str = DARK.muted, width: float = 2.0) -> Any:
        """Draw a line across the graph's whole width at y."""
        low, high = self.x_range
        return Line(self.point(low, y), self.point(high, y), color=color, stroke_width=width)

    @property
    def placing(self) -> Array:
        """The ends of both ranges, the lower left corner's place, and the size: eight numbers."""
        return np.array([*self.x_range, *self.y_range, *self.corner[:2], *self.size])

    def place(self, placing: Array) -> None:
        """Map data to the scene in another way from now on; what is drawn stays as it is."""
        left, right, low, high = placing[:4].tolist()
        self.x_range, self.y_range = (left, right), (low, high)
        self.corner, self.size = np.append(placing[4:6], 0.0), placing[6:]

    def axes(self) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Return the ends of the horizontal axis and those of the vertical one, in the scene."""
        (left, right), (low, high) = self.ends, self.y_range
        foot = self.point(left, low)
        return (foot, self.point(right, low)), (foot, self.point(left, high))

    def _axes(self) -> VGroup:
        return VGroup(*(Line(*ends, color=DARK.muted, stroke_width=2.5) for ends in self.axes()))

    def _zero_line(self) -> VGroup:
        low, high = self.y_range
        share = -low / (high - low)
        if not 0.02 < share < 0.98:
            return VGroup()
        return VGroup(self.horizontal(0.0, width=1.2).set_stroke(opacity=0.5))

    def _add_x(self, label: str, *, marks: bool) -> None:
        low = self.y_range[0]
        if marks:
            for value, text in zip(self.x_ticks.values, self.x_ticks.labels, strict=True):
                foot = self.point(value, low)
                self.marks.add(Line(foot, foot + DOWN * MARK, color=DARK.muted, stroke_width=2.5))
                tick = formula(text, TICK, DARK.muted)
                self.marks.add(tick.next_to(foot, DOWN, buff=MARK + 0.1).stand_at(foot))
        end = self.corner + np.array([self.size[0], 0.0, 0.0])
        name, below = words(label, LABEL, DARK.muted), end + DOWN * 0.78
        if name.width <= BESIDE:
            name.next_to(end, RIGHT, buff=0.18).stand_at(end)
        else:  # a word or more, where there is room
            fit(name, 0.75 * self.size[0])
            name.move_to(below, aligned_edge=RIGHT)
            below = name.get_left() + LEFT * 0.2
        self.marks.add(name)
        if marks and self.x_ticks.note:
            note = formula(self.x_ticks.note, TICK, DARK.muted)
            self.marks.add(note.move_to(below, aligned_edge=RIGHT))

    def _add_y(self, label: str) -> None:
        left = self.ends[0]
        for value, text in zip(self.y_ticks.values, self.y_ticks.labels, strict=True):
            side = self.point(left, value)
            self.marks.add(Line(side, side + LEFT * MARK, color=DARK.muted, stroke_width=2.5))
            tick = formula(text, TICK, DARK.muted).next_to(side, LEFT, buff=MARK + 0.1)
            self.marks.add(tick.stand_at(side))
        markup = _with_note(label, self.y_ticks)
        if markup:
            top = self.corner + np.array([0.0, self.size[1], 0.0])
            name = words(markup, LABEL, DARK.muted)
            self.marks.add(name.next_to(top, UP, buff=0.22, aligned_edge=LEFT))


def _fraction(values: ArrayLike, span: tuple[float, float]) -> Array:
    return (np.asarray(values, dtype=float) - span[0]) / (span[1] - span[0])


def _with_note(label: str, ticks: Ticks) -> str:
    note = f"${ticks.note}$" if ticks.note else ""
    return f"{label} #h(0.4em) {note}" if label and note else label or note


def padded(low: float, high: float) -> tuple[float, float]:
    """Widen a range at both ends; a constant gets a range around it."""
    span = high - low
    if span <= 1e-12 * max(abs(low), abs(high)):
        span = abs(high) or 1.0
        return low - 0.5 * span, high + 0.5 * span
    return low - ROOM * span, high + ROOM * span
