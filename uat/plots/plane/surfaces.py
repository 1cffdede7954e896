"""Draw f and the network as surfaces side by side: one light, one scale, one point of view."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LightSource, Normalize
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.plots.frame import headings, page, shortened, symbol
from uat.plots.numbers import NumberLabels, RoundNumbers
from uat.plots.plane.frame import VALUES, color_bar, common_scale, facts
from uat.plots.plane.look import Plane, affordable, crisp, plane_of
from uat.plots.sheet import HEADS, LABELS, SMALL, SURFACES

GRID = 96  # points along each input
STEPS = 48  # steps of each input whose two sides are points of their own
VIEW = (32.0, -122.0)  # degrees above the plane, and around it
LAMP = LightSource(azdeg=225, altdeg=50)
FLAT = 0.62  # height of the picture's box against its width


def plot_surfaces(approximation: Approximation, output: int = 0) -> Figure:
    """Draw the surface of f and that of the network, on one scale. Returns the figure.

    output: which, counted from 0. The walls between boxes stand upright: both sides of each step
    are points of the surface. Of more than two inputs the others are held where the error is
    largest.
    """
    figure = page(SURFACES)
    left = figure.add_subplot(1, 2, 1, projection="3d")
    right = figure.add_subplot(1, 2, 2, projection="3d")
    draw_surfaces(approximation, left, right, output)
    figure.suptitle(f"{name_of(approximation)}\n{facts(approximation)[0]}", **HEADS)
    return figure


def draw_surfaces(approximation: Approximation, left: Any, right: Any, output: int = 0) -> None:
    """Draw both surfaces into two 3-D axes, with their scale beside them."""
    plane = plane_of(approximation)
    x, y = (_lines(plane, axis) for axis in (0, 1))
    points = np.meshgrid(x, y)
    f, network = plane.f(*points)[..., output], plane.network(*points)[..., output]
    scale = common_scale(f, network)
    for ax, values, words in ((left, f, "$f$"), (right, network, "network")):
        _surface(ax, points, values, scale)
        _clean(ax, plane, scale)
        ax.set_title(words, loc="left", **HEADS)
    mapped = ScalarMappable(scale, VALUES)
    color_bar(mapped, left, right)


def name_of(approximation: Approximation) -> str:
    target = approximation.target
    choices = headings(target)
    return choices[0] if len(target.formula or "") <= 60 else shortened(target.name, 60)


def _lines(plane: Plane, axis: int) -> Array:
    return crisp(plane, axis, min(GRID, affordable(plane, 2 * GRID)), STEPS)


def _surface(ax: Any, points: Sequence[Array], values: Array, scale: Normalize) -> None:
    """Draw a quadrangle between each four neighbouring points, in the colour of the first."""
    corners = np.stack([*points, values], axis=-1)
    sides = corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]
    colors = VALUES(scale(values[:-1, :-1])).reshape(-1, 4)
    drawn = Poly3DCollection(
        np.stack(sides, axis=2).reshape(-1, 4, 3),
        facecolors=colors,
        edgecolors=colors,
        lightsource=LAMP,
        linewidth=0,
        antialiased=False,
        shade=True,
    )
    drawn.set_rasterized(True)
    ax.add_collection3d(drawn)


def _clean(ax: Any, plane: Plane, scale: Normalize) -> None:
    """Clean the axes: white walls, a faint grid, few numbers."""
    (left, right), (bottom, top) = plane.box
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    ax.set_zlim(scale.vmin, scale.vmax)
    ax.view_init(*VIEW)
    sides = np.array([right - left, top - bottom])
    shape = sides / sides.max() if sides.max() <= 4 * sides.min() else np.ones(2)
    ax.set_box_aspect((*shape, FLAT), zoom=1.12)
    for axis, name in ((ax.xaxis, plane.names[0]), (ax.yaxis, plane.names[1]), (ax.zaxis, "")):
        axis.set_pane_color((1.0, 1.0, 1.0, 0.0))
        axis.line.set_color(LIGHT.muted)
        axis._axinfo["grid"].update(color="#dddddd", linewidth=0.5)
        axis.set_ticks(_inner(*axis.get_view_interval()))
        axis.set_major_formatter(NumberLabels())
        axis.set_tick_params(colors=LIGHT.muted, labelsize=SMALL, pad=1)
        axis.set_label_text(symbol(name) if name else "", **LABELS)


def _inner(low: float, high: float) -> Array:
    """Choose round numbers away from the corners, where those of two axes would meet."""
    ticks = np.asarray(RoundNumbers(5).tick_values(low, high))
    share = (ticks - low) / (high - low)
    return ticks[(share > 0.04) & (share < 0.96)]
