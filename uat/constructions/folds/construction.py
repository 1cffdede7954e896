"""Build the smallest deep network that folding finds; its error is bounded as it is built."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure.distance import measure_on_grid
from uat.accuracy.measure.places import looked_at, with_places
from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.constructions.construction import Construction, Pieces, Progress, check_relu
from uat.networks.evaluate import evaluate

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof
    from uat.constructions.plan import Plan
    from uat.functions.target import Target
    from uat.networks.activations import Activation

RESOLUTION = 0.01  # of the tolerance
GRID = {1: 100_001, 2: 501}  # points along each input at which the error is measured


class Folds(Construction):
    """Many layers, for smooth functions and small tolerances."""

    name = "folds"
    summary = "many layers"
    most_inputs = 2
    activation = "relu"
    is_deep = True

    def check(self, plan: Plan, inputs: int) -> None:
        check_relu(self, plan)
        if plan.side:
            raise InputError(f"folds are on both sides of f: leave {plan.side} out, or use ramps")

    def require_provable(
        self, target: Target, activation: Activation, lipschitz: float | None
    ) -> None:
        if target.inputs > 1:
            raise InputError(
                "folds of two inputs have no proven bound: leave out the proof, or use quadrants "
                "or ridges"
            )
        if target.formula is None:
            raise InputError("folds are proven from a formula, not from a Lipschitz constant")

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        if plan.tol is None:
            raise InputError(
                "folds are built for a tolerance, not for a number of neurons: give tol"
            )
        from uat.constructions.folds.choose import deep_for

        say("folding")
        fold = deep_for(target, plan.tol)
        say("measuring the error")
        began = time.perf_counter()
        error = measure_on_grid(
            partial(evaluate, fold.network), target, GRID[target.inputs], plan.tol
        )
        cells = looked_at(target, plan.tol)
        error = with_places(error, fold.network, target, cells, around=True)
        return Built(
            network=fold.network,
            error=replace(error, proven=fold.bound),
            partitions=(),
            steepness=None,
            measuring=time.perf_counter() - began,
            samples=target.sample(RESOLUTION * plan.tol) if target.inputs == 1 else None,
        )

    def certify(
        self, target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
    ) -> tuple[Built, Proof | None]:
        """Return what is built, which has its bound already."""
        return self.build(target, plan, scale, say), None

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return ()

    def words(self, net: Any) -> str:
        what = "line" if net.target.inputs == 1 else "plane"
        return f"{net.network.hidden_layers} layers of neurons that fold the {what}"
