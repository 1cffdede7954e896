"""Several inputs: on every tile, as far as its windows reach, f is near the value of the tile.

The network is a convex combination of the values of the boxes that hold a point (`regions`), so
|f - network| is at most the largest |f - value| over all boxes, and a little noise.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product

import numpy as np

from uat.activations import Array
from uat.errors import TargetError
from uat.evaluate import evaluate
from uat.expression import Vector, compile_formula
from uat.network import Network
from uat.proof.box_proof import BoxProof, share_of
from uat.proof.claim import require_sense
from uat.proof.formulas import BITS, Enclosure, distance_at
from uat.proof.jets import precision
from uat.proof.patches import EPS
from uat.proof.proof import versions
from uat.proof.ranges import Search, largest_distance, lipschitz_distances
from uat.proof.regions import Regions, regions_of
from uat.target import Target
from uat.ties import TIED, largest_few

BUDGET = 2_000_000  # balls of f
GLANCES = {1: 9, 2: 5}  # points along each input of a box at which the error is looked at
CANDIDATES = 16  # of the worst points, how many are looked at in balls
WIDEST_EXCLUDED = 0.01  # of the domain, all windows around jumps together

# How the slack is spent: halving of boxes, neurons that have not settled, and what a checker loses.
SPLIT_SHARE, SETTLING_SHARE, CHECK_SHARE = 0.6, 0.1, 0.1


def prove_boxes(
    network: Network,
    target: Target,
    *,
    slack: float = 0.02,
    budget: int = BUDGET,
    lipschitz: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> BoxProof:
    """Bound |f - network| on the whole box, for a network of towers or quadrants.

    network: two hidden layers of sigmoid, tanh, erf, hard_sigmoid or step neurons, linear or
        sigmoid outputs; see `regions_of`. target: f of two inputs or more, with a formula; else
        `lipschitz`, with |f(p) - f(q)| <= lipschitz*|p - q| as the caller warrants, where |p - q|
        is the Euclidean distance, and f's values taken as its float64 results.
    slack: how far the bound may be above the largest |f - value|, relatively.
    budget: balls of f at which halving stops; the bound then holds, but may be less sharp.

    Raises InputError for what has no proof, TargetError where f cannot be bounded.
    """
    started = time.perf_counter()
    require_sense(network, target, slack, lipschitz)
    say = progress or (lambda stage: None)
    say("reading the network")
    rest = SETTLING_SHARE * slack * _glance(network, target)
    regions = regions_of(network, target.box, rest)
    say("bounding the error")
    points, distances = _worst(network, target, regions)
    search = Search(SPLIT_SHARE * slack, budget, float(regions.noise.max()))
    if lipschitz is not None:
        lower, at = float(distances[0]), points[0]
        search.best = lower
        bounds = lipschitz_distances(
            target, lipschitz, (regions.lows, regions.highs), (regions.least, regions.greatest),
            search,
        )  # fmt: skip
    else:
        components = enclosures(target)
        lower, at = _reached(network, components, points)
        search.best = lower
        bounds = _bounds(components, regions, search)
    _require_finite(bounds, regions)
    excluded = tuple(search.excluded)
    if share_of(excluded, target.box) > WIDEST_EXCLUDED:
        raise TargetError("f jumps in too much of the domain for a proof: raise the steepness")
    bounds = (bounds + CHECK_SHARE * slack * search.best) * (1 + 4 * EPS)
    return BoxProof(
        bound=float((bounds.max() + regions.noise.max()) * (1 + 4 * EPS)),
        lower=lower,
        at=at,
        boxes=regions,
        bounds=bounds,
        rest=rest,
        excluded=excluded,
        network=network,
        target=target,
        lipschitz=lipschitz,
        seconds=time.perf_counter() - started,
        versions=versions(),
    )


def enclosures(target: Target) -> list[Enclosure]:
    """One for each output."""
    assert target.formula is not None
    formula = compile_formula(target.formula, target.names)
    parts = formula.components if isinstance(formula, Vector) else (formula,)
    return [Enclosure(part, target.box) for part in parts]


def _bounds(components: list[Enclosure], regions: Regions, search: Search) -> Array:
    """(k,), the largest |f - value| over all outputs, box by box."""
    rows = zip(
        *(map(tuple, side.tolist()) for side in (
            regions.lows, regions.highs, regions.inner_lows, regions.inner_highs,
            regions.least, regions.greatest,
        )), strict=True,
    )  # fmt: skip
    bounds = np.empty(len(regions.lows))
    with precision(2, BITS):
        for row, (low, high, inner_low, inner_high, least, greatest) in enumerate(rows):
            bounds[row] = max(
                largest_distance(f, (low, high), (inner_low, inner_high), values, search)
                for f, values in zip(components, zip(least, greatest, strict=True), strict=True)
            )
    return bounds


def _glance(network: Network, target: Target) -> float:
    """About how large the error is; only to know what is small."""
    count = max(3, int(20_000 ** (1 / target.inputs)))
    axes = [np.linspace(low, high, count) for low, high in target.box]
    points = [axis.reshape(-1) for axis in np.meshgrid(*axes, indexing="ij")]
    values = target(*points)
    with np.errstate(all="ignore"):
        largest = float(np.nanmax(np.abs(evaluate(network, *points) - values)))
    return max(largest, 2.0**-30 * float(np.nanmax(np.abs(values))), 1e-12)


def _worst(
    network: Network, target: Target, regions: Regions
) -> tuple[list[tuple[float, ...]], Array]:
    """Points at which |f - network| is large, the worst first, as far as they were looked at."""
    count = GLANCES.get(target.inputs, 3)
    empty = regions.inner_lows > regions.inner_highs
    low = np.where(empty, regions.lows, regions.inner_lows)
    high = np.where(empty, regions.highs, regions.inner_highs)
    shares = np.array(list(product(np.linspace(0.0, 1.0, count), repeat=target.inputs)))
    points = (low[:, None] + shares[None] * (high - low)[:, None]).reshape(-1, target.inputs)
    with np.errstate(all="ignore"):
        difference = np.abs(evaluate(network, *points.T) - target(*points.T))
    distance = np.nan_to_num(difference.reshape(len(points), -1).max(axis=1), nan=0.0)
    top = largest_few(distance, CANDIDATES)
    return [tuple(point) for point in points[top].tolist()], distance[top]


def _reached(
    network: Network, components: list[Enclosure], points: list[tuple[float, ...]]
) -> tuple[float, tuple[float, ...]]:
    """What |f - network| certainly is somewhere, and where."""
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
