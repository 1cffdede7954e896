"""Find the fewest relu neurons: as few links as possible, no neuron for slope if that works.

No network with fewer neurons than a path of fewest links has kinks is within the tolerance; so one
whose kinks give the slope as well is the smallest of all.
"""

import numpy as np

from uat.constructions.heights import Map
from uat.constructions.line.partition.balance import MOST_KINKS, leaning_path, tilt, turned_around
from uat.constructions.line.partition.base import Polyline, rounding
from uat.constructions.line.partition.contacts import fewest_everywhere, overshoots
from uat.constructions.line.partition.fewest_links import (
    ROUNDING,
    best_links,
    fewest_links,
    interpolated,
    largest_jump,
    takes_more,
)
from uat.constructions.line.partition.flat import flat_path
from uat.functions.sampling import Samples

SHARES = (1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.4)  # of the tolerance, kept as room for tilting
MUCH_LESS = 1e-3  # of the tolerance: where it needs no more links, f is itself such a polyline
MARGIN = 1e-6  # of a tolerance: more than a best one is off
HALVINGS, SETTLED = 8, 1e-3
MENDS = 6  # times that a path with fewer neurons than links is mended between samples
MORE = (1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0)  # of the best tolerance, added to it


def smallest_path(f: Map, samples: Samples, tol: float) -> tuple[Polyline, Samples]:
    """Find a path of few neurons within `tol` of f between samples too, and better samples.

    Its links are the fewest; its neurons are one less where that was found to be possible. If no
    path that holds everywhere was found, it is one that holds at samples. Raises TargetError as
    `fewest_links` does.
    """
    if samples.range <= 2 * (tol + rounding(samples.y)):
        return _constant(samples), samples
    path, samples = fewest_everywhere(f, samples, tol)
    if path is None:
        return fewest_neurons(samples, tol), samples
    for aim in (tol - samples.resolution, tol):
        if aim <= 0.5 * largest_jump(samples) or path.neurons < path.pieces:
            continue
        for _ in range(MENDS):
            saving = fewest_neurons(samples, aim)
            if _costs(saving) >= _costs(path):
                break
            outside = overshoots(f, samples, saving, tol)
            if not outside.size:
                path = saving
                break
            samples = samples.with_points(outside, f(outside))
    return path, samples


def _costs(path: Polyline) -> tuple[int, int, float]:
    return path.neurons, path.pieces, path.error


def fewest_neurons(samples: Samples, tol: float) -> Polyline:
    """Find the polyline with the fewest links within `tol`, if possible one that saves a neuron.

    Where f is such a polyline itself, it is met exactly. Raises TargetError as `fewest_links` does.
    """
    if samples.range <= 2 * (tol + rounding(samples.y)):
        return _constant(samples)
    path = fewest_links(samples, tol)
    exact = _exact(path, samples, tol)
    back = fewest_links(turned_around(samples), tol)
    if not _may_balance(samples, path, back, tol):
        return exact
    if exact is not path:
        tilted = tilt(exact, MUCH_LESS * tol)
        if tilted is not None:
            return tilted
    grain = rounding(samples.y)
    tied = tilt(_midway(samples, path, back), 2 * grain)
    if tied is not None and tied.error <= tol + 2 * grain:
        return tied
    for share in SHARES:
        narrower = fewest_links(samples, tol * (1 - share))
        if narrower.pieces > path.pieces:
            break
        tilted = tilt(narrower, 0.999999 * share * tol)
        if tilted is not None:
            return tilted
    flat = flat_path(samples, tol, path.pieces)
    tilted = tilt(flat, grain) if flat is not None else None
    if tilted is None:
        corners = exact.edges if exact is not path else None
        tilted = leaning_path(samples, tol, path.pieces, corners)
    return tilted if tilted is not None else exact


