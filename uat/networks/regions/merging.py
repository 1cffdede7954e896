"""Merge neighbouring cells on which the network's outputs are one and the same straight map.

How far two piecewise linear networks are apart is found exactly, at the corners of common cells.
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import gcd
from typing import Any

from flint import fmpq

from uat.base.errors import InputError
from uat.networks.network import Network
from uat.networks.regions.cells import MOST_CELLS, Cell, Point, cells_within

Side = tuple[Any, Any, int]  # from where to where on its line, and the number of its cell


def merge(cells: Sequence[Cell]) -> list[list[int]]:
    """Group cells into the maximal connected sets on which the outputs are one straight map.

    Cells are neighbours if they share more than a corner. Returns numbers of cells, ascending.
    """
    alike: dict[Any, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        alike[cell.plane()].append(number)
    groups: list[list[int]] = []
    for numbers in alike.values():
        groups += [numbers] if len(numbers) == 1 else _connected(cells, numbers)
    return sorted(groups)


def _connected(cells: Sequence[Cell], numbers: Sequence[int]) -> list[list[int]]:
    """Split cells into those that hang together."""
    parent = {number: number for number in numbers}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other in _neighbours(cells, numbers):
        parent[root(one)] = root(other)
    found: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        found[root(number)].append(number)
    return list(found.values())


def _neighbours(cells: Sequence[Cell], numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Pair the cells that share an end, of one input, or a part of a side."""
    if len(cells[0].corners) == 2:
        starts = {cells[number].corners[0]: number for number in numbers}
        after = ((starts.get(cells[number].corners[1]), number) for number in numbers)
        return [(one, other) for one, other in after if one is not None]
    lines: dict[Point, list[Side]] = defaultdict(list)
    for number in numbers:
        points = cells[number].corners
        for p, q in zip(points, (*points[1:], points[0]), strict=True):
            line = _line_through(p, q)
            along = 0 if line[1] else 1
            start, end = sorted((fmpq(p[along], p[2]), fmpq(q[along], q[2])))
            lines[line].append((start, end, number))
    return [pair for sides in lines.values() for pair in _overlapping(sides)]


def _line_through(p: Point, q: Point) -> Point:
    """Return (a, b, c) with a·x + b·y + c = 0 on both points, the same for all on that line."""
    a, b = p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2]
    c = p[0] * q[1] - p[1] * q[0]
    shared = gcd(a, b, c) * (1 if (a, b) > (0, 0) else -1)
    return a // shared, b // shared, c // shared


def _overlapping(sides: list[Side]) -> list[tuple[int, int]]:
    """Pair sides of one line that share more than a point."""
    pairs: list[tuple[int, int]] = []
    going: list[Side] = []
    for side in sorted(sides, key=lambda each: each[0]):
        going = [other for other in going if other[1] > side[0]]
        pairs += [(other[2], side[2]) for other in going]
        going.append(side)
    return pairs


def largest_difference(
    cells: Sequence[Cell], other: Network, most: int = MOST_CELLS
) -> tuple[Fraction, tuple[float, ...]]:
    """Return the largest difference of two networks, over all outputs, and where it is.

    cells: those of one network on its box. Both networks are taken as functions of real numbers,
    and nothing is rounded but the place. On a cell both are straight, so the largest difference is
    at a corner. Raises InputError for another number of inputs or outputs, and above `most` common
    cells.
    """
    first = cells[0]
    if (first.rows.nrows(), len(first.corners[0]) - 1) != (other.widths[-1], other.widths[0]):
        raise InputError("the networks have other numbers of inputs or outputs")
    best, place = Fraction(-1), first.corners[0]
    for old, new in cells_within(other, cells, most):
        rows = list(zip(old.entries, new.entries, strict=True))
        for corner in new.corners:
            for p, q in rows:
                over = _at(p, corner) * new.scale - _at(q, corner) * old.scale
                size = Fraction(abs(over), corner[-1] * old.scale * new.scale)
                if size > best:
                    best, place = size, corner
    return best, tuple(each / place[-1] for each in place[:-1])


def _at(row: Sequence[int], corner: Point) -> int:
    return sum(e * x for e, x in zip(row, corner, strict=True))
