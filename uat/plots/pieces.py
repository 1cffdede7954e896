"""Draw the pieces one by one, each by its own neurons, and below them the sum of them all."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D, Transform

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.constructions.pieces import Bump, Ramp, Step
from uat.networks.activations import LINEAR, rise_of
from uat.networks.network import Layer, Network
from uat.plots.curves import Points, network_curve
from uat.plots.frame import axes_for, input_name, plural, set_domain, style, title
from uat.plots.numbers import count, number, round_numbers
from uat.plots.sheet import LABELS

MOST_ROWS, FEWEST_ROWS = 8, 2
ROW = 19.0  # points that a row needs, so that its label stands alone
SUM_ROWS = 2.4  # height of a sum, in rows
FILLED = 0.72  # of a row
COLUMNS = 1000


@dataclass(frozen=True)
class Row:
    """One graph of the picture: its points, and the strip that the range low … high is put on."""

    label: str
    points: Points
    bottom: float
    height: float
    low: float
    high: float

    def place(self, ax: Axes) -> Transform:
        """Map the graph's own x and y to the axes."""
        scale = self.height / (self.high - self.low)
        return Affine2D().translate(0, -self.low).scale(1, scale).translate(0, self.bottom) + (
            ax.transData
        )

    @property
    def middle(self) -> float:
        return self.bottom + self.height / 2


def plot_pieces(approximation: Approximation, ax: Axes | None = None) -> Axes:
    """Draw the pieces in rows, as their own neurons compute them, and below them the sum.

    ax: as for `plot`. All rows of pieces have one scale. Of many pieces an even selection is shown,
    and the title says how many are left out. Returns the axes.
    """
    ax = axes_for(ax)
    style(ax)
    set_domain(ax, approximation.target)
    sums = _sums(approximation)
    top = SUM_ROWS * len(sums)
    chosen = _selection(approximation, _room(ax, top))
    rows = _rows(approximation, chosen, top)
    ax.set_ylim(0, top + len(rows))

    for row, index in zip(rows, chosen, strict=True):
        _draw_piece(ax, row, approximation.pieces[index], sums[-1].bottom)
    _draw_sums(ax, sums, [approximation.pieces[i] for i in chosen], approximation.overlap > 1)
    _label(ax, approximation, [*rows, *sums])
    total, unit = len(approximation.pieces), approximation.kind.piece
    title(ax, [plural(total, unit)], *_notes(approximation, total - len(chosen)))
    return ax


def _notes(approximation: Approximation, left_out: int) -> tuple[str, ...]:
    """Say in the title how many neurons the pieces have, and how many are not shown."""
    total = len(approximation.pieces)
    if not total:
        return ("the output's bias alone",)
    each = f"{plural(approximation.network.neurons // total, 'neuron')} for each"
    if not left_out:
        return (each,)
    shown = f"{total - left_out} shown, {count(left_out)} left out"
    return f"{each} · {shown}", shown


def piece_network(approximation: Approximation, index: int) -> Network:
    """Take the neurons of one piece alone, with their weights: nothing to the left of the piece."""
    hidden, output = approximation.network.layers
    size = hidden.neurons // len(approximation.pieces)
    mine = slice(size * index, size * (index + 1))
    heights = np.asarray(output.weights)[:, mine]
    level = 0.0
    if isinstance(approximation.pieces[index], Step | Bump):
        rise = rise_of(hidden.activation)
        level = -rise.low * float(heights[0, :: len(rise.copies)].sum())
    own = Layer(np.asarray(hidden.weights)[mine], hidden.biases[mine], hidden.activation)
    return Network((own, Layer(heights, [level], LINEAR)))


def _selection(approximation: Approximation, room: int) -> list[int]:
    """Choose at most `room` pieces, evenly from left to right."""
    lefts = [p.left if isinstance(p, Bump) else p.position for p in approximation.pieces]
    order = np.argsort(lefts, kind="stable")
    shown = min(room, order.size)
    return [int(order[i]) for i in np.linspace(0, order.size - 1, shown).round().astype(int)]


def _room(ax: Axes, top: float) -> int:
    """Return how many rows of pieces the axes have room for."""
    points = ax.get_window_extent().height * 72 / ax.figure.dpi
    return int(np.clip(points / ROW - top, FEWEST_ROWS, MOST_ROWS))


