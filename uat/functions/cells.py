"""Cells are what boxes are made of: a fine grid, and the range of f in each of its cells.

A partition never cuts through a cell, so the least and the largest value of f on a box are the
least and the largest over its cells.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import point_text
from uat.functions.expression import Expression
from uat.functions.finite import real_roots
from uat.functions.looking.in_cells import look_in_cells


@dataclass(frozen=True, eq=False, repr=False)
class Cells:
    """A tensor grid of cells on a box of m inputs, with the range of every output in each.

    edges: for each input the grid lines, (n_k + 1,), ascending, from end to end of the domain.
    low, high: (n_1, …, n_m, outputs), bounds of f on each closed cell: as sampled, in the units of
    f. A cell in which f must not be compared at all may hold (inf, -inf).
    found: (k, m), points at which a formula leaves the range that its samples showed; None where no
    formula was asked. unseen: the width of the widest box, as a share of the domain, in which it
    may do still more, for want of time; 0 where nothing wider than 1e-7 can hide.
    """

    edges: tuple[Array, ...]
    low: Array
    high: Array
    found: Array | None = None
    unseen: float = 0.0

    def __post_init__(self) -> None:
        for array in (*self.edges, self.low, self.high):
            array.flags.writeable = False

    @property
    def inputs(self) -> int:
        return len(self.edges)

    @property
    def outputs(self) -> int:
        return int(self.low.shape[-1])

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of cells along each input."""
        return self.low.shape[:-1]

    def __repr__(self) -> str:
        return f"Cells({'×'.join(map(str, self.shape))}, {self.outputs} outputs)"


Function = Callable[..., Array]
INSIDE = 1e-9  # of a cell: how far inside its ends f is read, so that a jump lies between two cells
POINTS_AT_ONCE = 2**20


def sample_cells(
    function: Function,
    box: Sequence[tuple[float, float]],
    counts: Sequence[int],
    lines: Sequence[Array] | None = None,
) -> Cells:
    """Sample f at 3 points along each input of each cell, both ends and middle: its range there.

    function: takes one array for each input, of one shape; returns that shape, or one more axis for
    the outputs. counts: equal cells along each input. lines: more grid lines for each input, such
    as places where f jumps. Raises TargetError, with the place, where f is not finite.
    """
    edges = tuple(
        np.unique(np.concatenate([np.linspace(low, high, count + 1), more]))
        for (low, high), count, more in zip(
            box, counts, lines or [np.zeros(0)] * len(counts), strict=True
        )
    )
    axes = [_three_in_each(line) for line in edges]
    return Cells(edges, *ranges_over_blocks(function, axes, 3))


def ranges_over_blocks(
    function: Function, axes: Sequence[Array], points: int
) -> tuple[Array, Array]:
    """Return the least and the largest f on every block of points of a tensor grid.

    Returns two arrays (blocks along input 1, …, outputs). Raises TargetError as `values_on` does.
    """
    counts = [axis.size // points for axis in axes]
    low = high = np.empty(0)
    for slab in slabs(counts, points ** len(axes)):
        part = [
            axis[points * s.start : points * s.stop] for axis, s in zip(axes, slab, strict=True)
        ]
        values = values_on(function, part)
        if not low.size:
            low, high = (np.empty((*counts, values.shape[-1])) for _ in range(2))
        low[slab] = over_blocks(values, points, np.min)
        high[slab] = over_blocks(values, points, np.max)
    return low, high


def slabs(counts: Sequence[int], each: int) -> Iterator[tuple[slice, ...]]:
    """Cut a grid of blocks into parts, in order, of at most about a million points each.

    counts: blocks along each axis. each: points in a block. The first axes are cut until the part
    is small enough, so that the memory that f takes does not grow with the number of inputs.
    """
    sizes, rest = list(counts), each * math.prod(counts)
    for axis, count in enumerate(counts):
        sizes[axis] = max(1, min(count, count * POINTS_AT_ONCE // rest))
        rest = rest // count
        if sizes[axis] > 1:
            break
    starts = [range(0, count, size) for count, size in zip(counts, sizes, strict=True)]
    for corner in product(*starts):
        ends = zip(corner, sizes, counts, strict=True)
        yield tuple(slice(start, min(start + size, count)) for start, size, count in ends)


def look_closer(
    cells: Cells, formulas: Sequence[Expression], functions: Sequence[Function], least: float
) -> Cells:
    """Add to cells what formulas do in them by at least `least` beyond their samples.

    formulas: one for each output. functions: their values, also where floats of the formula lose
    them. Raises TargetError, with the place, where one is not finite.
    """
    parts = [
        look_in_cells(
            formula,
            partial(_read, function),
            cells.edges,
            (cells.low[..., output], cells.high[..., output]),
            least,
        )
        for output, (formula, function) in enumerate(zip(formulas, functions, strict=True))
    ]
    return replace(
        cells,
        low=np.stack([part.low for part in parts], axis=-1),
        high=np.stack([part.high for part in parts], axis=-1),
        found=np.concatenate([part.points for part in parts]),
        unseen=max(part.open for part in parts),
    )


def _read(function: Function, *points: Array) -> Array:
    """Evaluate f at points. Raises TargetError, with the place, where it is not finite."""
    values = function(*points)
    _require_finite(function, points, np.asarray(np.isfinite(values)))
    return values


def constant_cells(function: Function, edges: Sequence[Array]) -> Cells:
    """Make cells of a function that is constant on each: the pixels of a picture."""
    values = values_on(function, [0.5 * (line[1:] + line[:-1]) for line in edges])
    return Cells(tuple(line.copy() for line in edges), values, values)


def _three_in_each(edges: Array) -> Array:
    """Return for each interval a point just inside each end, and the middle: (3 n,)."""
    inside = INSIDE * np.diff(edges)
    middle = 0.5 * (edges[1:] + edges[:-1])
    return np.stack([edges[:-1] + inside, middle, edges[1:] - inside], axis=1).reshape(-1)


def values_on(function: Function, axes: Sequence[Array]) -> Array:
    """Evaluate f on the axes' tensor grid, (…, outputs). Raises TargetError if it is not finite."""
    points = np.meshgrid(*axes, indexing="ij")
    values = function(*points)
    values = values[..., None] if values.ndim == len(axes) else values
    good = np.isfinite(values).all(axis=-1)
    _require_finite(function, points, np.asarray(good))
    return values


def _require_finite(function: Function, points: Sequence[Array], good: NDArray[np.bool_]) -> None:
    if not good.all():
        at = np.unravel_index(int(np.argmin(good)), good.shape)
        advice = real_roots(function, *(float(axis[at]) for axis in points))
        box = [(axis.min(), axis.max()) for axis in points]
        place = point_text([axis[at] for axis in points], box)
        raise TargetError(
            f"f is not a finite number at ({place}): choose a domain that keeps away from there, "
            f"or give f a value there with where(…, …, …){advice}"
        )


def over_blocks(values: Array, points: int, extreme: Callable[..., Array]) -> Array:
    """Reduce every points × … × points block to its least or largest value."""
    for axis in range(values.ndim - 1):
        shape = values.shape
        split = (*shape[:axis], shape[axis] // points, points, *shape[axis + 1 :])
        values = extreme(values.reshape(split), axis=axis + 1)
    return values
