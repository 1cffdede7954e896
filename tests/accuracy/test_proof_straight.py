"""Networks that are straight between kinks, on boxes: no value, slope or rounding is outside."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from uat.accuracy.proof.straight import Layers, OneLayer, TwoLayers
from uat.networks.network import Layer, Network

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
EPS = np.finfo(float).eps
KINDS = [(OneLayer, (2, 7, 1)), (TwoLayers, (2, 7, 4, 1)), (Layers, (2, 7, 4, 1))]


def random_network(seed, widths):
    rng = np.random.default_rng(seed)
    kinds = ["relu"] * (len(widths) - 2) + ["linear"]
    return Network(
        tuple(
            Layer(rng.normal(size=(n, m)), rng.normal(size=n), kind)
            for (m, n), kind in zip(pairwise(widths), kinds, strict=True)
        )
    )


def exactly(network, point):
    values = [Fraction(x) for x in point]
    for layer in network.layers:
        rows = zip(layer.weights.tolist(), layer.biases.tolist(), strict=True)
        values = [
            sum((Fraction(w) * x for w, x in zip(row, values, strict=True)), Fraction(bias))
            for row, bias in rows
        ]
        if layer.activation.name == "relu":
            values = [max(x, Fraction(0)) for x in values]
    return values[0]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("width", [1.0, 0.1, 1e-3])
@pytest.mark.parametrize("kind, widths", KINDS)
def test_values_and_slopes_on_a_box_are_within_their_bounds(kind, widths, seed, width):
    network, rng = random_network(seed, widths), np.random.default_rng(seed + 100)
    straight = kind(network, 0, SQUARE)
    low = rng.uniform(-1, 1 - width, 2)
    found, error = straight.on(low, low + width), straight.error
    x = low + width * rng.uniform(0, 1, (400, 2))
    y = network.forward(x)[:, 0]
    assert (found.least - straight.error <= y).all() and (
        y <= found.greatest + straight.error
    ).all()
    for k in (0, 1):  # a difference quotient lies between the slopes
        moved = x.copy()
        moved[:, k] = low[k]
        run = x[:, k] - moved[:, k]
        rise = y - network.forward(moved)[:, 0]
        steps = run * np.array([[found.lowest[k]], [found.highest[k]]])
        noise = 2 * error + EPS * np.abs(rise) + 4 * EPS * np.abs(steps).max(axis=0)
        assert (steps[0] - noise <= rise).all() and (rise <= steps[1] + noise).all()


@pytest.mark.parametrize("kind, widths", KINDS)
def test_rounding_is_never_more_than_the_error_that_is_allowed_for_it(kind, widths):
    network = random_network(3, widths)
    straight = kind(network, 0, SQUARE)
    points = np.random.default_rng(5).uniform(-1, 1, (200, 2)).tolist()
    off = [
        max(abs(Fraction(value) - exactly(network, point))
            for value in (straight.at(point), float(network.forward([point])[0, 0])))
        for point in points
    ]  # fmt: skip
    assert 0 < max(off) <= straight.error < 1e-11


@pytest.mark.parametrize("kind, last", [(OneLayer, 1), (TwoLayers, 2), (Layers, 2)])
def test_small_terms_that_a_sum_loses_count_as_rounding(kind, last):
    # 1 + EPS/2 is 1 in floats, however often it is added; lanes that hold no 1 lose nothing
    count = 4000
    small = Layer(np.zeros((count, 2)), [1.0, *[EPS / 2] * (count - 1)], "relu")
    kinds = ["relu", "linear"][-last:]
    sums = (Layer(np.ones((1, n)), [0.0], k) for n, k in zip((count, 1), kinds, strict=False))
    network = Network((small, *sums))
    lost = exactly(network, [0.0, 0.0]) - Fraction(float(network.forward([[0.0, 0.0]])[0, 0]))
    assert lost <= kind(network, 0, SQUARE).error < 1e-11


def test_kinks_that_cancel_leave_no_slope():
    # relu(relu(x) + 0.5) - relu(relu(x) + 1.5) + 1 is 0, and both have a kink at x = 0
    network = Network(
        (
            Layer([[1.0, 0.0]], [0.0], "relu"),
            Layer([[1.0], [1.0]], [0.5, 1.5], "relu"),
            Layer([[1.0, -1.0]], [1.0], "linear"),
        )
    )
    found = TwoLayers(network, 0, SQUARE).on(np.array([-0.1, -1.0]), np.array([0.1, 1.0]))
    assert max(-found.least, found.greatest) <= 1e-12
    assert np.abs([found.lowest, found.highest]).max() <= 1e-12
