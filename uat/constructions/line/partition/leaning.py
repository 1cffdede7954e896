"""Balance without tilting: keep the knots, and choose other values, as near to f as can be.

Which neurons look left decides one linear equation in the values at the knots: that the kinks give
the slope (`uat.constructions.line.partition.balance`). With knots and equation fixed, the least
tolerance is a linear program. Where a path has room is between two extremes: no path with as few
links has its knots further right than the one pulled taut from the left end, or further left than
the one from the right end. So knots between those two are tried, with the equations that are
nearest to hold.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from uat.base.arrays import Array
from uat.constructions.line.partition.balance import Mask
from uat.constructions.line.partition.fewest_links import fewest_links, interpolated
from uat.constructions.line.partition.polyline import Polyline
from uat.functions.sampling import Samples

MOST_KINKS = 10  # above, the sums of changes lie so close together that tilting does
BETWEEN = (0.5, 0.25, 0.75)  # of the two extremes
EQUATIONS = 12  # that are nearest to hold, for each choice of knots
NARROW = 1e-6  # of the domain: the shortest link
POINTS = 16  # of each link, at first
ROUNDS = 12  # of adding the points that were missed


def leaning_path(
    samples: Samples, tol: float, links: int, corners: Array | None = None
) -> Polyline | None:
    """Find a balanced path in the tube of as few links as it needs; None if none was found.

    corners: knots to try first, such as f's own.
    """
    if not 2 <= links <= MOST_KINKS + 1:
        return None
    first = [] if corners is None else [corners]
    for knots in chain(first, _knots(samples, tol, links)):
        values = np.interp(knots, samples.x, samples.y)
        at_knots = samples.with_points(knots, values)
        for left, equation in _equations(knots, values):
            path = _nearest(at_knots, knots, values, equation, tol)
            if path is not None:
                return replace(path, left=left)
    return None


def turned_around(samples: Samples) -> Samples:
    """Mirror x, so that the left end was the right one."""
    turned = replace(
        samples, x=-samples.x[::-1], y=samples.y[::-1].copy(), is_jump=samples.is_jump[::-1]
    )
    turned.links.update(samples.links)
    return turned


def _knots(samples: Samples, tol: float, links: int) -> Iterator[Array]:
    right = fewest_links(samples, tol).edges
    left = -fewest_links(turned_around(samples), tol).edges[::-1]
    if not right.size == left.size == links + 1:
        return
    for share in BETWEEN:
        knots = left + share * (right - left)
        if np.min(np.diff(knots)) > NARROW * (knots[-1] - knots[0]):
            yield knots


def _equations(knots: Array, values: Array) -> Iterator[tuple[Mask, Array]]:
    """Choose which kinks look left; write the excess of slope in the values at the knots."""
    slopes = np.zeros((knots.size - 1, knots.size))
    width = np.diff(knots)
    at = np.arange(width.size)
    slopes[at, at], slopes[at, at + 1] = -1.0 / width, 1.0 / width
    kinks = width.size - 1
    left: Mask = (np.arange(2**kinks)[:, None] >> np.arange(kinks) & 1).astype(bool)
    excess = slopes[0] + left @ np.diff(slopes, axis=0)
    effort = np.abs(excess @ values) / np.abs(excess).sum(axis=1)
    for i in np.argsort(effort, kind="stable")[:EQUATIONS].tolist():
        yield left[i], excess[i]


def _nearest(
    samples: Samples, knots: Array, values: Array, equation: Array, tol: float
) -> Polyline | None:
    """Find the values nearest to f at the samples with the equation; None beyond tol.

    values: about where they are. Points that were missed are added until the tube holds.
    """
    from scipy.optimize import linprog

    ends = np.searchsorted(samples.x, knots)
    spans = list(zip(ends[:-1].tolist(), np.minimum(ends[1:], samples.x.size - 1), strict=True))
    chosen = np.unique(np.concatenate([np.linspace(*span, POINTS).astype(int) for span in spans]))
    rest = (samples.y - np.interp(samples.x, knots, values)) / tol
    size = float(np.abs(equation).max())
    for _ in range(ROUNDS):
        rows = _interpolation(knots, samples.x[chosen])
        slack = -np.ones((chosen.size, 1))
        found = linprog(
            np.append(np.zeros(knots.size), 1.0),
            A_ub=np.block([[rows, slack], [-rows, slack]]),
            b_ub=np.concatenate([rest[chosen], -rest[chosen]]),
            A_eq=np.append(equation / size, 0.0)[None],
            b_eq=[-float(equation @ values) / (size * tol)],
            bounds=[(None, None)] * knots.size + [(0.0, None)],
        )
        if found.x is None or found.x[-1] > 1.0:
            return None
        nearest = values + tol * found.x[:-1]
        nearest -= float(equation @ nearest) * (knots - 0.5 * (knots[0] + knots[-1]))
        path = interpolated(samples, nearest, knots)
        if path.error <= tol:
            return path
        misses = np.abs(path(samples.x) - samples.y)
        worst = [first + int(np.argmax(misses[first : last + 1])) for first, last in spans]
        if np.isin(worst, chosen).all():
            return None
        chosen = np.union1d(chosen, worst)
    return None


def _interpolation(knots: Array, x: Array) -> Array:
    """Return the matrix that takes the values at the knots to those at x."""
    link = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, knots.size - 2)
    share = (x - knots[link]) / np.diff(knots)[link]
    rows = np.zeros((x.size, knots.size))
    at = np.arange(x.size)
    rows[at, link], rows[at, link + 1] = 1.0 - share, share
    return rows
