"""The network as neurons and wires, with its real weights; what is too much to read is counted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path

from uat.activations import Activation, Array
from uat.network import Layer, Network
from uat.palette import LIGHT
from uat.plots.frame import SMALL, axes_for, plural, symbol, title
from uat.plots.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from uat.approximation import Approximation

MOST_SHOWN, FEWEST_SHOWN = 8, 4  # neurons of one layer
ROW = 27.0  # points from neuron to neuron
NODE = 19.0  # diameter of a neuron in points
THINNEST, THICKEST = 0.5, 3.0  # wires
MOST_WIRE_LABELS = 12  # between two layers


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


def plot_network(network: Network | Approximation, ax: Axes | None = None) -> Axes:
    """Draw the network: inputs on the left, hidden layers, the output on the right.

    network: a `Network`, or an `Approximation`, whose network is drawn. ax: as for `plot`.
    Wires have the colour of their weight's sign and a width that grows with its size; layers with
    few wires show the numbers. Of a large layer the first and the last neurons are drawn, and how
    many are left out is written between them. Returns the axes.
    """
    ax = axes_for(ax)
    names: tuple[str, ...] | None = None
    if not isinstance(network, Network):
        names, network = network.target.names, network.network
    ax.set_axis_off()
    columns = _columns(network, _room(ax))
    names = names or _input_names(network.widths[0])
    _set_limits(ax, columns)
    for (source, sink), layer in zip(pairwise(columns), network.layers, strict=True):
        _draw_wires(ax, source, sink, layer)
    _draw_neurons(ax, columns[0], None)
    for y, index in zip(columns[0].y, columns[0].shown, strict=True):
        _write(ax, symbol(names[index]), (0, y), (0, 0))
    for column, layer in zip(columns[1:], network.layers, strict=True):
        _draw_neurons(ax, column, layer.activation)
    _draw_words(ax, columns, network)
    _draw_numbers(ax, columns, network, names)
    _legend(ax)
    shape = " → ".join(f"{width:,}" for width in network.widths)
    title(ax, [f"Network {shape}"], plural(network.parameters, "parameter"))
    return ax


def _input_names(count: int) -> tuple[str, ...]:
    return ("x",) if count == 1 else tuple(f"x{i + 1}" for i in range(count))


def _room(ax: Axes) -> int:
    points = ax.get_window_extent().height * 72 / ax.figure.dpi
    return int(np.clip(points / ROW - 3, FEWEST_SHOWN, MOST_SHOWN))


def _columns(network: Network, room: int) -> list[Column]:
    return [_column(width, float(x), room) for x, width in enumerate(network.widths)]


def _column(count: int, x: float, room: int) -> Column:
    """All neurons, or as many at both ends as there is room for, with a row between for words."""
    if count <= room:
        return Column(count, tuple(range(count)), x, (count - 1) / 2 - np.arange(count))
    half = (room - 1) // 2
    shown = (*range(half), *range(count - half, count))
    rows = np.concatenate([np.arange(half), np.arange(half + 1, 2 * half + 1)])
    return Column(count, shown, x, half - rows)


def _set_limits(ax: Axes, columns: list[Column]) -> None:
    rows = max(float(np.max(np.abs(column.y), initial=0.5)) for column in columns)
    ax.set_xlim(-0.12, len(columns) - 1 + 0.12)
    ax.set_ylim(-rows - 1.7, rows + 1.2)


def _draw_wires(ax: Axes, source: Column, sink: Column, layer: Layer) -> None:
    """One line for each weight that is not zero, between the neurons that are shown."""
    weights = _shown_weights(layer, source, sink)
    rows, places = np.nonzero(weights)
    sizes = np.abs(weights[rows, places])
    share = sizes / sizes.max() if sizes.size else sizes
    ax.add_collection(
        LineCollection(
            [[(source.x, source.y[i]), (sink.x, sink.y[j])] for j, i in zip(rows, places)],
            colors=[_color(weights[j, i]) for j, i in zip(rows, places)],
            linewidths=THINNEST + (THICKEST - THINNEST) * share,
            alpha=0.75,
            zorder=1,
        ),
        autolim=False,
    )


def _shown_weights(layer: Layer, source: Column, sink: Column) -> Array:
    part = layer.weights[np.array(sink.shown, dtype=int)][:, np.array(source.shown, dtype=int)]
    return part if isinstance(part, np.ndarray) else part.toarray()


def _color(weight: float) -> str:
    return LIGHT.positive if weight > 0 else LIGHT.negative


def _draw_neurons(ax: Axes, column: Column, activation: Activation | None) -> None:
    """Circles, each with the graph of its activation; an input has none."""
    x = np.full(column.y.size, column.x)
    ax.plot(
        x,
        column.y,
        linestyle="",
        marker="o",
        markersize=NODE,
        markerfacecolor=LIGHT.background,
        markeredgecolor=LIGHT.text,
        zorder=2,
        gid="neurons",
    )
    if activation is not None:
        ax.plot(
            x,
            column.y,
            linestyle="",
            marker=_glyph(activation),
            markersize=0.55 * NODE,
            markerfacecolor="none",
            markeredgecolor=LIGHT.text,
            markeredgewidth=1.2,
            zorder=2.1,
        )


def _glyph(activation: Activation) -> Path:
    """The graph of the activation on [-5, 5], in a square."""
    z = np.linspace(-5, 5, 60)
    values = activation(z)
    low, high = float(values.min()), float(values.max())
    return Path(np.column_stack([z / 5, 2 * (values - low) / ((high - low) or 1.0) - 1]))


def _draw_words(ax: Axes, columns: list[Column], network: Network) -> None:
    """What each column is, above it; and how many neurons of it are not drawn."""
    kinds = ["input" if network.widths[0] == 1 else "inputs"]
    for layer in network.layers[:-1]:
        kinds.append(f"{plural(layer.neurons, 'neuron')}\n{layer.activation.name}")
    last = network.layers[-1]
    kinds.append(f"output\n{last.activation.name}")
    top = max(float(np.max(column.y, initial=0.0)) for column in columns)
    for column, kind in zip(columns, kinds, strict=True):
        _write(ax, kind, (column.x, top), (0, NODE / 2 + 4), va="bottom", color=LIGHT.muted)
        if column.count == 0:
            _write(ax, "none", (column.x, 0), (0, 0), color=LIGHT.muted)
        elif column.left_out:
            _write(ax, f"⋮  {column.left_out:,} more", (column.x, 0), (0, 0), color=LIGHT.muted)


def _draw_numbers(
    ax: Axes, columns: list[Column], network: Network, names: tuple[str, ...]
) -> None:
    """Weights and biases, where they have room."""
    first, last = network.layers[0], network.layers[-1]
    gaps = list(zip(pairwise(columns), network.layers, strict=True))
    for (source, sink), layer in gaps:
        weights = _shown_weights(layer, source, sink)
        if layer is first and layer.inputs == 1 and layer is not last:
            _write_inputs(ax, sink, weights[:, 0], layer, names[0])
            continue
        if layer is last and layer.neurons == 1:
            _write_outputs(ax, source, weights[0])
        elif np.count_nonzero(weights) <= MOST_WIRE_LABELS:
            _write_on_wires(ax, source, sink, weights)
        _write_biases(ax, sink, layer)


def _write_inputs(ax: Axes, column: Column, weights: Array, layer: Layer, name: str) -> None:
    """To the left of each neuron what it reads, as 120x − 36."""
    for y, index, weight in zip(column.y, column.shown, weights, strict=True):
        bias = float(layer.biases[index])
        sign = "−" if bias < 0 else "+"
        text = f"{number(weight, 4)} {symbol(name)} {sign} {number(abs(bias), 4)}"
        _write(ax, text, (column.x, y), (-NODE / 2 - 3, 0), ha="right")


def _write_outputs(ax: Axes, column: Column, weights: Array) -> None:
    """To the right of each neuron the weight that its output gets."""
    for y, weight in zip(column.y, weights, strict=True):
        sign = "+" if weight > 0 else ""
        text, color = f"{sign}{number(weight)}", _color(weight)
        _write(ax, text, (column.x, y), (NODE / 2 + 3, 0), ha="left", color=color)


def _write_biases(ax: Axes, column: Column, layer: Layer) -> None:
    """Below each neuron its bias, if that does not touch the next one."""
    spacing = np.abs(np.diff(column.y)).min(initial=np.inf) * _points_per_row(ax)
    if spacing < NODE + 2.2 * SMALL:
        return
    for y, index in zip(column.y, column.shown, strict=True):
        text = f"b = {number(layer.biases[index])}"
        _write(ax, text, (column.x, y), (0, -NODE / 2 - 3), va="top")


def _write_on_wires(ax: Axes, source: Column, sink: Column, weights: Array) -> None:
    """A weight on each wire, at the first of a few places where it covers no other."""
    scale = np.array([_points_per_column(ax), _points_per_row(ax)])
    taken: list[Array] = []
    for j, i in np.argwhere(weights):
        start, end = np.array([source.x, source.y[i]]), np.array([sink.x, sink.y[j]])
        text = number(weights[j, i], 2)
        for share in (0.3, 0.7, 0.5, 0.4, 0.6, 0.22, 0.78):
            place = start + share * (end - start)
            room = np.array([0.7 * SMALL * (len(text) + 1), 1.5 * SMALL])
            if all((np.abs(place - other) * scale > room).any() for other in taken):
                taken.append(place)
                _write(ax, text, tuple(place), (0, 0), color=_color(weights[j, i]))
                break


def _points_per_row(ax: Axes) -> float:
    low, high = ax.get_ylim()
    return float(ax.get_window_extent().height * 72 / ax.figure.dpi / (high - low))


def _points_per_column(ax: Axes) -> float:
    low, high = ax.get_xlim()
    return float(ax.get_window_extent().width * 72 / ax.figure.dpi / (high - low))


def _write(
    ax: Axes,
    text: str,
    place: tuple[float, float],
    offset: tuple[float, float],
    ha: str = "center",
    va: str = "center",
    color: str = LIGHT.text,
) -> None:
    """Text that lies over wires, moved from its place by some points."""
    ax.annotate(
        text,
        place,
        offset,
        textcoords="offset points",
        ha=ha,
        va=va,
        fontsize=SMALL,
        color=color,
        zorder=3,
        bbox={"facecolor": LIGHT.background, "edgecolor": "none", "pad": 0.8},
    )


def _legend(ax: Axes) -> None:
    signs = (("positive weight", LIGHT.positive), ("negative weight", LIGHT.negative))
    ax.legend(
        handles=[Line2D([], [], color=color, linewidth=2, label=name) for name, color in signs],
        loc="lower center",
        ncols=2,
        frameon=False,
        fontsize=SMALL,
        labelcolor=LIGHT.text,
        borderaxespad=0,
    )
