"""A symmetric function is folded first: one half of it is enough, and the other half is a mirror.

Even about its middle: f(m + t) = f(m - t), so |t| is all that is needed. Odd: f(m + t) - f(m)
changes its sign with t, which one kept wire and three neurons at the end do, exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.constructions.folds.wiring import Wire, Wiring, lifted, lowered

MOST_FOLDS = 3
PROBES = 2049


@dataclass(frozen=True)
class Mirror:
    """A mirror is one fold about `middle`. odd: the number f(middle) if f is odd, None if even."""

    middle: float
    odd: float | None


def find_mirrors(
    f: Callable[[Array], Array], a: float, b: float, doubt: float, most: int = MOST_FOLDS
) -> tuple[tuple[Mirror, ...], float]:
    """Find the folds of f on [a, b], each of the last one's right half, and where that begins.

    doubt: how far from symmetric f may be, in its units.
    """
    mirrors: list[Mirror] = []
    for _ in range(most):
        middle, half = (a + b) / 2, (b - a) / 2
        t = np.linspace(0.0, half, PROBES)
        with np.errstate(all="ignore"):
            right, left, centre = f(middle + t), f(middle - t), float(f(np.array([middle]))[0])
            # Not a number, and so no symmetry, where f is infinite or a sum overflows.
            even, odd = np.max(np.abs(right - left)), np.max(np.abs(right + left - 2 * centre))
        if even <= doubt:
            mirrors.append(Mirror(middle, None))
        elif odd <= doubt:
            mirrors.append(Mirror(middle, centre))
        else:
            break
        a = middle
    return tuple(mirrors), a


def fold_in(
    wiring: Wiring, mirrors: Sequence[Mirror], a: float, b: float
) -> tuple[Wire, list[Wire]]:
    """Fold the input: how far it is from where the last half begins; a signed wire per odd fold.

    One layer: all folds are polylines in x with kinks at equidistant points.
    """
    x = wiring.inputs[0]
    if not mirrors:
        return (x - a).within(0.0, b - a), []
    count = 2 ** len(mirrors)
    knots = a + (b - a) * np.arange(count + 1) / count
    neurons = wiring.layer([(x - knot).within(0.0, b - knot) for knot in knots[:-1]])
    distances, signed, left, right = knots.copy(), [], a, b
    for mirror in mirrors:
        middle = (left + right) / 2
        values = distances - middle
        if mirror.odd is not None:
            signed.append(polyline_wire(neurons, knots, values))
        distances, left = middle + np.abs(values), middle
    return polyline_wire(neurons, knots, distances - left), signed


def polyline_wire(neurons: Sequence[Wire], knots: Array, values: Array) -> Wire:
    """Build the polyline through `values` of relu(x - knot), one for each knot but the last.

    knots, values: (n + 1,).
    """
    slopes = np.diff(values) / np.diff(knots)
    changes = np.diff(slopes, prepend=0.0)
    weights = sum(
        (change * n.weights for n, change in zip(neurons, changes, strict=True)),
        start=np.zeros_like(neurons[0].weights),
    )
    room = 1e-13 * float(np.max(np.abs(values)))
    return Wire(weights, float(values[0]), float(values.min()) - room, float(values.max()) + room)


def with_sign(wiring: Wiring, size: Wire, sign: Wire, rest: Sequence[Wire]) -> list[Wire]:
    """Return size where sign > 0, -size where sign < 0, but at most |sign|; pass the rest on.

    relu(size + sign) - relu(size - sign) - sign. One more layer.
    """
    carried = [sign, *rest]
    new = wiring.layer([size + sign, size - sign, *map(lifted, carried)])
    back = [lowered(n, c) for n, c in zip(new[2:], carried, strict=True)]
    most = max(abs(size.low), abs(size.high))
    return [(new[0] - new[1] - back[0]).within(-most, most), *back[1:]]


def mirror_back(
    wiring: Wiring, value: Wire, mirrors: Sequence[Mirror], signed: Sequence[Wire], steep: float
) -> Wire:
    """Undo the odd folds, from the last to the first. steep: |f(m + t) - f(m)| <= steep*|t|."""
    kept = [wire * steep for wire in signed]
    for mirror in reversed(mirrors):
        if mirror.odd is None:
            continue
        value, *kept = with_sign(wiring, value - mirror.odd, kept[-1], kept[:-1])
        value = value + mirror.odd
    return value
