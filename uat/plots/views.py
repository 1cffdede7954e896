"""Every view by its name: what it draws, and what it refuses with a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from uat.approximation.growth import Growth, grow
from uat.base.errors import InputError
from uat.plots.curve_page import curve_page
from uat.plots.diagram import plot_network
from uat.plots.error import plot_error
from uat.plots.frame import page, require_picture, save_figure, settle
from uat.plots.function import plot
from uat.plots.growth import growth_page
from uat.plots.minimum import minimum_page
from uat.plots.overview import overview_of_line
from uat.plots.pieces import plot_pieces
from uat.plots.plane import (
    overview_of_plane,
    plot_boxes,
    plot_contours,
    plot_heat,
    plot_neuron,
    plot_picture,
    plot_ridges,
    plot_surfaces,
    plot_towers,
    regions_page,
)
from uat.plots.proof import proof_page
from uat.plots.tube import tube_page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from uat.approximation import Approximation

SINGLE = (10.0, 6.6)  # inches, for a view of one axes
SQUARE = (8.4, 7.6)

Page = Callable[["Approximation"], Figure]


def draw(approximation: Approximation, view: str | None = None) -> Figure:
    """A view as a figure that belongs to nobody: it needs no display and is not in pyplot.

    view: a name of `VIEWS`; default "overview". Raises InputError for a view that does not fit,
    with a sentence that says which ones do.
    """
    view = view or "overview"
    if view not in VIEWS:
        raise InputError(
            f"unknown view {view!r}: choose one of {', '.join(fitting(approximation))}"
        )
    if view not in fitting(approximation):
        target = approximation.target
        raise InputError(
            f"the view {view} does not fit {approximation.construction} of {target.inputs} "
            f"{'input' if target.inputs == 1 else 'inputs'}: choose one of "
            f"{', '.join(fitting(approximation))}"
        )
    return VIEWS[view](approximation)


def overview(approximation: Approximation) -> Figure:
    """Everything that matters about the approximation, on one page."""
    target = approximation.target
    if target.inputs > 1:
        return overview_of_plane(approximation)
    return curve_page(approximation) if target.outputs > 1 else overview_of_line(approximation)


def save_plot(
    shown: Approximation | Growth, path: str | os.PathLike[str], view: str | None = None
) -> Figure:
    """Write a view to a .png, .svg or .pdf file, whole or not at all; returns its figure.

    shown: an approximation, or the growth of its error. view: a name of `VIEWS`; default
    "overview". Raises InputError for another suffix or a view that does not fit, FileError if the
    file cannot be written.
    """
    require_picture(path)
    figure = growth_page(shown) if isinstance(shown, Growth) else draw(shown, view)
    save_figure(figure, path)
    return figure


def fitting(approximation: Approximation) -> tuple[str, ...]:
    """The names of the views that can be drawn of the approximation."""
    target = approximation.target
    names = _PLANE if target.inputs > 1 else _CURVE if target.outputs > 1 else _LINE
    return tuple(name for name in names if name not in _unfit(approximation))


def _unfit(approximation: Approximation) -> set[str]:
    """Views that need what the approximation does not have."""
    target, unfit = approximation.target, set()
    if target.kind != "picture":
        unfit.add("picture")
    if target.kind != "classes":
        unfit.add("regions")
    if target.outputs > 1:
        unfit |= {"surfaces", "contours", "growth"}
    if len(approximation.network.layers) != 3 or not approximation.network.layers[1].neurons:
        unfit.add("neuron")
    if approximation.construction == "ridges":
        unfit.add("boxes")
    if approximation.construction != "ridges":
        unfit.add("ridges")
    if approximation.construction in ("line", "folds"):
        unfit |= {"minimum", "growth"}
    if approximation.construction == "folds":
        unfit |= {"pieces", "tube", "proof", "boxes", "neuron"}
    return unfit


def _single(view: Callable[..., Axes], size: tuple[float, float] = SINGLE) -> Page:
    """A view of one axes, in a figure of its own."""

    def drawn(approximation: Approximation) -> Figure:
        figure = page(size)
        ax = figure.add_subplot()
        settle(ax)
        view(approximation, ax)
        return figure

    return drawn


def _growth(approximation: Approximation) -> Figure:
    return growth_page(grow(approximation.target))


def _network(approximation: Approximation) -> Figure:
    two_hidden = len(approximation.network.layers) == 3 and approximation.network.layers[1].neurons
    towers = two_hidden and approximation.construction != "folds"
    return _single(plot_towers if towers else plot_network)(approximation)


VIEWS: dict[str, Page] = {
    "overview": overview,
    "function": _single(plot),
    "error": _single(plot_error),
    "pieces": _single(plot_pieces),
    "network": _network,
    "tube": tube_page,
    "proof": proof_page,
    "minimum": minimum_page,
    "growth": _growth,
    "curve": curve_page,
    "surfaces": plot_surfaces,
    "heat": plot_heat,
    "boxes": _single(plot_boxes, SQUARE),
    "contours": _single(plot_contours, SQUARE),
    "neuron": plot_neuron,
    "picture": plot_picture,
    "regions": regions_page,
    "ridges": plot_ridges,
}
_LINE: tuple[str, ...] = (
    "overview",
    "function",
    "error",
    "pieces",
    "network",
    "tube",
    "proof",
    "minimum",
    "growth",
)
_CURVE: tuple[str, ...] = ("overview", "curve", "network")
_PLANE: tuple[str, ...] = (
    "overview",
    "surfaces",
    "heat",
    "boxes",
    "contours",
    "neuron",
    "network",
    "picture",
    "regions",
    "ridges",
    "growth",
)
