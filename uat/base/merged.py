"""Equal neighbours in a grid become one box."""

from typing import Any

import numpy as np

from uat.base.arrays import Array


def merged(values: Array, same: Array | float) -> tuple[Any, Any, Array]:
    """Join cells of a grid whose values differ by at most `same` into boxes.

    values: (n_1, …, n_m, outputs). Returns for each box its first and last + 1 index along each
    input, (k, m) both, and its value, (k, outputs). Cells are joined along the last input first.
    """
    *shape, outputs = values.shape
    begin = np.stack([i.reshape(-1) for i in np.indices(shape)], axis=1)
    end, value = begin + 1, values.reshape(-1, outputs)
    for axis in reversed(range(len(shape))):
        others = [k for k in range(len(shape)) if k != axis]
        keys = [begin[:, axis], *(side[:, k] for k in others for side in (begin, end))]
        order = np.lexsort(keys)
        begin, end, value = begin[order], end[order], value[order]
        joined = (begin[1:, axis] == end[:-1, axis]) & (
            (begin[1:, others] == begin[:-1, others]) & (end[1:, others] == end[:-1, others])
        ).all(axis=1)
        joined &= (np.abs(value[1:] - value[:-1]) <= same).all(axis=1)
        start = np.flatnonzero(np.concatenate([[True], ~joined]))
        stop = np.append(start[1:], len(begin)) - 1
        end = end[stop]
        begin, value = begin[start], value[start]
    return begin, end, value
