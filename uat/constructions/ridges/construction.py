"""Build ridges: profiles along directions that the program chooses, in one hidden layer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.constructions.certify import build_rounded
from uat.constructions.construction import STEEPER, Construction, Pieces, Progress

if TYPE_CHECKING:
    from uat.accuracy.measure import Error
    from uat.constructions.plan import Plan
    from uat.functions.target import Target
    from uat.networks.activations import Activation

ATTEMPTS = 5


class RidgeSums(Construction):
    """A sum of functions of one direction each: every neuron is a kink or a step along one."""

    name = "ridges"
    summary = "one hidden layer only"
    least_inputs = 2
    most_inputs = 7  # f is read on a grid
    most_compared = 2
    activation = "relu"
    layers = ("ridges",)
    rounds = True
    neurons_are = "a neuron is a kink along a direction"
    weighted = "the steps"

    def check(self, plan: Plan, inputs: int) -> None:
        if plan.overlap > 1:
            raise InputError("ridges do not overlap: leave the overlap out, or use towers")
        if plan.heights != "midrange":
            raise InputError(f"ridges have midrange heights, not {plan.heights}")
        if plan.activation.name == "relu" and plan.steepness is not None:
            raise InputError("ridges of ramps are made of relu, which has no steepness")

    def require_provable(
        self, target: Target, activation: Activation, lipschitz: float | None
    ) -> None:
        if activation.name != "relu":
            raise InputError(
                f"ridges of {activation.name} neurons cannot be proven: leave out the proof, or "
                "use relu"
            )
        if lipschitz is not None:
            from uat.accuracy.proof import NO_LIPSCHITZ

            raise InputError(NO_LIPSCHITZ)

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        """Fit and build, with ever steeper steps until they are good."""
        if not plan.precision.is_double:
            return build_rounded(self, target, plan, scale, say)
        if target.kind != "function":
            raise InputError(f"ridges are for functions; {target.name} is a {target.kind} target")
        if plan.output != "linear":
            raise InputError("ridges have a linear output: leave the sigmoid output to quadrants")
        from uat.constructions.ridges.error import measure_ridges
        from uat.constructions.ridges.fit import fit_ridges
        from uat.constructions.ridges.network import ridge_network, ridge_steepness

        kind = "ramps" if plan.activation.name == "relu" else "steps"
        neurons = plan.neurons
        if neurons is not None and kind == "steps":
            neurons //= plan.activation.neurons_per_step
        ridges = fit_ridges(target, tol=plan.tol, neurons=neurons, kind=kind, progress=say)
        steepness = plan.steepness
        if kind == "steps" and steepness is None:
            steepness = ridge_steepness(ridges, plan.activation)
        for _ in range(ATTEMPTS):
            network = ridge_network(ridges, plan.activation, steepness)
            say("measuring the error")
            began = time.perf_counter()
            error = measure_ridges(network, target, ridges, plan.tol)
            measuring = time.perf_counter() - began
            if error.met is not False or steepness is None or plan.steepness is not None:
                break
            steepness *= STEEPER
        return Built(
            network=network,
            error=error,
            partitions=tuple(ridges.profiles),
            steepness=steepness,
            measuring=measuring,
            ridges=ridges,
        )

    def measure_again(self, built: Built, target: Target, plan: Plan) -> Error:
        from uat.constructions.ridges.error import measure_ridges

        return measure_ridges(built.network, target, built.ridges, built.error.tolerance)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        from uat.constructions.ridges.network import ridge_pieces

        return ridge_pieces(built.ridges)
