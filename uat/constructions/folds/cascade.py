"""Squares by folding: x² is a polyline plus a small copy of itself on the folded line.

On [0, 1] with p equal pieces, v² = (polyline through the squares of j/p) + (s² - s)/p², where s is
v folded p times. So each layer of p neurons divides the error by p² (Yarotsky 2017 has p = 2).
"""

from collections.abc import Sequence

import numpy as np

from uat.base.arrays import Array
from uat.constructions.folds.wiring import (
    Fold,
    Wire,
    Wiring,
    lifted,
    lowered,
    measured,
    require_layers,
    total,
)
from uat.networks.network import Layer, Network

EPS = 2.0**-53

SAWTOOTH_LAYERS = 52  # each layer uses up one bit of the input, and float64 has so many

SQUARE_LAYERS = 25  # 4^-26 is the rounding of float64


def folded(neurons: Sequence[Wire], pieces: int) -> tuple[Wire, Wire]:
    """Fold v in [0, 1] into `pieces`, and add the polyline through the squares of j/pieces.

    neurons: v, then relu(v - j/pieces) for j = 1 … pieces - 1.
    """
    p = float(pieces)
    signs = [2.0 * p * (-1.0) ** j for j in range(1, pieces)]
    fold = total([neurons[0] * p, *(n * s for n, s in zip(neurons[1:], signs, strict=True))])
    line = total([neurons[0] * (1 / p), *(n * (2 / p) for n in neurons[1:])])
    return fold.within(0.0, 1.0), line.within(0.0, 1.0)


def sum_of_squares(
    wiring: Wiring,
    terms: Sequence[tuple[float, Wire]],
    base: Wire | None,
    kept: Sequence[Wire],
    pieces: Sequence[int],
    *,
    centred: bool = True,
) -> tuple[Wire, list[Wire]]:
    """Add len(pieces) layers for base + sum of c*w² over `terms` (c, w), and the kept wires.

    Off by at most `square_error(terms, pieces)`, centred: the output is corrected by half of the
    one-sided error. Each w must stay in its range.
    """
    spans = [wire.high - wire.low for _, wire in terms]
    v = [(w - w.low) * (1 / span) for (_, w), span in zip(terms, spans, strict=True)]
    v = [wire.within(0.0, 1.0) for wire in v]
    # (low + span v)² = low² + 2 low span v + span² v²
    factors = [c * span**2 for (c, _), span in zip(terms, spans, strict=True)]
    so_far: Wire | None = base
    kept = list(kept)
    for number, p in enumerate(pieces):
        rows = [row for wire in v for row in (wire, *(wire - j / p for j in range(1, p)))]
        carried = [*kept, *([so_far] if so_far is not None else [])]
        new = wiring.layer([*rows, *map(lifted, carried)])
        back = [lowered(n, c) for n, c in zip(new[len(rows) :], carried, strict=True)]
        kept = back[: len(kept)]
        parts = [back[-1]] if so_far is not None else []
        following = []
        for index, factor in enumerate(factors):
            group = new[index * p : (index + 1) * p]
            fold, line = folded(group, p)
            slope = 0.0
            if number == 0:
                c, wire = terms[index]
                slope = 2 * c * wire.low * spans[index]
            # the sum so far ends in factor*v; it becomes the polyline instead
            first = factor * line.weights + (slope - factor * (number > 0)) * group[0].weights
            parts.append(Wire(first, 0.0, *_between(slope, factor)))
            following.append(fold)
        so_far = total(parts)
        if number == 0:
            so_far = so_far + sum(c * wire.low**2 for c, wire in terms)
        so_far = so_far.within(*_range(terms, base))
        v, factors = following, [factor / p**2 for factor in factors]
    assert so_far is not None
    return so_far + (-sum(factors) / 8 if centred else 0.0), kept


