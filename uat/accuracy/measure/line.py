"""Probe every window of every step of one input, and every extremum of f; or samples alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.error import (
    Allowed,
    Counted,
    Error,
    noise_of,
    root_mean_square,
    summed_up,
)
from uat.accuracy.measure.left_out import LeftOut
from uat.base.arrays import Array, distinct
from uat.base.errors import TargetError
from uat.base.ties import first_of_largest, largest_few, levels, middle_of_largest, tie
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.networks.activations import SIGMOID, Activation, logit, reach
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

GRID = 20_000  # points for mean and rms
MOST_PROBES = 3_000_000
OFFSETS = (0.0, *(sign * x for x in (0.5, 3.0, 1.0, 8.0, 0.2, 2.0, 16.0, 36.0) for sign in (1, -1)))
ZOOMS, ZOOM_POINTS, MOST_PEAKS = 4, 17, 2000
NEAR_THE_HIGHEST = 0.98
WIDEST_EXCLUDED = 0.005  # of the domain, all windows around jumps together


def measure(
    network: Network,
    target: Target,
    samples: Samples,
    tolerance: float | None = None,
    allowed: Allowed | None = None,
    counted: Counted | None = None,
) -> Error:
    """Measure a network of one input against f; in units of what is allowed, if that is given.

    Probes: f's own samples with every extremum, the domain's ends, an even and a jittered grid, and
    for each neuron that is a step up to 17 points across its window of transition on both sides;
    the worst places are then looked at more closely. Windows around jumps of f are left out, where
    the network is further from f there than elsewhere, and further than the tolerance.
    """
    if counted is not None and counted.at_samples:
        return measure_samples(network, target, tolerance, counted)
    x = probes = _probes(network, samples)
    y = target(x)
    noise = noise_of(y) if allowed is None else noise_of(y / allowed.radius(y))
    distance = _Distance(network, target, allowed)
    difference = distance(x)
    enough = (tolerance or 0.0) + noise
    left_out = _needed(excluded_windows(network, samples), x, difference, enough)
    outside = ~left_out.holds(x)
    x, difference = x[outside], difference[outside]
    at, largest = _zoom(distance, x, difference, left_out, noise)
    a, b = samples.x[0], samples.x[-1]
    grid = a + (b - a) * (np.arange(GRID) + 0.5) / GRID
    deviation = distance(grid)
    hidden, halfway = hidden_means(network, target) or (None, None)
    return Error(
        max=largest,
        mean=float(np.mean(deviation)),
        rms=_simpson(distance, probes) if counted else root_mean_square(deviation),
        at=(at,),
        tolerance=tolerance,
        left_out=left_out,
        hidden_mean=hidden,
        hidden_mean_halfway=halfway,
        noise=noise,
        unseen=samples.unseen / float(samples.x[-1] - samples.x[0]),
        counted=counted,
    )


@dataclass(frozen=True)
class _Distance:
    """|network - f|, or as a share of what is allowed."""

    network: Network
    target: Target
    allowed: Allowed | None

    def __call__(self, x: Array) -> Array:
        y = self.target(x)
        away: Array = np.abs(evaluate(self.network, x) - y)
        return away if self.allowed is None else away / self.allowed.radius(y)


def _simpson(distance: _Distance, x: Array) -> float:
    """Compute the root mean square by Simpson's rule between all probes, where all kinks are."""
    ends, middle = distance(x) ** 2, distance(0.5 * x[:-1] + 0.5 * x[1:]) ** 2
    mean = (ends[:-1] + 4 * middle + ends[1:]) / 6
    return float(np.sqrt(np.sum(mean * np.diff(x)) / (x[-1] - x[0])))


