"""Decide what can be claimed of a function and a network."""

from __future__ import annotations

import numpy as np

from uat.accuracy.proof.patches import EPS
from uat.base.errors import InputError
from uat.base.places import place_text
from uat.functions.target import Target
from uat.networks.network import Network

LOOKS = 1025  # values of f along each input that a given Lipschitz constant has to agree with


def require_sense(network: Network, target: Target, slack: float, lipschitz: float | None) -> None:
    """Raise InputError where there is nothing to prove, with what can be done about it."""
    if network.widths[0] != target.inputs or network.widths[-1] != target.outputs:
        raise InputError(f"{network!r} does not fit {target.name}")
    if not 0 < slack < np.inf:
        raise InputError(f"the slack must be a positive number, not {slack}")
    require_known(target, lipschitz)
    if lipschitz is not None:
        _require_true(target, lipschitz)


def require_known(target: Target, lipschitz: float | None, *, cones: bool = True) -> None:
    """Raise InputError for targets of which too little is known for any proof.

    cones: whether such a proof can use a Lipschitz constant.
    """
    if target.kind != "function":
        kind = "a classifier" if target.kind == "classes" else f"a {target.kind}"
        raise InputError(f"{target.name} is {kind}: proofs are for functions")
    if lipschitz is not None and not cones:
        raise InputError("this is proven without a Lipschitz constant: leave lipschitz out")
    if lipschitz is not None and not 0 <= lipschitz < np.inf:
        raise InputError(f"a Lipschitz constant is a number from 0 on, not {lipschitz}")
    if target.formula is None and lipschitz is None and not target.is_polyline:
        constant = (
            "; or, if |f(p) - f(q)| <= L*|p - q| is known, give lipschitz=L (option --lipschitz)"
        )
        raise InputError(
            f"nothing can be proven about {target.name}: only its values are known, and between "
            f"them it could do anything. Give a formula, or a table of one input"
            f"{constant if cones else ''}"
        )
    if target.inputs == 1 and (place := target.hole):
        raise InputError(
            f"no bound holds on the whole domain, as f has no value at {place}: give it one "
            "(sinc(x) instead of sin(x)/x, or where(x==…, …, …))"
        )


def _require_true(target: Target, lipschitz: float) -> None:
    """Raise InputError where f's values show that it is steeper along an input than was said."""
    middle = [(low + high) / 2 for low, high in target.box]
    for axis, (low, high) in enumerate(target.box):
        along = np.linspace(low, high, LOOKS)
        if target.knots is not None:
            along = np.unique(np.concatenate([along, target.knots]))
        points = [along if k == axis else np.full(along.size, m) for k, m in enumerate(middle)]
        values = np.asarray(target(*points)).reshape(along.size, -1)
        rise, room = np.abs(np.diff(values, axis=0)), 8 * EPS * np.nanmax(np.abs(values))
        steep = np.nan_to_num(rise - room).max(axis=1) / np.diff(along)
        worst = int(np.argmax(steep))
        if steep[worst] > lipschitz:
            name = target.names[axis]
            one, other = (place_text(x, low, high) for x in along[worst : worst + 2].tolist())
            raise InputError(
                f"f is steeper than {lipschitz:g}: its slope is {steep[worst]:.4g} between "
                f"{name} = {one} and {other}"
            )
