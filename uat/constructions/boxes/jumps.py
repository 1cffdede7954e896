"""Find out why f varies too much for a box in some cells: a pole, a jump, or a steep place.

Halving a cell tells them apart: near a pole f then varies by more, across a jump by as much, and
where it is only steep by about half as much. A jump along a grid line is no trouble, so lines are
looked for along which f jumps; boxes cannot follow any other curve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.constructions.boxes.partition.boxes import TooCoarse, allowed
from uat.constructions.boxes.reading import affordable
from uat.functions.cells import Cells, sample_cells
from uat.functions.expression import Expression
from uat.functions.looking.in_cells import may_jump, possible_range
from uat.functions.target import Target

POLE, JUMP = 1.5, 0.8  # times the range of f in cells twice as wide
MOST_STUCK = 64  # cells in which the error may stay as it is
CELLS = {2: 128, 3: 24, 4: 10}  # along each input, to look for jumps alone
FEW_CELLS = 4
UNEVEN = 0.382  # of a cell: jumps at simple numbers are inside of cells, not between two
CALLS = 20_000  # of a function that is called for each point by itself
LOOKED_AT = 200  # stuck cells from which the places of jumps are taken
SEEN = 3  # times a place must turn up to be a line
SAME = 1e-9  # of the domain: places so close are one
HALVINGS = 60
KEPT = 0.4  # of what f changes by in a cell: half is left beside a lone point such as sign(0)


def refuse_pole(target: Target, cells: Cells, stuck: TooCoarse) -> None:
    """Raise TargetError if f varies much less in cells twice as wide, and is not bounded."""
    if _may(_has_pole, target, stuck) and _growth(target, cells, stuck) > POLE:
        raise TargetError(
            f"f has a pole or never settles near {_middle(stuck)}: choose a domain that keeps "
            "away from it"
        )


def refuse_curve(target: Target, cells: Cells, tol: float, stuck: TooCoarse) -> None:
    """Raise TargetError if f jumps in one of the finest cells, or is too much in many of them."""
    if target.kind != "function":
        return
    if _may(may_jump, target, stuck) and _growth(target, cells, stuck) > JUMP:
        raise TargetError(
            f"f jumps along a curve through {_middle(stuck)}, which boxes cannot follow: give a "
            'number of neurons instead, or a condition such as "x + y > 1", which uat classifies'
        )
    if np.count_nonzero(too_much(cells, tol)) <= MOST_STUCK:
        return
    raise TargetError(
        f"boxes smaller than {_sizes(cells)} would be needed near {_middle(stuck)}: choose a "
        "larger tolerance, or give a number of neurons"
    )


def _may(
    question: Callable[[Expression, Sequence[Array]], bool], target: Target, cell: TooCoarse
) -> bool:
    """Tell whether one of the formulas may do something in a cell; what is no formula may."""
    corners = [np.array(ends) for ends in zip(cell.low, cell.high, strict=True)]
    formulas = target.expressions
    return not formulas or any(question(formula, corners) for formula in formulas)


def _has_pole(formula: Expression, corners: Sequence[Array]) -> bool:
    return not np.isfinite(possible_range(formula, corners))


def uneven_cells(target: Target) -> Cells | None:
    """Make cells with simple numbers inside, to look for jumps; None if no formula jumps.

    What may jump in a formula is known; any other function is taken at its values.
    """
    count = affordable(target, CELLS.get(target.inputs, FEW_CELLS), CALLS)
    lines = [low + (high - low) * (np.arange(count) + UNEVEN) / count for low, high in target.box]
    ends = [
        np.array([low, *line, high]) for line, (low, high) in zip(lines, target.box, strict=True)
    ]
    if target.expressions and not any(may_jump(formula, ends) for formula in target.expressions):
        return None
    return sample_cells(target, target.box, (1,) * target.inputs, lines)


def jump_lines(target: Target, cells: Cells, tol: float, most: int = LOOKED_AT) -> list[Array]:
    """Find for each input the places at which f jumps in several of the cells that are too much.

    most: of these cells, how many are looked at.
    """
    place = np.argwhere(too_much(cells, tol))
    if not len(place):
        return [np.zeros(0)] * cells.inputs
    chosen = place[np.unique(np.linspace(0, len(place) - 1, most).round().astype(int))]
    ends = [
        (line[index], line[index + 1]) for line, index in zip(cells.edges, chosen.T, strict=True)
    ]
    return [
        _repeated(_jumps(target, ends, axis, tol), target.box[axis]) for axis in range(cells.inputs)
    ]


def too_much(cells: Cells, tol: float) -> NDArray[np.bool_]:
    """Tell in which cells f varies by more than a box may."""
    over: NDArray[np.bool_] = np.any(cells.high - cells.low > allowed(cells, tol), axis=-1)
    return over


def _growth(target: Target, cells: Cells, stuck: TooCoarse) -> float:
    """Compare by how much f varies in a cell with how much it does in cells twice as wide."""
    if target.kind != "function":
        return 1.0
    wider = sample_cells(target, target.box, tuple(max(1, n // 2) for n in cells.shape))
    widest = float(np.max(wider.high - wider.low))
    return stuck.range / widest if widest > 0 else 1.0


def _jumps(target: Target, ends: Sequence[tuple[Array, Array]], axis: int, tol: float) -> Array:
    """Find where f jumps along an input, through the middle of each cell; only where it does."""
    points = [0.5 * (low + high) for low, high in ends]
    low, high = (side.copy() for side in ends[axis])
    first, last = (_at(target, points, axis, side) for side in (low, high))
    with np.errstate(invalid="ignore"):  # f may be infinite: whoever reads it says so
        whole = np.abs(last - first).max(axis=1)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        value = _at(target, points, axis, middle)
        with np.errstate(invalid="ignore"):
            left = np.abs(value - first).max(axis=1) > np.abs(last - value).max(axis=1)
        high, low = np.where(left, middle, high), np.where(left, low, middle)
        last = np.where(left[:, None], value, last)
        first = np.where(left[:, None], first, value)
    jumped = np.abs(last - first).max(axis=1) > np.maximum(KEPT * whole, 0.5 * tol)
    found: Array = 0.5 * (low + high)[jumped]
    return found


def _at(target: Target, points: Sequence[Array], axis: int, side: Array) -> Array:
    """Evaluate f with one input moved, (n, outputs)."""
    moved = [side if k == axis else x for k, x in enumerate(points)]
    return target(*moved).reshape(side.size, -1)


def _repeated(places: Array, interval: tuple[float, float]) -> Array:
    """Return the places that turn up several times, each once."""
    if not places.size:
        return places
    places = np.sort(places)
    near = SAME * (interval[1] - interval[0])
    groups = np.split(places, np.flatnonzero(np.diff(places) > near) + 1)
    return np.array([float(np.median(group)) for group in groups if group.size >= SEEN])


def _middle(cell: TooCoarse) -> str:
    pairs = zip(cell.low, cell.high, strict=True)
    return "(" + ", ".join(f"{0.5 * (a + b):.6g}" for a, b in pairs) + ")"


def _sizes(cells: Cells) -> str:
    return " × ".join(f"{np.diff(line).max():.2g}" for line in cells.edges)
