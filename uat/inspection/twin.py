"""Build a smaller network for the same function, and prove how close it is.

Neurons that do nothing are left out first; what they add goes to biases and to other weights.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

import numpy as np

from uat.accuracy.proof.enclosure import forward_rounding
from uat.approximation import approximate
from uat.base.arrays import Array
from uat.base.choices import ConstructionName
from uat.base.errors import InputError, UatError
from uat.constructions.registry import CONSTRUCTIONS
from uat.functions.target import Target
from uat.networks.activations import LINEAR, RELU
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network
from uat.networks.regions.cells import Cell
from uat.networks.regions.idle import Idle
from uat.networks.regions.line import Line
from uat.networks.regions.merging import largest_difference

MOST_BESIDE = 400_000  # common regions of a network and its twin that are looked through
Box = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Twin:
    """A network for the same function, on the same box.

    network: it. bound: |network - twin| is at most this on the whole box, by exact arithmetic;
    None if they have too many regions in common. rounding: what float64 may change in the twin's
    own output, if it has one input. is_same: whether the two differ by rounding only. least: no
    network of one hidden layer of relu neurons with fewer neurons can do it; None if not known.
    tolerance: how far the twin was allowed to be.
    """

    network: Network
    bound: float | None
    rounding: float | None
    is_same: bool
    least: int | None = None
    tolerance: float | None = None
    note: str = ""


def find_twin(
    network: Network,
    cells: Sequence[Cell],
    idle: Sequence[Idle],
    line: Line | None,
    box: Box,
    tol: float | str | None,
    say: Callable[[str], None],
) -> Twin:
    """Find a twin: the polyline in one layer, or the network without idle neurons.

    The polyline, of one input, is taken where that has fewer neurons than the network; a network
    that is one straight map on the whole box becomes one hidden layer that makes that map.
    cells: the network's. line: its polyline, None for several inputs or outputs. tol: how far the
    twin may be from the network; then it is built by whichever construction of relu neurons takes
    the fewest, if that is fewer.
    """
    say("looking for a smaller network")
    exact, least = reduced(network, idle, box), None
    if line is not None:
        shallow, is_shallow = line.network(), len(exact.layers) == 2
        if shallow.neurons < (exact if is_shallow else network).neurons:
            exact, is_shallow = shallow, True
        least = int(line.breakpoints.size) if is_shallow else None
    if len({cell.plane() for cell in cells}) == 1:
        flat = _one_map(cells[0], box)
        exact = flat if flat.neurons < exact.neurons else exact
    close = None if tol is None else _within(network, line, box, tol, say)
    if close is not None and close[0].neurons < exact.neurons:
        return _proven(close[0], cells, close[1], same=False, tolerance=close[2])
    found = _proven(exact, cells, least, same=True)
    return found if tol is None else replace(found, note=f"no smaller one was found within {tol}")


def _one_map(cell: Cell, box: Box) -> Network:
    """Return the fewest neurons that make a cell's map on the whole box."""
    try:
        rows = np.array([[e / int(cell.scale) for e in row] for row in cell.entries])
    except OverflowError:
        raise InputError("the network's slopes are beyond all floats here") from None
    return one_map(rows[:, :-1], rows[:, -1], box)


def in_one_layer(line: Line, cells: Sequence[Cell]) -> Twin:
    """Return the polyline of a network as a twin of one hidden layer, however many neurons."""
    return _proven(line.network(), cells, int(line.breakpoints.size), same=True)


def _proven(
    twin: Network,
    cells: Sequence[Cell],
    least: int | None,
    *,
    same: bool,
    tolerance: float | None = None,
) -> Twin:
    """Compare it with the network, exactly."""
    try:
        difference, _ = largest_difference(cells, twin, MOST_BESIDE)
        bound: float | None = upwards(difference)
    except InputError:
        bound = None
    low, high = (cells[0].corners[0], cells[-1].corners[-1])
    shallow = len(low) == 2 and twin.widths[-1] == 1 and len(twin.layers) == 2
    rounding = None
    if shallow and twin.layers[0].activation == RELU and twin.layers[1].activation == LINEAR:
        rounding = forward_rounding(twin, low[0] / low[1], high[0] / high[1])
    return Twin(twin, bound, rounding, same, least, tolerance)


def upwards(value: Fraction) -> float:
    """Round to a float that is not smaller."""
    near = float(value)
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def _within(
    network: Network, line: Line | None, box: Box, tol: float | str, say: Callable[[str], None]
) -> tuple[Network, int | None, float] | None:
    """Build the smallest that a construction of relu has within a tolerance; None for none."""
    if network.widths[-1] != 1:
        raise InputError(
            f"a twin within a tolerance has one output, and the network {network.widths[-1]}: "
            "leave the tolerance out"
        )
    names = ("x", "y")[: len(box)]
    knots = None if line is None else line.x
    function = line if line is not None else network
    target = Target("the network", box, names, function, knots=knots)
    found: list[tuple[Network, int | None, float]] = []
    for name, kind in CONSTRUCTIONS.items():
        if kind.activation != RELU.name or not kind.fits(len(box)):
            continue
        say(f"building {name}")
        try:
            chosen = cast(ConstructionName, name)
            net = approximate(target, construction=chosen, tol=tol, prove=line is not None)
        except UatError:  # it has no such networks, or its own reasons
            continue
        if net.error.met and net.error.tolerance is not None:
            least = net.minimum().neurons if line is not None and kind.smallest else None
            found.append((net.network, least, net.error.tolerance))
    return min(found, key=lambda each: each[0].neurons, default=None)


