"""Cut a block into strips, or into two halves that are each cut in their own best way.

Strips suit a block on which f is equally steep everywhere; where it is steep in one part only, that
part is better cut on its own. Towers may stand on any boxes.
"""

from itertools import pairwise

import numpy as np

from uat.constructions.boxes.partition.boxes import Boxes
from uat.constructions.boxes.partition.quadtree import boxes_of
from uat.constructions.boxes.partition.strip_cutting import (
    Ranges,
    count_boxes,
    fewest_boxes,
    ranges_across,
)
from uat.constructions.boxes.partition.stuck import allowed, heights_of, settle
from uat.functions.cells import Cells

Block = tuple[int, int, int, int]  # cells begin … end along the first input and along the second

LONGEST = 4.5  # how many times longer than wide a block may be: two halvings, and odd cells
FEW = 12  # a block of at most as many boxes is not halved: little can be won


def rectangles(cells: Cells, tol: float, *, stuck: str = "refuse") -> Boxes:
    """Choose boxes on each of which f varies by at most 2 tol, as few as found, for two inputs.

    tol: in the units of f, positive. stuck: what to do about a cell that alone is too much for a
    box, "refuse" (raises TooCoarse) or "keep". Heights are midranges. Never more boxes than strips
    across either input have.
    """
    settled = settle(cells, tol, stuck)
    found = _Halving(settled, allowed(cells, tol)).boxes((0, cells.shape[0], 0, cells.shape[1]))
    low = np.stack([settled.low[a:b, c:d].min(axis=(0, 1)) for a, b, c, d in found])
    high = np.stack([settled.high[a:b, c:d].max(axis=(0, 1)) for a, b, c, d in found])
    corners = np.array(found)
    heights = heights_of(low, high, cells.outputs)
    return boxes_of(cells, corners[:, ::2], corners[:, 1::2], heights)


class _Halving:
    """Blocks made by halving, each looked at once however it came about."""

    def __init__(self, cells: Cells, width: float) -> None:
        self._sides = [ranges_across(cells, axis, width) for axis in (0, 1)]
        self._known: dict[Block, tuple[int, int]] = {}

    def boxes(self, block: Block) -> list[Block]:
        """Return the boxes of a block."""
        _, how = self._best(block)
        if how < 2:
            return self._strips(block, how)
        return [box for half in _halves(block, how - 2) for box in self.boxes(half)]

    def _best(self, block: Block) -> tuple[int, int]:
        """Find how few boxes suffice, and how: strips across either input, or halves along it."""
        if block not in self._known:
            ways = [(count_boxes(self._ranges(block, axis)), axis) for axis in (0, 1)]
            if min(ways)[0] > FEW:
                for axis in (0, 1):
                    halves = _halves(block, axis)
                    if len(halves) == 2 and self._is_round(halves[0]):
                        ways.append((sum(self._best(half)[0] for half in halves), 2 + axis))
            self._known[block] = min(ways)
        return self._known[block]

    def _is_round(self, block: Block) -> bool:
        """Tell whether a block is not much longer than wide, against the shape of the domain."""
        shape = self._sides[0].low.shape[1:]
        sides = ((block[1] - block[0]) / shape[0], (block[3] - block[2]) / shape[1])
        return bool(max(sides) <= LONGEST * min(sides))

    def _ranges(self, block: Block, axis: int) -> Ranges:
        across, along = slice(*block[2 * axis :][:2]), slice(*block[2 - 2 * axis :][:2])
        return self._sides[axis].part(across, along)

    def _strips(self, block: Block, axis: int) -> list[Block]:
        cutting = fewest_boxes(self._ranges(block, axis))
        found: list[Block] = []
        for (begin, end), cuts in zip(pairwise(cutting.edges), cutting.cuts, strict=True):
            for low, high in pairwise(cuts):
                sides = [(int(begin), int(end)), (int(low), int(high))]
                first, second = sides if axis == 0 else sides[::-1]
                found.append(
                    (block[0] + first[0], block[0] + first[1],
                     block[2] + second[0], block[2] + second[1])
                )  # fmt: skip
        return found


def _halves(block: Block, axis: int) -> list[Block]:
    """Return the two halves along an input, or the block alone if it is one cell there."""
    a, b, c, d = block
    if axis == 0:
        middle = (a + b) // 2
        return [(a, middle, c, d), (middle, b, c, d)] if b - a > 1 else [block]
    middle = (c + d) // 2
    return [(a, b, c, middle), (a, b, middle, d)] if d - c > 1 else [block]
