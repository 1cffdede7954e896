"""The fewest relu neurons: as few links as possible, and no neuron for the slope where that works.

No network with fewer neurons than a path of fewest links has kinks is within the tolerance; so one
whose kinks give the slope as well is the smallest of all.
"""

import numpy as np

from uat.partition.balance import tilt
from uat.partition.fewest_links import ROUNDING, best_links, fewest_links
from uat.partition.flat import flat_path
from uat.partition.leaning import MOST_KINKS, leaning_path, turned_around
from uat.partition.polyline import Polyline
from uat.sampling import Samples

SHARES = (1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.4)  # of the tolerance, kept as room for tilting
MUCH_LESS = 1e-3  # of the tolerance: where it needs no more links, f is itself such a polyline
MARGIN = 1e-6  # of a tolerance: more than a best one is off
HALVINGS, SETTLED = 8, 1e-3
MORE = (1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0)  # above the best tolerance, likewise


def fewest_neurons(samples: Samples, tol: float) -> Polyline:
    """The polyline with the fewest links within `tol`, if possible one that saves a neuron.

    Where f is such a polyline itself, it is met exactly. Raises TargetError as `fewest_links` does.
    """
    path = fewest_links(samples, tol)
    exact = _exact(path, samples, tol)
    if not _may_balance(samples, path, tol):
        return exact
    if exact is not path:
        tilted = tilt(exact, MUCH_LESS * tol)
        if tilted is not None:
            return tilted
    for share in SHARES:
        narrower = fewest_links(samples, tol * (1 - share))
        if narrower.pieces > path.pieces:
            break
        tilted = tilt(narrower, 0.999999 * share * tol)
        if tilted is not None:
            return tilted
    flat = flat_path(samples, tol, path.pieces)
    tilted = tilt(flat, 1e-9 * tol) if flat is not None else None
    if tilted is None:
        tilted = leaning_path(samples, tol, path.pieces)
    return tilted if tilted is not None else exact


def _exact(path: Polyline, samples: Samples, tol: float) -> Polyline:
    """The best of as many links, if f is a polyline of so many or nearly so; else the path."""
    much_less = MUCH_LESS * tol
    rounding = ROUNDING * float(np.max(np.abs(samples.y)))
    if samples.is_jump.any() or much_less <= rounding:
        return path
    if fewest_links(samples, much_less).pieces > path.pieces:
        return path
    return best_links(samples, path.pieces)


def best_neurons(samples: Samples, neurons: int) -> Polyline:
    """The best polyline of so many neurons: of as many links, or of one more if they balance."""
    best = best_links(samples, neurons)
    least = best_links(samples, neurons + 1).error
    if not least < best.error:
        return best
    less = best.error * (1 - MARGIN)
    between = fewest_links(samples, less)
    if between.pieces != neurons + 1 or not _may_balance(samples, between, less):
        return best
    for more in MORE:
        path = fewest_links(samples, least * (1 + more))
        tilted = tilt(path, best.error - path.error) if path.error < best.error else None
        if tilted is not None and tilted.error < best.error:
            best = tilted
    return _halved(samples, neurons, least, best) if neurons <= MOST_KINKS else best


def _halved(samples: Samples, neurons: int, least: float, best: Polyline) -> Polyline:
    """Where sums of changes are sparse, tolerances are halved between the least and the best."""
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


def _may_balance(samples: Samples, path: Polyline, tol: float) -> bool:
    """False if no path of as few links has kinks that give the slopes of its first and last link.

    No such path begins its last link further right than the one pulled taut from the left can, so
    it rises at the right end if f rises by more than 2*tol from there on. Then a neuron that looks
    right must have a change of slope above 0; and so on, for both ends and both signs.
    `uat.minimum` proves this.
    """
    kinks = np.diff(path.slopes)
    turned = turned_around(samples)
    stop = samples.y[-1] - _where_it_ends(samples, path, tol)
    start = _where_it_ends(turned, fewest_links(turned, tol), tol) - turned.y[-1]
    up = int(start < -2 * tol) + int(stop > 2 * tol)
    down = int(start > 2 * tol) + int(stop < -2 * tol)
    return bool(up <= np.count_nonzero(kinks > 0) and down <= np.count_nonzero(kinks < 0))


def _where_it_ends(samples: Samples, path: Polyline, tol: float) -> float:
    """f where the link before the last would leave the tube, if it went on."""
    if path.pieces == 1:
        return float(samples.y[0])
    x, y = path.edges[-2], path.values[-2]
    after = samples.x > x
    line = y + path.slopes[-2] * (samples.x[after] - x)
    outside = np.abs(line - samples.y[after]) > tol
    return float(samples.y[after][np.argmax(outside)] if outside.any() else samples.y[-1])
