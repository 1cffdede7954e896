"""Show something everywhere on a box: on it as a whole, or on halves, and halves of halves.

A point has float64 coordinates, so between two neighbouring floats there is nothing to show:
halving ends, if need be at single points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isfinite, nextafter
from typing import Any

from flint import arb

Interval = tuple[float, float]
Box = tuple[Interval, ...]
Held = tuple[int, ...]
Test = Callable[[Box, Held], "Sequence[float] | None"]

MOST_LEFT_OUT = {1: 0.005}  # of the volume of the box, by the number of inputs
MOST_OF_SEVERAL = 0.01
ROOM = 1.01  # for rounding in how wide windows were made


class Refused(Exception):
    """Raised when the proof does not hold, for the reason given."""


@dataclass
class Budget:
    """How many boxes may still be halved; a check gives up when none is left."""

    left: int


def failing(box: Box, test: Test, budget: Budget, windows: Sequence[Box] = ()) -> Box | None:
    """Find a part of the box on which the test fails for good; None if it fails on none.

    test: asked of a box, and the numbers of the windows that hold it. None where all is well there;
    else how much each input has to do with that, at most (infinite or NaN where that is not known),
    which decides across which one to halve.
    """
    waiting = [(box, [k for k, window in enumerate(windows) if meet(box, window)])]
    while waiting:
        part, near = waiting.pop()
        blame = test(part, tuple(k for k in near if within(part, windows[k])))
        if blame is None:
            continue
        budget.left -= 1
        halves = _at_window(part, [windows[k] for k in near]) or _halved(part, blame, box)
        if budget.left < 0 or not halves:
            return part
        waiting += [(half, [k for k in near if meet(half, windows[k])]) for half in halves]
    return None


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes have a point in common."""
    return all(a <= d and c <= b for (a, b), (c, d) in zip(one, other, strict=True))


def within(one: Box, other: Box) -> bool:
    return all(c <= a and b <= d for (a, b), (c, d) in zip(one, other, strict=True))


def ball(low: float, high: float) -> Any:
    """Make a ball that holds all numbers from low to high, and usually no others."""
    if low == high:
        return arb(low)
    middle, radius = (arb(low) + arb(high)) / 2, (arb(high) - arb(low)) / 2
    narrow = arb(middle, radius * (1 - arb(2) ** -30))  # its radius is rounded up, to 30 bits
    enough = narrow.contains(arb(low)) and narrow.contains(arb(high))
    return narrow if enough else arb(low).union(arb(high))


def balls(box: Box) -> list[Any]:
    return [ball(low, high) for low, high in box]


def named(box: Box, names: Sequence[str]) -> str:
    """Say in words where a box is: x = 0.5, or x between 0.1 and 0.2."""
    said = [
        f"{name} = {low!r}" if low == high else f"{name} between {low!r} and {high!r}"
        for name, (low, high) in zip(names, box, strict=True)
    ]
    return ", ".join(said)


def middle_of(low: float, high: float) -> float:
    """Return a float strictly between two others; the lower one if there is none."""
    middle = 0.5 * low + 0.5 * high
    return middle if low < middle < high else low


def _at_window(box: Box, near: Sequence[Box]) -> list[Box]:
    """Cut the box at the end of a window that it is partly in."""
    for window in near:
        for k, ((low, high), (start, stop)) in enumerate(zip(box, window, strict=True)):
            if low < start <= high:
                return _cut(box, k, (low, nextafter(start, -inf)), (start, high))
            if low <= stop < high:
                return _cut(box, k, (low, stop), (nextafter(stop, inf), high))
    return []


def _halved(box: Box, blame: Sequence[float], whole: Box) -> list[Box]:
    """Halve across the input that has most to do with it; of unknown ones across the widest."""
    wide = [k for k, (low, high) in enumerate(box) if low < high]
    if not wide:
        return []
    unknown = [k for k in wide if not isfinite(blame[k])]
    if unknown:
        sizes = {k: _share(box[k], whole[k]) for k in unknown}
    else:
        sizes = {k: blame[k] for k in wide}
    k = max(sizes, key=lambda key: (sizes[key], -key))
    low, high = box[k]
    middle = middle_of(low, high)
    return _cut(box, k, (low, middle), (high, high) if middle == low else (middle, high))


def _share(part: Interval, whole: Interval) -> float:
    """Return how many halvings of the whole the part still is away from none, at least."""
    return math.frexp(part[1] - part[0])[1] - math.frexp(whole[1] - whole[0])[1]


def _cut(box: Box, k: int, one: Interval, other: Interval) -> list[Box]:
    return [(*box[:k], one, *box[k + 1 :]), (*box[:k], other, *box[k + 1 :])]


# Require that what a file leaves out are thin boxes, each with the place of a jump of f.


@dataclass(frozen=True)
class Window:
    """A box that a file leaves out; place: for each input where f jumps across it, or None."""

    box: Box
    place: tuple[float | None, ...]


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


def joined(windows: Sequence[Window]) -> list[Window]:
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
