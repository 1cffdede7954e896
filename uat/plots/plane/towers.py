"""Draw the network box by box: its steps, the neuron that asks for all, and the output."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Annotation

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.palette import LIGHT
from uat.plots.diagram import plot_network
from uat.plots.frame import axes_for, plural, settle, symbol, title
from uat.plots.numbers import count, number, size_in_points
from uat.plots.plane.frame import counted_pieces
from uat.plots.plane.gate import Gate, Side, gates_of, with_all_sides
from uat.plots.wiring import NODE, color_of, draw_nodes, write

SIZE = 0.85 * NODE  # of a neuron
ROOM = 20.0  # points to the right of a box's neuron
ROW = 18.0  # points from step to step
MOST, FEWEST = 3, 1  # boxes that are drawn
INPUT, STEP, GATE, OUTPUT = 0.0, 1.6, 2.5, 3.6  # x of the four columns
GAP = 0.9  # rows between groups, for what is left out
MOST_OUTPUTS = 4


@dataclass(frozen=True)
class Group:
    """One box of the diagram: a neuron of layer 2 and its steps, and where they stand."""

    gate: Gate
    y: Array

    @property
    def middle(self) -> float:
        return float(self.y.mean())


def plot_wires(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw the network: box by box where hidden layer 2 stands for boxes, else its neurons."""
    network = approximation.network
    boxes = len(network.layers) == 3 and network.layers[1].neurons > 0
    if boxes and approximation.surface is None and not approximation.kind.is_deep:
        return plot_towers(approximation, ax)
    return plot_network(approximation, ax)


