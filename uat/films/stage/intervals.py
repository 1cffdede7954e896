"""Show whole intervals that are computed with: boxes on a graph, and numbers rounded outwards."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any

import numpy as np
from manim import VMobject

from uat.films.stage.curves import corners
from uat.films.stage.graph import Graph

Interval = tuple[float, float]
EXACT = Context(prec=1200)  # digits, enough for any float
PLAIN = range(-3, 4)  # powers of ten of numbers that are written without one


class IntervalBox(VMobject):
    """The rectangle of an interval of x and one of y; `set_heights` changes the latter in place."""

    def __init__(self, graph: Graph, x: Interval, y: Interval, color: str) -> None:
        super().__init__(color=color, stroke_width=3.0, fill_color=color, fill_opacity=0.3)
        self.graph, self.x = graph, x
        self.set_heights(y)

    def set_heights(self, y: Interval) -> IntervalBox:
        """Reach from one height to another, cut off at the graph's edges."""
        (left, right), (low, high) = self.x, np.clip(y, *self.graph.y_range)
        x, y_ = np.array([left, right, right, left, left]), np.array([low, low, high, high, low])
        self.points = corners(self.graph.to_screen(x, y_))
        return self


def outward(low: float, high: float, step: float) -> str:
    """Write in Typst an interval of decimal numbers that holds [low, high], in steps of a size.

    step: how much wider it may be; the next smaller power of ten is taken.
    """
    power = _power(max(abs(low), abs(high)))
    ends = _rounded(low, power, step, ROUND_FLOOR), _rounded(high, power, step, ROUND_CEILING)
    return f"[{ends[0]}, {ends[1]}]" + _factor(power)


def upward(value: float, step: float) -> str:
    """Write in Typst a decimal number that is not below `value`, and hardly above it."""
    power = _power(abs(value))
    return _rounded(value, power, step, ROUND_CEILING) + _factor(power)


def _power(size: float) -> int:
    """Choose the power of ten that is written behind numbers of this size; 0 is none."""
    power = Decimal(size).adjusted() if size > 0.0 else 0
    return 0 if power in PLAIN else power


def _factor(power: int) -> str:
    return f" dot 10^({power})" if power else ""


def _rounded(value: float, power: int, step: float, rounding: Any) -> str:
    places = max(0, power - Decimal(step).adjusted())
    scaled = Decimal(value).scaleb(-power, EXACT)
    return f"{scaled.quantize(Decimal(1).scaleb(-places), rounding, EXACT):f}"
