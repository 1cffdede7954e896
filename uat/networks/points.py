"""Points for a network: coordinates that broadcast, or rows; its output gets their shape back."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array, real_array, real_arrays
from uat.base.errors import InputError


def points_of(inputs: Sequence[ArrayLike], count: int) -> tuple[Array, tuple[int, ...]]:
    """Return the points (n, count) that arrays of coordinates stand for, and their shape."""
    if len(inputs) != count:
        advice = "; of an array of points use predict" if len(inputs) == 1 else ""
        raise InputError(f"the network takes {count} inputs, not {len(inputs)}{advice}")
    arrays = real_arrays(inputs, "the network")
    return np.stack([array.reshape(-1) for array in arrays], axis=1), arrays[0].shape


def rows_of(points: ArrayLike, count: int) -> Array:
    """Return points as (n, count); of one input (n,) will do. Raises InputError for others."""
    rows = real_array(points, "the network")
    if rows.ndim == 1 and count == 1:
        rows = rows[:, None]
    if rows.ndim != 2 or rows.shape[1] != count:
        raise InputError(f"points are the rows of an array of shape (n, {count}), not {rows.shape}")
    return rows


def shaped(output: Array, shape: tuple[int, ...]) -> Any:
    """Give an output (n, outputs) the shape of its points; one output of one point is a float."""
    if output.shape[1] > 1:
        return output.reshape(*shape, output.shape[1])
    return output.reshape(shape) if shape else float(output[0, 0])
