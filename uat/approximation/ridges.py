"""Several inputs, one hidden layer: ridges."""

from __future__ import annotations

import time
from collections.abc import Callable

from uat.approximation.approximation import Approximation
from uat.approximation.planned import as_planned
from uat.base.errors import InputError
from uat.constructions.plan import Plan
from uat.constructions.ridges import fit_ridges
from uat.constructions.ridges.error import measure_ridges
from uat.constructions.ridges.network import ridge_network, ridge_steepness
from uat.functions.target import Target

Progress = Callable[[str], None]

STEEPER = 4.0
ATTEMPTS = 5


def along_ridges(target: Target, plan: Plan, say: Progress) -> Approximation:
    """Profiles along directions that the program chooses; steps get steeper until they are good."""
    if target.kind != "function":
        raise InputError(f"ridges are for functions; {target.name} is a {target.kind} target")
    if plan.output != "linear":
        raise InputError("ridges have a linear output: leave the sigmoid output to quadrants")
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
    return Approximation(
        **as_planned(target, plan),
        partitions=tuple(ridges.profiles),
        steepness=steepness,
        network=network,
        error=error,
        ridges=ridges,
        seconds={"build": None, "measure": measuring, "prove": None},
    )
