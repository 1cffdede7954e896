"""Constructions turn a partition into the weights and biases of a network."""

from uat.constructions.steps import (
    auto_steepness,
    bump_network,
    bump_pieces,
    step_network,
    step_pieces,
)

__all__ = ["auto_steepness", "bump_network", "bump_pieces", "step_network", "step_pieces"]