def square_error(terms: Sequence[tuple[float, Wire]], pieces: Sequence[int]) -> float:
    """Bound the distance of `sum_of_squares` from the sum, with the rounding of float64.

    Each square is high by at most span²/(4 prod p²), or low if c < 0; half of that is corrected.
    Rounding: an error of v after k layers counts at most 2*span²/prod_k p², as the slope of a
    square on [0, 1] is at most 2; and each layer rounds the sum.
    """
    reduction = float(np.prod([float(p) ** 2 for p in pieces]))
    bound = 0.0
    for c, wire in terms:
        span, size = wire.high - wire.low, max(abs(wire.low), abs(wire.high))
        left, rounding = 1.0, 0.0
        for p in pieces:
            rounding += left * 16 * (p + 2) * EPS
            left /= p**2
        bound += abs(c) * (span**2 * (rounding + 1 / (8 * reduction)))
        bound += abs(c) * EPS * (8 * span * size + 4 * (len(pieces) + 2) * size**2)
    return bound


def _between(slope: float, factor: float) -> tuple[float, float]:
    ends = (0.0, slope, factor, slope + factor)
    return min(ends), max(ends)


def _range(terms: Sequence[tuple[float, Wire]], base: Wire | None) -> tuple[float, float]:
    """Return the range of the sum, partial sums included.

    A polyline through squares is between the square and its chord, so it has the square's range.
    """
    low, high = (base.low, base.high) if base is not None else (0.0, 0.0)
    for c, wire in terms:
        squares = wire.low**2, wire.high**2
        least = 0.0 if wire.low <= 0.0 <= wire.high else min(squares)
        ends = (c * least, c * max(squares))
        low, high = low + min(ends), high + max(ends)
    return low, high


# Two classics of depth: the sawtooth, and the square that sawtooths make.
#
# Fold k times to make 2^k pieces out of 2k neurons: a sawtooth (Telgarsky 2015).


def sawtooth(k: int) -> Fold:
    """Apply the tent map 1 - |2x - 1| on [0, 1] k times: 2^(k-1) teeth, two neurons a layer.

    k: from 1 to 52. Exact in float64 at every multiple of 2^-k, and of 2^-52. A shallow relu
    network needs 2^k neurons. Raises InputError for any other k.
    """
    require_layers("k", k, SAWTOOTH_LAYERS, "each layer uses up one of the 52 bits of a float")
    first = Layer([[1.0], [1.0]], [0.0, -0.5], "relu")
    # relu(tent) and relu(tent - 1/2), of the layer before
    inner = Layer([[2.0, -4.0], [2.0, -4.0]], [0.0, -0.5], "relu")
    network = Network((first, *[inner] * (k - 1), Layer([[2.0, -4.0]], [0.0], "linear")))
    error = measured(network, lambda x: teeth(x, k), [(0.0, 1.0)])
    return Fold(network, "sawtooth", error, error)


def teeth(x: Array, k: int) -> Array:
    """Return the sawtooth in closed form: twice the distance of 2^(k-1) x to the next integer.

    Exact: multiplying by a power of two and taking the fractional part lose nothing.
    """
    scaled = np.asarray(x, dtype=float) * 2.0 ** (k - 1)
    fraction = scaled - np.floor(scaled)
    return 2.0 * np.minimum(fraction, 1.0 - fraction)


# Subtract sawtooths of heights 1/4, 1/16, … from x to make its square (Yarotsky 2017).


def square(m: int) -> Fold:
    """Build x² on [0, 1] by m layers of 3m - 1 neurons: the polyline through 2^m + 1 even points.

    m: from 1 to 25. The error is exactly 4^-(m+1), from above. Raises InputError for any other m.
    """
    require_layers("m", m, SQUARE_LAYERS, "more would be below the rounding of float64")
    pieces, box = (2,) * int(m), (0.0, 1.0)
    wiring = Wiring([box])
    terms = [(1.0, wiring.inputs[0])]
    out, _ = sum_of_squares(wiring, terms, None, [], pieces, centred=False)
    network = wiring.network([out])
    bound = square_error(terms, pieces) + 1 / 8 / 4.0**m
    return Fold(network, "square", bound, measured(network, lambda x: x * x, [box]))
