"""Write weights and biases into a diagram of neurons, beside the wires they belong to."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network
from uat.plots.frame import symbol
from uat.plots.numbers import CHARACTER, number, settled, size_in_points
from uat.plots.sheet import SMALL

NODE = 19.0  # diameter of a neuron in points
AIR = 3.0  # points between a neuron and words
MOST_LABELS = 12  # wires between two layers that are labelled one by one


@dataclass(frozen=True)
class Column:
    """One layer of the diagram.

    count: how many neurons it has. shown: which of them are drawn, from the top.
    x, y: where they stand; the middle is y = 0, one unit is one row.
    """

    count: int
    shown: tuple[int, ...]
    x: float
    y: Array

    @property
    def left_out(self) -> int:
        return self.count - len(self.shown)

    def centres(self) -> Array:
        return np.full(self.y.size, self.x)


def write_numbers(
    ax: Axes, columns: list[Column], network: Network, names: tuple[str, ...]
) -> list[tuple[Array, Array]]:
    """Write weights and biases where they have room.

    Returns for each layer where its wires begin and where they end, so that they leave the words
    free: x for each neuron shown on the left, and for each on the right.
    """
    first, last = network.layers[0], network.layers[-1]
    ends = []
    for (source, sink), layer in zip(pairwise(columns), network.layers, strict=True):
        weights = shown_weights(layer, source, sink)
        starts, stops = source.centres(), sink.centres()
        if layer is first and layer.inputs == 1 and layer is not last:
            stops = _write_inputs(ax, source, sink, weights[:, 0], layer, names[0])
        elif layer is last and layer.neurons == 1:
            starts = _write_outputs(ax, source, sink, weights[0])
            bias = f"b = {number(_bias(layer, 0))}"
            write(ax, bias, (sink.x, sink.y[0]), (NODE / 2 + AIR, 0), ha="left")
        else:
            taken = _write_biases(ax, sink, layer)
            if not (source.left_out or sink.left_out) and weights.size <= MOST_LABELS:
                _write_on_wires(ax, source, sink, weights, taken)
        ends.append((starts, stops))
    return ends


def shown_weights(layer: Layer, source: Column, sink: Column) -> Array:
    """Return the weights between the neurons drawn: (shown in sink, shown in source)."""
    part = layer.weights[np.array(sink.shown, dtype=int)][:, np.array(source.shown, dtype=int)]
    return dense(part)


def color_of(weight: float) -> str:
    return LIGHT.positive if weight > 0 else LIGHT.negative


def draw_nodes(ax: Axes, x: Array, y: Array, **options: Any) -> None:
    """Draw neurons as circles; options: of the marks, where they look otherwise."""
    look = {"marker": "o", "markersize": NODE, "markerfacecolor": LIGHT.background, "zorder": 2}
    edge = {"color": LIGHT.text, "markeredgecolor": LIGHT.text, "clip_on": False}
    ax.plot(x, y, linestyle="", **{**look, **edge, **options})


def write(
    ax: Axes,
    text: str,
    place: tuple[float, float],
    offset: tuple[float, float] = (0.0, 0.0),
    ha: str = "center",
    va: str = "center",
    color: str = LIGHT.text,
) -> Annotation:
    """Write text over the wires, moved from its place by some points."""
    words = ax.annotate(text, place, offset, textcoords="offset points", ha=ha, va=va, zorder=3)
    words.set(fontsize=SMALL, color=color)
    words.set_bbox({"facecolor": LIGHT.background, "edgecolor": "none", "pad": 0.8})
    return words


def _write_inputs(
    ax: Axes, source: Column, sink: Column, weights: Array, layer: Layer, name: str
) -> Array:
    """Write to the left of each neuron what it reads, as 120x − 36; return where that begins."""
    texts = [
        _weighted_input(float(weight), _bias(layer, index), name)
        for index, weight in zip(sink.shown, weights, strict=True)
    ]
    words = [
        write(ax, text, (sink.x, y), (-NODE / 2 - AIR, 0), ha="right")
        for text, y in zip(texts, sink.y, strict=True)
    ]
    return sink.centres() - _widths(ax, words, sink.x - source.x)


def _write_outputs(ax: Axes, source: Column, sink: Column, weights: Array) -> Array:
    """Write to the right of each neuron its output's weight; return where that ends."""
    words = [
        write(ax, _signed(weight), (source.x, y), (NODE / 2 + AIR, 0), "left", "center", color)
        for weight, y, color in zip(weights, source.y, map(color_of, weights), strict=True)
    ]
    return source.centres() + _widths(ax, words, sink.x - source.x)


