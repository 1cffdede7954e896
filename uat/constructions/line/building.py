"""Partition, build and measure; mend what the measurement finds, until the tolerance holds."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from uat.accuracy.measure import measure
from uat.base.errors import TargetError
from uat.constructions.built import Built
from uat.constructions.construction import STEEPER, Progress
from uat.constructions.limits import require_affordable
from uat.constructions.line.cutting import Partitions
from uat.constructions.line.partition import Partition, Polyline, rough_error
from uat.constructions.plan import Plan
from uat.functions.sampling import Samples
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.constructions.line.line import Line

ATTEMPTS = 12
MUCH_STEEPER = STEEPER**6

CLOSER = 100.0  # at most so much finer at once


def build(kind: Line, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
    """Build a network for the plan. scale: how much f varies, roughly.

    A steep network that misses its tolerance gets steeper neurons; one of ramps, a narrower tube;
    and where f was not seen finely enough, it is sampled again. With how few pieces the tolerance
    cannot be held is what the first tube says: a narrower one needs more.
    """
    samples = kind.first_samples(target, plan, scale)
    room = _room(plan)
    cut: tuple[float | None, Samples] | None = None
    steeper, aim, finest = 1.0, plan.tol and plan.tol / room, False
    least: int | None = None
    for _ in range(ATTEMPTS):
        say("choosing where to cut")
        if cut is None or cut[0] != aim or cut[1] is not samples:
            partitions, samples = kind.partitions(target, samples, replace(plan, tol=aim))
            if plan.counted is not None and cut is not None and cut[0] != aim:
                partitions = _needing(partitions, least)
            cut, least = (aim, samples), partitions[0].least
        goal = plan.tol if plan.tol is not None else room * max(_size(p, plan) for p in partitions)
        wanted = kind.resolution * goal
        if plan.tol is None and 0 < wanted < samples.resolution and not finest:
            samples, finest = finer(target, samples, max(wanted, samples.resolution / CLOSER))
            continue
        require_affordable(kind, kind.neurons(partitions, plan), plan.force)
        steepness = kind.steepness(partitions, plan, steeper, len(samples.jumps))
        network = kind.network(partitions, plan, steepness)
        say("measuring the error")
        began = time.perf_counter()
        error = measure(network, target, samples, plan.tol, plan.allowed, plan.counted)
        built = Built(
            network=network,
            error=error,
            partitions=partitions,
            steepness=steepness,
            measuring=time.perf_counter() - began,
            samples=samples,
        )
        if _is_done(kind, built, plan, goal):
            break
        if error.reached <= kind.close * goal and not _settles(plan, steepness, steeper):
            aim = _narrower(aim, goal, error.reached)
        elif plan.counted is None and _ideal_error(partitions, target, plan, error.at[0]) > goal * (
            1 + 1e-7
        ):
            say("looking closer where the error is largest")
            samples = sampled_near(target, samples, error.at[0])
        else:
            steeper *= STEEPER
            if room > 1.0 and aim is not None:
                aim = _narrower(aim, goal, error.reached)
    return built


def _needing(partitions: Partitions, least: int | None) -> Partitions:
    """State with how few pieces it cannot be done."""
    (found,) = partitions
    return cast("Partitions", (replace(found, least=least),))


def _settles(plan: Plan, steepness: float | None, steeper: float) -> bool:
    """Tell whether steeper steps are worth a try first: no sample of a table lies on a cut."""
    at_samples = plan.counted is not None and plan.counted.at_samples
    return at_samples and steepness is not None and steeper < MUCH_STEEPER


def _size(partition: Partition | Polyline, plan: Plan) -> float:
    """Return the partition's own error, as it is counted."""
    squares = plan.counted is not None and plan.counted.squares
    return float(partition.rms or 0.0) if squares else partition.error


def _room(plan: Plan) -> float:
    """Estimate how much larger the error gets by steps that overshoot.

    Two neighbouring pieces are both within e of f at the cut between them, and so differ by at most
    2e; a step that overshoots by a share q of its height is then within (1 + 2q) e, however steep.
    At the samples of a table, between which cuts lie, steep ones do not overshoot.
    """
    if plan.counted is not None and plan.counted.at_samples:
        return 1.0
    rise = plan.activation.rise
    return 1.0 + 2.0 * rise.overshoot if rise is not None else 1.0


def _is_done(kind: Line, built: Built, plan: Plan, goal: float) -> bool:
    """Tell whether the tolerance is met, or nothing more can be done about the miss."""
    if built.error.met or plan.steepness is not None:
        return True
    if plan.tol is None and (
        kind.settled or plan.counted or built.error.reached <= kind.close * goal
    ):
        return True
    misses = max(p.error for p in built.partitions) > goal + built.error.rounding
    return misses and plan.partition == "uniform"


def _narrower(aim: float | None, goal: float, reached: float) -> float:
    """Return a tolerance for the pieces, with room for what samples or turns do not show."""
    assert aim is not None
    return aim * (goal / reached) * (1 - 1e-7)


def _ideal_error(partitions: Partitions, target: Target, plan: Plan, x: float) -> float:
    """Return the ideal pieces' own error at x, on the better side of a cut."""
    shift = 1e-12 * (partitions[0].edges[-1] - partitions[0].edges[0])
    sides = np.array([x - shift, x, x + shift])
    ideal = np.mean([partition(sides) for partition in partitions], axis=0)
    y = target(np.array([x]))[0]
    unit = 1.0 if plan.allowed is None else float(plan.allowed.radius(y))
    return float(np.min(np.abs(ideal - y))) / unit


# Sample again where f was not seen finely enough.


def fine_enough(target: Target, samples: Samples, links: int, resolution: float) -> Samples:
    """Sample until the resolution is small beside the error of so many links, if that can be."""
    while True:
        wanted = 0.9 * resolution * rough_error(samples, links)
        if not 0.0 < wanted < samples.resolution:
            return samples
        # With too few samples the links seem to have no error: not too much finer at once.
        samples, finest = finer(target, samples, max(wanted, samples.resolution / CLOSER))
        if finest:
            return samples


def finer(target: Target, samples: Samples, wanted: float) -> tuple[Samples, bool]:
    """Sample more finely; return the same samples and True where f would take too many."""
    try:
        return target.sample(wanted), False
    except TargetError:
        return samples, True


def sampled_near(target: Target, samples: Samples, x: float) -> Samples:
    """Sample again, four times finer, with a nest of points around x."""
    (a, b) = target.box[0]
    nest = (b - a) * 0.5 ** np.arange(6, 40)
    knots = np.concatenate([[x], x - nest, x + nest])
    if target.knots is not None:
        knots = np.concatenate([knots, target.knots])
    return replace(target, knots=knots).sample(samples.resolution / 4)