def _rows(approximation: Approximation, chosen: list[int], top: float) -> list[Row]:
    """Make a row for each chosen piece, from the top, all with the scale of the tallest."""
    (a, b) = approximation.target.box[0]
    graphs = [network_curve(piece_network(approximation, i), a, b, COLUMNS) for i in chosen]
    ranges = [(min(0.0, float(y.min())), max(0.0, float(y.max()))) for _, y in graphs]
    span = max((high - low for low, high in ranges), default=0.0) or 1.0
    rows = []
    for place, (index, points, (low, high)) in enumerate(zip(chosen, graphs, ranges, strict=True)):
        bottom = top + len(chosen) - 1 - place + (1 - FILLED) / 2
        low, high = (low, low + span) if high >= -low else (high - span, high)
        rows.append(Row(_name(approximation, index), points, bottom, FILLED, low, high))
    return rows


def _name(approximation: Approximation, index: int) -> str:
    """Name a piece with its height or slope: "bump 3:  +0.29", "ramp 3:  slope −1.2"."""
    piece = approximation.pieces[index]
    unit = f"{approximation.kind.piece} {count(index + 1)}: "
    if isinstance(piece, Ramp):
        return f"{unit} slope {number(piece.slope)}"
    return f"{unit} {'+' if piece.height >= 0 else ''}{number(piece.height)}"


def _sums(approximation: Approximation) -> list[Row]:
    """Return what pieces add up to, the lowest graph first; a sigmoid output has its own."""
    network = approximation.network
    *hidden, output = network.layers
    if approximation.output == "linear":
        return [_sum(approximation, network, f"{_all(approximation)}\n= network", 0)]
    added = Network((*hidden, Layer(output.weights, output.biases, LINEAR)))
    return [
        _sum(approximation, network, "$\\sigma\\,(z)$ = network", 0),
        _sum(approximation, added, f"$z$ = {_all(approximation)}", 1),
    ]


def _sum(approximation: Approximation, network: Network, label: str, place: int) -> Row:
    (a, b) = approximation.target.box[0]
    points = network_curve(network, a, b, COLUMNS)
    low, high = float(points[1].min()), float(points[1].max())
    if any(isinstance(piece, Bump) for piece in approximation.pieces):  # they begin at 0
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - (abs(low) or 1.0), high + (abs(high) or 1.0)
    return Row(label, points, SUM_ROWS * (place + 0.1), 0.8 * SUM_ROWS, low, high)


def _all(approximation: Approximation) -> str:
    """Write the sum in words, with the constant to the left of all pieces."""
    hidden, output = approximation.network.layers
    heights = np.asarray(output.weights)[0]
    if not heights.size:
        return number(float(output.biases[0]))
    base = float(output.biases[0])
    if approximation.steepness is not None:
        rise = rise_of(hidden.activation)
        base += rise.low * float(heights[:: len(rise.copies)].sum())
    words = f"all {approximation.construction}"
    small = 1e-9 * float(np.abs(heights).sum())
    return words if abs(base) <= small else f"{number(base)} + {words}"


def _draw_piece(ax: Axes, row: Row, piece: Step | Bump | Ramp, floor: float) -> None:
    """Draw the piece's graph, and thin lines from its step points down to the sum."""
    color = {Bump: LIGHT.bump, Step: LIGHT.step, Ramp: LIGHT.ramp}[type(piece)]
    x, y = row.points
    place = row.place(ax)
    ends = (piece.left, piece.right) if isinstance(piece, Bump) else (piece.position,)
    inside = [end for end in ends if x[0] < end < x[-1]]
    ax.vlines(inside, floor, row.bottom, colors=color, linewidth=0.7, linestyles=":", alpha=0.7)
    ax.fill_between(x, 0, y, color=color, alpha=0.25, linewidth=0, transform=place)
    ax.plot(x, y, color=color, linewidth=1.5, transform=place, label=row.label)


def _draw_sums(ax: Axes, rows: list[Row], chosen: list[Step | Bump | Ramp], shared: bool) -> None:
    """Draw the sum's graph; fill the places of the chosen bumps, unless they share them."""
    *_, added = rows
    x, y = added.points
    place = added.place(ax)
    for bump in chosen:
        if isinstance(bump, Bump) and not shared:
            under = (x >= bump.left) & (x <= bump.right)
            ax.fill_between(x, 0, y, under, color=LIGHT.bump, alpha=0.25, lw=0, transform=place)
    for row in rows:
        color = LIGHT.text if row is added and len(rows) > 1 else LIGHT.network
        ax.plot(*row.points, color=color, linewidth=1.6, transform=row.place(ax), label=row.label)
    ax.axhline(SUM_ROWS * len(rows), color=LIGHT.muted, linewidth=0.8)


def _label(ax: Axes, approximation: Approximation, rows: list[Row]) -> None:
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.set_yticks([row.middle for row in rows], [row.label for row in rows])
    round_numbers(ax.xaxis)
    ax.set_xlabel(input_name(approximation.target), **LABELS)
