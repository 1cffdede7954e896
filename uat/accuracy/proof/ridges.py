"""Prove ramps along ridges, in one hidden layer: between kinks the network is a plane.

f - network is enclosed on boxes like a formula: of the network, values and slopes on a box are
bounded (`straight`, `layers`). So the slope of the difference is known on every box, and boxes are
halved as for any formula (`ranges`). Steps along ridges are not proven: boxes as narrow as their
windows would be needed along every oblique line.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.proof.boxes import BUDGET, CHECK_SHARE, enclosures
from uat.accuracy.proof.claim import require_sense
from uat.accuracy.proof.formulas import BITS, Enclosure, Point, distance_at
from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.line import versions
from uat.accuracy.proof.patches import EPS, Interval
from uat.accuracy.proof.ranges import Search, largest_distance
from uat.accuracy.proof.rounding import SPARE, rounding_on
from uat.accuracy.proof.saved import Boxes, Proof
from uat.accuracy.proof.straight import Bounds, Layers, OneLayer, Piecewise, TwoLayers, is_bent
from uat.base.arrays import Array, even_lines, grid_columns, grid_points
from uat.base.errors import InputError, TargetError
from uat.base.precision import FLOAT64, Precision
from uat.base.ties import first_of_largest
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

FIRST = {1: 64, 2: 16, 3: 6}  # boxes along each input at the start
FINER, MOST_FIRST = 4, 96  # of two hidden layers: times the root of the neurons, at most
ENOUGH = 0.9  # of a tolerance: a bound that need not be sharper
GLANCES = 300_000  # points at which the error is looked at


class Difference(Enclosure):
    """f - network on boxes, in balls, for one output of a network."""

    def __init__(self, f: Enclosure, network: Piecewise) -> None:
        super().__init__(f.expression, f.box)
        self.network, self.error = network, network.error
        self.last: tuple[Point, Point, Bounds] | None = None

    def _network(self, low: Point, high: Point) -> Bounds:
        """Bound the network on a box; the last box is remembered."""
        if self.last is None or self.last[:2] != (low, high):
            self.last = (low, high, self.network.on(np.array(low), np.array(high)))
        return self.last[2]

    def at(self, point: Point) -> Any:
        return super().at(point) - arb(self.network.at(point), self.error)

    def value(self, low: Point, high: Point) -> Any:
        found = self._network(low, high)
        ends = (arb(end, self.error) for end in (found.least, found.greatest))
        return super().value(low, high) - next(ends).union(next(ends))

    def ends(self, low: Point, high: Point) -> tuple[float, float]:
        least, greatest = super().ends(low, high)
        found = self._network(low, high)
        sizes = map(abs, (least, greatest, found.least, found.greatest))
        doubt = self.error + 4 * EPS * max(sizes)
        return least - found.greatest - doubt, greatest - found.least + doubt

    def slopes(self, low: Point, high: Point) -> list[Any]:
        found = self._network(low, high)
        gains = zip(found.lowest.tolist(), found.highest.tolist(), strict=True)
        return [
            slope - arb(a).union(arb(b)) if start < stop else slope
            for slope, (a, b), start, stop in zip(
                super().slopes(low, high), gains, low, high, strict=True
            )
        ]


def prove_ridges(
    network: Network,
    target: Target,
    *,
    slack: float = 0.05,
    budget: int = BUDGET,
    floats: Precision = FLOAT64,
    tolerance: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Bound |f - network| on the whole box, for relu neurons and linear outputs.

    Of several hidden layers, any activation that is straight between kinks and never settles.

    target, slack, budget: as for `prove_boxes`; there is no bound from a Lipschitz constant here.
    floats: what the network is computed in; its inputs and its weights are such numbers, and on
    each box rounding takes its share of the bound.
    tolerance: a search that takes long ends at a bound that is a little smaller.
    Raises InputError for what has no proof, TargetError where f cannot be bounded.
    """
    started = time.perf_counter()
    require_sense(network, target, slack, None)
    say = progress or (lambda stage: None)
    say("bounding the error")
    parts = differences(network, target)
    lower, at = _reached(network, target, parts)
    lows, highs = first_boxes(target.box, network)
    lost = np.zeros(len(lows))
    if not floats.is_double:
        lost = rounding_on(network, lows, highs, floats).max(axis=1) * (1 + SPARE)
    search = Search(
        (1 - CHECK_SHARE) * slack, budget, 64 * max(part.error for part in parts), lower
    )
    search.enough = max(ENOUGH * (tolerance or 0.0) - float(lost.max()), 0.0)
    bounds = np.empty(len(lows))
    with precision(2, BITS):
        for row, ends in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
            box = tuple(ends[0]), tuple(ends[1])
            bounds[row] = max(largest_distance(part, box, (0.0, 0.0), search) for part in parts)
    if search.at is not None:
        further = max(distance_at(part, search.at, 0.0) for part in parts)
        lower, at = (further, search.at) if further > lower else (lower, at)
    if not np.isfinite(bounds).all():
        place = ", ".join(f"{x:.6g}" for x in lows[int(np.argmin(np.isfinite(bounds)))])
        raise TargetError(f"the error cannot be bounded near ({place})")
    bounds = (bounds + CHECK_SHARE * slack * search.best + lost) * (1 + 4 * EPS)
    return Proof(
        bound=float(bounds.max()),
        lower=lower,
        at=at,
        boxes=Boxes(lows, highs, bounds),
        network=network,
        target=target,
        seconds=time.perf_counter() - started,
        versions=versions(),
        kind=_kind_of(network),
        precision=floats.name,
        rounding=float(lost.max()),
    )


