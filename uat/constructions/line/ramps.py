"""Relu neurons are ramps: one for each kink, and one for the slope unless the kinks give it.

Linear neurons make one straight line.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure import measure
from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.ties import first_of_least, flattest_of
from uat.constructions.built import Built
from uat.constructions.construction import Pieces, Progress, check_relu
from uat.constructions.limits import Cost
from uat.constructions.line.building import fine_enough
from uat.constructions.line.cutting import Partitions, polylines
from uat.constructions.line.line import MOST_LINKS, Line, is_quickly_read
from uat.constructions.line.partition import (
    Polyline,
    best_links,
    count_links,
    fewest_links,
    largest_jump,
    links_within,
)
from uat.constructions.pieces import Ramp
from uat.functions.sampling import Samples
from uat.networks.activations import LINEAR, RELU, Activation
from uat.networks.network import Layer, Network

if TYPE_CHECKING:
    from uat.accuracy.measure import Allowed
    from uat.constructions.plan import Plan
    from uat.functions.target import Target

FINER = 10.0  # how many times more finely than for steps f is sampled
FEW_SAMPLES = 400_000  # with more than these, f is sampled no more finely


class Ramps(Line):
    """Ramps add up to a continuous polyline of relu neurons, of as few links as possible."""

    name = "ramps"
    summary = "relu neurons, a polyline of as few links as possible"
    activation = "relu"
    layers = ("ramps",)
    cost = Cost(160, 1e-5, 4.6e8, 16.0)
    law = -2.0
    neurons_are = "a neuron is a kink"
    counted = "links "
    witnesses = "kinks"
    smallest = True
    follows = True
    grown = True
    color, marker = "ramp", "^"
    resolution = 1e-3
    close = 1.01
    settled = True

    def check(self, plan: Plan, inputs: int) -> None:
        check_relu(self, plan)

    def first_samples(self, target: Target, plan: Plan, scale: float) -> Samples:
        samples = super().first_samples(target, plan, scale)
        if samples.resolution > 0.0 and samples.x.size < FEW_SAMPLES:
            samples = target.sample(samples.resolution / FINER)
        if plan.neurons and plan.partition == "fewest":
            return fine_enough(target, samples, plan.neurons, self.resolution)
        return samples

    def cut(self, target: Target, samples: Samples, plan: Plan) -> tuple[Partitions, Samples]:
        return polylines(target, samples, plan)

    def fewest_pieces(self, target: Target, built: Built, tol: float | None) -> int | None:
        if tol is None:
            return int(built.partitions[0].pieces)
        return fewest_links(built.samples, tol).pieces

    def is_fewest_within(self, built: Built, allowed: Allowed) -> bool:
        least = links_within(built.samples, allowed, between=False).pieces
        return int(built.partitions[0].pieces) <= least

    def is_quick(self, target: Target, samples: Samples, tol: float) -> bool:
        if not is_quickly_read(target, samples) or largest_jump(samples) > 2 * tol:
            return False
        return count_links(samples, tol, MOST_LINKS) <= MOST_LINKS

    def neurons(self, partitions: Partitions, plan: Plan) -> int:
        return sum(partition.pieces for partition in partitions)

    def steepness(
        self, partitions: Partitions, plan: Plan, steeper: float, jumps: int
    ) -> float | None:
        return None

    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        return ramp_network(cast(Polyline, partitions[0]))

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return as_ramps(*ramp_pieces(built.partitions[0]))


@dataclass(frozen=True, eq=False)
class _Neurons:
    """relu(x - p), or relu(p - x) for those that look left; each adds `slopes` times that."""

    positions: Array
    slopes: Array
    left: NDArray[np.bool_]


def ramp_pieces(polyline: Polyline) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Return the ramps' positions, the slopes gained there, and which of them look left."""
    neurons = _neurons(polyline)
    return neurons.positions, neurons.slopes, neurons.left


