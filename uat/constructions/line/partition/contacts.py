"""Sample where a path touches the tube, so that what is fewest at samples is so everywhere.

A path with the fewest links within `tol` of f at samples can leave the tube between them, and a
tolerance that is met exactly leaves no room for that. So f is sampled anew where the path is
outside and at its knots; then the path is pulled taut again, in a tube that is less and less wider
than `tol`. The places come near those where the path must touch the tube as fast as Newton's method
comes near a root (Remez exchanges points in the same way), up to rounding.
"""

import numpy as np

from uat.base.arrays import Array, distinct
from uat.base.searches import find_roots
from uat.constructions.heights import Map
from uat.constructions.line.partition.base import Polyline, rounding
from uat.constructions.line.partition.fewest_links import fewest_links, largest_jump
from uat.functions.sampling import Samples

ROUNDS = 24
CLOSER = 64.0  # times less wide, from round to round
MOST_OUTSIDE = 2.0  # roundings: a path that far outside the tube still counts
NEAR = 0.99  # of the tolerance: how far from f a local maximum of the distance is looked at
ZOOMS, LOOKS = 6, 33  # between samples: where the distance is largest, to 1e-7 of their gap


def fewest_everywhere(f: Map, samples: Samples, tol: float) -> tuple[Polyline | None, Samples]:
    """Find the path of fewest links within `tol` of f, between samples too, and better samples.

    None if no such path was found. A link more is only taken where a slightly wider tube, seen as
    well as can be, did not do without it twice. Raises TargetError as `fewest_links` does.
    """
    wider, doubted = samples.resolution, -1.0
    links = fewest_links(samples, tol + wider).pieces
    path = _with_room(f, samples, tol, links)
    for _ in range(ROUNDS):
        if path is not None:
            return path, samples
        pulled = fewest_links(samples, tol + wider)
        outside = overshoots(f, samples, pulled, tol + wider)
        if wider == 0.0 and pulled.pieces <= links and not outside.size:
            return pulled, samples
        places = distinct(outside, pulled.cuts)
        samples = samples.with_points(places, f(places))
        if pulled.pieces <= links:
            wider = wider / CLOSER if wider > 0.25 * rounding(samples.y) else 0.0
        elif wider == doubted:
            links = pulled.pieces
            path = _with_room(f, samples, tol, links)
        else:
            wider, doubted = CLOSER * wider or rounding(samples.y), wider
    return None, samples


def _with_room(f: Map, samples: Samples, tol: float, links: int) -> Polyline | None:
    """Find a path of so many links in a tube narrowed by what samples do not show, if any.

    It is further inside than rounding reaches, and so is preferred where no link depends on that.
    """
    narrower = tol - samples.resolution
    if narrower <= 0.5 * largest_jump(samples):
        return None
    path = fewest_links(samples, narrower)
    fits = path.pieces <= links and not overshoots(f, samples, path, tol).size
    return path if fits else None


def overshoots(f: Map, samples: Samples, path: Polyline, tol: float) -> Array:
    """Find where the path is furthest outside the tube, and where it leaves it, ascending.

    Empty if it is nowhere further outside than twice what rounding takes. Between samples, local
    maxima of the distance are looked for beside samples that are nearly as far from f as `tol`.
    """
    grain = rounding(samples.y)
    knots = path.cuts[samples.x[np.searchsorted(samples.x, path.cuts)] != path.cuts]
    x = np.concatenate([samples.x, knots])
    order = np.argsort(x, kind="stable")
    x, y = x[order], np.concatenate([samples.y, f(knots)])[order]
    distance = path(x) - y
    size = np.abs(distance)
    # Among samples that are very close together rounding decides which is the highest.
    higher = size[1:-1] + grain >= np.maximum(size[:-2], size[2:])
    level = size[1:-1] - grain <= np.minimum(size[:-2], size[2:])
    middle = np.flatnonzero(higher & ~level & (size[1:-1] >= NEAR * tol)) + 1
    if not middle.size:
        return np.empty(0)
    sign = np.sign(distance[middle])
    top, height = _highest(f, path, x[middle - 1], x[middle + 1], sign)
    most = tol + MOST_OUTSIDE * grain
    outside = height > most
    left = _leaving(f, path, (x[middle - 1][outside], top[outside]), sign[outside], tol + grain)
    return distinct(top[outside], x[size > most], left)


def _highest(f: Map, path: Polyline, left: Array, right: Array, sign: Array) -> tuple[Array, Array]:
    """Find where between left and right sign*(path - f) is largest, and how large it is there."""
    shares, rows = np.linspace(0.0, 1.0, LOOKS), np.arange(left.size)
    for _ in range(ZOOMS):
        closer = left[:, None] + shares * (right - left)[:, None]
        height = sign[:, None] * (path(closer) - f(closer))
        top = np.argmax(height, axis=1)
        left = closer[rows, np.maximum(top - 1, 0)]
        right = closer[rows, np.minimum(top + 1, LOOKS - 1)]
    return closer[rows, top], height[rows, top]


def _leaving(
    f: Map, path: Polyline, bracket: tuple[Array, Array], sign: Array, level: float
) -> Array:
    """Find where sign*(path - f) rises past the level, in the brackets that begin below it."""
    low, high = bracket
    inside = sign * (path(low) - f(low)) < level if low.size else np.zeros(0, dtype=bool)
    up = sign[inside]
    found = find_roots(lambda t, k: up[k] * (path(t) - f(t)) - level, low[inside], high[inside])
    return np.asarray(found[~np.isnan(found)])
