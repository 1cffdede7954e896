"""Building gives a network, its error and its geometry, whatever the construction."""

from dataclasses import dataclass
from typing import Any

from uat.accuracy.measure import Error
from uat.networks.network import Network


@dataclass(frozen=True, eq=False)
class Built:
    """A network, how far it is from f, and the geometry that it was made from.

    network: the network. error: its measured distance from f. partitions: the staircase that the
    hidden layer adds up to, with overlap M one for each copy; the polyline; the boxes; or the
    profiles. steepness: the weight of steps, of several inputs the largest; None where there are no
    steps. measuring: the seconds that measuring took.

    What only some of them have is None for the others. samples: those of f, of one input, that it
    was built from. cells: the ranges of f that boxes were chosen from. indicators: the boxes that
    hidden layer 2 stands for. steepnesses: the weight of the steps of each input. ridges: their
    directions and profiles. surface: the triangles of facets, and their heights.
    """

    network: Network
    error: Error
    partitions: tuple[Any, ...]
    steepness: float | None
    measuring: float
    samples: Any = None
    cells: Any = None
    indicators: Any = None
    steepnesses: tuple[float, ...] = ()
    ridges: Any = None
    surface: Any = None
