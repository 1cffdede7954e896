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

from importlib import import_module
from typing import Any

# What can be imported from here, by the module that it lives in.
_NAMES = {
    "comparison": "plot_comparison",
    "curve": "plot_curve",
    "diagram": "plot_network",
    "error": "plot_error",
    "function": "plot",
    "growth": "plot_growth",
    "minimum": "plot_minimum",
    "overview_page": "overview",
    "pieces": "plot_pieces",
    "plane.boxes": "plot_boxes",
    "plane.contours": "plot_contours",
    "plane.heat": "plot_error_map plot_heat plot_map",
    "plane.neuron": "plot_neuron",
    "plane.picture": "plot_picture",
    "plane.regions": "plot_regions",
    "plane.ridges": "plot_directions plot_ridges",
    "plane.surfaces": "plot_surfaces",
    "plane.towers": "plot_towers",
    "proof": "plot_proof",
    "report": "report_html",
    "saving": "require_picture",
    "tube": "plot_residual plot_tube",
    "view": "View",
    "views": "VIEWS draw find save_plot",
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'uat.plots' has no attribute {name!r}")
    value = getattr(import_module(f"uat.plots.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
