"""Proofs for boxes that were changed do not hold, and what cannot be proven says why."""

import json
from dataclasses import replace

import numpy as np
import pytest
from boxing import network_of, strips_of

import uat
from uat.accuracy.proof.boxes import prove_boxes
from uat.accuracy.proof.front import check_any, prove_any
from uat.accuracy.proof.front import check_any as check_boxes
from uat.accuracy.proof.saved import Proof
from uat.base.errors import InputError
from uat.constructions.boxes.indicators import indicator_network
from uat.constructions.boxes.quadrants import quadrants
from uat.functions.target import make_target
from uat.networks.activations import SIGMOID, get_activation
from uat.networks.network import Layer, Network


def test_a_changed_weight_changes_the_bound_or_is_refused():
    target = make_target("sincos")
    network, _ = network_of(quadrants(strips_of(target, (8, 8))), target)
    plain = prove_boxes(network, target, slack=0.03)
    steps, gates, output = network.layers
    weights = output.weights.copy()
    weights[0, 7] += 0.5
    higher = Network((steps, gates, Layer(weights, output.biases, "linear")))
    points = np.random.default_rng(2).uniform(-1, 1, (20_000, 2))
    sampled = np.abs(higher.forward(points)[:, 0] - target(*points.T)).max()

    assert sampled > plain.bound
    assert sampled <= prove_boxes(higher, target, slack=0.03).bound

    moved = steps.biases.copy()
    moved[3] += 0.02 * steps.weights.max()
    shifted = Network((Layer(steps.weights, moved, steps.activation), gates, output))
    sampled = np.abs(shifted.forward(points)[:, 0] - target(*points.T)).max()
    assert sampled <= prove_boxes(shifted, target, slack=0.03).bound

    biases = gates.biases.copy()
    biases[5] *= 0.66  # between on and off
    with pytest.raises(InputError, match="neither on nor off"):
        prove_boxes(Network((steps, Layer(gates.weights, biases, "sigmoid"), output)), target)


def test_a_proof_is_saved_read_and_checked(tmp_path):
    target = make_target("gauss")
    network, _ = network_of(quadrants(strips_of(target, (8, 8))), target)
    proof = prove_boxes(network, target)
    proof.save(tmp_path / "proof.json")
    verdict = check_boxes(Proof.load(tmp_path / "proof.json"))

    assert verdict.ok and verdict.bound == proof.bound
    assert verdict.boxes == len(proof.boxes.bound)


def test_one_door_leads_to_every_kind(tmp_path):
    target = make_target("gauss")
    network, _ = network_of(quadrants(strips_of(target, (6, 6))), target)
    proof = prove_any(network, target)
    proof.save(tmp_path / "several.json")
    sine = make_target("sin(x)")
    ramp = Network((Layer([[1.0]], [0.0], "relu"), Layer([[0.9]], [0.0], "linear")))
    one = prove_any(ramp, sine)
    one.save(tmp_path / "one.json")

    assert proof.kind == "boxes" and one.kind == "intervals"
    for name, bound in (("several", proof.bound), ("one", one.bound)):
        verdict = check_any(Proof.load(tmp_path / f"{name}.json"))
        assert verdict.ok and verdict.bound == bound


def _lower_bound(data):
    data["bound"] *= 0.99


def _lower_boxes(data):
    data["boxes"]["bound"] = [0.8 * bound for bound in data["boxes"]["bound"]]
    data["bound"] *= 0.9
    data["lower"] *= 0.8


def _other_weight(data):
    data["network"]["layers"][2]["weights"][0][3] += 0.01


def _fewer_boxes(data):
    for column in data["boxes"].values():
        del column[3]


def _other_function(data):
    data["formula"] += " + 0.1"


def _left_out(data):
    data["left_out"] = {"windows": [[[-1.0, -1.0], [0.0, 0.0]]], "places": [[0.0, None]]}


def _too_large_a_lower_bound(data):
    data["lower"] = data["bound"]


CHANGES = [_lower_bound, _lower_boxes, _other_weight, _fewer_boxes, _other_function, _left_out,
           _too_large_a_lower_bound]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_changed_proof_does_not_hold(change):
    target = make_target("gauss")
    network, _ = network_of(quadrants(strips_of(target, (6, 6))), target)
    data = json.loads(json.dumps(prove_boxes(network, target).to_dict()))
    assert check_boxes(data).ok
    change(data)
    assert not check_boxes(data).ok


def test_what_cannot_be_proven_says_why():
    target = make_target("sincos")
    indicators = quadrants(strips_of(target, (4, 4)))
    network, _ = network_of(indicators, target)
    slow, _ = network_of(indicators, target, get_activation("arctan"))
    flat = indicator_network(indicators, SIGMOID, [2.0, 2.0])
    unknown = replace(target, formula=None)

    with pytest.raises(InputError, match="arctan neurons"):
        prove_boxes(slow, target)
    with pytest.raises(InputError, match="windows do not overlap"):
        prove_boxes(flat, target)
    with pytest.raises(InputError, match="lipschitz=L"):
        prove_boxes(network, unknown)
    with pytest.raises(InputError, match="does not fit"):
        prove_boxes(network, make_target("x*y*z"))
    with pytest.raises(InputError, match="softmax"):
        prove_boxes(Network((*network.layers[:2], softened(network.layers[2]))), target)


def softened(layer):
    return Layer(layer.weights, layer.biases, "softmax")


@pytest.mark.parametrize(
    ("formula", "inputs", "options"),
    [
        ("sign(x*y)", 2, {"construction": "towers"}),
        ("sign(x*y)", 2, {"construction": "quadrants", "activation": "tanh"}),
        ("1e-6*sign(x*y)", 2, {"construction": "towers"}),
        ("sign(x*y*z)", 3, {"construction": "towers"}),
    ],
)
def test_a_bound_that_is_all_rounding_or_all_of_f_leaves_room_for_a_checker(
    formula, inputs, options
):
    size = 1e-6 if formula.startswith("1e-6") else 1.0
    net = uat.approximate(formula, [(-1, 1)] * inputs, tol=0.1 * size, prove=True, **options)
    verdict = check_any(json.loads(json.dumps(net.proof.to_dict())))
    assert verdict.ok, verdict.reason
