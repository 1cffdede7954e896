"""Which proofs in float32 or float16 are refused, and what is said of those that cannot be made."""

import copy

import pytest

import uat
from uat.accuracy.checker import check
from uat.accuracy.proof.enclosure import forward_rounding
from uat.base.precision import PRECISIONS
from uat.networks.activations import SIGMOID
from uat.networks.computed import rounded
from uat.networks.network import Layer, Network


@pytest.fixture(scope="module")
def ramps():
    """What is proven of ramps in float32, and in float16."""
    return {
        precision: uat.approximate(
            "sin(x)", (0, 6), construction="ramps", tol=tol, precision=precision, prove=True
        )
        for precision, tol in {"float32": 1e-3, "float16": 0.05}.items()
    }


def changed(proof, **keys):
    data = copy.deepcopy(proof.to_dict())
    data.update(keys)
    return data


@pytest.mark.parametrize(
    "value", ["float31", "FLOAT32", "float8", "float8_e4m3", None, 32, ["float32"], True, ""]
)
def test_other_precisions_are_refused(ramps, value):
    verdict = check(changed(ramps["float32"].proof, precision=value))
    assert not verdict.ok and "precision" in verdict.reason


def test_a_precision_of_fewer_digits_is_refused_and_one_of_more_is_another_claim(ramps):
    proof = ramps["float32"].proof
    assert "is no float16 number" in check(changed(proof, precision="float16")).reason
    finer = check(changed(ramps["float16"].proof, precision="float32"))
    assert finer.ok and "as float32 computes" in finer.claim


def test_a_weight_that_is_no_float32_number_is_refused(ramps):
    data = changed(ramps["float32"].proof)
    data["network"]["layers"][1]["biases"][0] += 1e-12
    assert "is no float32 number" in check(data).reason


def test_a_bound_that_leaves_out_the_rounding_is_refused(ramps):
    proof = ramps["float16"].proof
    data, lost = proof.to_dict(), ramps["float16"].error.computed.rounding
    data["boxes"]["bound"] = [max(bound - 0.5 * lost, 0.0) for bound in data["boxes"]["bound"]]
    data["lower"] = 0.0
    assert not check(data).ok


def test_an_overflow_is_refused_with_a_sentence():
    with pytest.raises(uat.InputError, match=r"overflows float16, which ends at 65504.*use more"):
        uat.approximate("exp(x)", (0, 15), construction="ramps", tol=0.2, precision="float16")
    steep = Network((Layer([[4e4]], [-4e4], SIGMOID), Layer([[1.0]], [0.0], "linear")))
    with pytest.raises(uat.InputError, match="may come up in the network"):
        forward_rounding(steep, 0.0, 2.0, PRECISIONS["float16"])
    with pytest.raises(uat.InputError, match=r"a weight of 7e.04 is beyond float16"):
        rounded(Network((Layer([[7e4]], [0.0], "linear"),)), PRECISIONS["float16"])


def test_activations_of_which_nobody_knows_are_not_proven():
    net = uat.approximate(
        "sin(x)", (0, 6), construction="steps", tol=0.2, activation="gelu", precision="float32",
        prove=True,
    )  # fmt: skip
    assert not net.error.met and "what float32 makes of gelu" in net.error.unproven


def test_what_float32_cannot_hold_is_not_met_and_the_report_says_what_would():
    net = uat.approximate("x^2", (0, 1), construction="ramps", tol=1e-6, precision="float32",
                          prove=True)  # fmt: skip
    assert net.error.met is False and net.error.computed.enough == "float64"
    assert "use --precision float64" in net.summary()
