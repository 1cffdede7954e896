"""Store a rough function in few weights, which deep layers read bit by bit.

A walk goes up or down by one at each grid point. B points make a block; its ups and downs are the
binary digits of one number, which a polyline of two kinks a block hands to layers that shift out
one digit each (Yarotsky 2018; Bartlett et al. 2019).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.constructions.folds.wiring import Fold, Wire, Wiring, lifted, lowered, polyline_wire
from uat.networks.network import Network

MOST_BITS = 53  # of a float64


@dataclass(frozen=True)
class Words:
    """The digits of a block are stored as `words` numbers of `digits` binary digits."""

    words: int
    digits: int


def bits(values: ArrayLike, block: int | None = None) -> Fold:
    """Build a deep relu network that is exactly values[i] at x = i, for a walk on the integers.

    values: (n,), whole numbers below 2^20 in size, each one more or one less than the one before.
    block: grid points a block; default: as many as make the fewest neurons. Between the last point
        of a block and the first of the next one the network takes other values: it is exact at the
        grid points, which is where the walk is given, and straight between those of one block.

    About 2n/B + 7B neurons for blocks of B points; a shallow network needs one a turn, n/2.
    A word has at most 26 digits, and less if digits + log2(4 n²/B) would exceed float64's 53 bits;
    longer blocks use several words. Raises InputError for what is no such walk.
    """
    walk = _require_walk(values)
    n = walk.size
    block = block if block is not None else _best_block(n)
    if not 2 <= block <= n or block != int(block):
        raise InputError(f"a block has 2 to {n} grid points, not {block}")
    network = _network(walk, int(block))
    x = np.arange(n, dtype=float)
    off = 0.0
    for start in range(0, n, 4096):
        part = slice(start, start + 4096)
        out = network.forward(x[part, None])[:, 0]
        off = max(off, float(np.max(np.abs(out - walk[part]))))
    if off != 0.0:
        raise InputError(f"float64 cannot store {n} points in blocks of {block}: use a shorter one")
    return Fold(network, "bits", 0.0, 0.0)


def words_for(n: int, block: int) -> Words:
    """Choose as few words a block as float64 adds up exactly.

    The polyline adds multiples of 2^-digits, each at most n, one for every kink. And a digit is
    made sharp by weights that, times those of the layer before, are up to 4^digits.
    """
    kinks = 2 * math.ceil(n / block)
    digits = min(MOST_BITS - math.ceil(math.log2(2 * n * kinks)), MOST_BITS // 2)
    if digits < 1:
        raise InputError(f"float64 cannot store {n} points: use fewer")
    words = max(1, math.ceil((block - 1) / digits))
    return Words(words, math.ceil((block - 1) / words))


def _require_walk(values: ArrayLike) -> Array:
    walk = np.asarray(values, dtype=float)
    if walk.ndim != 1 or walk.size < 2 or not np.isfinite(walk).all():
        raise InputError("a walk is a list of at least two whole numbers")
    is_walk = (np.abs(np.diff(walk)) == 1).all() and (walk == np.round(walk)).all()
    if not is_walk or np.max(np.abs(walk)) >= 2**20:
        raise InputError("each value of a walk is a whole number, 1 more or 1 less than the last")
    return walk


def _best_block(n: int) -> int:
    def neurons(block: int) -> float:
        words = words_for(n, block)
        waiting = words.digits * words.words * (words.words - 1) / 2
        return 2 * math.ceil(n / block) + 7 * (block - 1) + waiting

    return min(range(2, min(n, 400) + 1), key=neurons)


def _network(walk: Array, block: int) -> Network:
    """Build all polylines of x, then a layer for each digit, and one for the last product."""
    wiring = Wiring([(0.0, float(walk.size - 1))])
    shape = words_for(walk.size, block)
    knots, starts, steps = _blocks(walk, block)
    x = wiring.inputs[0]
    neurons = wiring.layer([(x - k).within(0.0, x.high - k) for k in knots[:-1]])

    def wire(at_starts: Array, at_ends: Array, low: float, high: float) -> Wire:
        values = np.empty(2 * at_starts.size)
        values[0::2], values[1::2] = at_starts, at_ends
        return polyline_wire(neurons, knots, values[: knots.size]).within(low, high)

    codes = [wire(code, code, 0.0, 1.0) for code in _codes(walk, block, shape)]
    done = wire(np.zeros_like(starts), steps, 0.0, float(block - 1))
    height = wire(starts, starts - steps, walk.min() - 2 * block, walk.max() + 2 * block)
    return _read(wiring, codes, done, height, shape, block)


def _blocks(walk: Array, block: int) -> tuple[Array, Array, Array]:
    """Split a walk into blocks: knots at their first and last points, first heights, steps."""
    first = np.arange(0, walk.size, block)
    last = np.minimum(first + block - 1, walk.size - 1)
    knots = np.stack([first, last], axis=1).ravel().astype(float)
    if last[-1] == first[-1]:
        knots = knots[:-1]
    return knots, walk[first], (last - first).astype(float)


def _codes(walk: Array, block: int, shape: Words) -> list[Array]:
    """Encode each word as one binary fraction a block: digit 1 is a step up."""
    ups = (np.diff(walk) > 0).astype(float)
    count = math.ceil(walk.size / block)
    digits = np.zeros((count, shape.words * shape.digits))
    for number in range(count):
        inside = ups[number * block : number * block + block - 1]
        digits[number, : inside.size] = inside
    weights = 0.5 ** np.arange(1, shape.digits + 1)
    parts = digits.reshape(count, shape.words, shape.digits)
    return [parts[:, word] @ weights for word in range(shape.words)]


def _read(
    wiring: Wiring, codes: Sequence[Wire], left: Wire, height: Wire, shape: Words, block: int
) -> Network:
    """Add layers that read height + 2 * (steps up among those done), one digit a layer.

    left: how many steps are still to be done; min(left, 1) of this one. A digit d and t in [0, 1]
    have the product relu(t + d - 1), which joins the height one layer later.
    """
    waiting, pending = list(codes[1:]), left * 0.0 - 1.0
    code = codes[0]
    for number in range(block - 1):
        if number and number % shape.digits == 0:
            code, waiting = waiting[0], waiting[1:]
        sharp = 2.0 ** (shape.digits - number % shape.digits)
        digit = (code - 0.5) * sharp
        carried = [height, *waiting]
        rows = [code, digit + 1.0, digit, left, left - 1.0]
        rows += [pending] if number else []
        new = wiring.layer([*rows, *map(lifted, carried)])
        back = [lowered(w, c) for w, c in zip(new[len(rows) :], carried, strict=True)]
        height, waiting = back[0], back[1:]
        if number:
            height = (height + new[5] * 2.0).within(carried[0].low, carried[0].high)
        one = new[1] - new[2]
        code = (new[0] * 2.0 - one).within(0.0, 1.0)
        pending = (new[3] - new[4] + one - 1.0).within(-1.0, 1.0)
        left = new[4].within(0.0, float(block - 1))
    last = wiring.layer([pending, lifted(height)])
    return wiring.network([lowered(last[1], height) + last[0] * 2.0])
