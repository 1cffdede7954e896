"""Two kinds of f have a surface at once: quadratic forms, and what bends in one direction only.

A quadratic form is met by a lattice of equal triangles, and that is a sum of three polylines.

A triangle whose sides have the values q1, q2, q3 of the form is off by q/4 at the middles of its
sides, less a shift. Of a saddle, sides 8/3, 8/3 and -16/3 of the tolerance have the largest area,
which gives (√3/4)·√|b² - ac|/ε triangles per unit of area; of a bowl, equal sides of 6 tolerances
do, which takes 8/9 of that. Which lattice of that kind crosses the square with the fewest lines is
found by trying its turns and shifts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.facets.sampled import Function, Sampled
from uat.constructions.facets.surface import Ints, Surface, doubled_areas
from uat.constructions.line.partition import fewest_links
from uat.functions.sampling import Samples

POINTS, SEED = 60, 113
EXACT = 1e-9  # of f's size: f is a quadratic form but for rounding
FLAT = 1e-9  # of the largest bend: a form with less in one direction is no lattice
TURNS, SHIFTS = 181, 24
FARTHEST = 1.5  # how far lattices of a saddle are stretched, as a power of e
MOST_VERTICES = 1_000_000

READ = 200
STEP = 2.0**-14  # of the square: for slopes of f
ALONG = 1e-5  # of the largest change of slope across strips: a change along them
SAMPLES = 20_001
FAR = 1.5  # how far strips reach along themselves: beyond the corners of the square
SHARE = 0.99  # of the goal: samples of h, and its direction, are not exact


@dataclass(frozen=True, eq=False)
class Form:
    """f = value + slope·z + z·bend·z on the square, in tolerances."""

    value: float
    slope: Array
    bend: Array

    def __call__(self, z: Array) -> Array:
        bent: Array = np.einsum("ij,jk,ik->i", z, self.bend, z)
        return self.value + z @ self.slope + bent


def form_of(f: Function) -> Form | None:
    """Return the quadratic form that f is; None if it is none."""
    z = np.random.default_rng(SEED).uniform(-1, 1, (POINTS, 2))
    x, y = z.T
    terms = np.column_stack([np.ones(POINTS), x, y, x * x, x * y, y * y])
    values = f(z)
    found = np.linalg.lstsq(terms, values, rcond=None)[0]
    size = float(np.abs(values).max())
    if not np.abs(terms @ found - values).max() <= EXACT * size:
        return None
    value, a, b, xx, xy, yy = found
    return Form(float(value), np.array([a, b]), np.array([[xx, xy / 2], [xy / 2, yy]]))


def lattice(form: Form, goal: float) -> tuple[Array, Array, Ints] | None:
    """Return points, heights and triangles within `goal` tolerances of a form; None of a flat one.

    Heights are in tolerances. Lattices are compared by how many lines cross the square, then by
    the vertices inside.
    """
    sizes = np.linalg.eigvalsh(form.bend)
    if np.abs(sizes).min() <= FLAT * np.abs(sizes).max():
        return None
    bases = _bowl(form, goal) if sizes[0] * sizes[1] > 0 else _saddle(form, goal)
    shift = np.arange(SHIFTS) / SHIFTS
    alpha, beta = (axis.reshape(-1) for axis in np.meshgrid(shift, shift, indexing="ij"))
    best: tuple[int, Array, Array] | None = None
    for basis in bases:
        dual = np.linalg.inv(basis)  # the rows number the lines of two families
        families = np.array([dual[0], dual[1], dual[0] + dual[1]])
        reach = np.abs(families).sum(axis=1)[:, None] * (1 - 1e-9)
        offset = np.array([alpha, beta, alpha + beta])
        lines = (np.ceil(reach - offset) - np.floor(-reach - offset) - 1).sum(axis=0)
        least = int(np.argmin(lines))
        if best is None or lines[least] < best[0]:
            best = int(lines[least]), basis, np.array([alpha[least], beta[least]])
    assert best is not None
    return _laid(form, best[1], best[2], goal)


def _bowl(form: Form, goal: float) -> list[Array]:
    """Return the lattices of equilateral triangles, as the form measures lengths."""
    sign = 1.0 if form.bend[0, 0] > 0 else -1.0
    root = np.linalg.cholesky(sign * form.bend)  # |root.T e|² = the form of e
    turns = np.linspace(0, np.pi / 3, TURNS, endpoint=False)
    side = np.sqrt(6 * goal)
    ends = [
        side
        * np.array(
            [
                [np.cos(t + k * np.pi / 3) for k in (0, 1)],
                [np.sin(t + k * np.pi / 3) for k in (0, 1)],
            ]
        )
        for t in turns
    ]
    return [np.linalg.solve(root.T, end) for end in ends]


def _saddle(form: Form, goal: float) -> list[Array]:
    """Return lattices whose sides have 8/3, 8/3 and -16/3 of the tolerance, of either sign."""
    sizes, axes = np.linalg.eigh(form.bend)
    found = []
    for sign in (1.0, -1.0):
        # in the coordinates (u, v) with u² - v² for sign·form
        order = [1, 0] if sign > 0 else [0, 1]
        unit = axes[:, order] / np.sqrt(np.abs(sizes[order]))
        p, r = 8 / 3 * goal, 16 / 3 * goal
        for stretch in np.linspace(-FARTHEST, FARTHEST, TURNS):
            one = np.sqrt(p) * np.array([np.cosh(stretch), np.sinh(stretch)])
            # the other side has p too, and their difference -r: it is one of two points
            angle = np.arccosh((r + 2 * p) / 2 / p)
            for turn in (angle, -angle):
                other = np.sqrt(p) * np.array([np.cosh(stretch + turn), np.sinh(stretch + turn)])
                found.append(unit @ np.column_stack([one, other]))
    return found


def _laid(form: Form, basis: Array, shift: Array, goal: float) -> tuple[Array, Array, Ints] | None:
    """Lay a lattice over the square, with heights that balance the error."""
    dual = np.linalg.inv(basis)
    reach = np.ceil(np.abs(dual).sum(axis=1)).astype(int) + 1
    counts = 2 * reach + 1
    if counts.prod() > MOST_VERTICES:
        return None
    i, j = (axis.reshape(-1) for axis in np.indices(counts))
    points = (np.column_stack([i - reach[0], j - reach[1]]) + shift) @ basis.T
    number = (np.arange(counts.prod())).reshape(counts)
    a, b = number[:-1, :-1].reshape(-1), number[1:, :-1].reshape(-1)
    c, d = number[:-1, 1:].reshape(-1), number[1:, 1:].reshape(-1)
    # lines n1, n2 and n1 + n2 = whole: the diagonals go from b to c
    triangles = np.concatenate([np.column_stack([a, b, c]), np.column_stack([b, d, c])])
    if doubled_areas(points[triangles[:1]])[0] < 0:
        triangles = triangles[:, ::-1]
    corner = points[triangles]
    low, high = corner.min(axis=1), corner.max(axis=1)
    triangles = triangles[((low < 1) & (high > -1)).all(axis=1)]
    used, numbers = np.unique(triangles, return_inverse=True)
    points = points[used]
    sides = [basis[:, 0], basis[:, 1], basis[:, 0] - basis[:, 1]]
    q = np.array([side @ form.bend @ side for side in sides])
    # a bowl is -q/3 off in the middle, a saddle -q/4 at the middles of sides, both 0 at vertices
    bowl = (q > 0).all() or (q < 0).all()
    ends = -q / 3 if bowl else -q / 4
    middle = 0.5 * (max(float(ends.max()), 0.0) + min(float(ends.min()), 0.0))
    return points, form(points) + middle, numbers.reshape(-1, 3).astype(np.int64)


# A function that bends in one direction only is met by strips: a polyline, drawn out sideways.
#
# f(z) = h(n·z) + c·(e·z), with unit vectors n and e at right angles: facets are long strips along
# e, one for each link of the polyline of fewest links within the tolerance of h.


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
    z = np.random.default_rng(SEED).uniform(-1 + STEP, 1 - STEP, (READ, 2))
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
