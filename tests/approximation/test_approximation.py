"""The front door: the known minimum for the test functions, the tolerance for any function."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import uat


def dense_error(net, count=400_001):
    """|network - f| on a grid of its own, straight from the defining forward pass."""
    (a, b) = net.target.box[0]
    x = np.linspace(a, b, count)
    for left, right in net.error.left_out.intervals:
        x = x[(x < left) | (x > right)]
    worst = 0.0
    for part in np.array_split(x, max(1, count * net.network.neurons // 10**7)):
        values = net.network.forward(part[:, None])[:, 0]
        worst = max(worst, float(np.abs(values - net.target(part)).max()))
    return worst


waves = st.tuples(st.floats(-3, 3), st.floats(0.3, 25), st.floats(0, 6))


@settings(deadline=None, max_examples=25)
@given(
    terms=st.lists(waves, min_size=1, max_size=4),
    kinks=st.lists(waves, max_size=2),
    jump=st.one_of(st.none(), st.floats(0.1, 0.9)),
    construction=st.sampled_from(["steps", "bumps", "ramps"]),
    box=st.sampled_from([(0.0, 1.0), (-3.0, 2.0), (1e3, 1e3 + 5)]),
)
def test_functions_that_nobody_listed(terms, kinks, jump, construction, box):
    """The tolerance holds on a grid that the code does not know; steps obey the law TV/(2 tol)."""
    a, b = box

    def f(x):
        t = (x - a) / (b - a)
        value = sum(c * np.sin(k * t + p) for c, k, p in terms)
        value = value + sum(c * np.abs(np.sin(k * t + p)) for c, k, p in kinks)
        return value + (0.0 if jump is None or construction != "steps" else 1.0 * (t > jump))

    x = np.linspace(a, b, 200_001)
    y = f(x)
    assume(np.ptp(y) > 0.1)
    tol = 0.02 * np.ptp(y)
    net = uat.approximate(f, box, construction=construction, tol=tol)
    assert net.error.met
    assert dense_error(net, 50_001) <= tol * (1 + 1e-6)
    if construction == "steps":
        assert net.network.neurons <= np.abs(np.diff(y)).sum() / (2 * tol)


@settings(deadline=None, max_examples=20)
@given(neurons=st.integers(0, 60), key=st.sampled_from(["nielsen", "sine", "runge", "chirp"]))
def test_a_budget_is_kept_and_used_well(neurons, key):
    net = uat.approximate(key, construction="steps", neurons=neurons)
    assert net.network.neurons <= neurons
    assert net.error.max == pytest.approx(net.partition.error, rel=1e-5)
    again = uat.approximate(key, construction="steps", tol=0.999 * net.partition.error)
    assert again.network.neurons > neurons


@pytest.mark.parametrize(
    ("heights", "deviation", "passes"),
    [("midpoint", 0.513, False), ("mean", 0.39, True), ("median", 0.372, True)],
)
def test_nielsens_challenge(heights, deviation, passes):
    net = uat.approximate("nielsen", neurons=10, output="sigmoid", steepness=1000, heights=heights)
    assert net.network.widths == (1, 10, 1)
    assert net.error.hidden_mean == pytest.approx(deviation, abs=0.004)
    assert (net.error.hidden_mean < 0.405) is passes


def test_too_little_steepness_is_reported_not_hidden():
    net = uat.approximate("nielsen", construction="steps", tol=0.01, steepness=10)
    assert net.error.met is False
    assert net.error.max == pytest.approx(dense_error(net), rel=1e-6)


def highest_crossing(net):
    """How much the network changes, at most, from one side of a window to the other."""
    half = 40 / net.steepness
    cuts = np.concatenate([partition.cuts for partition in net.partitions])
    return np.abs(net(cuts + half) - net(cuts - half)).max()


@pytest.mark.parametrize("copies", [2, 4])
def test_overlapping_copies_make_each_crossing_lower(copies):
    """M copies of 20 bumps cross each window with 1/M of the height that one copy has."""
    neurons = 2 * (20 + (copies - 1) * 21)
    one = uat.approximate("sine", neurons=40, steepness=1e5)
    several = uat.approximate("sine", neurons=neurons, overlap=copies, steepness=1e5)
    assert several.network.neurons == neurons
    # Shifted copies cut elsewhere, so their highest crossing may differ by a fraction of a piece.
    assert highest_crossing(several) == pytest.approx(highest_crossing(one) / copies, rel=0.05)


def test_overlap_meets_a_tolerance():
    net = uat.approximate("sine", tol=0.05, overlap=4)
    assert net.error.met
    assert dense_error(net) <= 0.05 * (1 + 1e-6)


@pytest.mark.parametrize("activation", ["tanh", "arctan", "step"])
def test_other_activations_meet_the_tolerance_with_as_few_neurons(activation):
    net = uat.approximate("nielsen", construction="steps", tol=0.03, activation=activation)
    assert net.network.neurons == 28
    assert net.error.met
    assert dense_error(net, 20_001) <= 0.03 * (1 + 1e-6)


def test_sigmoid_output_meets_the_tolerance():
    for construction in ("steps", "bumps"):
        net = uat.approximate("nielsen", construction=construction, tol=0.03, output="sigmoid")
        assert net.error.met
        assert net.network.layers[-1].activation.name == "sigmoid"
        assert dense_error(net, 50_001) <= 0.03 * (1 + 1e-6)


def test_a_jump_is_met_outside_its_window_and_named():
    net = uat.approximate(lambda x: -1.0 if x < 0.3 else x, construction="steps", tol=0.1)
    assert net.error.met
    ((left, right),) = net.error.left_out.intervals
    assert left < 0.3 < right
    assert right - left < 1e-3


def test_equal_bumps_on_an_odd_jump_report_the_miss():
    net = uat.approximate(lambda x: np.where(x < 0.5**0.5, 0.0, 1.0), tol=0.1)
    assert net.error.met is False


@pytest.mark.parametrize(
    ("f", "box", "construction", "neurons"),
    [
        ("sign(x)", (-1, 2), "steps", 1),
        ("sign(x)", (-1, 2), "bumps", 6),
        ("floor(5*x)", (0, 1), "steps", 4),
        ("floor(5*x)", (0, 1), "bumps", 10),
        ("where(x == 0, 5, 1)", (-1, 1), "steps", 0),
    ],
)
def test_lone_values_cost_no_neurons(f, box, construction, neurons):
    net = uat.approximate(f, box, construction=construction, tol=0.1)
    assert net.network.neurons == neurons
    assert net.error.met


@pytest.mark.parametrize("value", [0.0, 3.0, -1e300, 1e-300])
def test_a_constant_needs_no_neuron(value):
    net = uat.approximate(lambda x: value, construction="steps")
    assert net.network.neurons == 0
    assert net.error.max == 0.0
    assert float(net(0.5)) == value


@pytest.mark.parametrize("scale", [1e-300, 1e-12, 1e12, 1e300])
def test_any_scale(scale):
    net = uat.approximate(lambda x: scale * np.sin(5 * x), construction="steps")
    assert net.error.met
    assert net.network.neurons == uat.approximate("sin(5*x)", construction="steps").network.neurons


def test_the_call_is_the_networks_forward_pass():
    net = uat.approximate("nielsen", neurons=50)
    x = np.linspace(0, 1, 1001)
    np.testing.assert_allclose(net(x), net.network.forward(x[:, None])[:, 0], atol=1e-13)
    assert net(x.reshape(7, 11, 13)).shape == (7, 11, 13)


def test_pieces_are_steps_or_bumps_with_the_networks_places():
    steps = uat.approximate("nielsen", construction="steps", tol=0.03)
    layer = steps.network.layers[0]
    np.testing.assert_allclose(
        [piece.position for piece in steps.pieces], -layer.biases / layer.weights[:, 0], rtol=1e-12
    )
    bumps = uat.approximate("nielsen", neurons=20)
    assert len(bumps.pieces) == 10
    assert all(isinstance(piece, uat.Bump) for piece in bumps.pieces)


def test_the_report_is_json_with_the_promised_keys():
    report = json.loads(json.dumps(uat.approximate("sine", tol=0.1).to_dict(), allow_nan=False))
    assert set(report) == {
        "function",
        "box",
        "construction",
        "partition",
        "activation",
        "output",
        "steepness",
        "overlap",
        "precision",
        "network",
        "others",
        "error",
        "seconds",
    }
    assert report["box"] == [[0.0, 1.0]]
    assert report["network"]["parameters"] == 3 * report["network"]["neurons"] + 1
    assert report["error"]["met"] is True
    assert set(report["seconds"]) == {"build", "measure", "prove"}


def test_saved_networks_are_the_same(tmp_path):
    net = uat.approximate("sine", tol=0.1)
    for name in ("net.json", "net.npz"):
        net.save(tmp_path / name)
        assert uat.Network.load(tmp_path / name) == net.network


def test_progress_names_the_stages():
    stages = []
    uat.approximate("sine", tol=0.1, progress=stages.append)
    assert stages == ["sampling the function", "choosing where to cut", "measuring the error"]


def test_repr_says_what_was_built():
    net = uat.approximate("sine", construction="steps", tol=0.1)
    assert repr(net).startswith(
        "Approximation(sine, steps: Network(1→17→1, sigmoid, 52 parameters)"
    )


def test_a_budget_holds_with_three_inputs():
    """f = z varies by 1/64 in a slice of cells only."""
    net = uat.approximate(
        "z + 0*x*y", [(0, 1)] * 3, construction="towers", partition="fewest", neurons=100
    )
    assert net.network.neurons <= 100


@pytest.mark.parametrize("construction", ["steps", "ramps", "bumps"])
def test_a_budget_may_be_a_float_that_is_whole(construction):
    whole = uat.approximate("nielsen", construction=construction, neurons=100)
    assert uat.approximate("nielsen", construction=construction, neurons=1e2).network == (
        whole.network
    )


def least_steps(f, box, tol):
    """Steps of the smallest staircase, by growing each piece over a fine grid as far as it goes."""
    y = f(np.linspace(*box, 400_001))
    count, low, high = 0, y[0], y[0]
    for value in y:
        low, high = min(low, value), max(high, value)
        if high - low > 2 * tol * (1 + 1e-12):
            count, low, high = count + 1, value, value
    return count


@pytest.mark.parametrize(
    ("wave", "tol", "options", "more"),
    [
        (20, 0.2, {}, False),
        (20, 0.2, {"activation": "elu"}, False),
        (6, 0.01, {"prove": True}, True),  # the proof needs a little room
    ],
)
def test_as_few_as_possible_is_said_of_nothing_else(wave, tol, options, more):
    """The amplitude 1 is a multiple of the tolerance: an exact tie."""
    from uat.approximation.report import report

    net = uat.approximate(f"sin({wave}*x)", tol=tol, construction="steps", **options)
    steps, least = net.partition.pieces - 1, least_steps(lambda x: np.sin(wave * x), (0, 1), tol)
    assert (steps > least) is more
    assert net.is_fewest is (not more)
    assert ("as few as possible" in report(net)) is (not more)
