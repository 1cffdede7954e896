"""Decide what can be claimed of a function and a network."""

from __future__ import annotations

import numpy as np

from uat.base.errors import InputError
from uat.functions.target import Target
from uat.networks.network import Network


def require_sense(network: Network, target: Target, slack: float, lipschitz: float | None) -> None:
    """Raise InputError where there is nothing to prove, with what can be done about it."""
    if network.widths[0] != target.inputs or network.widths[-1] != target.outputs:
        raise InputError(f"{network!r} does not fit {target.name}")
    if not 0 < slack < np.inf:
        raise InputError(f"the slack must be a positive number, not {slack}")
    require_known(target, lipschitz)


def require_known(target: Target, lipschitz: float | None) -> None:
    """Raise InputError for targets of which too little is known for any proof."""
    if target.kind != "function":
        raise InputError(f"{target.name} is a {target.kind}: proofs are for functions")
    if lipschitz is not None and not 0 <= lipschitz < np.inf:
        raise InputError(f"a Lipschitz constant is a number from 0 on, not {lipschitz}")
    if target.formula is None and lipschitz is None and not target.is_polyline:
        raise InputError(
            f"nothing can be proven about {target.name}: only its values are known, and between "
            "them it could do anything. Give a formula, or a table of one input; or, if "
            "|f(p) - f(q)| <= L*|p - q| is known, give lipschitz=L (option --lipschitz)"
        )
    if target.inputs == 1 and (place := target.hole):
        raise InputError(
            f"no bound holds on the whole domain, as f has no value at {place}: give it one "
            "(sinc(x) instead of sin(x)/x, or where(x==…, …, …))"
        )
