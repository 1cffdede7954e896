"""A surface in two hidden layers: one relu neuron for each line with kinks, one for each vertex.

A surface is the sum of its vertices' cones, less the folds of its edges, and a plane (the formula
of Brianchon and Gram). A fold is one relu. A cone is a sum of folds along whole lines through its
vertex, and one neuron relu(h) more: h is itself a sum of such folds, positive on one side of one of
the lines and negative on the other, and adds what the rays on that side have more than those on the
other. That h vanishes at both ends of the line is so because the slopes around a vertex close up.
There are at most as many neurons as edges and vertices inside, and three more: linear in the
pieces, as Zanotti (arXiv 2503.13001) shows to be possible.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.constructions.facets.surface import (
    EPS,
    INSIDE,
    Ints,
    Kinks,
    Surface,
    grade_shares,
    left_of,
)
from uat.networks.activations import LINEAR, RELU
from uat.networks.network import Layer, Network

SAME = 1e-12  # of the square: lines whose angles and places differ by less are one
EQUAL = 1e-9  # of the strongest ray: what is left over by rounding
ANCHORS = 12  # points along each side of a triangle
DENSE = 200_000  # weights of the second layer: larger ones keep no zeros


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines normal·z = place, (k, 2) and (k,), and for each kink the line on which it lies."""

    normal: Array
    place: Array
    of: Ints


@dataclass(frozen=True, eq=False)
class Tip:
    """What a vertex has beyond folds: sign·relu(steep·m + Σ gain·relu(turn·m_line)).

    m: the distance from the vertex's own line. lines, turns, gains: of the folds in it.
    """

    own: int
    steep: float
    lines: list[int]
    turns: list[float]
    gains: list[float]


def lines_of(surface: Surface) -> Lines:
    """Find the lines on which kinks lie; kinks on one line share it."""
    kinks = surface.kinks
    start, stop = surface.points[kinks.ends[:, 0]], surface.points[kinks.ends[:, 1]]
    normal = left_of(stop - start)
    down = (normal[:, 1] < -SAME) | ((np.abs(normal[:, 1]) <= SAME) & (normal[:, 0] < 0))
    normal[down] *= -1
    place = 0.5 * ((normal * start).sum(axis=1) + (normal * stop).sum(axis=1))
    angle = np.arctan2(normal[:, 1], normal[:, 0])
    slope = _groups(angle, np.zeros(angle.size, dtype=np.int64))
    of = _groups(place, slope)
    longest = np.linalg.norm(stop - start, axis=1)
    first = np.lexsort((-longest, of))[np.unique(np.sort(of), return_index=True)[1]]
    return Lines(normal[first], place[first], of)


def _groups(values: Array, within: Ints) -> Ints:
    """Number groups of values that are close to the next one, inside of groups that are known."""
    order = np.lexsort((values, within))
    apart = (np.diff(values[order]) > SAME) | (np.diff(within[order]) != 0)
    found = np.zeros(values.size, dtype=np.int64)
    found[order] = np.concatenate([[0], np.cumsum(apart)])[: values.size]
    return found


def surface_network(surface: Surface) -> Network:
    """Build the network 2→lines→vertices→1 of a surface, or 2→lines→1 where no vertex needs one."""
    lines = lines_of(surface)
    folds, tips = _parts(surface, lines)
    read = [line for tip in tips for line in tip.lines]
    used = np.flatnonzero((folds != 0) | np.isin(np.arange(folds.size), read))
    if not tips:
        return _shallow(surface, lines, folds, used)
    return _deep(surface, lines, folds, tips, used)


def _parts(surface: Surface, lines: Lines) -> tuple[Array, list[Tip]]:
    """Return the strength of the fold along each line, and the tips of vertices."""
    kinks = surface.kinks
    folds = np.zeros(len(lines.place))
    np.add.at(folds, lines.of, -kinks.strength)
    tips = []
    # How strong a kink may be by rounding of the heights alone.
    noise = EQUAL * float(np.abs(kinks.strength).max(initial=0.0))
    inside = np.abs(surface.points).max(axis=1) < 1 - INSIDE
    for vertex, rows in _around(kinks).items():
        if not inside[vertex]:
            continue
        more, tip = _cone(surface, lines, vertex, rows, noise)
        for line, strength in more.items():
            folds[line] += strength
        if tip is not None:
            tips.append(tip)
    outside = ~inside[kinks.ends]  # at an end on the side of the square, a fold goes on
    np.add.at(folds, lines.of, outside.sum(axis=1) * kinks.strength)
    strongest = float(np.abs(kinks.strength).max(initial=0.0))
    return np.where(np.abs(folds) > 16 * EPS * strongest, folds, 0.0), tips


