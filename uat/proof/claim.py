"""What can be claimed of a function and a network, and what a check says of a claim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.errors import InputError
from uat.network import Network
from uat.target import Target


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    ok: whether the proof holds. reason: a sentence, why it does not, or what was verified.
    bound: what holds if ok. boxes: how many were verified. seconds: how long that took.
    """

    ok: bool
    reason: str
    bound: float
    boxes: int
    seconds: float

    def __bool__(self) -> bool:
        return self.ok


class Refused(Exception):
    """The proof does not hold, for the reason given."""


def require_formula(target: Target, lipschitz: float | None) -> str:
    """f's formula. Raises Refused for a proof that a file cannot show."""
    if target.formula is None or lipschitz is not None:
        raise Refused(
            "this proof rests on a Lipschitz constant and on values of the function, which a file "
            "cannot show: prove it again"
        )
    return target.formula


def require_sense(network: Network, target: Target, slack: float, lipschitz: float | None) -> None:
    """Raises InputError where there is nothing to prove, with what can be done about it."""
    if network.widths[0] != target.inputs or network.widths[-1] != target.outputs:
        raise InputError(f"{network!r} does not fit {target.name}")
    if target.kind != "function":
        raise InputError(f"{target.name} is a {target.kind}: proofs are for functions")
    if not 0 < slack < np.inf:
        raise InputError(f"the slack must be a positive number, not {slack}")
    if lipschitz is not None and not 0 <= lipschitz < np.inf:
        raise InputError(f"a Lipschitz constant is a number from 0 on, not {lipschitz}")
    if target.formula is None and lipschitz is None and not target.is_polyline:
        raise InputError(
            f"nothing can be proven about {target.name}: only its values are known, and between "
            "them it could do anything. Give a formula, or a table of one input; or, if "
            "|f(p) - f(q)| <= L*|p - q| is known, give lipschitz=L (option --lipschitz)"
        )
