"""Run the forward pass fast: the numbers of `Network.forward` without its cost."""

from uat.networks.evaluate.fast import evaluate

__all__ = ["evaluate"]
