"""Build networks of several inputs, and prove them, until the tolerance is proven to hold."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import Error
from uat.base.errors import UatError
from uat.constructions.built import Built
from uat.constructions.precise import SHARE, finer

if TYPE_CHECKING:
    from uat.accuracy.proof import BoxProof, Proof
    from uat.constructions.construction import Construction, Progress
    from uat.constructions.plan import Plan
    from uat.functions.target import Target

SLACK = 0.02  # how far a bound may be above the true error
LESS = 0.999  # of the tolerance that should be enough
TINY = 1e-3  # of the tolerance: what neurons may leave out that have not settled
ATTEMPTS = 5
CLOSE = 1.05  # times the tolerance: an error that is certain to be larger was not seen before
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by smaller boxes


def certify(
    kind: Construction,
    target: Target,
    plan: Plan,
    scale: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, BoxProof | Proof | None]:
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
    for floats in finer(plan.precision):
        with contextlib.suppress(UatError):
            if rounding_of(built.network, target, floats, TINY * tol) <= SHARE * tol:
                found = replace(error.computed, enough=floats.name)
                return replace(error, computed=found)
    return error


def _certified(
    kind: Construction,
    built: Built,
    given: Target,
    plan: Plan,
    scale: float,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, BoxProof | Proof]:
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


def with_proof(error: Error, proof: Proof | BoxProof, tolerance: float | None) -> Error:
    """Add the proven bound to the error; what the proof found to be reached is found, too.

    tolerance: what was asked for, which may be more than what the network was built for.
    """
    if proof.lower > error.max:
        error = replace(error, max=proof.lower, at=proof.at)
    return replace(error, proven=proof.bound, tolerance=tolerance)
