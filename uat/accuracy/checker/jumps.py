"""Look for jumps of f in windows, and prove them: all along a window, with their heights."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from flint import arb

from uat.accuracy.checker.formula import Formula
from uat.accuracy.checker.halving import (
    Box,
    Budget,
    Interval,
    Refused,
    Window,
    ball,
    balls,
    meet,
    named,
    within,
)
from uat.accuracy.checker.jets import arithmetic

BITS = 640
FINE = 200  # a jump is proven by points as near as 2**-FINE of a window's width
LEAST_JUMP = 2.0**-10  # of the bound
BLUR = 2.0**-20  # of a height: radii of balls have 30 bits, and some operations each lose one
HALVINGS = 10  # of a window, along its jump
GLANCES = 3  # halvings in succession that find no jump on the line through the middle
LOOKS, MORE_LOOKS = 1000, 100  # at jumps, in all windows: and more for each part of a window


@dataclass(frozen=True)
class Jump:
    """A jump of f across input k, at `place`, in all of a part of a window.

    proven: where it was shown to jump, as a box. excused: that from end to end of the window across
        input k, and the crossings that it borders on. heights: how far f jumps there, at most, in
        each output.
    """

    k: int
    place: float
    excused: Box
    proven: Box
    heights: tuple[float, ...]

    @property
    def reach(self) -> float:
        """How far, at most, what is excused is from the jump along any input."""
        pairs = zip(self.excused, self.proven, strict=True)
        return max(max(start - low, high - stop) for (low, high), (start, stop) in pairs)


def proven_jumps(
    windows: Sequence[Window], parts: Sequence[Formula], bound: float, domain: Box
) -> list[Jump]:
    """Prove jumps in all windows. parts: f's outputs. Raises Refused for a window without one."""
    jumps: list[Jump] = []
    looks = Budget(LOOKS)
    with arithmetic(2, BITS):
        for window in windows:
            across = [k for k, place in enumerate(window.place) if place is not None]
            for k in across or range(len(domain)):
                found = _Search(parts, window, k, bound, windows, domain, looks).run()
                if found:
                    break
            else:
                where = named(window.box, parts[0].names)
                raise Refused(f"f is not shown to jump in the window {where}")
            jumps += found
    return jumps


