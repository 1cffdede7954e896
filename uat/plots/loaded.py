"""Draw a network from a file: its neurons, and what it computes on its box."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.exchange.load import Loaded
from uat.networks.evaluate import evaluate
from uat.plots.curves import network_curve
from uat.plots.diagram import plot_network
from uat.plots.frame import page, shortened, style
from uat.plots.plane.frame import VALUES, color_bar, common_scale, image, plane_axes
from uat.plots.sheet import LOADED

GRID = 301


def loaded_page(loaded: Loaded) -> Figure:
    """Draw the network's diagram beside its graph, or beside a map of its first output.

    Raises InputError for more than two inputs.
    """
    network = loaded.network
    if network.widths[0] > 2:
        raise InputError(f"a network of {network.widths[0]} inputs has no graph to draw")
    figure = page(LOADED)
    left, right = figure.subplots(1, 2)
    plot_network(network, left)
    if network.widths[0] == 1:
        _graph(loaded, right)
    else:
        _map(loaded, right)
    if loaded.about.function:
        right.set_title(shortened(loaded.about.function), color=LIGHT.text)
    return figure


def _graph(loaded: Loaded, ax: Axes) -> None:
    """Draw all outputs as curves, and f below them if the file names a formula."""
    ((a, b),) = loaded.box
    style(ax)
    function = loaded.function
    if function is not None:
        x = np.linspace(a, b, 2001)
        ax.plot(x, function(x), color=LIGHT.target, linewidth=3.0, label="f")
    if loaded.network.widths[-1] == 1:
        ax.plot(*network_curve(loaded.network, a, b), color=LIGHT.network, label="network")
    else:
        x = np.linspace(a, b, 2001)
        ax.plot(x, loaded.network.forward(x[:, None]))
    ax.set_xlim(a, b)
    ax.set_xlabel("x")
    if function is not None:
        ax.legend(frameon=False)


def _map(loaded: Loaded, ax: Axes) -> None:
    """Draw the first output as colours on the box."""
    x, y = np.meshgrid(*(np.linspace(low, high, GRID) for low, high in loaded.box))
    values = evaluate(loaded.network, x, y)
    shown = values if values.ndim == 2 else values[..., 0]
    plane_axes(ax, loaded.box, ("x", "y"))
    mapped = image(ax, loaded.box, shown, norm=common_scale(shown), cmap=VALUES)
    color_bar(mapped, ax)
