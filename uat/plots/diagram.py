"""Draw the network as neurons and wires, with its real weights; count what is too much."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.nouns import noun_of
from uat.base.palette import LIGHT
from uat.networks.activations import Activation
from uat.networks.network import Layer, Network
from uat.plots.frame import axes_for, escaped, legend, plural, settle, shortened, symbol, title
from uat.plots.numbers import count, size_in_points
from uat.plots.wiring import (
    NODE,
    Column,
    color_of,
    draw_nodes,
    shown_weights,
    write,
    write_numbers,
)

MOST_SHOWN, FEWEST_SHOWN = 8, 4  # neurons of one layer
ROW = 20.5  # points from neuron to neuron
WORDS = 60.0  # points above and below the neurons, for captions and the legend
THINNEST, THICKEST = 0.5, 2.6  # wires
BIAS = 0.35  # room to the right of an output, for its bias
FIRST_GAP = 1.5  # a single input leaves more room, for what each neuron reads


def plot_network(network: Network | Approximation, ax: Axes | None = None) -> Axes:
    """Draw the network: inputs on the left, hidden layers, the output on the right.

    network: a `Network`, or an `Approximation`, whose network is drawn. ax: as for `plot`.
    Wires have the colour of their weight's sign and a width that grows with its size; layers with
    few wires show the numbers. Of a large layer the first and the last neurons are drawn, and how
    many are left out is written between them. Returns the axes.
    """
    names: tuple[str, ...] | None = None
    if not isinstance(network, Network):
        names, network = network.target.names, network.network
    shape = " → ".join(map(count, network.widths))
    headings = [f"Network {shape}", f"Network of {plural(network.neurons, 'neuron')}"]
    note = plural(network.parameters, "parameter")
    return draw_network(network, axes_for(ax), names, headings, note)


def draw_network(
    network: Network, ax: Axes, names: tuple[str, ...] | None, headings: list[str], note: str
) -> Axes:
    """Draw the network as `plot_network` does, under these headings.

    names: of the inputs. headings: the first that fits is taken. note: the line below it.
    """
    names = names or _input_names(network.widths[0])
    ax.set_axis_off()
    title(ax, headings, note)
    settle(ax)
    columns = _columns(network, _room(ax))
    _set_limits(ax, columns)
    ends = write_numbers(ax, columns, network, names)
    for gap, layer in enumerate(network.layers):
        _draw_wires(ax, columns[gap], columns[gap + 1], layer, ends[gap])
    _draw_neurons(ax, columns[0], None)
    for y, index in zip(columns[0].y, columns[0].shown, strict=True):
        write(ax, symbol(names[index]), (0, y))
    for column, layer in zip(columns[1:], network.layers, strict=True):
        _draw_neurons(ax, column, layer.activation)
    _write_captions(ax, columns, network)
    if all(network.widths):
        _legend(ax)
    return ax


def _input_names(count: int) -> tuple[str, ...]:
    return ("x",) if count == 1 else tuple(f"x{i + 1}" for i in range(count))


def _room(ax: Axes) -> int:
    """Return how many rows there is room for."""
    height = size_in_points(ax)[1]
    return int(np.clip((height - WORDS) / ROW, FEWEST_SHOWN, MOST_SHOWN))


def _columns(network: Network, room: int) -> list[Column]:
    first = FIRST_GAP if network.widths[0] == 1 and network.hidden_layers else 1.0
    places = [0.0, *(first + gap for gap in range(len(network.layers)))]
    return [_column(*pair, room) for pair in zip(network.widths, places, strict=True)]


def _column(count: int, x: float, room: int) -> Column:
    """Choose all neurons, or as many at both ends as there is room for, around a row of words."""
    if count <= room:
        y = (count - 1) / 2 - np.arange(count, dtype=float)
        return Column(count, tuple(range(count)), x, y)
    half = (room - 1) // 2
    shown = (*range(half), *range(count - half, count))
    rows = np.arange(half, 0, -1, dtype=float)
    return Column(count, shown, x, np.concatenate([rows, -rows[::-1]]))


def _set_limits(ax: Axes, columns: list[Column]) -> None:
    """Make one unit of y a row; few rows do not spread over all of the height."""
    rows = max(float(np.max(column.y, initial=0.5)) for column in columns)
    height = size_in_points(ax)[1]
    row = min(max(height - WORDS, 2 * ROW) / (2 * rows + 1), 2.2 * ROW)
    ax.set_xlim(-0.12, columns[-1].x + 0.12 + BIAS)
    middle = (height - WORDS) / 2 + 0.45 * WORDS
    ax.set_ylim(-middle / row, (height - middle) / row)


def _draw_wires(
    ax: Axes, source: Column, sink: Column, layer: Layer, ends: tuple[Array, Array]
) -> None:
    """Draw one line for each weight that is not zero, between the neurons that are shown.

    ends: where wires begin and end, for each neuron of source and of sink: beside their words.
    """
    weights = shown_weights(layer, source, sink)
    wires = [(int(j), int(i)) for j, i in np.argwhere(weights)]
    sizes = np.abs(weights[weights != 0])
    share = sizes / sizes.max(initial=0.0) if sizes.size else sizes
    starts, stops = ends
    ax.add_collection(
        LineCollection(
            [[(starts[i], source.y[i]), (stops[j], sink.y[j])] for j, i in wires],
            colors=[color_of(weights[wire]) for wire in wires],
            linewidths=THINNEST + (THICKEST - THINNEST) * share,
            alpha=0.75,
            zorder=1,
        ),
        autolim=False,
    )


def _draw_neurons(ax: Axes, column: Column, activation: Activation | None) -> None:
    """Draw circles, each with the graph of its activation; an input has none."""
    if not column.shown:
        return
    x = column.centres()
    draw_nodes(ax, x, column.y, label="neurons")
    if activation is not None:
        sign: dict[str, Any] = {"marker": _glyph(activation), "markersize": 0.55 * NODE}
        draw_nodes(ax, x, column.y, markerfacecolor="none", markeredgewidth=1.2, zorder=2.1, **sign)


def _glyph(activation: Activation) -> Path:
    """Draw the graph of the activation on [-5, 5], in a square."""
    z = np.linspace(-5, 5, 61)
    values = np.nan_to_num(activation(z))
    low, high = float(values.min()), float(values.max())
    return Path(np.column_stack([z / 5, 2 * (values - low) / ((high - low) or 1.0) - 1]))


def _write_captions(ax: Axes, columns: list[Column], network: Network) -> None:
    """Write what each column is, above it, and how many neurons of it are not drawn."""
    kinds = [noun_of(network.widths[0], "input")]
    for layer, counted in zip(network.layers, [*network.layers[:-1], None], strict=True):
        what = "output" if counted is None else plural(layer.neurons, "neuron")
        kinds.append(f"{what}\n{escaped(shortened(layer.activation.name, 16))}")
    top = max(float(np.max(column.y, initial=0.0)) for column in columns)
    for column, kind in zip(columns, kinds, strict=True):
        write(ax, kind, (column.x, top), (0, NODE / 2 + 4), va="bottom", color=LIGHT.muted)
        if column.count == 0:
            write(ax, "none", (column.x, 0), color=LIGHT.muted)
        elif column.left_out:
            write(ax, f"⋮  {count(column.left_out)} more", (column.x, 0), color=LIGHT.muted)


def _legend(ax: Axes) -> None:
    signs = (("positive weight", LIGHT.positive), ("negative weight", LIGHT.negative))
    lines = [Line2D([], [], color=color, linewidth=2, label=name) for name, color in signs]
    legend(ax, handles=lines, loc="lower center", ncols=2, borderaxespad=0)
