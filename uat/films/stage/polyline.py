"""Draw a piecewise-linear network from kink to kink: every tooth is sharp."""

from __future__ import annotations

from uat.films.stage.curves import MOST_POINTS, NetworkCurve, as_path, corners
from uat.networks.evaluate import evaluate
from uat.networks.network import Network
from uat.networks.regions import regions


class NetworkPolyline(NetworkCurve):
    """The output of a deep relu network of one input; `set_network` shows another one in place.

    kinks: (n,), where the network bends inside the graph, found exactly by `uat.networks.regions`.
    Its heights are the network's own output.
    """

    def set_network(self, network: Network) -> NetworkPolyline:
        """Draw this network instead."""
        self.network = network
        line = regions(network, self.graph.x_range)
        self.kinks = line.breakpoints
        points = self.graph.to_screen(line.x, evaluate(network, line.x))
        # all of a few corners; of very many the curve's path keeps the extremes only
        self.points = corners(points) if len(points) <= MOST_POINTS else as_path(points)
        return self

    @property
    def pieces(self) -> int:
        """Number of linear pieces inside the graph."""
        return int(self.kinks.size) + 1
