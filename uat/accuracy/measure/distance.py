"""The distance of a network of several inputs from f at points: the largest over the outputs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

ROWS_AT_ONCE = 250_000

Function = Callable[..., Array]


@dataclass(frozen=True)
class Distance:
    """|network - f| anywhere. function: f, which takes one array for each input."""

    network: Network
    function: Function

    def __call__(self, *inputs: Array) -> Array:
        """Evaluate at points; many are taken in parts, so that memory does not grow."""
        shape, size = inputs[0].shape, inputs[0].size
        if size > ROWS_AT_ONCE:
            flat = [column.reshape(-1) for column in inputs]
            starts = range(0, size, ROWS_AT_ONCE)
            parts = [self(*(column[i : i + ROWS_AT_ONCE] for column in flat)) for i in starts]
            return np.concatenate(parts).reshape(shape)
        difference = np.abs(evaluate(self.network, *inputs) - self.function(*inputs))
        largest: Array = difference.reshape(*shape, self.network.widths[-1]).max(axis=-1)
        return largest

    def at(self, points: Array) -> Array:
        """Evaluate at points (n, inputs)."""
        return self(*points.T)

    def on_grid(self, axes: list[Array]) -> Array:
        """Evaluate at every point of a tensor grid, in slices that keep memory bounded."""
        rows = max(1, ROWS_AT_ONCE // int(np.prod([axis.size for axis in axes[1:]])))
        return np.concatenate(
            [
                self(*np.meshgrid(axes[0][i : i + rows], *axes[1:], indexing="ij"))
                for i in range(0, axes[0].size, rows)
            ]
        )
