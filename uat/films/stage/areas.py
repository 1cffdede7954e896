"""Move an area: what a curve has above a level, into what it lacks below."""

from __future__ import annotations

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.curves import Function, corners
from uat.films.stage.graph import Graph

STRIPS = 48
SAMPLES = 4001


class MovedArea(VMobject):
    """The area between a function and its mean over an interval, as strips of equal area.

    They fill what lies above the mean; `set_share` moves them, at 1 they fill what is missing
    below it. height: the strips' area over the interval's length, in the units of f; there must be
    some.
    """

    def __init__(
        self, graph: Graph, function: Function, low: float, high: float, color: str = DARK.target
    ) -> None:
        super().__init__(fill_color=color, fill_opacity=0.6, stroke_width=0.0)
        x, y = _samples(function, low, high)
        self.level = float(y.mean())
        above, below = y - self.level > 0.0, y - self.level < 0.0
        self.height = float(np.abs(y - self.level).mean()) / 2
        places = [_strips(graph, x, y, self.level, side) for side in (above, below)]
        self._start, self._stop = places
        self.set_share(0.0)

    def set_share(self, share: float) -> MovedArea:
        """Show the strips on their way from above (0) to below (1)."""
        now = self._start + share * (self._stop - self._start)
        self.points = np.concatenate([corners(strip[[0, 1, 2, 3, 0]]) for strip in now])
        return self


def average(function: Function, low: float, high: float) -> float:
    """Return the mean of a function over an interval."""
    return float(_samples(function, low, high)[1].mean())


def _samples(function: Function, low: float, high: float) -> tuple[Array, Array]:
    """Evaluate a function in the middle of many equal parts of an interval."""
    edges = np.linspace(low, high, SAMPLES + 1)
    x = (edges[:-1] + edges[1:]) / 2
    return x, np.asarray(function(x), dtype=float)


def _strips(graph: Graph, x: Array, y: Array, level: float, inside: NDArray[np.bool_]) -> Array:
    """Cut the area between y and the level, where `inside`, from left to right: (n, 4, 3)."""
    at = np.flatnonzero(inside)
    size = np.cumsum(np.abs(y[at] - level))
    cuts = np.linspace(0.0, size[-1], STRIPS + 1)
    first = np.searchsorted(size, cuts[:-1], side="right")
    last = np.maximum(first, np.searchsorted(size, cuts[1:], side="left"))
    last = np.minimum(last, at.size - 1)
    strips = [_longest_run(at[a : b + 1]) for a, b in zip(first, last, strict=True)]
    left, right = np.array(strips).T
    low, high = np.minimum(y, level), np.maximum(y, level)
    rows = ((left, low), (right, low), (right, high), (left, high))
    return np.stack([graph.to_screen(x[side], edge[side]) for side, edge in rows], axis=1)


def _longest_run(places: NDArray[np.intp]) -> tuple[int, int]:
    """Return the ends of the longest run of successive positions."""
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    longest = max(runs, key=len)
    return int(longest[0]), int(longest[-1])
