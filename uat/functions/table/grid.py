"""Interpolate a full grid of samples: f is linear in each input between neighbours.

Samples of one input are a grid of one axis.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from uat.base.arrays import Array

NEAR = 1e-9  # of an axis: coordinates that differ by less are the same one, rounded twice
MOST_CORNERS = 16  # inputs: a cell has 2^inputs corners


@dataclass(frozen=True, eq=False)
class Grid:
    """Samples at every point of a tensor grid; calling it interpolates multilinearly.

    axes: for each input its coordinates, ascending. values: (n_1, …, n_m, outputs).
    names: one for each input. note: what was read, for people.
    """

    axes: tuple[Array, ...]
    values: Array
    names: tuple[str, ...]
    note: str

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        return tuple((float(axis[0]), float(axis[-1])) for axis in self.axes)

    @property
    def outputs(self) -> int:
        return int(self.values.shape[-1])

    @cached_property
    def _interpolator(self) -> Any:
        from scipy.interpolate import RegularGridInterpolator

        values = self.values if self.outputs > 1 else self.values[..., 0]
        return RegularGridInterpolator(self.axes, values)

    def __call__(self, *inputs: Array) -> Array:
        """Interpolate at arrays of one shape S: (S) or (*S, outputs); beyond the grid as on it."""
        if len(self.axes) == 1:
            columns = [np.interp(inputs[0], self.axes[0], column) for column in self.values.T]
            return columns[0] if self.outputs == 1 else np.stack(columns, axis=-1)
        points = np.stack(
            [np.clip(x, a, b) for x, (a, b) in zip(inputs, self.box, strict=True)],
            axis=-1,
        )
        shape = inputs[0].shape if self.outputs == 1 else (*inputs[0].shape, self.outputs)
        return np.asarray(self._interpolator(points)).reshape(shape)


def make_grid(x: Array, y: Array) -> tuple[tuple[Array, ...], Array] | None:
    """Make axes and values, if the samples x (rows, inputs), all different, fill a grid."""
    if x.shape[1] > MOST_CORNERS:
        return None
    axes, places = [], []
    for column in x.T:
        axis, place = _coordinates(column)
        axes.append(axis)
        places.append(place)
    shape = tuple(axis.size for axis in axes)
    if min(shape) < 2 or np.prod([float(size) for size in shape]) != len(x):
        return None
    flat = np.ravel_multi_index(tuple(places), shape)
    filled = np.zeros(len(x), dtype=bool)
    filled[flat] = True
    if not filled.all():
        return None
    values = np.empty_like(y)
    values[flat] = y
    return tuple(axes), values.reshape(*shape, -1)


def _coordinates(column: Array) -> tuple[Array, Any]:
    """Return the different coordinates, ascending, and which of them each sample has."""
    known, place = np.unique(column, return_inverse=True)
    new = np.concatenate([[True], np.diff(known) > NEAR * (known[-1] - known[0])])
    return known[new], (np.cumsum(new) - 1)[place.reshape(-1)]
