"""Bumps, steps, ramps and straight lines all build on one input; what they share is here."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from uat.accuracy.measure import samples_of
from uat.constructions.built import Built
from uat.constructions.construction import Construction, Progress
from uat.constructions.line.building import build
from uat.constructions.line.built import BuiltOnLine
from uat.constructions.line.certify import certify, certify_at_samples, certify_squares
from uat.constructions.line.cutting import Partitions, require_between_zero_and_one
from uat.constructions.line.partition import require_possible
from uat.constructions.line.precise import build_precise, certify_precise
from uat.functions.sampling import Samples

if TYPE_CHECKING:
    from uat.accuracy.proof import BoxProof, Proof
    from uat.constructions.plan import Plan
    from uat.functions.target import Target
    from uat.networks.network import Network


class Line(Construction):
    """A construction of one input: f is sampled, the interval is cut, and each cut has a neuron.

    resolution: how finely f is sampled, as a share of the tolerance. close: a miss by less than
    this factor is met by a smaller aim of the pieces. settled: whether the best pieces for a number
    of neurons are final, whatever the measured error.
    """

    resolution: ClassVar[float] = 1e-2
    close: ClassVar[float] = 1 + 1e-6
    settled: ClassVar[bool] = False
    rounds: ClassVar[bool] = True

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> BuiltOnLine:
        if not plan.precision.is_double:
            return build_precise(self, target, plan, scale, say)
        return build(self, target, plan, scale, say)

    def certify(
        self, target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
    ) -> tuple[Built, Proof | BoxProof | None]:
        if plan.counted is not None:
            counted = certify_at_samples if plan.counted.at_samples else certify_squares
            return counted(self, target, plan, scale, say)
        if not plan.precision.is_double:
            return certify_precise(self, target, plan, scale, lipschitz, say)
        return certify(self, target, plan, scale, lipschitz, say)

    def first_samples(self, target: Target, plan: Plan, scale: float) -> Samples:
        """Take the first samples of f. scale: roughly how much f varies."""
        if plan.counted is not None and plan.counted.at_samples:
            return samples_of(target)
        tol = plan.tol if plan.tol is not None else 0.1 * scale
        if plan.allowed is not None:
            first = target.sample(1e-3 * scale)
            require_possible(first, plan.allowed)
            tol = float(plan.allowed.radius(first.y).min())
        return target.sample(min(self.resolution * tol, 1e-3 * scale))

    def partitions(
        self, target: Target, samples: Samples, plan: Plan
    ) -> tuple[Partitions, Samples]:
        """Cut one partition, or one for each overlapping copy; sample f more where that took it."""
        if plan.output == "sigmoid":
            require_between_zero_and_one(samples)
        return self.cut(target, samples, plan)

    @abstractmethod
    def cut(self, target: Target, samples: Samples, plan: Plan) -> tuple[Partitions, Samples]:
        """Decide where to cut; see `partitions`."""

    @abstractmethod
    def neurons(self, partitions: Partitions, plan: Plan) -> int:
        """Estimate how many hidden neurons these pieces take."""

    @abstractmethod
    def steepness(
        self, partitions: Partitions, plan: Plan, steeper: float, jumps: int
    ) -> float | None:
        """Choose the weight of steps; None if there are none. steeper: a factor on the choice."""

    @abstractmethod
    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        """Compute the weights and biases for the partitions."""
