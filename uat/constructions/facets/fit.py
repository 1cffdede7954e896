"""Choose a surface within a tolerance of f: a plane, a lattice, or a mesh that follows f.

Read off a formula along which lines it may bend: where |a| is 0, or max(a, b) changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.places import looked_at
from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError
from uat.base.places import point_text
from uat.base.threads import one_thread
from uat.constructions.facets.lattice import form_of, lattice, strips
from uat.constructions.facets.mesh import Mesh, first_mesh
from uat.constructions.facets.sampled import (
    SHARES,
    Function,
    Sampled,
    even_probes,
    largest_errors,
    spans,
)
from uat.constructions.facets.search import GOAL, fewest, start
from uat.constructions.facets.surface import Surface
from uat.constructions.ridges.formula import Reader, difference
from uat.constructions.ridges.ridges import Square, square_of
from uat.functions.expression import Expression
from uat.functions.expression.tree import Apply, Comparison, Number, Tree, walk
from uat.functions.target import Target

MOST_CREASES = 24  # lines
SAME = 1e-9  # of the square

MOST = 4000  # triangles of a mesh that is looked for; more take minutes
MOST_FORCED = 40_000
BASE = 256  # triangles from which their number is foretold
GROWING = 1.2  # a factor
HALVINGS = 60
WIDEST = 20  # triangles that are looked at for jumps
UNEVEN = 0.49  # where halves meet: a middle may lie on a jump, where sign is 0
KEPT = 0.4  # of what f changes by between two samples: what a jump keeps
SEED_GRID = 33

Say = Callable[[str], None]


def creases(square: Square) -> Array:
    """Return the lines a·x + b·y = c of the square on which f may bend, (k, 3), the first few."""
    formula = square.target.expression
    if formula is None:
        return np.zeros((0, 3))
    reader = Reader(square, formula.names)
    found: list[Array] = []
    for tree in walk(formula.tree):
        for level in _levels(tree):
            line = _line(square, formula, reader, level)
            if line is None or any(np.abs(line - other).max() < SAME for other in found):
                continue
            found.append(line)
    return np.array(found[:MOST_CREASES]).reshape(-1, 3)


def _levels(tree: Tree) -> Iterator[Tree]:
    """Yield what is 0 where a node may bend."""
    match tree:
        case Apply("abs" | "relu" | "sign" | "heaviside", (a, *_)):
            yield a
        case Apply("max" | "min", terms):
            for a, b in combinations(terms, 2):
                yield difference(a, b)
        case Apply("clip", (a, low, high)):
            yield difference(a, low)
            yield difference(a, high)
        case Apply("power", (Apply("power", (a, Number(2.0))), Number(0.5))):
            yield a
        case Apply("sqrt", (Apply("power", (a, Number(2.0))),)):
            yield a
        case Comparison():
            for a, b in zip(tree.operands, tree.operands[1:], strict=False):
                yield difference(a, b)


def _line(square: Square, formula: Expression, reader: Reader, level: Tree) -> Array | None:
    """Return the line on which a straight tree is 0; None if it bends, or misses the square."""
    gradient = reader.gradient(level)
    if gradient is None or not gradient.any() or not np.isfinite(gradient).all():
        return None
    with np.errstate(all="ignore"):
        middle = float(Expression("", formula.names, level)(*square.center))
    size = float(np.linalg.norm(gradient))
    line = np.array([*gradient, -middle]) / size
    if line[0] < -SAME or (abs(line[0]) <= SAME and line[1] < 0):
        line = -line
    inside = abs(line[2]) < np.abs(line[:2]).sum() - SAME
    return line if np.isfinite(line).all() and inside else None


def fit_surface(target: Target, tol: float, say: Say | None = None, force: bool = False) -> Surface:
    """Find a surface within `tol` of f on its box, of few triangles; the same one every time.

    force: look for it however many triangles it takes. Raises InputError where it takes too many,
    TargetError where f jumps.
    """
    say = say or (lambda words: None)
    square = square_of(target)
    with one_thread("scipy.linalg", "scipy.optimize"):
        return _fit(square, tol, say, force)


def _fit(square: Square, tol: float, say: Say, force: bool) -> Surface:
    middle = float(square(np.zeros((1, 2)))[0])

    f = Sampled(lambda z: (square(z) - middle) / tol, _probes(square, tol))

    def surface(points: Array, heights: Array, triangles: NDArray[np.int64]) -> Surface:
        return Surface(points, middle + tol * heights, triangles, square.target.box)

    say("looking for planes")
    plane = first_mesh(np.zeros((0, 3)))
    heights = _plane(f)
    if _farthest(f, plane, heights) <= GOAL:
        return surface(plane.points, heights, plane.triangles)
    form = form_of(f)
    if form is not None and np.abs(form(f.probes) - f.at_probes).max() <= 1 - GOAL:
        found = lattice(form, GOAL)
        if found is not None:
            return surface(*found)
    lines = creases(square)
    found = strips(f, GOAL) if not len(lines) else None
    if found is not None:
        return surface(*found)
    say("refining triangles")
    most = MOST_FORCED if force else MOST
    _require_few(square, f, start(f, lines, BASE), most, force)
    mesh = start(f, lines, 4 * most, _require_end(most, force))
    _require_few(square, f, mesh, most, force)
    found_mesh = fewest(f, mesh, say)
    if found_mesh is None:
        raise TargetError(
            f"no surface within {tol:g} of {square.target.name} was found: use quadrants, or a "
            "larger tolerance"
        )
    return surface(found_mesh.mesh.points, found_mesh.heights, found_mesh.mesh.triangles)


def _probes(square: Square, tol: float) -> Array:
    """Return a grid, and places at which a formula does more than samples show."""
    cells = looked_at(square.target, tol)
    even = even_probes()
    if cells is None or cells.found is None:
        return even
    return np.concatenate([even, np.clip((cells.found - square.center) / square.half, -1, 1)])


def _farthest(f: Sampled, mesh: Mesh, heights: Array) -> float:
    return float(largest_errors(f, mesh.points, mesh.triangles, heights)[0].max())


def _plane(f: Function) -> Array:
    """Return the heights at the corners of the square of the plane of least largest error."""
    from scipy.optimize import linprog

    z = even_probes(SEED_GRID)
    terms = np.column_stack([np.ones(len(z)), z])
    values, one = f(z), np.ones((len(z), 1))
    table = np.block([[-terms, -one], [terms, -one]])
    bounds = [(None, None)] * 3 + [(0.0, None)]
    found = linprog(
        [0, 0, 0, 1], table, np.concatenate([-values, values]), bounds=bounds, method="highs"
    )
    a, b, c = (0.0, 0.0, 0.0) if found.x is None else found.x[:3]
    corners = first_mesh(np.zeros((0, 3))).points
    heights: Array = a + corners @ np.array([b, c])
    return heights


def _require_few(square: Square, f: Sampled, mesh: Mesh, most: int, force: bool) -> None:
    """Refuse a jump, and more triangles than `most`: their number grows as the error shrinks."""
    corner = mesh.points[mesh.triangles]
    found = spans(f, corner)
    # The widest of all may meet a jump just where f has a value of its own, as sign has.
    widest = np.argsort(-np.round(found, 9), kind="stable")[:WIDEST]
    for each in corner[widest[found[widest] > 1.0]]:
        _refuse_jump(square, f, each)
    _refuse_many(_foretold(found), most, force)


def _require_end(most: int, force: bool) -> Callable[[Array], None]:
    """Watch a mesh that is refined, and refuse what goes on growing: a wall of hardly any width.

    On its way from half of the triangles that are allowed to all of them, those that are too large
    become more, and the number that is foretold grows: to what it will at the same rate.
    """
    seen: list[tuple[float, int]] = []

    def watch(found: Array) -> None:
        if len(seen) < 2 and 2 * len(found) > most * (1 + len(seen)):
            seen.append((_foretold(found), int(np.count_nonzero(found > 1.0))))
            if len(seen) == 2:
                (before, wide), (now, wider) = seen
                if wider > GROWING * wide:
                    _refuse_many(now * now / before, most, force)

    return watch


def _foretold(found: Array) -> float:
    """Foretell how many triangles there will be, from the spans of a mesh."""
    return float(np.maximum(found / GOAL, 1.0 if found.max() <= 1 else 0.3).sum())


def _refuse_many(count: float, most: int, force: bool) -> None:
    if count > most:
        instead = "use a larger tolerance, quadrants or ridges"
        raise InputError(
            f"about {_rounded(count):,} facets would be needed, and more than {most:,} take "
            + (f"hours: {instead}" if force else f"minutes: {instead}, or add --force")
        )


def _rounded(count: float) -> int:
    return int(float(f"{count:.1g}"))


def _refuse_jump(square: Square, f: Function, corner: Array) -> None:
    """Raise TargetError if f jumps between two samples of a triangle, by halving between them."""
    z = SHARES @ corner
    values = f(z)
    low, high = z[int(np.argmin(values))], z[int(np.argmax(values))]
    first, last = float(values.min()), float(values.max())
    whole = last - first
    for _ in range(HALVINGS):
        middle = low + UNEVEN * (high - low)
        value = float(f(middle[None])[0])
        if last - value > value - first:
            low, first = middle, value
        else:
            high, last = middle, value
    jump = abs(last - first)
    if jump > max(KEPT * whole, 2.0):
        at = square.center + square.half * 0.5 * (low + high)
        raise TargetError(
            f"f jumps near ({point_text(at.tolist(), square.target.box)}), and facets are "
            "continuous: use quadrants"
        )
