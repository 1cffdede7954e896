"""A deep network is drawn wire by wire: a wire is an affine combination of the newest neurons."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array, even_lines, grid_points
from uat.base.errors import InputError
from uat.networks.network import Layer, Network

MOST_FOLDS = 3
PROBES = 2049

EVEN_PROBES = 20_001


@dataclass(frozen=True, eq=False)
class Wire:
    """weights · (outputs of the newest layer) + bias, a number known to be in [low, high].

    weights: (width of the newest layer,).
    """

    weights: Array
    bias: float
    low: float
    high: float

    def within(self, low: float, high: float) -> Wire:
        """Return the same wire, of which more is known."""
        return Wire(self.weights, self.bias, low, high)

    def __add__(self, other: Wire | float) -> Wire:
        if not isinstance(other, Wire):
            return Wire(self.weights, self.bias + other, self.low + other, self.high + other)
        low, high = self.low + other.low, self.high + other.high
        return Wire(self.weights + other.weights, self.bias + other.bias, low, high)

    def __mul__(self, factor: float) -> Wire:
        low, high = sorted((factor * self.low, factor * self.high))
        return Wire(factor * self.weights, factor * self.bias, low, high)

    def __sub__(self, other: Wire | float) -> Wire:
        return self + (other * -1.0 if isinstance(other, Wire) else -other)


class Wiring:
    """Layers so far. Each call of `layer` adds one layer of relu neurons and returns its wires."""

    def __init__(self, ranges: Sequence[tuple[float, float]]) -> None:
        self.layers: list[Layer] = []
        unit = np.eye(len(ranges))
        self.inputs = [
            Wire(row, 0.0, low, high) for row, (low, high) in zip(unit, ranges, strict=True)
        ]

    def layer(self, wires: Sequence[Wire]) -> list[Wire]:
        """Add a layer of one neuron relu(wire) for each wire, and return what they make."""
        weights = np.array([wire.weights for wire in wires])
        self.layers.append(Layer(weights, [wire.bias for wire in wires], "relu"))
        ranges = [(max(wire.low, 0.0), max(wire.high, 0.0)) for wire in wires]
        return [Wire(row, 0.0, *ends) for row, ends in zip(np.eye(len(wires)), ranges, strict=True)]

    def network(self, outputs: Sequence[Wire]) -> Network:
        """Close the wiring: return the layers, and one linear output for each wire."""
        last = Layer(np.array([w.weights for w in outputs]), [w.bias for w in outputs], "linear")
        return Network((*self.layers, last))


def lifted(wire: Wire) -> Wire:
    """Move the wire up so that relu lets it pass; `lowered` moves it back."""
    return wire - wire.low if wire.low < 0 else wire


def lowered(passed: Wire, before: Wire) -> Wire:
    """Move what came through relu back to where it was before `lifted`."""
    back = passed + before.low if before.low < 0 else passed
    return back.within(before.low, before.high)


def total(wires: Sequence[Wire]) -> Wire:
    """Add up wires, at least one."""
    result = wires[0]
    for wire in wires[1:]:
        result = result + wire
    return result


def fewest_folds(reduction: float, terms: int, kept: int, based: bool) -> tuple[int, ...]:
    """Choose how many pieces each layer of a square has, for the fewest neurons.

    reduction: the product of all of them has to reach its square root. A layer of p pieces costs
    terms*p neurons, one for the sum (but in the first layer if there is no `based`), and `kept`.
    """
    wanted = max(math.sqrt(reduction), 1.0)
    best: tuple[int, tuple[int, ...]] | None = None
    for depth in range(1, 60):
        base = max(2, math.floor(wanted ** (1 / depth) + 1e-12))
        pieces = [base] * depth
        for index in range(depth):
            if math.prod(pieces) >= wanted:
                break
            pieces[index] += 1
        if math.prod(pieces) < wanted:
            continue
        cost = terms * sum(pieces) + depth * (1 + kept) - (not based)
        if best is None or cost < best[0]:
            best = cost, tuple(pieces)
        if base == 2 and 2**depth >= wanted:
            break
    assert best is not None
    return best[1]


# A symmetric function is folded first: one half of it is enough, and the other half is a mirror.
#
# Even about its middle: f(m + t) = f(m - t), so |t| is all that is needed. Odd: f(m + t) - f(m)
# changes its sign with t, which one kept wire and three neurons at the end do, exactly.


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


# A fold is a deep network with what is known about it.


@dataclass(frozen=True, eq=False, repr=False)
class Fold:
    """A deep relu network and how far it is from what it stands for.

    kind: the construction, such as "sawtooth" or "parabolas".
    bound: |network - f| is at most this on the whole box; None if f has no formula.
    error: the largest difference that was measured, a lower bound of the true one.
    """

    network: Network
    kind: str
    bound: float | None
    error: float

    @property
    def neurons(self) -> int:
        """Number of hidden neurons over all layers, those that only pass a value on included."""
        return self.network.neurons

    def __repr__(self) -> str:
        known = f"bound {self.bound:.3g}" if self.bound is not None else f"error {self.error:.3g}"
        layers = self.network.hidden_layers
        return f"Fold({self.kind}, {self.neurons} neurons in {layers} layers, {known})"


def measured(
    network: Network, f: Callable[..., Array], box: Sequence[tuple[float, float]]
) -> float:
    """Return the largest |network - f| on an even grid of about EVEN_PROBES points."""
    count = EVEN_PROBES if len(box) == 1 else int(EVEN_PROBES ** (1 / len(box)))
    points = grid_points(even_lines(box, count))
    difference = network.forward(points)[:, 0] - np.asarray(f(*points.T))
    return float(np.max(np.abs(difference)))


def require_layers(what: str, value: int, most: int, why: str) -> None:
    """Raise InputError unless 1 <= value <= most."""
    if value != int(value) or not 1 <= value <= most:
        raise InputError(f"{what} must be a whole number from 1 to {most}, not {value}: {why}")
