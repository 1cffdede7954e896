"""Build facets: a continuous surface of triangles, as large as f allows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.constructions.certify import build_rounded
from uat.constructions.construction import Construction, Pieces, Progress, check_relu
from uat.constructions.limits import require_quick

if TYPE_CHECKING:
    from uat.accuracy.measure import Error
    from uat.constructions.facets.surface import Surface
    from uat.constructions.plan import Plan
    from uat.functions.target import Target
    from uat.networks.activations import Activation
    from uat.networks.network import Network

POINTS = 2_000_000  # of f, that are read at least where it is no formula
TIGHTER = 2  # surfaces that are tried with a tighter tolerance, where the error exceeds it
SAFE = 0.95


class Facets(Construction):
    """A continuous surface of flat facets: one neuron for each line of edges, and each vertex."""

    name = "facets"
    summary = "a continuous surface of triangles, of two inputs"
    least_inputs = 2
    most_inputs = 2
    most_compared = 2
    activation = "relu"
    layers = ("edges", "vertices")
    better = "quadrants"
    rounds = True
    neurons_are = "a neuron is a line of edges or a vertex"

    def check(self, plan: Plan, inputs: int) -> None:
        check_relu(self, plan)
        if plan.partition != "fewest":
            raise InputError("facets are as few as were found: leave the partition out")

    def require_provable(
        self, target: Target, activation: Activation, lipschitz: float | None
    ) -> None:
        if lipschitz is not None:
            raise InputError("facets are proven from a formula, not from a Lipschitz constant")

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        if not plan.precision.is_double:
            return build_rounded(self, target, plan, scale, say)
        if plan.tol is None:
            raise InputError(
                "facets are built for a tolerance, not for a number of neurons: give tol"
            )
        if target.kind != "function":
            raise InputError(f"facets are for functions; {target.name} is a {target.kind} target")
        if target.outputs != 1:
            raise InputError(
                "facets have one output: build each output by itself, or use quadrants"
            )
        require_quick(target, POINTS, plan.force)
        from uat.constructions.facets.fit import fit_surface

        surface = fit_surface(target, plan.tol, say, plan.force)
        network, error, measuring = _measured(target, surface, plan.tol, say)
        inner = plan.tol
        for _ in range(TIGHTER):
            if error.max <= plan.tol:
                break
            inner *= min(SAFE * plan.tol / error.max, SAFE)
            try:
                surface = fit_surface(target, inner, say, plan.force)
            except InputError:  # as tight a surface takes too many facets
                break
            network, error, measuring = _measured(target, surface, plan.tol, say)
        return Built(
            network=network,
            error=error,
            partitions=(surface,),
            steepness=None,
            measuring=measuring,
            surface=surface,
        )

    def measure_again(self, built: Built, target: Target, plan: Plan) -> Error:
        from uat.constructions.facets.error import measure_facets

        return measure_facets(built.network, target, built.surface, built.error.tolerance)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        facets: Pieces = built.surface.as_pieces()
        return facets

    def words(self, net: Any) -> str:
        count = len(net.pieces)
        layers = net.network.hidden_layers
        found = f"{count} facets, as few as were found" if count > 1 else "1 facet, a plane"
        return found + (", in one hidden layer" if layers == 1 else "")


def _measured(
    target: Target, surface: Surface, tol: float, say: Progress
) -> tuple[Network, Error, float]:
    """Build the network of a surface and measure it: with its error, and the seconds that took."""
    from uat.constructions.facets.error import measure_facets
    from uat.constructions.facets.network import surface_network

    network = surface_network(surface)
    say("measuring the error")
    began = time.perf_counter()
    error = measure_facets(network, target, surface, tol)
    return network, error, time.perf_counter() - began
