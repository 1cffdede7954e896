"""A function goes in, a network that computes it comes out, with its error."""

from uat.approximation.approximation import Approximation
from uat.approximation.front import approximate, usual_tolerance

__all__ = ["Approximation", "approximate", "usual_tolerance"]
