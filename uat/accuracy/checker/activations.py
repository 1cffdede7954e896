"""State what s(z) is, its lines and what float64 adds: a second time, or studied as it is typed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flint import arb

from uat.accuracy.checker.defined import enclosed
from uat.accuracy.checker.ends import Undefined
from uat.accuracy.checker.halving import Refused
from uat.accuracy.checker.jets import Jet, arithmetic, jet, rough
from uat.accuracy.checker.rounding import rounding_of
from uat.functions.expression import Expression, compile_expression
from uat.networks.activations import Activation

Line = tuple[float, float]  # slope and offset

U = 2.0**-53
SLOW = 1e8  # from which an s that never quite settles is taken for its limit
LOOSEST = 1e-6  # what is further from its lines than this has not settled
SMALL, GOOD = 1e-15, 1e-12  # distances and errors that need no closer look
WORST = 1e6  # units of 2**-53: a formula that loses more is not computed well
ORDER, DEEPEST = 8, 9  # halvings of an interval

_PI_HALF = 1.5707963267948966


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


# Study a typed s(z) by balls: the lines that it runs into, and what float64 adds.
#
# Which lines these are is taken from the network's own record; that s, and float64 for it, is as
# near to them as is said here is computed anew, for all z that the network can meet.


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


# State activations a second time: what s(z) is, its lines, and what float64 adds to it.
#
# On purpose not read from the records that networks are built with, of which only the name is used:
# what is wrong there would then be wrong here too. Lemmas for the tails, for z > 0: 1/(1 + e^z) <
# e^-z; 1 - tanh z < 2e^(-2z); erfc z < e^(-z^2) for z > 1/2; pi/2 - arctan z < 1/z; 1 - z/(1 + z) <
# 1/z; log(1 + e^-z) < e^-z; z erfc(z/sqrt 2)/2 < e^(-z^2/2); z/(1 + e^z) < z e^-z.


SHAPES = {
    "sigmoid": Shape(
        ("1 - 1/(1 + exp(z))", "1/(1 + exp(-z))"),
        (0, 0), (0, 1), 45.0, 3e-20, 20.0, 0.0, 0.25, 1.0,
    ),
    "tanh": Shape(
        ("1 - 2/(1 + exp(2*z))", "2/(1 + exp(-2*z)) - 1"),
        (0, -1), (0, 1), 24.0, 3e-21, 16.0, 0.0, 1.0, 1.0,
    ),
    "arctan": Shape(
        ("atan(z)",), (0, -_PI_HALF), (0, _PI_HALF), 1e8, 1.0001e-8, 32.0, 0.0, 1.0, 1.6
    ),
    "erf": Shape(("erf(z)",), (0, -1), (0, 1), 6.8, 9e-21, 16.0, 0.0, 1.13, 1.0),
    "softsign": Shape(
        ("z/(1 - z)", "z/(1 + z)"),
        (0, -1), (0, 1), 1e8, 1.0001e-8, 4.0, 0.0, 1.0, 1.0, seams=(0.0,),
    ),
    "hard_sigmoid": Shape(
        ("0*z", "z/6 + 1/2", "0*z + 1"),
        (0, 0), (0, 1), 3.0, 0.0, 4.0, 0.0, 1 / 6, 1.0, seams=(-3.0, 3.0),
    ),
    "relu": Shape(
        ("0*z", "z"), (0, 0), (1, 0), 0.0, 0.0, 0.0, 0.0, 1.0, math.inf, seams=(0.0,)
    ),
    "leaky_relu": Shape(
        ("0.01*z", "z"), (0.01, 0), (1, 0), 0.0, 0.0, 0.0, 0.01, 1.0, math.inf, seams=(0.0,)
    ),
    "elu": Shape(
        ("expm1(z)", "z"),
        (0, -1), (1, 0), 45.0, 3e-20, 16.0, 0.0, 1.0, math.inf, seams=(0.0,),
    ),
    "softplus": Shape(
        ("log1p(exp(z))", "z + log1p(exp(-z))"),
        (0, 0), (1, 0), 45.0, 3e-20, 32.0, 1.0, 1.0, math.inf,
    ),
    # Where float64 is near its jump, anything between 0 and 1 counts.
    "step": Shape((), (0, 0), (0, 1), 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, seams=(0.0,)),
    "gelu": Shape(
        ("z*erfc(-z/sqrt(2))/2", "z - z*erfc(z/sqrt(2))/2"),
        (0, 0), (1, 0), 9.6, 1e-20, 4.0, 32.0, 1.13, math.inf, monotone=False,
    ),
    "swish": Shape(
        ("z/(1 + exp(-z))", "z - z/(1 + exp(z))"),
        (0, 0), (1, 0), 51.0, 4e-21, 4.0, 32.0, 1.1, math.inf, monotone=False,
    ),
}  # fmt: skip


def shape_of(activation: Activation, most: float) -> Shape:
    """State what is known of an activation for |z| <= most. Raises Refused if too little."""
    if activation.name in SHAPES:
        return SHAPES[activation.name]
    return typed_shape(activation, 2.0 ** math.ceil(math.log2(max(most, 1.0))))
