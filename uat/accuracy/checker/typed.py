"""Study a typed s(z) by balls: the lines that it runs into, and what float64 adds.

Which lines these are is taken from the network's own record; that s, and float64 for it, is as near
to them as is said here is computed anew, for all z that the network can meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flint import arb

from uat.accuracy.checker.defined import enclosed
from uat.accuracy.checker.ends import Undefined
from uat.accuracy.checker.halving import Refused
from uat.accuracy.checker.jets import arithmetic, jet
from uat.accuracy.checker.rounding import rounding_of
from uat.accuracy.checker.shape import Line, Shape
from uat.functions.expression import Expression, compile_expression
from uat.networks.activations import Activation

U = 2.0**-53
SLOW = 1e8  # from which an s that never quite settles is taken for its limit
LOOSEST = 1e-6  # what is further from its lines than this has not settled
SMALL, GOOD = 1e-15, 1e-12  # distances and errors that need no closer look
WORST = 1e6  # units of 2**-53: a formula that loses more is not computed well
ORDER, DEEPEST = 8, 9  # halvings of an interval


@lru_cache(maxsize=16)
def typed_shape(activation: Activation, most: float) -> Shape:
    """Study s for |z| <= most. Raises Refused if too little is found."""
    s = compile_expression(activation.formula, ("z",))
    end = min(most, getattr(activation.function, "reach", math.inf))  # beyond it s is a line
    tails = activation.tails
    near = min(SLOW if tails is None else max(tails.radius, 1.0), end)
    left, right = (0.0, activation.low), (0.0, activation.high)
    if tails is not None:
        left, right = tails.left, tails.right
    elif not (math.isfinite(activation.low) and math.isfinite(activation.high)):
        raise Refused(f"nothing is known here of where s(z) = {activation.name} settles")
    with arithmetic(ORDER, 128):
        distance = max(_distance(s, -1, left, near, end), _distance(s, 1, right, near, end))
        error = max(_error(s, low, high) for low, high in _octaves(end)) / U
        steepest, top = _steepness(s, near)
    if not (distance <= LOOSEST and error < WORST):
        raise Refused(f"nothing is known here of what float64 makes of s(z) = {activation.name}")
    return Shape(
        (activation.formula,),
        left,
        right,
        near,
        distance,
        (error + 8) * (2 + top + max(abs(left[1]), abs(right[1]))),
        (error + 8) * max(abs(left[0]), abs(right[0])),
        steepest,
        top,
        monotone=False,
        decays=False,
    )


def _octaves(end: float) -> Iterator[tuple[float, float]]:
    """Cover [-end, end] with intervals, short ones near 0."""
    marks = [0.0, *(k / 4 for k in range(1, 64)), 16.0]
    while marks[-1] < end:
        marks.append(marks[-1] * 1.25)
    for low, high in pairwise(marks):
        if low <= end:
            yield low, high
            yield -high, -low


def _error(s: Expression, low: float, high: float, depth: int = 0) -> float:
    """Bound what float64 is off relative to 1 + |s(z)|; in halves where that is not small."""
    try:
        ends = enclosed(s.tree, {s.names[0]: (arb(low), arb(high))})
        unit = 1 + float(max(abs(ends[0]), abs(ends[1]), key=float))
        error = float(rounding_of(s, low, high).upper()) / unit
    except Undefined:
        error = math.inf
    if error < GOOD or depth == DEEPEST:
        return error
    middle = 0.5 * (low + high)
    return max(_error(s, low, middle, depth + 1), _error(s, middle, high, depth + 1))


def _distance(s: Expression, side: int, line: Line, near: float, end: float) -> float:
    """Bound the distance of s from its line, from `near` to `end`; in halves if not small."""
    waiting, furthest = [], 0.0
    while near < end:
        waiting.append((near, min(1.25 * near, end), 0))
        near = waiting[-1][1]
    while waiting:
        start, stop, depth = waiting.pop()
        found = _from_line(s, line, side * start, side * stop)
        if found <= SMALL or depth == DEEPEST:
            furthest = max(furthest, found)
        else:
            middle = 0.5 * (start + stop)
            waiting += [(start, middle, depth + 1), (middle, stop, depth + 1)]
    return furthest


def _from_line(s: Expression, line: Line, first: float, last: float) -> float:
    """Bound |s - line| between two numbers: by the ends of s, and by Taylor's theorem."""
    slope, offset = (arb(x) for x in line)
    a, b = arb(first), arb(last)
    found = []
    try:
        ends = enclosed(s.tree, {s.names[0]: (a.min(b), a.max(b))})
        found.append(ends[0].union(ends[1]) - slope * a.union(b) - offset)
    except Undefined:
        pass
    here, over = (jet(s, (z, arb(1))).coefficients() for z in (a, a.union(b)))
    step = (b - a) * arb(0.5, 0.5)
    for order in (1, ORDER - 1):
        terms = [*here[:order], over[order]]
        terms[0], terms[1] = terms[0] - slope * a - offset, terms[1] - slope
        found.append(sum((term * step**k for k, term in enumerate(terms)), arb(0)))
    return min((float(abs(z).upper()) for z in found if z.is_finite()), default=math.inf)


def _steepness(s: Expression, near: float) -> tuple[float, float]:
    """Bound |s'| and |s| for |z| up to `near`."""
    steep, top = 0.0, 0.0
    for low, high in _octaves(near):
        found = jet(s, (_inside(low, high, near), arb(1)))
        slope = found.slope if found.slope.is_finite() else arb("inf")
        steep = max(steep, float(abs(slope).upper()))
        value = found.value if found.value.is_finite() else arb("inf")
        top = max(top, float(abs(value).upper()))
    return steep, top


def _inside(low: float, high: float, near: float) -> Any:
    return arb(max(low, -near)).union(arb(min(high, near)))
