"""Build for smaller aims, until what fewer digits make of the network is close enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from uat.base.errors import UatError

if TYPE_CHECKING:
    from uat.constructions.built import Built
    from uat.constructions.plan import Plan

ATTEMPTS = 6
ROOM = 1e-4  # of the tolerance: how much nearer than needed the next attempt is to come
WORSE = 1  # so many attempts on end may be no better
LEAST = 0.5  # of an aim: the next one is not below that share of it

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
