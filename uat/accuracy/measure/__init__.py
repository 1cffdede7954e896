"""Measure how far the network is from f, where it is worst and not where it is easy."""

from uat.accuracy.measure.boxes import measure_boxes
from uat.accuracy.measure.error import Error, Holes
from uat.accuracy.measure.left_out import LeftOut
from uat.accuracy.measure.line import WIDEST_EXCLUDED, excluded_windows, hidden_means, measure

__all__ = [
    "WIDEST_EXCLUDED",
    "Error",
    "Holes",
    "LeftOut",
    "excluded_windows",
    "hidden_means",
    "measure",
    "measure_boxes",
]
