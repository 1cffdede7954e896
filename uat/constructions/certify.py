"""Build several times, until the tolerance holds for what fewer digits compute, or is proven.

Build for smaller aims, until what fewer digits make of the network is close enough.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import Error, with_computed
from uat.base.errors import InputError, UatError
from uat.base.precision import FLOAT64, PRECISIONS, Precision
from uat.constructions.built import Built
from uat.networks.computed import rounded

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof
    from uat.constructions.construction import Construction, Progress
    from uat.constructions.plan import Plan
    from uat.functions.target import Target

ROUNDED_ATTEMPTS = 6
ROOM = 1e-4  # of the tolerance: how much nearer than needed the next attempt is to come
WORSE = 1  # so many attempts on end may be no better
LEAST = 0.5  # of an aim: the next one is not below that share of it

SHARE = 0.25  # of the tolerance: a precision whose rounding takes no more would do
LESS_ROUNDED = 0.999  # of the tolerance of a network of several inputs: rounding takes some of it

Attempt = Callable[["float | None"], "tuple[Built, Any]"]

SLACK = 0.02  # how far a bound may be above the true error
LESS = 0.999  # of the tolerance that should be enough
TINY = 1e-3  # of the tolerance: what neurons may leave out that have not settled
ATTEMPTS = 5
CLOSE = 1.05  # times the tolerance: an error that is certain to be larger was not seen before
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by smaller boxes


def until_met(plan: Plan, attempt: Attempt, first: float | None) -> tuple[Any, Any]:
    """Return the best network and its proof, if there is one.

    attempt: build for an aim, round the weights, measure and, if so asked, prove. Rounding takes a
    part of the tolerance that hardly changes, and the pieces have to leave it. It ends where two
    attempts on end are no better, or rounding takes it all; of a precision of few numbers nothing
    is so regular. first: the first aim; None for a number of neurons.
    """
    aim, best, tol, worse = first, attempt(first), plan.tol, 0
    error = best[0].error
    for _ in range(ROUNDED_ATTEMPTS - 1):
        hopeless = error.unproven or error.sums >= (tol or 0.0)
        if aim is None or tol is None or error.met or hopeless or worse > WORSE:
            break
        aim = max(aim - (error.reached - tol) - ROOM * tol, LEAST * aim)
        try:
            other = attempt(aim)
        except UatError:  # of so many pieces there is no network in this precision
            break
        error = other[0].error
        if not error.unproven and error.reached < best[0].error.reached:
            best, worse = other, 0
        else:
            worse += not plan.precision.at_once
    return best


def finer(than: Precision) -> list[Precision]:
    """List the precisions of more digits, those of the fewest first."""
    known = sorted(PRECISIONS.values(), key=lambda each: each.digits)
    return [each for each in known if each.digits > than.digits and not each.at_once]


def enough_for(plan: Plan, most: float, lost: Callable[[Precision], float]) -> str:
    """Name the precision of fewest digits that would do: its rounding takes a small share.

    lost: what a precision takes; it raises where that is not known, or its numbers end too early.
    """
    for floats in finer(plan.precision):
        with contextlib.suppress(UatError):
            if lost(floats) <= SHARE * most:
                return floats.name
    return ""


def build_rounded(
    kind: Construction, target: Target, plan: Plan, scale: float, say: Progress
) -> Built:
    """Build a network of the plan's precision; measured, it is close enough, if any is.

    It is measured in float64 and as its own precision computes it.
    """
    if target.kind != "function" and target.inputs > 1:
        raise InputError(
            f"{plan.precision.name} is for functions; {target.name} is a {target.kind} target: "
            "leave the precision out"
        )

    def attempt(aim: float | None) -> tuple[Built, None]:
        return built_for(kind, target, plan, aim, scale, say), None

    share = LESS_ROUNDED if target.inputs > 1 else 1.0
    built: Built = until_met(plan, attempt, plan.tol and share * plan.tol)[0]
    return built


def built_for(
    kind: Construction, target: Target, plan: Plan, aim: float | None, scale: float, say: Progress
) -> Built:
    """Build for an aim in float64, round the weights, and measure what that gives."""
    ideal = kind.build(target, replace(plan, tol=aim, precision=FLOAT64), scale, say)
    network = rounded(ideal.network, plan.precision)
    began = time.perf_counter()
    built = replace(ideal, network=network, error=replace(ideal.error, tolerance=plan.tol))
    error = kind.measure_again(built, target, plan)
    error = with_computed(error, network, target, plan.precision, plan.allowed)
    measuring = ideal.measuring + time.perf_counter() - began
    return replace(built, error=error, measuring=measuring)


# Build networks of several inputs, and prove them, until the tolerance is proven to hold.


def certify(
    kind: Construction,
    target: Target,
    plan: Plan,
    scale: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, Proof | None]:
    """Build a network with a proof; where the proof fails, keep the network and the reason."""
    built = kind.build(target, plan, scale, say)
    try:
        built, proof = _certified(kind, built, target, plan, scale, lipschitz, say)
    except UatError as reason:
        error = replace(built.error, tolerance=plan.tol, unproven=str(reason))
        return replace(built, error=_told_enough(replace(built, error=error), target, plan)), None
    built = replace(built, error=with_proof(built.error, proof, plan.tol))
    return replace(built, error=_told_enough(built, target, plan)), proof


def _told_enough(built: Built, target: Target, plan: Plan) -> Error:
    """Name the precision of fewest digits that would do, where the network's own misses."""
    from uat.accuracy.proof import rounding_of

    error, tol = built.error, plan.tol
    if tol is None or error.computed is None or error.met is not False:
        return error
    enough = enough_for(
        plan, tol, lambda floats: rounding_of(built.network, target, floats, TINY * tol)
    )
    return replace(error, computed=replace(error.computed, enough=enough))


