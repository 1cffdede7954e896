"""A tolerance that grows with |f|: the error in the units of f, beside its share of that."""

from __future__ import annotations

from dataclasses import replace

from uat.accuracy.measure import measure
from uat.constructions.built import Built
from uat.constructions.line.built import BuiltOnLine
from uat.constructions.plan import Plan
from uat.functions.target import Target


def in_units_of_f(built: Built, target: Target, plan: Plan) -> BuiltOnLine:
    """Measure again in the units of f; what was measured as a share of what is allowed is kept."""
    assert isinstance(built, BuiltOnLine)
    shares = built.error
    error = measure(built.network, target, built.samples)
    return replace(
        built,
        error=replace(error, left_out=shares.left_out, allowed=plan.allowed, shares=shares),
    )
