"""Find where f jumps in the windows of a network of several inputs, by its values.

A step takes the width of its window to go from one value to the next, so the network cannot follow
a jump there. Near every cut, and at the ends of the domain, f is read on both sides; where its
values differ, the place is bisected down to two neighbouring floats. A difference that is left then
is a jump: no slope explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.left_out import LeftOut, Place, Window
from uat.base.arrays import Array, grid_columns
from uat.base.merged import merged
from uat.base.ties import levels

Function = Callable[..., Array]
Box = Sequence[tuple[float, float]]
Bools = NDArray[np.bool_]
T = TypeVar("T")

SIDES = np.array([-1.0, -0.0625, 0.0625, 1.0])  # where f is read, in half widths from a cut
INSIDE = np.array([0.25, 0.75])  # where f is read in a cell along a cut
EVEN = 8  # cells along each input, apart from those that windows make
MOST_READ = 4_000_000  # values of f for the cuts of one input
HALVINGS = 64
AT_ENDS = 1e-6  # of the domain: half a window at its ends, along an input without cuts
WIDEST = 0.01  # of the domain: all windows together


def jumps_near(
    function: Function, cuts: Sequence[Array], halves: Sequence[Array], box: Box, least: float
) -> LeftOut:
    """Find windows about cuts and domain ends, in which f jumps by more than `least`.

    cuts: for each input the places of its steps, ascending. halves: the half widths of their
    windows. A window is as long as f jumps wherever it was read. Nothing is left out if all windows
    together are more than 1 % of the domain.
    """
    sides = [_with_ends(*row) for row in zip(cuts, halves, box, strict=True)]
    places, widths = ([row[k] for row in sides] for k in (0, 1))
    reading = _Reading(function, places, widths, box, least)
    found: list[tuple[Window, Place]] = []
    for axis in range(len(box)):
        before = [window for window, _ in found]
        for window, place in reading.windows(axis):
            found += [(part, place) for part in without(window, before)]
    left_out = gathered(found)
    return left_out if left_out.share(box) <= WIDEST else LeftOut()


def gathered(found: Sequence[tuple[Window, Place]]) -> LeftOut:
    """Sort windows and the places of their jumps in ascending order."""
    rows = sorted(found, key=lambda pair: pair[0])
    return LeftOut(tuple(window for window, _ in rows), tuple(place for _, place in rows))


def without(box: Window, held: Sequence[Window]) -> list[Window]:
    """Return what is left of a box outside others, as boxes with at most faces in common."""
    left = [box]
    for low, high in held:
        left = [part for box in left for part in _outside(box, low, high)]
    return left


def _outside(box: Window, low: tuple[float, ...], high: tuple[float, ...]) -> Iterator[Window]:
    """Return the slices of a box on both sides of another one, input by input."""
    a, b = box
    if any(y <= c or d <= x for x, y, c, d in zip(a, b, low, high, strict=True)):
        yield box
        return
    for k, (c, d) in enumerate(zip(low, high, strict=True)):
        if a[k] < c:
            yield a, (*b[:k], c, *b[k + 1 :])
            a = (*a[:k], c, *a[k + 1 :])
        if d < b[k]:
            yield (*a[:k], d, *a[k + 1 :]), b
            b = (*b[:k], d, *b[k + 1 :])


@dataclass(frozen=True)
class _Reading:
    """The reading of f near the cuts of the network and the domain's ends."""

    function: Function
    cuts: Sequence[Array]
    halves: Sequence[Array]
    box: Box
    least: float

    def windows(self, axis: int) -> Iterator[tuple[Window, Place]]:
        """Return the windows across one input, each with the place of its jump."""
        others = [k for k in range(len(self.box)) if k != axis]
        nodes = self._nodes(others, self.cuts[axis].size)
        thin = [self._thin(k, line) for k, line in zip(others, nodes, strict=True)]
        inside = [(line[:-1, None] + np.diff(line)[:, None] * INSIDE).ravel() for line in nodes]
        points = grid_columns(inside)
        shape = [size for line in nodes for size in (line.size - 1, INSIDE.size)]
        low, high = self.box[axis]
        for cut, half in zip(self.cuts[axis], self.halves[axis], strict=True):
            sides = np.unique(np.clip(cut + half * SIDES, low, high))
            if sides.size < 2:  # a window at the domain's end, between two floats
                continue
            where = self._jumps(axis, sides, points).reshape(shape)
            for first, last in _runs(~np.isnan(where), thin):
                cells = [slice(*ends) for ends in zip(first, last, strict=True)]
                at = tuple(part for cell in cells for part in (cell, slice(None)))
                lows = [float(line[i]) for line, i in zip(nodes, first, strict=True)]
                highs = [float(line[i]) for line, i in zip(nodes, last, strict=True)]
                place = float(np.nanmedian(where[at]))
                yield (
                    (
                        _inserted(lows, axis, float(sides[0])),
                        _inserted(highs, axis, float(sides[-1])),
                    ),
                    _inserted([None] * len(others), axis, place),
                )

    def _nodes(self, inputs: Sequence[int], cuts: int) -> list[Array]:
        """Choose ends of cells along inputs: even ones, and window ends if there is room."""
        fine = []
        for k in inputs:
            ends = [np.linspace(*self.box[k], EVEN + 1)]
            ends += [self.cuts[k] + sign * self.halves[k] for sign in (-1, 1)]
            fine.append(np.unique(np.clip(np.concatenate(ends), *self.box[k])))
        room = MOST_READ / (len(SIDES) * INSIDE.size ** len(inputs) * cuts)
        if np.prod([line.size - 1 for line in fine]) <= room:
            return fine
        count = max(2, int(room ** (1 / len(inputs))))
        return [np.linspace(*self.box[k], count + 1) for k in inputs]

    def _thin(self, k: int, nodes: Array) -> Bools:
        """Tell which cells are no wider than a window."""
        thin: Bools = np.diff(nodes) <= 2 * float(self.halves[k].max()) * (1 + 1e-9)
        return thin

    def _jumps(self, axis: int, sides: Array, points: Sequence[Array]) -> Array:
        """Find where f jumps between the sides, for each point of other inputs; NaN if nowhere."""
        count = points[0].size
        reads = np.stack([self._at(axis, np.full(count, side), points) for side in sides])
        steps = np.abs(np.diff(reads, axis=0)).max(axis=-1)
        place = np.full(count, np.nan)
        each = np.flatnonzero(steps.max(axis=0) > self.least)
        if not each.size:
            return place
        some, first = [x[each] for x in points], np.argmax(levels(steps[:, each]), axis=0)
        low, high = sides[first], sides[first + 1]
        before, after = reads[first, each], reads[first + 1, each]
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            here = self._at(axis, middle, some)
            sizes = levels([np.abs(here - before).max(axis=-1), np.abs(after - here).max(axis=-1)])
            left = sizes[0] >= sizes[1]
            low, high = np.where(left, low, middle), np.where(left, middle, high)
            before = np.where(left[:, None], before, here)
            after = np.where(left[:, None], here, after)
        jumped = np.abs(after - before).max(axis=-1) > self.least
        middle = np.where((low <= 0) & (high >= 0), 0.0, 0.5 * (low + high))
        place[each[jumped]] = middle[jumped]
        return place

    def _at(self, axis: int, along: Array, others: Sequence[Array]) -> Array:
        """Evaluate f, (n, outputs); 0 where it is not finite."""
        with np.errstate(all="ignore"):
            values = self.function(*others[:axis], along, *others[axis:])
        return np.nan_to_num(values.reshape(along.size, -1), posinf=0.0, neginf=0.0)


