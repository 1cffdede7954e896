"""Many parabolas with one square: a polyline, and the square of another polyline.

A first layer of n neurons makes any number of polylines with the same n links. If A climbs link i
with the slope sqrt(c), then V - A², V the polyline through A² at the knots, is c(x - left)(right -
x) there: an arc of any curvature, whose size one square computes for all links at once. So
f ≈ L ± (V - A²), L the polyline through f: n falls like tol^(-1/3), not tol^(-1/2) as for ramps.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from uat.activations import Array
from uat.errors import TargetError
from uat.folds.cascade import EPS, square_error, sum_of_squares
from uat.folds.distance import Piece, distance
from uat.folds.fold import Fold, measured
from uat.folds.symmetry import (
    Mirror,
    find_mirrors,
    fold_in,
    mirror_back,
    polyline_wire,
    with_sign,
)
from uat.folds.wiring import Wire, Wiring, fewest_folds, lifted, lowered
from uat.network import Network
from uat.target import Target

SHARES = (0.6, 0.75, 0.85, 0.92)  # of the tolerance for the pieces, the rest for the square
ATTEMPTS = 6
GRID = 20_001
MOST_PIECES = 20_000


@dataclass(frozen=True, eq=False)
class Arcs:
    """Parabolas on neighbouring intervals, continuous.

    knots, values: (n + 1,), ascending. curvatures: (n,): piece i is the chord between its ends plus
    curvature*(x - left)*(right - x).
    """

    knots: Array
    values: Array
    curvatures: Array

    @property
    def heights(self) -> Array:
        """(n,), the largest |piece - chord|."""
        sizes: Array = np.abs(self.curvatures) * np.diff(self.knots) ** 2 / 4
        return sizes

    def polynomials(self, shift: float) -> list[Piece]:
        """Each as an interval and coefficients in x - left, moved by `shift`."""
        rows = []
        slopes = np.diff(self.values) / np.diff(self.knots)
        for i, c in enumerate(self.curvatures):
            left, right = self.knots[i] + shift, self.knots[i + 1] + shift
            width = self.knots[i + 1] - self.knots[i]
            rows.append(Piece(left, right, left, (self.values[i], slopes[i] + c * width, -c)))
        return rows


def fit_arcs(x: Array, y: Array, tol: float) -> Arcs:
    """As few parabolas as a sweep finds that go through samples at their ends, within tol of all.

    Raises TargetError if there would be too many.
    """
    knots: list[int] = [0]
    curvatures: list[float] = []
    while knots[-1] < x.size - 1:
        start = knots[-1]
        end, (low, high) = _farthest(x, y, start, tol)
        before = np.sign(curvatures[-1]) if curvatures else 0.0
        if before > 0 and high > 0:
            low = max(low, 0.0)
        elif before < 0 and low < 0:
            high = min(high, 0.0)
        elif low <= 0.0 <= high:
            low = high = 0.0
        middle = 0.5 * (low + high) if np.isfinite(low + high) else 0.0
        knots.append(end)
        curvatures.append(middle)
        if len(curvatures) > MOST_PIECES:
            raise TargetError("f is too rough for parabolas: use ramps, or a larger tolerance")
    return Arcs(x[knots], y[knots], np.array(curvatures))


def _farthest(x: Array, y: Array, start: int, tol: float) -> tuple[int, tuple[float, float]]:
    """The last sample that one parabola from `start` reaches, and the curvatures that do it."""
    good, step = start + 1, 1
    last = x.size - 1
    found = (0.0, 0.0)
    while good < last:
        trial = min(good + step, last)
        interval = _curvatures(x[start : trial + 1], y[start : trial + 1], tol)
        if interval is None:
            break
        good, found, step = trial, interval, 2 * step
    bad = min(good + step, last + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        interval = _curvatures(x[start : middle + 1], y[start : middle + 1], tol)
        if interval is None:
            bad = middle
        else:
            good, found = middle, interval
    return good, found


def _curvatures(x: Array, y: Array, tol: float) -> tuple[float, float] | None:
    """The interval of curvatures with which one parabola stays within tol of the samples."""
    inside = x[1:-1]
    chord = y[0] + (y[-1] - y[0]) / (x[-1] - x[0]) * (inside - x[0])
    arc, rest = (inside - x[0]) * (x[-1] - inside), y[1:-1] - chord
    low = float(np.max((rest - tol) / arc))
    high = float(np.min((rest + tol) / arc))
    return (low, high) if low <= high else None


def parabolas(target: Target, tol: float) -> Fold:
    """A deep relu network within `tol` of f: parabolas on pieces of the folded domain.

    target: of one input. The bound is proven if f has a formula. Raises TargetError where f jumps
    or is too rough, or the tolerance is below rounding.
    """
    found, _ = find_mirrors(target, *target.box[0], 1e-3 * tol)
    plans = []
    for mirrors in dict.fromkeys([found, ()]):
        start = mirrors[-1].middle if mirrors else target.box[0][0]
        samples = _samples(target, start, target.box[0][1], tol)
        for share in SHARES:
            arcs = _bent_both_ways(fit_arcs(*samples, 0.97 * share * tol))
            network, extra = arcs_network(target.box[0], arcs, mirrors, (1 - share) * tol)
            if extra <= (1 - share) * tol * (1 + 1e-9):
                plans.append((network.neurons, share, mirrors, start, samples))
    for _, share, mirrors, start, samples in sorted(plans, key=lambda plan: plan[:2]):
        fold = _fitted(target, tol, share, mirrors, start, samples)
        if fold is not None:
            return fold
    raise TargetError(f"parabolas cannot be within {tol:g} of {target.name}: use ramps")


def _samples(target: Target, start: float, b: float, tol: float) -> tuple[Array, Array]:
    """f where it bends, and on an even grid; counted from `start`."""
    samples = target.sample(max(tol, 1e-9))
    if np.max(np.abs(np.diff(samples.y))[samples.is_jump], initial=0.0) > tol:
        raise TargetError(f"{target.name} jumps: a continuous network cannot follow, use steps")
    x = np.union1d(samples.x[samples.x > start], np.linspace(start, b, GRID))
    u = np.unique(x - start)
    wide = np.concatenate([[True], np.diff(u) > 1e-9 * (b - start)])
    wide[-1] = True
    u = u[wide]
    u[0], u[-1] = 0.0, b - start
    y = np.asarray(target(start + u))
    if not np.isfinite(y).all():
        raise TargetError(f"{target.name} is not finite on its domain")
    return u, y


def _fitted(
    target: Target,
    tol: float,
    share: float,
    mirrors: tuple[Mirror, ...],
    start: float,
    samples: tuple[Array, Array],
) -> Fold | None:
    """Pieces within share*tol, and a square for the rest; closer until the whole holds."""
    aim = 0.97 * share * tol
    for _ in range(ATTEMPTS):
        arcs = _bent_both_ways(fit_arcs(*samples, aim))
        bound = _distance(target, arcs, mirrors, start, tol)
        if bound is None or bound <= share * tol:
            break
        aim *= 0.98 * share * tol / bound
    else:
        return None
    room = tol - (bound if bound is not None else aim)
    network, extra = arcs_network(target.box[0], arcs, mirrors, room)
    if not extra <= room * (1 + 1e-9):
        return None
    error = measured(network, target, target.box)
    proven = None if bound is None else bound + extra
    return Fold(
        network, "parabolas", target.box, proven, error, degree=2, pieces=arcs.curvatures.size
    )


def _bent_both_ways(arcs: Arcs) -> Arcs:
    """Halve each piece that is bent the other way than both neighbours.

    The sign of the arcs is that of a polyline, which is 0 wherever it changes, and so cannot be
    anything else on a piece between two such knots.
    """
    signs = _signs(arcs)
    changes = np.flatnonzero(np.diff(signs) != 0) + 1
    alone = [i for i, j in pairwise(changes) if j == i + 1]
    if not alone:
        return arcs
    i = np.array(alone)
    width = arcs.knots[i + 1] - arcs.knots[i]
    middles = arcs.knots[i] + width / 2
    heights = (arcs.values[i] + arcs.values[i + 1]) / 2 + arcs.curvatures[i] * width**2 / 4
    return Arcs(
        np.insert(arcs.knots, i + 1, middles),
        np.insert(arcs.values, i + 1, heights),
        np.insert(arcs.curvatures, i + 1, arcs.curvatures[i]),
    )


def _signs(arcs: Arcs) -> Array:
    """1 or -1 for each piece; straight pieces have that of the piece before them."""
    signs = np.sign(arcs.curvatures)
    for i in range(1, signs.size):
        signs[i] = signs[i] or signs[i - 1]
    first = np.flatnonzero(signs)
    signs[: first[0] if first.size else None] = signs[first[0]] if first.size else 1.0
    return signs


def _distance(
    target: Target, arcs: Arcs, mirrors: tuple[Mirror, ...], start: float, tol: float
) -> float | None:
    """A proven bound on |f - parabolas| on the whole domain, mirror images included."""
    if target.formula is None:
        return None
    pieces = arcs.polynomials(start)
    for mirror in reversed(mirrors):
        pieces = [piece.mirrored(mirror.middle, mirror.odd) for piece in pieces[::-1]] + pieces
    return distance(target, pieces, 0.02 * tol)


def arcs_network(
    box: tuple[float, float], arcs: Arcs, mirrors: tuple[Mirror, ...], room: float
) -> tuple[Network, float]:
    """The network, and a bound on its distance from the parabolas, about `room`."""
    a, b = box
    wiring = Wiring([box])
    u, signed = fold_in(wiring, mirrors, a, b)
    carried = [*signed]
    rows = [(u - knot).within(0.0, u.high - knot) for knot in arcs.knots[:-1]]
    new = wiring.layer([*rows, *map(lifted, carried)])
    neurons = new[: len(rows)]
    carried = [lowered(n, c) for n, c in zip(new[len(rows) :], carried, strict=True)]

    def wire(values: Array) -> Wire:
        return polyline_wire(neurons, arcs.knots, values)

    climb = _climb(arcs)
    noise = _noise(arcs, climb) + 64 * EPS * float(np.max(np.abs(arcs.values)))
    signs = _signs(arcs)
    mixed = bool((signs != signs[0]).any())
    bent = float(arcs.heights.max())
    terms: list[tuple[float, Wire]]
    if bent <= 0.05 * room:
        value, extra = wire(arcs.values), bent
    else:
        a_wire = wire(climb)
        span = a_wire.high - a_wire.low
        reduction = span**2 / (8 * max(0.98 * room - noise, 1e-300))
        pieces = fewest_folds(reduction, 1, len(carried) + 2 * mixed, True)
        if not mixed:
            sign = float(signs[0])
            terms, base = [(-sign, a_wire)], wire(arcs.values + sign * climb**2)
            value, carried = sum_of_squares(wiring, terms, base, carried, pieces)
        else:
            gate = wire(_gate(arcs, signs))
            terms = [(-1.0, a_wire)]
            kept = [*carried, wire(arcs.values), gate]
            arc, kept = sum_of_squares(wiring, terms, wire(climb**2), kept, pieces)
            arc = arc.within(-bent, 2 * bent)
            arc, line, *carried = with_sign(wiring, arc, kept[-1], [kept[-2], *kept[:-2]])
            value = arc + line
        extra = square_error(terms, pieces)
    low, high = float(arcs.values.min()), float(arcs.values.max())
    value = value.within(low - bent - room, high + bent + room)
    steep = _steepest(arcs) if signed else 0.0
    if signed:
        value = mirror_back(wiring, value, mirrors, carried, steep)
    passes = 8 * EPS * len(wiring.layers) * (np.max(np.abs(arcs.values)) + steep * (b - a))
    return wiring.network([value]), extra + noise + float(passes)


def _climb(arcs: Arcs) -> Array:
    """The polyline whose slopes are ± the roots of the curvatures, always back towards 0."""
    steps = np.sqrt(np.abs(arcs.curvatures)) * np.diff(arcs.knots)
    heights = [0.0]
    for step in steps:
        heights.append(heights[-1] - step if heights[-1] > 0 else heights[-1] + step)
    return np.array(heights)


def _gate(arcs: Arcs, signs: Array) -> Array:
    """A polyline that is larger than every arc and has its sign; 0 where the sign changes."""
    inner = np.where(signs[1:] == signs[:-1], signs[1:], 0.0)
    gate = np.concatenate([[signs[0]], inner, [signs[-1]]])
    widths = np.diff(arcs.knots)
    # an arc is at most |c|*width times the distance from either end of its piece
    steepest = np.abs(arcs.curvatures) * widths
    return gate * float(np.max(steepest * widths)) * 1.01


def _steepest(arcs: Arcs) -> float:
    widths = np.diff(arcs.knots)
    slopes = np.abs(np.diff(arcs.values)) / widths + np.abs(arcs.curvatures) * widths
    return float(slopes.max()) * 1.01


def _noise(arcs: Arcs, climb: Array) -> float:
    """What rounding changes: the sums of the polylines, that of A twice its size in A²."""
    gate = _gate(arcs, _signs(arcs))

    def of(values: Array) -> float:
        changes = np.abs(np.diff(np.diff(values) / np.diff(arcs.knots), prepend=0.0))
        return EPS * (changes.size + 4) * float(changes @ (arcs.knots[-1] - arcs.knots[:-1]))

    largest = float(np.max(np.abs(climb)))
    return of(arcs.values) + of(climb**2) + of(gate) + 4 * largest * of(climb)
