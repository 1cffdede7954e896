"""Count what other constructions take for the same tolerance, where that is quickly found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from uat.approximation.one_sided import raised
from uat.base.errors import UatError
from uat.constructions.plan import Plan
from uat.constructions.registry import CONSTRUCTIONS
from uat.networks.activations import get_activation

if TYPE_CHECKING:
    from uat.approximation.approximation import Approximation


def neurons_of_others(net: Approximation) -> dict[str, int]:
    """Build the other constructions for the tolerance of `net`, and count their neurons.

    Only those that take less than a tenth of a second, as `Construction.is_quick` counts before
    anything is built, and that meet the tolerance.
    """
    samples, tol = net.samples, net.plan.centred.tol
    if net.plan.allowed is not None or net.plan.counted is not None:
        return {}
    if samples is None or tol is None or net.error.met is False or net.activation.is_straight:
        return {}
    target = raised(net.target, net.plan.offset)
    scale = samples.range or float(np.abs(samples.y).max()) or 1.0
    found = {}
    for name, kind in CONSTRUCTIONS.items():
        if kind is net.kind or not kind.is_quick(target, samples, tol):
            continue
        activation = get_activation(kind.activation)
        plan = Plan(kind, kind.usual_partition(1), tol=tol, neurons=None, activation=activation)
        try:
            built = kind.build(target, plan, scale, lambda words: None)
        except UatError:
            continue
        if built.error.met:
            found[name] = built.network.neurons
    return found
