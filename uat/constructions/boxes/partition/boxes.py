"""A partition of a box: any boxes, strips of boxes, a tensor grid; and cells too much for one."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array, grid_points
from uat.base.errors import InputError, TargetError
from uat.base.ties import first_of_largest
from uat.constructions.line.partition.base import rounding
from uat.functions.cells import Cells


@dataclass(frozen=True, eq=False, repr=False)
class Boxes:
    """Disjoint boxes that cover the domain.

    lows, highs: (k, m), opposite corners. heights: (k, outputs), the value on each box, in the
    units of f. error: the largest |height - f| over the boxes, as far as f was sampled.
    """

    lows: Array
    highs: Array
    heights: Array
    error: float

    def __post_init__(self) -> None:
        for array in (self.lows, self.highs, self.heights):
            array.flags.writeable = False

    @property
    def pieces(self) -> int:
        return int(self.lows.shape[0])

    @property
    def inputs(self) -> int:
        return int(self.lows.shape[1])

    @property
    def outputs(self) -> int:
        return int(self.heights.shape[1])

    @cached_property
    def cuts(self) -> tuple[Array, ...]:
        """For each input the places inside the domain where a box begins, ascending."""
        return tuple(np.unique(low[low > low.min()]) for low in self.lows.T)

    def __repr__(self) -> str:
        return f"Boxes({self.pieces} boxes, {self.inputs} inputs)"


@dataclass(frozen=True, eq=False, repr=False)
class Strips:
    """The domain of two inputs in strips across one input, each strip in boxes along the other.

    axis: the input across which the strips lie side by side (0: strips are intervals of x).
    edges: (k + 1,), the strips' ends along `axis`, ascending, ends of the domain included.
    cuts: for each strip its boxes' ends along the other input, (n_j + 1,), ends included.
    heights: for each strip (n_j, outputs), in the units of f.
    error: the largest |height - f| over the boxes, as far as f was sampled.
    base: (outputs,), a height that costs no neuron where a strip begins with it: the output bias of
    `uat.constructions.boxes.quadrants`. The first height of all if none is given.
    """

    axis: int
    edges: Array
    cuts: tuple[Array, ...]
    heights: tuple[Array, ...]
    error: float
    base: Array | None = None

    def __post_init__(self) -> None:
        for array in (self.edges, *self.cuts, *self.heights, self.start):
            array.flags.writeable = False

    @property
    def start(self) -> Array:
        """The height at which the sums begin, (outputs,): `base`, or the first height of all."""
        return self.heights[0][0] if self.base is None else self.base

    @property
    def strips(self) -> int:
        return len(self.cuts)

    @property
    def pieces(self) -> int:
        """The number of boxes."""
        return sum(height.shape[0] for height in self.heights)

    @property
    def outputs(self) -> int:
        return int(self.heights[0].shape[1])

    @cached_property
    def neurons(self) -> int:
        """Hidden neurons of hole-free quadrants: steps at strip edges and lines, and boxes.

        A box as high as the one before it, or as the base where its strip begins, needs none.
        """
        needed = [
            (np.diff(height, axis=0, prepend=self.start[None, :]) != 0.0).any(axis=1)
            for height in self.heights
        ]
        lines = [cuts[1:-1][need[1:]] for cuts, need in zip(self.cuts, needed, strict=True)]
        used = np.array([need.any() for need in needed])
        edges = np.count_nonzero(used[1:] | used[:-1])
        whole = self.strips == 1 and bool(needed[0][0])  # no sides at all: it goes into the bias
        boxes = sum(int(need.sum()) for need in needed) - whole
        return int(edges + np.unique(np.concatenate(lines)).size + boxes)

    @cached_property
    def lines(self) -> Array:
        """The distinct places strictly inside the domain where some strip is cut, ascending."""
        return np.unique(np.concatenate([cuts[1:-1] for cuts in self.cuts]))

    @cached_property
    def boxes(self) -> Boxes:
        """The strips as plain boxes, strip after strip."""
        across = np.repeat(np.arange(self.strips), [height.shape[0] for height in self.heights])
        low = [self.edges[across], np.concatenate([cuts[:-1] for cuts in self.cuts])]
        high = [self.edges[across + 1], np.concatenate([cuts[1:] for cuts in self.cuts])]
        if self.axis == 1:
            low.reverse()
            high.reverse()
        heights = np.concatenate(self.heights)
        return Boxes(np.stack(low, axis=1), np.stack(high, axis=1), heights, self.error)

    def __repr__(self) -> str:
        return f"Strips({self.strips} strips, {self.pieces} boxes)"


@dataclass(frozen=True, eq=False, repr=False)
class Grid:
    """A tensor grid of boxes: every box between neighbouring edges of every input.

    edges: for each of m inputs (n_k + 1,), ascending, ends of the domain included.
    heights: (n_1, …, n_m, outputs), in the units of f.
    error: the largest |height - f| over the boxes, as far as f was sampled.
    jumps: whether boxes were made to end along lines at which f jumps.
    """

    edges: tuple[Array, ...]
    heights: Array
    error: float
    jumps: bool = False

    def __post_init__(self) -> None:
        for array in (*self.edges, self.heights):
            array.flags.writeable = False

    @property
    def pieces(self) -> int:
        return int(np.prod(self.heights.shape[:-1]))

    @property
    def outputs(self) -> int:
        return int(self.heights.shape[-1])

    @property
    def is_even(self) -> bool:
        """Say whether boxes are as wide as each other along each input, but for rounding."""
        widths = [np.diff(edges) for edges in self.edges]
        return all(bool(np.allclose(width, width.mean(), rtol=1e-6)) for width in widths)

    @cached_property
    def boxes(self) -> Boxes:
        """The grid as plain boxes, the last input fastest."""
        lows = grid_points([edges[:-1] for edges in self.edges])
        highs = grid_points([edges[1:] for edges in self.edges])
        return Boxes(lows, highs, self.heights.reshape(-1, self.outputs).copy(), self.error)

    def __repr__(self) -> str:
        return f"Grid({'×'.join(str(n) for n in self.heights.shape[:-1])} boxes)"


Tiling = Strips | Grid | Boxes


# Refuse a cell in which f varies by more than a box may, or leave it as a box of its own.
#
# No box is smaller than a cell. Where f is steep the remedy is finer cells; where f jumps there is
# none, and the error stays there.


class TooCoarse(TargetError):
    """Raised when f varies by more than 2 tol in a cell: take finer cells or a larger tolerance.

    cell: its index along each input. low, high: its corners. range: by how much f varies in it.
    """

    def __init__(self, cells: Cells, cell: tuple[int, ...], width: float) -> None:
        self.cell = cell
        self.low = tuple(float(e[i]) for e, i in zip(cells.edges, cell, strict=True))
        self.high = tuple(float(e[i + 1]) for e, i in zip(cells.edges, cell, strict=True))
        self.range = float(np.max(cells.high[cell] - cells.low[cell]))
        place = ", ".join(f"{a:.6g} … {b:.6g}" for a, b in zip(self.low, self.high, strict=True))
        super().__init__(
            f"f varies by {self.range:.3g} in the cell ({place}), more than the {width:.3g} that "
            "a box may: choose a larger tolerance, or keep the error there if f jumps"
        )


def allowed(cells: Cells, tol: float) -> float:
    """Return by how much f may vary in a box: 2 tol and rounding, so that exact fits count."""
    if not tol > 0.0:
        raise InputError(f"the tolerance must be a positive number, not {tol!r}")
    return 2 * (tol + rounding(cells.low, cells.high))


def settle(cells: Cells, tol: float, stuck: str) -> Cells:
    """Make cells of which boxes of range 2 tol can be made. Raises TooCoarse for stuck="refuse".

    stuck="keep": a stuck cell becomes one that barely fits, around the same midrange, so that it
    joins only stuck cells with the same midrange and never makes their error larger. One more
    output tells stuck cells from others, if there are any; see `heights_of`.
    """
    width = allowed(cells, tol)
    ranges = cells.high - cells.low
    over: NDArray[np.bool_] = np.any(ranges > width, axis=-1)
    if not over.any():
        return cells
    if stuck == "refuse":
        worst = first_of_largest(ranges.max(axis=-1))
        cell = tuple(int(i) for i in np.unravel_index(worst, cells.shape))
        raise TooCoarse(cells, cell, width)
    with np.errstate(invalid="ignore"):  # inf - inf, where f is not to be compared
        middle = 0.5 * (cells.high + cells.low)
    low = np.where(over[..., None], middle - tol, cells.low)
    high = np.where(over[..., None], middle + tol, cells.high)
    unseen: NDArray[np.bool_] = np.all(ranges == -np.inf, axis=-1)
    mark = np.where(over, 2 * width, 0.0)
    low = np.concatenate([low, np.where(unseen, np.inf, mark)[..., None]], axis=-1)
    high = np.concatenate([high, np.where(unseen, -np.inf, mark)[..., None]], axis=-1)
    return Cells(cells.edges, low, high)


def heights_of(low: Array, high: Array, outputs: int) -> Array:
    """Return heights (k, outputs) halfway between f's extremes; 0 where f is not to be compared.

    low, high: (k, outputs or one more).
    """
    with np.errstate(invalid="ignore"):
        middle: Array = 0.5 * (low[:, :outputs] + high[:, :outputs])
    return np.where(np.isfinite(middle), middle, 0.0)


def error_of(heights: Array, low: Array, high: Array) -> float:
    """Return the largest |height - f|, from f's ranges on boxes; 0 where nothing is compared."""
    return float(max(np.max(high - heights), np.max(heights - low), 0.0))
