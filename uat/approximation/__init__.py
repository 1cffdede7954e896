"""Turn a function into a network that computes it, and say how large the error is.

| module | what lives there |
|---|---|
| one_sided | networks above or below f: around another middle |
| relative | tolerances that grow with f |
| others | what other constructions take for the same tolerance |
| verdict | whether the tolerance holds, where, and how that is known |
| report | what is said to people of a network that was built |
| data | the same as plain data |
| facts | what an `Approximation` knows: what was asked for, what was built |
| approximation | `Approximation`: the function, its network, and how far apart they are |
| best | the smallest of all constructions |
| stacked | several outputs of one input, side by side in one layer |
| front | `approximate`: where every request begins |
| by_hand | bumps whose heights somebody has chosen |
| growth | error against number of neurons: a network for each budget |
| many | many functions at once, on cores or on a cluster |
"""

from uat.approximation.approximation import Approximation
from uat.approximation.by_hand import HIGHEST, by_hand, equal_bumps, fitted, probed
from uat.approximation.front import approximate, in_units, scale_of, usual_tolerance

__all__ = [
    "HIGHEST",
    "Approximation",
    "approximate",
    "by_hand",
    "equal_bumps",
    "fitted",
    "in_units",
    "probed",
    "scale_of",
    "usual_tolerance",
]
