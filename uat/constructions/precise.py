"""Build for smaller aims, until what fewer digits make of the network is close enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import with_computed
from uat.base.errors import InputError, UatError
from uat.base.precision import FLOAT64, PRECISIONS, Precision
from uat.networks.computed import rounded

if TYPE_CHECKING:
    from uat.constructions.built import Built
    from uat.constructions.construction import Construction, Progress
    from uat.constructions.plan import Plan
    from uat.functions.target import Target

ATTEMPTS = 6
ROOM = 1e-4  # of the tolerance: how much nearer than needed the next attempt is to come
WORSE = 1  # so many attempts on end may be no better
LEAST = 0.5  # of an aim: the next one is not below that share of it

SHARE = 0.25  # of the tolerance: a precision whose rounding takes no more would do
LESS = 0.999  # of the tolerance of a network of several inputs: rounding takes some of it

Attempt = Callable[["float | None"], "tuple[Built, Any]"]


def until_met(plan: Plan, attempt: Attempt, first: float | None) -> tuple[Any, Any]:
    """Return the best network and its proof, if there is one.

    attempt: build for an aim, round the weights, measure and, if so asked, prove. Rounding takes a
    part of the tolerance that hardly changes, and the pieces have to leave it. It ends where two
    attempts on end are no better, or rounding takes it all; of a precision of few numbers nothing
    is so regular. first: the first aim; None for a number of neurons.
    """
    aim, best, tol, worse = first, attempt(first), plan.tol, 0
    error = best[0].error
    for _ in range(ATTEMPTS - 1):
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


def build_rounded(
    kind: Construction, target: Target, plan: Plan, scale: float, say: Progress
) -> Built:
    """Build a network of several inputs of the plan's precision; measured, it is close enough."""
    if target.kind != "function":
        raise InputError(
            f"{plan.precision.name} is for functions; {target.name} is a {target.kind} target: "
            "leave the precision out"
        )

    def attempt(aim: float | None) -> tuple[Built, None]:
        ideal = kind.build(target, replace(plan, tol=aim, precision=FLOAT64), scale, say)
        network = rounded(ideal.network, plan.precision)
        began = time.perf_counter()
        built = replace(ideal, network=network, error=replace(ideal.error, tolerance=plan.tol))
        error = kind.measure_again(built, target)
        error = with_computed(error, network, target, plan.precision)
        measuring = ideal.measuring + time.perf_counter() - began
        return replace(built, error=error, measuring=measuring), None

    built: Built = until_met(plan, attempt, plan.tol and LESS * plan.tol)[0]
    return built
