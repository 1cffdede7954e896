"""A function that bends in one direction only is met by strips: a polyline, drawn out sideways.

f(z) = h(n·z) + c·(e·z), with unit vectors n and e at right angles: facets are long strips along e,
one for each link of the polyline of fewest links within the tolerance of h.
"""

from __future__ import annotations

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.facets.sampled import Sampled
from uat.constructions.facets.surface import Ints, Surface
from uat.constructions.line.partition import fewest_links
from uat.functions.sampling import Samples

POINTS, SEED = 200, 113
STEP = 2.0**-14  # of the square: for slopes of f
ALONG = 1e-5  # of the largest change of slope across strips: a change along them
SAMPLES = 20_001
FAR = 1.5  # how far strips reach along themselves: beyond the corners of the square
SHARE = 0.99  # of the goal: samples of h, and its direction, are not exact


def strips(f: Sampled, goal: float) -> tuple[Array, Array, Ints] | None:
    """Return points, heights and triangles of strips within `goal` of f; None if there are none."""
    found = _direction(f)
    if found is None:
        return None
    normal, along, slope = found
    reach = float(np.abs(normal).sum())
    t = np.linspace(-reach, reach, SAMPLES)
    z = t[:, None] * np.sign(normal) / reach  # from corner to corner: n·z = t
    y = f(z) - slope * (z @ along)
    at = f.probes @ normal
    if np.abs(np.interp(at, t, y) + slope * (f.probes @ along) - f.at_probes).max() > 1 - goal:
        return None
    try:
        line = fewest_links(Samples(t, y, np.zeros(t.size - 1, dtype=bool), 0.0), SHARE * goal)
    except TargetError:  # h jumps
        return None
    points, heights, triangles = _drawn_out(line.edges, line.values, normal, along, slope)
    # strips reach out of the square, where f is not read
    off = Surface(points, heights, triangles, ((-1, 1), (-1, 1)))(f.probes) - f.at_probes
    return (points, heights, triangles) if np.abs(off).max() <= goal else None


def _direction(f: Sampled) -> tuple[Array, Array, float] | None:
    """Return n, e and c of such a function, read off its slopes; None of any other."""
    z = np.random.default_rng(SEED).uniform(-1 + STEP, 1 - STEP, (POINTS, 2))
    slopes = np.column_stack([f(z + step) - f(z - step) for step in STEP * np.eye(2)]) / STEP / 2
    mean = slopes.mean(axis=0)
    _, sizes, axes = np.linalg.svd(slopes - mean)
    if not sizes[1] <= ALONG * sizes[0]:
        return None
    normal = np.where(np.abs(axes[0]) < ALONG, 0.0, axes[0])
    normal = normal * np.sign(normal[np.flatnonzero(normal)[0]]) / np.linalg.norm(normal)
    along = np.array([-normal[1], normal[0]])
    return normal, along, float(mean @ along)


def _drawn_out(
    edges: Array, values: Array, normal: Array, along: Array, slope: float
) -> tuple[Array, Array, Ints]:
    """Lay a strip over the square for each link, as two triangles."""
    low, high = (edges[:, None] * normal + side * FAR * along for side in (-1.0, 1.0))
    heights = np.concatenate([values - slope * FAR, values + slope * FAR])
    count = len(edges)
    a = np.arange(count - 1)
    one, other = [a, a + 1, a + count], [a + 1, a + count + 1, a + count]
    triangles = np.concatenate([np.column_stack(one), np.column_stack(other)])
    return np.concatenate([low, high]), heights, triangles.astype(np.int64)
