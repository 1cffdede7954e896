"""Find how far two piecewise linear networks are apart, exactly: at the corners of common cells."""

from collections.abc import Sequence
from fractions import Fraction

from uat.base.errors import InputError
from uat.networks.network import Network
from uat.networks.regions.cells import MOST_CELLS, Cell, Point, cells_within


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
