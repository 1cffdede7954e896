"""Name the type of all arrays of numbers, float64, and make grids of points from lines of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def distinct(*arrays: Array) -> Array:
    """Return all different numbers, ascending, as np.unique does: but that loads numpy.ma."""
    x = np.sort(np.concatenate(arrays))
    found: Array = x[np.concatenate([np.ones(min(1, x.size), dtype=bool), x[1:] != x[:-1]])]
    return found


def even_lines(box: Sequence[tuple[float, float]], count: int) -> list[Array]:
    """Return `count` even numbers along each side of a box, its ends among them."""
    return [np.linspace(low, high, count) for low, high in box]


def grid_columns(lines: Sequence[Array]) -> list[Array]:
    """Return all points of a tensor grid, an array (n,) for each line; the last runs fastest."""
    return [column.reshape(-1) for column in np.meshgrid(*lines, indexing="ij")]


def grid_points(lines: Sequence[Array]) -> Array:
    """Return all points of a tensor grid, (n, lines); the last line runs fastest."""
    return np.stack(grid_columns(lines), axis=1)
