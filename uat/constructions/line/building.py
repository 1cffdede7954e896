"""Partition, build, measure; mend what the measurement finds; until the tolerance holds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from uat.accuracy.measure import Error, measure
from uat.base.errors import TargetError
from uat.constructions.limits import require_affordable
from uat.constructions.line.cutting import Partitions, partitions_for
from uat.constructions.line.partition import Partition, Polyline, best_links, rough_error
from uat.constructions.line.ramps import ramp_network
from uat.constructions.line.steps import auto_steepness, bump_network, step_network
from uat.constructions.line.straight import line_network
from uat.constructions.plan import Plan
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.networks.network import Network

RESOLUTION = {
    "steps": 1e-2,
    "bumps": 1e-2,
    "ramps": 1e-3,
    "line": 1e-2,
}  # of the tolerance: how finely to sample
FINER = 10.0  # ramps are sampled so much finer again if that takes fewer samples than
FEW_SAMPLES = 400_000
CLOSER = 100.0  # at most so much finer at once
NEARLY, NEARER = 1.01, 1 + 1e-6  # times the goal: what a smaller aim of the pieces mends
ATTEMPTS = 12
STEEPER = 4.0

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What building gives: see `Approximation` for the parts."""

    partitions: Partitions
    steepness: float | None
    network: Network
    error: Error
    samples: Samples
    measuring: float


def build(target: Target, plan: Plan, scale: float, say: Progress) -> Built:
    """A network for the plan. scale: how much f varies, roughly.

    A steep network that misses its tolerance gets steeper neurons; one of ramps, a narrower tube;
    and where f was not seen finely enough, it is sampled again.
    """
    samples = _first_samples(target, plan, scale)
    if plan.construction == "line":
        return _straight_line(target, plan, samples, say)
    room = _room(plan)
    steeper, aim, finest = 1.0, plan.tol and plan.tol / room, False
    for _ in range(ATTEMPTS):
        say("choosing where to cut")
        partitions, samples = partitions_for(target, samples, replace(plan, tol=aim))
        goal = plan.tol if plan.tol is not None else room * max(p.error for p in partitions)
        wanted = RESOLUTION[plan.construction] * goal
        if plan.tol is None and 0 < wanted < samples.resolution and not finest:
            samples, finest = _finer(target, samples, max(wanted, samples.resolution / CLOSER))
            continue
        require_affordable(plan.construction, _neurons(partitions, plan), plan.force)
        steepness = _steepness(partitions, plan, steeper, samples)
        network = _network(partitions, plan, steepness)
        say("measuring the error")
        began = time.perf_counter()
        error = measure(network, target, samples, plan.tol)
        built = Built(partitions, steepness, network, error, samples, time.perf_counter() - began)
        if _is_done(built, plan, goal):
            break
        close = NEARLY if plan.construction == "ramps" else NEARER
        if error.max <= close * goal:
            aim = _narrower(aim, goal, error.max)
        elif _ideal_error(partitions, target, error.at[0]) > goal * (1 + 1e-7):
            say("looking closer where the error is largest")
            samples = _sampled_near(target, samples, error.at[0])
        else:
            steeper *= STEEPER
            if room > 1.0 and aim is not None:
                aim = _narrower(aim, goal, error.max)
    return built


def _straight_line(target: Target, plan: Plan, samples: Samples, say: Progress) -> Built:
    """The best that linear neurons can do; no tolerance makes it better."""
    line = best_links(samples, 1)
    network = line_network(line, plan.activation)
    say("measuring the error")
    began = time.perf_counter()
    error = measure(network, target, samples, plan.tol)
    return Built((line,), None, network, error, samples, time.perf_counter() - began)


def _room(plan: Plan) -> float:
    """How much larger the error gets by steps that overshoot.

    Two neighbouring pieces are both within e of f at the cut between them, and so differ by at most
    2e; a step that overshoots by a share q of its height is then within (1 + 2q) e, however steep.
    """
    rise = plan.activation.rise
    return 1.0 + 2.0 * rise.overshoot if rise is not None else 1.0


