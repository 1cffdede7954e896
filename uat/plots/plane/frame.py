"""Share between the views of two inputs their maps of colour, axes and scales."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgb

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import CLASSES, ERRORS, LIGHT, SCALE
from uat.functions.target import Target
from uat.plots.frame import error_words, plural, style, symbol
from uat.plots.numbers import NumberLabels, RoundNumbers, number, round_numbers
from uat.plots.plane.look import Plane
from uat.plots.sheet import HEADS, LABELS, SMALL

Box = Sequence[tuple[float, float]]  # of two inputs, or more

VALUES = LinearSegmentedColormap.from_list("uat values", SCALE)
MISSES = LinearSegmentedColormap.from_list("uat errors", ERRORS)
LONGEST = 4.0  # of the longer side to the shorter, up to which a unit of x is a unit of y


def plane_axes(ax: Axes, box: Box, names: Sequence[str], y_label: bool = True) -> None:
    """Set x to the right, y upwards, in one scale if the box is not too long for it."""
    style(ax)
    (left, right), (bottom, top) = box[:2]
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    sides = (right - left, top - bottom)
    if max(sides) <= LONGEST * min(sides):
        ax.set_aspect("equal")
    round_numbers(ax.xaxis, ax.yaxis, most=5)
    ax.set_xlabel(symbol(names[0]), **LABELS)
    if y_label:
        ax.set_ylabel(symbol(names[1]), **LABELS)


def common_scale(*values: Array) -> Normalize:
    """Return one scale for all values."""
    low = min(float(np.min(v)) for v in values)
    high = max(float(np.max(v)) for v in values)
    if low == high:
        low, high = low - (abs(low) or 1.0), high + (abs(high) or 1.0)
    return Normalize(low, high)


def image(ax: Axes, box: Box, values: Array, **options: Any) -> Any:
    """Draw a map of the box, the lowest row first, with nothing smoothed away."""
    return ax.imshow(
        values,
        origin="lower",
        extent=(*box[0], *box[1]),
        interpolation="nearest",
        aspect=ax.get_aspect(),
        **options,
    )


def as_colors(values: Array, target: Target) -> Array:
    """Turn outputs into colours: those of a picture as they are, classes by their palette."""
    if target.kind == "classes":
        colors: Array = np.array(class_colors(target))
        return np.asarray(colors[np.argmax(values, axis=-1)])
    if values.shape[-1] in (1, 3):
        return np.clip(np.broadcast_to(values, (*values.shape[:-1], 3)), 0.0, 1.0)
    raise InputError(f"{target.name} has {values.shape[-1]} outputs: draw one at a time")


def class_colors(target: Target) -> list[tuple[float, float, float]]:
    """Return a colour for each class: that of the picture it comes from, or of the palette."""
    labels = target.labels or ()
    own = len(labels) == target.outputs and all(label.startswith("#") for label in labels)
    names = labels if own else [CLASSES[k % len(CLASSES)] for k in range(target.outputs)]
    return [to_rgb(name) for name in names]


def color_bar(mapped: Any, *axes: Any) -> None:
    """Draw the scale, with round numbers, to the right of the axes that share it."""
    beside = axes[0] if len(axes) == 1 else list(axes)
    bar = axes[0].figure.colorbar(mapped, ax=beside, shrink=0.85, pad=0.02, aspect=24)
    bar.locator = RoundNumbers(6)
    bar.formatter = NumberLabels()
    bar.update_ticks()
    bar.outline.set_visible(False)
    bar.ax.tick_params(colors=LIGHT.muted, labelsize=SMALL, length=3)


def heading(ax: Axes, words: str) -> None:
    ax.set_title(words, loc="left", **HEADS)


def place_of(approximation: Approximation) -> str:
    """Write the place of the largest error: x = 0.5, y = −0.25."""
    target = approximation.target
    words = []
    for name, x, (low, high) in zip(target.names, approximation.error.at, target.box, strict=True):
        near = 0.0 if abs(x) < 1e-5 * (high - low) else x
        words.append(f"{symbol(name)} = {number(near, 4)}")
    return ", ".join(words)


def held_words(plane: Plane) -> str:
    """Say what is held still, or ""."""
    names = plane.approximation.target.names[2:]
    pairs = zip(names, plane.held, strict=True)
    return ", ".join(f"{symbol(name)} = {number(value, 4)}" for name, value in pairs)


def facts(approximation: Approximation) -> tuple[str, ...]:
    """Say how many boxes and neurons there are, how large an error; and shorter forms."""
    largest, verdict = error_words(approximation.error)
    neurons = plural(approximation.network.neurons, "neuron")
    stands_on_pieces = approximation.indicators or approximation.surface
    pieces = f"{counted_pieces(approximation)}, " if stands_on_pieces else ""
    return f"{pieces}{neurons} · {largest}{verdict}", f"{neurons} · {largest}", neurons


def counted_pieces(approximation: Approximation) -> str:
    """Count the boxes, as in "459 boxes"; of overlapping copies, those of all."""
    pieces = sum(partition.pieces for partition in approximation.partitions)
    return plural(pieces, approximation.kind.shape)
