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
    """

    network: Network
    error: Error
    partitions: tuple[Any, ...]
    steepness: float | None
    measuring: float
