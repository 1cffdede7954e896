"""Draw everything about an approximation on one page."""

from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.plots.curve_page import curve_page
from uat.plots.diagram import plot_network
from uat.plots.error import plot_error
from uat.plots.frame import Page
from uat.plots.function import plot
from uat.plots.layout import padded, size_of_many
from uat.plots.pieces import plot_pieces
from uat.plots.sheet import OVERVIEW

# About what the layout will come to; the views choose how much they show by it.
ROOM = {"left": 0.1, "right": 0.9, "bottom": 0.12, "top": 0.86, "wspace": 0.05}


def overview(approximation: Approximation) -> Figure:
    """Draw everything that matters about the approximation on one page."""
    if approximation.target.inputs > 1:
        from uat.plots.plane.overview import overview_of_plane

        return overview_of_plane(approximation)
    if approximation.target.outputs > 1:
        return curve_page(approximation)
    return overview_of_line(approximation)


def overview_of_line(approximation: Approximation) -> Figure:
    """Draw f and the network, the error below, the pieces and wires beside them, in one figure.

    The figure belongs to nobody: it needs no display and does not appear in pyplot.
    """
    figure = Page(figsize=size_of_many(OVERVIEW, "function"), facecolor=LIGHT.background)
    columns = figure.add_gridspec(1, 2, width_ratios=[1.1, 1], **ROOM)
    left = columns[0].subgridspec(2, 1, height_ratios=[2, 1], hspace=0.05)
    right = columns[1].subgridspec(2, 1, hspace=0.05)
    cells = {"function": left[0], "error": left[1], "wires": right[1]}
    if approximation.pieces:
        cells["pieces"] = right[0]
    else:  # of a deep network no neuron is a piece of f
        cells["wires"] = columns[1]
    axes = {name: figure.add_subplot(cell) for name, cell in cells.items()}
    axes["error"].sharex(axes["function"])
    plot(approximation, axes["function"])
    axes["function"].set_xlabel("")
    axes["function"].tick_params(axis="x", labelbottom=False)
    plot_error(approximation, axes["error"])
    if "pieces" in axes:
        plot_pieces(approximation, axes["pieces"])
    figure.set_layout_engine(padded())
    plot_network(approximation, axes["wires"])
    return figure
