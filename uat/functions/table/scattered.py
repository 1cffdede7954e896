"""Interpolate samples at any points: linear on triangles, beyond them the nearest."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.functions.table.triangles import Triangles, make_triangles

FLAT = 1e-9  # of the box: samples that close to a line or plane lie on it

# The most samples for each number of inputs that triangles (tetrahedra, …) are made of: a second
# or so. More samples, or more inputs, take the value of the nearest one.
MOST_SAMPLES = {2: 200_000, 3: 30_000, 4: 3_000}


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples are numbers without gaps, each place once: x (rows, inputs), y (rows, values).

    names: of the inputs. left_out: the end of a note, on the rows that had gaps.
    """

    x: Array
    y: Array
    names: tuple[str, ...]
    left_out: str = ""


@dataclass(frozen=True, eq=False)
class Scattered:
    """Samples x (n, inputs) and y (n, outputs); calling it interpolates.

    Distances are those of the box of all samples scaled to one: units do not matter.
    names: one for each input. note: what was read, for people.
    """

    x: Array
    y: Array
    names: tuple[str, ...]
    note: str

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        low, high = self.x.min(axis=0).tolist(), self.x.max(axis=0).tolist()
        return tuple(zip(low, high, strict=True))

    @property
    def outputs(self) -> int:
        return int(self.y.shape[1])

    @property
    def axes(self) -> None:
        """No lines, since it bends along none that belong to one input."""
        return None

    def __call__(self, *inputs: Array) -> Array:
        """Interpolate at arrays of one shape S: (S) or (*S, outputs)."""
        shape = inputs[0].shape
        points = self.scaled(np.stack([x.reshape(-1) for x in inputs], axis=-1))
        values = np.full((len(points), self.outputs), np.nan)
        known = np.isfinite(points).all(axis=1)
        near = self._tree.query(points[known])[1]
        values[known] = self.y[near]
        if self._triangles is not None:
            found = self._triangles.interpolated(self.y, points[known], near)
            values[known] = np.where(np.isnan(found), values[known], found)
        return values.reshape(shape if self.outputs == 1 else (*shape, self.outputs))

    def scaled(self, points: Array) -> Array:
        """Scale points (n, inputs), so that the box of the samples is the unit cube."""
        low, high = np.array(self.box).T
        scaled: Array = points / (high - low) - low / (high - low)
        return scaled

    @cached_property
    def _triangles(self) -> Triangles | None:
        """The triangles; None for too many samples."""
        if len(self.x) > MOST_SAMPLES.get(self.x.shape[1], 0):
            return None
        return make_triangles(self.scaled(self.x))

    @cached_property
    def _tree(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(self.scaled(self.x))


def make_scattered(samples: Samples, file: str, doubt: str = "") -> Scattered:
    """Make the interpolant. Raises InputError for samples on one line or in one plane."""
    x = samples.x
    table = Scattered(x, samples.y, samples.names, _note(*x.shape) + samples.left_out)
    scaled = table.scaled(x)
    if np.linalg.matrix_rank(scaled - scaled.mean(axis=0), tol=FLAT) < x.shape[1]:
        raise InputError(
            f"{file}: all samples lie on one {'line' if x.shape[1] == 2 else 'plane'}: choose "
            f"fewer inputs with --columns, such as x={samples.names[0]},y=NAME"
            + (f"; {doubt}" if doubt else "")
        )
    _ = table._triangles  # made now, so that calling cannot fail
    return table


def _note(count: int, inputs: int) -> str:
    if count > MOST_SAMPLES.get(inputs, 0):
        return f"nearest of {count:,} samples"
    pieces = {2: "triangles", 3: "tetrahedra"}.get(inputs, "simplices")
    return f"linear on {pieces} between {count:,} samples, beyond them the nearest"
