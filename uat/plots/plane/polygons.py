"""Draw the polygons on which a relu network is one plane: what its layers fold f into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection

from uat.base.palette import LIGHT
from uat.networks.regions import polygons
from uat.plots.frame import axes_for, plural, title
from uat.plots.plane.frame import VALUES, plane_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from uat.approximation import Approximation

MANY = 2000  # polygons above which their borders would be all that is seen


def plot_polygons(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw every linear region in the colour of the network's value in its middle.

    ax: as for `plot`. Returns the axes. Raises InputError for a network that is not made of
    straight pieces, or has more than 200,000 of them.
    """
    ax = axes_for(ax)
    plane = polygons(approximation.network, approximation.target.box)
    middles = np.array([polygon.corners.mean(axis=0) for polygon in plane.polygons])
    values = approximation(*middles.T)
    few = plane.regions <= MANY
    plane_axes(ax, approximation.target.box, approximation.target.names)
    ax.add_collection(
        PolyCollection(
            [polygon.corners for polygon in plane.polygons],
            array=values,
            cmap=VALUES,
            edgecolors=LIGHT.text if few else "face",
            linewidths=0.4 if few else 0.2,
            rasterized=not few,
        ),
        autolim=False,
    )
    count = f"{plane.regions:,} linear regions"
    neurons = plural(approximation.network.neurons, "neuron")
    title(ax, ["Linear regions"], f"{count} of {neurons}", count)
    return ax
