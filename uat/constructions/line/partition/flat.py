"""A path with a flat link: from it, the rest of the path is pulled taut to both sides.

Left of a flat link neurons look left, right of it they look right, and no neuron has to give a
slope. Among all paths with the fewest links some may have a flat one; near an extremum of f it is
likeliest. So flat links at several heights around each are tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.constructions.line.partition.base import Polyline, rounding
from uat.constructions.line.partition.fewest_links import Lines, swept, through
from uat.functions.sampling import Samples

# Above an extremum, in tolerances.
HEIGHTS = np.append(np.linspace(-0.98, 0.98, 15), (-0.9999, 0.9999, -1.0, 1.0))
SPLITS = (0.5, 0.0, 1.0)  # of the flat link: where the left part of the path ends
MOST_EXTREMA = 40
MOST_VISITS = 1e7  # of samples, by all sweeps together
FAR = 1e3  # in ranges of f: how far away a side of the tube is that does not count

NOTHING: Lines = (np.empty(0), np.empty(0), np.empty(0))


def flat_path(samples: Samples, tol: float, links: int) -> Polyline | None:
    """Find a path in the tube of at most so many links, one of them flat; None if none is found."""
    right = _Side(samples.x, samples.y, tol)
    left = _Side(-samples.x[::-1], samples.y[::-1], tol)
    visits = 0.0
    for height, begin, end in _flats(samples, tol):
        for split in SPLITS:
            visits += 2.0 * samples.x.size
            if visits > MOST_VISITS:
                return None
            start = begin + split * (end - begin)
            after = right.lines(height, start, end, links - 1)
            if after is None:
                continue
            before = left.lines(height, -start, -begin, links - 1 - after[0].size)
            if before is not None:
                return through(samples, *_joined(before, (height, start), after))
    return None


def _flats(samples: Samples, tol: float) -> Iterator[tuple[float, float, float]]:
    """List heights near the extrema of f, and from where to where each is inside the tube."""
    rises = np.diff(samples.y) > 0
    places = np.concatenate([[0], np.flatnonzero(rises[1:] != rises[:-1]) + 1, [rises.size]])
    if places.size > MOST_EXTREMA:
        return
    for place in places.tolist():
        for share in HEIGHTS.tolist():
            height = float(samples.y[place]) + share * tol
            distance = np.abs(samples.y - height) - tol
            outside = np.flatnonzero(distance > rounding(samples.y))
            before, after = outside[outside < place], outside[outside > place]
            begin = _crossing(samples, distance, before[-1], 1) if before.size else samples.x[0]
            end = _crossing(samples, distance, after[0], -1) if after.size else samples.x[-1]
            yield height, float(begin), float(end)


def _crossing(samples: Samples, distance: Array, i: int, step: int) -> float:
    """Find where the distance is 0 between sample i, outside, and its neighbour, inside."""
    share = distance[i] / (distance[i] - distance[i + step])
    return float(samples.x[i] + share * (samples.x[i + step] - samples.x[i]))


@dataclass(frozen=True)
class _Side:
    """The tube from left to right; for the left part of a path with x turned around."""

    x: Array
    y: Array
    tol: float

    def lines(self, height: float, start: float, stop: float, most: int) -> Lines | None:
        """Find the fewest lines from a flat link to the right end; None if more than `most`.

        The first one leaves the link between start and stop.
        """
        if stop >= self.x[-1]:
            return NOTHING
        sign = -1.0 if height > np.interp(stop, self.x, self.y) else 1.0
        found = self._pulled(height, start, stop, sign, most)
        return found if found[0].size <= most else None

    def _pulled(self, height: float, start: float, stop: float, sign: float, most: int) -> Lines:
        """Pull lines that leave the flat link upwards (sign 1) or downwards, as the tube does.

        The first of them crosses the link. If it leaves upwards, it is not above the link's
        beginning and not below its end; until there, only the upper side of the tube counts.
        """
        link = np.unique([start, *self.x[(self.x > start) & (self.x < stop)], stop])
        x = np.concatenate([link, self.x[self.x > stop]])
        y = sign * np.interp(x, self.x, self.y)
        low, high = y - self.tol, y + self.tol
        level, last = sign * height, link.size - 1
        low[:last] = level - FAR * (float(np.ptp(self.y)) + self.tol)
        low[last], high[0] = level, level
        slope, at_x, at_y = swept(x, low, high, most, between=True)
        return sign * slope, at_x, sign * at_y


def _joined(before: Lines, flat: tuple[float, float], after: Lines) -> Lines:
    """Join all lines from left to right; those on the left were found with x turned around."""
    height, place = flat
    slope, at_x, at_y = (column[::-1] for column in before)
    return (
        np.concatenate([-slope, [0.0], after[0]]),
        np.concatenate([-at_x, [place], after[1]]),
        np.concatenate([at_y, [height], after[2]]),
    )
