"""Build and prove until the tolerance is proven to hold, not only measured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from uat.accuracy.measure import error_of, samples_of
from uat.base.errors import UatError
from uat.base.precision import Precision
from uat.constructions.built import Built
from uat.constructions.certify import built_for, enough_for, until_met, with_proof
from uat.constructions.construction import Progress
from uat.constructions.line.cutting import Partitions
from uat.constructions.line.partition import Polyline, rounding
from uat.constructions.plan import Plan
from uat.functions.target import Target
from uat.networks.computed import rounded

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof
    from uat.constructions.line.line import Line

SLACKS = (1e-3, 1e-5)  # how far above the true error a bound may be; the finest comes last
OF_VALUES = (0.05,)  # such slacks for f of which only values are known: boxes are many
LOOSE = 0.01  # where there is no tolerance to hold
ATTEMPTS = 6
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by a smaller aim
MORE = 1.0005  # times what the tolerance itself needs, above which a finer proof is tried
EPS = float(np.finfo(float).eps)
TINY = 1e-6  # of an aim that is narrowed
OF_F = 16.0  # roundings of f, as much as bounding f in float64 may lose


def certify(
    kind: Line,
    target: Target,
    plan: Plan,
    scale: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, Proof | None]:
    """Build a network whose proven bound is within the plan's tolerance, wherever that can be.

    It is built for a tolerance that leaves room for what the proof may lose; that costs no neuron,
    or nearly none: if it does, the proof is made finer. Where the tolerance is met exactly, there
    is no room, and the bound is above it by what the network's own rounding may take. If the
    tolerance cannot be held (a given steepness, say), what was built is still proven; and if it
    cannot be proven, it is returned with the reason. Arguments as for `build` and `prove`.
    """
    from uat.accuracy.proof.enclosure import forward_rounding  # loads FLINT, for proofs only

    if plan.tol is None:
        built = kind.build(target, plan, scale, say)
        return proven(built, target, plan, LOOSE, lipschitz, say)
    slacks = SLACKS if lipschitz is None else OF_VALUES
    for slack in slacks:
        certified = _certified(kind, target, plan, scale, slack, lipschitz, say)
        built, proof = certified
        missed = built.error.max > plan.tol
        if proof is None or missed or _is_small(kind, built, target, plan):
            return certified
    if lipschitz is not None:
        return certified
    built = kind.build(target, plan, scale, say)
    noise = forward_rounding(built.network, *target.box[0]) / _unit(built, plan)
    tied = proven(built, target, plan, noise / plan.tol, None, say)
    return tied if tied[0].error.met else certified


def certify_at_samples(
    kind: Line, target: Target, plan: Plan, scale: float, say: Progress
) -> tuple[Built, None]:
    """Build a network, and bound its distance from every sample of a table, one by one.

    The bounds are for the network as float64 computes it. Arguments as for `build`.
    """
    from uat.accuracy.proof.enclosure import enclose

    assert plan.counted is not None
    built = kind.build(target, plan, scale, say)
    say("bounding the error")
    samples = samples_of(target)
    at = enclose(built.network, *target.box[0]).on(*(samples.x,) * 3)
    away = (np.abs(at.value - samples.y) + at.error) * (1 + 4 * EPS)
    bounds = error_of(samples, away, plan.tol, plan.counted)
    error = replace(
        built.error,
        proven=bounds.reached * (1 + samples.x.size * EPS if plan.counted.squares else 1.0),
        outliers=bounds.outliers,
        sums=float(at.error.max()) + OF_F * rounding(samples.y),
    )
    return replace(built, error=error), None


def certify_squares(
    kind: Line, target: Target, plan: Plan, scale: float, say: Progress
) -> tuple[Built, None]:
    """Build until the root mean square over the domain is proven to be within the tolerance.

    Arguments as for `build`. If that cannot be, what was built is returned with its bound, or with
    the reason why there is none.
    """
    from uat.accuracy.proof.line import bound_squares

    aim = plan.tol
    for _ in range(ATTEMPTS):
        built = kind.build(target, replace(plan, tol=aim), scale, say)
        error = replace(built.error, tolerance=plan.tol)
        say("bounding the error")
        try:
            bound = bound_squares(built.network, target, error.left_out, error.rms)
        except UatError as reason:
            return replace(built, error=replace(error, unproven=str(reason))), None
        certified = replace(built, error=replace(error, proven=bound))
        if aim is None or plan.tol is None or not plan.tol < bound <= HOPELESS * plan.tol:
            break
        aim *= plan.tol / bound * (1 - TINY)
    return certified, None


def _certified(
    kind: Line,
    target: Target,
    plan: Plan,
    scale: float,
    slack: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, Proof | None]:
    assert plan.tol is not None
    aim = plan.tol / (1 + slack)
    for _ in range(ATTEMPTS):
        built = kind.build(target, replace(plan, tol=aim), scale, say)
        missed = built.error.met is False
        certified = proven(built, target, plan, slack, lipschitz, say)
        proof = certified[1]
        if proof is None or missed or not plan.tol < proof.bound <= HOPELESS * plan.tol:
            break
        aim *= plan.tol / proof.bound * (1 - 0.1 * slack)
    return certified


def proven(
    built: Built,
    target: Target,
    plan: Plan,
    slack: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, Proof | None]:
    """Prove what was built; where that fails, the error has the reason."""
    from uat.accuracy.proof.enclosure import forward_rounding
    from uat.accuracy.proof.line import prove

    try:
        proof = prove(
            built.network,
            target,
            samples=built.samples,
            left_out=built.error.left_out,
            slack=slack,
            lipschitz=lipschitz,
            allowed=plan.allowed,
            floats=plan.precision,
            progress=say,
        )
    except UatError as reason:
        error = replace(built.error, tolerance=plan.tol, unproven=str(reason))
        return replace(built, error=error), None
    lost = forward_rounding(built.network, *target.box[0], plan.precision)
    room = lost + OF_F * rounding(built.samples.y)
    room /= _unit(built, plan)
    found = built.error.computed
    found = found and replace(found, rounding=lost)
    error = with_proof(replace(built.error, sums=room, computed=found), proof, plan.tol)
    return replace(built, error=error), proof


def _unit(built: Built, plan: Plan) -> float:
    """Return what the error is measured in: the least that is allowed, or the unit of f."""
    return 1.0 if plan.allowed is None else float(plan.allowed.radius(built.samples.y).min())


def _is_small(kind: Line, built: Built, target: Target, plan: Plan) -> bool:
    """Tell whether the whole tolerance, on the same samples, takes hardly fewer neurons."""
    needed, _ = kind.partitions(target, built.samples, plan)
    return _cost(built.partitions) <= MORE * _cost(needed)


def _cost(partitions: Partitions) -> int:
    """Count neurons of ramps; of others pieces, to which neurons are proportional."""
    return sum(p.neurons if isinstance(p, Polyline) else p.pieces for p in partitions)


# Build and prove networks of one input that are computed in fewer digits than float64 has.


def certify_precise(
    kind: Line, target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
) -> tuple[Built, Any]:
    """Build until the tolerance is proven to hold for what the precision computes, in any order.

    Of a precision of few numbers each of them is checked instead, for sums from left to right.
    """
    from uat.accuracy.proof.line import bound_at_inputs

    def attempt(aim: float | None) -> tuple[Built, Any]:
        built = built_for(kind, target, plan, aim, scale, say)
        if not plan.precision.at_once:
            return proven(built, target, plan, SLACKS[0], lipschitz, say)
        say("checking every input")
        try:
            bound = bound_at_inputs(built.network, target, plan.precision, plan.allowed)
        except UatError as reason:
            return replace(built, error=replace(built.error, unproven=str(reason))), None
        return replace(built, error=replace(built.error, proven=bound)), None

    room = 0.0 if plan.precision.at_once else SLACKS[0]
    built, proof = until_met(plan, attempt, plan.tol and plan.tol / (1 + room))
    found = built.error.computed
    if built.error.met is False and found is not None:
        found = replace(found, enough=_enough(kind, built, target, plan))
        built = replace(built, error=replace(built.error, computed=found))
    return built, proof


def _enough(kind: Line, built: Built, target: Target, plan: Plan) -> str:
    """Name the precision of fewest digits that would do: its rounding takes a small share."""
    from uat.accuracy.proof.enclosure import forward_rounding

    assert plan.tol is not None
    least = plan.tol
    if plan.allowed is not None:
        least *= float(plan.allowed.radius(built.samples.y).min())
    ideal = kind.network(built.partitions, plan, built.steepness)

    def lost(floats: Precision) -> float:
        return forward_rounding(rounded(ideal, floats), *target.box[0], floats)

    return enough_for(plan, least, lost)
