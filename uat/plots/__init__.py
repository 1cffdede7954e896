"""Pictures of an approximation, in matplotlib.

Every curve and every pixel is the forward pass of a network, at points where nothing that it does
can be missed.

| module | what it draws |
|---|---|
| views | every view by its name; the file that holds one |
| overview | the page for one input |
| function | f, the network, the band |
| error | network - f |
| tube | the tube, the string in it, its breakpoints |
| proof | the boxes of a proof |
| minimum | the points that force each piece |
| growth | error against number of neurons |
| comparison | all contenders: error against size, and their graphs |
| pieces | bumps, steps, ramps one by one, and their sum |
| diagram, wiring | neurons and wires |
| curve | one input, several outputs |
| plane | two inputs and more: a package |
| loaded | a network from a file |
| report | what a notebook shows |
| curves, close_up, frame, numbers | what the others share |
"""

from uat.plots.comparison import plot_comparison
from uat.plots.curve import plot_curve
from uat.plots.diagram import plot_network
from uat.plots.error import plot_error
from uat.plots.function import plot
from uat.plots.growth import plot_growth
from uat.plots.minimum import plot_minimum
from uat.plots.pieces import plot_pieces
from uat.plots.plane import (
    plot_boxes,
    plot_contours,
    plot_directions,
    plot_error_map,
    plot_heat,
    plot_map,
    plot_neuron,
    plot_picture,
    plot_regions,
    plot_ridges,
    plot_surfaces,
    plot_towers,
)
from uat.plots.proof import plot_proof
from uat.plots.report import report_html
from uat.plots.tube import plot_residual, plot_tube
from uat.plots.views import VIEWS, draw, overview, save_plot

__all__ = [
    "VIEWS",
    "draw",
    "overview",
    "plot",
    "plot_boxes",
    "plot_comparison",
    "plot_contours",
    "plot_curve",
    "plot_directions",
    "plot_error",
    "plot_error_map",
    "plot_growth",
    "plot_heat",
    "plot_map",
    "plot_minimum",
    "plot_network",
    "plot_neuron",
    "plot_picture",
    "plot_pieces",
    "plot_proof",
    "plot_regions",
    "plot_residual",
    "plot_ridges",
    "plot_surfaces",
    "plot_towers",
    "plot_tube",
    "report_html",
    "save_plot",
]
