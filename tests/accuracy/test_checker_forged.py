"""Proof files made by hand to deceive: each is refused, with a sentence that names the place."""

import copy
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner
from forging import ALL_ALONG, HONEST, LINE, STEEP, deep, forged, two_inputs

import uat
from uat.accuracy.checker import check, read_file
from uat.accuracy.proof import prove
from uat.base.errors import InputError
from uat.cli import main
from uat.functions.target import make_target
from uat.networks.network import Layer, Network


@pytest.mark.parametrize("more", ["+ 0.5", "- 0.5", "+ 0.5*x", "- 0.5*x"])
def test_a_function_that_is_too_high_or_too_low_is_refused(more):
    """On all of the box or on some of it, of one and of two inputs."""
    assert check(forged("x + 0")).ok and not check(forged(f"x {more}")).ok
    step = "sign(y - 0.5)"
    assert check(two_inputs(f"{step} + 0*x", ALL_ALONG, [None, 0.5])).ok
    assert not check(two_inputs(f"{step} {more}", ALL_ALONG, [None, 0.5])).ok


def test_a_true_file_made_by_hand_is_accepted():
    assert check(forged("x + 0.29*sin(9*x)")).ok
    verdict = check(forged("sign(x - 0.3)", STEEP, 0.01, [(0.29999, 0.30001)], [0.3]))
    words = "but within 1.1e-05 of the jump at x = 0.3, where it is <= 2.03,"
    assert verdict.ok and words in verdict.reason


@pytest.mark.parametrize(
    "formula",
    [
        "x + 0*sqrt(x - 0.9)", "x + 0*log(x)", "x + 0/x", "x + 0*asin(3*x)", "x + 0*tan(2*x)",
        "x + 0*gamma(x - 0.5)", "x + 0*log(x - 0.5)^2", "x + 0*min(x, sqrt(x - 0.1))",
        "x + 0*where(x > 0.5, sqrt(x - 0.6), 0)", "x + 0*acosh(x)", "x + 0*mod(x, 0)",
        "x + 0*(x - 0.5)^(1/3)", "x + 0*x^-1", "x + 0*1e999", "x + 0*log(1 - x)",
        "x + 0*(x - 0.5)^-2", "x + 0*atanh(x)", "x + (0 if x < 2 else 0)*sqrt(-1)",
        "x + 0*cot(x)", "x + 0*log1p(-x)", "x + 0*sqrt((x - 0.5)^3)", "x + 0*sec(2*x)",
    ],
)  # fmt: skip
def test_a_formula_that_is_not_defined_everywhere_is_refused(formula):
    verdict = check(forged(formula))
    assert not verdict.ok and "finite number for x" in verdict.reason


@pytest.mark.parametrize(
    "formula",
    [
        "x + 0*sqrt(x)", "x + 0*(x^2)^(1/3)", "x + 0*sqrt(1 - x^2)", "x + 0*asin(x)",
        "x + 0*where(x > 0.5, sqrt(x - 0.5), 0)", "x + 0*where(x > 1/3, sqrt(x - 1/3), 0)",
        "x + 0*where(x != 0, sin(x)/x, 1)", "x + 0*atan2(x, 0)", "x + 0*x^0.5", "x + 0*tan(x)",
        "x + 0*gamma(x + 0.1)", "x + 0*max(x, 0)^0.3", "x + 0*acosh(1 + x)",
        "x + 0*sqrt(x*(1 - x))", "x + 0*sqrt(x - x^2)",
    ],
)  # fmt: skip
def test_a_formula_that_is_defined_everywhere_is_accepted(formula):
    verdict = check(forged(formula))
    assert verdict.ok, verdict.reason


