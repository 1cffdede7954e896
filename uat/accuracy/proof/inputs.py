"""Bound the error of a network at every number of a small precision, one after the other."""

from __future__ import annotations

import numpy as np
from flint import arb

from uat.accuracy.measure import Allowed, inputs_of
from uat.accuracy.proof.formulas import BITS, float_above
from uat.accuracy.proof.jets import precision
from uat.base.errors import InputError, TargetError
from uat.base.precision import Precision
from uat.functions.expression import FLINT, compile_expression
from uat.functions.target import Target
from uat.networks.computed import computed
from uat.networks.network import Network


def bound_at_inputs(
    network: Network, target: Target, floats: Precision, allowed: Allowed | None = None
) -> float:
    """Bound |f - network| at all inputs of the domain, sums from left to right; f in balls.

    allowed: the bound is then a share of that. What s(z) is, is taken to be rounded correctly.
    Raises InputError without a formula, TargetError where f has no value.
    """
    if target.formula is None or target.inputs != 1:
        raise InputError(f"{target.name} has no formula of one input to compare every value with")
    f = compile_expression(target.formula, target.names)
    inputs, _ = inputs_of(floats, network, target)
    values, bound = computed(network, inputs, floats)[:, 0], 0.0
    with precision(2, BITS):
        for x, value in zip(inputs[:, 0].tolist(), values.tolist(), strict=True):
            true = f.evaluate(FLINT, arb(x))
            far = abs(true - arb(value))
            if allowed is not None:
                far = far / max(arb(allowed.absolute), arb(allowed.relative) * true.abs_lower())
            if not far.is_finite():
                raise TargetError(f"f has no finite value at x = {x:.6g}")
            bound = max(bound, float_above(far))
    assert np.isfinite(bound)
    return bound
