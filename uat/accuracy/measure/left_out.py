"""Leave out the windows around jumps of f: a statement on |f - network| excepts them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.nouns import listed, noun_of

Corner = tuple[float, ...]
Window = tuple[Corner, Corner]
Place = tuple[float | None, ...]

NAMED = 3  # jumps that a sentence names, before it counts the others
LONGEST = 9  # characters of a place, if the distance can be said so that they are enough


@dataclass(frozen=True)
class LeftOut:
    """Windows around jumps of f: closed boxes, in the units of the inputs.

    No continuous network is close to f on both sides of a jump, so a window around each is left
    out of what is said of |f - network|. Building, measuring, proofs, minima, reports and plots
    all read this one object.

    windows: (lows, highs) each; they ascend, and no two of them overlap.
    places: for each window where f jumps inside it: a coordinate for each input, None where the
        jump runs along or across that input.
    """

    windows: tuple[Window, ...] = ()
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if len(self.windows) != len(self.places):
            raise InputError("every window that is left out needs the place of its jump")
        for (lows, highs), place in zip(self.windows, self.places, strict=True):
            if not len(lows) == len(highs) == len(place):
                raise InputError("a window that is left out needs two ends for each input")
            if not all(low <= high for low, high in zip(lows, highs, strict=True)):
                raise InputError(f"a window that is left out is inverted: {lows} to {highs}")

    @classmethod
    def around(cls, jumps: Iterable[tuple[float, float]], interval: tuple[float, float]) -> LeftOut:
        """Make windows around jumps, each (place, half the width), of a function of one input.

        They are clipped to the interval, and merged where they meet.
        """
        a, b = interval
        return cls.merged(
            (float(max(a, jump - half)), float(min(b, jump + half)), jump) for jump, half in jumps
        )

    @classmethod
    def merged(cls, windows: Iterable[tuple[float, float, float]]) -> LeftOut:
        """Merge windows of one input where they meet; return them as (low, high, jump)."""
        ends: list[tuple[float, float]] = []
        inside: list[list[float]] = []
        for low, high, jump in sorted(windows):
            if ends and low <= ends[-1][1]:
                ends[-1] = (ends[-1][0], max(ends[-1][1], high))
                inside[-1].append(jump)
            else:
                ends.append((low, high))
                inside.append([jump])
        return cls(
            tuple(((low,), (high,)) for low, high in ends),
            tuple((_most_central(*end, found),) for end, found in zip(ends, inside, strict=True)),
        )

    def __bool__(self) -> bool:
        return bool(self.windows)

    @property
    def intervals(self) -> tuple[tuple[float, float], ...]:
        """The windows of one input as (low, high); () of several inputs."""
        return tuple((low[0], high[0]) for low, high in self.windows if len(low) == 1)

    def holds(self, *inputs: ArrayLike) -> NDArray[np.bool_]:
        """Tell which points lie in a window; a window's own ends do."""
        arrays = np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in inputs))
        points = np.stack([array.reshape(-1) for array in arrays], axis=1)
        found = np.zeros(len(points), dtype=bool)
        if self.windows and found.size:
            lows, highs = (np.array(corners) for corners in zip(*self.windows, strict=True))
            narrow = int(np.argmin((highs - lows).sum(axis=0) / _spans(points)))
            order = np.argsort(points[:, narrow], kind="stable")
            along = points[order, narrow]
            first = np.searchsorted(along, lows[:, narrow], side="left")
            last = np.searchsorted(along, highs[:, narrow], side="right")
            for low, high, start, stop in zip(lows, highs, first, last, strict=True):
                near = order[start:stop]
                inside = (points[near] >= low) & (points[near] <= high)
                found[near[inside.all(axis=1)]] = True
        return found.reshape(arrays[0].shape)

    def share(self, box: Sequence[tuple[float, float]]) -> float:
        """Return the share of the box's volume that the windows take."""
        a, b = np.array(box, dtype=float).T
        parts = (
            np.prod(np.clip(np.minimum(highs, b) - np.maximum(lows, a), 0.0, None) / (b - a))
            for lows, highs in self.windows
        )
        return math.fsum(float(part) for part in parts)

    def only(self, kept: Sequence[bool]) -> LeftOut:
        """Drop the windows for which `kept` is False."""
        rows = zip(self.windows, self.places, kept, strict=True)
        pairs = [(window, place) for window, place, keep in rows if keep]
        return LeftOut(tuple(window for window, _ in pairs), tuple(place for _, place in pairs))

    def where(self, names: Sequence[str]) -> str:
        """Say where a statement that leaves these windows out holds.

        Such as "on all of it", or "everywhere but within 0.0001 of the jump at x = 0.33333".
        """
        return f"everywhere but {self.words(names)}" if self.windows else "on all of it"

    def exception(self, names: Sequence[str]) -> str:
        """Write the exception of a sentence: " except within 0.0001 of the jump at x = 0.5"."""
        return f" except {self.words(names)}" if self.windows else ""

    def words(self, names: Sequence[str]) -> str:
        """Write the windows in words, such as "within 0.0001 of the jump at x = 0.33333".

        The distance is rounded up, and the places have as many digits as that takes. "" if there
        are no windows.
        """
        if not self.windows:
            return ""
        reached = self._reach()
        if reached is None:
            return self._in_boxes(names)
        said, placed = self._rounded(reached, names)
        count = len(self._jumps)
        more = count - len(placed)
        return f"within {said} of the {noun_of(count, 'jump')} at {listed(placed, more)}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        windows = [[list(lows), list(highs)] for lows, highs in self.windows]
        return {"windows": windows, "places": [list(place) for place in self.places]}

    @property
    def _jumps(self) -> list[Place]:
        """List the jumps, each once: where jumps cross, one of them has several windows."""
        return list(dict.fromkeys(self.places))

    def _reach(self) -> float | None:
        """Return the largest distance of a window's end from its jump; None without a place."""
        furthest = 0.0
        for (lows, highs), place in zip(self.windows, self.places, strict=True):
            known = [
                max(value - low, high - value)
                for low, high, value in zip(lows, highs, place, strict=True)
                if value is not None
            ]
            if not known:
                return None
            furthest = max(furthest, *known)
        return furthest

    def _rounded(self, reached: float, names: Sequence[str]) -> tuple[str, list[str]]:
        """Round the distance to two digits, and the first places to few, if it leaves room.

        What is said holds all windows: the distance is rounded up by more than places are moved.
        """
        for said in _rounded_up(reached):
            room = float(said) - reached
            placed = [
                [_shortest(value, room) if value is not None else "" for value in place]
                for place in self._jumps[:NAMED]
            ]
            if max(len(text) for texts in placed for text in texts) <= LONGEST:
                break
        pairs = [zip(names, texts, strict=True) for texts in placed]
        return said, [", ".join(f"{name} = {text}" for name, text in row if text) for row in pairs]

    def _in_boxes(self, names: Sequence[str]) -> str:
        """Write the windows in words, where jumps run through them on a curve."""
        (lows, highs), more = self.windows[0], len(self.windows) - 1
        first = ", ".join(
            f"{name} in [{_rounded_out(low, -math.inf)}, {_rounded_out(high, math.inf)}]"
            for name, low, high in zip(names, lows, highs, strict=True)
        )
        if not more:
            return f"in a box that a jump runs through, {first}"
        return f"in {more + 1} boxes that jumps run through, the first {first}"


