"""Mobjects for films about networks; usable in any Manim project."""

from uat.stage.animations import Drive
from uat.stage.chapter import Chapter
from uat.stage.check import find_faults
from uat.stage.curves import ErrorBand, FunctionCurve, NetworkCurve
from uat.stage.diagram import NetworkDiagram
from uat.stage.graph import Graph
from uat.stage.loggraph import LogGraph
from uat.stage.polyline import NetworkPolyline
from uat.stage.readout import Readout
from uat.stage.regions import RegionBorder, RegionPicture
from uat.stage.shape import NetworkShape
from uat.stage.subject import Subject, get_subject
from uat.stage.text import Label, formula, words
from uat.stage.varying import varying_subject
from uat.stage.windows import DifferenceCurve, WindowBands

__all__ = [
    "Chapter",
    "DifferenceCurve",
    "Drive",
    "ErrorBand",
    "FunctionCurve",
    "Graph",
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
    "WindowBands",
    "find_faults",
    "formula",
    "get_subject",
    "varying_subject",
    "words",
]