def _around(kinks: Kinks) -> dict[int, list[int]]:
    """Return for each vertex the kinks that end there."""
    found: dict[int, list[int]] = {}
    for row, ends in enumerate(kinks.ends.tolist()):
        for vertex in ends:
            found.setdefault(vertex, []).append(row)
    return found


def _cone(
    surface: Surface, lines: Lines, vertex: int, rows: list[int], noise: float
) -> tuple[dict[int, float], Tip | None]:
    """Write the cone of a vertex as folds along lines, and a tip where rays are not in pairs.

    Of all lines, and both sides of each, the one with the least steep h is chosen.
    """
    kinks = surface.kinks
    strength: dict[int, list[float]] = {}  # of the ray along a line, and of that against it
    for row in rows:
        line, ends = int(lines.of[row]), kinks.ends[row]
        other = surface.points[ends[0] if ends[1] == vertex else ends[1]]
        normal = lines.normal[line]
        ahead = float((other - surface.points[vertex]) @ np.array([normal[1], -normal[0]])) > 0
        strength.setdefault(line, [0.0, 0.0])[0 if ahead else 1] += float(kinks.strength[row])
    if all(abs(a - b) <= noise for a, b in strength.values()):
        return {line: 0.5 * (a + b) for line, (a, b) in strength.items()}, None
    tries = [_split(lines, strength, own, side) for own in strength for side in (1.0, -1.0)]
    return min(tries, key=lambda found: abs(found[1].steep))


def _split(
    lines: Lines, strength: dict[int, list[float]], own: int, side: float
) -> tuple[dict[int, float], Tip]:
    """Split a cone with h positive on one side of the line `own`."""
    axis = side * lines.normal[own]  # m > 0 on that side
    begin = np.array([axis[1], -axis[0]])  # the ray from which folds are counted
    others = [line for line in strength if line != own]
    normal = lines.normal[others].reshape(-1, 2)
    along = np.column_stack([normal[:, 1], -normal[:, 0]])
    up = along @ axis > 0
    ray = np.where(up[:, None], along, -along)  # the ray of each line on that side
    pairs = np.array([strength[line] for line in others]).reshape(-1, 2)
    here, there = np.where(up, pairs.T, pairs[:, ::-1].T)
    gains = here - there
    turns = np.where(normal @ begin < 0, 1.0, -1.0)
    level = ray @ (normal * turns[:, None]).T  # of each fold along each ray
    height = ray @ axis
    ahead, behind = np.maximum(level, 0.0) @ gains, np.maximum(-level, 0.0) @ gains
    steep = float(np.max(np.maximum(-ahead, behind) / height, initial=0.0))
    folds = dict(zip(others, there.tolist(), strict=True))
    folds[own] = strength[own][0 if begin @ _ahead(lines.normal[own]) > 0 else 1] - steep
    tip = Tip(own, side * steep, others, turns.tolist(), gains.tolist())
    return folds, tip


def _ahead(normal: Array) -> Array:
    return np.array([normal[1], -normal[0]])


