"""A tolerance that grows with |f|: the error in the units of f, beside its share of that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import measure
from uat.constructions.built import Built
from uat.constructions.plan import Plan
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof


def in_units_of_f(
    built: Built, proof: Any, target: Target, plan: Plan
) -> tuple[Built, Proof | None]:
    """Measure again in the units of f; what was measured as a share of what is allowed is kept."""
    shares = built.error
    error = measure(built.network, target, built.samples)
    error = replace(
        error,
        left_out=shares.left_out,
        allowed=plan.allowed,
        shares=shares,
        unproven=shares.unproven,
        computed=shares.computed,
    )
    # No sharper than was asked: the share is then 1, and the claim says what was asked.
    said = None if proof is None else replace(proof, bound=max(proof.bound, 1.0))
    return replace(built, error=error), said