@dataclass(frozen=True)
class _Search:
    """The search for jumps across input k.

    windows: all of them, some of which may cross this one. looks: how many parts may still be
        looked at, in this window and the next ones.
    """

    parts: Sequence[Formula]
    window: Window
    k: int
    bound: float
    windows: Sequence[Window]
    domain: Box
    looks: Budget

    @property
    def least(self) -> float:
        return LEAST_JUMP * self.bound

    def run(self) -> list[Jump]:
        waiting = deque((box, 0, 0) for box in self._cut())
        self.looks.left += MORE_LOOKS * len(waiting)
        found: list[Jump] = []
        while waiting:
            box, depth, misses = waiting.popleft()
            self.looks.left -= 1
            if self.looks.left < 0:
                where = named(self.window.box, self.parts[0].names)
                raise Refused(f"there are too many jumps to look at in the window {where}")
            pair = self._pair(box)
            heights = None if pair is None else self._heights(box, *pair, depth)
            if pair is not None and heights is not None:
                jump = self._jump(box, *pair, heights)
                found.append(jump)
                waiting += [(rest, depth, 0) for rest in self._beside(box, jump)]
                continue
            misses = misses + 1 if pair is None else 0
            if depth < HALVINGS and misses <= GLANCES:
                waiting += [(half, depth + 1, misses) for half in self._halves(box)]
        return found

    def _cut(self) -> list[Box]:
        """Cut the window between the windows across other inputs; keep a crossing whole."""
        sides = []
        for j, (low, high) in enumerate(self.window.box):
            pairs = self._crossing(j, self.window.box)
            marks = {low, high, *(end for pair in pairs for end in pair if low < end < high)}
            parts = [
                part
                for part in pairwise(sorted(marks))
                if not any(a <= part[0] and part[1] <= b for a, b in pairs)
            ]
            sides.append(parts)
        return list(product(*sides)) or [self.window.box]

    def _crossing(self, j: int, box: Box) -> list[Interval]:
        """Find the sides along input j of a part's crossings with windows across that input.

        As far as they lie in those windows, or in this one.
        """
        found = []
        for other in self.windows if j != self.k else ():
            if other.place[j] is not None and meet(box, other.box):
                (a, b), (low, high) = other.box[j], self.window.box[j]
                whole = within((*box[:j], (a, b), *box[j + 1 :]), other.box)
                found.append((a, b) if whole else (max(a, low), min(b, high)))
        return found

    def _pair(self, box: Box) -> tuple[Any, Any] | None:
        """Find two points, very near, between which f jumps on the line through the middle."""
        low, high = (arb(end) for end in box[self.k])
        place = self.window.place[self.k]
        inside = place is not None and box[self.k][0] <= place <= box[self.k][1]
        centre = arb(place) if inside and place is not None else (low + high) / 2
        others = [(arb(a) + arb(b)) / 2 for a, b in box]
        still = self._values(others, ball(*box[self.k]))
        if all(2 * value.rad() < self.least for value in still):
            return None
        width = high - low
        at = self._values(others, centre)
        for fine in range(FINE + 1, -5, -4):
            step = width / arb(2) ** fine
            p, q = (centre - step).max(low), (centre + step).min(high)
            before, after = self._values(others, p), self._values(others, q)
            for a, b, one, other in (
                (p, q, before, after), (p, centre, before, at), (centre, q, at, after)
            ):  # fmt: skip
                if a < b and _gap(one, other) >= self.least:
                    return self._closer(others, a, b, width / arb(2) ** FINE)
        return None

    def _closer(self, others: list[Any], p: Any, q: Any, fine: Any) -> tuple[Any, Any] | None:
        """Halve between two points whose values differ, until they are near enough."""
        while not q - p <= fine:
            middle = p + (q - p) * arb(0.49609375)  # away from the numbers that people type
            low, here, high = (self._values(others, x) for x in (p, middle, q))
            left, right = _gap(low, here), _gap(here, high)
            p, q, gap = (p, middle, left) if left >= right else (middle, q, right)
            if not gap >= self.least:
                return None
        return p, q

    def _values(self, others: list[Any], x: Any) -> list[Any]:
        """Evaluate f on a line, in every output."""
        return [f.at([*others[: self.k], x, *others[self.k + 1 :]]) for f in self.parts]

    def _heights(self, box: Box, p: Any, q: Any, depth: int) -> tuple[float, ...] | None:
        """Bound f's jumps for all values of the other inputs, in each output.

        None where no output is shown to jump by enough all along; or not by much the same.
        """
        sizes = [abs(self._height(f, box, p, q)) for f in self.parts]
        if not any(size >= self.least for size in sizes):
            return None
        even = [bool(2 * size.rad() <= self.bound) for size in sizes]
        if depth < HALVINGS and not all(even):
            return None
        known = [
            size.upper() if well else size.abs_lower()
            for size, well in zip(sizes, even, strict=True)
        ]
        return tuple(float(size) * (1 + BLUR) for size in known)

    def _height(self, f: Formula, box: Box, p: Any, q: Any) -> Any:
        """Enclose f(p) - f(q) in the other inputs: by ends, or by the mean value theorem."""
        k, others = self.k, balls(box)
        ends = [f.between([*box[:k], (x, x), *box[k + 1 :]]) for x in (p, q)]
        found = [ends[0] - ends[1]]
        if len(box) > 1:
            middle = [(arb(a) + arb(b)) / 2 for a, b in box]
            here = [f.at([*middle[:k], x, *middle[k + 1 :]]) for x in (p, q)]
            slopes = [f.slopes([*others[:k], x, *others[k + 1 :]]) for x in (p, q)]
            changes = [
                (slopes[0][j] - slopes[1][j]) * arb(0, (arb(b) - arb(a)) / 2)
                for j, (a, b) in enumerate(box)
                if j != k
            ]
            found.append(sum(changes, here[0] - here[1]))
        return min(found, key=lambda z: float(z.rad()) if z.is_finite() else math.inf)

    def _jump(self, box: Box, p: Any, q: Any, heights: tuple[float, ...]) -> Jump:
        place = float((p + q).mid() / 2)
        for typed in (self.window.place[self.k], 0.0):
            if typed is not None and p <= typed <= q:
                place = typed
                break
        proven = (*box[: self.k], (place, place), *box[self.k + 1 :])
        sides = [self._with_crossings(j, box) for j in range(len(box))]
        excused = (*sides[: self.k], self.window.box[self.k], *sides[self.k + 1 :])
        return Jump(self.k, place, excused, proven, heights)

    def _with_crossings(self, j: int, box: Box) -> Interval:
        """Return a side of a part of the window, and the crossings at its ends."""
        low, high = box[j]
        pairs = self._crossing(j, box)
        return min([low, *(a for a, _ in pairs)]), max([high, *(b for _, b in pairs)])

    def _beside(self, box: Box, jump: Jump) -> list[Box]:
        """Return what is left of the box on both sides, where f may jump again."""
        (low, high), room = box[self.k], room_in(box[self.k])
        sides = [(low, jump.place - room), (jump.place + room, high)]
        return [(*box[: self.k], side, *box[self.k + 1 :]) for side in sides if side[0] < side[1]]

    def _halves(self, box: Box) -> list[Box]:
        """Halve along the longest of the other inputs, measured by the domain."""
        sizes = {
            j: (b - a) / (high - low)
            for j, ((a, b), (low, high)) in enumerate(zip(box, self.domain, strict=True))
            if j != self.k
        }
        if not sizes:
            return []
        j = max(sizes, key=lambda key: (sizes[key], -key))
        low, high = box[j]
        middle = 0.5 * low + 0.5 * high
        if not low < middle < high:
            return []
        return [(*box[:j], half, *box[j + 1 :]) for half in ((low, middle), (middle, high))]


def room_in(side: Interval) -> float:
    """Return how near to each other two jumps in an interval count as one: 16 ulp of its end.

    Not of the place: at 0 that would be less than the distance of the points that prove a jump.
    """
    return 16 * math.ulp(max(map(abs, side)))


def _gap(one: list[Any], other: list[Any]) -> Any:
    """Bound from below how far two graph points are apart in any output; -1 if unknown."""
    pairs = zip(one, other, strict=True)
    known = [abs(a - b).abs_lower() for a, b in pairs if a.is_finite() and b.is_finite()]
    return max(known, default=arb(-1), key=float)
