"""Linear regions: counted exactly, against brute force, closed forms and activation patterns."""

import math
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from uat.base.errors import InputError
from uat.constructions.folds.cascade import sawtooth, square
from uat.networks.network import Layer, Network
from uat.networks.regions.line import count_regions, regions
from uat.networks.regions.plane import polygons


def random_network(seed, widths, activation="relu"):
    rng = np.random.default_rng(seed)
    kinds = [activation] * (len(widths) - 2) + ["linear"]
    return Network(
        tuple(
            Layer(rng.normal(size=(n, m)), rng.normal(size=n), kind)
            for m, n, kind in zip(widths, widths[1:], kinds, strict=False)
        )
    )


def test_a_sawtooth_has_all_its_pieces():
    network = sawtooth(14).network
    line = regions(network, (0, 1))

    assert line.regions == 2**14
    np.testing.assert_array_equal(line.breakpoints, np.arange(1, 2**14) / 2**14)
    assert regions(network).regions == 2**14 + 2  # flat before 0, and straight on after 1


def test_a_square_has_two_to_the_m_pieces():
    assert count_regions(square(8).network, 0, 1) == 256


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "hard_sigmoid"])
@pytest.mark.parametrize("seed", range(4))
def test_the_polyline_is_the_network(activation, seed):
    network = random_network(seed, (1, 9, 7, 6, 1), activation)
    for interval in (None, (-2.0, 3.0)):
        line = regions(network, interval)
        x = np.linspace(-2, 3, 20_001) if interval else np.linspace(-300, 300, 60_001)
        y = network.forward(x[:, None])[:, 0]
        np.testing.assert_allclose(line(x), y, atol=1e-10 * (1 + np.abs(y).max()))
        back = line.network().forward(x[:, None])[:, 0]
        np.testing.assert_allclose(back, y, atol=1e-9 * (1 + np.abs(y).max()))


@pytest.mark.parametrize("seed", range(6))
def test_the_count_is_that_of_slopes_on_a_dense_grid(seed):
    network = random_network(seed, (1, 6, 5, 1))
    line = regions(network, (-3.0, 3.0))
    grid = np.linspace(-3, 3, 600_001)
    slopes = np.diff(network.forward(grid[:, None])[:, 0]) / np.diff(grid)
    bent = np.abs(np.diff(slopes)) > 1e-6
    # a kink inside a grid cell changes two slopes in a row
    kinks = np.count_nonzero(bent[1:] & ~bent[:-1]) + int(bent[0])
    gaps = np.diff(np.concatenate([[-3], line.breakpoints, [3]]))

    if gaps.min() > 1e-4 and np.abs(np.diff(line.slopes)).min() > 1e-5:
        assert line.regions == kinks + 1
    assert line.regions <= math.prod(n + 1 for n in network.widths[1:-1])  # Montúfar 2017


def exact_polyline(network, low, high):
    """Breakpoints inside the interval, and all values, in exact fractions."""
    x = [Fraction(low), Fraction(high)]
    values = [[each] for each in x]
    for layer in network.layers:
        weights = [[Fraction(w) for w in row] for row in np.asarray(layer.weights).tolist()]
        biases = [Fraction(b) for b in layer.biases.tolist()]
        z = [
            [sum((w * v for w, v in zip(row, at, strict=True)), b) for row, b in
             zip(weights, biases, strict=True)]
            for at in values
        ]  # fmt: skip
        if layer.activation.name == "relu":
            crossings = set(x)
            for i, j in pairwise(range(len(x))):
                for a, b in zip(z[i], z[j], strict=True):
                    if a * b < 0:
                        crossings.add(x[i] + a / (a - b) * (x[j] - x[i]))
            finer = sorted(crossings)
            z = [[between(x, [row[n] for row in z], t) for n in range(len(biases))] for t in finer]
            x, z = finer, [[max(each, Fraction(0)) for each in row] for row in z]
        values = z
    y = [row[0] for row in values]
    slopes = [(d - c) / (b - a) for (a, b), (c, d) in zip(pairwise(x), pairwise(y), strict=True)]
    bends = [at for at, (s, t) in zip(x[1:-1], pairwise(slopes), strict=True) if s != t]
    return bends, lambda t: between(x, y, t)


def between(x, y, t):
    k = min(max(bisect_right(x, t) - 1, 0), len(x) - 2)
    return y[k] + (t - x[k]) / (x[k + 1] - x[k]) * (y[k + 1] - y[k])


