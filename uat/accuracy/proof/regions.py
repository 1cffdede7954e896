"""Read from its layers what a network of towers or quadrants can be: boxes, with values.

Between the windows of its steps such a network stands still: on its tiles. In a window it lies
between the values of the tiles that meet there, and those of the further patterns of its gates
(`uat.accuracy.proof.thresholds`): a tower's hole is the pattern in which all are off. So a few
boxes with a value each say all: every tile as far as its windows go, and the corners where more can
happen. At each point of the domain the network is a convex combination of the values of the boxes
that hold the point, up to `noise`: what neurons have left to go to their limits, and float64
rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from uat.accuracy.proof.normal_form import LIBM, UNSETTLED, NormalForm
from uat.accuracy.proof.patches import Interval
from uat.accuracy.proof.thresholds import Bools, patterns, vertices
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.merged import merged

COLUMNS = ("lows", "highs", "inner_lows", "inner_highs", "inside", "least", "greatest")


@dataclass(frozen=True, eq=False)
class Regions:
    """Boxes of the domain, and the values that a network lies between.

    lows, highs: (k, m). inner_lows, inner_highs: (k, m), the same without the windows at their
    ends; empty boxes, with low above high, for corners.
    inside: (k, m), a point outside all windows, where the network has this value; or NaN.
    least, greatest: (k, outputs), equal on tiles; in the units of f.
    noise: (outputs,), how far the network may be from any convex combination of them.
    """

    lows: Array
    highs: Array
    inner_lows: Array
    inner_highs: Array
    inside: Array
    least: Array
    greatest: Array
    noise: Array

    def only(self, keep: Any) -> "Regions":
        columns = {name: getattr(self, name)[keep] for name in COLUMNS}
        return replace(self, **columns)


def regions_in(form: NormalForm) -> Regions:
    """Cover the domain with boxes and values of a network that is in its normal form.

    Raises InputError for a network of which they are not known.
    """
    return _Reader(form).regions()


@dataclass(frozen=True)
class _Reader:
    """Finds the boxes of a network in normal form."""

    form: NormalForm

    def regions(self) -> Regions:
        """Return tiles, and the faces and corners at which more can happen."""
        parts = [self._tiles(), *self._faces()]
        columns = (np.concatenate(column) for column in zip(*parts, strict=True))
        named = dict(zip(COLUMNS, columns, strict=True))
        found = Regions(**named, noise=self.form.noise)
        return _through(self.form.last.activation.name, _clipped(found, self.form.box))

    def _tiles(self) -> tuple[Array, ...]:
        """Return the value on every gap between windows, with equal neighbours as one tile."""
        shape = tuple(axis.neurons.size + 1 for axis in self.form.gates.axes)
        values = np.empty((*shape, self.form.base.shape[1]))
        cells = np.arange(self.form.base.shape[0]).reshape(self.form.gates.shape)
        for corner in product((0, 1), repeat=len(shape)):
            chosen = self.form.side(cells, corner)
            if not chosen.size:
                continue
            states = self.form.states_at(corner, chosen.reshape(-1))
            at = tuple(
                slice(n - 1, n) if side else slice(0, max(1, n - 1))
                for side, n in zip(corner, shape, strict=True)
            )
            found = self.form.values(states, chosen.reshape(-1))
            values[at] = found.reshape(*chosen.shape, -1)
        begin, end, value = merged(values, self.form.same / (len(shape) * max(shape)))
        ends = [
            [self.form.gap_ends(k, begin[:, k], end[:, k], sign) for k in self.form.inputs]
            for sign in (1, -1)
        ]
        (lows, highs), (inner_lows, inner_highs) = (
            (np.stack([e[0] for e in side], axis=1), np.stack([e[1] for e in side], axis=1))
            for side in ends
        )
        inside = np.stack(
            [self._inside(k, begin[:, k], end[:, k]) for k in self.form.inputs], axis=1
        )
        return lows, highs, inner_lows, inner_highs, inside, value, value

    def _inside(self, k: int, begin: Any, end: Any) -> Array:
        """Return the middle of the widest of the gaps begin to end, within the domain."""
        gaps = np.arange(self.form.gates.axes[k].neurons.size + 1)
        low, high = self.form.gap_ends(k, gaps, gaps + 1, -1)
        low, high = np.maximum(low, self.form.box[k][0]), np.minimum(high, self.form.box[k][1])
        middles = np.where(low < high, 0.5 * (low + high), np.nan)
        pairs = zip(begin.tolist(), end.tolist(), strict=True)
        widest = [a + int(np.argmax((high - low)[a:b])) for a, b in pairs]
        chosen: Array = middles[widest]
        return chosen

    def _faces(self) -> Iterator[tuple[Array, ...]]:
        """Yield every face of the cube of steps, edges first, with the steps that move there."""
        shape = self.form.gates.shape
        cells = np.arange(self.form.base.shape[0]).reshape(shape)
        for kinds in product((0, 1, None), repeat=len(shape)):
            moving = [k for k in self.form.inputs if kinds[k] is None]
            if not moving or any(not self.form.gates.axes[k].neurons.size for k in moving):
                continue
            chosen = self.form.side(cells, tuple(kind or 0 for kind in kinds)).reshape(-1)
            yield from self._face(kinds, moving, chosen)

    def _face(
        self, kinds: tuple[int | None, ...], moving: list[int], cells: Any
    ) -> Iterator[tuple[Array, ...]]:
        """Make boxes for patterns beyond those of the tiles, wherever they reach further."""
        fixed = np.array([float(kind or 0) for kind in kinds])
        offsets, slopes = self.form.offsets + self.form.slopes @ fixed, self.form.slopes[:, moving]
        if not len(offsets):
            return
        present = self.form.weights[:, cells].any(axis=2)
        masks, mask_of = np.unique(np.packbits(present, axis=0), axis=1, return_inverse=True)
        for index in range(masks.shape[1]):
            mine = cells[mask_of.reshape(-1) == index]
            there = np.flatnonzero(np.unpackbits(masks[:, index], count=len(offsets)))
            known = vertices(slopes[there], offsets[there], self.form.settled)
            found = patterns(slopes[there], offsets[there], self.form.settled)
            if known is None:
                raise InputError(UNSETTLED)
            if len(found) == len(np.unique(known, axis=0)):
                continue
            yield self._beyond(kinds, mine, *(self._wide(some, there) for some in (known, found)))

    def _wide(self, states: Bools, there: Any) -> Bools:
        """Widen patterns of some groups to patterns of all; the others have no weight."""
        wide = np.zeros((len(states), len(self.form.offsets)), dtype=bool)
        wide[:, there] = states
        return wide

    def _beyond(
        self, kinds: tuple[int | None, ...], cells: Any, known: Bools, found: Bools
    ) -> tuple[Array, ...]:
        tiles, values = self.form.values(known, cells), self.form.values(found, cells)
        least, greatest, same = values.min(axis=0), values.max(axis=0), self.form.same
        below, above = least < tiles.min(axis=0) - same, greatest > tiles.max(axis=0) + same
        keep = (below | above).any(axis=1)
        index = np.unravel_index(cells[keep], self.form.gates.shape)
        ends = [self._face_ends(k, kinds[k], index[k]) for k in self.form.inputs]
        lows, highs = (np.stack(side, axis=1) for side in zip(*ends, strict=True))
        empty = np.full_like(lows, np.inf)
        return lows, highs, empty, -empty, empty * np.nan, least[keep], greatest[keep]

    def _face_ends(self, k: int, kind: int | None, cell: Any) -> tuple[Array, Array]:
        if kind is not None:
            return self.form.gap_ends(k, cell + kind, cell + kind + 1, -1)
        place, half = self.form.windows(k)
        return place[cell] - half[cell], place[cell] + half[cell]


def _clipped(found: Regions, box: tuple[Interval, ...]) -> Regions:
    """Clip boxes to the domain."""
    low, high = (np.array(side) for side in zip(*box, strict=True))
    inside = replace(
        found,
        lows=np.maximum(found.lows, low),
        highs=np.minimum(found.highs, high),
        inner_lows=np.maximum(found.inner_lows, low),
        inner_highs=np.minimum(found.inner_highs, high),
    )
    return inside.only((inside.lows <= inside.highs).all(axis=1))


def _through(output: str, found: Regions) -> Regions:
    """Pass bounds through the output neuron: a sigmoid rises, so it keeps their order."""
    if output == "linear":
        return found
    least, greatest = (0.5 + 0.5 * np.tanh(0.5 * value) for value in (found.least, found.greatest))
    noise = 0.25 * found.noise * (1 + 1e-9) + 2 * LIBM
    return replace(found, least=least, greatest=greatest, noise=noise)
