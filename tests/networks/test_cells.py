"""Regions are counted exactly: against all patterns of pieces, clipped in fractions."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest

from uat.base.errors import InputError
from uat.networks.activations import get_activation
from uat.networks.activations.bends import bends_of
from uat.networks.network import Layer, Network
from uat.networks.regions.cells import layer_cells
from uat.networks.regions.idle import Survey
from uat.networks.regions.merging import merge

# What the activations are, stated once more: kinks, and slope and offset of each piece.
PIECES = {
    "relu": ([0], [(0, 0), (1, 0)]),
    "leaky_relu": ([0], [(Fraction(0.01), 0), (1, 0)]),
    "hard_sigmoid": ([-3, 3], [(0, 0), (Fraction(1, 6), Fraction(1, 2)), (0, 1)]),
    "linear": ([], [(1, 0)]),
    "abs(z)": ([0], [(-1, 0), (1, 0)]),
    "clip(z, -1, 1)": ([-1, 1], [(0, -1), (1, 0), (0, 1)]),
    "min(max(z, 0), 6)": ([0, 6], [(0, 0), (1, 0), (0, 6)]),
}


def small(seed):
    """A random network of one or two inputs; every other one of small whole weights."""
    rng = np.random.default_rng(seed)
    widths = [1 + seed // 2 % 2, *rng.integers(2, 5, rng.integers(1, 4)), 1]
    kinds = [*rng.choice(list(PIECES), len(widths) - 2), "linear"] if seed % 5 == 0 else None
    layers = []
    for k, (m, n) in enumerate(pairwise(widths)):
        name = kinds[k] if kinds else "relu" if k < len(widths) - 2 else "linear"
        if seed % 2:
            numbers = rng.integers(-2, 3, (n, m)), rng.integers(-2, 3, n)
        else:
            numbers = rng.normal(size=(n, m)), rng.normal(size=n)
        layers.append(Layer(*numbers, str(name)))
    return Network(tuple(layers)), ((-2.0, 3.0), (-1.5, 2.0))[: widths[0]]


def clip(corners, row):
    """The part of a convex set, given by its corners in order, where row·(x, …, 1) >= 0."""
    heights = [sum(a * x for a, x in zip(row, (*p, 1), strict=True)) for p in corners]
    if all(h <= 0 for h in heights):
        return []
    around = list(zip(corners, heights, strict=True))
    after = [*around[1:], around[0]] if len(corners[0]) > 1 else around[1:]
    kept = [] if len(corners[0]) > 1 or heights[-1] < 0 else [corners[-1]]
    found = []
    for (p, h), (q, g) in zip(around, after, strict=False):
        found += [p] if h >= 0 else []
        if h * g < 0:
            found.append(tuple(x + h / (h - g) * (y - x) for x, y in zip(p, q, strict=True)))
    return found + kept


def all_patterns(network, box):
    """Try every pattern of pieces: the corners of those that have room, and the output there."""
    ends = [(Fraction(a), Fraction(b)) for a, b in box]
    if len(box) == 1:
        corners = [(ends[0][0],), (ends[0][1],)]
    else:
        corners = [(ends[0][i], ends[1][j]) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    inputs = len(box)
    start = [[Fraction(int(i == j)) for j in range(inputs + 1)] for i in range(inputs)]
    found = [(corners, start, ())]
    for layer in network.layers:
        kinks, lines = PIECES[layer.activation.name]
        weights = [[Fraction(w) for w in row] for row in np.asarray(layer.weights).tolist()]
        biases = [Fraction(b) for b in layer.biases.tolist()]
        after = []
        for corners, rows, pattern in found:
            z = [
                [sum((w * row[k] for w, row in zip(ws, rows, strict=True)), Fraction(0))
                 + (b if k == inputs else 0) for k in range(inputs + 1)]
                for ws, b in zip(weights, biases, strict=True)
            ]  # fmt: skip
            parts = [(corners, ())]
            for row in z:
                parts = [
                    (room, (*pieces, piece))
                    for inside, pieces in parts
                    for piece in range(len(lines))
                    if (room := between(inside, row, kinks, piece))
                ]
            for room, pieces in parts:
                out = [
                    [lines[p][0] * e for e in row[:-1]] + [lines[p][0] * row[-1] + lines[p][1]]
                    for p, row in zip(pieces, z, strict=True)
                ]
                after.append((room, out, (*pattern, *pieces)))
        found = after
    return found


def between(corners, row, kinks, piece):
    """The part where the neuron is on that piece; a neuron that is constant at a kink is left."""
    if not any(row[:-1]):
        return corners if sum(row[-1] > kink for kink in kinks) == piece else []
    if piece > 0:
        corners = clip(corners, [*row[:-1], row[-1] - kinks[piece - 1]])
    if corners and piece < len(kinks):
        corners = clip(corners, [*(-e for e in row[:-1]), kinks[piece] - row[-1]])
    return corners


def touch(one, other):
    """Whether two cells share an end, or more than a point of their sides."""
    if len(one[0]) == 1:
        return bool(set(one) & set(other))
    for (a, b), (c, d) in product(sides(one), sides(other)):
        run = (b[0] - a[0], b[1] - a[1])
        if any(run[0] * (p[1] - a[1]) != run[1] * (p[0] - a[0]) for p in (c, d)):
            continue
        k = 0 if run[0] else 1
        at = sorted((p[k] - a[k]) / run[k] for p in (c, d))
        if max(at[0], 0) < min(at[1], 1):
            return True
    return False


def sides(corners):
    return list(zip(corners, [*corners[1:], corners[0]], strict=True))


def components(found):
    """The number of connected sets with one map, by brute force."""
    names = list(range(len(found)))
    for i, j in product(range(len(found)), repeat=2):
        if i < j and found[i][1] == found[j][1] and touch(found[i][0], found[j][0]):
            names = [names[i] if name == names[j] else name for name in names]
    return len(set(names))


@pytest.mark.parametrize("block", range(10))
def test_cells_are_those_patterns_that_have_room(block):
    for seed in range(20 * block, 20 * block + 20):
        network, box = small(seed)
        *_, cells = layer_cells(network, box)
        found = all_patterns(network, box)

        assert len(cells) == len({pattern for *_, pattern in found}) == len(found), seed
        assert len(merge(cells)) == components(found), seed
        own = {tuple(sorted(exact(cell))) for cell in cells}
        assert own == {tuple(sorted(set(corners))) for corners, *_ in found}, seed


def exact(cell):
    return {tuple(Fraction(e, point[-1]) for e in point[:-1]) for point in cell.corners}


@pytest.mark.parametrize("name", PIECES)
def test_pieces_are_read_off_the_formula(name):
    bends = bends_of(get_activation(name))
    kinks, lines = PIECES[name]

    assert bends is not None
    assert list(bends.kinks) == kinks and list(bends.lines) == [tuple(line) for line in lines]


@pytest.mark.parametrize("name", ["sigmoid", "z*z", "step", "softmax", "z/(1 + abs(z))"])
def test_what_is_not_straight_between_kinks_has_no_pieces(name):
    assert bends_of(get_activation(name)) is None


@pytest.mark.parametrize("seed", range(12))
def test_idle_neurons_can_be_left_out(seed):
    """Each is checked by values at many points, where rounding is all that may differ."""
    rng = np.random.default_rng(seed)
    inputs = 1 + seed % 2
    first = rng.choice([-1, 1], (9, inputs)) * rng.uniform(1, 2, (9, inputs))
    bias = rng.uniform(-0.5, 0.5, 9)
    bias[1], bias[2] = -20.0, 20.0  # off, and on, everywhere
    first[4], bias[4] = 4.0 * first[3], 4.0 * bias[3]
    first[5], bias[5] = 0.0, 0.75
    second, read = rng.normal(size=(4, 9)), rng.normal(size=(1, 4))
    second[:, 6] = 0.0
    read[0, 3] = 0.0
    second[3], second[:3, 7] = 0.0, 0.0  # neuron 8 is read by one that nothing reads
    second[3, 7] = 1.0
    network = Network(
        (Layer(first, bias, "relu"), Layer(second, rng.normal(size=4) + 1.0, "relu"),
         Layer(read, [0.0], "linear"))
    )  # fmt: skip
    box = ((-1.0, 1.0),) * inputs
    survey = Survey(network, box)
    for cells in layer_cells(network, box):
        survey.add(cells)
    idle = {(each.layer, each.neuron): each for each in survey.idle()}

    assert idle[1, 2].kind == "constant" and idle[1, 2].reason == "is off everywhere"
    assert idle[1, 3].kind == "straight"
    assert (idle[1, 5].kind, idle[1, 5].other, idle[1, 5].times) == ("multiple", 4, 4.0)
    assert (idle[1, 6].kind, idle[1, 6].value) == ("constant", 0.75)
    assert idle[1, 7].kind == idle[1, 8].kind == "unread"
    assert idle[2, 4].kind in ("unread", "constant")
    points = rng.uniform(-1, 1, (4000, inputs))
    for layer, values in enumerate(list(network.activations(points))[:-1], 1):
        for j in range(values.shape[1]):
            each = idle.get((layer, j + 1))
            moves = float(np.ptp(values[:, j]))
            if each is None:
                assert moves > 0
            elif each.kind == "constant":
                assert moves == 0
            elif each.kind == "multiple":
                wanted = each.times * values[:, each.other - 1]
                np.testing.assert_allclose(values[:, j], wanted, rtol=1e-12)


def test_other_networks_are_refused():
    for widths, kind, words in (
        ((3, 2, 1), "relu", "3 inputs"),
        ((1, 2, 1), "sigmoid", "not made of straight lines"),
    ):
        layers = [Layer(np.ones((n, m)), np.zeros(n), kind) for m, n in pairwise(widths)]
        with pytest.raises(InputError, match=words):
            list(layer_cells(Network(tuple(layers)), ((0, 1),) * widths[0]))