@pytest.mark.parametrize(
    "change",
    [
        {"version": 1}, {"version": "2"}, {"format": "x"}, {"kind": "boxes"}, {"kind": 3},
        {"bound": math.nan}, {"bound": math.inf}, {"bound": 10**400}, {"bound": True},
        {"bound": "0.3"}, {"bound": None}, {"bound": -1.0}, {"lower": 0.31}, {"lower": -0.1},
        {"at": []}, {"at": [2.0]}, {"at": [math.nan]}, {"box": [[1.0, 0.0]]}, {"box": [[0.0]]},
        {"box": [[0.0, 1.0], [0.0, 1.0]]}, {"box": [[-1.0, 1.0]]}, {"names": []}, {"names": ["y"]},
        {"names": ["x", "x"]}, {"outputs": 2}, {"outputs": 1.5}, {"lipschitz": 5.0},
        {"formula": None}, {"formula": "x +"}, {"formula": "(x, x)"}, {"formula": "x" * 10**6},
        {"network": None}, {"network": {}}, {"network": deep(1.0)}, {"excluded": [[0.0, 1.0]]},
        {"left_out": None}, {"left_out": {"windows": [], "places": [[0.5]]}},
        {"boxes": {"left": [], "right": [], "bound": []}}, {"boxes": []},
        {"boxes": {"left": [0.0], "right": [0.9], "bound": [0.3]}},
        {"boxes": {"left": [0.1], "right": [1.0], "bound": [0.3]}},
        {"boxes": {"left": [0.0], "right": [1.0], "bound": [0.31]}},
        {"boxes": {"left": [0.0, 0.5], "right": [math.nextafter(0.5, 0), 1.0], "bound": [0.3] * 2}},
        {"boxes": {"left": [1.0], "right": [0.0], "bound": [0.3]}},
        {"boxes": {"left": deep(0.0), "right": [1.0], "bound": [0.3]}},
    ],
    ids=lambda change: str(next(iter(change)))[:20],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused_with_a_sentence(change):
    assert check(HONEST).ok
    verdict = check({**HONEST, **change})
    assert not verdict.ok and verdict.reason and len(verdict.reason) < 1000


@pytest.mark.parametrize("data", [None, 3, [], "text", {}, [HONEST], {"format": "uat-proof"}])
def test_what_is_no_proof_at_all_is_refused(data):
    assert not check(data).ok


def test_a_proof_of_the_first_version_is_to_be_proven_again():
    assert "prove it again" in check({**HONEST, "version": 1}).reason


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "uat-proof", "format": "uat-proof"}', '{"bound": NaN}', '{"bound": Infinity}',
        '{"bound": -Infinity}', "[" * 100_000, "{", "", '{"a": ' * 50_000, "\ufeff{}",
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_damaged_file_gives_a_sentence(text, tmp_path):
    (tmp_path / "proof.json").write_text(text)
    with pytest.raises(InputError, match="not a proof file"):
        read_file(tmp_path / "proof.json")


def test_numbers_beyond_float64_are_refused(tmp_path):
    text = json.dumps(HONEST).replace('"bound": 0.3,', '"bound": 1e999,')
    (tmp_path / "proof.json").write_text(text)
    assert not check(read_file(tmp_path / "proof.json")).ok


def test_a_changed_weight_by_one_ulp_changes_the_digest():
    changed = copy.deepcopy(HONEST)
    weights = changed["network"]["layers"][0]["weights"]
    weights[0][0] = math.nextafter(weights[0][0], 2)
    assert check(changed).network != check(HONEST).network


def test_the_command_says_of_what_and_refuses_a_proof_of_something_else(tmp_path):
    net = uat.approximate("x^2", construction="ramps", tol=0.1, prove=True)
    path, other = tmp_path / "proof.json", tmp_path / "other.json"
    net.proof.save(path)
    net.network.save(tmp_path / "net.json")
    LINE.save(other)
    run = CliRunner()

    said = run.invoke(main, ["check", str(path)])
    assert said.exit_code == 0
    assert said.output.startswith("holds: |f - network| <= ")
    for words in ("function   x^2", "box        x in [0.0, 1.0]", repr(net.network)):
        assert words in said.output
    plain = json.loads(run.invoke(main, ["check", str(path), "--json"]).output)
    assert plain["ok"] and plain["bound"] == net.proof.bound

    right = ["--function", "x^2", "-d", "0:1", "--network", str(tmp_path / "net.json")]
    assert run.invoke(main, ["check", str(path), *right]).exit_code == 0
    for wrong in (["--function", "x^3"], ["-d", "0:2"], ["--network", str(other)]):
        result = run.invoke(main, ["check", str(path), *wrong])
        assert result.exit_code == 1 and "the proof is " in result.output


