"""Make what the chapter on surfaces shows."""

from typing import Any

import numpy as np

from uat.networks.network import Layer, Network

STEEPNESS, STRONG = 100.0, 12.0  # of the steps, on a square of side 1; of the second layer


def get_pair(parameters: Any) -> Network:
    """Make two towers. parameters: both heights, then the sides of the first and second."""
    heights, places = np.asarray(parameters[:2]), np.asarray(parameters[2:], dtype=float)
    weights = np.zeros((8, 2))
    weights[[0, 1, 4, 5], 0] = weights[[2, 3, 6, 7], 1] = STEEPNESS
    steps = Layer(weights, -STEEPNESS * places, "sigmoid")
    gates = np.kron(np.eye(2), STRONG * np.array([[1.0, -1.0, 1.0, -1.0]]))
    return Network(
        (
            steps,
            Layer(gates, np.full(2, -1.5 * STRONG), "sigmoid"),
            Layer([heights], [0.0], "linear"),
        )
    )