def ramp_network(polyline: Polyline) -> Network:
    """Build one relu neuron for each kink, of weight 1 or -1, and at most one for the slope.

    Neurons left of the flattest link look left, the others right; so the flattest link's slope is
    all that is left for one neuron that is on everywhere, and no large numbers cancel. A polyline
    that says which of its kinks look left needs no such neuron. Raises TargetError where a link is
    so steep that its slope is no float.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        neurons = _neurons(polyline)
    if not np.isfinite(neurons.slopes).all():
        steepest = polyline.edges[first_of_least(np.diff(polyline.edges))]
        raise TargetError(
            f"f is too steep near x = {steepest:.6g}, or rounding hides its values there: choose a "
            "domain that keeps away from it, or a larger tolerance"
        )
    sign = np.where(neurons.left, -1.0, 1.0)
    a = float(polyline.edges[0])
    before = (neurons.slopes * (neurons.positions - a))[neurons.left]
    bias = math.fsum([float(polyline.values[0]), *(-before).tolist()])
    hidden = Layer(sign[:, None], -sign * neurons.positions, RELU)
    return Network((hidden, Layer(neurons.slopes[None, :], [bias], LINEAR)))


def as_ramps(positions: Array, slopes: Array, left: NDArray[np.bool_]) -> tuple[Ramp, ...]:
    """Return the neurons as plain `Ramp` objects."""
    rows = zip(positions.tolist(), slopes.tolist(), left.tolist(), strict=True)
    return tuple(Ramp(*row) for row in rows)


def _neurons(polyline: Polyline) -> _Neurons:
    """Choose the neurons, left to right; one for the slope, if needed, begins at the left end."""
    slopes = polyline.slopes
    kinks = np.diff(slopes)
    if polyline.left is not None:
        return _Neurons(polyline.cuts, kinks, polyline.left)
    flattest = flattest_of(slopes)
    return _Neurons(
        polyline.edges[:-1],
        np.concatenate([slopes[flattest : flattest + 1], kinks]),
        np.concatenate([[False], np.arange(kinks.size) < flattest]),
    )


# Find the best that linear neurons can do: any network of them is one straight line.


class Straight(Line):
    """The best that linear neurons can do; no tolerance makes it better."""

    name = "line"
    color, marker = "ramp", "^"

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        samples = self.first_samples(target, plan, scale)
        partitions, samples = self.cut(target, samples, plan)
        network = self.network(partitions, plan, None)
        say("measuring the error")
        began = time.perf_counter()
        error = measure(network, target, samples, plan.tol)
        return Built(
            network=network,
            error=error,
            partitions=partitions,
            steepness=None,
            measuring=time.perf_counter() - began,
            samples=samples,
        )

    def cut(self, target: Target, samples: Samples, plan: Plan) -> tuple[Partitions, Samples]:
        return (best_links(samples, 1),), samples

    def neurons(self, partitions: Partitions, plan: Plan) -> int:
        return 1

    def steepness(
        self, partitions: Partitions, plan: Plan, steeper: float, jumps: int
    ) -> float | None:
        return None

    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        return line_network(cast(Polyline, partitions[0]), plan.activation)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return as_ramps(*ramp_pieces(built.partitions[0]))

    def words(self, net: Any) -> str:
        return "the best straight line: that is all that linear neurons can add up to"

    def advice(self, steep: bool) -> str:
        return "use another activation"


def line_network(polyline: Polyline, activation: Activation = LINEAR) -> Network:
    """Build one neuron that begins at the left end of the domain, and an output bias."""
    assert activation.tails is not None
    slope, offset = activation.tails.left
    rise = float(polyline.slopes[0]) / slope
    hidden = Layer(np.ones((1, 1)), [-polyline.edges[0]], activation)
    output = Layer([[rise]], [polyline.values[0] - rise * offset], LINEAR)
    return Network((hidden, output))
