"""The fewest steps, and the fewest links, within a tolerance at all samples but a few outliers.

What lies between samples is free. Of steps, dynamic programming over runs of samples finds which
outliers save most pieces. Of links, samples that no path of so few links can serve together are
found by the sweep itself; one of them must be an outlier, and each is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.error import noise_of
from uat.base.arrays import Array
from uat.base.ties import first_of_least
from uat.constructions.line.partition.base import Partition, Polyline, rounding
from uat.constructions.line.partition.fewest_links import Lines, swept, through
from uat.functions.sampling import Samples

Out = frozenset[int]

NEAR = 1e-9  # of the tolerance: a line that comes so near to an end of the tube touches it
MOST_SWEPT = 200_000_000  # samples, by all sweeps of one search: some seconds


def steps_at(samples: Samples, tol: float, outliers: int) -> Partition:
    """Find the staircase with the fewest pieces within `tol` of all samples but the outliers.

    What rounding takes is added to the tolerance where that saves a piece. Cuts are halfway between
    samples. Of what is left out of a run, as little as possible is above it.
    """
    wider = tol + rounding(samples.y)
    plain, tied = (_runs(samples.y, 2 * aim, outliers) for aim in (tol, wider))
    runs = tied if len(tied) < len(plain) else plain
    ends = np.array([end for end, _ in runs[:-1]], dtype=np.int64)
    cuts = 0.5 * samples.x[ends - 1] + 0.5 * samples.x[ends]
    parts = np.split(samples.y, ends)
    kept = [_closest(part, out) for part, (_, out) in zip(parts, runs, strict=True)]
    lows, highs = np.array(kept).T.copy()
    edges = np.concatenate([samples.x[:1], cuts, samples.x[-1:]])
    return Partition(edges, 0.5 * lows + 0.5 * highs, lows, highs, least=len(runs))


def _runs(y: Array, width: float, outliers: int) -> list[tuple[int, int]]:
    """List where each run ends, and how many of its values are left out."""
    from uat.constructions.line.partition.runs import reach_by_runs

    ends, before = np.zeros((2, y.size + 1, outliers + 1), dtype=np.int64)
    count = reach_by_runs(y, width, outliers, ends, before)
    left = int(np.argmax(ends[count] == y.size))
    runs = []
    for run in range(count, 0, -1):
        earlier = int(before[run, left])
        runs.append((int(ends[run, left]), left - earlier))
        left = earlier
    return runs[::-1]


def _closest(values: Array, out: int) -> tuple[float, float]:
    """Leave the lowest and highest values out, so many in all that the rest varies least."""
    values = np.sort(values)
    if out >= values.size:
        return float(values[0]), float(values[0])
    low, high = values[: out + 1], values[values.size - out - 1 :]
    first = first_of_least(high - low, rounding(values))
    return float(low[first]), float(high[first])


def links_at(samples: Samples, tol: float, outliers: int) -> Polyline:
    """Find the polyline with the fewest links within `tol` of all samples but the outliers.

    What rounding takes is added to the tolerance where that saves a link. `least` is None if the
    search was ended before it was known whether fewer links do.
    """
    search = _Search(samples, tol + rounding(samples.y))
    out, least = search.fewest(outliers)
    kept = search.kept(out)
    y = samples.y[kept]
    if np.ptp(y) <= 2 * search.tol:
        height = 0.5 * float(y.min()) + 0.5 * float(y.max())
        ends, no_kink = samples.x[[0, -1]], np.zeros(0, dtype=bool)
        return Polyline(ends, np.full(2, height), 0.5 * float(np.ptp(y)), no_kink, least=1)
    aims = (tol - noise_of(y), tol, search.tol)  # with room for the network's rounding, if it fits
    found = [_Search(samples, aim).lines(kept) for aim in aims if aim > 0]
    path = through(samples, *min(found, key=lambda lines: lines[0].size))
    return replace(path, error=float(np.max(np.abs(path(samples.x[kept]) - y))), least=least)


@dataclass
class _Search:
    """A search for the samples without which a path has the fewest links.

    swept: how many samples all sweeps have passed. ended: whether that became too many.
    """

    samples: Samples
    tol: float
    swept: int = 0
    ended: bool = False
    tried: set[Out] = field(default_factory=set)

    def fewest(self, outliers: int) -> tuple[Out, int | None]:
        """Return what to leave out for the fewest links, and how many are needed, if known."""
        best: Out = frozenset()
        while self.count(best) > 1:
            self.tried.clear()
            found = self._without(frozenset(), outliers, self.count(best) - 1) if outliers else None
            if found is None:
                break
            best = found
        return best, None if self.ended else self.count(best)

    def kept(self, out: Out) -> NDArray[np.int64]:
        return np.delete(np.arange(self.samples.x.size), sorted(out))

    def lines(self, kept: NDArray[np.int64]) -> Lines:
        """Sweep over some samples."""
        x, y = self.samples.x[kept], self.samples.y[kept]
        self.swept += kept.size
        return swept(x, y - self.tol, y + self.tol, kept.size, between=False)

    def count(self, out: Out) -> int:
        return int(self.lines(self.kept(out))[0].size)

    def _without(self, out: Out, more: int, links: int) -> Out | None:
        """Leave out so many samples more that so few links do; None if there are none.

        As many sets without a common sample as show that they do not, each need an outlier.
        """
        self.ended = self.ended or self.swept > MOST_SWEPT
        if self.ended or out in self.tried:
            return None
        self.tried.add(out)
        apart = list(self._witnesses(out, links, more))
        if not apart:
            return out
        if len(apart) > more:
            return None
        for i in sorted(apart[0]):
            found = self._without(out | {i}, more - 1, links)
            if found is not None:
                return found
        return None

    def _witnesses(self, out: Out, links: int, more: int) -> Iterator[Out]:
        """Find sets of samples, at most one more than may be left out, that need more links."""
        for _ in range(more + 1):
            kept = self.kept(out)
            lines = self.lines(kept) if kept.size > links else None
            if lines is None or lines[0].size <= links:
                return
            witness = self._touched(kept, lines, links)
            yield witness
            out = out | witness

    def _touched(self, kept: NDArray[np.int64], lines: Lines, links: int) -> Out:
        """Find the samples that hold the first so many lines; all, if rounding hides some."""
        x, y = self.samples.x[kept], self.samples.y[kept]
        slope, at_x, at_y = (column[:links, None] for column in lines)
        away = np.abs(at_y + slope * (x - at_x) - y) - self.tol
        near = NEAR * self.tol + rounding(y)
        beyond = (away > 0) & (x > at_x)
        first = np.argmax(beyond, axis=1)
        found = np.union1d(np.flatnonzero((np.abs(away) <= near).any(axis=0)), first)
        enough = self.lines(kept[found])[0].size > links
        return frozenset((kept[found] if enough else kept).tolist())
