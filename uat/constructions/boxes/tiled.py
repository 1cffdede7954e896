"""What building on boxes gives, and how steep the steps of boxes are."""

from __future__ import annotations

from dataclasses import dataclass

from uat.constructions.boxes.indicators import Indicators, step_weights
from uat.constructions.boxes.partition.boxes import Boxes, Grid, Strips
from uat.constructions.built import Built
from uat.constructions.plan import Plan
from uat.functions.cells import Cells
from uat.functions.target import Target

Tiling = Strips | Grid | Boxes


@dataclass(frozen=True, eq=False)
class Tiled(Built):
    """What was built on boxes: a network with two hidden layers.

    cells: the ranges of f that the boxes were chosen from. indicators: the boxes that hidden layer
    2 stands for. steepnesses: the weight of the steps of each input.
    """

    cells: Cells
    indicators: Indicators
    steepnesses: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How steep the steps are: as asked for, or chosen from the gaps between the cuts.

    jumps: whether f jumps. steeper: a factor on the chosen weights.
    """

    target: Target
    plan: Plan
    jumps: bool
    steeper: float

    def of(self, boxes: Indicators) -> tuple[float, ...]:
        """Choose a weight of the steps for each input."""
        if self.plan.steepness is not None:
            return (self.plan.steepness,) * self.target.inputs
        chosen = step_weights(boxes.cuts, self.target.box, self.plan.activation, self.jumps)
        return tuple(self.steeper * w for w in chosen)


def as_boxes(partition: Tiling) -> Boxes:
    """Return any partition as plain boxes."""
    return partition if isinstance(partition, Boxes) else partition.boxes
