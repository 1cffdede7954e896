"""Name what can be chosen, for type checkers and editors: one type for each kind of choice.

The registries that say what the names mean are further down the house; a test holds them equal.
"""

from typing import Literal

ConstructionName = Literal["bumps", "steps", "ramps", "quadrants", "towers", "ridges", "folds"]
PartitionName = Literal["uniform", "fewest"]
OutputName = Literal["linear", "sigmoid"]
HeightsName = Literal["midrange", "mean", "median", "midpoint"]
EdgesName = Literal["whole", "nielsen"]
StyleName = Literal["text", "latex", "typst", "python"]  # of a formula
PrecisionName = Literal["float64", "float32"]
QualityName = Literal["l", "m", "h", "k"]
ShapeName = Literal["wide", "square", "portrait"]
FilmFormat = Literal["mp4", "gif", "webm", "png"]
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
    "picture",
    "regions",
    "ridges",
    "growth",
]
