"""Choose points at which two versions of a network, or a network and f, are compared."""

from collections.abc import Sequence

import numpy as np

from uat.base.arrays import Array
from uat.networks.matrices import dense
from uat.networks.network import Network

PROBES = 20_000  # random points of the box
NEAR, A_WINDOW = 8.0, 64  # for each neuron of the first layer, 64 points with |z| below 8
MOST_NEURONS = 2_000  # windows that are looked at


def probes(network: Network, box: Sequence[tuple[float, float]]) -> Array:
    """Choose random points of the box, and points in first-layer windows: (n, inputs)."""
    random = np.random.default_rng(0)
    low, high = (np.array([side[k] for side in box]) for k in (0, 1))
    points = random.uniform(low, high, (PROBES, len(box)))
    first = network.layers[0]
    chosen = random.permutation(first.neurons)[:MOST_NEURONS]
    weights, biases = dense(first.weights)[chosen], first.biases[chosen]
    # Weights may be as large as floats are: a point that overflows is not inside.
    with np.errstate(all="ignore"):
        norms = (weights**2).sum(axis=1)
        live = norms > 0
        starts = random.uniform(low, high, (A_WINDOW, int(live.sum()), len(box)))
        now = (weights[live] * starts).sum(axis=2) + biases[live]
        shift = (random.uniform(-NEAR, NEAR, now.shape) - now) / norms[live]
        near = (starts + shift[..., None] * weights[live]).reshape(-1, len(box))
    inside = near[((near >= low) & (near <= high)).all(axis=1)]
    return np.concatenate([points, inside])
