"""Draw the pieces on which a network is one plane: linear regions, triangles of a surface."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.networks.regions.plane import polygons
from uat.plots.frame import add_polygons, axes_for, plural, title
from uat.plots.plane.frame import VALUES, plane_axes

MANY = 2000  # pieces above which their borders would be all that is seen


def plot_polygons(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw every linear region in the colour of the network's value in its middle.

    ax: as for `plot`. Returns the axes. Raises InputError for a network that is not made of
    straight pieces, or has more than 200,000 of them.
    """
    ax = axes_for(ax)
    plane = polygons(approximation.network, approximation.target.box)
    outlines = [polygon.corners for polygon in plane.polygons]
    few = plane.regions <= MANY
    sides = {"edgecolors": LIGHT.text if few else "face", "linewidths": 0.4 if few else 0.2}
    _fill(ax, approximation, outlines, _in_the_middle(approximation, outlines), **sides)
    _say(ax, approximation, "Linear regions", f"{plane.regions:,} linear regions")
    return ax


def plot_facets(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw every facet of a surface, cut off at the box; neighbours of one plane have no border.

    ax: as for `plot`. Returns the axes. Raises InputError for a network without facets.
    """
    ax = axes_for(ax)
    surface = approximation.surface
    if surface is None:
        raise InputError(f"{approximation.construction} have no facets to draw: build with facets")
    outlines = surface.outlines()
    facet = surface.facets[surface.facets >= 0]  # of each outline: one facet has one colour
    values = np.bincount(facet, _in_the_middle(approximation, outlines)) / np.bincount(facet)
    _fill(ax, approximation, outlines, values[facet], edgecolors="face", linewidths=0.4)
    if surface.pieces <= MANY:
        for start, stop in surface.edges():
            ax.plot(*zip(start, stop, strict=True), color=LIGHT.text, linewidth=0.7, zorder=3)
    _say(ax, approximation, "Facets", plural(surface.pieces, "facet"))
    return ax


def _in_the_middle(approximation: Approximation, outlines: Sequence[Array]) -> Array:
    middles = np.array([outline.mean(axis=0) for outline in outlines])
    return np.asarray(approximation(*middles.T))


def _fill(
    ax: Axes, approximation: Approximation, outlines: Sequence[Array], values: Array, **sides: Any
) -> None:
    """Fill each outline with the colour of its value; many of them as pixels."""
    plane_axes(ax, approximation.target.box, approximation.target.names)
    many = len(outlines) > MANY
    add_polygons(ax, outlines, array=values, cmap=VALUES, rasterized=many, **sides)


def _say(ax: Axes, approximation: Approximation, heading: str, count: str) -> None:
    neurons = plural(approximation.network.neurons, "neuron")
    title(ax, [heading], f"{count} of {neurons}", count)
