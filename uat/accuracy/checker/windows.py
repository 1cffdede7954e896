"""What a window may leave out: the surroundings of jumps of f that are proven, and nothing else."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb

from uat.accuracy.checker.formula import Formula
from uat.accuracy.checker.halving import Box, Refused, balls, named
from uat.accuracy.checker.jets import arithmetic

MOST_LEFT_OUT = {1: 0.005}  # of the volume of the box, by the number of inputs
MOST_OF_SEVERAL = 0.01
ROOM = 1.01  # for rounding in how wide windows were made
BITS = 640
FINE = 200  # a jump is proven by points as near as 2**-FINE of a window's width
LEAST_JUMP = 2.0**-10  # of the bound
HALVINGS = 10  # of a window, along its jump
GLANCES = 4  # the same, as long as no jump was found at all


@dataclass(frozen=True)
class Window:
    """A box that a file leaves out; place: for each input where f jumps across it, or None."""

    box: Box
    place: tuple[float | None, ...]


@dataclass(frozen=True)
class Jump:
    """A jump of f across input k, at `place`, in all of a part of a window.

    excused: the points of the window about which nothing needs to be said: within a step's reach
        of the jump, across it and beyond its ends. proven: where it was shown to jump, as a box.
    """

    k: int
    place: float
    excused: Box
    proven: Box

    @property
    def reach(self) -> float:
        """How far, at most, what is excused is from the jump along any input."""
        pairs = zip(self.excused, self.proven, strict=True)
        return max(max(start - low, high - stop) for (low, high), (start, stop) in pairs)


def require_few(windows: Sequence[Window], box: Box, names: Sequence[str]) -> None:
    """Windows lie in the box, are no larger than they should be together, and hold their places."""
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


def jumps_in(
    window: Window, parts: Sequence[Formula], bound: float, reaches: Sequence[float], domain: Box
) -> list[Jump]:
    """The proven jumps in a window, with what they excuse. Raises Refused if there is none.

    parts: f, one for each output. reaches: how far a step of the network goes along each input.
    """
    across = [k for k, place in enumerate(window.place) if place is not None]
    with arithmetic(2, BITS):
        for k in across or range(len(window.box)):
            found = _Search(parts, window, k, LEAST_JUMP * bound, reaches, domain).run()
            if found:
                return found
    raise Refused(f"f is not shown to jump in the window {named(window.box, parts[0].names)}")


@dataclass(frozen=True)
class _Search:
    """Looks for jumps across input k."""

    parts: Sequence[Formula]
    window: Window
    k: int
    least: float
    reaches: Sequence[float]
    domain: Box

    def run(self) -> list[Jump]:
        waiting = deque([(self.window.box, 0)])
        found: list[Jump] = []
        while waiting:
            box, depth = waiting.popleft()
            pair = self._pair(box)
            if pair is not None and any(self._all_along(f, box, *pair) for f in self.parts):
                jump = self._jump(box, *pair)
                found.append(jump)
                waiting += [(rest, depth) for rest in self._beside(box, jump)]
            elif depth < (HALVINGS if found else GLANCES):
                waiting += [(half, depth + 1) for half in self._halves(box)]
        return found

    def _pair(self, box: Box) -> tuple[Any, Any] | None:
        """Two points, very near, between which f jumps on the line through the middle."""
        low, high = (arb(end) for end in box[self.k])
        place = self.window.place[self.k]
        inside = place is not None and box[self.k][0] <= place <= box[self.k][1]
        centre = arb(place) if inside and place is not None else (low + high) / 2
        others = [(arb(a) + arb(b)) / 2 for a, b in box]
        width = high - low
        at = self._values(others, centre)
        for fine in range(FINE + 1, -5, -4):
            step = width / arb(2) ** fine
            p, q = (centre - step).max(low), (centre + step).min(high)
            before, after = self._values(others, p), self._values(others, q)
            for a, b, one, other in (
                (p, centre, before, at), (centre, q, at, after), (p, q, before, after)
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
        """f on a line, in every output."""
        return [f.at([*others[: self.k], x, *others[self.k + 1 :]]) for f in self.parts]

    def _all_along(self, f: Formula, box: Box, p: Any, q: Any) -> bool:
        """Whether f differs between p and q by enough for all values of the other inputs.

        The difference is a function of the others, enclosed by the mean value theorem.
        """
        k, others = self.k, balls(box)
        values = [f.at([*others[:k], end, *others[k + 1 :]]) for end in (p, q)]
        if abs(values[0] - values[1]) >= self.least:
            return True
        middle = [(arb(a) + arb(b)) / 2 for a, b in box]
        ends = [f.at([*middle[:k], end, *middle[k + 1 :]]) for end in (p, q)]
        slopes = [f.slopes([*others[:k], end, *others[k + 1 :]]) for end in (p, q)]
        difference = ends[0] - ends[1]
        for j, (a, b) in enumerate(box):
            if j != k:
                difference += (slopes[0][j] - slopes[1][j]) * arb(0, (arb(b) - arb(a)) / 2)
        return bool(abs(difference) >= self.least)

    def _jump(self, box: Box, p: Any, q: Any) -> Jump:
        place, typed = float((p + q).mid() / 2), self.window.place[self.k]
        near = 2.0**-100 * (box[self.k][1] - box[self.k][0])
        if typed is not None and abs(typed - place) <= 16 * math.ulp(typed) + near:
            place = typed
        ends = [*box[: self.k], (place, place), *box[self.k + 1 :]]
        rooms = [reach + 16 * math.ulp(place) for reach in self.reaches]
        excused = [
            (max(low, start - room), min(high, stop + room))
            for (low, high), (start, stop), room in zip(self.window.box, ends, rooms, strict=True)
        ]
        return Jump(self.k, place, tuple(excused), tuple(ends))

    def _beside(self, box: Box, jump: Jump) -> list[Box]:
        """What is left of the box on both sides, where f may jump again."""
        (low, high), (start, stop) = box[self.k], jump.excused[self.k]
        sides = [(low, start), (stop, high)]
        return [(*box[: self.k], side, *box[self.k + 1 :]) for side in sides if side[0] < side[1]]

    def _halves(self, box: Box) -> list[Box]:
        """Two halves along the longest of the other inputs, measured by the domain."""
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


def _gap(one: list[Any], other: list[Any]) -> Any:
    """How far two points of the graph are apart at least, in any output; -1 where that is open."""
    pairs = zip(one, other, strict=True)
    known = [abs(a - b).abs_lower() for a, b in pairs if a.is_finite() and b.is_finite()]
    return max(known, default=arb(-1), key=float)
