"""No lie passes: a proof is checked by other means, and every change to it is noticed."""

import copy
import json

import numpy as np
import pytest
from proving import proved

import uat
from uat.accuracy.proof import Proof, check
from uat.base.errors import InputError
from uat.exchange.load import load


@pytest.fixture(scope="module")
def honest():
    return proved(uat.approximate("sine", construction="ramps", tol=0.01)).to_dict()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("nielsen", {"construction": "ramps", "tol": 0.01}),
        ("sqrt", {"construction": "ramps", "tol": 0.01}),
        ("nielsen", {"construction": "steps", "tol": 0.05}),
        ("sine", {"construction": "steps", "tol": 0.1, "activation": "tanh"}),
        ("sine", {"construction": "steps", "tol": 0.1, "activation": "step"}),
        ("nielsen", {"construction": "bumps", "neurons": 20, "output": "sigmoid"}),
        ("floor(5*x) + x", {"construction": "steps", "tol": 0.1}),
        ("where(x > 0.3, 1, 0)", {"construction": "bumps", "tol": 0.1}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_true_proof_passes_after_a_round_trip(name, options):
    proof = proved(uat.approximate(name, **options))
    verdict = check(json.loads(json.dumps(proof.to_dict(), allow_nan=False)))

    assert verdict, verdict.reason
    assert verdict.bound == proof.bound
    assert verdict.boxes == proof.boxes.left.size


def tampered(data, change):
    changed = copy.deepcopy(data)
    change(changed)
    return changed


def _shrink_bound(data):
    data["bound"] *= 0.9


def _shrink_one_box(data):
    worst = int(np.argmax(data["boxes"]["bound"]))
    data["boxes"]["bound"][worst] *= 0.98


def _shrink_all(data):
    data["boxes"]["bound"] = [0.97 * bound for bound in data["boxes"]["bound"]]
    data["bound"] *= 0.97
    data["lower"] = 0.0


def _remove_a_box(data):
    for column in data["boxes"].values():
        del column[len(column) // 2]


def _shorten_the_last_box(data):
    data["boxes"]["right"][-1] -= 1e-12


def _change_a_weight(data):
    data["network"]["layers"][1]["weights"][0][3] += 1.0


def _change_the_formula(data):
    data["formula"] = "sin(2*pi*x) + 0.005"


def _widen_the_domain(data):
    data["box"] = [[0.0, 1.5]]


def _leave_half_out(data):
    data["left_out"] = {"windows": [[[0.0], [0.5]]], "places": [[0.25]]}


def _claim_too_much(data):
    data["lower"] = 0.999999 * data["bound"]


def _not_a_number(data):
    data["boxes"]["bound"][0] = float("nan")


def _cut_off_columns(data):
    data["boxes"]["left"].pop()


def _rename(data):
    data["format"] = "something"


def _deepen(data):
    data["network"]["layers"].insert(1, {"activation": "relu", "weights": [[1.0]], "biases": [0]})


@pytest.mark.parametrize(
    "change",
    [
        _shrink_bound,
        _shrink_one_box,
        _shrink_all,
        _remove_a_box,
        _shorten_the_last_box,
        _change_a_weight,
        _change_the_formula,
        _widen_the_domain,
        _leave_half_out,
        _claim_too_much,
        _not_a_number,
        _cut_off_columns,
        _rename,
        _deepen,
    ],
)
def test_a_tampered_proof_is_refused(honest, change):
    verdict = check(tampered(honest, change))

    assert not verdict.ok
    assert verdict.reason


def test_a_proof_of_another_network_is_refused(honest):
    other = uat.approximate("sine", construction="ramps", tol=0.02).network
    honest = {**honest, "network": other.to_dict(), "lower": 0.0}

    assert not check(honest)


def test_a_proof_is_saved_and_loaded(honest, tmp_path):
    proof = Proof.from_dict(honest)
    proof.save(tmp_path / "proof.json")

    assert Proof.load(tmp_path / "proof.json").to_dict() == honest
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(InputError, match="not a proof file"):
        Proof.load(tmp_path / "broken.json")


@pytest.mark.parametrize("field", ["bound", "lower", "seconds"])
def test_a_proof_with_an_endless_number_is_no_proof(field, tmp_path):
    data = uat.approximate("x", construction="ramps", tol=0.1, prove=True).proof.to_dict()
    data[field] = 10**400
    with pytest.raises(InputError, match="not a proof file"):
        Proof.from_dict(data)
    (tmp_path / "net.json").write_text(
        json.dumps({"format": "uat-network", "version": 1, "layers": [
            {"activation": "relu", "weights": [[10**400]], "biases": [0.0]}]})
    )  # fmt: skip
    with pytest.raises(InputError, match="a layer takes real numbers"):
        load(tmp_path / "net.json")


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "arctan"])
def test_neurons_that_cancel_each_other_take_no_rows(activation):
    """One bump ends where the next begins: beside the jump the network does not move."""
    net = uat.approximate(
        "where(x > 0.3, 1, 0)", construction="bumps", tol=0.1, activation=activation
    )
    assert proved(net).boxes.left.size <= 3 * net.network.neurons


def test_a_long_check_says_where_it_is():
    said = []
    proof = proved(uat.approximate("sin(x)", (0, 6), construction="ramps", tol=1e-4))
    assert check(proof.to_dict(), said.append).ok
    places = [float(text.split("= ")[1].split()[0]) for text in said if " now from x" in text]
    assert len(places) > 2 and places == sorted(places)
