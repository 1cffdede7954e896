"""Refuse a cell in which f varies by more than a box may, or leave it as a box of its own.

No box is smaller than a cell. Where f is steep the remedy is finer cells; where f jumps there is
none, and the error stays there.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError
from uat.base.ties import first_of_largest
from uat.constructions.line.partition.base import rounding
from uat.functions.cells import Cells


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
