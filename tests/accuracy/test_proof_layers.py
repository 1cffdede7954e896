"""Proofs for relu networks of several layers: samples never exceed bounds, and come near them."""

from itertools import pairwise

import numpy as np
import pytest

from uat.accuracy.proof import prove
from uat.accuracy.proof.layers import Layers, is_bent
from uat.base.errors import InputError
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

KINDS = ("relu", "leaky_relu", "abs(z)", "max(z, -0.5*z)", "min(z, 0.25)", "linear")


def random_network(seed, widths, kinds):
    rng = np.random.default_rng(seed)
    return Network(
        tuple(
            Layer(rng.normal(size=(n, m)), rng.normal(size=n), kind)
            for (m, n), kind in zip(pairwise(widths), kinds, strict=True)
        )
    )


@pytest.mark.parametrize("seed", range(12))
def test_values_and_slopes_on_a_box_hold_all_samples(seed):
    rng = np.random.default_rng(seed)
    kinds = [*rng.choice(KINDS, 3), "linear"]
    layers = Layers(random_network(seed, (2, 6, 5, 4, 2), kinds))
    for width in (2.0, 0.3, 0.01, 1e-6, 0.0):
        low = rng.uniform(-1, 1, 2)
        high = low + np.array([width, 0.5 * width])
        found, room = layers.on(low, high), layers.rounding(low, high)
        points = low + (high - low) * rng.uniform(0, 1, (200, 2))
        values = layers.network.forward(points)
        assert np.all(found.low - room <= values) and np.all(values <= found.high + room)
        assert np.all(room < 1e-11)
        for p, q in pairwise(points):
            rise = layers.network.forward([p]) - layers.network.forward([q])
            ends = np.stack([found.least * (p - q), found.most * (p - q)])
            assert np.all(ends.min(axis=0).sum(axis=1) - 2 * room <= rise[0])
            assert np.all(rise[0] <= ends.max(axis=0).sum(axis=1) + 2 * room)


def test_a_box_on_one_piece_is_known_to_rounding():
    layers = Layers(random_network(3, (2, 6, 5, 1), ("relu", "relu", "linear")))
    found = layers.on((0.2, 0.2), (0.2 + 1e-9, 0.2 + 1e-9))

    assert found.most == pytest.approx(found.least, abs=1e-10)
    assert found.high - found.low < 1e-7


@pytest.mark.parametrize("kind", ["relu", "leaky_relu", "abs(z)"])
def test_samples_stay_below_the_bound_and_come_near_it(kind):
    network = random_network(5, (2, 5, 4, 1), (kind, kind, "linear"))
    target = make_target("x*y", [(-1, 1), (-1, 1)])
    proof = prove(network, target)
    axis = np.linspace(-1, 1, 401)
    x, y = (each.reshape(-1) for each in np.meshgrid(axis, axis))
    largest = np.abs(network(x, y) - x * y).max()

    assert largest <= proof.bound <= 1.07 * largest
    if kind != "relu":  # of two layers of relu, the checker reads files
        with pytest.raises(InputError, match="has no file"):
            proof.to_dict()


def test_what_may_cancel_or_settle_is_another_matter():
    for kind, known in (("relu", True), ("max(z + 1, 0)", False), ("hard_sigmoid", False)):
        assert is_bent(random_network(0, (2, 3, 3, 1), (kind, kind, "linear"))) is known
    assert not is_bent(random_network(0, (2, 3, 1), ("relu", "linear")))
