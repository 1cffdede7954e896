"""Cut polygons of two inputs, neuron by neuron, until the network is straight on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.activations import Activation
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network
from uat.networks.regions.line import require_piecewise_linear

MOST_POLYGONS = 200_000
SLIVER = 1e-12  # of the box: a cut that close to a corner goes through it


@dataclass(frozen=True, eq=False)
class Polygon:
    """A convex polygon on which the network is slope·(x, y) + offset.

    corners: (n, 2), counter-clockwise. slope: (outputs, 2). offset: (outputs,).
    """

    corners: Array
    slope: Array
    offset: Array

    @property
    def area(self) -> float:
        x, y = (self.corners - self.corners[0]).T
        return float(0.5 * np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


@dataclass(frozen=True, eq=False, repr=False)
class Plane:
    """The polygons of a network of two inputs, which fill a box."""

    polygons: tuple[Polygon, ...]
    box: tuple[tuple[float, float], tuple[float, float]]

    @property
    def regions(self) -> int:
        return len(self.polygons)

    @property
    def area(self) -> float:
        """Sum of all areas: the area of the box, but for rounding."""
        return float(sum(polygon.area for polygon in self.polygons))

    def __repr__(self) -> str:
        return f"Plane({self.regions} regions)"


def polygons(network: Network, box: Sequence[tuple[float, float]]) -> Plane:
    """Cut the box into the convex polygons on which no neuron changes its piece.

    network: two inputs; relu, leaky_relu, hard_sigmoid and linear layers. box: two intervals.
    Two polygons with different neurons on are two regions, even if the output goes straight on.
    Raises InputError for other networks, and above 200,000 polygons.
    """
    if network.widths[0] != 2 or len(box) != 2:
        raise InputError(f"the network has {network.widths[0]} inputs; polygons need two")
    require_piecewise_linear(network)
    (a, b), (c, d) = ((float(low), float(high)) for low, high in box)
    if not (a < b and c < d):
        raise InputError("a box is two intervals (a, b) with a < b")
    whole = np.array([[a, c], [b, c], [b, d], [a, d]])
    parts = [Polygon(whole, np.eye(2), np.zeros(2))]
    for layer in network.layers:
        parts = [piece for part in parts for piece in _through(part, layer, max(b - a, d - c))]
        if len(parts) > MOST_POLYGONS:
            raise InputError(f"the network has more than {MOST_POLYGONS:,} regions here")
    return Plane(tuple(parts), ((a, b), (c, d)))


def _through(part: Polygon, layer: Layer, size: float) -> list[Polygon]:
    """Cut one polygon into pieces on which every neuron of the layer is straight."""
    weights = dense(layer.weights)
    slope, offset = weights @ part.slope, weights @ part.offset + layer.biases
    pieces = [part.corners]
    for level in layer.activation.kinks:
        heights = part.corners @ slope.T + offset - level
        for j in np.flatnonzero((heights.min(axis=0) < 0) & (heights.max(axis=0) > 0)):
            line = (slope[j], offset[j] - level)
            pieces = [half for piece in pieces for half in _halves(piece, *line, size)]
    return [_activated(corners, slope, offset, layer) for corners in pieces]


def _halves(corners: Array, slope: Array, offset: float, size: float) -> list[Array]:
    """Cut a polygon along slope·p + offset = 0; return it whole if the line misses it."""
    z = corners @ slope + offset
    z = np.where(np.abs(z) <= SLIVER * size * float(np.hypot(*slope)), 0.0, z)
    if (z >= 0).all() or (z <= 0).all():
        return [corners]
    below, above = [], []
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        if z[i] <= 0:
            below.append(corners[i])
        if z[i] >= 0:
            above.append(corners[i])
        if z[i] * z[j] < 0:
            cut = corners[i] + z[i] / (z[i] - z[j]) * (corners[j] - corners[i])
            below.append(cut)
            above.append(cut)
    return [np.array(below), np.array(above)]


def _activated(corners: Array, slope: Array, offset: Array, layer: Layer) -> Polygon:
    """Choose the straight piece that each neuron is on, read at the polygon's middle."""
    z = corners.mean(axis=0) @ slope.T + offset
    s = layer.activation
    if not s.kinks:
        return Polygon(corners, slope, offset)
    rate = _slopes(s)[np.searchsorted(s.kinks, z)]
    return Polygon(corners, rate[:, None] * slope, rate * (offset - z) + s(z))


def _slopes(s: Activation) -> Array:
    """Compute the slope of each straight piece of s, left to right, by two values on it."""
    kinks = np.array(s.kinks)
    between, quarters = kinks[:-1], np.diff(kinks) / 4
    left = np.concatenate([kinks[:1] - 2, between + quarters, kinks[-1:] + 1])
    right = np.concatenate([kinks[:1] - 1, between + 3 * quarters, kinks[-1:] + 2])
    slopes: Array = (s(right) - s(left)) / (right - left)
    return slopes