def _kind_of(network: Network) -> str:
    """Name the kind of the proof, which says how the network is enclosed."""
    if _is_surface(network):
        return "facets"
    return "layers" if is_bent(network) else "ridges"


def _is_surface(network: Network) -> bool:
    """Tell whether two layers of relu make the network."""
    return [layer.activation.name for layer in network.layers] == ["relu", "relu", "linear"]


def differences(network: Network, target: Target) -> list[Difference]:
    """Make f - network for each output. Raises InputError for other networks."""
    kinds = [layer.activation.name for layer in network.layers]
    straight: type[OneLayer] | type[TwoLayers] | type[Layers]
    if _is_surface(network):
        straight = TwoLayers
    elif is_bent(network):
        straight = Layers
    elif kinds == ["relu", "linear"]:
        straight = OneLayer
    else:
        raise InputError(
            f"{network!r} cannot be proven: of one hidden layer and several inputs, only relu "
            "neurons with linear outputs can be"
        )
    parts = enumerate(enclosures(target))
    return [Difference(f, straight(network, k, target.box)) for k, f in parts]


def first_boxes(box: tuple[Interval, ...], network: Network) -> tuple[Array, Array]:
    """Cover the domain with equal boxes: of two layers, the more the more neurons there are."""
    count = FIRST.get(len(box), 3)
    if len(network.layers) == 3 and len(box) == 2:
        count = max(count, min(MOST_FIRST, int(FINER * network.neurons**0.5)))
    lines = even_lines(box, count + 1)
    return grid_points([line[:-1] for line in lines]), grid_points([line[1:] for line in lines])


def _reached(network: Network, target: Target, parts: list[Difference]) -> tuple[float, Point]:
    """Find the largest |f - network| on a grid: what it is there at least, and where."""
    count = max(3, int(GLANCES ** (1 / target.inputs)))
    points = grid_columns(even_lines(target.box, count))
    with np.errstate(all="ignore"):
        difference = np.abs(evaluate(network, *points) - target(*points))
    distance = np.nan_to_num(difference.reshape(len(points[0]), -1).max(axis=1), nan=0.0)
    worst = first_of_largest(distance)
    at = tuple(float(axis[worst]) for axis in points)
    return max(distance_at(part, at, 0.0) for part in parts), at