def test_ridges_are_checked_on_any_cover():
    hidden = Layer([[1.0, -1.0], [0.0, 1.0]], [0.0, 0.0], "relu")
    network = Network((hidden, Layer([[1.0, 1.0]], [0.1], "linear")))
    proof = prove(network, make_target("max(x, y) + 0.3*sin(3*x)", [(0, 1), (0, 1)])).to_dict()
    zero = [[0.0]]
    whole = {"low": [[0.0, 0.0]], "high": [[1.0, 1.0]], "bound": [proof["bound"]],
             "least": zero, "greatest": zero}  # fmt: skip
    assert check({**proof, "boxes": whole}).ok
    lower = {**proof, "bound": 0.999 * proof["lower"], "lower": 0.0}
    assert not check({**lower, "boxes": {**whole, "bound": [lower["bound"]]}}).ok


ESCAPES = "\x1b[2J\x1b]0;x\x07\u202e\nholds: all\r"


@pytest.mark.parametrize(
    "change",
    [
        {"function": "x" + ESCAPES}, {"formula": "x" + ESCAPES},
        {"formula": HONEST["formula"] + "\n\n"},
        {"names": ["x" + ESCAPES]}, {"kind": ESCAPES}, {"version": ESCAPES}, {ESCAPES: 1},
        {"bound": ESCAPES}, {"at": [ESCAPES]}, {"function": "x" * 10**6},
        {"network": {**HONEST["network"], "layers": [
            {**HONEST["network"]["layers"][0], "activation": "z" + ESCAPES},
            HONEST["network"]["layers"][1]]}},
    ],
    ids=lambda change: ascii(next(iter(change)))[:12],
)  # fmt: skip
def test_a_verdict_does_nothing_to_a_terminal(change):
    lines = check({**HONEST, **change}).lines()
    assert len(lines) <= 4 and sum(map(len, lines)) < 2000
    assert not any(char in line for line in lines for char in "\x1b\x07\r\n\u202e")


@pytest.mark.parametrize("value", [1e308, -1.7e308, 5e-324])
def test_weights_that_overflow_give_a_verdict_and_no_warning(value):
    for hidden in (Layer([[value]], [0.0], "relu"), Layer([[1.0]], [value], "gelu")):
        network = Network((hidden, Layer([[1.0]], [0.0], "linear")))
        assert not check(forged("x + 9", network)).ok
    data = two_inputs("sign(y - 0.5)", ALL_ALONG, [None, 0.5])
    data["network"]["layers"][1]["weights"][0][0] = value
    assert not check(data).ok


@pytest.mark.parametrize(
    ("part", "defined"),
    [
        ("where(x > y, sqrt(x - y), 0)", True), ("0 if x < 2*y else (x - 2*y)^0.5", True),
        ("sqrt(y - x) if x <= y else 0", True),
        ("where(x > y, where(x > 0.5, sqrt(x - y), 1), 0)", True),
        ("where(x > y, sqrt(y - x), 0)", False), ("where(x > y, 0, sqrt(x - y))", False),
        ("where(x > y, sqrt(x - y - 0.001), 0)", False),
        ("where(x > y - 0.1, sqrt(x - y), 0)", False),
        ("where(x != y, sqrt(x - y), 0)", False), ("where(x > y, 0, 0)*sqrt(x - y)", False),
        ("sqrt(where(x > y, x - y, x - y))", False),
    ],
)  # fmt: skip
def test_a_branch_is_taken_where_its_condition_holds(part, defined):
    """Along a slanted line there are more floats than can be looked at one by one."""
    verdict = check(two_inputs(f"sign(y - 0.5) + 0*({part})", ALL_ALONG, [None, 0.5]))
    assert verdict.ok == defined and (defined or "finite number" in verdict.reason)