def _midway(samples: Samples, path: Polyline, back: Polyline) -> Polyline:
    """Average this path, pulled taut from the left, with `back`, pulled from the right.

    Where the tolerance is met exactly, both are the only path there is, up to what rounding lets
    each of them gain on its way, and halfway between them that is nothing.
    """
    edges = 0.5 * (path.edges - back.edges[::-1]) if back.pieces == path.pieces else path.edges
    if edges is path.edges or not np.all(np.diff(edges) > 0):
        return path
    return interpolated(samples, 0.5 * (path.values + back.values[::-1]), edges)


def _constant(samples: Samples) -> Polyline:
    """Return a flat line halfway between the least and the largest f: no neuron at all."""
    ends, height = samples.x[[0, -1]], 0.5 * float(samples.y.min()) + 0.5 * float(samples.y.max())
    return Polyline(ends, np.full(2, height), 0.5 * samples.range, np.zeros(0, dtype=bool))


def _exact(path: Polyline, samples: Samples, tol: float) -> Polyline:
    """Fit the best path of as many links, if f is a polyline of so many or nearly so."""
    much_less = MUCH_LESS * tol
    if samples.is_jump.any() or much_less <= ROUNDING * float(np.max(np.abs(samples.y))):
        return path
    if takes_more(samples, much_less, path.pieces):
        return path
    return best_links(samples, path.pieces)


def best_neurons(samples: Samples, neurons: int) -> Polyline:
    """Find the best polyline of so many neurons: as many links, or one more if they balance."""
    best = best_links(samples, neurons)
    least = best_links(samples, neurons + 1).error
    if not least < best.error:
        return best
    less = best.error * (1 - MARGIN)
    between = fewest_links(samples, less)
    if between.pieces != neurons + 1:
        return best
    if not _may_balance(samples, between, fewest_links(turned_around(samples), less), less):
        return best
    for more in MORE:
        path = fewest_links(samples, least * (1 + more))
        tilted = tilt(path, best.error - path.error) if path.error < best.error else None
        if tilted is not None and tilted.error < best.error:
            best = tilted
    return _halved(samples, neurons, least, best) if neurons <= MOST_KINKS else best


def _halved(samples: Samples, neurons: int, least: float, best: Polyline) -> Polyline:
    """Halve tolerances between the least and the best, where sums of changes are sparse."""
    for _ in range(HALVINGS):
        if least >= best.error * (1 - SETTLED):
            break
        middle = float(np.sqrt(least) * np.sqrt(best.error))
        path = fewest_neurons(samples, middle)
        if path.neurons <= neurons and path.error < best.error:
            best = path
        else:
            least = middle
    return best


def _may_balance(samples: Samples, path: Polyline, back: Polyline, tol: float) -> bool:
    """Tell whether some path of as few links may have kinks that give its first and last slope.

    back: the path pulled taut from the right.

    No such path begins its last link further right than the one pulled taut from the left can, so
    it rises at the right end if f rises by more than 2*tol from there on. Then a neuron that looks
    right must have a change of slope above 0; and so on, for both ends and both signs.
    `uat.constructions.line.minimum` proves this.
    """
    kinks = np.diff(path.slopes)
    turned = turned_around(samples)
    stop = samples.y[-1] - _where_it_ends(samples, path, tol)
    start = _where_it_ends(turned, back, tol) - turned.y[-1]
    up = int(start < -2 * tol) + int(stop > 2 * tol)
    down = int(start > 2 * tol) + int(stop < -2 * tol)
    return bool(up <= np.count_nonzero(kinks > 0) and down <= np.count_nonzero(kinks < 0))


def _where_it_ends(samples: Samples, path: Polyline, tol: float) -> float:
    """Evaluate f where the link before the last would leave the tube, if it went on."""
    if path.pieces == 1:
        return float(samples.y[0])
    x, y = path.edges[-2], path.values[-2]
    after = samples.x > x
    line = y + path.slopes[-2] * (samples.x[after] - x)
    outside = np.abs(line - samples.y[after]) > tol
    return float(samples.y[after][np.argmax(outside)] if outside.any() else samples.y[-1])