def polyline(cells: Sequence[Cell], groups: Sequence[Sequence[int]]) -> Line:
    """Return the polyline of a network of one input and output, each place rounded once.

    cells, groups: those of the network, and which of them are one straight piece.
    """
    corners = [cells[group[0]].corners[0] for group in groups] + [cells[-1].corners[1]]
    of = [cells[group[0]] for group in groups] + [cells[-1]]
    x = np.array([p / w for p, w in corners])
    rows = ((cell.entries[0], int(cell.scale)) for cell in of)
    try:
        values = [
            (a * p + b * w) / (s * w) for ((a, b), s), (p, w) in zip(rows, corners, strict=True)
        ]
    except OverflowError:
        raise InputError("the network's values are beyond all floats here") from None
    kept = np.append(np.flatnonzero(np.diff(x) > 0), x.size - 1)  # some differ in no float
    kept[0] = 0
    return Line(x[kept], np.array(values)[kept], np.nan, np.nan, float(x[0]), float(x[-1]))


ROUNDING = 4 * float(np.finfo(float).eps)  # relative, of entries of one row


def reduced(network: Network, idle: Sequence[Idle], box: Box) -> Network:
    """Return a network of fewer neurons with the same values on the box, but for rounding.

    What is constant moves into biases, a multiple into the weights of the neuron that it is a
    multiple of, what nothing reads then is dropped; and relu neurons of the first layer that are on
    everywhere become as few as make the same straight lines.
    """
    layers = [(dense(layer.weights).copy(), layer.biases.copy()) for layer in network.layers]
    for each in idle:
        after, base = layers[each.layer]
        column = after[:, each.neuron - 1]
        if each.kind == "straight":
            continue
        if each.kind == "constant":
            base += each.value * column
        elif each.kind == "multiple":
            after[:, each.other - 1] += each.times * column
        column[:] = 0.0
    kept = [np.arange(network.widths[-1])]
    for after, _ in reversed(layers[1:]):
        kept.insert(0, np.flatnonzero(after[kept[0]].any(axis=0)))
    read = [np.arange(network.widths[0]), *kept[:-1]]
    layers = [
        (w[np.ix_(rows, columns)], b[rows])
        for (w, b), rows, columns in zip(layers, kept, read, strict=True)
    ]
    if network.hidden_layers and network.layers[0].activation == RELU:
        on = [each.neuron - 1 for each in idle if each.layer == 1 and each.kind == "straight"]
        _straighten(layers, np.flatnonzero(np.isin(kept[0], on)), box)
    names = [layer.activation for layer in network.layers]
    return Network(tuple(Layer(w, b, s) for (w, b), s in zip(layers, names, strict=True)))


def one_map(slopes: Array, offsets: Array, box: Box) -> Network:
    """Return the network of fewest relu neurons that is one straight map on the box.

    slopes: (outputs, inputs). offsets: (outputs,). A constant takes no neuron.
    """
    rows, biases, reads = _lines(slopes, box)
    return Network((Layer(rows, biases, RELU), Layer(reads, offsets - reads @ biases, LINEAR)))


def _straighten(layers: list[tuple[Array, Array]], straight: Any, box: Box) -> None:
    """Replace neurons of the first layer that are on everywhere by fewer, if fewer do."""
    if not straight.size:
        return
    (weights, biases), (after, base) = layers[:2]
    rows, shifts, reads = _lines(after[:, straight] @ weights[straight], box)
    if len(rows) >= straight.size:
        return
    base = base + after[:, straight] @ biases[straight] - reads @ shifts
    others = np.setdiff1d(np.arange(len(biases)), straight)
    layers[0] = np.concatenate([weights[others], rows]), np.concatenate([biases[others], shifts])
    layers[1] = np.concatenate([after[:, others], reads], axis=1), base


def _lines(slopes: Array, box: Box) -> tuple[Array, Array, Array]:
    """Return weights, biases of the fewest neurons on everywhere for such slopes, and who reads."""
    rows, reads = _factors(slopes)
    low, high = (np.array(side, dtype=float) for side in zip(*box, strict=True))
    return rows, -np.where(rows > 0, rows * low, rows * high).sum(axis=1), reads


def _factors(matrix: Array) -> tuple[Array, Array]:
    """Write a matrix of one or two columns as reads·rows, with as many rows as its rank."""
    outputs, inputs = matrix.shape
    if not matrix.any():
        return np.empty((0, inputs)), np.empty((outputs, 0))
    largest, place = np.unravel_index(np.abs(matrix).argmax(), matrix.shape)
    row = matrix[largest]
    reads = matrix[:, [place]] / row[place]
    apart = np.abs(reads * row - matrix)
    if (apart <= ROUNDING * np.abs(matrix).max(axis=1, keepdims=True)).all():
        return row[None, :], reads
    return np.eye(inputs), matrix
