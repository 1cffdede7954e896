"""Draw the partition over f: every box that the network keeps at one height."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.constructions.boxes.partition.boxes import Boxes, Grid, Strips
from uat.plots.frame import add_polygons, axes_for, plural, title
from uat.plots.numbers import count, size_in_points
from uat.plots.plane.frame import VALUES, as_colors, common_scale, held_words, image, plane_axes
from uat.plots.plane.look import PIXELS, Plane, affordable, plane_of

SHARE = 0.09  # of a box that its side covers
THINNEST, THICKEST = 0.12, 1.3  # points
PALE = 0.6  # of f's colours, so that the sides can be seen on them


def plot_boxes(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw f, pale, and the sides of all boxes over it.

    ax: as for `plot`. Of overlapping copies the first is drawn; of more than two inputs, the boxes
    that the plane of the picture meets. Returns the axes. Raises InputError for a network that has
    no boxes.
    """
    ax = axes_for(ax)
    plane = plane_of(approximation)
    boxes = boxes_of(approximation)
    shown = _in_the_plane(boxes, plane)
    plane_axes(ax, plane.box, plane.names)
    _pale(ax, plane)
    lows, highs = boxes.lows[shown, :2], boxes.highs[shown, :2]
    corners = _corners(lows, highs)
    width = _width(ax, plane, highs - lows)
    sides: dict[str, Any] = {"facecolor": "none", "edgecolor": LIGHT.text, "joinstyle": "miter"}
    add_polygons(ax, corners, linewidth=width, zorder=3, **sides)
    title(ax, ["Partition"], *_notes(approximation, boxes, len(corners), plane))
    return ax


def boxes_of(approximation: Approximation) -> Boxes:
    """Return the boxes one by one. Raises InputError for a network without boxes."""
    partition = approximation.partition
    if isinstance(partition, Strips | Grid):
        return partition.boxes
    if isinstance(partition, Boxes):
        return partition
    raise InputError(
        f"{approximation.construction} have no boxes to draw: build with quadrants or towers"
    )


def _in_the_plane(boxes: Boxes, plane: Plane) -> NDArray[np.intp]:
    """Tell which boxes meet the plane of the picture."""
    held = np.array(plane.held)
    inside = (boxes.lows[:, 2:] <= held) & (held <= boxes.highs[:, 2:])
    return np.flatnonzero(inside.all(axis=1))


def _pale(ax: Axes, plane: Plane) -> None:
    pixels = affordable(plane, PIXELS)
    x, y = (low + (high - low) * (np.arange(pixels) + 0.5) / pixels for low, high in plane.box)
    f = plane.f(*np.meshgrid(x, y))
    if plane.approximation.target.kind == "function":
        image(ax, plane.box, f[..., 0], norm=common_scale(f), cmap=VALUES, alpha=PALE)
    else:
        image(ax, plane.box, as_colors(f, plane.approximation.target), alpha=PALE)


def _corners(lows: Array, highs: Array) -> Array:
    """Return each box as a polygon, (k, 4, 2)."""
    (left, bottom), (right, top) = lows.T, highs.T
    around = [(left, bottom), (right, bottom), (right, top), (left, top)]
    return np.stack([np.stack(corner, axis=1) for corner in around], axis=1)


def _width(ax: Axes, plane: Plane, sides: Array) -> float:
    """Return the width of sides in points: a share of a usual box's room between two of them.

    sides: (k, 2), of the boxes, in the units of the inputs.
    """
    if not sides.size:
        return THICKEST
    points = sides * size_in_points(ax) / np.ptp(plane.box, axis=1)
    return float(np.clip(SHARE * np.median(points.min(axis=1)), THINNEST, THICKEST))


def _notes(approximation: Approximation, boxes: Boxes, shown: int, plane: Plane) -> tuple[str, ...]:
    every = plural(boxes.pieces, "box")
    words = every if shown == boxes.pieces else f"{count(shown)} of {every}, {held_words(plane)}"
    if len(approximation.partitions) > 1:
        words = f"copy 1 of {len(approximation.partitions)}: {words}"
    partition = approximation.partition
    if isinstance(partition, Strips):
        return f"{words} in {plural(partition.strips, 'strip')}", words
    if isinstance(partition, Grid):
        shape = " × ".join(count(n) for n in partition.heights.shape[:-1])
        return f"{words}: a grid of {shape}", words
    return (words,)
