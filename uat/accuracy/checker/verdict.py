"""Say what a check found, in words and as data: which function, which network, where."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from uat.accuracy.checker.cover import Excuses
from uat.accuracy.checker.reading import Claim, digest_of
from uat.base.quoting import one_line, report_of

LONGEST_NAME = 60  # characters of what a file calls its function
NAMED = 3  # jumps that a sentence names, before it counts the others


@dataclass(frozen=True)
class Verdict:
    """The verdict says what a check found.

    ok: whether the proof holds. reason: a sentence, why it does not, or what was verified.
    bound: what holds if ok. bound_at_jumps: what holds in windows around jumps; None without them,
    or if not ok. boxes: how many were verified. seconds: how long that took.
    claim: what the file claims, in words. function, box, network: of what; empty where the file
    cannot be read so far.
    """

    ok: bool
    reason: str
    bound: float
    boxes: int
    seconds: float
    claim: str = ""
    function: str = ""
    box: str = ""
    network: str = ""
    names: tuple[str, ...] = field(default=())
    bound_at_jumps: float | None = None

    def __bool__(self) -> bool:
        return self.ok

    def lines(self) -> list[str]:
        """Write the verdict for people; a file's texts do nothing to a terminal, break no line."""
        said = [f"{'holds' if self.ok else 'DOES NOT HOLD'}: {self.reason}"]
        rows = (("function", self.function), ("box", self.box), ("network", self.network))
        said += [f"  {name:<10} {text}" for name, text in rows if text]
        return [report_of([line]) for line in said]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; a bound that is not known is None."""
        data = asdict(self)
        return {**data, "bound": self.bound if math.isfinite(self.bound) else None}


def function_words(claim: Claim) -> str:
    """Write the formula, and what the file calls it, which is not verified."""
    if claim.function == claim.formula:
        return claim.formula
    return f"{claim.formula} (called {one_line(claim.function, LONGEST_NAME)})"


def box_words(claim: Claim) -> str:
    return ", ".join(
        f"{name} in [{low!r}, {high!r}]"
        for name, (low, high) in zip(claim.names, claim.box, strict=True)
    )


def network_words(claim: Claim) -> str:
    return f"{claim.network!r}, {digest_of(claim.network)}"


def claim_words(claim: Claim, excuses: Excuses) -> str:
    """Write the statement, with the windows left out and the jumps that were found in them.

    Ends and places have all their digits: 1.00000001 said as 1 would be another statement.
    """
    box = " × ".join(f"[{_plain(low)}, {_plain(high)}]" for low, high in claim.box)
    if claim.floats.name != "float64":
        box += f", as {claim.floats.name} computes the network"
    if claim.offset:
        low, high = _between(claim)
        return f"{low} <= network - f <= {high} everywhere on {box}{_but(excuses)}"
    if claim.allowed:
        absolute, relative = map(repr, claim.allowed)
        unit = f"max({absolute}, {relative}*|f|)" if claim.allowed[0] else f"{relative}*|f|"
        share = "" if claim.bound == 1 else f"{_above(claim.bound)}*"
        return f"|f - network| <= {share}{unit} everywhere on {box}"
    return f"|f - network| <= {_above(claim.bound)} everywhere on {box}{_but(excuses)}"


def _between(claim: Claim) -> tuple[str, str]:
    """Write the ends of offset ± bound, the lower one rounded down, the upper one up."""
    low = Fraction(claim.offset) - Fraction(claim.bound)
    high = Fraction(claim.offset) + Fraction(claim.bound)
    return _from_zero(-low, "-", ""), _from_zero(high, "", "-")


def _from_zero(size: Fraction, sign: str, other: str) -> str:
    """Write a number, rounded up: with `sign` if it is above 0, with `other` if it is below."""
    if size == 0:
        return "0"
    if size > 0:
        nearest = float(size)
        return sign + _above(nearest if nearest >= size else math.nextafter(nearest, math.inf))
    nearest = float(-size)
    least = nearest if nearest <= -size else math.nextafter(nearest, 0.0)
    return other + repr(least)


def _plain(value: float) -> str:
    """Write all digits of a float, a whole number as one."""
    return f"{value:.17g}" if value.is_integer() and abs(value) < 1e15 else repr(value)


def _above(value: float, digits: int = 6) -> str:
    """Write so many digits, rounded up: what is printed is not below what is proven."""
    text = f"{value:.{digits}g}"
    if float(text) < value:
        text = f"{value + 10.0 ** (math.floor(math.log10(value)) + 1 - digits):.{digits}g}"
    return text


def _but(excuses: Excuses) -> str:
    if not excuses.jumps:
        return ""
    names = excuses.names
    places = list(dict.fromkeys((jump.k, jump.place) for jump in excuses.jumps))
    furthest = max(jump.reach for jump in excuses.jumps)
    said = [f"{names[k]} = {_plain(place)}" for k, place in places[:NAMED]]
    more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
    jump_s = "jump" if len(places) == 1 else "jumps"
    near = f"within {_above(furthest, 2)} of the {jump_s} at {', '.join(said)}{more}"
    return f" but {near}, where it is <= {_above(excuses.most, 3)}"