@pytest.mark.parametrize("block", range(10))
def test_small_integer_networks_against_exact_fractions(block):
    """Kinks of different neurons coincide there all the time, in floats but for an ulp."""
    for seed in range(20 * block, 20 * block + 20):
        rng = np.random.default_rng(seed)
        widths = (1, *rng.integers(2, 6, rng.integers(1, 4)), 1)
        kinds = ["relu"] * (len(widths) - 2) + ["linear"]
        layers = [
            Layer(rng.integers(-3, 4, (n, m)), rng.integers(-3, 4, n), kind)
            for (m, n), kind in zip(pairwise(widths), kinds, strict=True)
        ]
        low, high = -10, 7
        bends, exact = exact_polyline(Network(tuple(layers)), low, high)
        line = regions(Network(tuple(layers)), (low, high))
        assert line.breakpoints.size == len(bends), seed
        np.testing.assert_allclose(line.breakpoints, [float(t) for t in bends], atol=1e-12)
        places = [*np.linspace(low, high, 30), *line.x.tolist()]
        wanted = np.array([float(exact(Fraction(t))) for t in places])
        sup = np.abs(wanted).max()
        np.testing.assert_allclose(line(places), wanted, atol=1e-12 * (1 + sup))
        own = line.network().forward(np.array(places)[:, None])[:, 0]
        np.testing.assert_allclose(own, wanted, atol=1e-11 * (1 + sup))


def test_neurons_that_cancel_leave_one_region():
    hidden = Layer([[1.0], [-1.0]], [-0.3, 0.3], "relu")
    line = regions(Network((hidden, Layer([[1.0, -1.0]], [0.0], "linear"))))

    assert line.regions == 1 and line.left == line.right == 1.0
    np.testing.assert_allclose(line([-5.0, 7.0]), [-5.3, 6.7])


@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
@pytest.mark.parametrize("seed", range(3))
def test_polygons_fill_the_box_and_carry_the_network(activation, seed):
    network = random_network(seed, (2, 8, 6, 1), activation)
    plane = polygons(network, ((-2, 2), (-1, 2)))

    assert plane.area == pytest.approx(12.0, rel=1e-12)
    for polygon in plane.polygons:
        weights = np.random.default_rng(0).dirichlet(np.ones(len(polygon.corners)), 5)
        points = weights @ polygon.corners
        wanted = points @ polygon.slope.T + polygon.offset
        np.testing.assert_allclose(network.forward(points), wanted, atol=1e-10)
        assert polygon.area > 0


@pytest.mark.parametrize("seed", range(3))
def test_every_pattern_of_active_neurons_is_one_polygon(seed):
    network = random_network(seed, (2, 7, 5, 1))
    box = ((-2.0, 2.0), (-2.0, 2.0))
    plane = polygons(network, box)

    def patterns(points):
        layers = list(network.activations(points))[:-1]
        return np.hstack([values > 0 for values in layers])

    middles = np.array([polygon.corners.mean(axis=0) for polygon in plane.polygons])
    axis = np.linspace(-2, 2, 501)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    seen = {row.tobytes() for row in patterns(grid)}
    own = [row.tobytes() for row in patterns(middles)]

    assert len(set(own)) == len(own) == plane.regions
    assert seen <= set(own)


def test_lines_in_general_position_reach_zaslavskys_number():
    rng = np.random.default_rng(0)
    n = 9
    normals, offsets = rng.normal(size=(n, 2)), rng.normal(size=n)
    network = Network((Layer(normals, offsets, "relu"), Layer(np.ones((1, n)), [0.0], "linear")))
    # a box that holds every crossing of two lines
    crossings = [
        np.linalg.solve(normals[[i, j]], -offsets[[i, j]]) for i in range(n) for j in range(i)
    ]
    size = 2 * np.max(np.abs(crossings))

    found = polygons(network, ((-size, size), (-size, size))).regions
    assert found == 1 + n + math.comb(n, 2)


def test_other_networks_are_refused():
    sigmoid = random_network(0, (1, 3, 1), "sigmoid")
    for wrong in (
        lambda: regions(sigmoid),
        lambda: regions(random_network(0, (2, 3, 1))),
        lambda: regions(random_network(0, (1, 3, 1)), (1, 0)),
        lambda: regions(random_network(0, (1, 3, 1)), None, 1),
        lambda: polygons(random_network(0, (1, 3, 1)), ((0, 1), (0, 1))),
        lambda: polygons(random_network(0, (2, 3, 1)), ((0, 1), (1, 0))),
    ):
        with pytest.raises(InputError):
            wrong()


def test_breakpoints_ascend():
    line = regions(random_network(5, (1, 20, 20, 1)))

    assert all(a < b for a, b in pairwise(line.breakpoints))


def test_slopes_beyond_the_ends_are_exact_for_large_biases():
    relu = Network((Layer([[1.0]], [1e17], "relu"), Layer([[1.0]], [0.0], "linear")))
    leaky = Network((Layer([[1.0]], [0.0], "leaky_relu"), Layer([[1.0]], [0.0], "linear")))
    line = regions(relu)
    assert (line.left, line.right) == (0.0, 1.0)
    assert regions(leaky).left == 0.01
