"""A curve is a network's own output at enough points: a grid, and every neuron's transition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from uat.activations import Array
from uat.evaluate import evaluate
from uat.network import Layer, Network

if TYPE_CHECKING:
    from uat.approximation import Approximation

COLUMNS = 4000  # finer than the pixels of a screen; a column keeps at most four points
MOST_CANDIDATES = 2_000_000
MOST_BREAKS = 1000  # jumps of f that are drawn as gaps
OFFSETS = (0.5, 1.0, 2.0, 3.0, 4.5, 7.0, 12.0, 37.0)  # weighted inputs across a transition
SHARP = 1e-9  # the same unit for an activation that jumps

Points = tuple[Array, Array]


def places(network: Network, a: float, b: float, columns: int = COLUMNS) -> Array:
    """Where to look at a network of one input on [a, b]: ascending, a and b among them.

    An even grid, and points across the transition of each neuron of the first layer; two of them,
    or one for every few neurons, when there are so many that they fill every column anyway.
    """
    positions, units = _transitions(network.layers[0], a, b)
    offsets = np.array([0.0, *OFFSETS, *(-offset for offset in OFFSETS)])
    if positions.size * offsets.size > MOST_CANDIDATES:
        offsets = np.array([1.0, -1.0]) * OFFSETS[-2]
    every = max(1, positions.size * offsets.size // MOST_CANDIDATES)
    positions, units = positions[::every], units[::every]
    windows = (positions[:, None] + units[:, None] * offsets).reshape(-1)
    x = np.concatenate([np.linspace(a, b, columns + 1), np.clip(windows, a, b)])
    return np.unique(x)


def _transitions(layer: Layer, a: float, b: float) -> Points:
    """Where each neuron's weighted input is zero, and the distance in which it grows by one."""
    weights = layer.weights if isinstance(layer.weights, np.ndarray) else layer.weights.toarray()
    weights = weights[:, 0]
    moving = weights != 0
    weights, biases = weights[moving], layer.biases[moving]
    unit = 1.0 if layer.activation.saturation > 0 else SHARP
    least = 4 * np.finfo(float).eps * max(abs(a), abs(b))  # below, neighbours are one number
    return -biases / weights, np.maximum(unit / np.abs(weights), least)


def network_curve(network: Network, a: float, b: float, columns: int = COLUMNS) -> Points:
    """The network's graph on [a, b], at no more than about 4 * columns points."""
    x = places(network, a, b, columns)
    y = evaluate(network, x)
    kept = thinned(x, y, columns)
    return x[kept], y[kept]


def target_curve(approximation: Approximation) -> Points:
    """f's graph, at the samples that it was sampled at; where f jumps, y is NaN in between."""
    samples = approximation.samples
    jumps = np.flatnonzero(samples.is_jump)
    kept = thinned(samples.x, samples.y, COLUMNS)
    if jumps.size > MOST_BREAKS:
        return samples.x[kept], samples.y[kept]
    kept = np.union1d(kept, np.concatenate([jumps, jumps + 1]))
    gaps = np.searchsorted(kept, jumps) + 1
    x, y = samples.x[kept], samples.y[kept]
    return np.insert(x, gaps, x[gaps]), np.insert(y, gaps, np.nan)


def error_curve(approximation: Approximation) -> Points:
    """network - f with nothing left out, the place of its largest value included.

    Within the windows around jumps that the measured error leaves out, it is NaN.
    """
    samples, error = approximation.samples, approximation.error
    a, b = samples.x[0], samples.x[-1]
    new = np.union1d(places(approximation.network, a, b), error.at)
    x, first = np.unique(np.concatenate([samples.x, new]), return_index=True)
    f = np.concatenate([samples.y, approximation.target(new)])[first]
    y = approximation(x) - f
    if error.excluded:
        lefts, rights = np.array(error.excluded).T
        before = np.searchsorted(lefts, x, side="right") - 1
        y[(before >= 0) & (x <= rights[np.maximum(before, 0)])] = np.nan
    return x, y


def thinned(x: Array, y: Array, columns: int) -> NDArray[np.intp]:
    """Which points to draw: in each of `columns` columns the first, the last, the least, the most.

    x: ascending. Not-a-numbers are kept where they are one of these, so that gaps stay gaps.
    """
    if x.size <= columns:
        return np.arange(x.size)
    column = _columns(x, columns)
    order = np.lexsort((y, column))
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    ends = np.append(starts[1:], x.size) - 1
    return np.unique(np.concatenate([starts, ends, order[starts], order[ends]]))


def envelope(x: Array, y: Array, columns: int) -> tuple[Array, Array, Array]:
    """Least and greatest y in each of `columns` equal columns, at their centres; NaN if empty."""
    good = np.isfinite(y)
    x_good, y_good = x[good], y[good]
    column = np.clip((columns * ((x_good - x[0]) / (x[-1] - x[0]))).astype(int), 0, columns - 1)
    low, high = np.full(columns, np.inf), np.full(columns, -np.inf)
    np.minimum.at(low, column, y_good)
    np.maximum.at(high, column, y_good)
    low[low > high], high[low > high] = np.nan, np.nan
    return x[0] + (x[-1] - x[0]) * (np.arange(columns) + 0.5) / columns, low, high


def _columns(x: Array, columns: int) -> NDArray[np.intp]:
    share = (x - x[0]) / (x[-1] - x[0])
    return np.clip((share * columns).astype(np.intp), 0, columns - 1)