def _rounded_out(end: float, direction: float) -> str:
    """Round a window's end to six digits, never inwards. direction: -inf or inf, outwards."""
    for digits in range(6, 18):
        moved = np.nextafter(end, direction) if digits == 17 else end
        for nudge in (0.0, 10.0 ** (1 - digits)):
            text = f"{moved + math.copysign(nudge * abs(end), direction):.{digits}g}"
            if float(text) == end or (float(text) > end) is (direction > 0):
                return text
    return repr(end)


def _most_central(low: float, high: float, jumps: Sequence[float]) -> float:
    """Choose the jump to which the window's furthest end is nearest; of two the left one."""
    return min(jumps, key=lambda jump: (max(jump - low, high - jump), jump))


def _spans(points: Array) -> Array:
    """Return how far the points spread along each input, 1 where they do not."""
    spans: Array = np.ptp(points, axis=0)
    return np.where(spans > 0, spans, 1.0)


def _rounded_up(distance: float) -> list[str]:
    """Round the distance up to two digits; from near it to a little more."""
    if distance == 0.0:
        return ["0"]
    unit = 10.0 ** (math.floor(math.log10(distance)) - 1)
    texts = (f"{distance + k * unit:.2g}" for k in range(4))
    return [text for text in dict.fromkeys(texts) if float(text) >= distance]


def _shortest(value: float, room: float) -> str:
    """Write the value with as few digits, but at least three, as keep it within `room`."""
    texts = (f"{value:.{digits}g}" for digits in range(3, 17))
    return next((text for text in texts if abs(float(text) - value) <= room), repr(value))
