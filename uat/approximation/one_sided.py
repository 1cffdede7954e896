"""A network above f, but by no more than E, is within E/2 of f + E/2; one below f, of f - E/2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import measure, with_computed
from uat.base.arrays import Array
from uat.constructions.built import Built
from uat.constructions.plan import Plan
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof


@dataclass(frozen=True)
class _Raised:
    """f, and a number more."""

    target: Target
    offset: float

    def __call__(self, x: Array) -> Array:
        return self.target(x) + self.offset


def raised(target: Target, offset: float) -> Target:
    """Add a number to f: the middle of the tube in which a network has to stay."""
    if offset == 0.0:
        return target
    function = _Raised(target, offset)
    if target.expression is None:
        return replace(target, function=function)
    formula = f"({target.expression.text}) {'+' if offset > 0 else '-'} {abs(offset)!r}"
    return replace(target, function=function, formula=formula, formulas=())


def seen_from_f(built: Built, proof: Any, target: Target, plan: Plan) -> tuple[Built, Proof | None]:
    """Say of what was built and proven around f + offset how far it is from f."""
    assert plan.tol is not None
    around, offset = built.error, plan.offset
    samples = replace(built.samples, y=built.samples.y - offset)
    error = measure(built.network, target, samples, plan.tol)
    error = with_computed(error, built.network, target, plan.precision)
    computed = error.computed
    if computed is not None and around.computed is not None:
        known = around.computed
        computed = replace(computed, rounding=known.rounding, enough=known.enough)
    proven = None if around.proven is None else around.proven + abs(offset)
    seen = replace(
        built,
        samples=samples,
        error=replace(
            error,
            left_out=around.left_out,
            proven=proven,
            beyond=max(0.0, around.reached - abs(offset)),
            unproven=around.unproven,
            sums=around.sums,
            computed=computed,
        ),
    )
    return seen, None if proof is None else proof_from_f(proof, target, plan)


def proof_from_f(proof: Proof, target: Target, plan: Plan) -> Proof:
    """Say of a proof about f + offset what it says about f."""
    bound = max(proof.bound, abs(plan.offset))  # no sharper than was asked: 0 is then one end
    return replace(proof, target=target, offset=plan.offset, bound=bound)


def from_middle(built: Built, target: Target, plan: Plan) -> tuple[Target, Built, float | None]:
    """Return f + offset, what was built with samples of that, and half the tube's width."""
    samples = replace(built.samples, y=built.samples.y + plan.offset)
    return raised(target, plan.offset), replace(built, samples=samples), plan.centred.tol