def _certified(
    kind: Construction,
    built: Built,
    given: Target,
    plan: Plan,
    scale: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, Proof]:
    """Prove, and build again until the tolerance is proven to hold, if it can.

    A bound that is a little above the tolerance is met by smaller boxes. An error that is certain,
    and above it, lies where nobody had looked: the construction is then told where. Of all that was
    built, the network with the least bound is kept.
    """
    from uat.accuracy.proof import prove  # loads FLINT, which only proofs need

    aim, spent, best, target = plan.tol, 0.0, None, given
    for attempt in range(ATTEMPTS):
        proof = prove(
            built.network,
            target,
            left_out=built.error.left_out,
            slack=SLACK,
            lipschitz=lipschitz,
            floats=plan.precision,
            tolerance=plan.tol,
            progress=say,
        )
        spent += proof.seconds
        if best is None or proof.bound < best[1].bound:
            best = built, proof
        if plan.tol is None or aim is None or proof.bound <= plan.tol or not kind.improves:
            break
        if proof.lower > CLOSE * plan.tol:
            told = kind.told(target, proof.at, plan.tol)
            if told is None:
                break
            target = told
        elif proof.bound > HOPELESS * plan.tol:
            break
        else:
            least = aim * plan.tol / proof.bound
            if not plan.precision.is_double:  # what rounding takes does not shrink with the aim
                least = max(least - (proof.bound - plan.tol), 0.5 * least)
            aim = LESS * least
        if attempt == ATTEMPTS - 1:
            break
        try:
            built = kind.build(target, replace(plan, tol=aim), scale, say)
        except UatError:  # of boxes that follow what the proof found there are too many
            break
    assert best is not None
    kept, proof = best
    error = _as_proven(kind, kept, given, plan, proof)
    return replace(kept, error=error), replace(proof, seconds=spent)


def _as_proven(kind: Construction, built: Built, target: Target, plan: Plan, proof: Any) -> Error:
    """Take the measured error at the points that a proof speaks of: it is never above the bound.

    The proof may have found a larger error than measuring did.
    """
    error = built.error
    if error.left_out != proof.left_out:
        again = kind.measure_outside(built, target, proof.left_out)
        error = replace(again, holes=error.holes)
    if proof.lower > error.max:
        error = replace(error, max=proof.lower, at=proof.at)
    if error.computed is not None:
        error = replace(error, computed=replace(error.computed, rounding=proof.rounding))
    # What float64 makes of f may be above the bound by its rounding.
    return replace(
        error,
        max=min(error.max, proof.bound),
        excluded_share=proof.excluded_share,
        proven=proof.bound,
        tolerance=plan.tol,
    )


def with_proof(error: Error, proof: Proof, tolerance: float | None) -> Error:
    """Add the proven bound to the error; what the proof found to be reached is found, too.

    tolerance: what was asked for, which may be more than what the network was built for.
    """
    if proof.lower > error.max:
        error = replace(error, max=proof.lower, at=proof.at)
    return replace(error, proven=proof.bound, tolerance=tolerance)
