"""Networks on one side of f: as few pieces as theory says, proven, drawn, and said."""

import json
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.accuracy.proof import Proof, check
from uat.cli import main
from uat.plots.tube import plot_tube

ULPS = 2.0**-47  # of |f|: a few dozen roundings, as in `Error.noise`


def gap(net, count=20_011):
    """Network - f on a grid that is not the program's own."""
    (a, b) = net.target.box[0]
    x = a + (b - a) * (np.arange(count) + 0.37) / count
    return net(x) - net.target(x)


def asked(side, **options):
    return {side: True, **options}


# A chord of x² over a link of length h is h²/4 above it, and a tangent as much below: n links of
# [0, 1] are within 1/(4n²). A staircase of a function that rises by 1 takes 1/tol pieces.
@pytest.mark.parametrize("side", ["above", "below"])
@pytest.mark.parametrize(
    ("construction", "tol", "pieces"),
    [("ramps", 0.01, 5), ("ramps", 1 / 36, 3), ("ramps", 0.011, 5), ("steps", 0.01, 100)],
)
def test_as_few_pieces_as_the_law_says(side, construction, tol, pieces):
    net = uat.approximate("x^2", **asked(side, construction=construction, tol=tol))

    assert net.partition.pieces == pieces and net.is_fewest
    assert net.error.met and net.error.beyond <= net.error.rounding
    inside = gap(net) if side == "above" else -gap(net)
    assert inside.min() >= -ULPS and inside.max() <= tol + ULPS


@pytest.mark.parametrize("side", ["above", "below"])
@pytest.mark.parametrize("construction", ["bumps", "steps", "ramps"])
@pytest.mark.parametrize("f", ["nielsen", "sqrt", "weierstrass"])
def test_the_network_is_on_its_side_everywhere(side, construction, f):
    net = uat.approximate(f, **asked(side, construction=construction, tol=0.2))

    inside = gap(net) if side == "above" else -gap(net)
    assert inside.min() >= -4 * ULPS and inside.max() <= 0.2 + 4 * ULPS
    assert net.error.met
    assert net.error.max == pytest.approx(np.abs(gap(net)).max(), rel=0.05)


def test_a_table_too(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("x,y\n0,1\n1,3\n2,2\n3,5\n")
    net = uat.approximate(str(file), above=True, construction="ramps", tol=0.5)

    assert gap(net).min() >= -8 * ULPS and gap(net).max() <= 0.5 + 8 * ULPS


@pytest.mark.parametrize(
    ("side", "claim"),
    [
        ("above", "0 <= network - f <= 0.02 everywhere on [0, 1]"),
        ("below", "-0.02 <= network - f <= 0 everywhere on [0, 1]"),
    ],
)
@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_a_proof_says_which_side_and_the_checker_agrees(tmp_path, side, claim, construction):
    net = uat.approximate("nielsen", **asked(side, construction=construction, tol=0.02, prove=True))
    file = tmp_path / "proof.json"
    net.proof.save(file)
    verdict = check(json.loads(file.read_text()))

    assert verdict.ok and verdict.claim == claim
    assert Proof.load(file).to_dict() == net.proof.to_dict()
    assert net.error.proven <= 0.02
    again = net.prove()
    assert check(again).ok and again.offset == net.proof.offset


def test_no_forged_side_passes():
    net = uat.approximate("x^2", above=True, construction="ramps", tol=0.02, prove=True)
    data = net.proof.to_dict()

    assert check(data).ok
    for offset in (-data["offset"], 0.0, 2 * data["offset"], data["offset"] * (1 + 1e-2)):
        assert not check({**data, "offset": offset}).ok
    for offset in ("0.01", True, None, [0.01]):
        assert "offset" in check({**data, "offset": offset}).reason
    assert not check({**data, "formula": "x^2 + 0.011"}).ok


def test_an_offset_is_for_one_input_only():
    data = uat.approximate("x*y", tol=0.3, construction="ridges", prove=True).proof.to_dict()

    assert check(data).ok
    assert "only a proof of one input" in check({**data, "offset": 0.01}).reason


def test_what_the_verdict_writes_is_implied_by_what_was_checked():
    """The ends are offset - bound, rounded down, and offset + bound, rounded up."""
    net = uat.approximate("x^2", above=True, construction="ramps", tol=0.03, prove=True)
    data = net.proof.to_dict()
    data["bound"] = 0.0157
    low, *_, high = check(data).claim.split(" everywhere")[0].split()

    assert Fraction(low) <= Fraction(data["offset"]) - Fraction(data["bound"])
    assert Fraction(high) >= Fraction(data["offset"]) + Fraction(data["bound"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"above": True, "below": True}, "choose one"),
        ({"above": True, "neurons": 10}, "needs a tolerance"),
        ({"below": True, "activation": "linear"}, "straight line"),
        ({"above": True, "construction": "folds"}, "both sides"),
        ({"f": "x*y", "below": True}, "one input, not 2"),
    ],
)
def test_requests_without_meaning(options, words):
    with pytest.raises(uat.InputError, match=words):
        uat.approximate(options.pop("f", "x"), **options)


