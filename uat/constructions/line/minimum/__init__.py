"""Prove how small a network within a tolerance can be at all, by witness points.

sweep: which samples force a cut or a kink. slopes: whether the ends ask for one neuron more.
minimum: the witnesses, and what they prove.
"""

from uat.constructions.line.minimum.minimum import Minimum, minimum

__all__ = ["Minimum", "minimum"]
