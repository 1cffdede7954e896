"""Check that a proof's boxes cover its domain, exactly: floats are compared, none is rounded."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from uat.accuracy.checker.halving import Refused
from uat.accuracy.checker.reading import Claim, Row

MOST_CELLS = 50_000_000


def require_cover(claim: Claim) -> None:
    """Raise Refused unless every point lies in a row (or, over intervals, in a window)."""
    for row in claim.rows:
        for (low, high), (a, b) in zip(row.box, claim.box, strict=True):
            if not a <= low <= high <= b:
                raise Refused(f"a box reaches from {low!r} to {high!r}, which is not in the domain")
        if not all(x <= y for x, y in zip(row.least, row.greatest, strict=True)):
            raise Refused("a box has a least value above its greatest one")
    if claim.kind == "intervals":
        _require_walk(claim)
    else:
        _require_cells(claim)


def _require_walk(claim: Claim) -> None:
    """Walk from left to right over intervals that must leave no gap."""
    (a, b) = claim.box[0]
    intervals = [row.box[0] for row in claim.rows] + [window.box[0] for window in claim.windows]
    reached = a
    for low, high in sorted(intervals):
        if low > reached:
            raise Refused(f"the boxes leave a gap at x = {reached!r}")
        reached = max(reached, high)
    if reached < b:
        raise Refused(f"the boxes end at x = {reached!r}, before the domain does")


def _require_cells(claim: Claim) -> None:
    """Require each cell between the ends of rows to lie in a row."""
    grid = Grid(claim)
    covered = np.zeros(grid.shape, dtype=bool)
    for row in claim.rows:
        covered[grid.cells(row)] = True
    if not covered.all():
        cell = np.unravel_index(int(np.argmin(covered)), grid.shape)
        where = ", ".join(
            f"{name} between {marks[i]!r} and {marks[i + 1]!r}"
            for name, marks, i in zip(claim.names, grid.marks, cell, strict=True)
        )
        raise Refused(f"the boxes do not cover the domain: none holds {where}")


class Grid:
    """The cells between the ends of all rows along each input.

    more: for each input further marks, inside the box. marks: for each input all of them,
    ascending. A row holds a cell, or has no more than a face of it.
    """

    def __init__(self, claim: Claim, more: Sequence[Sequence[float]] = ()) -> None:
        ends: list[set[float]] = [set(interval) for interval in claim.box]
        for row in claim.rows:
            for mine, interval in zip(ends, row.box, strict=True):
                mine.update(interval)
        for mine, marks in zip(ends, more, strict=False):
            mine.update(marks)
        self.marks = [sorted(mine) for mine in ends]
        self.places = [{mark: i for i, mark in enumerate(marks)} for marks in self.marks]
        self.shape = tuple(len(marks) - 1 for marks in self.marks)
        if np.prod([float(n) for n in self.shape]) > MOST_CELLS:
            raise Refused("there are too many boxes to check that they cover the domain")

    def cells(self, row: Row) -> tuple[slice, ...]:
        """Return the cells that lie in a row."""
        return tuple(
            slice(place[low], place[high])
            for place, (low, high) in zip(self.places, row.box, strict=True)
        )

    def intervals(self, k: int) -> list[tuple[float, float]]:
        """Return the sides of all cells along input k."""
        return list(pairwise(self.marks[k]))
