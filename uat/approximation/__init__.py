"""A function goes in, a network that computes it comes out, with its error."""

from uat.approximation.approximate import approximate
from uat.approximation.approximation import Approximation

__all__ = ["Approximation", "approximate"]
