"""Proofs for surfaces in two layers of relu: no sample is above the bound, and false ones fail."""

import json

import numpy as np
import pytest

import uat
from uat.accuracy.proof import BoxProof, check, load_proof
from uat.accuracy.proof.straight import TwoLayers
from uat.networks.network import Layer, Network

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


@pytest.fixture(scope="module")
def net():
    return uat.approximate("abs(x) + x*y", SQUARE, construction="facets", tol=0.12, prove=True)


def random_network(seed):
    rng = np.random.default_rng(seed)
    return Network(
        (
            Layer(rng.normal(size=(7, 2)), rng.normal(size=7), "relu"),
            Layer(rng.normal(size=(4, 7)), rng.normal(size=4), "relu"),
            Layer(rng.normal(size=(1, 4)), rng.normal(size=1), "linear"),
        )
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("width", [1.0, 0.1, 1e-3])
def test_values_and_slopes_on_a_box_are_within_their_bounds(seed, width):
    network, rng = random_network(seed), np.random.default_rng(seed + 100)
    layers = TwoLayers(network, 0, SQUARE)
    low = rng.uniform(-1, 1 - width, 2)
    found = layers.on(low, low + width)
    x = low + width * rng.uniform(0, 1, (400, 2))
    y = network.forward(x)[:, 0]
    assert (found.least <= y).all() and (y <= found.greatest).all()
    for k in (0, 1):  # a difference quotient lies between the slopes
        moved = x.copy()
        moved[:, k] = low[k]
        run = x[:, k] - moved[:, k]
        rise = y - network.forward(moved)[:, 0]
        noise = 2 * layers.error + np.finfo(float).eps * np.abs(rise)  # of both passes, and of rise
        steps = run * np.array([[found.lowest[k]], [found.highest[k]]])
        noise = noise + 4 * np.finfo(float).eps * np.abs(steps).max(axis=0)
        assert (steps[0] - noise <= rise).all() and (rise <= steps[1] + noise).all()


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


def test_samples_stay_below_the_bound_and_come_near_it(net):
    axis = np.linspace(-1, 1, 401)
    x, y = np.meshgrid(axis, axis)
    largest = np.abs(net(x, y) - net.target(x, y)).max()
    assert net.network.hidden_layers == 2
    assert largest <= net.proof.bound <= 1.03 * largest
    assert net.proof.bound <= 0.12


def test_the_checker_verifies_it_from_its_file(net, tmp_path):
    path = tmp_path / "proof.json"
    net.proof.save(path)
    again = load_proof(path)
    assert isinstance(again, BoxProof) and again.kind == "facets"
    verdict = check(again)
    assert verdict.ok, verdict.reason
    assert verdict.bound == net.proof.bound


@pytest.mark.parametrize("what", ["bound", "weight", "deep weight", "kind"])
def test_a_false_proof_is_refused(net, what):
    data = json.loads(json.dumps(net.proof.to_dict()))
    data["lower"] = 0.0
    if what == "bound":
        data["bound"] *= 0.9
        data["boxes"]["bound"] = [min(b, data["bound"]) for b in data["boxes"]["bound"]]
    elif what == "weight":
        data["network"]["layers"][0]["biases"][0] += 0.3
    elif what == "deep weight":
        data["network"]["layers"][2]["weights"][0][0] *= 1.5
    else:
        data["kind"] = "ridges"
    assert not check(data).ok
