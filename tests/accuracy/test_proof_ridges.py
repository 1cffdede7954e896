"""Proofs for ramps along ridges: dense samples never exceed the bound, and come close to it."""

import json

import numpy as np
import pytest

from uat.accuracy.proof import ranges
from uat.accuracy.proof.front import check_any as check_boxes
from uat.accuracy.proof.ridges import prove_ridges
from uat.base.errors import InputError
from uat.base.precision import PRECISIONS
from uat.functions.target import Target, make_target
from uat.networks.network import Layer, Network

DIAMOND = ((-1.0, 1.0), (-1.0, 1.0))


def interpolated(profile, direction, low, high, links):
    """A polyline through a profile at equal knots, as relu neurons along one direction."""
    knots = np.linspace(low, high, links + 1)
    values = profile(knots)
    gains = np.diff(np.diff(values) / np.diff(knots), prepend=0.0)
    return np.tile(direction, (links, 1)), -knots[:-1], gains, values[0]


def two_ridges(links=6):
    """sin(3x) cos(2y) = (sin(3x + 2y) + sin(3x - 2y))/2, each half a polyline."""
    parts = [
        interpolated(lambda t: 0.5 * np.sin(t), np.array([3.0, sign * 2.0]), -5.0, 5.0, links)
        for sign in (1, -1)
    ]
    weights, biases, gains = (np.concatenate([part[i] for part in parts]) for i in range(3))
    base = sum(part[3] for part in parts)
    return Network((Layer(weights, biases, "relu"), Layer(gains[None], [base], "linear")))


def sampled(network, target, count=700):
    axes = [np.linspace(low, high, count) for low, high in target.box]
    points = np.stack([axis.reshape(-1) for axis in np.meshgrid(*axes)], axis=1)
    found = network.forward(points)
    return float(np.abs(found - target(*points.T).reshape(found.shape)).max())


@pytest.mark.parametrize("links", [3, 6])
def test_samples_stay_below_the_bound_and_come_near_it(links):
    target, network = make_target("sincos"), two_ridges(links)
    proof = prove_ridges(network, target, slack=0.05)
    largest = sampled(network, target)

    assert largest <= proof.bound <= 1.06 * largest
    assert proof.lower <= proof.bound


def test_a_plane_is_one_neuron_without_an_error():
    target = make_target("1 + 2*x - y", DIAMOND)
    network = Network((Layer([[2.0, -1.0]], [4.0], "relu"), Layer([[1.0]], [-3.0], "linear")))

    assert prove_ridges(network, target).bound <= 1e-12


def test_a_kink_of_f_where_the_network_has_one_costs_nothing():
    target = make_target("abs(x - 2*y)", DIAMOND)
    weights = [[1.0, -2.0], [-1.0, 2.0]]
    network = Network((Layer(weights, [0.0, 0.0], "relu"), Layer([[1.0, 0.98]], [0.0], "linear")))

    assert 0.06 * (1 - 1e-9) <= prove_ridges(network, target, slack=0.05).bound <= 0.06 * 1.06


def test_a_changed_weight_gets_a_larger_bound():
    target, network = make_target("sincos"), two_ridges(4)
    hidden, output = network.layers
    gains = output.weights.copy()
    gains[0, 2] += 0.5
    changed = Network((hidden, Layer(gains, output.biases, "linear")))
    largest = sampled(changed, target)

    assert largest > prove_ridges(network, target).bound
    assert largest <= prove_ridges(changed, target).bound <= 1.06 * largest


def test_three_inputs_and_two_outputs():
    def function(x, y, z):
        return np.stack([np.abs(x + y + z), x - z], axis=-1)

    target = Target(
        "f", ((0.0, 1.0),) * 3, ("x", "y", "z"), function, "(abs(x + y + z), x - z)", outputs=2
    )
    weights = [[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]]
    hidden = Layer(weights, [0.0, 2.0], "relu")
    network = Network((hidden, Layer([[1.1, 0.0], [0.0, 1.0]], [0.0, -2.0], "linear")))

    assert 0.3 * (1 - 1e-12) <= prove_ridges(network, target).bound <= 0.3 * 1.05


def test_a_proof_is_checked_and_a_changed_one_refused():
    target, network = make_target("sincos"), two_ridges(4)
    data = json.loads(json.dumps(prove_ridges(network, target, slack=0.1).to_dict()))
    verdict = check_boxes(data)
    assert verdict.ok, verdict.reason

    less = {**data, "boxes": {**data["boxes"]}, "bound": 0.9 * data["bound"], "lower": 0.0}
    less["boxes"]["bound"] = [0.9 * bound for bound in data["boxes"]["bound"]]
    assert not check_boxes(less).ok
    assert not check_boxes({**data, "formula": "sin(3*x)*cos(2*y) + 0.1"}).ok
    assert not check_boxes({**data, "lower": data["bound"]}).ok
    assert not check_boxes({**data, "box": [[-1.0, 1.1], [-1.0, 1.0]]}).ok


def test_steps_along_ridges_are_refused():
    target = make_target("sincos")
    network = Network((Layer([[50.0, 50.0]], [0.0], "sigmoid"), Layer([[1.0]], [0.0], "linear")))
    with pytest.raises(InputError, match="only relu"):
        prove_ridges(network, target)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_kink_in_common_takes_no_balls_without_end(monkeypatch, precision):
    """max(x, y) is x + relu(y - x) exactly, but on no box that the kink crosses.

    What is left of the tolerance is proven then, after a search of 10,000 balls.
    """
    monkeypatch.setattr(ranges, "PATIENT", 500)
    target = make_target("max(x, y) + z", ((0.0, 1.0),) * 3)
    hidden = Layer([[1.0, 0.0, 1.0], [-1.0, 1.0, 0.0]], [0.0, 0.0], "relu")
    network = Network((hidden, Layer([[1.0, 1.0]], [0.0], "linear")))
    floats = PRECISIONS[precision]
    proof = prove_ridges(network, target, budget=9000, floats=floats, tolerance=0.05)

    assert 0.0 < proof.bound <= 0.9 * 0.05 * (1 + 1e-6)
    assert check_boxes(proof).ok
    assert prove_ridges(network, target, budget=9000, floats=floats).bound > 0.05
