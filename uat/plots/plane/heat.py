"""Draw f, the network and the error as maps; a hole narrower than a pixel still shows as one."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.plots.frame import axes_for, headings, page, plural, settle, title
from uat.plots.numbers import number
from uat.plots.plane.frame import (
    MISSES,
    VALUES,
    as_colors,
    color_bar,
    common_scale,
    facts,
    held_words,
    image,
    place_of,
    plane_axes,
)
from uat.plots.plane.look import Pixels, Plane, look, plane_of
from uat.plots.sheet import HEAT


def plot_heat(approximation: Approximation, output: int = 0) -> Figure:
    """Draw f, the network and |network - f| as three maps. Returns the figure.

    f and the network have one scale of colours, the error its own. In each pixel all three are
    read at the same place: where network and f are furthest apart. output: which, counted from 0;
    the error is that of all outputs.
    """
    plane = plane_of(approximation)
    pixels = look(plane)
    figure = page(HEAT)
    axes = figure.subplots(1, 3, sharex=True, sharey=True)
    settle(axes[0])
    draw_pair(plane, axes[:2], pixels, output)
    plot_error_map(approximation, axes[2], pixels)
    axes[2].set_ylabel("")
    return figure


def draw_pair(plane: Plane, axes: Sequence[Axes], pixels: Pixels, output: int) -> None:
    """Draw one output of f and of the network into two axes, on one scale."""
    f, network = pixels.f[..., output], pixels.network[..., output]
    scale = common_scale(f, network)
    many = plane.approximation.target.outputs > 1
    names = (
        (f"$f_{{{output + 1}}}$", f"network, output {output + 1}") if many else ("$f$", "network")
    )
    for ax, values, words in zip(axes, (f, network), names, strict=True):
        plane_axes(ax, plane.box, plane.names, y_label=ax is axes[0])
        mapped = image(ax, plane.box, values, norm=scale, cmap=VALUES)
        title(ax, [words], held_words(plane) or " ")
    color_bar(mapped, *axes)


def plot_map(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw what the network computes as a map; of a picture or of classes, in its colours.

    ax: as for `plot`. Of other functions it is the first output. In each pixel the network is read
    where it is furthest from f. Returns the axes.
    """
    ax = axes_for(ax)
    plane = plane_of(approximation)
    pixels = look(plane)
    plane_axes(ax, plane.box, plane.names)
    if approximation.target.kind == "function":
        values = pixels.network[..., 0]
        mapped = image(ax, plane.box, values, norm=common_scale(pixels.f[..., 0]), cmap=VALUES)
        color_bar(mapped, ax)
    else:
        image(ax, plane.box, as_colors(pixels.network, approximation.target))
    held = held_words(plane)
    title(ax, headings(approximation.target), *(held and [held]), *facts(approximation))
    return ax


def plot_error_map(
    approximation: Approximation, ax: Axes | None = None, pixels: Pixels | None = None
) -> Axes:
    """Draw |network - f| as a map, the largest error marked; holes at corners are seen as dots.

    ax: as for `plot`. pixels: as `look` found them, if it did. Returns the axes.
    """
    ax = axes_for(ax)
    plane = plane_of(approximation)
    pixels = pixels if pixels is not None else look(plane)
    plane_axes(ax, plane.box, plane.names)
    top = max(float(pixels.error.max()), approximation.error.max) or 1.0
    mapped = image(ax, plane.box, pixels.error, norm=Normalize(0, top), cmap=MISSES)
    color_bar(mapped, ax)
    _mark_largest(ax, plane)
    title(ax, ["|network − $f$|"], *_notes(approximation))
    return ax


def _mark_largest(ax: Axes, plane: Plane) -> None:
    """Draw a ring around the place, dark and light, so that it shows on any colour."""
    x, y = plane.approximation.error.at[:2]
    for size, color, width in ((11, LIGHT.background, 3.0), (11, LIGHT.text, 1.3)):
        ax.plot(
            [x],
            [y],
            "o",
            markersize=size,
            markerfacecolor="none",
            markeredgecolor=color,
            markeredgewidth=width,
            clip_on=False,
            zorder=5,
        )


def _notes(approximation: Approximation) -> tuple[str, ...]:
    error = approximation.error
    if error.wrong is not None:
        return facts(approximation)[1:]
    largest = f"max {number(error.max)}"
    at = f"{largest} at {place_of(approximation)}"
    if error.holes is None or not error.holes.count:
        return f"{at} (ring)", at, largest
    holes = f"{plural(error.holes.count, 'hole')}, the deepest {number(error.holes.depth)}"
    return f"{largest} (ring) · {holes}", f"{largest} · {holes}", largest


def levels(values: Array, most: int) -> Array:
    """Choose a few round levels inside the range of values."""
    from matplotlib.ticker import MaxNLocator

    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        return np.array([low])
    ticks: Array = np.asarray(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))
    inside: Array = ticks[(ticks > low) & (ticks < high)]
    return inside
