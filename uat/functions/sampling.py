"""Sample f closely where it bends, with every extremum and jump among the samples."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array, distinct
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.base.searches import find_minima
from uat.base.ties import leftmost_of_largest
from uat.functions.expression import Expression
from uat.functions.finite import Function, require_finite, require_room
from uat.functions.looking.jumps import POLE, are_jumps
from uat.functions.looking.line import look_between

FIRST_GRID = 1024
MOST_SAMPLES = 2**22
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Samples:
    """Points of the graph of f on [a, b], between which f is monotone or jumps.

    x: (n,), ascending, from a to b.
    y: (n,), f(x).
    is_jump: (n - 1,), True where f jumps between two samples, which are then neighbouring floats.
    lone: points where f has a value unlike those on both sides, such as sign(0); they are no
        samples, but for an end of the domain, which has the value next to it.
    resolution: between samples f is within about this distance of the straight line.
    unseen: of a formula, the width of the widest interval in which it may still do more than its
        samples show, for want of time; 0 where nothing wider than 1e-7 of the domain can hide.
    links, paths: what was found out about paths of fewest links, by tolerance.
    """

    x: Array
    y: Array
    is_jump: NDArray[np.bool_]
    resolution: float
    lone: tuple[float, ...] = ()
    unseen: float = 0.0
    links: dict[Any, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    paths: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def range(self) -> float:
        return float(self.y.max() - self.y.min())

    @property
    def breaks(self) -> tuple[float, ...]:
        """List where f differs left and right: the shortest decimal there."""
        before = np.flatnonzero(self.is_jump)
        return tuple(sorted({shortest_between(self.x[i], self.x[i + 1]) for i in before}))

    @property
    def jumps(self) -> tuple[float, ...]:
        """List where f jumps: its breaks and its lone points."""
        return tuple(sorted({*self.breaks, *self.lone}))

    def with_points(self, x: Array, y: Array) -> "Samples":
        """Return the samples with some more; points inside a jump are left out."""
        place = np.clip(np.searchsorted(self.x, x, side="right") - 1, 0, self.x.size - 2)
        new = ~self.is_jump[place] & (self.x[place] < x) & (x < self.x[place + 1])
        ends = self.x[:-1][self.is_jump]
        merged, first = np.unique(np.concatenate([self.x, x[new]]), return_index=True)
        values = np.concatenate([self.y, y[new]])[first]
        return replace(self, x=merged, y=values, is_jump=np.isin(merged[:-1], ends))


def sample(
    f: Function,
    a: float,
    b: float,
    *,
    resolution: float,
    knots: Array | None = None,
    formula: Expression | None = None,
) -> Samples:
    """Sample f on [a, b] until straight lines between samples are within `resolution` of f.

    f: takes and returns arrays of shape (n,). resolution: in the units of f; 0 < resolution.
    knots: points that must be samples (a table's own points, kinks). formula: f as a formula, if it
    is one.

    Every interval is halved near its middle until the new point lies on the chord; what cannot be
    halved any more is a jump or a pole. A formula is then asked where it may do more than that
    shows, and there it is looked at. Raises TargetError, with the place, where f is not finite,
    has a pole, or is not resolved by 4 million samples.
    """
    x = _first_grid(a, b, knots)
    y = _read(f, x)
    require_room(y, max(abs(a), abs(b)))
    narrowest = 4 * np.finfo(float).eps * max(abs(a), abs(b))
    x, y, stuck = _refine(f, x, y, resolution=resolution, narrowest=narrowest)
    unseen = 0.0
    if formula is not None:
        (x, y, stuck), unseen = _look(
            f, formula, x, y, stuck, resolution=resolution, narrowest=narrowest
        )
    is_jump = np.zeros(x.size - 1, dtype=bool)
    is_jump[stuck] = are_jumps(f, x, y, stuck, box=(a, b), formula=formula)
    samples = _without_lone_points(Samples(x, y, is_jump, resolution, unseen=unseen))
    return samples.with_points(*_extrema(f, samples))


def _without_lone_points(samples: Samples) -> Samples:
    """Drop points between two jumps, and give the domain's ends the value beside them."""
    x, y, is_jump = samples.x, samples.y.copy(), samples.is_jump.copy()
    ends = [end for end in (0, -1) if is_jump[end]]
    for end in ends:
        y[end] = y[1 if end == 0 else -2]
        is_jump[end] = False
    inside = np.flatnonzero(is_jump[:-1] & is_jump[1:]) + 1
    lone = tuple(sorted(float(x[i]) for i in (*ends, *inside)))
    kept = np.delete(np.arange(x.size), inside)
    joined = np.abs(np.diff(y[kept])) > samples.resolution
    is_jump = np.maximum.reduceat(is_jump, kept[:-1]) & joined
    return replace(samples, x=x[kept], y=y[kept], is_jump=is_jump, lone=lone)


def shortest_between(low: float, high: float) -> float:
    """Return the number with the fewest digits in [low, high]."""
    if low <= 0.0 <= high:
        return 0.0
    for digits in range(1, 18):
        for end in (high, low):
            rounded = float(f"{end:.{digits}g}")
            if low <= rounded <= high:
                return rounded
    return float(high)


def _first_grid(a: float, b: float, knots: Array | None) -> Array:
    """Return even points, quasi-random ones against aliasing, and more at ends and zero."""
    length = b - a
    even = np.linspace(a, b, FIRST_GRID + 1)
    spread = a + length * np.modf(GOLDEN * np.arange(1, FIRST_GRID))[0]
    towards = length * 0.5 ** np.arange(10, 48)
    grids = [even, spread, a + towards, b - towards]
    if a < 0.0 < b:
        grids += [np.zeros(1), towards, -towards]
    if knots is not None:
        grids.append(knots)
    x = distinct(*grids)
    return x[(x >= a) & (x <= b)]


def _read(f: Function, x: Array) -> Array:
    """Evaluate f at points. Raises TargetError where it is not finite."""
    y = f(x)
    require_finite(f, x, y)
    return y


class _Halved(NamedTuple):
    """Samples, and the intervals between them that are too narrow to be halved."""

    x: Array
    y: Array
    stuck: NDArray[np.int64]


def _look(
    f: Function,
    formula: Expression,
    x: Array,
    y: Array,
    stuck: NDArray[np.int64],
    *,
    resolution: float,
    narrowest: float,
) -> tuple[_Halved, float]:
    """Add what samples do not show, halve the intervals around it, and say how closely was looked.

    stuck: the intervals too narrow to be halved; the new ones are returned with them.
    """
    known, narrow = x[stuck], np.zeros(x.size - 1, dtype=bool)
    narrow[stuck] = True
    seen = look_between(formula, partial(_read, f), x, y, skipped=narrow, resolution=resolution)
    if seen.x.size:
        x, first = np.unique(np.concatenate([x, seen.x]), return_index=True)
        y = np.concatenate([y, seen.y])[first]
        is_new = np.isin(x, seen.x)
        x, y, more = _refine(
            f,
            x,
            y,
            resolution=resolution,
            narrowest=narrowest,
            among=is_new[:-1] & is_new[1:],
        )
        stuck = np.searchsorted(x, distinct(known, x[more]))
    return _Halved(x, y, stuck), seen.open


def _refine(
    f: Function,
    x: Array,
    y: Array,
    *,
    resolution: float,
    narrowest: float,
    among: NDArray[np.bool_] | slice = slice(None),
) -> _Halved:
    """Halve intervals until they are straight; also return those too narrow to be halved.

    among: which intervals are looked at.
    """
    parts_x, parts_y = [x], [y]
    left, right, y_left, y_right = x[:-1][among], x[1:][among], y[:-1][among], y[1:][among]
    stuck = [np.empty(0)]
    count, round_ = x.size, 0
    while left.size:
        count += left.size
        if count > MOST_SAMPLES:
            raise _unresolved(f, left, y_left, (float(x[0]), float(x[-1])))
        round_ += 1
        # Off the middle, so that a wave that fits the interval is not missed.
        share = 0.4 + 0.2 * np.modf(GOLDEN * (np.arange(left.size) + round_))[0]
        middle = left + share * (right - left)
        y_middle = _read(f, middle)
        parts_x.append(middle)
        parts_y.append(y_middle)
        bent = np.abs(y_middle - (y_left + share * (y_right - y_left))) > resolution
        left, middle, right = left[bent], middle[bent], right[bent]
        y_left, y_middle, y_right = y_left[bent], y_middle[bent], y_right[bent]
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
        y_left, y_right = np.concatenate([y_left, y_middle]), np.concatenate([y_middle, y_right])
        wide = right - left > narrowest
        stuck.append(left[~wide & (np.abs(y_right - y_left) > resolution)])
        left, right, y_left, y_right = left[wide], right[wide], y_left[wide], y_right[wide]
    x, first = np.unique(np.concatenate(parts_x), return_index=True)
    y = np.concatenate(parts_y)[first]
    return _Halved(x, y, np.searchsorted(x, distinct(*stuck)))


def _extrema(f: Function, samples: Samples) -> tuple[Array, Array]:
    """Find local minima and maxima between samples, to rounding."""
    x, y, jump = samples.x, samples.y, samples.is_jump
    smooth = ~(jump[:-1] | jump[1:])
    peaks = [np.flatnonzero(smooth & _rises(sign * y)) + 1 for sign in (1.0, -1.0)]
    peak, sign = np.concatenate(peaks), np.repeat([1.0, -1.0], [part.size for part in peaks])
    if not peak.size:
        return np.empty(0), np.empty(0)
    bracket = x[peak - 1], x[peak], x[peak + 1]
    place, depth = find_minima(lambda t, k: -sign[k] * f(t), *bracket)
    good = np.isfinite(place) & np.isfinite(depth)
    return place[good], (-sign * depth)[good]


def _rises(y: Array) -> NDArray[np.bool_]:
    """Tell of each point but the ends whether it is a peak, or the end of a plateau that is one."""
    before, here, after = y[:-2], y[1:-1], y[2:]
    return (here >= before) & (here >= after) & ((here > before) | (here > after))


def _unresolved(f: Function, left: Array, y_left: Array, box: tuple[float, float]) -> TargetError:
    """Make the error: a pole if f goes on growing to its largest value, else too fast."""
    place = float(left[leftmost_of_largest(np.abs(y_left), left[:, None])])
    octaves: Array = 0.5 ** np.arange(20.0, 0.0, -1.0)
    for end in box:  # towards it, never beyond it: outside nothing changes, which looks like a pole
        values = f(place + (end - place) * octaves)
        changes, sizes = np.abs(np.diff(values)), np.abs(values)
        grows = sizes[:10].max() > 2 * sizes[10:].max()  # as no wave does, however fast
        if grows and changes[:10].sum() > 2 * changes[10:].sum():
            return TargetError(POLE.format(place_text(place, *box)))
    return TargetError(
        f"f varies too fast to be resolved by {MOST_SAMPLES:,} samples, worst near "
        f"x = {place_text(place, *box)}: choose a smaller domain or a larger tolerance"
    )