def _widths(ax: Axes, words: list[Annotation], gap: float) -> Array:
    """Measure how far each of the words reaches from its neuron's centre, in units of x.

    Words that leave less than a quarter of the gap to the wires are taken away again.
    """
    points = np.array([text.get_window_extent().width for text in words]) * 72 / ax.figure.dpi
    widths: Array = (points + NODE / 2 + 2 * AIR) / _points_per_unit(ax)[0]
    if widths.max(initial=0.0) <= 0.75 * gap:
        return widths
    for text in words:
        text.remove()
    return np.zeros(len(words))


def _signed(weight: float) -> str:
    return f"{'+' if weight > 0 else ''}{number(weight)}"


def _bias(layer: Layer, index: int) -> float:
    """Return the bias of a neuron; 0 where it is the rounding of the largest ones beside it."""
    weights = np.abs(dense(layer.weights[[index]])).max(initial=0.0)
    return settled(float(layer.biases[index]), max(float(np.abs(layer.biases).max()), weights))


def _weighted_input(weight: float, bias: float, name: str) -> str:
    """Write w x + b, without a factor of one or a term of zero."""
    factor = {1.0: "", -1.0: "−"}.get(weight, number(weight, 4))
    if bias == 0:
        return f"{factor}{symbol(name)}"
    return f"{factor}{symbol(name)} {'−' if bias < 0 else '+'} {number(abs(bias), 4)}"


def _write_biases(ax: Axes, column: Column, layer: Layer) -> list[tuple[Array, str]]:
    """Write below each neuron its bias, if it does not touch the next. Returns place and text."""
    row = _points_per_unit(ax)[1]
    spacing = np.abs(np.diff(column.y)).min(initial=np.inf) * row
    if spacing < NODE + 2.2 * SMALL:
        return []
    texts = [f"b = {number(_bias(layer, index))}" for index in column.shown]
    for y, text in zip(column.y, texts, strict=True):
        write(ax, text, (column.x, y), (0, -NODE / 2 - AIR), va="top")
    below = (NODE / 2 + AIR + SMALL / 2) / row
    return [
        (np.array([column.x, y - below]), text) for y, text in zip(column.y, texts, strict=True)
    ]


def _write_on_wires(
    ax: Axes, source: Column, sink: Column, weights: Array, taken: list[tuple[Array, str]]
) -> None:
    """Write a weight on each wire, at the first of a few places where it covers no other text.

    taken: the texts that are there already, and their centres.
    """
    scale = _points_per_unit(ax)
    for j, i in np.argwhere(weights):
        start, end = np.array([source.x, source.y[i]]), np.array([sink.x, sink.y[j]])
        text = number(weights[j, i], 2)
        for share in (0.3, 0.7, 0.5, 0.4, 0.6, 0.22, 0.78):
            place = start + share * (end - start)
            if all(_apart((place - other) * scale, text, words) for other, words in taken):
                taken.append((place, text))
                write(ax, text, (place[0], place[1]), color=color_of(weights[j, i]))
                break


def _apart(points: Array, *texts: str) -> bool:
    """Tell whether texts do not touch whose centres are so far apart."""
    width = CHARACTER * SMALL * (sum(map(len, texts)) / 2 + 2)
    return bool(abs(points[0]) > width or abs(points[1]) > 1.5 * SMALL)


def _points_per_unit(ax: Axes) -> Array:
    """Return points in one unit of x and of y."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return np.array(size_in_points(ax)) / (right - left, high - low)
