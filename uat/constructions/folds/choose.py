"""Find the smallest deep network, and from where on it is smaller than any shallow one."""

from __future__ import annotations

from dataclasses import dataclass

from uat.base.errors import InputError, TargetError
from uat.constructions.folds.fold import Fold
from uat.constructions.folds.parabolas import parabolas
from uat.constructions.folds.surface import surface
from uat.constructions.line.partition import fewest_links
from uat.functions.target import Target

DIGITS = (10, 5, 2)  # of each power of ten
LOWEST = 1e-8
RESOLUTION = 1e-3  # of the tolerance, which is widened by it: no link is counted that samples add


@dataclass(frozen=True)
class Rung:
    """The neurons that any shallow network needs at one tolerance, and those of a deep one.

    shallow: kinks of the polyline of the fewest links within the tolerance at samples of f, as n
    relu neurons of one hidden layer have at most n. deep: None if no deep construction can do it.
    """

    tolerance: float
    shallow: int
    deep: int | None

    @property
    def deep_wins(self) -> bool:
        return self.deep is not None and self.deep < self.shallow


@dataclass(frozen=True)
class Crossing:
    """The tolerance from which on depth pays, at it and at all smaller ones that were tried.

    tolerance: None if there is none down to the last rung. rungs: from large to small tolerances.
    """

    tolerance: float | None
    rungs: tuple[Rung, ...]

    @property
    def shallow(self) -> int | None:
        """Least neurons of any shallow network at the crossing."""
        return next((r.shallow for r in self.rungs if r.tolerance == self.tolerance), None)

    @property
    def deep(self) -> int | None:
        """Neurons of the deep network at the crossing."""
        return next((r.deep for r in self.rungs if r.tolerance == self.tolerance), None)

    def __str__(self) -> str:
        if self.tolerance is None:
            last = self.rungs[-1].tolerance
            return f"at {last:g} no deep network is known to be smaller than every shallow one"
        return f"from {self.tolerance:g} on, a deep network is smaller than any shallow one"


def deep_for(target: Target, tol: float) -> Fold:
    """Find the smallest deep relu network within `tol` of f that the constructions can build.

    target: of one input, parabolas; of two, a surface. Raises TargetError, with the reason, where
    none fits.
    """
    if not 0 < tol < float("inf"):
        raise InputError(f"the tolerance must be a positive number, not {tol}")
    if target.outputs != 1 or target.inputs > 2:
        raise InputError("deep constructions are for one output, and one or two inputs")
    return surface(target, tol) if target.inputs == 2 else parabolas(target, tol)


def crossing(target: Target, lowest: float = LOWEST) -> Crossing:
    """Search from a tenth of f's range on, at 1, 1/2 and 1/5 of each decade, where depth pays.

    It stops once the deep network has been smaller three times running.
    """
    tolerances = _ladder(target.sample(1e-2).range, lowest)
    rungs: list[Rung] = []
    for tol in tolerances:
        rungs.append(_rung(target, tol))
        if len(rungs) >= 3 and all(rung.deep_wins for rung in rungs[-3:]):
            break
    won: float | None = None
    for rung in reversed(rungs):
        if not rung.deep_wins:
            break
        won = rung.tolerance
    return Crossing(won, tuple(rungs))


def _rung(target: Target, tol: float) -> Rung:
    samples = target.sample(RESOLUTION * tol)
    shallow = fewest_links(samples, tol + samples.resolution).pieces - 1
    try:
        return Rung(tol, shallow, deep_for(target, tol).neurons)
    except TargetError:
        return Rung(tol, shallow, None)


def _ladder(size: float, lowest: float) -> list[float]:
    steps = [float(f"{digit}e{-k}") for k in range(-8, 16) for digit in DIGITS]
    return [tol for tol in steps if lowest <= tol <= 0.1 * (size or 1.0)] or [lowest]
