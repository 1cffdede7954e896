"""Proofs for surfaces in two layers of relu: no sample is above the bound, and false ones fail."""

import json

import numpy as np
import pytest

import uat
from uat.accuracy.proof import Proof, check

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


@pytest.fixture(scope="module")
def net():
    return uat.approximate("abs(x) + x*y", SQUARE, construction="facets", tol=0.12, prove=True)


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
    again = Proof.load(path)
    assert again.kind == "facets"
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
