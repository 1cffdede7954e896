"""Run the defining pass itself, in slices that keep memory bounded."""

import numpy as np

from uat.base.arrays import Array
from uat.networks.network import Network

VALUES_AT_ONCE = 2**22


def plain(network: Network, points: Array) -> Array:
    """Run `network.forward` at points (n, inputs), slice by slice."""
    rows = max(1, VALUES_AT_ONCE // max(network.widths))
    if len(points) <= rows:
        return network.forward(points)
    slices = [network.forward(points[i : i + rows]) for i in range(0, len(points), rows)]
    return np.concatenate(slices)
