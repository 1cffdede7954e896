"""Run the forward pass fast: the numbers of `Network.forward` without its cost.

line: one input, on arrays if there is little to do, else in loops. directions: ridges. blocks,
gates: towers and quadrants. fast: which of them it is.
"""

from uat.networks.evaluate.fast import at_points, evaluate

__all__ = ["at_points", "evaluate"]
