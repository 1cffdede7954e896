"""The parts of an approximation that were asked for, not built."""

from __future__ import annotations

from typing import Any

from uat.constructions.plan import Plan
from uat.functions.target import Target


def as_planned(target: Target, plan: Plan) -> dict[str, Any]:
    """Arguments of `Approximation` that the plan knows."""
    return {
        "target": target,
        "construction": plan.construction,
        "partition_kind": plan.partition,
        "activation": plan.activation,
        "output": "softmax" if target.kind == "classes" else plan.output,
        "overlap": plan.overlap,
        "edges": plan.edges,
    }
