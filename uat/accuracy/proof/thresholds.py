"""A gate is an average of switches, so a network of gates lies between the patterns of switches.

A neuron that rises from 0 to 1 is the share of thresholds t that its weighted input z exceeds,
s(z) = share of the t with z > t; and since s is symmetric, s(z) + s(-z) = 1, also the share of
those with z > -t. Take all neurons that move in one place, each with t or with -t: their weighted
sum is then the average over t of sums of switches that are on or off. It lies between the least and
the greatest of those sums, over the patterns of on and off that can occur. Boxes that exclude each
other, such as the strips on both sides of an edge, are never on together; that is how a convex
combination of the heights of neighbouring boxes comes about. Which of t and -t each neuron gets
only decides how sharp this is.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError

MOST_PATTERNS = 20_000

Bools = NDArray[np.bool_]


def patterns(slopes: Array, offsets: Array, settled: float) -> Bools:
    """List all patterns of on and off that gates can show, and perhaps more.

    The weighted inputs are z = offsets + slopes @ u for u in [0, 1]^d; slopes: (gates, d). They
    must be exact in float64, sums of a few of them too. settled: |t| of all thresholds is at most
    this; gates beyond it are on or off.

    Raises InputError if there are too many of them.
    """
    ones = np.ones(slopes.shape[1])
    least, greatest = _extremes(slopes, offsets, 0 * ones, ones)
    moving = np.flatnonzero((least < settled) & (greatest > -settled))
    every = np.tile(least >= settled, (1, 1))
    if moving.size:
        kinds = np.column_stack([slopes, offsets])[moving]
        rows, place = np.unique(kinds, axis=0, return_inverse=True)
        found = _patterns(rows.shape, rows.tobytes(), settled)
        every = np.repeat(every, len(found), axis=0)
        every[:, moving] = found[:, place.reshape(-1)]
    return every


@lru_cache(maxsize=4096)
def _patterns(shape: tuple[int, int], data: bytes, settled: float) -> Bools:
    """List patterns of gates that all differ: a network has many places, and few kinds."""
    rows = np.frombuffer(data).reshape(shape)
    slopes, offsets = rows[:, :-1], rows[:, -1]
    found = [
        _in_part(slopes, offsets, np.array(corner, dtype=float), settled)
        for corner in product((0, 1), repeat=slopes.shape[1])
    ]
    unique: Bools = np.unique(np.concatenate(found), axis=0)
    return unique


def vertices(slopes: Array, offsets: Array, settled: float) -> Bools | None:
    """Return patterns at u in {0, 1}^d; None if a gate is between on and off there."""
    corners = np.array(list(product((0.0, 1.0), repeat=slopes.shape[1])))
    z = offsets + corners @ slopes.T
    if (np.abs(z) < settled).any():
        return None
    return z > 0


def _in_part(slopes: Array, offsets: Array, corner: Array, settled: float) -> Bools:
    """List patterns for u in the half cube at one corner: each gate gets its own sign of t.

    That sign is the one of the gate's weighted input at the corner: what is on there and what is
    off there are then never on together.
    """
    start, stop = 0.5 * corner, 0.5 * corner + 0.5
    least, greatest = _extremes(slopes, offsets, start, stop)
    moving = np.flatnonzero((least < settled) & (greatest > -settled))
    at_corner = offsets + slopes @ corner
    signs = np.where(at_corner >= 0, 1.0, -1.0)
    forms = np.column_stack([slopes, -signs])[moving]  # z - sign*t, linear in (u, t)
    low, high = np.append(start, -settled), np.append(stop, settled)
    allowed = _allowed(forms, offsets[moving], low, high)
    some = _consistent(allowed)
    result = np.tile(least >= settled, (len(some), 1))
    result[:, moving] = some
    return result


def _extremes(slopes: Array, offsets: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Return the least and greatest values of linear forms on a box."""
    ends = np.stack([slopes * low, slopes * high])
    return offsets + ends.min(axis=0).sum(axis=-1), offsets + ends.max(axis=0).sum(axis=-1)


def _allowed(forms: Array, offsets: Array, low: Array, high: Array) -> Bools:
    """Tell, as [i, a, j, b], whether gate i may be a (0 or 1) where gate j is b.

    i is on where its form is positive, off where it is not. Two conditions exclude each other if
    the sum of their forms is nowhere positive; equality is met by single t only, which count for
    nothing in an average.
    """
    count = offsets.size
    allowed = np.ones((count, 2, count, 2), dtype=bool)
    for a, b in product((0, 1), repeat=2):
        one, other = 2 * a - 1, 2 * b - 1
        sums = one * forms[:, None] + other * forms[None, :]
        constants = one * offsets[:, None] + other * offsets[None, :]
        _, greatest = _extremes(sums, constants, low, high)
        allowed[:, a, :, b] = greatest > 0
    return allowed


def _consistent(allowed: Bools) -> Bools:
    """List all patterns of which every pair is allowed, gate by gate."""
    count = allowed.shape[0]
    some: list[Sequence[int]] = [()]
    for gate in range(count):
        some = [
            (*pattern, value)
            for pattern in some
            for value in (0, 1)
            if allowed[gate, value, gate, value]
            and all(allowed[gate, value, i, other] for i, other in enumerate(pattern))
        ]
        if len(some) > MOST_PATTERNS:
            raise InputError("too many boxes meet in one place to prove what the network is there")
    return np.array(some, dtype=bool).reshape(len(some), count)
