"""Convert numbers to float64 arrays; refuse what is not real, and never cut it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError


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