def test_a_bound_that_needs_endless_halvings_is_refused_in_time():
    f = f"(sign(y - 0.5), {'0.195*sin(1e9*x*y) + 0*'}{'(x + y)'})"
    data = two_inputs(f, ALL_ALONG, [None, 0.5])
    steps, gates, last = Network.from_dict(data["network"]).layers
    network = Network((steps, gates, Layer([*last.weights.tolist(), [0.0]], [-1.0, 0.0], "linear")))
    data |= {"outputs": 2, "network": network.to_dict()}
    data["boxes"] |= {"least": [[-1.0, 0.0], [1.0, 0.0]], "greatest": [[-1.0, 0.0], [1.0, 0.0]]}
    verdict = check(data)
    assert not verdict.ok and verdict.seconds < 100


def test_hard_gates_whose_sums_float64_rounds_are_refused():
    """The sum is 2**-24 and the gate on; added up from left to right it is below 0, and off."""
    large, grain, count = 2.0**20 - 5 * 2.0**-24, 2.0**-24, 3000
    gate = [large] * count + [grain] + [-large] * count
    assert math.fsum(gate) > 0 > sum(np.float64(weight) for weight in gate)
    steps = Layer([[0.0, 1.0]] * len(gate), [1.0] * len(gate), "step")
    network = Network((steps, Layer([gate], [0.0], "step"), Layer([[1.0]], [0.0], "linear")))
    data = two_inputs("1 + 0*y", ALL_ALONG, [None, 0.5])
    data |= {"network": network.to_dict(), "left_out": {"windows": [], "places": []}}
    data["boxes"] = {"low": [[0.0, 0.0]], "high": [[1.0, 1.0]], "bound": [0.1],
                     "least": [[1.0]], "greatest": [[1.0]]}  # fmt: skip
    assert "float64 rounds" in check(data).reason
    few = Layer([[2.0**18] + [-1.0] * (len(gate) - 1)], [0.0], "step")
    true = Network((steps, few, network.layers[2]))
    assert check({**data, "network": true.to_dict()}).ok


@pytest.mark.parametrize("place", ["network", "layer", "weights", "left_out"])
def test_keys_that_mean_nothing_are_refused_wherever_they_are(place):
    data = copy.deepcopy(HONEST)
    layer = data["network"]["layers"][0]
    layer["weights"] = {"shape": [1, 1], "rows": [0], "columns": [0], "values": [1.0]}
    assert check(data).ok
    inside = {"network": data["network"], "layer": layer, "weights": layer["weights"],
              "left_out": data["left_out"]}[place]  # fmt: skip
    inside["skip"] = [1.0]
    assert "'skip' means nothing" in check(data).reason


def test_what_would_fill_the_memory_is_refused_first():
    assert "fit together" in check({**HONEST, "outputs": 10**9}).reason
    data = copy.deepcopy(HONEST)
    nothing = {"rows": [], "columns": [], "values": []}
    many = [0.0] * 20_000
    data["network"]["layers"] = [
        {"activation": "relu", "weights": {"shape": [20_000, 1], **nothing}, "biases": many},
        {"activation": "relu", "weights": {"shape": [20_000] * 2, **nothing}, "biases": many},
        {"activation": "linear", "weights": {"shape": [1, 20_000], **nothing}, "biases": [0.0]},
    ]
    assert "more weights" in check(data).reason


@pytest.mark.parametrize("formula", ["x) + (0", "x) - 0.1 + (0.1", "(x"])
def test_a_proof_with_an_offset_is_about_a_formula_as_it_stands(formula):
    """A pair of brackets around it, to add the offset, does not make a formula of it."""
    data = forged("x", bound=0.01) | {"offset": 0.005}
    assert check(data).ok
    assert not check(data | {"formula": formula, "function": formula}).ok
