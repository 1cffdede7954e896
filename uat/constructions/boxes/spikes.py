"""Lay grid lines across spikes and steep places, by how much f changes there.

What is steep along a line of an input, or around one point, is followed by thin boxes, if there are
lines to make them of. What is steep along a curve is not: it would take boxes all along it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.boxes.partition.boxes import allowed
from uat.functions.cells import Cells
from uat.functions.sampling import Samples, sample
from uat.functions.target import Target

MOST_PLACES = 16  # cells along an input in which spikes may stand; more are on a curve
SECTIONS = 3  # points of such a cell through which f is sampled
RISE = 0.5  # of the tolerance: by how much f changes from one line to the next
MOST_LINES = 256  # around one place
SAME = 8  # floats: a jump that was found in two ways is one place
OCTAVES = 40  # of samples towards a point

CLOSER = 48  # how close to the point f is read
ENOUGH = 0.125  # of the tolerance: f changes by more than this from line to line
MOST_TOLD = 400
ROUNDS = 12  # of halving where f changes by too much


def with_spikes(
    target: Target, cells: Cells, tol: float, lines: list[Array] | None
) -> list[Array] | None:
    """Add lines for each input across what is steep in cells that are too much for a box.

    Only a formula is asked; of other functions jumps alone get lines.
    """
    over = np.any(cells.high - cells.low > allowed(cells, tol), axis=-1)
    if cells.found is None or not over.any():
        return lines
    place = np.argwhere(over)
    middles = [0.5 * (line[1:] + line[:-1]) for line in cells.edges]
    points = np.stack([line[i] for line, i in zip(middles, place.T, strict=True)], axis=1)
    found = cells.found[over[tuple(_cell_of(cells, cells.found).T)]]
    lines = lines or [np.zeros(0)] * cells.inputs
    return [
        _apart(np.concatenate([line, *_across(target, cells, axis, (found, points), tol)]), ends)
        for axis, (line, ends) in enumerate(zip(lines, target.box, strict=True))
    ]


def _apart(places: Array, ends: tuple[float, float]) -> Array:
    """Sort the places, and leave out those that are within a few floats of the one before."""
    places = np.sort(places)
    found: Array = places[np.diff(places, prepend=-np.inf) > SAME * np.spacing(np.abs(ends).max())]
    return found


def _cell_of(cells: Cells, points: Array) -> NDArray[np.int64]:
    """Return the numbers of the cell in which each point lies, (k, m)."""
    return np.stack(
        [
            np.clip(np.searchsorted(line, x, side="right") - 1, 0, line.size - 2)
            for line, x in zip(cells.edges, points.T, strict=True)
        ],
        axis=1,
    )


def _across(
    target: Target, cells: Cells, axis: int, points: tuple[Array, Array], tol: float
) -> list[Array]:
    """Choose lines across one input, through a few points in each of a few cells along it.

    points: those that were found; where there are none, the middles of the cells.
    """
    places = [_cell_of(cells, some)[:, axis] for some in points]
    columns = np.unique(places[1])
    if columns.size > MOST_PLACES:
        return []
    found = []
    for column in columns:
        inside = next(
            some[place == column]
            for some, place in zip(points, places, strict=True)
            if (place == column).any()
        )
        chosen = np.unique(np.linspace(0, len(inside) - 1, SECTIONS).round().astype(int))
        ends = float(cells.edges[axis][column]), float(cells.edges[axis][column + 1])
        sections = [_section(target, axis, inside[i], ends, tol) for i in chosen]
        found.append(max(sections, key=len))
    return found


def _section(
    target: Target, axis: int, point: Array, ends: tuple[float, float], tol: float
) -> Array:
    """Choose places between which f, along one input through a point, rises by RISE of tol."""
    low, high = ends
    towards = (high - low) * 0.5 ** np.arange(OCTAVES)
    knots = np.concatenate([point[axis] - towards, point[axis : axis + 1], point[axis] + towards])
    function = partial(_along, target, axis, point)
    try:
        parts = [
            sample(partial(_output, function, k), low, high, resolution=0.1 * tol, knots=knots)
            for k in range(target.outputs)
        ]
    except TargetError:  # a pole or too much of a wave; finer cells will say so
        return np.zeros(0)
    places = [_equal_rises(part, RISE * tol) for part in parts]
    return np.concatenate(places)[:MOST_LINES]


def _along(target: Target, axis: int, point: Array, x: Array) -> Array:
    """Evaluate f with one input moved, (n, outputs)."""
    moved: Sequence[Array] = [
        x if k == axis else np.full(x.shape, value) for k, value in enumerate(point)
    ]
    return target(*moved).reshape(x.size, -1)


def _output(function: partial[Array], k: int, x: Array) -> Array:
    return np.ascontiguousarray(function(x)[:, k])


def _equal_rises(samples: Samples, rise: float) -> Array:
    """Find where f jumps, and where it has else changed, up and down, by multiples of a rise."""
    jumps = 0.5 * (samples.x[1:] + samples.x[:-1])[samples.is_jump]
    changes = np.where(samples.is_jump, 0.0, np.abs(np.diff(samples.y)))
    changed = np.concatenate([[0.0], np.cumsum(changes)])
    steps = np.arange(1, int(changed[-1] / rise) + 1)
    return np.concatenate([jumps, np.interp(steps * rise, changed, samples.x)])


# Add grid lines that show what boxes have missed, once somebody has said where it is.


def with_lines_through(target: Target, point: tuple[float, ...], tol: float) -> Target:
    """Return the same target, read on grid lines that resolve what f does near a point.

    A proof can find a spike that is narrower than any cell: the lines are as close to each other as
    f changes along each input, so that boxes can follow it.
    """
    known = target.lines or (np.zeros(0),) * target.inputs
    lines = tuple(
        np.union1d(before, _lines_along(target, point, k, ENOUGH * tol))
        for k, before in enumerate(known)
    )
    return replace(target, lines=lines)


def _lines_along(target: Target, point: tuple[float, ...], k: int, step: float) -> Array:
    """Choose places along one input between which f changes by little, where it changes at all."""
    low, high = target.box[k]
    offsets = (high - low) * 2.0 ** -np.arange(1.0, CLOSER)
    x = np.concatenate([[low, point[k], high], point[k] - offsets, point[k] + offsets])
    x = np.unique(np.clip(x, low, high))
    y = _read(target, point, k, x)
    for _ in range(ROUNDS):
        wide = np.flatnonzero(np.abs(np.diff(y, axis=0)).max(axis=1) > step)
        middle = 0.5 * (x[wide] + x[wide + 1])
        middle = np.setdiff1d(middle, x)
        if not middle.size or x.size + middle.size > MOST_TOLD:
            break
        x = np.concatenate([x, middle])
        y = np.concatenate([y, _read(target, point, k, middle)])
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    changes = np.abs(np.diff(y, axis=0)).max(axis=1) > 0.25 * step
    inner = np.concatenate([[False], changes[:-1] | changes[1:], [False]])
    found: Array = x[inner]
    return found


def _read(target: Target, point: tuple[float, ...], k: int, x: Array) -> Array:
    """Evaluate f with one input moved, (n, outputs); 0 where it is not finite."""
    moved = [x if j == k else np.full(x.size, at) for j, at in enumerate(point)]
    with np.errstate(all="ignore"):
        return np.nan_to_num(target(*moved).reshape(x.size, -1), posinf=0.0, neginf=0.0)
