"""Make many parabolas with one square: a polyline, and the square of another polyline.

A first layer of n neurons makes any number of polylines with the same n links. If A climbs link i
with the slope sqrt(c), then V - A², V the polyline through A² at the knots, is c(x - left)(right -
x) there: an arc of any curvature, whose size one square computes for all links at once. So
f ≈ L ± (V - A²), L the polyline through f: n falls like tol^(-1/3), not tol^(-1/2) as for ramps.
"""

from __future__ import annotations

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.folds.arcs import Arcs, distance, fit_arcs
from uat.constructions.folds.cascade import EPS, square_error, sum_of_squares
from uat.constructions.folds.wiring import (
    Fold,
    Mirror,
    Wire,
    Wiring,
    fewest_folds,
    find_mirrors,
    fold_in,
    lifted,
    lowered,
    measured,
    mirror_back,
    polyline_wire,
    with_sign,
)
from uat.functions.target import Target
from uat.networks.network import Network

SHARES = (0.6, 0.75, 0.85, 0.92)  # of the tolerance for the pieces, the rest for the square
ATTEMPTS = 6
GRID = 20_001


def parabolas(target: Target, tol: float) -> Fold:
    """Build a deep relu network within `tol` of f: parabolas on pieces of the folded domain.

    target: of one input. The bound is proven if f has a formula. Raises TargetError where f jumps
    or is too rough, or the tolerance is below rounding.
    """
    found, _ = find_mirrors(target, *target.box[0], 1e-3 * tol)
    plans = []
    for mirrors in dict.fromkeys([found, ()]):
        start = mirrors[-1].middle if mirrors else target.box[0][0]
        samples = _samples(target, start, target.box[0][1], tol)
        for share in SHARES:
            arcs = fit_arcs(*samples, 0.97 * share * tol).bent_both_ways()
            network, extra = arcs_network(target.box[0], arcs, mirrors, (1 - share) * tol)
            if extra <= (1 - share) * tol * (1 + 1e-9):
                plans.append((network.neurons, share, mirrors, start, samples))
    for _, share, mirrors, start, samples in sorted(plans, key=lambda plan: plan[:2]):
        fold = _fitted(target, tol, share, mirrors, start, samples)
        if fold is not None:
            return fold
    raise TargetError(f"parabolas cannot be within {tol:g} of {target.name}: use ramps")


def _samples(target: Target, start: float, b: float, tol: float) -> tuple[Array, Array]:
    """Sample f where it bends and on an even grid, counted from `start`."""
    samples = target.sample(max(tol, 1e-9))
    if np.max(np.abs(np.diff(samples.y))[samples.is_jump], initial=0.0) > tol:
        raise TargetError(f"{target.name} jumps: a continuous network cannot follow, use steps")
    x = np.union1d(samples.x[samples.x > start], np.linspace(start, b, GRID))
    u = np.unique(x - start)
    wide = np.concatenate([[True], np.diff(u) > 1e-9 * (b - start)])
    wide[-1] = True
    u = u[wide]
    u[0], u[-1] = 0.0, b - start
    y = np.asarray(target(start + u))
    if not np.isfinite(y).all():
        raise TargetError(f"{target.name} is not finite on its domain")
    return u, y


def _fitted(
    target: Target,
    tol: float,
    share: float,
    mirrors: tuple[Mirror, ...],
    start: float,
    samples: tuple[Array, Array],
) -> Fold | None:
    """Fit pieces within share*tol and a square for the rest; closer until the whole holds."""
    aim = 0.97 * share * tol
    for _ in range(ATTEMPTS):
        arcs = fit_arcs(*samples, aim).bent_both_ways()
        bound = _distance(target, arcs, mirrors, start, tol)
        if bound is None or bound <= share * tol:
            break
        aim *= 0.98 * share * tol / bound
    else:
        return None
    room = tol - (bound if bound is not None else aim)
    network, extra = arcs_network(target.box[0], arcs, mirrors, room)
    if not extra <= room * (1 + 1e-9):
        return None
    error = measured(network, target, target.box)
    proven = None if bound is None else bound + extra
    return Fold(network, "parabolas", proven, error)


def _distance(
    target: Target, arcs: Arcs, mirrors: tuple[Mirror, ...], start: float, tol: float
) -> float | None:
    """Prove a bound on |f - parabolas| on the whole domain, mirror images included."""
    if target.formula is None:
        return None
    pieces = arcs.polynomials(start)
    for mirror in reversed(mirrors):
        pieces = [piece.mirrored(mirror.middle, mirror.odd) for piece in pieces[::-1]] + pieces
    return distance(target, pieces, 0.02 * tol)


def arcs_network(
    box: tuple[float, float], arcs: Arcs, mirrors: tuple[Mirror, ...], room: float
) -> tuple[Network, float]:
    """Build the network, and bound its distance from the parabolas, about `room`."""
    a, b = box
    wiring = Wiring([box])
    u, signed = fold_in(wiring, mirrors, a, b)
    carried = [*signed]
    rows = [(u - knot).within(0.0, u.high - knot) for knot in arcs.knots[:-1]]
    new = wiring.layer([*rows, *map(lifted, carried)])
    neurons = new[: len(rows)]
    carried = [lowered(n, c) for n, c in zip(new[len(rows) :], carried, strict=True)]

    noise = arcs.noise + 64 * EPS * float(np.max(np.abs(arcs.values)))
    value, extra, carried = _added_up(wiring, arcs, neurons, carried, (room, noise))
    bent = float(arcs.heights.max())
    low, high = float(arcs.values.min()), float(arcs.values.max())
    value = value.within(low - bent - room, high + bent + room)
    steep = arcs.steepest if signed else 0.0
    if signed:
        value = mirror_back(wiring, value, mirrors, carried, steep)
    passes = 8 * EPS * len(wiring.layers) * (np.max(np.abs(arcs.values)) + steep * (b - a))
    return wiring.network([value]), extra + noise + float(passes)


def _added_up(
    wiring: Wiring, arcs: Arcs, neurons: list[Wire], carried: list[Wire], rooms: tuple[float, float]
) -> tuple[Wire, float, list[Wire]]:
    """Add the polyline through the knots to one square for all arcs; return its error, too.

    rooms: how far off it may be, and how much of that rounding takes.
    """

    def wire(values: Array) -> Wire:
        return polyline_wire(neurons, arcs.knots, values)

    room, noise = rooms
    bent = float(arcs.heights.max())
    if bent <= 0.05 * room:
        return wire(arcs.values), bent, carried
    climb = wire(arcs.climb)
    reduction = (climb.high - climb.low) ** 2 / (8 * max(0.98 * room - noise, 1e-300))
    sign = float(arcs.signs[0])
    mixed = bool((arcs.signs != sign).any())
    pieces = fewest_folds(reduction, 1, len(carried) + 2 * mixed, True)
    if not mixed:
        terms, base = [(-sign, climb)], wire(arcs.values + sign * arcs.climb**2)
        value, carried = sum_of_squares(wiring, terms, base, carried, pieces)
    else:
        terms = [(-1.0, climb)]
        kept = [*carried, wire(arcs.values), wire(arcs.gate)]
        arc, kept = sum_of_squares(wiring, terms, wire(arcs.climb**2), kept, pieces)
        arc = arc.within(-bent, 2 * bent)
        arc, line, *carried = with_sign(wiring, arc, kept[-1], [kept[-2], *kept[:-2]])
        value = arc + line
    return value, square_error(terms, pieces), carried
