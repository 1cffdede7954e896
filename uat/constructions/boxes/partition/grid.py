"""Cut a box into equal tiles, or tiles that are equal between given lines such as jumps.

Not every input has as many of them. A box is given by its ends along each input, (low, high), and
by the lines between these at which tiles must end: (low, line, …, high), ascending.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.ties import levels
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.line.partition.base import rounding
from uat.functions.cells import ranges_over_blocks, values_on

Function = Callable[..., Array]
Box = Sequence[Sequence[float] | Array]
Counts = tuple[int, ...]

INSIDE = 1e-9  # of a tile: how far inside its sides f is read, so that a jump may lie on a side
ROUGH = 3  # points along each side of a tile, for a first look
LINES = 65  # points along each input, to see how much f changes along it
NARROW = 1.03  # the ratio of scales at which a search ends
SETTLED = 4.0  # tiles along the input by which f changes most, from which on they tell the error
SURELY = 1.5  # by which the tiles along each input may be fewer than they seem to be


class TooMany(TargetError):
    """Raised when a tolerance needs more tiles than there may be: about `tiles` of them."""

    def __init__(self, tiles: int) -> None:
        self.tiles = tiles
        super().__init__(f"about {tiles:,} tiles would be needed: choose a larger tolerance")


def uniform_grid(function: Function, box: Box, counts: Sequence[int], points: int = 9) -> Grid:
    """Cut the box into equal tiles with midrange heights.

    function: takes one array for each input, of one shape; returns that shape, or one more axis for
    the outputs. counts: tiles along each input; between lines, none is wider than the box over the
    count. points: at which f is read along each side of a tile, its ends among them. Raises
    TargetError, with the place, where f is not finite.
    """
    low, high = _tile_ranges(function, box, counts, points)
    heights = 0.5 * (low + high)
    edges = tuple(_edges(ends, n) for ends, n in zip(box, counts, strict=True))
    return Grid(edges, heights, float(np.max(high - heights)))


def smallest_grid(function: Function, box: Box, tol: float, most: int, points: int = 9) -> Grid:
    """Find a grid of few tiles with an error of at most tol; raise TooMany above `most` tiles.

    Counts grow together, each in proportion to how much f changes along its input; the least scale
    is found by doubling and bisection, and then every count is lowered as far as it goes. The error
    is about the size of a tile, so few of them tell how many there will be: a search that has no
    prospect ends at once, and no grid of more than `most` tiles is ever looked at.
    """

    def fits(counts: Counts) -> bool:
        return all(
            float(np.max(high - low)) <= 2 * (tol + rounding(low, high))
            for low, high in (
                _tile_ranges(function, box, counts, looks) for looks in (min(ROUGH, points), points)
            )
        )

    shape = _proportions(function, box)
    scale = 1.0
    while not fits(_scaled(shape, scale)):
        error = _error(function, box, _scaled(shape, scale), min(ROUGH, points))
        needed = prod(sizes(box, _scaled(shape, scale * max(1.0, error / tol))))
        if scale >= SETTLED and needed > SURELY ** len(box) * most:
            raise TooMany(needed)
        scale *= 2.0
        if prod(sizes(box, _scaled(shape, scale))) > most:
            scale = _largest_scale(box, shape, scale, most)
            if not fits(_scaled(shape, scale)):
                raise TooMany(max(needed, most + 1))
            break
    counts = _lowered(box, _bisected(shape, scale, fits), fits)
    return uniform_grid(function, box, counts, points)


def _largest_scale(box: Box, shape: Array, above: float, most: int) -> float:
    """Find the largest scale, up to NARROW, of at most so many tiles; the one above has more."""
    below = above / 2
    while above > NARROW * below:
        middle = (below * above) ** 0.5
        if prod(sizes(box, _scaled(shape, middle))) <= most:
            below = middle
        else:
            above = middle
    return below


def best_grid(
    function: Function,
    box: Box,
    neurons: int,
    cost: Callable[[Sequence[int]], int],
    points: int = 9,
) -> Grid:
    """Find the grid with the smallest error among those that cost at most `neurons`.

    cost: how many neurons so many tiles along each input need; it grows with each of them. Counts
    are tried in several proportions around that of how much f changes along each input.
    """
    shape = _proportions(function, box)

    def priced(counts: Counts) -> int:
        return cost(sizes(box, counts))

    tried = {_largest(trial, neurons, priced) for trial in _around(shape)}
    errors = {counts: _error(function, box, counts, points) for counts in sorted(tried)}
    level = dict(zip(errors, levels(list(errors.values())), strict=True))
    best: Counts = min(errors, key=lambda counts: (level[counts], -prod(counts)))
    return uniform_grid(function, box, best, points)


def sizes(box: Box, counts: Sequence[int]) -> Counts:
    """Count the tiles along each input, lines counted."""
    pairs = zip(box, counts, strict=True)
    return tuple(int(_between_lines(ends, n).sum()) for ends, n in pairs)


def _between_lines(ends: Sequence[float] | Array, count: int) -> NDArray[np.int64]:
    """Count the tiles between each line and the next."""
    widths = np.diff(np.asarray(ends, dtype=float))
    wanted = np.ceil(count * widths / widths.sum() - 1e-9)
    found: NDArray[np.int64] = np.maximum(1, wanted).astype(np.int64)
    return found


def _edges(ends: Sequence[float] | Array, count: int) -> Array:
    """Place the ends of tiles along an input: all of the lines, and evenly between them."""
    parts = zip(ends[:-1], ends[1:], _between_lines(ends, count), strict=True)
    return np.concatenate([*(np.linspace(a, b, n + 1)[:-1] for a, b, n in parts), ends[-1:]])


def _error(function: Function, box: Box, counts: Sequence[int], points: int) -> float:
    low, high = _tile_ranges(function, box, counts, points)
    return float(np.max(high - low)) / 2


def _tile_ranges(
    function: Function, box: Box, counts: Sequence[int], points: int
) -> tuple[Array, Array]:
    """Return the least and the largest f in each tile, (n_1, …, n_m, outputs), slab after slab."""
    axes = [_in_each(_edges(ends, n), points) for ends, n in zip(box, counts, strict=True)]
    return ranges_over_blocks(function, axes, points)


def _in_each(edges: Array, points: int) -> Array:
    """Return evenly spaced points of each tile, from just inside its ends: (tiles * points,)."""
    shares = np.linspace(INSIDE, 1 - INSIDE, points) if points > 1 else np.array([0.5])
    inner: Array = edges[:-1, None] + shares * np.diff(edges)[:, None]
    return inner.reshape(-1)


def _proportions(function: Function, box: Box) -> Array:
    """Estimate how much f changes along each input at most, (m,), the most being 1.

    An input that f does not depend on has 0, but all have 1 if nothing changes f. What f changes by
    across a line is no matter of how many tiles there are.
    """
    m = len(box)
    changes = np.zeros(m)
    for k in range(m):
        along, weights = _steps(box[k])
        axes = [_in_each(_edges((ends[0], ends[-1]), 1), 9 if m < 4 else 4) for ends in box]
        axes[k] = along
        values = np.moveaxis(values_on(function, axes), k, -1)
        changes[k] = float(np.max(np.abs(np.diff(values, axis=-1)) * weights))
    top = float(changes.max())
    return changes / top if top > 0 else np.ones(m)


def _steps(ends: Sequence[float] | Array) -> tuple[Array, Array]:
    """Return points along an input, and what a change of f from each to the next counts.

    It counts as if they were as far apart as those of an input without lines. Across a line it
    counts for nothing, nor between lines so close that tiles do not cut what is there.
    """
    steps = LINES - 1
    points, weights = [], []
    for low, high in pairwise(ends):
        share = (high - low) / (ends[-1] - ends[0])
        count = int(np.ceil(steps * share - 1e-9))
        points.append(_in_each(np.array([low, high]), count + 1))
        weight = count / (steps * share) if steps * share >= 1.0 - 1e-9 else 0.0
        weights += [*(weight,) * count, 0.0]
    return np.concatenate(points), np.array(weights[:-1])


def _scaled(shape: Array, scale: float) -> Counts:
    return tuple(max(1, int(np.ceil(scale * part - 1e-9))) for part in shape)


def _bisected(shape: Array, scale: float, fits: Callable[[Counts], bool]) -> Counts:
    """Bisect for the counts of the least scale that fits, between half a scale that does and it."""
    below, above = scale / 2, scale
    while above > NARROW * below and _scaled(shape, above) != _scaled(shape, below):
        middle = (below * above) ** 0.5
        if fits(_scaled(shape, middle)):
            above = middle
        else:
            below = middle
    return _scaled(shape, above)


def _lowered(box: Box, counts: Counts, fits: Callable[[Counts], bool]) -> Counts:
    """Lower the counts one by one while they fit, the one that saves most tiles first."""
    lowered = True
    while lowered:
        lowered = False
        tiles = sizes(box, counts)
        for k in np.argsort(tiles, kind="stable"):
            fewer = counts
            while fewer[k] > 1 and sizes(box, fewer) == tiles:
                fewer = (*fewer[:k], fewer[k] - 1, *fewer[k + 1 :])
            if sizes(box, fewer) != tiles and fits(fewer):
                counts, lowered = fewer, True
                break
    return counts


def _around(shape: Array) -> list[Array]:
    """Return proportions near the given ones, for two and more inputs."""
    trials = [shape]
    for k in range(shape.size):
        for factor in (0.6, 0.8, 1.25, 1.6):
            other = shape.copy()
            other[k] *= factor
            trials.append(other)
    return trials


def _largest(shape: Array, neurons: int, cost: Callable[[Counts], int]) -> Counts:
    """Return the largest counts in a proportion that the neurons pay for; at least one tile."""
    below, above = 1e-9, 1.0
    while cost(_scaled(shape, above)) <= neurons:
        below, above = above, 2 * above
    while above > below * (1 + 1e-6) and _scaled(shape, above) != _scaled(shape, below):
        middle = 0.5 * (below + above)
        if cost(_scaled(shape, middle)) <= neurons:
            below = middle
        else:
            above = middle
    return _scaled(shape, below)