def _first_samples(target: Target, plan: Plan, scale: float) -> Samples:
    wanted = RESOLUTION[plan.construction] * (plan.tol if plan.tol is not None else 0.1 * scale)
    samples = target.sample(min(wanted, 1e-3 * scale))
    if plan.construction != "ramps":
        return samples
    if samples.x.size < FEW_SAMPLES:
        samples = target.sample(samples.resolution / FINER)
    if plan.neurons and plan.partition == "fewest":
        return _fine_enough(target, samples, plan.neurons)
    return samples


def _fine_enough(target: Target, samples: Samples, links: int) -> Samples:
    """Samples whose resolution is small beside the error of so many links, if there can be such."""
    while True:
        wanted = 0.9 * RESOLUTION["ramps"] * rough_error(samples, links)
        if not 0.0 < wanted < samples.resolution:
            return samples
        # With too few samples the links seem to have no error: not too much finer at once.
        samples, finest = _finer(target, samples, max(wanted, samples.resolution / CLOSER))
        if finest:
            return samples


def _finer(target: Target, samples: Samples, wanted: float) -> tuple[Samples, bool]:
    """Finer samples; the same ones, and True, where f would take too many."""
    try:
        return target.sample(wanted), False
    except TargetError:
        return samples, True


def _is_done(built: Built, plan: Plan, goal: float) -> bool:
    """Met; or nothing more can be done: a given weight, pieces that miss it, ramps by number."""
    if built.error.met or plan.steepness is not None:
        return True
    if plan.tol is None and (plan.construction == "ramps" or built.error.max <= NEARER * goal):
        return True
    misses = max(p.error for p in built.partitions) > goal + built.error.rounding
    return misses and plan.partition == "uniform"


def _narrower(aim: float | None, goal: float, reached: float) -> float:
    """A tolerance for the pieces that leaves room for what the samples or the turns do not show."""
    assert aim is not None
    return aim * (goal / reached) * (1 - 1e-7)


def _neurons(partitions: Partitions, plan: Plan) -> int:
    """About how many hidden neurons these pieces take."""
    pieces = sum(partition.pieces for partition in partitions)
    each = 2 if plan.construction == "bumps" else 1
    return pieces * each * plan.activation.neurons_per_step


def _steepness(
    partitions: Partitions, plan: Plan, steeper: float, samples: Samples
) -> float | None:
    if plan.construction == "ramps":
        return None
    if plan.steepness is not None:
        return plan.steepness
    staircases = cast(Sequence[Partition], partitions)
    return steeper * auto_steepness(staircases, plan.activation, len(samples.jumps))


def _network(partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
    if plan.construction == "ramps":
        return ramp_network(cast(Polyline, partitions[0]))
    assert steepness is not None
    staircases = cast(Sequence[Partition], partitions)
    if plan.construction == "steps":
        return step_network(staircases, plan.activation, steepness, plan.output)
    return bump_network(staircases, plan.activation, steepness, plan.output, plan.edges)


def _ideal_error(partitions: Partitions, target: Target, x: float) -> float:
    """The ideal pieces' own error at x, the better side of a cut."""
    shift = 1e-12 * (partitions[0].edges[-1] - partitions[0].edges[0])
    sides = np.array([x - shift, x, x + shift])
    ideal = np.mean([partition(sides) for partition in partitions], axis=0)
    return float(np.min(np.abs(ideal - target(np.array([x]))[0])))


def _sampled_near(target: Target, samples: Samples, x: float) -> Samples:
    """Sample again, four times finer, with a nest of points around x."""
    (a, b) = target.box[0]
    nest = (b - a) * 0.5 ** np.arange(6, 40)
    knots = np.concatenate([[x], x - nest, x + nest])
    if target.knots is not None:
        knots = np.concatenate([knots, target.knots])
    return replace(target, knots=knots).sample(samples.resolution / 4)
