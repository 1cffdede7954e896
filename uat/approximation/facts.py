"""The facts of an approximation: what was asked for, what was built, how far that is from f."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from uat.accuracy.measure import Error
from uat.constructions.built import Built
from uat.constructions.construction import Construction, Pieces
from uat.constructions.plan import Plan
from uat.functions.target import Target
from uat.networks.activations import Activation
from uat.networks.network import Network

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof
    from uat.constructions.boxes.indicators import Indicators
    from uat.constructions.facets.surface import Surface
    from uat.constructions.ridges.ridges import Ridges
    from uat.functions.cells import Cells
    from uat.functions.sampling import Samples


@dataclass(frozen=True, eq=False, repr=False)
class Facts:
    """A function, the plan of a network for it, and what was built by that plan.

    target: the function on its box. plan: what was asked for, with the defaults filled in.
    built: what the construction gave: the network, its error, and the geometry that it came from.
    components: of one input and several outputs, one approximation for each output.
    proof: the proof of the error's bound, if one was asked for.
    seconds: how long building, measuring and proving took.
    """

    target: Target
    plan: Plan
    built: Built
    components: tuple[Self, ...] = ()
    proof: Proof | None = None
    seconds: dict[str, float | None] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network."""
        return self.built.network

    @property
    def error(self) -> Error:
        """Its distance from f, measured and, if asked for, proven."""
        return self.built.error

    @property
    def tolerance(self) -> float | None:
        """The largest distance that was asked for; None for a number of neurons."""
        return self.error.tolerance

    @property
    def kind(self) -> Construction:
        """The construction, as the object that knows all about it."""
        return self.plan.construction

    @property
    def construction(self) -> str:
        """The name of the construction, such as "bumps" or "ramps"; "line" for linear neurons."""
        return self.kind.name

    @property
    def partition_kind(self) -> str:
        """The rule by which the domain is cut: "uniform" or "fewest"."""
        return self.plan.partition

    @property
    def activation(self) -> Activation:
        """The activation of the hidden neurons."""
        return self.plan.activation

    @property
    def output(self) -> str:
        """The activation of the output layer: "linear", "sigmoid" or, for classes, "softmax"."""
        return "softmax" if self.target.kind == "classes" else self.plan.output

    @property
    def overlap(self) -> int:
        """The number of shifted copies that the network is the mean of."""
        return self.plan.overlap

    @property
    def edges(self) -> str:
        """What bumps do at the domain's ends: "whole", or "nielsen" where they begin on them."""
        return self.plan.edges

    @property
    def steepness(self) -> float | None:
        """The weight of steps, of several inputs the largest; None where there are none."""
        return self.built.steepness

    @property
    def samples(self) -> Samples | None:
        """The samples of f that a network of one input was built from."""
        found: Samples | None = self.built.samples
        return found

    @property
    def cells(self) -> Cells | None:
        """The ranges of f on the grid of cells from which boxes were chosen."""
        found: Cells | None = self.built.cells
        return found

    @property
    def indicators(self) -> Indicators | None:
        """The boxes for which hidden layer 2 of towers and quadrants stands."""
        found: Indicators | None = self.built.indicators
        return found

    @property
    def ridges(self) -> Ridges | None:
        """The directions and profiles of a sum of ridges."""
        found: Ridges | None = self.built.ridges
        return found

    @property
    def surface(self) -> Surface | None:
        """The triangles of facets, and their heights."""
        found: Surface | None = self.built.surface
        return found

    @property
    def partitions(self) -> tuple[Any, ...]:
        """The partitions that the network was built on, with overlap one for each copy.

        They are staircases, a polyline, boxes, the profiles of ridges, or a surface of facets.
        """
        return self.built.partitions

    @property
    def partition(self) -> Any:
        """The staircase, polyline or boxes; with overlapping copies, the first of them."""
        return self.partitions[0]

    @cached_property
    def pieces(self) -> Pieces:
        """The steps, bumps, ramps, quadrants, towers or ridges that the outputs add up; or facets.

        The straight line of linear neurons counts as one ramp. Folds have none: their layers build
        on each other, and no neuron stands for a piece of f.
        """
        return self.kind.pieces(self.built, self.plan)
