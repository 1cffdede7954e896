"""List the polygons of two inputs on which a network is straight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.network import Network
from uat.networks.regions.cells import Cell, layer_cells


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
    """Cut the box into the convex polygons on which no neuron changes its piece, exactly.

    network: two inputs; activations that are straight between kinks, such as relu or abs(z). box:
    two intervals. Two polygons with different neurons on are two regions, even if the output goes
    straight on. Corners, slopes and offsets are rounded once. Raises InputError for other networks,
    and above 200,000 polygons.
    """
    if network.widths[0] != 2 or len(box) != 2:
        raise InputError(f"the network has {network.widths[0]} inputs; polygons need two")
    *_, cells = layer_cells(network, box)
    (a, b), (c, d) = ((float(low), float(high)) for low, high in box)
    return Plane(tuple(polygon_of(cell) for cell in cells), ((a, b), (c, d)))


def polygon_of(cell: Cell) -> Polygon:
    """Round the corners and the map of a cell of two inputs to floats."""
    corners = np.array([[x / w, y / w] for x, y, w in cell.corners])
    rows = np.array([[e / cell.scale for e in row] for row in cell.entries])
    return Polygon(corners, rows[:, :2], rows[:, 2])
