"""Find the smallest deep network, and from where on it is smaller than any shallow one."""

from __future__ import annotations

from typing import NamedTuple

from uat.base.errors import InputError, TargetError
from uat.constructions.folds.parabolas import parabolas
from uat.constructions.folds.surface import surface
from uat.constructions.folds.wiring import Fold
from uat.constructions.line.partition import count_links
from uat.functions.target import Target

DIGITS = (10, 5, 2)  # of each power of ten
DOWN = (3e-4, 1e-5, 1e-8)  # of f's scale: how far down depth is looked for
LOWEST = 1e-8
LARGE = 300  # neurons of one hidden layer beyond which it is not looked for further down
RUNNING = 3  # tolerances at which the deep network has to be smaller
RESOLUTION = 1e-3  # of the tolerance, which is widened by it: no link is counted that samples add


class Rung(NamedTuple):
    """The neurons that any shallow network needs at one tolerance, and those of a deep one.

    tolerance: in the units of f. shallow: kinks of the polyline of the fewest links within it at
    samples of f, as n relu neurons of one hidden layer have at most n. deep: None if no deep
    construction can do it.
    """

    tolerance: float
    shallow: int
    deep: int | None

    @property
    def deep_wins(self) -> bool:
        return self.deep is not None and self.deep < self.shallow


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


def crossing(target: Target, scale: float) -> tuple[Rung | None, tuple[Rung, ...]]:
    """Find the tolerance from which on depth pays, at it and at all smaller ones that were tried.

    scale: how much f varies. Tolerances are 1, 1/2 and 1/5 of each decade, from a tenth of f's
    range down, until the deep network has been smaller three times running, or shallow ones are
    large. Returns the rung of that tolerance, None if there is none, and all that were tried.
    """
    size, rungs = target.sample(1e-2).range, list[Rung]()
    for share in DOWN:
        tried = {rung.tolerance for rung in rungs}
        for tol in _ladder(size, max(share * scale, LOWEST)):
            if tol in tried:
                continue
            rungs.append(_rung(target, tol))
            if len(rungs) >= RUNNING and all(rung.deep_wins for rung in rungs[-RUNNING:]):
                return _first_of_last(rungs), tuple(rungs)
        if rungs[-1].shallow > LARGE:
            break
    return _first_of_last(rungs), tuple(rungs)


def _first_of_last(rungs: list[Rung]) -> Rung | None:
    """Return the first of the last rungs at which the deep network is smaller."""
    lost = [place for place, rung in enumerate(rungs) if not rung.deep_wins]
    won = rungs[lost[-1] + 1 :] if lost else rungs
    return won[0] if won else None


def _rung(target: Target, tol: float) -> Rung:
    samples = target.sample(RESOLUTION * tol)
    shallow = count_links(samples, tol + samples.resolution, samples.x.size) - 1
    try:
        return Rung(tol, shallow, deep_for(target, tol).neurons)
    except TargetError:
        return Rung(tol, shallow, None)


def _ladder(size: float, lowest: float) -> list[float]:
    steps = [float(f"{digit}e{-k}") for k in range(-8, 16) for digit in DIGITS]
    return [tol for tol in steps if lowest <= tol <= 0.1 * (size or 1.0)] or [lowest]
