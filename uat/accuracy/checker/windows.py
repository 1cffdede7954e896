"""Require that what a file leaves out are thin boxes, each with the place of a jump of f."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uat.accuracy.checker.halving import Box, Interval, Refused, named

MOST_LEFT_OUT = {1: 0.005}  # of the volume of the box, by the number of inputs
MOST_OF_SEVERAL = 0.01
ROOM = 1.01  # for rounding in how wide windows were made


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
