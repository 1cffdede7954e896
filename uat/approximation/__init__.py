"""Turn a function into a network that computes it, and say how large the error is."""

from uat.approximation.approximation import Approximation
from uat.approximation.by_hand import HIGHEST, by_hand, equal_bumps, fitted, probed
from uat.approximation.front import approximate, scale_of, usual_tolerance

__all__ = [
    "HIGHEST",
    "Approximation",
    "approximate",
    "by_hand",
    "equal_bumps",
    "fitted",
    "probed",
    "scale_of",
    "usual_tolerance",
]
