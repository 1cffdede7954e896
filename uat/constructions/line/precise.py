"""Build and prove networks of one input that are computed in fewer digits than float64 has."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import measure, with_computed
from uat.base.errors import UatError
from uat.base.precision import FLOAT64
from uat.constructions.construction import Progress
from uat.constructions.line.building import build
from uat.constructions.line.built import BuiltOnLine
from uat.constructions.plan import Plan
from uat.constructions.precise import SHARE, finer, until_met
from uat.functions.target import Target
from uat.networks.computed import rounded

if TYPE_CHECKING:
    from uat.constructions.line.line import Line


def build_precise(
    kind: Line, target: Target, plan: Plan, scale: float, say: Progress
) -> BuiltOnLine:
    """Build a network of the plan's precision; as measured, it is within the tolerance, if any is.

    It is measured in float64 and as its own precision computes it.
    """

    def attempt(aim: float | None) -> tuple[BuiltOnLine, None]:
        return _rounded(kind, target, plan, aim, scale, say), None

    built: BuiltOnLine = until_met(plan, attempt, plan.tol)[0]
    return built


def certify_precise(
    kind: Line, target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
) -> tuple[BuiltOnLine, Any]:
    """Build until the tolerance is proven to hold for what the precision computes, in any order.

    Of a precision of few numbers each of them is checked instead, for sums from left to right.
    """
    from uat.accuracy.proof.inputs import bound_at_inputs
    from uat.constructions.line.certify import SLACKS, proven

    def attempt(aim: float | None) -> tuple[BuiltOnLine, Any]:
        built = _rounded(kind, target, plan, aim, scale, say)
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


def _rounded(
    kind: Line, target: Target, plan: Plan, aim: float | None, scale: float, say: Progress
) -> BuiltOnLine:
    """Build for an aim in float64, round the weights, and measure what that gives."""
    ideal = build(kind, target, replace(plan, tol=aim, precision=FLOAT64), scale, say)
    network = rounded(ideal.network, plan.precision)
    began = time.perf_counter()
    error = measure(network, target, ideal.samples, plan.tol, plan.allowed)
    error = with_computed(error, network, target, plan.precision, plan.allowed)
    measuring = ideal.measuring + time.perf_counter() - began
    return replace(ideal, network=network, error=error, measuring=measuring)


def _enough(kind: Line, built: BuiltOnLine, target: Target, plan: Plan) -> str:
    """Name the precision of fewest digits that would do: its rounding takes a small share."""
    from uat.accuracy.proof.enclosure import forward_rounding

    assert plan.tol is not None
    least = plan.tol
    if plan.allowed is not None:
        least *= float(plan.allowed.radius(built.samples.y).min())
    ideal = kind.network(built.partitions, plan, built.steepness)
    for floats in finer(plan.precision):
        try:
            network = rounded(ideal, floats)
            if forward_rounding(network, *target.box[0], floats) <= SHARE * least:
                return floats.name
        except UatError:  # its numbers end too early
            continue
    return ""
