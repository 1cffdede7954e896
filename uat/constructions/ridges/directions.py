"""Choose directions to try: exact ones if f is a sum of few ridges, even ones in any case.

If f is the sum of D ridges along u_d, and v_d is perpendicular to u_d, then the product of the D
derivatives along v_d makes f vanish: its D-th derivatives are linearly dependent, in the same way
at all points. The dependence is a polynomial whose roots are the directions.
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial import chebyshev

from uat.base.arrays import Array, grid_points
from uat.base.ties import first_of_largest
from uat.constructions.ridges.ridges import Square, crowded_grid

DEGREE = 36  # of the polynomial in two inputs that stands for f
MOST_EXACT = 6
DEPENDENT = 1e-6  # relative size of what linearly dependent derivatives leave over
EVEN = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)
LARGEST = 6  # directions of whole numbers up to it are tried as they are
SEED = 113


def even_directions(inputs: int) -> list[Array]:
    """Return sets (d, m) of directions that look everywhere; for two inputs, at even angles."""
    if inputs == 2:
        return [
            _at_angles(np.pi * (np.arange(count) + shift) / count)
            for count in EVEN
            for shift in (0.0, 0.5)
        ]
    axes = np.eye(inputs)
    pairs = [
        axes[i] + sign * axes[j]
        for i in range(inputs)
        for j in range(i + 1, inputs)
        for sign in (1.0, -1.0)
    ]
    random = np.random.default_rng(SEED).standard_normal((16 * inputs, inputs))
    sets = [axes, np.array(pairs), np.concatenate([axes, pairs])]
    sets += [np.concatenate([axes, pairs, random[:count]]) for count in (2 * inputs, 8 * inputs)]
    return [_units(each) for each in sets]


def exact_directions(square: Square) -> list[Array]:
    """Find sets of directions along which f may be an exact sum of ridges, fewest first."""
    single = _single(square)
    sets = [single] if single is not None else []
    return sets if square.inputs != 2 else sets + _by_derivatives(square)


def is_one_ridge(square: Square, direction: Array) -> bool:
    """Tell whether f stands still across the direction at many points, kinks and jumps or not."""
    rng = np.random.default_rng(SEED)
    z = rng.uniform(-1, 1, (400, square.inputs))
    other = np.sign(direction) * ((z @ direction) / np.abs(direction).sum())[:, None]
    here, there = square(z), square(other)
    scale = float(np.ptp(here)) or 1.0
    # A point within rounding of a jump may fall on its other side.
    return bool(np.mean(np.abs(here - there) > 1e-7 * scale) < 0.005)


def is_additive(square: Square) -> bool:
    """Tell whether f is a sum of functions of one input each, at many points."""
    rng = np.random.default_rng(SEED)
    z = rng.uniform(-1, 1, (400, square.inputs))
    zero = square(np.zeros((1, square.inputs)))
    parts = sum(square(z * axis) - zero for axis in np.eye(square.inputs))
    values = square(z)
    scale = float(np.ptp(values)) or 1.0
    return bool(np.mean(np.abs(values - parts - zero) > 1e-7 * scale) < 0.005)


def _single(square: Square) -> Array | None:
    """Find the one direction in which f changes: that of its differences, if always the same."""
    rng = np.random.default_rng(SEED)
    z = rng.uniform(-0.9, 0.9, (4000, square.inputs))
    slopes = []
    for axis in np.eye(square.inputs):
        slopes.append(square(z + 1e-4 * axis) - square(z - 1e-4 * axis))
    gradients = np.stack(slopes, axis=1)
    sizes = np.linalg.norm(gradients, axis=1)
    if not sizes.any():
        return _whole_numbers(square)
    steep = gradients[sizes > 1e-3 * sizes.max()]
    direction = _refined(square, np.linalg.svd(steep, full_matrices=False)[2][0])
    direction = _units(direction[None, :])[0]
    return direction[None, :] if is_one_ridge(square, direction) else _whole_numbers(square)


def _whole_numbers(square: Square) -> Array | None:
    """Find the one direction, if it is one of small whole numbers: for f that only jumps."""
    if square.inputs != 2:
        return None
    for x in range(LARGEST + 1):
        for y in range(-LARGEST, LARGEST + 1):
            if np.gcd(x, y) == 1 and not (x == 0 and y < 0):
                direction = _units(np.array([[x, y]]) * square.half)
                if is_one_ridge(square, direction[0]):
                    return direction
    return None


def _refined(square: Square, direction: Array) -> Array:
    """Round ratios that are nearly those of small whole numbers to just those."""
    largest = direction[first_of_largest(np.abs(direction))]
    for whole in range(1, 13):
        ratios = direction / largest * whole
        near = np.round(ratios)
        if np.abs(ratios - near).max() < 1e-4 * whole:
            return near if is_one_ridge(square, near / np.linalg.norm(near)) else direction
    return direction


def _by_derivatives(square: Square) -> list[Array]:
    """Find directions whose derivatives are linearly dependent, as the module explains."""
    series = _series(square)
    if series is None:
        return []
    z = crowded_grid(2, 13) * 0.9
    found: list[Array] = []
    for order in range(2, MOST_EXACT + 1):
        columns = [_values_at(z, _derivative(series, order - k, k)) for k in range(order + 1)]
        _, sizes, rows = np.linalg.svd(np.stack(columns, axis=1), full_matrices=False)
        dependent = rows[sizes <= DEPENDENT * sizes[0]]
        if not len(dependent):
            continue
        directions = _even_of(dependent) if len(dependent) > 1 else None
        if directions is None:
            directions = _roots(_one_of(dependent))
        if directions is not None:
            found.append(directions)
    return found


def _even_of(rows: Array) -> Array | None:
    """Return even directions whose dependence is in the space that rows span; None if none is.

    xy is a sum of ridges along any two directions that mirror each other; even ones bend least.
    """
    count = rows.shape[1] - 1
    for shift in (0.5, 0.0):
        angles = np.pi * (np.arange(count) + shift) / count
        product = np.ones(1)
        for angle in angles:
            product = np.convolve(product, (-np.sin(angle), np.cos(angle)))
        product /= np.linalg.norm(product)
        if np.linalg.norm(product - rows.T @ (rows @ product)) <= DEPENDENT:
            return _at_angles(angles)
    return None


def _one_of(rows: Array) -> Array:
    """Choose a vector of the space that rows span, the same for each of its bases."""
    onto = rows.T @ rows
    vector: Array = onto[first_of_largest(np.diag(onto))]
    return vector


def _roots(dependence: Array) -> Array | None:
    """Find the real, distinct roots (x, y) of Σ c_k x^(D-k) y^k as directions, or None.

    A factor x - r y is the derivative along (1, -r): it makes ridges along (r, 1) vanish.
    """
    dependence = np.where(np.abs(dependence) < 1e-7 * np.abs(dependence).max(), 0.0, dependence)
    upright = int(np.flatnonzero(dependence)[0])  # factors y, for ridges along (1, 0)
    roots = np.roots(dependence[upright:])
    if upright > 1 or np.abs(roots.imag).max(initial=0.0) > 1e-5:
        return None
    directions = [(1.0, 0.0)] * upright + [(float(root), 1.0) for root in roots.real]
    units = _units(np.array(directions))
    units = units[np.argsort(np.round(np.arctan2(units[:, 1], units[:, 0]), 6), kind="stable")]
    cosines = np.abs(units @ units.T) - 2 * np.eye(len(units))
    return units if (cosines < 1 - 1e-4).all() else None


def _series(square: Square) -> Array | None:
    """Expand f as a Chebyshev series in two inputs; None if it is not smooth enough for one."""
    count = DEGREE + 1
    nodes = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    values = square(grid_points([nodes, nodes])).reshape(count, count)
    transform = chebyshev.chebvander(nodes, DEGREE).T * (2.0 / count)
    transform[0] /= 2
    series: Array = transform @ values @ transform.T
    size = np.abs(series).max()
    tail = max(np.abs(series[-4:]).max(), np.abs(series[:, -4:]).max())
    return series * (np.abs(series) > 1e-14 * size) if tail < 1e-9 * size else None


def _derivative(series: Array, in_x: int, in_y: int) -> Array:
    for axis, times in ((0, in_x), (1, in_y)):
        if times:
            series = np.asarray(chebyshev.chebder(series, times, axis=axis), dtype=float)
    return series


def _values_at(z: Array, series: Array) -> Array:
    """Evaluate a series in two inputs at points (n, 2)."""
    left = np.asarray(chebyshev.chebvander(z[:, 0], len(series) - 1), dtype=float)
    right = np.asarray(chebyshev.chebvander(z[:, 1], series.shape[1] - 1), dtype=float)
    values: Array = np.einsum("ni,ij,nj->n", left, series, right)
    return values


def _at_angles(angles: Array) -> Array:
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return _units(np.where(np.abs(directions) < 1e-15, 0.0, directions))


def _units(directions: Array) -> Array:
    """Scale to length 1, the first component that is not zero being positive."""
    directions = np.where(np.abs(directions) < 1e-9, 0.0, directions)
    first = directions[np.arange(len(directions)), np.argmax(directions != 0, axis=1)]
    signed = directions * np.sign(first)[:, None]
    units: Array = signed / np.linalg.norm(signed, axis=1, keepdims=True)
    return units
