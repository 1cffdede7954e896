"""Cut a box into the cells on which no neuron changes its piece, exactly: nothing is rounded.

Layers are stated in whole numbers, losslessly: a float is one over a power of two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from flint import fmpq, fmpz_mat

from uat.base.errors import InputError
from uat.networks.activations import ACTIVATIONS
from uat.networks.activations.bends import bends_of
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network


@dataclass(frozen=True)
class Whole:
    """A layer s(W x + b) in whole numbers.

    weights, biases: W and b times `unit`. kinks: of s, as (p, q) for p/q with q > 0.
    lines: slope and offset of each piece of s, times `parts`.
    """

    weights: Any
    biases: tuple[int, ...]
    unit: int
    kinks: tuple[tuple[int, int], ...]
    lines: tuple[tuple[int, int], ...]
    parts: int

    @classmethod
    def of(cls, layer: Layer) -> Whole:
        """State the layer. Raises InputError for an activation that is not piecewise linear."""
        bends = bends_of(layer.activation)
        if bends is None:
            straight = [name for name, s in ACTIVATIONS.items() if bends_of(s) is not None]
            raise InputError(
                f"{layer.activation.name} neurons are not made of straight lines: regions are "
                f"counted for {', '.join(straight)}, and for formulas such as abs(z)"
            )
        weights = [[w.as_integer_ratio() for w in row] for row in dense(layer.weights).tolist()]
        biases = [b.as_integer_ratio() for b in layer.biases.tolist()]
        # Denominators of floats are powers of two: the largest is a multiple of all others.
        unit = max((q for row in (*weights, biases) for _, q in row), default=1)
        rows = [[p * (unit // q) for p, q in row] for row in weights]
        parts = lcm(*(each.denominator for line in bends.lines for each in line))
        return cls(
            weights=fmpz_mat(layer.neurons, layer.inputs, [w for row in rows for w in row]),
            biases=tuple(p * (unit // q) for p, q in biases),
            unit=unit,
            kinks=tuple(kink.as_integer_ratio() for kink in bends.kinks),
            lines=tuple((_times(a, parts), _times(b, parts)) for a, b in bends.lines),
            parts=parts,
        )


def _times(value: Fraction, parts: int) -> int:
    return int(value * parts)


MOST_CELLS = 200_000

Point = tuple[int, ...]  # (x·w, w) or (x·w, y·w, w), whole numbers without a common factor, w > 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the box on which every neuron so far is one straight piece.

    corners: of one input the two ends; of two inputs those of a convex polygon, counter-clockwise.
    rows: (neurons, inputs + 1); what the last layer so far puts out is rows·(x, y, 1)/scale.
    pieces: for each neuron of that layer the number of the piece of s that it is on.
    """

    corners: tuple[Point, ...]
    rows: Any
    scale: int
    pieces: bytes = b""

    @property
    def entries(self) -> list[list[int]]:
        """The rows as whole numbers."""
        return [[int(e) for e in row] for row in self.rows.tolist()]

    def plane(self) -> tuple[tuple[int, ...], ...]:
        """Return the map in its lowest terms: equal for cells on which the outputs are equal."""
        flat = [self.scale, *(e for row in self.entries for e in row)]
        shared = gcd(*flat)
        whole = [e // shared for e in flat]
        wide = len(self.corners[0])
        rows = [tuple(whole[k : k + wide]) for k in range(1, len(whole), wide)]
        return (*rows, (whole[0],))


def layer_cells(
    network: Network, box: Sequence[tuple[float, float]], most: int = MOST_CELLS
) -> Iterator[list[Cell]]:
    """Yield the cells after each layer; the last are the linear regions of the network on the box.

    network: one or two inputs, piecewise linear activations. Its weights are taken as the numbers
    that they are, and no result is rounded. Cells ascend, of one input. Raises InputError for
    other networks, and above so many cells.
    """
    inputs = network.widths[0]
    if inputs > 2 or len(box) != inputs:
        raise InputError(
            f"the network has {inputs} inputs: regions are found of one or two inputs, on as many "
            "intervals"
        )
    yield from _layers([Whole.of(layer) for layer in network.layers], _corners(box), most)


def cells_within(
    network: Network, cells: Sequence[Cell], most: int = MOST_CELLS
) -> Iterator[tuple[Cell, Cell]]:
    """Cut cells of another network into those of this one: yield pairs of an old and a new one."""
    whole = [Whole.of(layer) for layer in network.layers]
    for cell in cells:
        *_, parts = _layers(whole, cell.corners, most)
        most -= len(parts) - 1
        yield from ((cell, part) for part in parts)


def _layers(whole: Sequence[Whole], corners: tuple[Point, ...], most: int) -> Iterator[list[Cell]]:
    inputs = len(corners[0]) - 1
    identity = [int(i == j) for i in range(inputs) for j in range(inputs + 1)]
    cells = [Cell(corners, fmpz_mat(inputs, inputs + 1, identity), 1)]
    cut = _cut_line if inputs == 1 else _cut_plane
    for layer in whole:
        after: list[Cell] = []
        for cell in cells:
            after.extend(_through(cell, layer, cut))
            if len(after) > most:
                raise InputError(f"there are more than {MOST_CELLS:,} regions here")
        cells = after
        yield cells


def _corners(box: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    ends = [(float(low).as_integer_ratio(), float(high).as_integer_ratio()) for low, high in box]
    if any(not low < high for low, high in box):
        raise InputError("a box is an interval (a, b) with a < b for each input")
    if len(ends) == 1:
        return tuple((p, q) for p, q in ends[0])
    (a, b), (c, d) = ends
    around = ((a, c), (b, c), (b, d), (a, d))
    return tuple(_lowest((x * v, y * u, u * v)) for (x, u), (y, v) in around)


def _lowest(point: Sequence[int]) -> Point:
    shared = gcd(*point)
    return tuple(each // shared for each in point)


def _through(cell: Cell, layer: Whole, cut: Any) -> Iterator[Cell]:
    """Cut one cell into those on which every neuron of the layer is straight."""
    inside, scale = layer.weights * cell.rows, cell.scale * layer.unit
    wide, last = len(cell.corners[0]), -1
    z = [[int(e) for e in row] for row in inside.tolist()]
    for row, bias in zip(z, layer.biases, strict=True):
        row[last] += bias * cell.scale
    corners = fmpz_mat(len(cell.corners), wide, [e for point in cell.corners for e in point])
    turned = corners.transpose()
    base, lines = bytearray(len(z)), []  # how many kinks are passed everywhere; what cuts the cell
    for p, q in layer.kinks:
        above = [[q * e for e in row] for row in z]
        for row in above:
            row[last] -= p * scale
        heights = fmpz_mat(len(z), wide, [e for row in above for e in row]) * turned
        for j, at_corners in enumerate(heights.tolist()):
            low, high = min(at_corners), max(at_corners)
            if low < 0 < high:
                lines.append((j, above[j]))
            elif high > 0:
                base[j] += 1
    rows = _Rows(z, scale, layer, wide)
    for part, passed in cut(cell.corners, [line for _, line in lines]):
        pieces = bytearray(base)
        for (j, _), is_above in zip(lines, passed, strict=True):
            pieces[j] += is_above
        yield Cell(part, rows.on(pieces), scale * layer.parts, bytes(pieces))


class _Rows(dict[tuple[int, int], list[int]]):
    """What neurons put out on their pieces, each computed once: by neuron and piece."""

    def __init__(self, z: list[list[int]], scale: int, layer: Whole, wide: int) -> None:
        self.z, self.scale, self.layer, self.wide = z, scale, layer, wide
        self.known: tuple[bytes, Any] | None = None  # the pieces that came last, and their matrix

    def __missing__(self, key: tuple[int, int]) -> list[int]:
        neuron, piece = key
        slope, offset = self.layer.lines[piece]
        row = [slope * e for e in self.z[neuron]]
        row[-1] += offset * self.scale
        self[key] = row
        return row

    def on(self, pieces: bytearray) -> Any:
        """Return the matrix for these pieces of all neurons; few differ from those before."""
        if self.known is None:
            flat = [e for key in enumerate(pieces) for e in self[key]]
            matrix = fmpz_mat(len(self.z), self.wide, flat)
        else:
            before, matrix = self.known[0], fmpz_mat(self.known[1])
            for j, (old, new) in enumerate(zip(before, pieces, strict=True)):
                if old != new:
                    for k, e in enumerate(self[j, new]):
                        matrix[j, k] = e
        self.known = bytes(pieces), matrix
        return matrix


Part = tuple[tuple[Point, ...], list[bool]]  # corners, and for each line whether it lies above


def _cut_line(corners: tuple[Point, ...], lines: list[list[int]]) -> Iterator[Part]:
    """Cut an interval at the zeros of s·x + t, all of which lie inside."""
    zeros = [fmpq(-t, s) for s, t in lines]
    passed = [s < 0 for s, _ in lines]
    order = sorted(range(len(lines)), key=zeros.__getitem__)
    start = corners[0]
    for place, k in enumerate(order):
        if place == 0 or zeros[k] != zeros[order[place - 1]]:
            end = (int(zeros[k].p), int(zeros[k].q))
            yield (start, end), list(passed)
            start = end
        passed[k] = not passed[k]
    yield (start, corners[1]), passed


def _cut_plane(corners: tuple[Point, ...], lines: list[list[int]]) -> Iterator[Part]:
    """Cut a polygon along lines, one after the other."""
    parts: list[Part] = [(corners, [])]
    for a, b, c in lines:
        after = []
        for points, passed in parts:
            heights = [a * x + b * y + c * w for x, y, w in points]
            low, high = min(heights), max(heights)
            if low < 0 < high:
                below, above = _halves(points, heights)
                after += [(below, [*passed, False]), (above, [*passed, True])]
            else:
                after.append((points, [*passed, high > 0]))
        parts = after
    yield from parts


def _halves(
    points: tuple[Point, ...], heights: list[int]
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Cut a convex polygon where the height is zero: return what is below, and what is above."""
    below, above = [], []
    for i, point in enumerate(points):
        j = (i + 1) % len(points)
        here, there = heights[i], heights[j]
        if here <= 0:
            below.append(point)
        if here >= 0:
            above.append(point)
        if here < 0 < there or there < 0 < here:
            near, far = abs(there), abs(here)
            cut = _lowest([near * e + far * o for e, o in zip(point, points[j], strict=True)])
            below.append(cut)
            above.append(cut)
    return tuple(below), tuple(above)
