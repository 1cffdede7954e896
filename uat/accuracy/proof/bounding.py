"""Cut the domain into boxes; bound |f - network| on each, and halve them until it is sharp."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.accuracy.measure import Allowed
from uat.accuracy.proof.patches import EPS, Enclosed, Interval
from uat.accuracy.proof.saved import Boxes
from uat.accuracy.proof.shapes import Enclosure
from uat.base.arrays import Array
from uat.base.ties import TIED, leftmost_of_largest

ROUNDS = 80


def joined(boxes: Boxes, grain: float) -> Boxes:
    """Join neighbours that begin in the same interval of length `grain` into one box each.

    So many boxes were needed to find the bounds, but fewer prove them as well.
    """
    if grain <= 0.0:
        return boxes
    cell = np.floor((boxes.left - boxes.left[0]) / grain)
    begins = (cell[1:] != cell[:-1]) | (boxes.left[1:] != boxes.right[:-1])
    first = np.concatenate([[0], np.flatnonzero(begins) + 1])
    last = np.append(first[1:], cell.size) - 1
    return Boxes.along(
        boxes.left[first], boxes.right[last], np.maximum.reduceat(boxes.bound, first)
    )


@dataclass(frozen=True, eq=False)
class _Bounds:
    """upper: bounds on |f - network|. lower, at: reached there. noise: what halving cannot mend."""

    upper: Array
    lower: Array
    at: Array
    noise: Array


def bound_boxes(
    f: Enclosed,
    network: Enclosure,
    pieces: Sequence[Interval],
    slack: float,
    most: int,
    allowed: Allowed | None = None,
) -> tuple[Boxes, float, float]:
    """Bound boxes that cover the pieces; return a point, and what |f - network| is there.

    allowed: the bounds are shares of that, where it is given.

    The bounds are within 1 + slack of the sup norm where that can be.

    most: the number of boxes at which halving stops; what was reached then still holds.
    """
    left, right = _first_boxes(f, network, pieces)
    done: list[tuple[Array, Array, Array]] = []
    count, best, there, at = 0, 0.0, 0.0, left[0]
    for _ in range(ROUNDS):
        bounds = _bounds(f, network, left, right, allowed)
        top = leftmost_of_largest(bounds.lower, bounds.at[:, None])
        if bounds.lower[top] > there * (1 + TIED):
            there, at = float(bounds.lower[top]), float(bounds.at[top])
        best = max(best, float(bounds.lower.max()))
        middle = 0.5 * (left + right)
        enough = np.maximum(best * (1 + slack), bounds.noise)
        # Noise is above the error in one bound and below it in the other.
        sharp = bounds.upper - 2 * bounds.noise <= enough
        open_ = ~sharp & (left < middle) & (middle < right)
        count += left.size
        if count > most:
            open_[:] = False
        done.append((left[~open_], right[~open_], bounds.upper[~open_]))
        if not open_.any():
            break
        left, middle, right = left[open_], middle[open_], right[open_]
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
    else:
        done.append((left, right, _bounds(f, network, left, right, allowed).upper))
    left, right, upper = (np.concatenate(column) for column in zip(*done, strict=True))
    order = np.argsort(left, kind="stable")
    return Boxes.along(left[order], right[order], upper[order]), *_reached(f, network, at, allowed)


def _first_boxes(
    f: Enclosed, network: Enclosure, pieces: Sequence[Interval]
) -> tuple[Array, Array]:
    """Cut boxes between all edges of f and of the network."""
    edges = np.union1d(f.edges, network.edges)
    lefts, rights = [], []
    for a, b in pieces:
        inside = edges[(edges > a) & (edges < b)]
        cuts = np.concatenate([[a], inside, [b]])
        lefts.append(cuts[:-1])
        rights.append(cuts[1:])
    return np.concatenate(lefts), np.concatenate(rights)


def _reached(
    f: Enclosed, network: Enclosure, at: float, allowed: Allowed | None
) -> tuple[float, float]:
    """Return the point, and what |f - network| is there at least."""
    point = np.array([at])
    return at, max(0.0, float(_bounds(f, network, point, point, allowed).lower[0]))


def _bounds(
    f: Enclosed, network: Enclosure, left: Array, right: Array, allowed: Allowed | None
) -> _Bounds:
    """Bound |f - network| in two ways, and keep the better bound.

    Second order: f - network is a parabola, up to f's rest and the network's change of slope.
    Zeroth order: the range of f against the range of the network, as in a window of transition.
    """
    middle = 0.5 * (left + right)
    radius = np.maximum(right - middle, middle - left) * (1 + 4 * EPS)
    here, net = f.local(middle, radius), network.on(left, right, middle)
    with np.errstate(all="ignore"):
        turn = 0.5 * (net.slope_low + net.slope_high)
        spread = (net.slope_high - turn) * (1 + 8 * EPS) * radius
        spread = np.where(np.isfinite(spread), spread, np.inf)
        turn = np.where(np.isfinite(turn), turn, 0.0)
        size = np.abs(here.value) + np.abs(net.value)
        size += (np.abs(here.slope) + np.abs(turn)) * radius
        size += (np.abs(here.bend) + np.abs(net.bend)) * radius**2
        noise = here.noise + net.error + 16 * EPS * size
        rest = noise + (here.rest - here.noise) + spread + net.rest
        low, high, at_low, at_high = _parabola(
            here.value - net.value, here.slope - turn, here.bend - net.bend, radius
        )
        parabola = np.maximum(np.abs(low), np.abs(high))
        f_low, f_high, _, _ = _parabola(here.value, here.slope, here.bend, radius)
        f_rest = here.rest + 16 * EPS * size
        plain = np.maximum(f_high + f_rest - net.low, net.high - (f_low - f_rest))
        upper = np.fmin(parabola + rest, plain) * (1 + 4 * EPS)
    upper = np.where(np.isfinite(upper), upper, np.inf)
    lower = np.nan_to_num((parabola - rest) * (1 - 4 * EPS), nan=0.0, neginf=0.0)
    at = middle + np.where(np.abs(high) >= np.abs(low), at_high, at_low)
    at = np.clip(at, left, right)
    if allowed is None:
        return _Bounds(upper, lower, at, noise)
    least, most = _widths(allowed, f_low - f_rest, f_high + f_rest)
    with np.errstate(all="ignore"):  # where the box may hold a zero of f, nothing is known yet
        upper = np.where(least > 0, upper / least, np.inf)
        lower = np.where(most > 0, lower / most, 0.0)
        noise = np.where(least > 0, noise / least, 0.0)
    return _Bounds(upper, lower, at, noise)


def _widths(allowed: Allowed, low: Array, high: Array) -> tuple[Array, Array]:
    """Bound what is allowed, from below and from above, where f is between two numbers."""
    nearest = np.maximum(np.maximum(low, -high), 0.0)
    furthest = np.maximum(np.abs(low), np.abs(high))
    least = np.where(np.isfinite(nearest), allowed.radius(nearest), allowed.absolute)
    return least * (1 - 16 * EPS), allowed.radius(furthest) * (1 + 16 * EPS)


def _parabola(
    value: Array, slope: Array, bend: Array, radius: Array
) -> tuple[Array, Array, Array, Array]:
    """Find the least and the greatest of value + slope t + bend t^2 for |t| <= radius."""
    at = np.where(np.abs(slope) < 2 * np.abs(bend) * radius, -slope / (2 * bend), 0.0)
    at = np.stack([np.clip(np.nan_to_num(at), -radius, radius), -radius, radius])
    values = value + (slope + bend * at) * at
    least, greatest = np.argmin(values, axis=0), np.argmax(values, axis=0)
    each = np.arange(value.size)
    return values[least, each], values[greatest, each], at[least, each], at[greatest, each]
