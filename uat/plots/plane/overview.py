"""Draw a network of several inputs on one page: surfaces, error, boxes and wires."""

from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.plots.diagram import plot_network
from uat.plots.frame import page, settle
from uat.plots.plane.boxes import plot_boxes
from uat.plots.plane.frame import facts, held_words
from uat.plots.plane.heat import draw_pair, plot_error_map
from uat.plots.plane.look import look, plane_of
from uat.plots.plane.picture import plot_picture
from uat.plots.plane.polygons import plot_facets, plot_polygons
from uat.plots.plane.regions import known_points, plot_regions
from uat.plots.plane.ridges import plot_directions
from uat.plots.plane.surfaces import draw_surfaces, name_of
from uat.plots.plane.towers import plot_wires
from uat.plots.sheet import HEADS, OVERVIEW_OF_CLASSES, OVERVIEW_OF_PLANE, ROW_OF_OUTPUTS

MOST_OUTPUTS = 3  # outputs that are drawn one by one


def overview_of_plane(approximation: Approximation) -> Figure:
    """Draw the views that show most of a picture, of classes, or of any other function."""
    kind = approximation.target.kind
    if kind == "picture":
        return plot_picture(approximation)
    if kind == "classes":
        return _of_classes(approximation)
    if approximation.target.outputs > 1:
        return _of_outputs(approximation)
    return _of_surfaces(approximation)


def _of_surfaces(approximation: Approximation) -> Figure:
    figure = page(OVERVIEW_OF_PLANE, parts=True, simpler="heat")
    rows = figure.add_gridspec(2, 1, height_ratios=[1.15, 1])
    upper, lower = (figure.add_subfigure(rows[row]) for row in range(2))
    for part in (upper, lower):
        part.set_facecolor(LIGHT.background)
    left = upper.add_subplot(1, 2, 1, projection="3d")
    right = upper.add_subplot(1, 2, 2, projection="3d")
    draw_surfaces(approximation, left, right)
    axes = lower.subplots(1, 3, width_ratios=[1.15, 1, 1.5])
    settle(axes[0])
    plot_error_map(approximation, axes[0])
    if approximation.ridges is not None:
        plot_directions(approximation, axes[1])
        plot_network(approximation, axes[2])
    elif approximation.surface is not None:
        plot_facets(approximation, axes[1])
        plot_network(approximation, axes[2])
    elif approximation.kind.is_deep:
        plot_polygons(approximation, axes[1])
        plot_network(approximation, axes[2])
    else:
        plot_boxes(approximation, axes[1])
        plot_wires(approximation, axes[2])
    _head(figure, approximation)
    return figure


def _of_outputs(approximation: Approximation) -> Figure:
    """Draw for a few outputs f and the network on one scale; the error of all; the boxes."""
    shown = min(approximation.target.outputs, MOST_OUTPUTS)
    figure = page((ROW_OF_OUTPUTS[0], ROW_OF_OUTPUTS[1] * max(shown, 2)))
    maps = figure.add_gridspec(max(shown, 2), 3, width_ratios=[1, 1, 1.1])
    axes = [[figure.add_subplot(maps[k, side]) for side in (0, 1)] for k in range(shown)]
    last = [figure.add_subplot(maps[row, 2]) for row in (0, 1)]
    settle(last[0])
    pixels = look(plane_of(approximation))
    for k, pair in enumerate(axes):
        draw_pair(plane_of(approximation), pair, pixels, k)
    plot_error_map(approximation, last[0], pixels)
    if approximation.ridges is not None:
        plot_directions(approximation, last[1])
    else:
        plot_boxes(approximation, last[1])
    _head(figure, approximation)
    return figure


def _of_classes(approximation: Approximation) -> Figure:
    figure = page(OVERVIEW_OF_CLASSES, parts=True, simpler="regions")
    axes = figure.subplots(1, 3, width_ratios=[1.35, 1, 1.3])
    settle(axes[0])
    plot_regions(approximation, axes[0], **known_points(approximation))
    plot_boxes(approximation, axes[1])
    for ax in axes[:2]:
        ax.set_anchor("N")
    plot_wires(approximation, axes[2])
    return figure


def _head(figure: Figure, approximation: Approximation) -> None:
    held = held_words(plane_of(approximation))
    words = f"{facts(approximation)[0]}{f' · drawn at {held}' if held else ''}"
    figure.suptitle(f"{name_of(approximation)}\n{words}", **HEADS, linespacing=1.5)
