"""Towers and quadrants both stand on boxes; what they have in common is here."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from uat.accuracy.measure import Error
from uat.base.errors import InputError
from uat.constructions.boxes.indicators import Indicators, step_weights
from uat.constructions.boxes.partition.boxes import Boxes, Strips, Tiling
from uat.constructions.built import Built
from uat.constructions.certify import build_rounded
from uat.constructions.construction import Construction, Progress
from uat.constructions.line.staircase import ROOM
from uat.functions.cells import Cells
from uat.networks.activations import reach

if TYPE_CHECKING:
    from uat.accuracy.measure import LeftOut
    from uat.constructions.plan import Plan
    from uat.functions.target import Target
    from uat.networks.activations import Activation
    from uat.networks.network import Network


class OnBoxes(Construction):
    """A construction of several inputs: f is read in cells, which are joined to boxes."""

    least_inputs = 2
    most_inputs = 6  # f is read on a grid
    rounds = True
    most_compared = 1000  # where there are too many, `compare` shows the refusal
    weighted = "the steps"
    overlaps: ClassVar[bool] = False

    def check(self, plan: Plan, inputs: int) -> None:
        if plan.overlap > 1 and not self.overlaps:
            raise InputError(f"{self.name} do not overlap: leave the overlap out, or use towers")
        if plan.heights not in ("midrange", "mean"):
            raise InputError(f"boxes have midrange or mean heights, not {plan.heights}")
        if plan.partition == "fewest" and plan.heights != "midrange":
            raise InputError(
                f"the fewest boxes have midrange heights; for {plan.heights}, use partition uniform"
            )

    def require_provable(
        self, target: Target, activation: Activation, lipschitz: float | None
    ) -> None:
        from uat.accuracy.proof import quick_names

        if activation.name not in quick_names():
            raise InputError(
                f"{self.name} of {activation.name} neurons cannot be proven: leave out the proof, "
                f"or use {' or '.join(quick_names())}"
            )

    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        if not plan.precision.is_double:
            return build_rounded(self, target, plan, scale, say)
        from uat.constructions.boxes.tile import tile

        return tile(self, target, plan, say)

    def told(self, target: Target, at: tuple[float, ...], tol: float) -> Target | None:
        from uat.constructions.boxes.spikes import with_lines_through

        return with_lines_through(target, at, tol) if target.formula is not None else None

    def measure_outside(self, built: Built, target: Target, left_out: LeftOut) -> Error:
        from uat.constructions.boxes.tile import measure_outside

        return measure_outside(built, target, left_out)

    def even(self, net: Any) -> str:
        alike = all(grid.is_even for grid in net.partitions)
        return super().even(net) + ("" if alike else " between places where f jumps or is steep")

    def placed(
        self,
        partitions: Sequence[Tiling],
        target: Target,
        plan: Plan,
        jumps: bool = False,
        steeper: float = 1.0,
    ) -> tuple[Indicators, tuple[float, ...]]:
        """Return the boxes of hidden layer 2, and the weight of the steps of each input.

        Weights are as asked for, or chosen from the gaps between the cuts. jumps: whether f jumps.
        steeper: a factor on the chosen weights.
        """
        boxes = self.indicators(partitions, (0.0,) * target.inputs)
        weights = step_weights(boxes.cuts, target.box, plan.activation, jumps)
        steepness = tuple(plan.steepness or steeper * w for w in weights)
        if self.has_edges and plan.edges == "whole":
            margin = [ROOM * reach(plan.activation) / w for w in steepness]
            boxes = self.indicators(partitions, margin)
        return boxes, steepness

    @abstractmethod
    def choose(self, cells: Cells, plan: Plan, stuck: str) -> Strips | Boxes:
        """Choose boxes where they are needed. stuck: what to do with a cell too much for one."""

    @abstractmethod
    def neurons_on_grid(self, counts: Sequence[int]) -> int:
        """Count the hidden neurons of one copy with so many equal boxes along each input."""

    @abstractmethod
    def indicators(self, partitions: Sequence[Tiling], margin: Sequence[float]) -> Indicators:
        """Return the boxes of hidden layer 2.

        margin: for each input, how far outermost sides, of what has them, are out of the domain.
        """

    def with_holes(
        self, error: Error, network: Network, target: Target, boxes: Indicators, widths: list[float]
    ) -> Error:
        """Add to the error the holes that the boxes leave. widths: 1/w for each input."""
        return error
