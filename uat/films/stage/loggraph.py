"""Draw axes on which each unit is a factor, for errors and neurons over many decades."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.films.stage.graph import Graph
from uat.films.stage.text import number, number_code
from uat.films.stage.ticks import Ticks

EVERYDAY = range(4)  # powers of ten that are written out, if all of an axis are among them
PLAIN = range(2)  # those that always are
UNITS_A_POWER = 0.7  # closer marks than this along x would let powers of ten touch


class LogGraph(Graph):
    """A pair of logarithmic axes; `at` maps data to the scene, and both ranges are above zero.

    falling: x gets smaller to the right, as an error does on the way to a better network.
    options: those of a `Graph`, whose own ranges are the decimal logarithms.
    """

    def __init__(
        self,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        *,
        falling: bool = False,
        **options: Any,
    ) -> None:
        self.falling = falling
        super().__init__(_logarithms(x_range), _logarithms(y_range), **options)

    def at(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Map data to scene coordinates: arrays of n positive numbers to (n, 3)."""
        return self.to_screen(np.log10(x), np.log10(y))

    @property
    def ends(self) -> tuple[float, float]:
        low, high = self.x_range
        return (high, low) if self.falling else (low, high)

    def to_screen(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Map logarithms to scene coordinates: arrays of n numbers to (n, 3)."""
        low, high = self.x_range
        return super().to_screen(low + high - np.asarray(x) if self.falling else x, y)

    def _zero_line(self) -> VGroup:
        return VGroup()

    def _add_x(self, label: str, *, marks: bool) -> None:
        most = max(3, min(7, int(self.size[0] / UNITS_A_POWER)))
        self.x_ticks = decade_ticks(*self.x_range, most)
        super()._add_x(label, marks=marks)

    def _add_y(self, label: str) -> None:
        self.y_ticks = decade_ticks(*self.y_range)
        super()._add_y(label)


def decade_ticks(low: float, high: float, most: int = 7) -> Ticks:
    """Choose marks at powers of ten between two logarithms; in between, too, if few."""
    powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(powers) >= 3:
        every = -(-len(powers) // most)
        shown = [p for p in powers if p % every == 0]
        plain = EVERYDAY if all(p in EVERYDAY for p in shown) else PLAIN
        written = (str(10**p) if p in plain else f"10^({p})" for p in shown)
        return Ticks(tuple(float(p) for p in shown), tuple(written))
    first = math.floor(low) - 1
    marks = [(d, p) for p in range(first, math.ceil(high) + 1) for d in (1, 2, 5)]
    inside = [(math.log10(d) + p, d, p) for d, p in marks]
    kept = [(at, d, p) for at, d, p in inside if low - 1e-9 <= at <= high + 1e-9]
    kept = kept[:: -(-len(kept) // most) or 1]
    labels = tuple(number_code(number(float(f"{d}e{p}"))) for _, d, p in kept)
    return Ticks(tuple(at for at, _, _ in kept), labels)


def _logarithms(span: tuple[float, float]) -> tuple[float, float]:
    return math.log10(span[0]), math.log10(span[1])
