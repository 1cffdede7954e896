"""Look at a network of several inputs pixel by pixel, its narrowest places included."""

import time
from dataclasses import dataclass

import numpy as np

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.matrices import dense
from uat.networks.network import Layer

PIXELS = 240  # along each input
FINEST = 3  # probes along each side of a pixel
OFFSETS = (-2.0, 0.0, 2.0)  # probes across a step, in 1/weight
WALL = 0.12  # of the distance of two points of a grid: half the depth of a wall
PATIENCE, CALLS = 3.0, 5  # seconds for a slow f; calls that measure it


@dataclass(frozen=True)
class Plane:
    """Two inputs of an approximation, the others held still where the error is largest.

    f and network take arrays of one shape S and return (*S, outputs).
    """

    approximation: Approximation

    @property
    def box(self) -> tuple[tuple[float, float], tuple[float, float]]:
        first, second, *_ = self.approximation.target.box
        return first, second

    @property
    def names(self) -> tuple[str, str]:
        first, second, *_ = self.approximation.target.names
        return first, second

    @property
    def held(self) -> tuple[float, ...]:
        return tuple(self.approximation.error.at[2:])

    def f(self, x: Array, y: Array) -> Array:
        return self._of(self.approximation.target, x, y)

    def network(self, x: Array, y: Array) -> Array:
        return self._of(self.approximation, x, y)

    def _of(self, function: object, x: Array, y: Array) -> Array:
        assert callable(function)
        still = [np.full(x.shape, value) for value in self.held]
        values = np.asarray(function(x, y, *still), dtype=float)
        return values.reshape((*x.shape, self.approximation.target.outputs))


@dataclass(frozen=True, eq=False)
class Pixels:
    """One number, or colour, for each pixel: (rows, columns, outputs), the lowest row first.

    f, network: at the place of the pixel where they are furthest apart. error: (rows, columns),
    how far that is, over all outputs.
    """

    f: Array
    network: Array
    error: Array


def plane_of(approximation: Approximation) -> Plane:
    """Choose the plane. Raises InputError for a function of one input."""
    if approximation.target.inputs < 2:
        raise InputError(f"{approximation.target.name} has one input; this view needs two")
    return Plane(approximation)


def look(plane: Plane, pixels: int = PIXELS) -> Pixels:
    """Evaluate every pixel at its worst: on a grid of probes and at each step that crosses it.

    Where the corners of towers leave holes, these are narrower than any pixel; so probes stand on
    both sides of the steps of either input, and where they cross.
    """
    pixels = affordable(plane, pixels * FINEST) // FINEST
    x, y = (_probes(plane, axis, pixels) for axis in (0, 1))
    points = np.meshgrid(x, y)
    f, network = plane.f(*points), plane.network(*points)
    error = np.abs(network - f).max(axis=-1)
    row, column = (
        _pixel(line, side, pixels) for line, side in ((y, plane.box[1]), (x, plane.box[0]))
    )
    number = (row[:, None] * pixels + column[None, :]).reshape(-1)
    order = np.lexsort((error.reshape(-1), number))
    last = order[np.append(np.flatnonzero(np.diff(number[order])), number.size - 1)]
    shape = (pixels, pixels)
    return Pixels(
        f.reshape(-1, f.shape[-1])[last].reshape(*shape, -1),
        network.reshape(-1, f.shape[-1])[last].reshape(*shape, -1),
        error.reshape(-1)[last].reshape(shape),
    )


def affordable(plane: Plane, count: int) -> int:
    """Return at most `count` points along each side, fewer if f is slow.

    The quickest of a few calls says how slow it is: a busy machine must not cost pixels.
    """
    share = np.linspace(0.01, 0.99, 64)
    x, y = (low + share * (high - low) for low, high in plane.box)
    most = 0
    for _ in range(CALLS):
        began = time.perf_counter()
        plane.f(x, y)
        each = (time.perf_counter() - began) / share.size
        most = max(most, int((PATIENCE / each) ** 0.5))
        if most >= count:
            break
    return max(48, min(count, most))


def steps_of(layer: Layer, axis: int) -> tuple[Array, Array]:
    """Return where neurons that read one input alone turn, ascending, and their weights' sizes."""
    weights = dense(layer.weights)
    others = np.delete(weights, axis, axis=1)
    mine = (weights[:, axis] != 0) & ~others.any(axis=1)
    weights = weights[mine, axis]
    places = -layer.biases[mine] / weights
    order = np.argsort(places, kind="stable")
    return places[order], np.abs(weights[order])


def crisp(plane: Plane, axis: int, count: int, most: int) -> Array:
    """Return coordinates of an even grid, and both sides of each of at most `most` steps."""
    low, high = plane.box[axis]
    places, weights = steps_of(plane.approximation.network.layers[0], axis)
    inside = (places > low) & (places < high)
    places, weights = places[inside], weights[inside]
    if places.size > most:
        return np.linspace(low, high, count + 2 * most)
    wall = WALL * (high - low) / count
    gaps = np.diff(np.concatenate([[low], places, [high]]))
    across = np.minimum(np.maximum(12.0 / weights, wall), 0.3 * np.minimum(gaps[:-1], gaps[1:]))
    sides = np.concatenate([places - across, places + across])
    return np.unique(np.clip(np.concatenate([np.linspace(low, high, count), sides]), low, high))


def _probes(plane: Plane, axis: int, pixels: int) -> Array:
    """Return even probes, and some across the steps: those of one step in each pixel."""
    low, high = plane.box[axis]
    even = low + (high - low) * (np.arange(FINEST * pixels) + 0.5) / (FINEST * pixels)
    places, weights = steps_of(plane.approximation.network.layers[0], axis)
    _, first = np.unique(_pixel(places, plane.box[axis], pixels), return_index=True)
    across = places[first, None] + np.array(OFFSETS) / weights[first, None]
    return np.unique(np.clip(np.concatenate([even, across.reshape(-1)]), low, high))


def _pixel(x: Array, side: tuple[float, float], pixels: int) -> np.typing.NDArray[np.intp]:
    """Return the pixel of each coordinate."""
    low, high = side
    place = np.floor((x - low) / (high - low) * pixels).astype(np.intp)
    return np.clip(place, 0, pixels - 1)
