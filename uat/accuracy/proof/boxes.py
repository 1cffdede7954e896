"""Bound f on every tile, as far as its windows reach, against the value of the tile.

The network is a convex combination of the values of the boxes that hold a point (`regions`), so
|f - network| is at most the largest |f - value| over all boxes, and a little noise.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from uat.accuracy.measure.boxes import SMALL_JUMP
from uat.accuracy.measure.jumps import AT_ENDS, jumps_near
from uat.accuracy.measure.left_out import LeftOut, Window
from uat.accuracy.proof.claim import require_sense
from uat.accuracy.proof.formulas import BITS, Enclosure, distance_at, proven_jumps
from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.line import versions
from uat.accuracy.proof.normal_form import NormalForm
from uat.accuracy.proof.patches import EPS
from uat.accuracy.proof.ranges import Box, Search, largest_distance, lipschitz_distances, overlap
from uat.accuracy.proof.regions import Regions, regions_in
from uat.accuracy.proof.rounding import SPARE
from uat.accuracy.proof.saved import Boxes, Proof
from uat.base.arrays import Array, even_lines, grid_columns, grid_points
from uat.base.errors import TargetError
from uat.base.precision import FLOAT64, Precision
from uat.base.ties import TIED, largest_few
from uat.functions.expression import Vector, compile_formula
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

BUDGET = 2_000_000  # balls of f
GLANCES = {1: 9, 2: 5}  # points along each input of a box at which the error is looked at
WINDOW_BUDGET = 2_000  # balls of f in one window: what takes more is left out
CANDIDATES = 16  # of the worst points, how many are looked at in balls

NOTHING = 2.0**-17  # of the network's range: an error that is as good as none
NOISE = 2.0  # times the noise: a checker may bound rounding and settling by plainer means

# How the slack is spent: halving of boxes, neurons that have not settled, and what a checker loses.
SPLIT_SHARE, SETTLING_SHARE, CHECK_SHARE = 0.6, 0.1, 0.1


def prove_boxes(
    network: Network,
    target: Target,
    *,
    slack: float = 0.02,
    budget: int = BUDGET,
    lipschitz: float | None = None,
    floats: Precision = FLOAT64,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Bound |f - network| on the whole box, for a network of towers or quadrants.

    network: two hidden layers of sigmoid, tanh, erf, hard_sigmoid or step neurons, linear or
        sigmoid outputs; see `regions_in`. target: f of two inputs or more, with a formula; else
        `lipschitz`, with |f(p) - f(q)| <= lipschitz*|p - q| as the caller warrants, where |p - q|
        is the Euclidean distance, and f's values taken as its float64 results.
    slack: how far the bound may be above the largest |f - value|, relatively.
    floats: what the network is computed in; its inputs and its weights are such numbers.
    budget: balls of f at which halving stops; the bound then holds, but may be less sharp.

    Raises InputError for what has no proof, TargetError where f cannot be bounded.
    """
    started = time.perf_counter()
    require_sense(network, target, slack, lipschitz)
    say = progress or (lambda stage: None)
    say("reading the network")
    rest = SETTLING_SHARE * slack * _glance(network, target)
    form = NormalForm(network, target.box, rest, floats)
    regions = regions_in(form)
    say("bounding the error")
    points, distances = _looked_at(network, target, regions)
    lost = float(form.lost.max()) * (1 + SPARE)
    search = Search(SPLIT_SHARE * slack, budget, float(regions.noise.max()))
    left_out = LeftOut()
    if lipschitz is not None:
        (at,), lower = _worst(points, distances, 1), float(distances.max())
        search.best = lower
        bounds = lipschitz_distances(
            target, lipschitz, (regions.lows, regions.highs), (regions.least, regions.greatest),
            search,
        )  # fmt: skip
    else:
        components = enclosures(target)
        usual = max(float(np.median(distances)), NOTHING * float(np.ptp(regions.greatest)))
        left_out = _jumps(components, target, form, usual)
        outside = np.where(left_out.holds(*points.T), 0.0, distances)
        lower, at = _reached(network, components, _worst(points, outside, CANDIDATES))
        search.best = lower
        bounds, left_out = _bounds(components, regions, search, left_out)
        if search.at is not None:
            further, place = _reached(network, components, [search.at])
            lower, at = (further, place) if further > lower else (lower, at)
    _require_finite(bounds, regions)
    bounds = (bounds + CHECK_SHARE * slack * search.best) * (1 + 4 * EPS)
    return Proof(
        kind="boxes",
        bound=float((bounds.max() + NOISE * regions.noise.max() + lost) * (1 + 4 * EPS)),
        lower=lower,
        at=at,
        boxes=Boxes(regions.lows, regions.highs, bounds, regions.least, regions.greatest),
        rest=rest,
        left_out=left_out,
        network=network,
        target=target,
        lipschitz=lipschitz,
        seconds=time.perf_counter() - started,
        versions=versions(),
        precision=floats.name,
        rounding=lost if form.keeps_places() else None,
    )


def enclosures(target: Target) -> list[Enclosure]:
    """Make an enclosure of f for each output."""
    assert target.formula is not None
    formula = compile_formula(target.formula, target.names)
    parts = formula.components if isinstance(formula, Vector) else (formula,)
    return [Enclosure(part, target.box) for part in parts]


