"""Find the best that linear neurons can do: any network of them is one straight line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from uat.accuracy.measure import measure
from uat.constructions.built import Built
from uat.constructions.construction import Pieces, Progress
from uat.constructions.line.built import BuiltOnLine
from uat.constructions.line.cutting import Partitions
from uat.constructions.line.line import Line
from uat.constructions.line.partition import Polyline, best_links
from uat.constructions.line.ramps import as_ramps, ramp_pieces
from uat.functions.sampling import Samples
from uat.networks.activations import LINEAR, Activation
from uat.networks.network import Layer, Network

if TYPE_CHECKING:
    from uat.constructions.plan import Plan
    from uat.functions.target import Target


class Straight(Line):
    """The best that linear neurons can do; no tolerance makes it better."""

    name = "line"
    color, marker = "ramp", "^"

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> BuiltOnLine:
        samples = self.first_samples(target, plan, scale)
        partitions, samples = self.cut(target, samples, plan)
        network = self.network(partitions, plan, None)
        say("measuring the error")
        began = time.perf_counter()
        error = measure(network, target, samples, plan.tol)
        return BuiltOnLine(
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
