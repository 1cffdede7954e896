"""Enclose values and slopes on many boxes at once: wide intervals go in and come out.

Ends are wide enough for the rounding of numpy's functions, which is taken to be at most 8 units in
the last place, as `proof/floats.py` takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array

ROUNDING = 2.0**-50  # of a result: 8 units in the last place
INF, LARGEST = np.inf, np.finfo(float).max
UNDER = np.finfo(float).tiny  # what is less may be 0 in floats


@dataclass(frozen=True)
class Span:
    """Intervals from `low` to `high`, two arrays without NaN; the ends may be infinite."""

    low: Array
    high: Array

    def __neg__(self) -> Span:
        return Span(-self.high, -self.low)

    def __add__(self, other: Span) -> Span:
        return span(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Span) -> Span:
        """Multiply intervals; 0 times anything is 0."""
        if self._is_number():
            return other._times(float(self.low.item()))
        if other._is_number():
            return self._times(float(other.low.item()))
        ends = (
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        )
        low = np.fmin(np.fmin(ends[0], ends[1]), np.fmin(ends[2], ends[3]))
        high = np.fmax(np.fmax(ends[0], ends[1]), np.fmax(ends[2], ends[3]))
        return Span(np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), 0.0, high))

    def _is_number(self) -> bool:
        """Tell whether it is one finite number but 0, for all boxes."""
        return bool(self.low.size == 1 and self.low == self.high and 0.0 < np.abs(self.low) < INF)

    def _times(self, factor: float) -> Span:
        """Multiply by a number: much faster than by an interval."""
        low, high = self.low * factor, self.high * factor
        return Span(low, high) if factor > 0.0 else Span(high, low)

    def inverse(self) -> Span:
        """Return 1/z; everything where z may be 0 in the middle of its interval."""
        low = np.where(self.high == 0.0, -INF, 1.0 / self.high)
        high = np.where(self.low == 0.0, INF, 1.0 / self.low)
        across = (self.low < 0.0) & (self.high > 0.0)
        return Span(np.where(across, -INF, low), np.where(across, INF, high))

    def abs(self) -> Span:
        low, high = np.abs(self.low), np.abs(self.high)
        return Span(np.where(self.holds(0.0), 0.0, np.minimum(low, high)), np.maximum(low, high))

    def holds(self, value: float) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (self.low <= value) & (self.high >= value)
        return found

    def within(self, low: Any, high: Any) -> Span:
        """Cut the intervals off at bounds that are known to hold."""
        return Span(np.clip(self.low, low, high), np.clip(self.high, low, high))

    def joined(self, other: Span) -> Span:
        return Span(np.minimum(self.low, other.low), np.maximum(self.high, other.high))

    def rising(self, function: Callable[[Array], Array]) -> Span:
        """Return the range of a function that never falls."""
        return span(function(self.low), function(self.high))

    def above_zero(self) -> Span:
        """Return the range of a function that has no zero, though its floats may have one."""
        return Span(self.low, np.maximum(self.high, UNDER))

    def chosen(self, here: NDArray[np.bool_], other: Span) -> Span:
        """Return this one `here`, and the other one elsewhere."""
        return Span(np.where(here, self.low, other.low), np.where(here, self.high, other.high))

    def rounded(self) -> Span:
        """Widen a little, for rounding and overflow; a constant is what numpy makes of it."""
        if self.low.ndim == 0 and self.low == self.high:
            return self
        low, high = np.minimum(self.low, LARGEST), np.maximum(self.high, -LARGEST)
        return Span(low - ROUNDING * np.abs(low), high + ROUNDING * np.abs(high))

    def is_zero(self) -> bool:
        """Tell whether it is 0 for all boxes, as the slope of a number is."""
        return bool(self.low.size == 1 and self.low == 0.0 and self.high == 0.0)


def span(low: Any, high: Any) -> Span:
    """Make intervals; an end that is not a number means that nothing is known there."""
    return Span(np.fmax(low, -INF), np.fmin(high, INF))


def one(value: float) -> Span:
    return Span(np.asarray(value), np.asarray(value))


ZERO, ONE = one(0.0), one(1.0)
ZERO_SLOPE = Span(np.zeros((1, 1)), np.zeros((1, 1)))  # of a number, along any input
EVERYTHING = span(-INF, INF)


@dataclass(frozen=True)
class Ranges:
    """What a formula does on n boxes of m inputs, wherever it is a finite real number.

    value: (n,), the range of values. slope: (m, n), the range of slopes along each input; all
    numbers where it may have a jump, a root or a pole. jumps: (n,), whether it may be discontinuous
    on a box, rather than only steep.
    """

    value: Span
    slope: Span
    jumps: NDArray[np.bool_]

    def __neg__(self) -> Ranges:
        return Ranges(-self.value, -self.slope, self.jumps)

    def __add__(self, other: Ranges) -> Ranges:
        value = (self.value + other.value).rounded()
        return Ranges(value, self.slope + other.slope, self.jumps | other.jumps)

    def __sub__(self, other: Ranges) -> Ranges:
        return self + -other

    def __mul__(self, other: Ranges) -> Ranges:
        parts = (self.slope, other.value), (other.slope, self.value)
        moving = [slope * value for slope, value in parts if not slope.is_zero()]
        slope = sum(moving[1:], start=moving[0]) if moving else ZERO_SLOPE
        return Ranges((self.value * other.value).rounded(), slope, self.jumps | other.jumps)

    def __truediv__(self, other: Ranges) -> Ranges:
        z = other.value
        slope = -(z.abs() * z.abs()).inverse()
        return self * through(other, z.inverse(), slope, z.holds(0.0))


def stepped(value: Span, *inputs: Ranges) -> Ranges:
    """Wrap a function that is constant but for its jumps, along inputs that move."""
    jumps = np.atleast_1d(value.low != value.high)
    still = np.logical_and.reduce(np.broadcast_arrays(*map(_still, inputs)))
    return Ranges(value, EVERYTHING.chosen(jumps & ~still, ZERO), jumps & ~still.all(axis=0))


def through(z: Ranges, value: Span, derivative: Span, jumps: Any = False) -> Ranges:
    """Compose g(z) from the ranges of g and g' on z. jumps: whether g may jump there."""
    jumps, still = np.logical_or(jumps, False), _still(z)
    slope = derivative * z.slope
    if jumps.any():
        slope = EVERYTHING.chosen(jumps, slope)
    if still.any():
        slope = ZERO.chosen(still, slope)
    return Ranges(value.rounded(), slope, z.jumps | (jumps & ~still.all(axis=0)))


