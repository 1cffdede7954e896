"""Evaluate formulas on many boxes: the range of values and slopes, and possible jumps.

A search asks these for where to look, thousands of boxes at once; what is proven is proven with
balls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from uat.base.arrays import Array
from uat.functions.expression.ranges import Ranges, Span
from uat.functions.expression.with_ranges import RANGES

if TYPE_CHECKING:
    from uat.functions.expression.expression import Expression

AT_ONCE = 2**15  # boxes: arrays of them stay in the processor's cache


def ranges_on(expression: Expression, lows: Array, highs: Array) -> Ranges:
    """Enclose a formula of m inputs on n boxes, given by their corners, (m, n) each."""
    parts = [
        _ranges(expression, lows[:, i : i + AT_ONCE], highs[:, i : i + AT_ONCE])
        for i in range(0, max(1, lows.shape[1]), AT_ONCE)
    ]
    if len(parts) == 1:
        return parts[0]
    value, slope = (
        Span(
            np.concatenate([getattr(part, name).low for part in parts], axis=-1),
            np.concatenate([getattr(part, name).high for part in parts], axis=-1),
        )
        for name in ("value", "slope")
    )
    return Ranges(value, slope, np.concatenate([part.jumps for part in parts]))


def _ranges(expression: Expression, lows: Array, highs: Array) -> Ranges:
    inputs = (
        Ranges(Span(low, high), Span(unit[:, None], unit[:, None]), np.zeros(low.shape, dtype=bool))
        for low, high, unit in zip(lows, highs, np.eye(len(lows)), strict=True)
    )
    found = expression.evaluate(RANGES, *inputs)
    value, slope = (
        Span(np.broadcast_to(ends.low, shape), np.broadcast_to(ends.high, shape))
        for ends, shape in ((found.value, lows.shape[1:]), (found.slope, lows.shape))
    )
    return Ranges(value, slope, np.broadcast_to(found.jumps, lows.shape[1:]))
