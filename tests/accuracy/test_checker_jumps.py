"""Windows of proof files made by hand: a jump excuses what it explains, and nothing else."""

import json
import math

import pytest
from forging import ALL_ALONG, LINE, STEEP, forged, two_inputs

import uat
from uat.accuracy.checker import check
from uat.networks.network import Layer, Network

BUMP = "x + 100*exp(-((x - 0.4321)/1e-4)^2)"


@pytest.mark.parametrize(
    ("formula", "windows", "places", "words"),
    [
        (BUMP, [(0.431, 0.433)], [0.4321], "not shown to jump"),
        (BUMP + " + sign(x - 0.7)*0", [(0.431, 0.433)], [0.432], "not shown to jump"),
        ("1000*x", [(1.0, 0.001)], [0.5], "no box in the domain"),
        (BUMP, [(0.0, 1.0)], [0.5], "too much"),
        (BUMP, [(0.431, 0.431)], [0.431], "no box"),
        ("sign(x - 0.3)", [(0.4, 0.401)], [0.4005], "not shown to jump"),
        ("sign(x - 0.3)", [(-0.1, -0.09)], [-0.095], "no box in the domain"),
        ("sign(x - 0.3)", [(0.2999, 0.3001)], [0.9], "no box"),
        # steep, and a cusp, but no jumps
        ("tanh(1e18*(x - 0.3))", [(0.2999, 0.3001)], [0.3], "not shown to jump"),
        ("abs(x - 0.3)^(1/10)", [(0.2999, 0.3001)], [0.3], "not shown to jump"),
        # a bump beside a true jump, in a window wider than the network's own
        ("sign(x - 0.3) + 100*exp(-((x - 0.301)/1e-5)^2)", [(0.2999, 0.302)], [0.3], "verified"),
    ],
)
def test_a_window_without_a_jump_hides_nothing(formula, windows, places, words):
    verdict = check(forged(formula, STEEP, 0.1, windows, places))
    assert not verdict.ok and words in verdict.reason


def test_the_words_name_the_box_and_the_jump_with_all_digits():
    verdict = check(forged("x + where(x < 1.000000005, 100, 0)", LINE, 0.1, box=((1.00000001, 2),)))
    assert verdict.ok and "everywhere on [1.00000001, 2]," in verdict.reason
    step = Network((Layer([[1e12]], [-1e12 / 3], "step"), Layer([[2.0]], [-1.0], "linear")))
    windows = [(1 / 3 - 1e-12, 1 / 3 + 1e-12)]
    verdict = check(forged("sign(x - 1/3)", step, 0.01, windows, [1 / 3]))
    assert verdict.ok and f"jump at x = {1 / 3!r}," in verdict.reason


def test_a_jump_all_along_a_window_is_left_out():
    verdict = check(two_inputs("sign(y - 0.5) + 0.1*sin(9*x)", ALL_ALONG, [None, 0.5]))
    assert verdict.ok, verdict.reason
    assert "of the jump at y = 0.5" in verdict.reason


@pytest.mark.parametrize(
    ("formula", "window", "place"),
    [
        # the jump ends half way, and where it does not reach there is a bump
        ("where(x < 0.5, sign(y - 0.5), 1) + 0*y", ALL_ALONG, [None, 0.5]),
        ("sign(y - 0.5) + 100*exp(-((x - 0.77)/1e-5)^2)", ALL_ALONG, [None, 0.5]),
        ("sign(y - 0.5)*sign(x - 0.7001) + 0", ALL_ALONG, [None, 0.5]),
        ("sign(y - 0.5)", [[1.0, 0.4999], [0.0, 0.5001]], [None, 0.5]),
        ("sign(y - 0.5)", [[0.0, 0.1], [1.0, 0.1001]], [None, 0.1]),
        ("sign(y - 0.5) + 3*exp(-((y - 0.2)/1e-4)^2)", [[0.0, 0.199], [1.0, 0.201]], [None, 0.2]),
        ("x + exp(-((y - 0.3001)/1e-5)^2)", ALL_ALONG, [None, 0.5]),
    ],
)
def test_a_long_window_hides_nothing(formula, window, place):
    assert not check(two_inputs(formula, window, place)).ok


SLOW = {
    "slow": Layer([[1e6], [1e-9]], [-3e5, 0.0], "sigmoid"),
    "dead": Layer([[1e6], [1e-300]], [-3e5, 0.0], "sigmoid"),
}


