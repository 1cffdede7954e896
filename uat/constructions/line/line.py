"""Bumps, steps, ramps and straight lines all build on one input; what they share is here.

Count operations, and tell whether they take less than a tenth of a second; no clock decides.

Measured on one core of 2.5 GHz: 20,000 samples of a formula of 100 words, 4,000 steps or 80 links
take 50 ms or less each, from sampling to the measured error.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from uat.accuracy.measure import Allowed, Error, measure, samples_of
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.constructions.built import Built
from uat.constructions.certify import build_rounded
from uat.constructions.construction import Construction, Progress
from uat.constructions.line.building import build
from uat.constructions.line.certify import (
    certify,
    certify_at_samples,
    certify_precise,
    certify_squares,
)
from uat.constructions.line.cutting import Partitions, require_between_zero_and_one
from uat.constructions.line.partition import rounding
from uat.functions.expression.tree import walk
from uat.functions.sampling import Samples
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof
    from uat.constructions.plan import Plan
    from uat.networks.network import Network

MOST_SAMPLES = 20_000
MOST_WORDS = 100
MOST_STEPS = 4_000
MOST_LINKS = 80


def is_quickly_read(target: Target, samples: Samples) -> bool:
    """Tell whether f is a short formula or a table, and smooth enough for few samples."""
    if samples.x.size > MOST_SAMPLES:
        return False
    formula = target.expression
    if formula is None:
        return target.is_polyline
    return sum(1 for _ in walk(formula.tree)) <= MOST_WORDS


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

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        if not plan.precision.is_double:
            return build_rounded(self, target, plan, scale, say)
        return build(self, target, plan, scale, say)

    def certify(
        self, target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
    ) -> tuple[Built, Proof | None]:
        if plan.counted is not None:
            counted = certify_at_samples if plan.counted.at_samples else certify_squares
            return counted(self, target, plan, scale, say)
        if not plan.precision.is_double:
            return certify_precise(self, target, plan, scale, lipschitz, say)
        return certify(self, target, plan, scale, lipschitz, say)

    def measure_again(self, built: Built, target: Target, plan: Plan) -> Error:
        return measure(built.network, target, built.samples, plan.tol, plan.allowed)

    def first_samples(self, target: Target, plan: Plan, scale: float) -> Samples:
        """Take the first samples of f. scale: roughly how much f varies."""
        if plan.counted is not None and plan.counted.at_samples:
            return samples_of(target)
        tol = plan.tol if plan.tol is not None else 0.1 * scale
        if plan.allowed is not None:
            first = target.sample(1e-3 * scale)
            _require_possible(first, plan.allowed)
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


def _require_possible(samples: Samples, allowed: Allowed) -> None:
    """Raise TargetError, with the place, where f is 0 and nothing but f itself is in the tube."""
    if allowed.absolute:
        return
    y, x = samples.y, samples.x
    is_zero = np.abs(y) <= rounding(y)
    turns = (y[:-1] * y[1:] < 0) & ~samples.is_jump
    found = [*x[is_zero].tolist(), *(0.5 * (x[:-1] + x[1:]))[turns].tolist()]
    if not found:
        return
    place = place_text(min(found), float(x[0]), float(x[-1]))
    raise TargetError(
        f"f is 0 near x = {place}, where a relative tolerance allows nothing but f itself: add an "
        "absolute one, tol, so that the larger of both counts"
    )
