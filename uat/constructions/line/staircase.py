"""Build staircases out of bumps or steps, whose neurons are steep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.constructions.construction import Pieces, at_least_one
from uat.constructions.limits import Cost
from uat.constructions.line.built import BuiltOnLine
from uat.constructions.line.cutting import Partitions, staircases
from uat.constructions.line.line import Line
from uat.constructions.line.partition import Partition, count_within, fewest_steps
from uat.constructions.line.quick import MOST_STEPS, is_quickly_read
from uat.constructions.line.steps import (
    as_bumps,
    as_steps,
    auto_steepness,
    bump_network,
    bump_pieces,
    edge_margin,
    step_network,
    step_pieces,
)
from uat.functions.sampling import Samples

if TYPE_CHECKING:
    from uat.accuracy.measure import Allowed
    from uat.constructions.plan import Plan
    from uat.functions.target import Target
    from uat.networks.network import Network


class Staircase(Line):
    """A construction whose hidden layer adds up to a staircase."""

    law = -1.0
    witnesses = "cuts"
    grown = True
    steps_per_piece = 1

    def check(self, plan: Plan, inputs: int) -> None:
        if plan.partition == "fewest" and plan.overlap == 1 and plan.heights != "midrange":
            raise InputError(
                f"the fewest pieces have midrange heights; for {plan.heights}, use uniform"
            )

    def cut(self, target: Target, samples: Samples, plan: Plan) -> tuple[Partitions, Samples]:
        return staircases(target, samples, plan), samples

    def fewest_pieces(self, target: Target, built: Built, tol: float | None) -> int | None:
        assert isinstance(built, BuiltOnLine)
        if tol is None:
            return int(built.partitions[0].pieces)
        return fewest_steps(target, built.samples, tol).pieces

    def neurons(self, partitions: Partitions, plan: Plan) -> int:
        pieces = sum(partition.pieces for partition in partitions)
        return pieces * self.steps_per_piece * plan.activation.neurons_per_step

    def steepness(
        self, partitions: Partitions, plan: Plan, steeper: float, jumps: int
    ) -> float | None:
        if plan.steepness is not None:
            return plan.steepness
        return steeper * auto_steepness(_stairs(partitions), plan.activation, jumps)


class Steps(Staircase):
    """One neuron for each change of height."""

    name = "steps"
    summary = "one neuron for each change of height, as few as possible"
    layers = ("steps",)
    cost = Cost(500, 1e-5)
    neurons_are = "a neuron is a step"
    smallest = True
    follows = True
    color, marker = "step", "o"

    def is_fewest_within(self, built: Built, allowed: Allowed) -> bool:
        assert isinstance(built, BuiltOnLine)
        return int(built.partitions[0].pieces) <= count_within(built.samples, allowed)

    def is_quick(self, target: Target, samples: Samples, tol: float) -> bool:
        variation = float(np.abs(np.diff(samples.y)).sum())
        return is_quickly_read(target, samples) and variation / (2 * tol) <= MOST_STEPS

    def pieces_within(self, plan: Plan) -> int:
        copies, size = plan.overlap, plan.activation.neurons_per_step
        steps = (plan.neurons or 0) // size
        return at_least_one(self, plan, (steps + 1) // copies, (copies - 1) * size)

    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        assert steepness is not None
        return step_network(_stairs(partitions), plan.activation, steepness, plan.output)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return as_steps(step_pieces(_stairs(built.partitions), plan.output))


class Bumps(Staircase):
    """Nielsen's plateaus: two neurons for each piece, up and down."""

    name = "bumps"
    summary = "Nielsen's, two neurons for each plateau"
    layers = ("bumps",)
    cost = Cost(150, 3e-6)
    neurons_are = "two neurons are a bump"
    better = "steps"
    steps_per_piece = 2
    has_edges = True
    color, marker = "bump", "s"

    def usual_partition(self, inputs: int) -> str:
        return "uniform"

    def pieces_within(self, plan: Plan) -> int:
        copies, size = plan.overlap, plan.activation.neurons_per_step
        steps = (plan.neurons or 0) // size
        pieces = (steps // 2 - (copies - 1)) // copies
        return at_least_one(self, plan, pieces, 2 * (2 * copies - 1) * size)

    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        assert steepness is not None
        stairs = _stairs(partitions)
        return bump_network(stairs, plan.activation, steepness, plan.output, plan.edges)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        assert built.steepness is not None
        margin = edge_margin(plan.activation, built.steepness, plan.edges)
        return as_bumps(bump_pieces(_stairs(built.partitions), plan.output, margin))


def _stairs(partitions: Partitions) -> Sequence[Partition]:
    return cast(Sequence[Partition], partitions)
