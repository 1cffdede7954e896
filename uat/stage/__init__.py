"""Mobjects for films about networks; usable in any Manim project."""

from uat.stage.animations import Drive
from uat.stage.chapter import Chapter
from uat.stage.check import find_faults
from uat.stage.curves import ErrorBand, FunctionCurve, NetworkCurve
from uat.stage.diagram import NetworkDiagram
from uat.stage.graph import Graph
from uat.stage.readout import Readout
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
    "NetworkCurve",
    "NetworkDiagram",
    "Readout",
    "Subject",
    "WindowBands",
    "find_faults",
    "formula",
    "get_subject",
    "varying_subject",
    "words",
]