def _inserted(others: Sequence[T], axis: int, own: T) -> tuple[T, ...]:
    """Join the coordinates of all inputs, from those of the others and of one."""
    return (*others[:axis], own, *others[axis:])


def _with_ends(cuts: Array, halves: Array, interval: tuple[float, float]) -> tuple[Array, Array]:
    """Return an input's windows that reach into the domain, and one at each end of it."""
    low, high = interval
    near = (cuts + halves > low) & (cuts - halves < high)
    cuts, halves = cuts[near], np.broadcast_to(halves, cuts.shape)[near]
    half = float(np.min(halves, initial=AT_ENDS * (high - low)))
    ends = [end for end in interval if not (np.abs(cuts - end) <= halves).any()]
    places = np.concatenate([cuts, ends])
    order = np.argsort(places, kind="stable")
    return places[order], np.concatenate([halves, np.full(len(ends), half)])[order]


def _runs(jumps: Bools, thin: Sequence[Bools]) -> Iterator[tuple[Any, Any]]:
    """Find the first and last + 1 cells of boxes of cells along which f jumps.

    jumps: at the points of every cell, (cells, points, cells, points, …). Along an input f must
    jump at all points of a cell; across the window of another input one is enough.
    """
    for k, narrow in reversed(list(enumerate(thin))):
        axis = 2 * k + 1
        shape = [1] * (axis - 1) + [-1] + [1] * (jumps.ndim - axis - 1)
        jumps = np.where(narrow.reshape(shape), jumps.any(axis=axis), jumps.all(axis=axis))
    if not jumps.any():
        return
    begin, end, value = merged(jumps[..., None].astype(float), 0.5)
    chosen = value[:, 0] > 0.5
    yield from zip(begin[chosen], end[chosen], strict=True)