def hidden_means(network: Network, target: Target) -> tuple[float, float] | None:
    """Compute Nielsen's average deviation over 100 points: the left end, not the right one.

    The mean of |z - logit(f)|, where z is the output neuron's weighted input: his measure in the
    challenge of chapter 4, passed at 0.40. Two readings: first with points that lie on a step read
    just to the right of its window, as ideal steps are; then read as they are, halfway up the step.
    None unless the output neuron is a sigmoid and 0 < f < 1.
    """
    *hidden, last = network.layers
    if last.activation.name != SIGMOID.name or target.inputs != 1:
        return None
    (a, b) = target.box[0]
    x = a + (b - a) * np.arange(100) / 100
    y = target(x)
    if not ((y > 0) & (y < 1)).all():
        return None
    linear = Network((*hidden, Layer(last.weights, last.biases, "linear")))
    right, here = evaluate(linear, _right_of_steps(network.layers[0], x)), evaluate(linear, x)
    return float(np.mean(np.abs(right - logit(y)))), float(np.mean(np.abs(here - logit(y))))


def _right_of_steps(layer: Layer, x: Array) -> Array:
    """Move points on a step right of its window, but at most halfway to the next step."""
    weights = np.asarray(layer.weights)[:, 0]
    if not weights.all() or not weights.size:
        return x
    positions = distinct(-layer.biases / weights)
    distance = np.abs(x[:, None] - positions)
    nearest = np.argmin(distance, axis=1)
    on_step = distance[np.arange(x.size), nearest] * np.abs(weights).min() < 1e-6
    gaps = np.append(np.diff(positions), np.inf)
    window = reach(layer.activation) / np.abs(weights).min()
    return np.where(on_step, x + np.minimum(window, 0.5 * gaps[nearest]), x)


def excluded_windows(network: Network, samples: Samples) -> LeftOut:
    """Choose a window around each jump of f in which a neuron may still be on its way.

    Half its width is the neurons' reach divided by their least weight, but all windows together
    are at most 0.5 % of the domain. Around a point where only f's own value is apart, no neuron is
    on its way, and the window is a few floats wide. None for linear neurons: their line misses the
    jump anyway.
    """
    if not samples.jumps or network.layers[0].activation.is_straight:
        return LeftOut()
    a, b = float(samples.x[0]), float(samples.x[-1])
    weights = np.abs(np.asarray(network.layers[0].weights))
    slowest = float(np.min(weights[weights > 0], initial=np.inf))
    room = WIDEST_EXCLUDED * (b - a) / (2 * len(samples.jumps))
    least = 8 * np.finfo(float).eps * max(abs(a), abs(b))
    half = max(least, min(reach(network.layers[0].activation) / slowest, room))
    return LeftOut.around(
        [
            *((place, half) for place in samples.breaks),
            *((place, least) for place in samples.lone),
        ],
        (a, b),
    )


def _needed(windows: LeftOut, x: Array, difference: Array, allowed: float) -> LeftOut:
    """Keep windows in which the network is further from f than outside, and than allowed.

    A jump that is smaller than that is no reason to leave anything out.
    """
    held = windows.holds(x)
    allowed = max(allowed, float(np.max(difference[~held], initial=0.0)))
    too_far = x[held & (difference > allowed)]
    return windows.only(
        [bool(((too_far >= a) & (too_far <= b)).any()) for a, b in windows.intervals]
    )


def _probes(network: Network, samples: Samples) -> Array:
    """Choose where to look, ascending."""
    a, b = samples.x[0], samples.x[-1]
    even = np.linspace(a, b, GRID + 1)
    jitter = a + (b - a) * np.random.default_rng(113).random(GRID)
    x = distinct(samples.x, np.array(samples.lone), even, jitter, _window_probes(network))
    inside: Array = x[(x >= a) & (x <= b)]
    return inside


