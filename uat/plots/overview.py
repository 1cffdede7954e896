"""Everything about an approximation on one page, and the file that holds it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from uat.errors import InputError
from uat.files import written_whole
from uat.palette import LIGHT
from uat.plots.diagram import plot_network
from uat.plots.error import plot_error
from uat.plots.function import plot
from uat.plots.pieces import plot_pieces

if TYPE_CHECKING:
    from uat.approximation import Approximation

SUFFIXES = (".png", ".svg", ".pdf")
SIZE = (13.0, 8.0)  # inches
DOTS = 150  # per inch, for .png


def overview(approximation: Approximation) -> Figure:
    """f and the network, the error below, the pieces and the wires beside them, in one figure.

    The figure belongs to nobody: it needs no display and does not appear in pyplot.
    """
    figure = Figure(figsize=SIZE, layout="constrained", facecolor=LIGHT.background)
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
    axes = figure.subplot_mosaic(
        [["function", "pieces"], ["function", "pieces"], ["function", "wires"], ["error", "wires"]],
        width_ratios=[1.25, 1],
    )
    axes["error"].sharex(axes["function"])
    plot(approximation, axes["function"])
    plot_error(approximation, axes["error"])
    plot_pieces(approximation, axes["pieces"])
    plot_network(approximation, axes["wires"])
    return figure


def save_plot(approximation: Approximation, path: str | os.PathLike[str]) -> None:
    """Write the overview to a .png, .svg or .pdf file, whole or not at all.

    Raises InputError for another suffix, FileError if the file cannot be written.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"cannot write a picture as {os.fspath(path)!r}: use a name that ends in "
            + " or ".join(SUFFIXES)
        )
    figure = overview(approximation)
    with written_whole(path) as temporary:
        figure.savefig(temporary, dpi=DOTS, format=suffix[1:])
