"""Hold what the checker knows of one activation, and enclose it with its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flint import arb

from uat.accuracy.checker.jets import Jet, jet, rough
from uat.functions.expression import Expression, compile_expression

Line = tuple[float, float]  # slope and offset


@dataclass(frozen=True)
class Shape:
    """What the checker knows of one activation s(z).

    formulas: s between its seams, from left to right; where there are none one for every z, or two,
        of which the first is sharper where z < 0.
    left, right: the lines that s is within `tail` of for |z| > radius.
    fixed, growing: float64 is within 2**-53*(fixed + growing*|z|) of s. steepest: a bound on |s'|.
    top: a bound on |s|, infinite if there is none.
    decays: whether it comes nearer to the lines at least like 1/|z|. monotone: whether s never
    falls. seams: where s is made of two formulas.
    """

    formulas: tuple[str, ...]
    left: Line
    right: Line
    radius: float
    tail: float
    fixed: float
    growing: float
    steepest: float
    top: float
    monotone: bool = True
    decays: bool = True
    seams: tuple[float, ...] = ()

    def on(self, low: Any, high: Any, doubt: Any, speed: Any) -> Jet:
        """Expand s and its derivatives along z + speed*t, for z from low to high.

        doubt: how far float64 may be from z; taken in where `takes_in` says so.
        """
        z = low.union(high)
        if self.takes_in(low, high, doubt):
            z = z + doubt * arb(0, 1)
        if self.seams:
            side = sum(1 for seam in self.seams if low >= seam)
            if side < len(self.seams) and high > self.seams[side]:
                return self._across(side, low, high)
            return self._jet(self.formulas[side], z, speed)
        text = self.formulas[0 if z.mid() < 0 else -1]
        result = self._jet(text, z, speed)
        if not self.monotone:
            return result
        ends = [self._jet(text, end, arb(0)).value for end in (z.lower(), z.upper())]
        return result.with_value(ends[0].union(ends[1]))

    def takes_in(self, low: Any, high: Any, doubt: Any) -> bool:
        """Tell whether s is one formula from low - doubt to high + doubt."""
        return all(low - doubt > seam or high + doubt < seam for seam in self.seams)

    def _across(self, side: int, low: Any, high: Any) -> Jet:
        """Enclose s over a seam: it is continuous and rises there, and no more is asked."""
        beyond = sum(1 for seam in self.seams if high >= seam)
        ends = [(self.formulas[side], low), (self.formulas[beyond], high)]
        first, last = (self._jet(text, z, arb(0)).value for text, z in ends)
        return rough(first.union(last))

    def _jet(self, text: str, z: Any, speed: Any) -> Jet:
        return jet(compiled(text), (z, speed))


@lru_cache(maxsize=64)
def compiled(text: str) -> Expression:
    return compile_expression(text, ("z",))
