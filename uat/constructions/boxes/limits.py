"""Around some points f takes different values however close it is read: no limit exists there.

A continuous network is off by half of what f varies by around such a point, as that of atan2(y, x)
at the origin. A jump along a line of an input is another matter, since boxes end on it. So cells in
which f varies too much are cut along such lines, and what is left is halved again and again. Where
f still varies too much in the smallest boxes, the boxes around tell a point from a curve.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import point_text
from uat.base.ties import levels
from uat.constructions.boxes.jumps import jump_lines, too_much, uneven_cells
from uat.functions.expression.on_boxes import ranges_on
from uat.functions.target import Target

MOST_READ = 50_000  # values of f, each time that boxes are halved
SHARES = np.array([1e-9, 0.25, 0.5 - 1e-9, 0.5 + 1e-9, 0.75, 1 - 1e-9])  # of a box: in its halves
AT_END = 2e-9  # of a box: points so close to an end of the domain are taken to it
SMALLEST = 2.0**-27  # of the domain: boxes so small are not halved
BESIDE = 2.0**-40  # of the domain: how far from a jump along a line boxes begin
FLOATS = 2.0**10  # neighbouring floats that a box holds at least
LARGEST = 1e300
GROWING = 1.5  # times the range of f in a box that was halved often: f has a pole
EACH = 6  # parts of a box that are halved at a time
EVEN = 32  # points of the smallest box, along each input
TRIED = 8  # boxes around which others are looked at
AROUND = 9  # boxes along each input, around one in the middle
NEAR = (2.0**-10, 2.0**-17)  # of the domain: the sizes of all boxes around together


def require_limits(target: Target, tol: float) -> None:
    """Raise TargetError, with the place, if f varies by more than 2 tol however close to a point.

    Functions of two and more inputs are looked at.
    """
    if target.kind != "function" or target.inputs < 2:
        return
    cells = uneven_cells(target)
    if cells is None:
        return
    suspect = too_much(cells, tol)
    if target.expressions:  # f may be another at the domain's ends, where cells are not read
        ends = np.ones_like(suspect)
        ends[(slice(1, -1),) * target.inputs] = False
        suspect |= ends
    place = np.argwhere(suspect).T
    if not place.size:
        return
    search = _Search(target, tol, jump_lines(target, cells, tol))
    low, high = (
        np.stack([line[i + end] for line, i in zip(cells.edges, place, strict=True)])
        for end in (0, 1)
    )
    low, high, _, grown = search.unsettled(low, high)
    chosen = np.unique(np.linspace(0, grown.size - 1, min(TRIED, grown.size)).round().astype(int))
    for box in chosen:
        middle = 0.5 * (low[:, box] + high[:, box])
        if any(search.is_alone(middle, near) for near in NEAR):
            error = search.refusal(low[:, box], high[:, box], bool(grown[box] > GROWING))
            if error is not None:
                raise error


class _Search:
    """A search for boxes where f varies by more than a network within the tolerance can follow."""

    def __init__(self, target: Target, tol: float, lines: Sequence[Array]) -> None:
        self.target, self.width = target, 2 * tol
        self.lines = lines
        self.most = max(TRIED, MOST_READ // SHARES.size**target.inputs)
        low, high = np.array(target.box, dtype=float).T
        self.ends, self.size = (low[:, None], high[:, None]), (high - low)[:, None]
        largest = np.maximum(np.abs(low), np.abs(high))[:, None]
        self.smallest = np.maximum(SMALLEST * self.size, FLOATS * np.spacing(largest))

    def _chosen(self, low: Array, high: Array) -> tuple[Array, Array, NDArray[np.int64]]:
        """Choose the parts of boxes in which f may jump, and their owners; evenly, of too many."""
        low, high, owner = self._cut(low, high)
        keep = np.flatnonzero(self._may_jump(low, high))
        some = np.linspace(0, keep.size - 1, min(self.most, keep.size)).round().astype(int)
        keep = keep[some]
        return low[:, keep], high[:, keep], owner[keep]

    def _may_jump(self, low: Array, high: Array) -> NDArray[np.bool_]:
        """Tell in or beside which boxes a formula may jump; any other function may everywhere."""
        beside = 2 * BESIDE * self.size
        may = np.full(low.shape[1], not self.target.expressions)
        around = np.maximum(low - beside, self.ends[0]), np.minimum(high + beside, self.ends[1])
        for formula in self.target.expressions if may.size else ():
            may |= ranges_on(formula, *around).jumps
        return may

    def unsettled(self, low: Array, high: Array) -> tuple[Array, Array, NDArray[np.int64], Array]:
        """Find the smallest boxes inside of others, (m, n), in which f still varies too much.

        Returns their corners, in which box each lies, and by how much more f varies in it.
        """
        low, high, owner = self._chosen(low, high)
        first = ranges = np.full(owner.size, np.nan)
        while owner.size and (high - low > self.smallest).any():
            low, high, found = self._halved(low, high)
            parts = found.size // owner.size
            owner, first = np.repeat(owner, parts), np.repeat(first, parts)
            first = np.where(np.isnan(first), found, first)
            keep = np.flatnonzero((found > self.width) & self._may_jump(low, high))
            keep = keep[np.lexsort((-levels(found[keep]), owner[keep]))]
            each = max(1, min(EACH, self.most // max(1, np.unique(owner[keep]).size)))
            keep = keep[_first_of_each(owner[keep], each)]
            low, high, owner = low[:, keep], high[:, keep], owner[keep]
            first, ranges = first[keep], found[keep]
        return low, high, owner, ranges / first

    def is_alone(self, middle: Array, near: float) -> bool:
        """Tell whether f is settled around the point, but for a few boxes: no curve runs there.

        Of three inputs lines may, and so on: what boxes meet is counted by its dimension.
        """
        step = near / AROUND * self.size
        grid = np.indices((AROUND,) * len(middle)).reshape(len(middle), -1)
        low = middle[:, None] + (grid - AROUND / 2) * step
        low, high = (np.clip(side, *self.ends) for side in (low, low + step))
        inside = (high > low).all(axis=0)
        *_, owner, _ = self.unsettled(low[:, inside], high[:, inside])
        return bool(np.unique(owner).size < 3 * AROUND ** (len(middle) - 2))

    def refusal(self, low: Array, high: Array, pole: bool) -> TargetError | None:
        """Say what is wrong at the point in a box; None if few of its points are out of the way."""
        where = f"({point_text(self._rounded(0.5 * (low + high)), self.target.box)})"
        if pole:
            return TargetError(
                f"f has a pole or never settles near {where}: choose a domain that keeps away "
                "from it"
            )
        even, ends = np.arange(1, EVEN) / EVEN, 2.0 ** -np.arange(10, 30, 5)
        within = self._varies(low, high, even)
        if not within > self.width:
            return None
        wider = (2 * low - high)[:, None], (2 * high - low)[:, None]
        low, high = (np.clip(side, *self.ends)[:, 0] for side in wider)
        varies = self._varies(low, high, np.sort(np.concatenate([even, ends, 1 - ends])))
        return TargetError(
            f"f has no limit at {where}: it varies by {varies:.3g} however close it is read, so "
            f"that no network is closer to it there than {varies / 2:.3g}: choose a domain that "
            "keeps away from this point, or a tolerance above that"
        )

    def _varies(self, low: Array, high: Array, shares: Array) -> float:
        """Measure by how much f varies on a grid in each box, (m,)."""
        axes = [
            np.concatenate([a + (b - a) * shares, sorted({a, b}.intersection(ends))])
            for a, b, ends in zip(low, high, self.target.box, strict=True)
        ]
        points = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
        at_end = (points == self.ends[0]) | (points == self.ends[1])
        points = points[:, ~at_end.all(axis=0)]
        return float(np.ptp(self._finite(points), axis=0).max())

    def _rounded(self, middle: Array) -> list[float]:
        """Round the point to the digits that the smallest box has."""
        digits = np.floor(-np.log10(4 * self.smallest[:, 0])).astype(int)
        return [round(float(x), int(d)) + 0.0 for x, d in zip(middle, digits, strict=True)]

    def _cut(self, low: Array, high: Array) -> tuple[Array, Array, NDArray[np.int64]]:
        """Cut the boxes along lines on which f jumps, and tell which of them each part is of."""
        owner = np.arange(low.shape[1])
        for axis, line in enumerate(self.lines):
            beside = BESIDE * self.size[axis]
            for place in line:
                across = (low[axis] < place) & (place < high[axis])
                parts = [(low[:, across].copy(), high[:, across].copy()) for _ in range(2)]
                parts[0][1][axis], parts[1][0][axis] = place - beside, place + beside
                low = np.concatenate([low[:, ~across], *(part[0] for part in parts)], axis=1)
                high = np.concatenate([high[:, ~across], *(part[1] for part in parts)], axis=1)
                owner = np.concatenate([owner[~across], owner[across], owner[across]])
        keep = (high > low).all(axis=0)
        return low[:, keep], high[:, keep], owner[keep]

    def _halved(self, low: Array, high: Array) -> tuple[Array, Array, Array]:
        """Halve each box along each input, and measure by how much f varies in each part."""
        inputs, boxes = low.shape
        grid = np.indices((SHARES.size,) * inputs).reshape(inputs, -1)
        size = (high - low)[:, :, None]
        points = low[:, :, None] + size * SHARES[grid][:, None]
        low_end, high_end = (np.broadcast_to(e[:, :, None], points.shape) for e in self.ends)
        ended = np.where(points - low_end < AT_END * size, low_end, points)
        ended = np.where(high_end - points < AT_END * size, high_end, ended)
        corner = ((ended == low_end) | (ended == high_end)).all(axis=0)
        points = np.where(corner, points, ended)  # the value at a corner says nothing of a limit
        values = self._finite(points.reshape(inputs, -1))
        values = values.reshape(boxes, *(2, 3) * inputs, -1)
        inside = tuple(range(2, 2 * inputs + 1, 2))
        ranges = np.ptp(values, axis=inside).max(axis=-1).reshape(-1)
        part = np.indices((2,) * inputs).reshape(inputs, 1, -1)
        lows = low[:, :, None] + part * 0.5 * size
        return lows.reshape(inputs, -1), (lows + 0.5 * size).reshape(inputs, -1), ranges

    def _finite(self, points: Array) -> Array:
        """Evaluate f at points (m, n), as (n, outputs): 0 for no number, large if infinite."""
        with np.errstate(all="ignore"):
            values = self.target(*points).reshape(points.shape[1], -1)
        return np.nan_to_num(values, posinf=LARGEST, neginf=-LARGEST)


def _first_of_each(owner: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Take the first few boxes of each owner, from boxes in the order of their owners."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    lengths = np.diff(np.append(starts, owner.size))
    first: NDArray[np.bool_] = np.arange(owner.size) - np.repeat(starts, lengths) < count
    return first
