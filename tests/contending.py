"""A function that tests of contenders share."""

import numpy as np

from uat.functions.target import Target


def circle() -> Target:
    """Two outputs of one input."""

    def function(t):
        return np.stack([np.cos(t), np.sin(t)], axis=-1)

    return Target("circle", ((0.0, 6.0),), ("t",), function, outputs=2)
