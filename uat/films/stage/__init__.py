"""Make mobjects for films about networks; they are usable in any Manim project.

Text and numbers: text, glyphs, ticks, rewriting, readout, gauge, brace. A shot: attention,
animations, zoom, chapter, handover (to the next shot), check. Curves: graph, loggraph, curves,
clipped, windows, areas, trail, subtracting, paper. Bands and proofs: sight, gates,
intervals, proving. Networks: diagram, shape, signal, edges, valley. What a film is about: subject,
staircase. Two inputs: relief, floor, plane, towers, regions, deciding.
"""

from uat.films.stage.animations import Drive
from uat.films.stage.chapter import Chapter
from uat.films.stage.check import find_faults
from uat.films.stage.curves import ErrorBand, FunctionCurve, NetworkCurve, NetworkPolyline
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.graph import Graph
from uat.films.stage.loggraph import LogGraph
from uat.films.stage.readout import Readout
from uat.films.stage.regions import RegionBorder, RegionPicture
from uat.films.stage.shape import NetworkShape
from uat.films.stage.subject import (
    Subject,
    continuous_subject,
    get_subject,
    has_jumps,
    varying_subject,
)
from uat.films.stage.text import Label, formula, words
from uat.films.stage.windows import DifferenceCurve, FailureArea, IdealSteps

__all__ = [
    "Chapter",
    "DifferenceCurve",
    "Drive",
    "ErrorBand",
    "FailureArea",
    "FunctionCurve",
    "Graph",
    "IdealSteps",
    "Label",
    "LogGraph",
    "NetworkCurve",
    "NetworkDiagram",
    "NetworkPolyline",
    "NetworkShape",
    "Readout",
    "RegionBorder",
    "RegionPicture",
    "Subject",
    "continuous_subject",
    "find_faults",
    "formula",
    "get_subject",
    "has_jumps",
    "varying_subject",
    "words",
]