@pytest.mark.parametrize("hidden", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("size", [0.001, 0.5, 1.9, 2.5, 100.0])
def test_a_jump_hides_no_bump_larger_than_itself(hidden, size):
    """However slow the network's neurons are. In the window: 2*0.1 and the jump's height of 2."""
    network = Network((hidden, Layer([[2.0, 0.0]], [-1.0], "linear")))
    f = f"sign(x - 0.3) + {size}*exp(-((x - 0.301)/1e-5)^2)"
    verdict = check(forged(f, network, 0.1, [(0.299, 0.302)], [0.3]))
    assert verdict.ok == (size < 2.2)
    if verdict.ok:
        assert "within 0.0021 of the jump at x = 0.3, where it is <= 2.21," in verdict.reason
        assert verdict.bound_at_jumps == pytest.approx(2.2, rel=2e-6)
        assert check(forged(f, network, 0.1, [(0.299, 0.3005)], [0.3])).ok == (size <= 0.1)


@pytest.mark.parametrize("size", [0.001, 100.0])
def test_a_jump_hides_no_spike_of_the_network(size):
    """A bump of the network's, 0.002 wide, within the window of a jump of 2."""
    hidden = Layer([[1e6]] * 3, [-3e5, -3.005e5, -3.015e5], "sigmoid")
    network = Network((hidden, Layer([[2.0, size, -size]], [-1.0], "linear")))
    verdict = check(forged("sign(x - 0.3)", network, 0.1, [(0.299, 0.302)], [0.3]))
    assert verdict.ok == (size < 1)


def test_a_jump_of_one_output_excuses_nothing_in_another():
    data = two_inputs("(sign(y - 0.5), 0*x + 3*exp(-((y - 0.5)/1e-5)^2))", ALL_ALONG, [None, 0.5])
    steps, gates, last = Network.from_dict(data["network"]).layers
    network = Network((steps, gates, Layer([*last.weights.tolist(), [0.0]], [-1.0, 0.0], "linear")))
    data |= {"outputs": 2, "network": network.to_dict()}
    data["boxes"] |= {"least": [[-1.0, 0.0], [1.0, 0.0]], "greatest": [[-1.0, 0.0], [1.0, 0.0]]}
    assert not check(data).ok
    verdict = check({**data, "formula": data["formula"].replace("3*exp", "0.1*exp")})
    assert verdict.ok, verdict.reason


def test_a_jump_excuses_nothing_beyond_its_ends():
    """A neuron that changes nothing, with a tiny weight for x, carries no excuse along x."""
    smooth = "tanh(1e6*(y - 0.5)) + {0}*exp(-((y - 0.5003)/1e-5)^2)*max(0, x - 0.9)"
    steps = Layer([[0.0, 65536.0], [1e-9, 0.0]], [-32768.0, 100.0], "sigmoid")
    gates = Layer([[256.0, 0.0]], [-128.0], "sigmoid")
    network = Network((steps, gates, Layer([[2.0]], [-1.0], "linear")))
    for size in (100, 0):
        f = f"where(x < 0.2, sign(y - 0.5), {smooth.format(size)})"
        data = two_inputs(f, ALL_ALONG, [None, 0.5])
        assert not check({**data, "network": network.to_dict()}).ok
    data = two_inputs("sign(y - 0.5)", ALL_ALONG, [None, 0.5])
    verdict = check({**data, "network": network.to_dict()})
    assert verdict.ok and "within 0.00039 of the jump at y = 0.5" in verdict.reason


def test_a_high_jump_excuses_nothing_beside_a_low_one():
    """The jump rises with x from 0.02 to 20, and where it is low there is a bump of 3."""
    steps = Layer([[0.0, 65536.0]], [-32768.0], "sigmoid")
    f = "0.01*sign(y - 0.5)*(1 + 999*x^8) + 3*exp(-((y - 0.5)/1e-5)^2)*max(0, 0.1 - x)*10"
    data = two_inputs(f, ALL_ALONG, [None, 0.5], bound=11.0)
    data["network"] = Network((steps, Layer([[0.0]], [0.0], "sigmoid"),
                               Layer([[0.0]], [0.0], "linear"))).to_dict()  # fmt: skip
    data["boxes"] |= {"least": [[0.0]] * 2, "greatest": [[0.0]] * 2}
    assert check(data).ok  # nothing is claimed there
    assert not check({**data, "bound": 1.0, "boxes": {**data["boxes"], "bound": [1.0] * 2}}).ok


def test_a_rise_between_neighbouring_floats_is_a_jump():
    """As docs/proof-format.md says: on the real numbers it is continuous."""
    window = [(0.29999, 0.30001)]
    assert check(forged("tanh(1e308*(x - 0.3))", STEEP, 0.01, window, [0.3])).ok
    assert not check(forged("tanh(1e50*(x - 0.3))", STEEP, 0.01, window, [0.3])).ok


def test_a_network_of_steps_is_anything_between_at_its_jump():
    proof = uat.approximate("where(x > 0.3, 1, 0)", construction="steps", tol=0.2,
                            activation="step", prove=True).proof  # fmt: skip
    assert proof.bound < 1e-12 and check(json.loads(json.dumps(proof.to_dict()))).ok


@pytest.mark.parametrize(
    ("formula", "places"),
    [
        # one jump is one, however often and at whatever last digits a file says it
        ("sign(x - 0.3) + 4*exp(-((x - 0.301)/1e-5)^2)", [0.3, 0.3 + 9 * math.ulp(0.3)]),
        ("sign(x - 0.3) + 0*sqrt((x - 0.3005)^2 - 1e-9)", [0.3]),
        ("sign(x - 0.3) + 0*log(abs(x - 0.3005))", [0.3]),
        ("sign(x - 0.3) + where(x == 0.3005, 0, 1e-9/(x - 0.3005))", [0.3]),
        ("-sign(x - 0.3)", [0.3]),
        ("sign(x - 0.3) + 3*sin(1e7*x)*exp(-((x - 0.3)/1e-4)^2)", [0.3]),
        ("sign(x - 0.3) + where(x > 0.3001, 1, 0) - where(x > 0.302, 1, 0)", [0.3]),
        ("where(x > 0.3, 1e-6/(x - 0.3), 0)", [0.3]),
        ("0.0001*sign(x - 0.3) + 100*exp(-((x - 0.301)/1e-5)^2)", [0.3]),
    ],
)
def test_a_true_jump_excuses_nothing_else_in_its_window(formula, places):
    windows = [(0.2995 - k * 1e-9, 0.3015) for k in range(len(places))]
    assert not check(forged(formula, STEEP, 0.1, windows, places)).ok


@pytest.mark.parametrize(("jump", "bump"), [(0.01, 50), (0.0, 0), (0.01, 0)])
def test_a_crossing_is_excused_by_what_borders_on_it(jump, bump):
    f = (f"sign(y - 0.5) + {jump}*sign(x - 0.40005)"
         f"+ {bump}*exp(-((y - 0.5002)/1e-5)^2)*exp(-((x - 0.40005)/1e-5)^2)")  # fmt: skip
    data = two_inputs(f, ALL_ALONG, [None, 0.5])
    windows, places = [ALL_ALONG, [[0.4, 0.49], [0.4001, 0.51]]], [[None, 0.5], [0.40005, None]]
    data["left_out"] = {"windows": windows, "places": places}
    assert check(data).ok == (jump > 0 and bump == 0)


AT_ZERO = Network((Layer([[1e6]], [0.0], "sigmoid"), Layer([[2.0]], [-1.0], "linear")))


@pytest.mark.parametrize("places", [[1e-4], [7e-4], [0.0, 1e-34], [1e-4, 1.1e-4], [0.0, 5e-5]])
def test_a_jump_at_zero_is_one_jump(places):
    """Floats near 0 lie far closer to each other than the two points that prove a jump there."""
    windows = [(-1e-3 - k * 1e-9, 1.5e-3) for k in range(len(places))]
    for bump, holds in ((4, False), (2, True)):
        f = f"sign(x) + {bump}*exp(-((x - 0.001)/1e-5)^2)"
        verdict = check(forged(f, AT_ZERO, 0.1, windows, places, ((-1.0, 1.0),)))
        assert verdict.ok == holds, verdict.reason
    assert "of the jump at x = 0, where it is <= 2.21," in verdict.reason


@pytest.mark.parametrize(
    "formula", ["x + 0.2*sin(1e100*x)", "x + 0.2*mod(floor(1e9*x), 2)", "x + floor(1e14*x)/1e15"]
)
def test_a_window_of_endless_jumps_is_refused_in_time(formula):
    verdict = check(forged(formula, LINE, 0.3, [(0.3, 0.301)], [0.3005]))
    assert not verdict.ok and verdict.seconds < 100
