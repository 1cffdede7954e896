"""Read f at points in a regular pattern, to decide how high it is on boxes between given lines."""

from collections.abc import Callable, Sequence

import numpy as np

from uat.base.arrays import Array
from uat.constructions.boxes.partition.boxes import Grid
from uat.functions.cells import slabs

Function = Callable[..., Array]

POINTS = {1: 33, 2: 9, 3: 5}  # along each input of a tile
FEW_POINTS = 3


def points_along(inputs: int) -> int:
    """Return at how many points along each input of a tile f is read."""
    return POINTS.get(inputs, FEW_POINTS)


def grid_on(
    function: Function,
    edges: Sequence[Array],
    box: Sequence[tuple[float, float]],
    heights: str = "midrange",
) -> Grid:
    """Make a tensor grid of boxes between given edges, with heights from f on the part inside.

    function: takes one array for each input, of one shape, and returns that shape, or one more axis
    for the outputs. edges: for each input, ascending; they may begin and end outside the box, which
    a tile must meet. heights: "midrange" or "mean" of f at 9 × 9 points of a tile of two inputs.
    """
    count = points_along(len(edges))
    axes = [_inside_tiles(line, interval, count) for line, interval in zip(edges, box, strict=True)]
    sizes = [line.size - 1 for line in edges]
    inside = tuple(range(1, 2 * len(edges), 2))
    least = most = mean = np.empty(0)
    for slab in slabs(sizes, count ** len(edges)):
        part = [axis[count * s.start : count * s.stop] for axis, s in zip(axes, slab, strict=True)]
        values = function(*np.meshgrid(*part, indexing="ij"))
        values = values[..., None] if values.ndim == len(axes) else values
        blocks = _blocks(values, count)
        if not least.size:
            least, most, mean = (np.empty((*sizes, values.shape[-1])) for _ in range(3))
        least[slab] = blocks.min(axis=inside)
        most[slab] = blocks.max(axis=inside)
        mean[slab] = blocks.mean(axis=inside)
    chosen = mean if heights == "mean" else 0.5 * (least + most)
    error = float(np.max(np.maximum(most - chosen, chosen - least)))
    return Grid(tuple(line.copy() for line in edges), chosen, error)


def shifted_edges(interval: tuple[float, float], tiles: int, shift: float) -> Array:
    """Return ends of equal tiles, `shift` of a tile to the left; one more if that uncovers f."""
    low, high = interval
    length = (high - low) / tiles
    more = 1 if shift > 0 else 0
    edges: Array = low + length * (np.arange(tiles + 1 + more, dtype=float) - shift)
    return edges


def _inside_tiles(edges: Array, interval: tuple[float, float], count: int) -> Array:
    """Return points evenly from end to end of every tile, cut to the domain: (tiles * count,)."""
    low, high = np.clip(edges[:-1], *interval), np.clip(edges[1:], *interval)
    shares = np.linspace(0.0, 1.0, count)
    shares[0], shares[-1] = 1e-9, 1 - 1e-9  # on this side of a jump that lies on the edge
    points: Array = (low[:, None] + shares * (high - low)[:, None]).reshape(-1)
    return points


def _blocks(values: Array, count: int) -> Array:
    """Reshape (n_1 count, …, n_m count, outputs) to (n_1, count, …, n_m, count, outputs)."""
    shape: list[int] = []
    for size in values.shape[:-1]:
        shape += [size // count, count]
    return values.reshape(*shape, values.shape[-1])
