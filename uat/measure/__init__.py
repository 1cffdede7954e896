"""How far the network is from f: measured where it is worst, not where it is easy."""

from uat.measure.boxes import measure_boxes
from uat.measure.error import Error, Holes
from uat.measure.left_out import LeftOut
from uat.measure.line import WIDEST_EXCLUDED, excluded_windows, hidden_means, measure
from uat.measure.ridges import measure_ridges

__all__ = [
    "WIDEST_EXCLUDED",
    "Error",
    "Holes",
    "LeftOut",
    "excluded_windows",
    "hidden_means",
    "measure",
    "measure_boxes",
    "measure_ridges",
]
