"""Draw a picture, what the network makes of it, and where the two differ."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.plots.frame import escaped, page, settle, shortened, title
from uat.plots.numbers import number
from uat.plots.plane.frame import MISSES, color_bar, facts, image
from uat.plots.plane.look import Plane, plane_of
from uat.plots.sheet import PICTURE


def plot_picture(approximation: Approximation) -> Figure:
    """Draw the picture, the network's picture, and the error, pixel for pixel. Returns the figure.

    The network is read at the pixels' centres, and shown as it is but for values outside 0 … 1,
    which no screen has. The error is the largest over the colours.
    """
    target = approximation.target
    if target.kind != "picture":
        raise InputError(f"{target.name} is no picture: choose the view heat")
    plane = plane_of(approximation)
    picture, network = pixels_of(plane)
    figure = page(_size(plane))
    axes = figure.subplots(1, 3)
    settle(axes[0])
    for ax in axes:
        _bare(ax, plane)
    image(axes[0], plane.box, _shown(picture), **_grey(picture))
    title(axes[0], [escaped(shortened(target.name, n)) for n in (40, 20)], _kind(picture))
    image(axes[1], plane.box, _shown(network), **_grey(network))
    title(axes[1], ["Network"], *facts(approximation)[:2], facts(approximation)[2])
    draw_miss(approximation, axes[2], np.abs(network - picture).max(axis=-1), plane)
    return figure


def pixels_of(plane: Plane) -> tuple[Array, Array]:
    """Return the picture and the network at the centres of pixels: (rows, columns, outputs)."""
    cells = plane.approximation.target.cells
    assert cells is not None
    x, y = (0.5 * (edges[1:] + edges[:-1]) for edges in cells[:2])
    points = np.meshgrid(x, y)
    return plane.f(*points), plane.network(*points)


def draw_miss(approximation: Approximation, ax: Axes, miss: Array, plane: Plane) -> None:
    mapped = image(ax, plane.box, miss, norm=Normalize(0, float(miss.max()) or 1.0), cmap=MISSES)
    color_bar(mapped, ax)
    error = approximation.error
    mean = f"mean {number(error.mean)}, rms {number(error.rms)}"
    title(ax, ["Error"], f"max {number(float(miss.max()))}, {mean}", mean)


def _size(plane: Plane) -> tuple[float, float]:
    """Return the size of three pictures side by side, with room for the words above."""
    (left, right), (bottom, top) = plane.box
    height = PICTURE[0] / 3 * (top - bottom) / (right - left) + 1.0
    return PICTURE[0], min(height, PICTURE[1])


def _bare(ax: Axes, plane: Plane) -> None:
    ax.set_facecolor(LIGHT.background)
    ax.set_aspect("equal")
    ax.set_xlim(plane.box[0])
    ax.set_ylim(plane.box[1])
    ax.set_axis_off()


def _shown(values: Array) -> Array:
    values = np.clip(values, 0.0, 1.0)
    return values if values.shape[-1] == 3 else values[..., 0]


def _grey(values: Array) -> dict[str, object]:
    return {} if values.shape[-1] == 3 else {"cmap": "gray", "norm": Normalize(0, 1)}


def _kind(picture: Array) -> str:
    rows, columns, outputs = picture.shape
    return f"{columns} × {rows} pixels, {'red, green, blue' if outputs == 3 else 'grey'}"
