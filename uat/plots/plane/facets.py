"""Draw the triangles of a surface, each in the colour of the network's value in its middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection

from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.plots.frame import axes_for, plural, title
from uat.plots.plane.frame import VALUES, plane_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from uat.approximation import Approximation

MANY = 2000  # facets above which their borders would be all that is seen


def plot_facets(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw every facet, cut off at the box; neighbours of one plane have no border.

    ax: as for `plot`. Returns the axes. Raises InputError for a network without facets.
    """
    ax = axes_for(ax)
    surface = approximation.surface
    if surface is None:
        raise InputError(f"{approximation.construction} have no facets to draw: build with facets")
    outlines = surface.outlines()
    middles = np.array([outline.mean(axis=0) for outline in outlines])
    facet = surface.facets[surface.facets >= 0]  # of each outline: one facet has one colour
    values = np.bincount(facet, approximation(*middles.T)) / np.bincount(facet)
    plane_axes(ax, approximation.target.box, approximation.target.names)
    ax.add_collection(
        PolyCollection(
            outlines,
            array=values[facet],
            cmap=VALUES,
            edgecolors="face",
            linewidths=0.4,
            rasterized=len(outlines) > MANY,
        ),
        autolim=False,
    )
    if surface.pieces <= MANY:
        for start, stop in surface.edges():
            ax.plot(*zip(start, stop, strict=True), color=LIGHT.text, linewidth=0.7, zorder=3)
    neurons = plural(approximation.network.neurons, "neuron")
    count = plural(surface.pieces, "facet")
    title(ax, ["Facets"], f"{count} of {neurons}", count)
    return ax
