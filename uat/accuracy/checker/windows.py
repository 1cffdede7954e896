"""Excuse in a window only the surroundings of jumps of f that are proven."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from flint import arb

from uat.accuracy.checker.formula import Formula
from uat.accuracy.checker.halving import (
    Box,
    Held,
    Interval,
    Refused,
    ball,
    balls,
    failing,
    meet,
    named,
    within,
)
from uat.accuracy.checker.jets import arithmetic

Far = Callable[[Box, float], "Sequence[float] | None"]

MOST_LEFT_OUT = {1: 0.005}  # of the volume of the box, by the number of inputs
MOST_OF_SEVERAL = 0.01
ROOM = 1.01  # for rounding in how wide windows were made
BITS = 640
FINE = 200  # a jump is proven by points as near as 2**-FINE of a window's width
LEAST_JUMP = 2.0**-10  # of the bound
BLUR = 2.0**-20  # of a height: radii of balls have 30 bits, and some operations each lose one
HALVINGS = 10  # of a window, along its jump
GLANCES = 3  # the same, on end without a jump on the line through the middle


@dataclass(frozen=True)
class Window:
    """A box that a file leaves out; place: for each input where f jumps across it, or None."""

    box: Box
    place: tuple[float | None, ...]


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


class Excuses:
    """In the window of a jump, the error may be larger: by the bound, and by f's jump.

    boxes: what each jump excuses. most: the largest error that was excused so far.
    """

    def __init__(
        self,
        jumps: Sequence[Jump],
        windows: Sequence[Window],
        bound: float,
        names: Sequence[str],
    ) -> None:
        self.jumps, self.windows, self.bound, self.names = jumps, windows, bound, names
        self.boxes = [jump.excused for jump in jumps]
        self.most = bound

    @classmethod
    def of_windows(
        cls, windows: Sequence[Window], parts: Sequence[Formula], bound: float, domain: Box
    ) -> Excuses:
        """Find the jumps of windows; raise Refused where none is proven. parts: f's outputs."""
        windows = _joined(windows)
        jumps = [
            jump for window in windows for jump in _jumps_in(window, parts, bound, domain, windows)
        ]
        return cls(jumps, windows, bound, parts[0].names)

    def require(self, box: Box, bound: float, output: int, far: Far, swing: float = 0.0) -> None:
        """Raise Refused unless an error is small on a box: at most `bound`, or what is excused.

        far: asked of a box and a number: None if the error is at most that; see `failing`.
        swing: what is excused besides, where anything is.
        """
        place = failing(
            box, lambda part, held: far(part, self._allowed(held, bound, output, swing)), self.boxes
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
            room = 4 * _room(jump.place)
            if last is not None and last.k == jump.k and jump.place - last.place <= room:
                heights[-1] = max(heights[-1], jump.heights[output])
            else:
                heights.append(jump.heights[output])
            last = jump
        excuse = self.bound + math.fsum([*heights, swing])
        self.most = max(self.most, self.bound + excuse)
        return bound + excuse


def require_few(windows: Sequence[Window], box: Box, names: Sequence[str]) -> None:
    """Require windows in the box, small together, and around the places they name."""
    sizes = [high - low for low, high in box]
    share = 0.0
    for window in windows:
        for (low, high), place, (a, b) in zip(window.box, window.place, box, strict=True):
            if not (a <= low < high <= b and (place is None or low <= place <= high)):
                raise Refused(f"the window {named(window.box, names)} is no box in the domain")
        spans = zip(window.box, sizes, strict=True)
        share += math.prod((high - low) / size for (low, high), size in spans)
    if share > ROOM * MOST_LEFT_OUT.get(len(box), MOST_OF_SEVERAL):
        raise Refused(f"too much of the domain is left out: {100 * share:.3g} %")


def _jumps_in(
    window: Window, parts: Sequence[Formula], bound: float, domain: Box, windows: Sequence[Window]
) -> list[Jump]:
    """Prove the jumps in a window. Raises Refused if there is none."""
    across = [k for k, place in enumerate(window.place) if place is not None]
    with arithmetic(2, BITS):
        for k in across or range(len(window.box)):
            found = _Search(parts, window, k, bound, windows, domain).run()
            if found:
                return found
    raise Refused(f"f is not shown to jump in the window {named(window.box, parts[0].names)}")


def _joined(windows: Sequence[Window]) -> list[Window]:
    """Join windows of one place where they touch along one input; the points stay the same."""
    for j in range(len(windows[0].box)) if windows else ():
        rows: dict[tuple[Any, ...], list[Interval]] = {}
        for window in sorted(windows, key=lambda window: window.box[j]):
            sides = rows.setdefault((window.place, window.box[:j], window.box[j + 1 :]), [])
            low, high = window.box[j]
            if sides and low <= sides[-1][1]:
                low, high = sides[-1][0], max(high, sides.pop()[1])
            sides.append((low, high))
        windows = [
            Window((*before, side, *after), place)
            for (place, before, after), sides in rows.items()
            for side in sides
        ]
    return list(windows)


@dataclass(frozen=True)
class _Search:
    """The search for jumps across input k.

    windows: all of them, some of which may cross this one.
    """

    parts: Sequence[Formula]
    window: Window
    k: int
    bound: float
    windows: Sequence[Window]
    domain: Box

    @property
    def least(self) -> float:
        return LEAST_JUMP * self.bound

    def run(self) -> list[Jump]:
        waiting = deque((box, 0, 0) for box in self._cut())
        found: list[Jump] = []
        while waiting:
            box, depth, misses = waiting.popleft()
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
        place, typed = float((p + q).mid() / 2), self.window.place[self.k]
        near = 2.0**-100 * (box[self.k][1] - box[self.k][0])
        if typed is not None and abs(typed - place) <= _room(typed) + near:
            place = typed
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
        (low, high), room = box[self.k], _room(jump.place)
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


def _room(place: float) -> float:
    """Return how far a stated place may be from where the jump is found."""
    return 16 * math.ulp(place)


def _gap(one: list[Any], other: list[Any]) -> Any:
    """Bound from below how far two graph points are apart in any output; -1 if unknown."""
    pairs = zip(one, other, strict=True)
    known = [abs(a - b).abs_lower() for a, b in pairs if a.is_finite() and b.is_finite()]
    return max(known, default=arb(-1), key=float)
