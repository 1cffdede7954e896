"""A curve is a network's own output at enough points: a grid, and every neuron's transition."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.functions.sampling import Samples
from uat.networks.activations import Activation
from uat.networks.evaluate import evaluate
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

COLUMNS = 4000  # finer than the pixels of a screen; a column keeps at most four points
MOST_CANDIDATES = 2_000_000
MOST_BREAKS = 1000  # jumps of f that are drawn as gaps
OFFSETS = (0.5, 1.0, 2.0, 3.0, 4.5, 7.0, 12.0, 37.0)  # across a transition, in its own unit
SETTLED = 12.0  # the same, where a step looks flat

Points = tuple[Array, Array]


def places(network: Network, a: float, b: float, columns: int = COLUMNS) -> Array:
    """Choose where to look at a network of one input on [a, b]: ascending, with both ends.

    An even grid, and points across the transition of each neuron of the first layer; only both
    sides of each, or of one in every few, when so many neurons fill every column anyway.
    """
    layer = network.layers[0]
    positions, weights = _transitions(layer)
    marks = _marks(layer.activation)
    if positions.size * marks.size > MOST_CANDIDATES:
        marks = _marks(layer.activation, (SETTLED,))
    every = max(1, positions.size * marks.size // MOST_CANDIDATES)
    nearest = 4 * np.finfo(float).eps * max(abs(a), abs(b))  # closer points may be one number
    shifts = marks / weights[::every, None]
    shifts = np.copysign(np.maximum(np.abs(shifts), nearest * (marks != 0)), shifts)
    windows = (positions[::every, None] + shifts).reshape(-1)
    return np.unique(np.concatenate([np.linspace(a, b, columns + 1), np.clip(windows, a, b)]))


def _transitions(layer: Layer) -> Points:
    """Return where the weighted input of each neuron is zero, and the neuron's weight."""
    weights = dense(layer.weights)
    moving = weights[:, 0] != 0
    weights = weights[moving, 0]
    return -layer.biases[moving] / weights, weights


def _marks(activation: Activation, offsets: tuple[float, ...] = OFFSETS) -> Array:
    """Return weighted inputs all the way across a transition, its overshoots included."""
    sides = np.array([*offsets, *(-offset for offset in offsets)])
    rise = activation.rise
    if rise is None:
        return np.append(sides, 0.0)
    middle = rise.copies[0][0]
    turns = np.array(rise.turns)
    return np.concatenate([[0.0, middle], middle + turns, middle + rise.unit * sides])


def network_curve(network: Network, a: float, b: float, columns: int = COLUMNS) -> Points:
    """Return the network's graph on [a, b], at no more than about 4 * columns points."""
    x = places(network, a, b, columns)
    y = evaluate(network, x)
    kept = thinned(x, y, columns)
    return x[kept], y[kept]


def samples_of(approximation: Approximation) -> Samples:
    """Return f's samples. Raises InputError for another function than of one input and output."""
    if approximation.samples is None:
        target = approximation.target
        raise InputError(
            f"this view is for one input and one output; {target.name} has {target.inputs} and "
            f"{target.outputs}"
        )
    return approximation.samples


def target_curve(approximation: Approximation, window: tuple[float, float] | None = None) -> Points:
    """Return f's graph at the samples that were taken; where f jumps, y is NaN in between.

    window: only this part of the domain, sampled more closely; default all of it.
    """
    samples = samples_of(approximation)
    if window and window != approximation.target.box[0]:
        samples = _within(approximation, *window)
    jumps = np.flatnonzero(samples.is_jump)
    kept = thinned(samples.x, samples.y, COLUMNS)
    if jumps.size > MOST_BREAKS:
        return samples.x[kept], samples.y[kept]
    kept = np.union1d(kept, np.concatenate([jumps, jumps + 1]))
    gaps = np.searchsorted(kept, jumps) + 1
    x, y = samples.x[kept], samples.y[kept]
    return np.insert(x, gaps, x[gaps]), np.insert(y, gaps, np.nan)


def _within(approximation: Approximation, left: float, right: float) -> Samples:
    """Return the samples of f in a window, and some more."""
    more = np.linspace(left, right, COLUMNS // 4)
    samples = samples_of(approximation).with_points(more, approximation.target(more))
    inside = np.flatnonzero((samples.x >= left) & (samples.x <= right))
    part = slice(int(inside[0]), int(inside[-1]) + 1)
    is_jump = samples.is_jump[part.start : part.stop - 1]
    return replace(samples, x=samples.x[part], y=samples.y[part], is_jump=is_jump)


def error_curve(approximation: Approximation) -> Points:
    """Return network - f with nothing left out, the place of its largest value included.

    Within the windows around jumps that the measured error leaves out, it is NaN.
    """
    samples, error = samples_of(approximation), approximation.error
    a, b = float(samples.x[0]), float(samples.x[-1])
    new = np.union1d(places(approximation.network, a, b), error.at)
    x, first = np.unique(np.concatenate([samples.x, new]), return_index=True)
    f = np.concatenate([samples.y, approximation.target(new)])[first]
    y = approximation(x) - f
    if error.left_out.intervals:
        lefts, rights = np.array(error.left_out.intervals).T
        before = np.searchsorted(lefts, x, side="right") - 1
        y[(before >= 0) & (x <= rights[np.maximum(before, 0)])] = np.nan
    return x, y


def thinned(x: Array, y: Array, columns: int) -> NDArray[np.intp]:
    """Choose points to draw: in each of `columns` columns the first, last, least and most.

    All of them if there are no more than 4 * columns.
    x: (n,), ascending. y: (n,); NaN counts as the most, so that a gap stays a gap.
    """
    if x.size <= 4 * columns:
        return np.arange(x.size)
    column = _columns(x, x, columns)
    order = np.lexsort((y, column))
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    ends = np.append(starts[1:], x.size) - 1
    finite = np.flatnonzero(np.isfinite(y[order]))
    tops = finite[np.maximum(np.searchsorted(finite, ends, side="right") - 1, 0)]
    kept: NDArray[np.intp] = np.unique(
        np.concatenate([starts, ends, order[starts], order[ends], order[tops]])
    )
    return kept


def envelope(x: Array, y: Array, columns: int) -> tuple[Array, Array, Array]:
    """Return least and greatest y in each of `columns` columns, at their centres; NaN if empty."""
    finite = np.isfinite(y)
    column = _columns(x[finite], x, columns)
    low, high = np.full(columns, np.inf), np.full(columns, -np.inf)
    np.minimum.at(low, column, y[finite])
    np.maximum.at(high, column, y[finite])
    empty = low > high
    low[empty], high[empty] = np.nan, np.nan
    return x[0] + (x[-1] - x[0]) * (np.arange(columns) + 0.5) / columns, low, high


def _columns(x: Array, domain: Array, columns: int) -> NDArray[np.intp]:
    """Return the column of each x, when those of the whole domain are equally wide."""
    share = (x - domain[0]) / (domain[-1] - domain[0])
    column: NDArray[np.intp] = np.minimum((share * columns).astype(np.intp), columns - 1)
    return column
