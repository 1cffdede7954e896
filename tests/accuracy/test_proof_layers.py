"""Proofs for relu networks of several layers: samples never exceed bounds, and come near them."""

from itertools import pairwise

import numpy as np
import pytest

from uat.accuracy.proof import prove
from uat.accuracy.proof.straight import Layers, is_bent
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
    network = random_network(seed, (2, 6, 5, 4, 2), kinds)
    for width in (2.0, 0.3, 0.01, 1e-6, 0.0):
        low = rng.uniform(-1, 1, 2)
        high = low + np.array([width, 0.5 * width])
        points = low + (high - low) * rng.uniform(0, 1, (200, 2))
        for output, values in enumerate(network.forward(points).T):
            layers = Layers(network, output, tuple(zip(low, high, strict=True)))
            found, room = layers.on(low, high), layers.error
            assert np.all(found.least - room <= values) and np.all(values <= found.greatest + room)
            assert room < 1e-11
            steps, rises = np.diff(points, axis=0), np.diff(values)
            ends = np.stack([found.lowest * steps, found.highest * steps])
            assert np.all(ends.min(axis=0).sum(axis=1) - 2 * room <= rises)
            assert np.all(rises <= ends.max(axis=0).sum(axis=1) + 2 * room)


def test_a_box_on_one_piece_is_known_to_rounding():
    layers = Layers(random_network(3, (2, 6, 5, 1), ("relu", "relu", "linear")), 0, [(-1, 1)] * 2)
    found = layers.on(np.full(2, 0.2), np.full(2, 0.2 + 1e-9))

    assert found.highest == pytest.approx(found.lowest, abs=1e-10)
    assert found.greatest - found.least < 1e-7


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
