"""Probe every edge and corner of the boxes of several inputs, across its window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.distance import Distance, Function
from uat.accuracy.measure.error import Error, noise_of, noise_on, summed_up
from uat.accuracy.measure.jumps import jumps_near
from uat.accuracy.measure.left_out import LeftOut, Place, Window
from uat.base.arrays import Array, grid_columns
from uat.base.ties import first_in_rows, first_of_largest, largest_few, tie
from uat.functions.cells import Cells
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

PROBES = 2_000_000
OUTERMOST = 9  # of these: a window's half, in which crossings are looked at
EVEN_SHARE = 0.5  # of the coordinates of an input; the others lie in windows
OFFSETS = (0.0, 0.3, -0.3, 1.0, -1.0, 3.0, -3.0, 0.6, -0.6, 8.0, -8.0, 0.1, -0.1, 40.0, -40.0)
MEAN_PROBES = 250_000
PEAKS, NEAR_THE_HIGHEST = 400, 0.97
ZOOMS, ZOOM_POINTS = 5, 5
OCTAVES, ALONG = 52, 5  # points across and along a window of a jump
SMALL_JUMP = 0.125  # of the goal: smaller boxes make room for a jump that is smaller


@dataclass(frozen=True)
class Windows:
    """The places and widths of a network's steps.

    cuts: for each input the places of the steps. widths: for each input the distance in which a
    step changes visibly, 1/w. reaches: the distance after which it is at its limits.
    """

    cuts: tuple[Array, ...]
    widths: tuple[float, ...]
    reaches: tuple[float, ...]


def measure_boxes(
    network: Network,
    function: Function,
    box: Sequence[tuple[float, float]],
    windows: Windows,
    tolerance: float | None = None,
    goal: float | None = None,
    jumps: bool = False,
    probes: int = PROBES,
    left_out: LeftOut | None = None,
) -> Error:
    """Measure a network of several inputs against f: the largest |network - f| over all outputs.

    Probes: a tensor grid of even coordinates, the domain's ends, and up to 15 coordinates across
    the window of every step, so that every corner of a box is met from all sides; the worst places
    are then looked at more closely. goal: the error that is expected. jumps: f jumps somewhere;
    windows in which it does are left out where the network is further from f there than the goal,
    and than anywhere else. left_out: these are left out instead, such as those of a proof.
    """
    axes = [
        _coordinates(cuts, width, interval, probes ** (1 / len(box)))
        for cuts, width, interval in zip(windows.cuts, windows.widths, box, strict=True)
    ]
    distance = Distance(network, function)
    differences = distance.on_grid(axes)
    if left_out is None:
        left_out = LeftOut()
        if jumps and goal is not None:
            halves = [np.array([reach]) for reach in windows.reaches]
            every = jumps_near(function, windows.cuts, halves, box, SMALL_JUMP * goal)
            left_out = _needed(every, distance, differences, axes, goal)
    differences[_held(left_out, axes)] = -1.0
    even = _even(box)
    noise = noise_on(function, even)
    corners = _steep_corners(function, windows, box, probes)
    at, largest = _zoom(distance, axes, differences, left_out, noise, corners)
    error = summed_up(largest, at, distance(*even), tolerance, noise)
    return replace(error, left_out=left_out, excluded_share=left_out.share(box))


def _held(left_out: LeftOut, axes: Sequence[Array]) -> NDArray[np.bool_]:
    """Tell which points of a tensor grid lie in windows."""
    held = np.zeros([axis.size for axis in axes], dtype=bool)
    for low, high in left_out.windows:
        held[_inside(axes, low, high)] = True
    return held


def _inside(
    axes: Sequence[Array], low: Sequence[float], high: Sequence[float]
) -> tuple[slice, ...]:
    """Return the part of a tensor grid that lies in a closed box."""
    rows = zip(axes, low, high, strict=True)
    return tuple(
        slice(int(np.searchsorted(axis, a, "left")), int(np.searchsorted(axis, b, "right")))
        for axis, a, b in rows
    )


def _needed(
    every: LeftOut, distance: Distance, differences: Array, axes: Sequence[Array], goal: float
) -> LeftOut:
    """Choose the windows of jumps across which the network is further from f than elsewhere.

    A jump that costs less than the goal is no reason to leave anything out. The windows of one jump
    stay together.
    """
    outside = differences[~_held(every, axes)]
    allowed = max(goal, float(np.max(outside, initial=0.0)))
    needed = {
        place
        for window, place in zip(every.windows, every.places, strict=True)
        if float(distance(*_near_jump(window, place)).max()) > allowed
    }
    return every.only([place in needed for place in every.places])


def _near_jump(window: Window, place: Place) -> list[Array]:
    """Choose points of a window on both sides of its jump, from afar to next to it."""
    halves = 2.0 ** -np.arange(0.0, OCTAVES)
    lines = []
    for low, high, jump in zip(*window, place, strict=True):
        shares = np.linspace(0.0, 1.0, ALONG) if jump is None else np.append(halves, 0.0)
        ends = (
            [low + (high - low) * shares]
            if jump is None
            else [jump + (end - jump) * shares for end in (low, high)]
        )
        lines.append(np.unique(np.clip(np.concatenate(ends), low, high)))
    return grid_columns(lines)


def measure_pixels(
    network: Network, cells: Cells, tolerance: float | None, classes: bool = False
) -> Error:
    """Measure at the middles of cells on which f is constant: the pixels of a picture.

    classes: the outputs are probabilities, and `wrong` says how often the most probable is not f's.
    """
    middles = [0.5 * (edges[1:] + edges[:-1]) for edges in cells.edges]
    points = grid_columns(middles)
    found = evaluate(network, *points).reshape(len(points[0]), -1)
    wanted = cells.low.reshape(found.shape)
    deviation = np.abs(found - wanted).max(axis=1)
    noise = noise_of(wanted)
    worst = first_of_largest(deviation, noise)
    wrong = found.argmax(axis=1) != wanted.argmax(axis=1) if classes else None
    at = [axis[worst] for axis in points]
    error = summed_up(float(deviation[worst]), at, deviation, tolerance, noise)
    return replace(error, wrong=None if wrong is None else float(np.mean(wrong)))


def _coordinates(cuts: Array, width: float, interval: tuple[float, float], budget: float) -> Array:
    """Choose even coordinates, the ends, and as many across each window as the budget allows."""
    low, high = interval
    even = np.linspace(low, high, max(3, int(EVEN_SHARE * budget)))
    chosen = _thinned([cuts], max(1, int((1 - EVEN_SHARE) * budget)))[0]
    each = int((1 - EVEN_SHARE) * budget / max(1, chosen.size))
    offsets = np.array(OFFSETS[: max(1, each)])
    near = (chosen[:, None] + width * offsets).reshape(-1)
    both = np.concatenate([even, near])
    return np.unique(both[(both >= low) & (both <= high)])


def _thinned(cuts: Sequence[Array], most: int) -> list[Array]:
    """Keep at most so many places, some chosen by a fixed lot."""
    room = max(1, int(most ** (1 / len(cuts))))
    lot = np.random.default_rng(113)
    return [
        places if places.size <= room else np.sort(lot.choice(places, room, replace=False))
        for places in cuts
    ]


def _even(box: Sequence[tuple[float, float]]) -> list[Array]:
    """Return the middles of equal cells."""
    count = max(2, int(MEAN_PROBES ** (1 / len(box))))
    shares = (np.arange(count) + 0.5) / count
    return grid_columns([low + (high - low) * shares for low, high in box])


def _steep_corners(
    function: Function, windows: Windows, box: Sequence[tuple[float, float]], probes: int
) -> list[tuple[Array, Array]]:
    """Return of each input the ends of windows where steps cross and f changes most, (k,) each.

    Where there are more steps than coordinates, probes meet few of the crossings that fit together.
    """
    inside = [
        cuts[(cuts > low) & (cuts < high)]
        for cuts, (low, high) in zip(windows.cuts, box, strict=True)
    ]
    crossings = int(np.prod([cuts.size for cuts in inside]))
    if max(cuts.size for cuts in inside) <= (1 - EVEN_SHARE) * probes ** (1 / len(box)):
        crossings = 0
    if not 0 < crossings <= probes:
        return [(np.empty(0), np.empty(0))] * len(box)
    half = [OFFSETS[OUTERMOST] * width for width in windows.widths]
    pairs = list(zip(grid_columns(inside), half, box, strict=True))
    ends = [
        (np.maximum(at - far, low), np.minimum(at + far, high)) for at, far, (low, high) in pairs
    ]
    before, after = (function(*(pair[side] for pair in ends)) for side in (0, 1))
    change = np.abs(after - before).reshape(crossings, -1).max(axis=1)
    top = np.sort(largest_few(change, min(PEAKS, crossings)))
    return [(low[top], high[top]) for low, high in ends]


def _zoom(
    distance: Distance,
    axes: Sequence[Array],
    differences: Array,
    left_out: LeftOut,
    noise: float,
    corners: Sequence[tuple[Array, Array]],
) -> tuple[tuple[float, ...], float]:
    """Look between the neighbours of the highest probes and in corners, closer and closer.

    Returns where, and how much; of places that tie, the leftmost, then the lowest.
    """
    top = _highest(differences, noise)
    index = np.unravel_index(top, differences.shape)
    largest = differences.reshape(-1)[top]
    at = [axis[i] for axis, i in zip(axes, index, strict=True)]
    low = [axis[np.maximum(i - 1, 0)] for axis, i in zip(axes, index, strict=True)]
    high = [axis[np.minimum(i + 1, axis.size - 1)] for axis, i in zip(axes, index, strict=True)]
    at = [np.append(x, 0.5 * (a + b)) for x, (a, b) in zip(at, corners, strict=True)]
    low = [np.append(x, a) for x, (a, _) in zip(low, corners, strict=True)]
    high = [np.append(x, b) for x, (_, b) in zip(high, corners, strict=True)]
    largest = np.append(largest, np.full(len(corners[0][0]), -1.0))
    rows = np.arange(largest.size)
    for _ in range(ZOOMS):
        points = _closer(low, high)
        heights = distance(*points)
        heights[left_out.holds(*points)] = -1.0
        peak = first_in_rows(heights, noise)
        better = heights[rows, peak] > largest + tie(largest, noise)
        at = [np.where(better, x[rows, peak], before) for x, before in zip(points, at, strict=True)]
        largest = np.where(better, heights[rows, peak], largest)
        size = [(b - a) / (ZOOM_POINTS - 1) for a, b in zip(low, high, strict=True)]
        centre = [x[rows, peak] for x in points]
        low = [np.maximum(a, c - s) for a, c, s in zip(low, centre, size, strict=True)]
        high = [np.minimum(b, c + s) for b, c, s in zip(high, centre, size, strict=True)]
    best = first_of_largest(largest, noise)
    return tuple(float(x[best]) for x in at), float(largest.max())


def _highest(differences: Array, noise: float) -> NDArray[np.int64]:
    """Return flat places of probes nearly as high as the highest, at most PEAKS of them."""
    flat = differences.reshape(-1)
    near = np.flatnonzero(flat >= NEAR_THE_HIGHEST * flat.max())
    if near.size > PEAKS:
        near = np.sort(near[largest_few(flat[near], PEAKS, noise)])
    return near


def _closer(low: Sequence[Array], high: Sequence[Array]) -> list[Array]:
    """Lay a small tensor grid into each of n boxes: (n, ZOOM_POINTS^m)."""
    shares = np.linspace(0.0, 1.0, ZOOM_POINTS)
    grids = grid_columns([shares] * len(low))
    rows = zip(low, high, grids, strict=True)
    return [a[:, None] + grid * (b - a)[:, None] for a, b, grid in rows]
