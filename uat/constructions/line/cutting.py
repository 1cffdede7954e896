"""Turn a plan into partitions: decide how many pieces there are, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from uat.base.arrays import Array, distinct
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.base.ties import first_of_largest
from uat.constructions.heights import Map
from uat.constructions.line.partition import (
    Partition,
    Polyline,
    best_neurons,
    best_steps,
    fewest_steps,
    interpolated,
    least_squares_links,
    least_squares_steps,
    links_at,
    links_within,
    smallest_path,
    smallest_uniform,
    steps_at,
    steps_within,
    uniform,
)
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.networks.activations import SIGMOID, logit

if TYPE_CHECKING:
    from uat.constructions.plan import Plan

MOST_PIECES = 2_500_000
MOST_FITTED = 500  # pieces by least squares: dynamic programming takes seconds

Partitions = tuple[Partition, ...] | tuple[Polyline]


def staircases(target: Target, samples: Samples, plan: Plan) -> tuple[Partition, ...]:
    """Cut one staircase, or one for each overlapping copy."""
    if plan.partition == "fewest":
        return (_fewest(target, samples, plan),)
    return _copies(target, samples, plan, _uniform_pieces(target, samples, plan))


def polylines(target: Target, samples: Samples, plan: Plan) -> tuple[tuple[Polyline], Samples]:
    """Cut a polyline, and return the samples it was found on: more where few links took it."""
    if plan.counted is not None:
        return (_counted_links(target, samples, plan),), samples
    if plan.tube is not None:
        return (links_within(samples, plan.tube),), samples
    if plan.partition == "fewest" and plan.tol is not None:
        path, samples = smallest_path(target, samples, plan.tol)
        return (path,), samples
    return (_polyline(target, samples, plan),), samples


def _fewest(target: Target, samples: Samples, plan: Plan) -> Partition:
    if plan.counted is not None:
        return _counted_steps(target, samples, plan)
    if plan.tube is not None:
        return steps_within(target, samples, plan.tube)
    if plan.tol is not None:
        return fewest_steps(target, samples, plan.tol)
    return best_steps(target, samples, plan.construction.pieces_within(plan))


def _counted_steps(target: Target, samples: Samples, plan: Plan) -> Partition:
    """Cut a staircase where not the largest distance on the domain counts; up to its ends."""
    assert plan.counted is not None
    if plan.counted.squares:
        found = least_squares_steps(target, samples, plan.tol, _most(plan))
    else:
        assert plan.tol is not None
        found = steps_at(samples, plan.tol, plan.counted.outliers)
    (low, high) = target.box[0]
    return replace(found, edges=np.concatenate([[low], found.cuts, [high]]))


def _counted_links(target: Target, samples: Samples, plan: Plan) -> Polyline:
    """Cut a polyline where not the largest distance on the domain counts; up to its ends."""
    assert plan.counted is not None
    if plan.counted.squares:
        found = least_squares_links(samples, plan.tol, _most(plan))
    else:
        assert plan.tol is not None
        found = links_at(samples, plan.tol, plan.counted.outliers)
    ends, edges, values = np.array(target.box[0]), found.edges.copy(), found.values.copy()
    values[[0, -1]] += found.slopes[[0, -1]] * (ends - edges[[0, -1]])
    edges[[0, -1]] = ends
    return replace(found, edges=edges, values=values)


def _most(plan: Plan) -> int:
    """Return how many pieces there may be; for least squares always some."""
    if plan.neurons is None:
        return MOST_FITTED
    return min(MOST_FITTED, plan.construction.pieces_within(plan))


def _polyline(target: Target, samples: Samples, plan: Plan) -> Polyline:
    if plan.partition == "fewest":
        return best_neurons(samples, plan.construction.pieces_within(plan))
    if plan.tol is None:
        return _equal_links(target, samples, plan.construction.pieces_within(plan))
    tol = plan.tol
    links = _doubled_and_halved(lambda n: _equal_links(target, samples, n).error <= tol)
    return _equal_links(target, samples, links)


def _equal_links(target: Target, samples: Samples, links: int) -> Polyline:
    """Interpolate f at equally spaced knots."""
    edges = np.linspace(samples.x[0], samples.x[-1], links + 1)
    return interpolated(samples, target(edges), edges)


def _copies(target: Target, samples: Samples, plan: Plan, pieces: int) -> tuple[Partition, ...]:
    """Shift copy m of M by m/M of a piece."""
    link, inverse = (logit, SIGMOID.function) if plan.output == "sigmoid" else (_same, _same)
    return tuple(
        uniform(
            target,
            samples,
            pieces,
            heights=plan.heights,
            shift=copy / plan.overlap,
            link=link,
            inverse=inverse,
        )
        for copy in range(plan.overlap)
    )


def _uniform_pieces(target: Target, samples: Samples, plan: Plan) -> int:
    if plan.tol is None:
        return plan.construction.pieces_within(plan)
    if plan.overlap == 1 and plan.heights == "midrange":
        found = smallest_uniform(target, samples, plan.tol, MOST_PIECES)
        return found if found is not None else _past_the_jumps(target, samples, plan)
    tol = plan.tol
    return _doubled_and_halved(
        lambda n: _joint_error(target, samples, _copies(target, samples, plan, n)) <= tol
    )


def _past_the_jumps(target: Target, samples: Samples, plan: Plan) -> int:
    """Count pieces that meet the tolerance but where f jumps inside one; no number can there."""
    assert plan.tol is not None
    if not samples.is_jump.any():
        raise TargetError(
            f"equal pieces would need more than {MOST_PIECES:,} bumps for this tolerance: "
            "use the steps construction, or a larger tolerance"
        )
    found = smallest_uniform(*_continuous_part(target, samples), plan.tol, MOST_PIECES)
    return found if found is not None else MOST_PIECES


def _continuous_part(target: Target, samples: Samples) -> tuple[Map, Samples]:
    """Take the jumps out of f."""
    before = np.flatnonzero(samples.is_jump)
    sizes = np.cumsum(samples.y[before + 1] - samples.y[before])
    places = samples.x[before + 1]

    def jumped(x: Array) -> Array:
        passed = np.searchsorted(places, x, side="right")
        return np.concatenate([[0.0], sizes])[passed]

    smooth = replace(
        samples,
        y=samples.y - jumped(samples.x),
        is_jump=np.zeros_like(samples.is_jump),
    )
    return (lambda x: target(x) - jumped(x)), smooth


def _doubled_and_halved(good: Callable[[int], bool]) -> int:
    """Search for a good small number of pieces, for rules that are not monotone in it."""
    high = 1
    while not good(high):
        if 2 * high > MOST_PIECES:
            return high
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if good(middle) else (middle, high)
    return high


def _joint_error(target: Target, samples: Samples, copies: Sequence[Partition]) -> float:
    """Measure the sup norm of (mean of copies) - f, at samples and on both sides of every cut."""
    cuts = distinct(*(copy.edges for copy in copies))
    shift = 1e-12 * (cuts[-1] - cuts[0])
    x = np.concatenate([samples.x, cuts + shift, cuts - shift])
    x = np.clip(x, cuts[0], cuts[-1])
    staircase: Array = np.zeros(x.size)
    for copy in copies:
        staircase += copy(x) / len(copies)
    return float(np.max(np.abs(staircase - target(x))))


def _same(values: Array) -> Array:
    return values


def require_between_zero_and_one(samples: Samples) -> None:
    """Raise TargetError, with the place, where a sigmoid output cannot be as large as f."""
    low, high = float(samples.y.min()), float(samples.y.max())
    if low <= 0.0 or high >= 1.0:
        place = samples.x[first_of_largest(-samples.y if low <= 0.0 else samples.y)]
        value = low if low <= 0.0 else high
        raise TargetError(
            f"a sigmoid output lies strictly between 0 and 1, but f is {value:.6g} at "
            f"x = {place_text(place, *samples.x[[0, -1]])}: use the linear output, or rescale f to "
            f"0.1 + 0.8*(f - ({low:.6g}))/({high - low:.6g})"
        )
