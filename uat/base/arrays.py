"""Name the type of all arrays of numbers, float64, and make grids of points from lines of them.

Numbers become float64 arrays; what is not real is refused, and never cut.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.errors import InputError

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


def real_array(values: Any, who: str) -> Array:
    """Return values as float64. who: begins the sentence of the InputError that is raised."""
    try:
        array = np.asarray(values)
        if array.dtype.kind != "c":
            return array.astype(float, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{who} takes real numbers: {error}") from error
    raise InputError(
        f"{who} takes real numbers, not complex ones: give their real or imaginary part, or abs(…)"
    )


def real_arrays(inputs: Sequence[Any], who: str) -> list[Array]:
    """Return an array for each input, broadcast to one shape. Raises as `real_array` does."""
    arrays = [real_array(values, who) for values in inputs]
    try:
        return list(np.broadcast_arrays(*arrays))
    except ValueError as error:
        raise InputError(f"{who} takes arrays of numbers that fit: {error}") from error
