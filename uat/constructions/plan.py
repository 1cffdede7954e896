"""A plan holds what the caller of `approximate` asked for, and what counts, as one record."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uat.accuracy.measure import Allowed, Counted, samples_of
from uat.base.choices import require_known
from uat.base.errors import InputError
from uat.base.precision import FLOAT64, Precision
from uat.constructions.construction import Construction
from uat.functions.target import Target
from uat.networks.activations import Activation

SIDES = {"": 0.0, "above": 1.0, "below": -1.0}

NORMS = ("sup", "l2")


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
    def centred(self) -> Plan:
        """The same tube, around f + offset."""
        if not self.side or self.tol is None:
            return self
        return replace(self, tol=self.tol / 2, side="")


# Least squares, and the noise of samples: what counts instead of the largest distance.


def counted_for(norm: str, noise: float | None, outliers: int) -> Counted | None:
    """Return what counts instead of the largest distance; None if that does. Raises InputError."""
    require_known("norm", norm, NORMS)
    if not isinstance(outliers, int | float) or not float(outliers).is_integer() or outliers < 0:
        raise InputError(f"the outliers are counted: a whole number, not {outliers!r}")
    if noise is None and outliers:
        raise InputError("outliers are samples that are noisier than others: add the noise")
    if noise is None:
        return Counted(squares=True) if norm == "l2" else None
    if norm == "l2":
        raise InputError(
            "noise is a bound for each sample, and norm l2 takes them together: choose one of both"
        )
    if not isinstance(noise, int | float | np.number):
        raise InputError(f"the noise must be a number, not {noise!r}")
    if not (np.isfinite(noise) and noise > 0):
        raise InputError(f"the noise must be a positive number, not {noise}")
    return Counted(at_samples=True, outliers=int(outliers))


def said(counted: Counted) -> str:
    """Name the option."""
    return "norm l2" if counted.squares else "noise"


def require_alone(counted: Counted, inputs: int, *, side: str, **others: float | None) -> None:
    """Raise InputError for several inputs, and beside options that say the same otherwise."""
    if inputs > 1:
        raise InputError(f"{said(counted)} is for one input, not {inputs}: use tol alone")
    if side or others["rel"] is not None:
        what = side or "rel"
        raise InputError(f"{said(counted)} counts distances in a way of its own: leave out {what}")
    for name in ("tol", "neurons"):
        if not counted.squares and others[name] is not None:
            raise InputError(f"the noise of samples is itself the tolerance: leave out {name}")


def counting(plan: Plan, target: Target) -> Plan:
    """Return the plan, knowing what kind of function it is for.

    Raises InputError where the noise of samples was given, and f is no table of enough.
    """
    counted = plan.counted
    if counted is None:
        return plan
    if counted.squares:
        return replace(plan, counted=replace(counted, at_samples=target.is_polyline))
    if not target.is_polyline:
        raise InputError(
            f"noise is that of the samples of a table with one input, which {target.name} is not: "
            "use tol, the largest distance on the domain"
        )
    count = samples_of(target).x.size
    if counted.outliers >= count:
        raise InputError(f"there are only {count} samples: at most {count - 1} can be outliers")
    return plan