def test_a_miss_is_said_and_exits_3():
    ran = CliRunner().invoke(main, ["approximate", "x", "--above", "--steepness", "3"])

    assert ran.exit_code == 3
    assert "NOT everywhere above f, by at most 0.01" in ran.stdout


def test_the_report_the_data_and_the_next_command():
    ran = CliRunner().invoke(main, ["approximate", "x^2", "--tol", "0.01", "--below"])
    data = CliRunner().invoke(main, ["approximate", "x^2", "--tol", "0.01", "--below", "--json"])

    assert "nowhere found above f, nor below it by more than 0.01" in ran.stdout
    assert "--with steps --tol 0.01 --below\n" in ran.stdout
    error = json.loads(data.stdout)["error"]
    assert error["side"] == "below" and 0 <= error["beyond"] < 1e-12 and error["max"] <= 0.0100001


def test_others_stay_on_the_same_side():
    net = uat.approximate("x^2", above=True, tol=0.01)

    assert net.others["steps"] == 99  # of 100 pieces
    ramps = uat.approximate("x^2", above=True, tol=0.01, construction="ramps")
    assert net.others["ramps"] == ramps.network.neurons


@pytest.mark.parametrize(("side", "ends"), [("above", (0.0, 0.1)), ("below", (-0.1, 0.0))])
def test_the_tube_is_drawn_on_its_side(side, ends):
    net = uat.approximate("sin(7*x)", **asked(side, construction="ramps", tol=0.1))
    axes = plot_tube(net)
    band = axes.collections[0].get_paths()[0].vertices

    inside = band[(band[:, 0] > 0) & (band[:, 0] < 1)]
    away = inside[:, 1] - net.target(inside[:, 0])
    assert (away.min(), away.max()) == pytest.approx(ends, abs=1e-9)
    plt.close("all")


def test_witnesses_are_those_of_the_tube_beside_f():
    net = uat.approximate("x^2", above=True, construction="ramps", tol=0.01)

    assert net.minimum().neurons == 5 and net.minimum().tolerance == 0.005


def test_fewer_digits_are_said_and_counted_on_one_side_too():
    options = {"construction": "ramps", "precision": "float32", "prove": True}
    net = uat.approximate("x^2", above=True, tol=0.01, **options)
    x = np.linspace(0, 1, 2001, dtype=np.float32)
    hidden, last = net.network.layers
    weights, read = (np.asarray(layer.weights, np.float32) for layer in (hidden, last))
    z = np.maximum(x[:, None] * weights[:, 0] + hidden.biases.astype(np.float32), 0)
    inside = (z @ read[0] + np.float32(last.biases[0])).astype(float) - x.astype(float) ** 2

    assert net.error.computed.rounding > 0 and net.error.met
    assert inside.min() >= -net.error.rounding and inside.max() <= net.error.proven
    assert "as float32 computes it" in net.summary() and "  minimum" not in net.summary()
    tiny = uat.approximate("x^2", below=True, tol=0.1, **{**options, "precision": "float8"})
    assert "<= 0 at all 57 float8_e4m3 numbers in it" in tiny.summary()


def test_what_rounding_takes_stands_apart_in_the_sentence():
    net = uat.approximate("-x", above=True, tol="10%")

    assert net.error.max > 0.05 and "0.1, 10 % of f's range (" in net.summary()
    assert net.summary().split("range (")[1].split("\n")[0].endswith(" of rounding aside)")
