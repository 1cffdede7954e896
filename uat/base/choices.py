"""Name what can be chosen, for type checkers and editors, and what a mistyped name may mean.

The registries that say what the names mean are further down the house; a test holds them equal.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

from uat.base.errors import InputError

ConstructionName = Literal[
    "bumps", "steps", "ramps", "quadrants", "towers", "ridges", "facets", "folds", "best"
]
PartitionName = Literal["uniform", "fewest"]
OutputName = Literal["linear", "sigmoid"]
HeightsName = Literal["midrange", "mean", "median", "midpoint"]
NormName = Literal["sup", "l2"]
EdgesName = Literal["whole", "nielsen"]
StyleName = Literal["text", "latex", "typst", "python"]  # of a formula
PrecisionName = Literal[
    "float64", "float32", "float16", "float8", "float8_e4m3", "float8_e5m2"
]  # of the computer that runs a network
FileName = Literal["float64", "float32"]  # of the numbers in a file
QualityName = Literal["l", "m", "h", "k"]
ShapeName = Literal["wide", "square", "portrait"]
ThemeName = Literal["dark", "light"]  # of a film
FilmFormat = Literal["mp4", "gif", "webm", "mov", "png"]
ViewName = Literal[
    "overview",
    "function",
    "error",
    "pieces",
    "surfaces",
    "heat",
    "boxes",
    "contours",
    "neuron",
    "curve",
    "network",
    "tube",
    "proof",
    "minimum",
    "inputs",
    "picture",
    "regions",
    "ridges",
    "facets",
    "growth",
]


def require_known(what: str, name: object, known: Iterable[str]) -> None:
    """Raise InputError, which says what there is, unless a name of `what` is known."""
    names = list(known)
    if name not in names:
        raise InputError(f"unknown {what} {name!r}: {choose(name, names)}")


def choose(name: object, known: Iterable[str]) -> str:
    """Say what to choose instead of an unknown name: the one that it is near to, and all others."""
    names = list(known)
    close = get_close_matches(str(name).lower(), names, 1, 0.6)
    meant = f"did you mean {close[0]}? Or " if close else ""
    return f"{meant}choose one of {', '.join(names)}"
