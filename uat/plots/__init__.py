"""Draw pictures of an approximation, in matplotlib.

Every curve and every pixel is the forward pass of a network, at points where nothing that it does
can be missed.

| module | what it draws |
|---|---|
| sheet | nothing: sizes of letters and pages, colours of the same things |
| view | one way to look at an approximation |
| views | every view by its name, and who draws it |
| asking | nothing: finds out what `net.plot(…)` was asked for |
| numbers, layout, frame | nothing: sizes, numbers in words and on axes, titles, legends |
| looks, saving | nothing: another title, the user's style on what was drawn; files |
| curves, close_up | nothing: where to look at a network, and which part is worth a closer look |
| samples | the samples of a table, where only they count |
| tube | the tube, the string in it, its breakpoints |
| function | f, the network, the band |
| error | network - f |
| pieces | bumps, steps, ramps one by one, and their sum |
| proof | the boxes of a proof |
| minimum | the points that force each piece |
| inputs | f, the network and the error at every number of a small precision |
| growth | error against number of neurons |
| labels | nothing: moves labels apart that would hide each other |
| wiring, diagram | neurons and wires |
| curve, curve_page | one input, several outputs |
| plane | two inputs and more: a package |
| comparison | all contenders: error against size, and their graphs |
| loaded | a network from a file |
| looked | a network of others beside its twin |
| overview_page | everything on one page |
| report | what a notebook shows |

Names are loaded when first used: the command line reads the names of views without matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uat.plots.comparison import plot_comparison as plot_comparison
    from uat.plots.curve import plot_curve as plot_curve
    from uat.plots.diagram import plot_network as plot_network
    from uat.plots.error import plot_error as plot_error
    from uat.plots.function import plot as plot
    from uat.plots.growth import plot_growth as plot_growth
    from uat.plots.minimum import plot_minimum as plot_minimum
    from uat.plots.overview_page import overview as overview
    from uat.plots.pieces import plot_pieces as plot_pieces
    from uat.plots.plane import plot_boxes as plot_boxes
    from uat.plots.plane import plot_contours as plot_contours
    from uat.plots.plane import plot_directions as plot_directions
    from uat.plots.plane import plot_error_map as plot_error_map
    from uat.plots.plane import plot_heat as plot_heat
    from uat.plots.plane import plot_map as plot_map
    from uat.plots.plane import plot_neuron as plot_neuron
    from uat.plots.plane import plot_picture as plot_picture
    from uat.plots.plane import plot_regions as plot_regions
    from uat.plots.plane import plot_ridges as plot_ridges
    from uat.plots.plane import plot_surfaces as plot_surfaces
    from uat.plots.plane import plot_towers as plot_towers
    from uat.plots.proof import plot_proof as plot_proof
    from uat.plots.report import report_html as report_html
    from uat.plots.saving import require_picture as require_picture
    from uat.plots.tube import plot_residual as plot_residual
    from uat.plots.tube import plot_tube as plot_tube
    from uat.plots.view import View as View
    from uat.plots.views import VIEWS as VIEWS
    from uat.plots.views import draw as draw
    from uat.plots.views import find as find
    from uat.plots.views import save_plot as save_plot

_HOMES = {
    "plot_comparison": "comparison",
    "plot_curve": "curve",
    "plot_network": "diagram",
    "plot_error": "error",
    "require_picture": "saving",
    "plot": "function",
    "plot_growth": "growth",
    "plot_minimum": "minimum",
    "overview": "overview_page",
    "plot_pieces": "pieces",
    "plot_boxes": "plane",
    "plot_contours": "plane",
    "plot_directions": "plane",
    "plot_error_map": "plane",
    "plot_heat": "plane",
    "plot_map": "plane",
    "plot_neuron": "plane",
    "plot_picture": "plane",
    "plot_regions": "plane",
    "plot_ridges": "plane",
    "plot_surfaces": "plane",
    "plot_towers": "plane",
    "plot_proof": "proof",
    "report_html": "report",
    "plot_residual": "tube",
    "plot_tube": "tube",
    "VIEWS": "views",
    "View": "view",
    "draw": "views",
    "find": "views",
    "save_plot": "views",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'uat.plots' has no attribute {name!r}")
    value = getattr(import_module(f"uat.plots.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
