"""Pictures of an approximation, in matplotlib: f and the network, the error, the pieces, the wires.

Every curve is the forward pass of a network, at points where nothing that it does can be missed.
"""

from uat.plots.diagram import plot_network
from uat.plots.error import plot_error
from uat.plots.function import plot
from uat.plots.overview import overview, save_plot
from uat.plots.pieces import plot_pieces
from uat.plots.report import report_html

__all__ = [
    "overview",
    "plot",
    "plot_error",
    "plot_network",
    "plot_pieces",
    "report_html",
    "save_plot",
]