def plot_towers(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw the inputs, for a few boxes their steps and their neuron in a frame, and the output.

    ax: as for `plot`. Steps that several boxes share are drawn with each of them; how many boxes
    are left out, and how many steps there are in all, is written. Returns the axes.
    """
    ax = axes_for(ax)
    ax.set_axis_off()
    total = gates_of(approximation)
    network = approximation.network
    steps, gates = (count(layer.neurons) for layer in network.layers[:2])
    title(
        ax,
        [f"Network of {plural(network.neurons, 'neuron')}"],
        f"{counted_pieces(approximation)} · hidden layers of {steps} steps, which boxes share, "
        f"and {gates}",
        f"hidden layers of {steps} and {gates}",
    )
    settle(ax)
    groups = _groups(approximation, size_in_points(ax)[1])
    top = max((float(group.y[0]) for group in groups), default=1.0)
    inputs = _spread(len(approximation.target.names), top)
    outputs = _spread(min(network.widths[-1], MOST_OUTPUTS), 0.6 * top)
    _limits(ax, top)
    for group in groups:
        _draw_group(ax, approximation, group, inputs, outputs)
    draw_nodes(ax, np.full(inputs.size, INPUT), inputs, markersize=SIZE)
    for name, y in zip(approximation.target.names, inputs, strict=True):
        write(ax, symbol(name), (INPUT, float(y)))
    draw_nodes(ax, np.full(outputs.size, OUTPUT), outputs, markersize=SIZE)
    _say_what_is_left_out(ax, groups, total)
    _captions(ax, groups, network.widths[-1])
    return ax


def _groups(approximation: Approximation, height: float) -> list[Group]:
    """Choose all boxes, or as many of those of most sides as there is room for, from the top."""
    full = with_all_sides(approximation)
    sides = len(Gate(approximation.network, int(full[0])).sides) if full.size else 1
    room = int((height - 60) / ROW / (sides + GAP))
    shown = int(np.clip(room, FEWEST, MOST))
    inner = np.linspace(0, full.size - 1, shown + 2)[1:-1].round().astype(int)
    total = gates_of(approximation)
    chosen = np.arange(total) if total <= shown else full[np.unique(inner)]
    groups, y = [], 0.0
    for index in chosen.tolist():
        gate = Gate(approximation.network, int(index))
        rows = max(1, len(gate.sides))
        groups.append(Group(gate, y - np.arange(rows, dtype=float)))
        y -= rows + GAP
    middle = 0.5 * (groups[0].y[0] + groups[-1].y[-1]) if groups else 0.0
    return [Group(group.gate, group.y - middle) for group in groups]


def _spread(number_of: int, reach: float) -> Array:
    """Spread places between reach and -reach, none of them at the ends."""
    return 2 * reach * ((number_of - 1) / 2 - np.arange(number_of, dtype=float)) / number_of


def _limits(ax: Axes, top: float) -> None:
    ax.set_xlim(-0.15, OUTPUT + 0.3)
    ax.set_ylim(-max(top, 1.5) - 1.3, max(top, 1.5) + 1.9)


def _draw_group(
    ax: Axes, approximation: Approximation, group: Group, inputs: Array, outputs: Array
) -> None:
    """Draw the frame, the wires, and the neurons over them."""
    names = approximation.target.names
    pairs = list(zip(group.gate.sides, group.y, strict=True))
    words = [_write_step(ax, side, names, float(y)) for side, y in pairs]
    frame = _left_of(ax, words)
    low, high = float(group.y[-1]) - 0.55, float(group.y[0]) + 0.55
    ax.add_patch(
        FancyBboxPatch(
            (frame, low),
            GATE - frame + _points(ax, ROOM),
            high - low,
            boxstyle="round,pad=0,rounding_size=0.1",
            facecolor=LIGHT.band,
            edgecolor=LIGHT.tower,
            linewidth=1.0,
            alpha=0.35,
            zorder=0.5,
            mutation_aspect=4.0,
        )
    )
    for side, y in pairs:
        _wire(ax, (INPUT, inputs[side.axis]), (frame, y), LIGHT.muted)
        _wire(ax, (STEP, y), (GATE, group.middle), color_of(side.sign))
    weights = group.gate.weights()[: outputs.size]
    for weight, y in zip(weights, outputs, strict=True):
        _wire(ax, (GATE, group.middle), (OUTPUT, float(y)), color_of(float(weight)))
    draw_nodes(
        ax, np.full(len(group.gate.sides), STEP), group.y[: len(group.gate.sides)], markersize=SIZE
    )
    draw_nodes(ax, np.array([GATE]), np.array([group.middle]), markersize=SIZE)
    asked = f"> {number(group.gate.threshold)}"
    upwards, va = (1, "bottom") if group.middle > outputs.mean() else (-1, "top")  # away from wires
    write(ax, asked, (GATE, group.middle), (0, upwards * (NODE / 2 + 2)), va=va).set_bbox(None)
    if weights.size == 1:
        height = f"{'+' if weights[0] > 0 else ''}{number(float(weights[0]))}"
        beside = (GATE + _points(ax, ROOM), group.middle)
        write(ax, height, beside, (4, 0), "left", color=color_of(float(weights[0])))


def _write_step(ax: Axes, side: Side, names: tuple[str, ...], y: float) -> Annotation:
    """Write what the step asks, inside the frame and to the left of its neuron."""
    words = f"{symbol(names[side.axis])} > {number(side.position)}"
    text = write(ax, words, (STEP, y), (-NODE / 2 - 3, 0), "right")
    text.set_bbox(None)
    return text


def _points(ax: Axes, points: float) -> float:
    """Convert points along x into units of x."""
    left, right = ax.get_xlim()
    return points * (right - left) / size_in_points(ax)[0]


def _left_of(ax: Axes, words: list[Annotation]) -> float:
    """Return where a frame begins that holds these words."""
    left = [text.get_window_extent().x0 for text in words]
    if not left:
        return STEP - 0.2
    return float(ax.transData.inverted().transform((min(left) - 6.0, 0.0))[0])


def _wire(ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
    ax.plot(*zip(start, end, strict=True), color=color, linewidth=1.1, alpha=0.8, zorder=1)


def _say_what_is_left_out(ax: Axes, groups: list[Group], total: int) -> None:
    if total <= len(groups):
        return
    low = float(groups[-1].y[-1]) - 1.0
    words = f"⋮  {count(total - len(groups))} more"
    write(ax, words, (0.5 * (STEP + GATE), low), color=LIGHT.muted)


def _captions(ax: Axes, groups: list[Group], outputs: int) -> None:
    top = max((float(group.y[0]) for group in groups), default=1.0) + 0.75
    all_outputs = "output" if outputs == 1 else f"{outputs} outputs"
    for x, words in (
        (INPUT, "inputs"),
        (STEP, "steps"),
        (GATE, "all of them?"),
        (OUTPUT, all_outputs),
    ):
        write(ax, words, (x, top), va="bottom", color=LIGHT.muted)