def _still(z: Ranges) -> NDArray[np.bool_]:
    """Tell along which inputs it is constant, (m, n)."""
    found: NDArray[np.bool_] = (z.slope.low == 0.0) & (z.slope.high == 0.0)
    return found


def whole_power(z: Span, exponent: float) -> Span:
    """Raise z to a whole power, by its ends."""
    if exponent < 0.0:
        return whole_power(z, -exponent).inverse()
    base = z.abs() if exponent % 2.0 == 0.0 else z
    return base.rising(lambda t: t**exponent)


def root_power(z: Span, exponent: float) -> Span:
    """Raise numbers that are not negative to a power."""
    if exponent < 0.0:
        return z.rising(lambda t: t**-exponent).inverse()
    return z.rising(lambda t: t**exponent)


def sech2(t: Array) -> Array:
    """Compute 1/cosh(t)^2, which rises as t grows to 0."""
    return np.asarray(1.0 / np.cosh(t) ** 2)


def bell(z: Span) -> Span:
    """Compute exp(-z^2) times 2/sqrt(pi): the slope of erf."""
    return one(2.0 / np.sqrt(np.pi)) * (-(z.abs() * z.abs())).rising(np.exp)


def waves(z: Span) -> tuple[Span, Span]:
    """Enclose sine and cosine, which have their crests and troughs at quarters of a turn."""
    turns = z.low / (2.0 * np.pi), z.high / (2.0 * np.pi)
    right, top, left, bottom = (
        np.floor(turns[0] - place) != np.floor(turns[1] - place) for place in (0.0, 0.25, 0.5, 0.75)
    )
    return _wave(z, np.sin, top, bottom), _wave(z, np.cos, right, left)


def _wave(z: Span, function: Callable[[Array], Array], crest: Any, trough: Any) -> Span:
    """Enclose a wave between -1 and 1 that may have a crest or a trough."""
    ends = function(z.low), function(z.high)
    least = np.where(trough, -1.0, np.fmin(*ends))
    most = np.where(crest, 1.0, np.fmax(*ends))
    return Span(np.fmin(np.fmax(least, -1.0), 1.0), np.fmax(np.fmin(most, 1.0), -1.0))
