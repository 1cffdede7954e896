"""Interpolate a table of one input by straight lines between the samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.functions.table.samples import Samples


@dataclass(frozen=True, eq=False)
class Line:
    """Samples (x, y) with x ascending; calling it interpolates linearly between them.

    x: (n,). y: (n,), or (n, outputs) for several. x_name: what x is called.
    note: how many samples there are and what was left out, for people.
    """

    x: Array
    y: Array
    x_name: str
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.x_name,)

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        return ((float(self.x[0]), float(self.x[-1])),)

    @property
    def outputs(self) -> int:
        return 1 if self.y.ndim == 1 else int(self.y.shape[1])

    @property
    def axes(self) -> tuple[Array, ...]:
        """Where the line bends."""
        return (self.x,)

    def __call__(self, x: Array) -> Array:
        """Interpolate at an array of any shape S: (S) or (*S, outputs)."""
        if self.outputs == 1:
            return np.interp(x, self.x, self.y.reshape(-1))
        return np.stack([np.interp(x, self.x, column) for column in self.y.T], axis=-1)


def make_line(samples: Samples) -> Line:
    """Make the table of samples of one input."""
    one = samples.y.shape[1] == 1
    y = samples.y[:, 0].copy() if one else samples.y
    note = f"linear between {len(samples.x)} samples{samples.left_out}"
    return Line(samples.x[:, 0].copy(), y, samples.names[0], note)
