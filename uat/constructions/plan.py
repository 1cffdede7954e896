"""A plan holds what the caller of `approximate` asked for, as one record."""

from dataclasses import dataclass

from uat.constructions.construction import Construction
from uat.networks.activations import Activation


@dataclass(frozen=True)
class Plan:
    """A checked request; see `approximate` for what each field means.

    At most one of tol and neurons is set. usual: where nobody asked for either, the share of f's
    range that tol is. steepness: None to choose it. force: whatever it takes.
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