def _jumps(components: list[Enclosure], target: Target, form: NormalForm, usual: float) -> LeftOut:
    """Find windows of the network's steps in which f provably jumps by enough for a look.

    usual: the error that the network has in most places.
    """
    sides = [form.windows(k) for k in form.inputs]
    cuts, halves = zip(*sides, strict=True)
    least = SMALL_JUMP * usual
    suggested = jumps_near(target, cuts, halves, target.box, least)
    widths = [
        2 * float(np.max(half)) if half.size else 2 * AT_ENDS * (high - low)
        for half, (low, high) in zip(halves, target.box, strict=True)
    ]
    return proven_jumps(components, suggested, widths, 0.5 * least)


def _bounds(
    components: list[Enclosure], regions: Regions, search: Search, left_out: LeftOut
) -> tuple[Array, LeftOut]:
    """Bound |f - value| over all outputs, box by box, (k,); return what is left out, too.

    A window stays out only if f is further from the values there than it is elsewhere. The windows
    of one jump stay together.
    """
    parts = _Parts(components, regions)
    with precision(2, BITS):
        bounds = np.array([parts.bound(row, search, left_out) for row in range(parts.count)])
        needed = dict.fromkeys(left_out.places, False)
        for window, place in zip(left_out.windows, left_out.places, strict=True):
            if not needed[place]:
                needed[place] = parts.exceeds(window, float(bounds.max()), search)
        if not all(needed.values()):
            left_out = left_out.only([needed[place] for place in left_out.places])
            bounds = np.array([parts.bound(row, search, left_out) for row in range(parts.count)])
    return bounds, left_out


class _Parts:
    """The values of f on the boxes of a network, against the network's own."""

    def __init__(self, components: list[Enclosure], regions: Regions) -> None:
        self.components, self.count = components, len(regions.lows)
        self.ends = [
            (tuple(low), tuple(high))
            for low, high in zip(regions.lows.tolist(), regions.highs.tolist(), strict=True)
        ]
        self.values = list(zip(regions.least.tolist(), regions.greatest.tolist(), strict=True))

    def bound(self, row: int, search: Search, left_out: LeftOut) -> float:
        """Bound |f - value| on one box, outside windows."""
        near = [window for window in left_out.windows if overlap(self.ends[row], window)]
        return self._largest(row, self.ends[row], search, near)

    def exceeds(self, window: Window, bound: float, search: Search) -> bool:
        """Tell whether f exceeds a bound around the values in a window, as far as is known."""
        own = replace(search, best=0.0, small=bound, spent=0, budget=WINDOW_BUDGET)
        for row, (low, high) in enumerate(self.ends):
            if overlap((low, high), window):
                lows, highs = (
                    tuple(choose(*pair) for pair in zip(*pairs, strict=True))
                    for choose, pairs in ((max, (low, window[0])), (min, (high, window[1])))
                )
                if not self._largest(row, (lows, highs), own, ()) <= bound:
                    return True
        return False

    def _largest(self, row: int, ends: Box, search: Search, near: Sequence[Box]) -> float:
        rows = zip(self.components, *self.values[row], strict=True)
        return max(
            largest_distance(f, ends, (least, greatest), search, near)
            for f, least, greatest in rows
        )


def _glance(network: Network, target: Target) -> float:
    """Estimate how large the error is; only to know what is small."""
    count = max(3, int(20_000 ** (1 / target.inputs)))
    points = grid_columns(even_lines(target.box, count))
    values = target(*points)
    with np.errstate(all="ignore"):
        largest = float(np.nanmax(np.abs(evaluate(network, *points) - values)))
    return max(largest, 2.0**-30 * float(np.nanmax(np.abs(values))), 1e-12)


def _looked_at(network: Network, target: Target, regions: Regions) -> tuple[Array, Array]:
    """Choose points all over the domain, (n, inputs), and compute |f - network|, (n,)."""
    count = GLANCES.get(target.inputs, 3)
    empty = regions.inner_lows > regions.inner_highs
    low = np.where(empty, regions.lows, regions.inner_lows)
    high = np.where(empty, regions.highs, regions.inner_highs)
    shares = grid_points([np.linspace(0.0, 1.0, count)] * target.inputs)
    points = (low[:, None] + shares[None] * (high - low)[:, None]).reshape(-1, target.inputs)
    with np.errstate(all="ignore"):
        difference = np.abs(evaluate(network, *points.T) - target(*points.T))
    distance = np.nan_to_num(difference.reshape(len(points), -1).max(axis=1), nan=0.0)
    return points, distance


def _worst(points: Array, distance: Array, count: int) -> list[tuple[float, ...]]:
    """Return the points at which |f - network| is largest, the worst first."""
    top = largest_few(distance, count)
    return [tuple(point) for point in points[top].tolist()]


def _reached(
    network: Network, components: list[Enclosure], points: list[tuple[float, ...]]
) -> tuple[float, tuple[float, ...]]:
    """Find what |f - network| certainly is somewhere, and where."""
    best, at = 0.0, points[0]
    for point in points:
        values = network.forward(np.array([point]))[0]
        for f, value in zip(components, values.tolist(), strict=True):
            distance = distance_at(f, point, value)
            if distance > best * (1 + TIED):
                best, at = distance, point
    return best, at


def _require_finite(bounds: Array, regions: Regions) -> None:
    if np.isfinite(bounds).all():
        return
    row = int(np.argmin(np.isfinite(bounds)))
    middle = 0.5 * (regions.lows[row] + regions.highs[row])
    place = ", ".join(f"{x:.6g}" for x in middle)
    raise TargetError(f"the error cannot be bounded near ({place})")
