"""Make other contenders for f, trained networks and classic models, and measure each.

| module | what lives there |
|---|---|
| contender | `Contender`: a model of f, what it took to make, and how to read it |
| outside | what a model does outside the box, seen by looking there |
| straight | whether f is a straight line, which needs no network |
| widths | layers of a given number of parameters |
| trained | shallow and deep networks, trained by uat |
| libraries | the same networks, trained by PyTorch or scikit-learn |
| classic | the models of scikit-learn that one would use instead |
| line_up | `line_up`: all of them for one function and one budget |
"""

from uat.comparison.contenders.classic import CLASSIC, classic
from uat.comparison.contenders.contender import Contender, network_contender
from uat.comparison.contenders.libraries import library_contender
from uat.comparison.contenders.line_up import LineUp, line_up
from uat.comparison.contenders.outside import extrapolation
from uat.comparison.contenders.straight import is_straight
from uat.comparison.contenders.trained import trained_network
from uat.comparison.contenders.widths import parameters_of, widths_for

__all__ = [
    "CLASSIC",
    "Contender",
    "LineUp",
    "classic",
    "extrapolation",
    "is_straight",
    "library_contender",
    "line_up",
    "network_contender",
    "parameters_of",
    "trained_network",
    "widths_for",
]
