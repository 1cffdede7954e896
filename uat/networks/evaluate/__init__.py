"""Run the forward pass fast: the numbers of `Network.forward` without its cost.

plain: the defining pass, in slices. line: one input. directions: ridges. blocks, gates: towers and
quadrants. fast: which of them it is.
"""

from uat.networks.evaluate.fast import evaluate

__all__ = ["evaluate"]
