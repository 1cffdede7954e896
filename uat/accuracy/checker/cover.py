"""What a proof has to cover, and what is excused: its boxes, and windows in which f jumps.

Check that a proof's boxes cover its domain, exactly: floats are compared, none is rounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from uat.accuracy.checker.halving import Box, Budget, Held, Refused, failing, joined, named
from uat.accuracy.checker.jumps import proven_jumps, room_in
from uat.accuracy.checker.reading import Claim, Row

MOST_CELLS = 50_000_000

Far = Callable[[Box, float], "Sequence[float] | None"]

OFTEN = 20  # boxes, after which it is said where the check is
HALVINGS, MORE_HALVINGS = 5_000, 50  # of boxes, in a whole check: and more for each row


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


# Excuse in a window only the surroundings of jumps of f that are proven.


class Excuses:
    """In the window of a jump, the error may be larger: by the bound, and by f's jump.

    boxes: what each jump excuses. most: the largest error that was excused so far.
    """

    def __init__(self, claim: Claim, say: Callable[[str], None]) -> None:
        """Look for the jumps of all windows. Raises Refused for one in which none is proven."""
        self.bound, self.names, self.most = claim.bound, claim.names, claim.bound
        self.windows = joined(claim.windows)
        self.jumps = proven_jumps(self.windows, claim.parts, claim.bound, claim.box)
        self.boxes = [jump.excused for jump in self.jumps]
        self.say, self.rows, self.asked = say, len(claim.rows), 0
        self.budget = Budget(HALVINGS + MORE_HALVINGS * len(claim.rows))

    def require(self, box: Box, bound: float, output: int, far: Far, swing: float = 0.0) -> None:
        """Raise Refused unless an error is small on a box: at most `bound`, or what is excused.

        far: asked of a box and a number: None if the error is at most that; see `failing`.
        swing: what is excused besides, where anything is.
        """
        if self.asked % OFTEN == 0:
            at = ", ".join(
                f"{name} = {low:.4g}" for name, (low, _) in zip(self.names, box, strict=True)
            )
            self.say(f"checking {self.rows} boxes, now from {at} on")
        self.asked += 1
        place = failing(
            box,
            lambda part, held: far(part, self._allowed(held, bound, output, swing)),
            self.budget,
            self.boxes,
        )
        if place is not None:
            where = named(place, self.names)
            raise Refused(f"the bound {bound:.6g} could not be verified for {where}")

    def _allowed(self, held: Held, bound: float, output: int, swing: float) -> float:
        """Add up what is allowed: twice the bound in windows, and each jump once."""
        if not held:
            return bound
        heights: list[float] = []
        last = None
        for jump in sorted((self.jumps[i] for i in held), key=lambda jump: (jump.k, jump.place)):
            room = 4 * room_in(jump.excused[jump.k])
            if last is not None and last.k == jump.k and jump.place - last.place <= room:
                heights[-1] = max(heights[-1], jump.heights[output])
            else:
                heights.append(jump.heights[output])
            last = jump
        excuse = self.bound + math.fsum([*heights, swing])
        self.most = max(self.most, self.bound + excuse)
        return bound + excuse
