"""Search for lines that strips can share; numba compiles the search on first use.

Boxes of a strip end greedily on the last line that they reach. When a line comes or goes, only
strips that use it change, and only until their cuts meet the old ones again; so a line is tried in
little more time than it takes to ask each strip whether it matters.

reach[s, j]: the latest end of a box of strip s that begins at slice j; (strips, along + 1). Here,
and in `ends` and `begins`, index `along` stands for the free box at the beginning of a strip.
before[j]: the last line at or before place j. ends[s, j]: where the box of strip s ends that begins
at j, if one does. begins[s, j]: where the box begins that holds slice j.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.compiling import NO, NONE, YES, loop

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = 1 << 40  # more boxes than there can be: the lines do not allow boxes


@loop
def _write(
    s: int, start: int, stop: int, reach: Ints, before: Ints, ends: Ints, begins: Ints
) -> int:
    """Cut strip s greedily from a box's start until a box ends at `stop`; returns the boxes."""
    free = reach.shape[1] - 1
    at, boxes = start, 0
    while True:
        end = before[reach[s, at]]
        place = 0 if at == free else at
        if end <= place and at != free:
            return NEVER
        ends[s, at] = end
        begins[s, place:end] = at
        boxes += at != free
        if end >= stop:
            return int(boxes)
        at = end


@loop
def _change(s: int, start: int, reach: Ints, before: Ints, ends: Ints) -> tuple[int, int]:
    """Count how many boxes more there are if strip s is cut anew from a box's start.

    Also where its cuts meet the old ones again.
    """
    new, old, more = before[reach[s, start]], ends[s, start], 0
    if new <= start and start != reach.shape[1] - 1:
        return NEVER, 0
    while new != old:
        if new < old:
            end = before[reach[s, new]]
            if end <= new:
                return NEVER, 0
            new = end
            more += 1
        else:
            old = ends[s, old]
            more -= 1
    return more, new


@loop
def _affected(s: int, place: int, there: np.bool_, reach: Ints, begins: Ints) -> int:
    """Find the box of strip s that changes first when a line comes or goes: its start, or -1."""
    free = reach.shape[1] - 1
    start = begins[s, place]
    if not there:  # it goes: it matters if a box ends here
        return int(begins[s, place - 1]) if start == place else -1
    if start == free:
        return -1
    start = free if start == 0 else begins[s, start - 1]  # at 0 the free box is empty
    return int(start) if reach[s, start] >= place else -1


@loop
def _try(place: int, there: np.bool_, reach: Ints, before: Ints, ends: Ints, begins: Ints) -> int:
    """Count how many boxes more there are once a line came or went, as `before` says."""
    more = 0
    for s in range(reach.shape[0]):
        start = _affected(s, place, there, reach, begins)
        if start >= 0:
            change, _ = _change(s, start, reach, before, ends)
            if change >= NEVER:
                return NEVER
            more += change
    return more


@loop
def _settle(
    place: int, there: np.bool_, reach: Ints, before: Ints, ends: Ints, begins: Ints
) -> None:
    """Cut all strips anew that a line affects."""
    for s in range(reach.shape[0]):
        start = _affected(s, place, there, reach, begins)
        if start >= 0:
            _, stop = _change(s, start, reach, before, ends)
            _write(s, start, stop, reach, before, ends, begins)


@loop
def _put(lines: Bools, before: Ints, place: int, there: np.bool_) -> None:
    """Add a line or take it away, and keep `before` right."""
    lines[place] = there
    value = place if there else before[place - 1]
    before[place] = value
    at = place + 1
    while at < lines.size and not lines[at]:
        before[at] = value
        at += 1


@loop
def _move(
    place: int, boxes: int, lines: Bools, reach: Ints, before: Ints, ends: Ints, begins: Ints
) -> int:
    """Take a line away if that costs no box, or put it where it saves most. Returns the boxes."""
    _put(lines, before, place, NO)
    without = _try(place, NO, reach, before, ends, begins)
    if without >= NEVER:
        _put(lines, before, place, YES)
        return boxes
    _settle(place, NO, reach, before, ends, begins)
    if without <= 0:
        return boxes + without
    best, chosen, at = -without, place, before[place] + 1
    while at < lines.size - 1 and not lines[at]:
        _put(lines, before, at, YES)
        found = _try(at, YES, reach, before, ends, begins)
        _put(lines, before, at, NO)
        if found < best or (found == best and at > place):
            best, chosen = found, at
        at += 1
    _put(lines, before, chosen, YES)
    _settle(chosen, YES, reach, before, ends, begins)
    return boxes + without + best


@loop
def improve_lines(reach: Ints, lines: Bools) -> int:
    """Remove, move and add lines one by one while lines and boxes together become fewer.

    lines: (along + 1,), where boxes may end; both ends of the domain always are lines. A search
    for a local minimum, in passes over all places until one gains nothing. Returns the boxes,
    without free ones; NEVER if strips cannot be cut on the lines given.
    """
    strips, along = reach.shape[0], reach.shape[1] - 1
    before = np.zeros(along + 1, np.int64)
    for j in range(1, along + 1):
        before[j] = j if lines[j] else before[j - 1]
    ends, begins = np.zeros((strips, along + 1), np.int64), np.zeros((strips, along), np.int64)
    boxes = NONE
    for s in range(strips):
        boxes += _write(s, along, along, reach, before, ends, begins)
    if boxes >= NEVER:
        return NEVER
    while True:
        began = boxes + lines.sum()
        for j in range(1, along):
            if lines[j]:
                boxes = _move(j, boxes, lines, reach, before, ends, begins)
            else:
                _put(lines, before, j, YES)
                found = _try(j, YES, reach, before, ends, begins)
                if found <= -2:
                    _settle(j, YES, reach, before, ends, begins)
                    boxes += found
                else:
                    _put(lines, before, j, NO)
        if boxes + lines.sum() >= began:
            return int(boxes)
