"""The forward pass, fast: `evaluate` gives the numbers of `Network.forward` without its cost."""

from uat.networks.evaluate.fast import evaluate

__all__ = ["evaluate"]
