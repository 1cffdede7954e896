"""The fewest relu neurons: as few links as possible, and no neuron for the slope where that works.

No network with fewer neurons than a path of fewest links has kinks is within the tolerance; so one
whose kinks give the slope as well is the smallest of all.
"""

import numpy as np

from uat.partition.balance import tilt
from uat.partition.fewest_links import ROUNDING, best_links, fewest_links
from uat.partition.flat import flat_path
from uat.partition.polyline import Polyline
from uat.sampling import Samples

SHARES = (1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.4)  # of the tolerance, kept as room for tilting
MUCH_LESS = 1e-3  # of the tolerance: where it needs no more links, f is itself such a polyline
MORE = (1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0)  # above the best tolerance, likewise


def fewest_neurons(samples: Samples, tol: float) -> Polyline:
    """The polyline with the fewest links within `tol`, if possible one that saves a neuron.

    Where f is such a polyline itself, it is met exactly. Raises TargetError as `fewest_links` does.
    """
    path = fewest_links(samples, tol)
    exact = _exact(path, samples, tol)
    if not _may_balance(path, tol):
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
    if not _may_balance(best, best.error):
        return best
    least = best_links(samples, neurons + 1).error
    for more in MORE:
        path = fewest_links(samples, least * (1 + more))
        tilted = tilt(path, best.error - path.error) if path.error < best.error else None
        if tilted is not None and tilted.error < best.error:
            best = tilted
    return best


def _may_balance(path: Polyline, tol: float) -> bool:
    """False if the tube does not let the kinks give the slopes of the first and the last link.

    To make a path rise at its left end, a neuron that looks left must have a change of slope below
    0; and so on, for both ends and both signs. `uat.minimum` proves what is guessed here.
    """
    kinks = np.diff(path.slopes)
    rises = np.diff(path.values)
    first, last = rises[0], rises[-1]
    up = int(first < -4 * tol) + int(last > 4 * tol)
    down = int(first > 4 * tol) + int(last < -4 * tol)
    return bool(up <= np.count_nonzero(kinks > 0) and down <= np.count_nonzero(kinks < 0))
