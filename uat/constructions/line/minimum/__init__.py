"""Prove how small a network within a tolerance can be at all, by witness points."""

from uat.constructions.line.minimum.minimum import Minimum, minimum

__all__ = ["Minimum", "minimum"]
