"""A plan holds what the caller of `approximate` asked for, as one record."""

from dataclasses import dataclass, replace

from uat.accuracy.measure import Allowed, Counted
from uat.base.precision import FLOAT64, Precision
from uat.constructions.construction import Construction
from uat.networks.activations import Activation

SIDES = {"": 0.0, "above": 1.0, "below": -1.0}


@dataclass(frozen=True)
class Plan:
    """A checked request; see `approximate` for what each field means.

    At most one of tol and neurons is set. usual: where nobody asked for either, the share of f's
    range that tol is. steepness: None to choose it. force: whatever it takes. side: "above" for a
    network between f and f + tol, "below" for one between f - tol and f, or "". allowed: a distance
    that grows with |f|; tol is then the share of it that the network may use, 1. counted: what is
    compared with tol, if not the largest distance on the domain. precision: what the network is
    computed in.
    """

    construction: Construction
    partition: str
    tol: float | None
    neurons: int | None
    activation: Activation
    steepness: float | None = None
    overlap: int = 1
    output: str = "linear"
    heights: str = "midrange"
    edges: str = "whole"
    force: bool = False
    usual: float | None = None
    side: str = ""
    allowed: Allowed | None = None
    counted: Counted | None = None
    precision: Precision = FLOAT64

    @property
    def tube(self) -> Allowed | None:
        """How far the pieces may be from f, where that grows with |f|."""
        return self.allowed and self.allowed.times(1.0 if self.tol is None else self.tol)

    @property
    def offset(self) -> float:
        """By how much the middle of the tube is above f."""
        return SIDES[self.side] * (self.tol or 0.0) / 2

    @property
    def centred(self) -> "Plan":
        """The same tube, around f + offset."""
        if not self.side or self.tol is None:
            return self
        return replace(self, tol=self.tol / 2, side="")
