"""Prove octave by octave how far a typed s(z) can be from the line that it runs into."""

from dataclasses import dataclass

import numpy as np
from flint import arb

from uat.accuracy.proof.floats import float_range, rounding_on
from uat.accuracy.proof.jets import interval, precision
from uat.accuracy.proof.patches import ORDER, Interval, patch_on
from uat.functions.expression import Expression, compile_expression
from uat.networks.activations.activation import Line

PARTS = 2048  # polynomials that are tried for one octave
BITS = 80


@dataclass(frozen=True)
class Tail:
    """|s(z) - line| <= distance; and float64 is within growing*(1 + |z|) of s, if not covered."""

    distance: float
    growing: float


def tail_of(
    expression: Expression, line: Line, side: float, radii: Interval, most: float
) -> Tail | None:
    """Bound the tail on one side, for |z| between the radii; None if it exceeds `most`."""
    near, reach = radii
    distance, growing = 0.0, 0.0
    while near < reach:
        far = min(2 * near, reach)
        found = _on_octave(expression, line, (near, far) if side > 0 else (-far, -near), most)
        if found is None:
            return None
        distance, growing = max(distance, found.distance), max(growing, found.growing)
        near = far
    return Tail(distance, growing)


def rounding_near(expression: Expression, ends: Interval) -> float:
    """Bound how far float64 is from s on an interval; infinite if nothing is known."""
    with precision(2, BITS):
        bound = rounding_on(expression, interval(*ends, (-np.inf, np.inf)))
        return float(bound.upper()) if bound.is_finite() else np.inf


def _on_octave(expression: Expression, line: Line, ends: Interval, most: float) -> Tail | None:
    """Bound one octave by ranges, whatever overflows; and if too little, by polynomials."""
    slope, offset = line
    with precision(2, BITS):
        bounds = float_range(expression, *ends) if slope == 0.0 else None
        if bounds is not None:
            farthest = max(float(abs(end - arb(offset)).upper()) for end in bounds)
            if farthest <= most:
                return Tail(farthest, 0.0)
    return _by_polynomials(expression, line, ends, most)


def _by_polynomials(expression: Expression, line: Line, ends: Interval, most: float) -> Tail | None:
    """Bound s - line by Taylor polynomials, on parts that are halved until it is enough."""
    slope, offset = line
    text = f"({expression.text}) - ({slope!r}*z + {offset!r})"
    difference = compile_expression(text, ("z",))
    distance, growing, waiting = 0.0, 0.0, [ends]
    for _ in range(PARTS):
        if not waiting:
            return Tail(distance, growing)
        left, right = waiting.pop()
        with precision(ORDER + 1, BITS):
            row, _ = patch_on(difference, (left, right), ends, 0.1 * most)
        if row is not None:
            size = float(np.sum(np.abs(row[4]))) + row[5]
            rounding = rounding_near(expression, (left, right))
            if size <= most and np.isfinite(rounding):
                distance = max(distance, size)
                growing = max(growing, rounding / (1 + min(abs(left), abs(right))))
                continue
        middle = 0.5 * (left + right)
        waiting += [(middle, right), (left, middle)]
    return None