def _deep(surface: Surface, lines: Lines, folds: Array, tips: list[Tip], used: Ints) -> Network:
    """Put lines and both inputs into layer 1; tips, and the sum of all folds, into layer 2."""
    number = {int(line): k for k, line in enumerate(used)}
    count = len(used)
    normal = np.concatenate([lines.normal[used], np.eye(2)])
    biases = np.concatenate([-lines.place[used], np.ones(2)])
    rows = np.zeros((len(tips) + 1, count + 2))
    offsets = np.zeros(len(tips) + 1)
    for k, tip in enumerate(tips):
        _add_plane(
            rows, offsets, k, tip.steep * lines.normal[tip.own], -tip.steep * lines.place[tip.own]
        )
        for line, turn, gain in zip(tip.lines, tip.turns, tip.gains, strict=True):
            rows[k, number[line]] += gain
            if turn < 0:  # relu(-m) = relu(m) - m
                _add_plane(rows, offsets, k, -gain * lines.normal[line], gain * lines.place[line])
    rows[-1, :count] = folds[used]
    corners = np.array([[a, b] for a in (-1.0, 1.0) for b in (-1.0, 1.0)])
    plane, z = _anchor(surface, lines)
    first = np.maximum(normal @ z + biases, 0.0)
    on = (normal @ z + biases > 0).astype(float)
    inner = rows[:-1] @ first + offsets[:-1]
    slope = (rows[:-1] * on) @ normal
    tipped = slope[inner > 0].sum(axis=0)
    gradient = plane[:2] - tipped - (rows[-1] * on) @ normal
    value = plane[:2] @ z + plane[2] - float(np.maximum(inner, 0.0).sum()) - rows[-1] @ first
    _add_plane(rows, offsets, len(tips), gradient, value - float(gradient @ z))
    # The sum of folds is lifted so that relu lets it pass: by no less than its least value.
    most = np.maximum(corners @ normal.T + biases, 0.0).max(axis=0)
    least = float(np.minimum(rows[-1], 0.0) @ most) + float(offsets[-1])
    lift = max(0.0, -least)
    offsets[-1] += lift
    last = Layer(np.ones((1, len(tips) + 1)), [-lift], LINEAR)
    hidden = _in_box(surface, normal, biases)
    return Network((hidden, Layer(_sparse(rows), offsets, RELU), last))


def _add_plane(rows: Array, offsets: Array, k: int, slope: Array, value: float) -> None:
    """Add slope·z + value to row k: the last two neurons of layer 1 are z + 1."""
    rows[k, -2:] += slope
    offsets[k] += value - float(slope.sum())


def _anchor(surface: Surface, lines: Lines) -> tuple[Array, Array]:
    """Return the plane of the middle triangle, and a point of it away from lines and sides."""
    middles = surface.points[surface.triangles].mean(axis=1)
    central = int(np.argmin(np.abs(middles).max(axis=1)))
    z = grade_shares(ANCHORS)[:, [1, 2, 0]] @ surface.points[surface.triangles[central]]
    distance = np.abs(z @ lines.normal.T - lines.place).min(axis=1, initial=1.0)
    distance = np.minimum(distance, 1 - np.abs(z).max(axis=1))  # both inputs have a neuron, too
    return surface.planes[central], z[int(np.argmax(distance))]


def _sparse(rows: Array) -> Array:
    if rows.size <= DENSE:
        return rows
    from scipy.sparse import csr_array

    kept: Array = csr_array(rows)
    return kept


def _shallow(surface: Surface, lines: Lines, folds: Array, used: Ints) -> Network:
    """Build one hidden layer: a neuron for each fold, and one for the plane."""
    normal, biases, gains = lines.normal[used], -lines.place[used], folds[used]
    plane, z = _anchor(surface, lines)
    on = normal @ z + biases > 0
    gradient = plane[:2] - gains[on] @ normal[on]
    value = float(plane[:2] @ z) + plane[2] - float(gains[on] @ (normal[on] @ z + biases[on]))
    base = value - float(gradient @ z)
    size = float(np.abs(surface.heights).max())
    if np.abs(gradient).max() > 16 * EPS * size or not used.size:
        lift = float(np.abs(gradient).sum())
        normal = np.concatenate([normal, [gradient]])
        biases, gains = np.append(biases, lift), np.append(gains, 1.0)
        base -= lift
    hidden = _in_box(surface, normal, biases)
    return Network((hidden, Layer(gains[None, :], [base], LINEAR)))


def _in_box(surface: Surface, normal: Array, biases: Array) -> Layer:
    """Turn neurons that read the square into neurons that read the inputs."""
    low, high = np.array(surface.box, dtype=float).T
    half, center = 0.5 * high - 0.5 * low, 0.5 * low + 0.5 * high
    weights = normal / half
    return Layer(weights, biases - weights @ center, RELU)