def _window_probes(network: Network) -> Array:
    """Probe the transition of every first-layer neuron, on both sides of its step."""
    layer = network.layers[0]
    weights = np.asarray(layer.weights)[:, 0]
    moving = weights != 0
    if len(network.layers) < 2 or not moving.any():
        return np.empty(0)
    positions = -layer.biases[moving] / weights[moving]
    positions, first = np.unique(positions, return_index=True)
    slopes = weights[moving][first]
    offsets = _offsets(layer.activation)[: max(3, MOST_PROBES // positions.size)]
    return np.concatenate([positions + offset / slopes for offset in offsets])


def _offsets(activation: Activation) -> list[float]:
    """Choose weighted inputs at which to look: where steps overshoot most, and all across.

    The first neuron of a pair sees the middle of its step at half the shift.
    """
    rise = activation.rise
    if rise is None:
        return list(OFFSETS)
    middle = rise.copies[0][0]
    places = [0.0, *rise.turns, *(rise.unit * offset for offset in OFFSETS[1:])]
    return [middle + place for place in places]


def _zoom(
    distance: _Distance,
    x: Array,
    difference: Array,
    left_out: LeftOut,
    noise: float,
) -> tuple[float, float]:
    """Look between the neighbours of every peak that comes near the largest, closer and closer.

    Returns where, and how much; of peaks that tie, the leftmost.
    """
    peaks = _peaks(difference, noise)
    at, largest = x[peaks], difference[peaks]
    left, right = x[np.maximum(peaks - 1, 0)], x[np.minimum(peaks + 1, x.size - 1)]
    shares = np.linspace(0.0, 1.0, ZOOM_POINTS)
    rows = np.arange(peaks.size)
    for _ in range(ZOOMS):
        closer = left[:, None] + shares * (right - left)[:, None]
        height = distance(closer)
        height[left_out.holds(closer)] = -1.0
        top = middle_of_largest(height, noise)
        better = height[rows, top] > largest + tie(largest, noise)
        at = np.where(better, closer[rows, top], at)
        largest = np.where(better, height[rows, top], largest)
        left = closer[rows, np.maximum(top - 1, 0)]
        right = closer[rows, np.minimum(top + 1, ZOOM_POINTS - 1)]
    return float(at[first_of_largest(largest, noise)]), float(largest.max())


def _peaks(difference: Array, noise: float) -> NDArray[np.int64]:
    """Find local maxima nearly as high as the highest, at most MOST_PEAKS of them."""
    level = levels(difference, noise)
    padded = np.concatenate([[-np.inf], level, [-np.inf]])
    is_peak = (level >= padded[:-2]) & (level >= padded[2:])
    peaks = np.flatnonzero(is_peak & (difference >= NEAR_THE_HIGHEST * difference.max()))
    if peaks.size > MOST_PEAKS:
        peaks = np.sort(peaks[largest_few(difference[peaks], MOST_PEAKS, noise)])
    return peaks


# Measure a network of one input at the samples of a table only, some of which may be outliers.


def samples_of(target: Target) -> Samples:
    """Return the samples of a table that lie in the box. Raises TargetError for less than two."""
    assert target.knots is not None
    (low, high) = target.box[0]
    x = target.knots[(target.knots >= low) & (target.knots <= high)]
    if x.size < 2:
        raise TargetError("there are fewer than two samples in the domain: choose a larger one")
    return Samples(x, target(x), np.zeros(x.size - 1, dtype=bool), resolution=0.0)


def measure_samples(
    network: Network, target: Target, tolerance: float | None, counted: Counted
) -> Error:
    """Measure a network at the samples of a table only, but for its outliers.

    Outliers are the samples that are further away than the tolerance, if there are no more of them
    than may be; mean and root mean square are those of all other samples.
    """
    samples = samples_of(target)
    return error_of(samples, np.abs(evaluate(network, samples.x) - samples.y), tolerance, counted)


def error_of(samples: Samples, away: Array, tolerance: float | None, counted: Counted) -> Error:
    """Say what distances at samples come to."""
    x, noise = samples.x, noise_of(samples.y)
    out = _outliers(away, (tolerance or 0.0) + noise, counted.outliers)
    x, away = np.delete(x, out), np.delete(away, out)
    worst = first_of_largest(away, noise)
    error = summed_up(float(away[worst]), (x[worst],), away, tolerance, noise)
    outliers = tuple(samples.x[np.sort(out)].tolist())
    return replace(error, counted=counted, outliers=outliers, samples=samples.x.size)


def _outliers(away: Array, most: float, count: int) -> NDArray[np.int64]:
    """Choose the samples that are further away than `most`, the furthest first."""
    return largest_few(away, min(count, int(np.count_nonzero(away > most))))
