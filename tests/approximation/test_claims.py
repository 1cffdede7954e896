"""What a report says is true of the network, and leaves out no more and no less than it says."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import uat
from uat.approximation.report import report
from uat.base.errors import TargetError
from uat.constructions.line.minimum import minimum
from uat.functions.target import make_target


@pytest.mark.parametrize(
    ("formula", "box", "neurons", "windows"),
    [
        ("floor(3*x)", (0, 1), 2, 3),  # the last jump is the end's own value: no step stands there
        ("floor(x)", (0, 2), 1, 2),
        ("sign(x)", (-1, 1), 1, 1),
        ("ceil(x)", (0, 2), 1, 2),
        ("sign(x) + sign(x - 1e-6)", (-1, 1), 2, 2),
        ("sign(x) + sign(x - 0.3) - 1.5*sign(x - 0.9)", (-1, 1), 3, 3),
    ],
)
def test_error_proof_minimum_and_words_leave_out_the_same(formula, box, neurons, windows):
    net = uat.approximate(formula, box, construction="steps", tol=0.1, prove=True)
    left_out = net.error.left_out
    assert net.network.neurons == net.minimum().neurons == neurons
    assert net.proof.left_out is left_out
    assert len(left_out.windows) == windows
    assert net.error.max <= net.error.proven
    said = report(net)
    assert said.count(left_out.words(("x",))) == 3
    assert f"{left_out.where(('x',))}\n" in said
    assert "on all of it" not in said


def test_a_minimum_without_windows_speaks_of_every_point():
    """floor(x) is 2 at 2 alone: a staircase that is right there too has a cut for it."""
    target = make_target("floor(x)", (0, 2))
    assert minimum(target, "steps", 0.1).neurons == 2


@pytest.mark.parametrize(
    ("formula", "box", "options"),
    [
        ("x + 0.05*sign(x - 0.3)", (0, 1), {"construction": "ramps", "tol": 0.06}),
        ("x + 0.05*sign(x - 0.3)", (0, 1), {"construction": "steps", "tol": 0.3}),
        ("sign(x)*x", (-1, 1), {"construction": "steps", "tol": 0.1}),
        ("floor(5*x)/100", (0, 1), {"construction": "steps", "tol": 0.035}),
        ("sqrt(x/3)", (0, 1), {"construction": "ramps", "tol": 0.01}),
        ("asin(1 - x/3)", (0, 1), {"construction": "ramps", "tol": 0.01}),
        ("(x/3)^0.3", (0, 1), {"construction": "ramps", "tol": 0.01}),
        ("floor(x/7)", (0, 1), {"construction": "steps", "tol": 0.1}),
    ],
)
def test_nothing_is_left_out_where_the_network_can_follow(formula, box, options):
    """Jumps within the tolerance, and ends of the domain that balls cannot tell from jumps."""
    net = uat.approximate(formula, box, prove=True, **options)
    assert net.error.met
    assert not net.error.left_out
    assert not net.proof.left_out
    boxes = net.proof.boxes
    assert boxes.left[0] == box[0] and boxes.right[-1] == box[1]
    assert (boxes.left[1:] == boxes.right[:-1]).all()
    x = np.linspace(*box, 100_001)
    assert np.abs(net(x) - net.target(x)).max() <= net.error.proven
    assert net.error.proven <= options["tol"] + net.error.rounding


# What a comparison says


@pytest.mark.parametrize(
    ("formula", "box", "tol"), [("x^2", (-1, 1), 0.005), ("cos(x)", (-1.5, 1.5), 0.002)]
)
def test_depth_pays_only_where_every_shallow_network_is_larger(formula, box, tol):
    """The sentence names a deep network; the ramps that are built for its tolerance have more."""
    found = uat.compare(formula, box, tol=tol, train=False)
    crossing = found.crossing
    for tolerance, shallow, deep in crossing.rungs:
        ramps = uat.approximate(formula, box, construction="ramps", tol=tolerance).network
        assert shallow <= ramps.neurons
        if tolerance <= crossing.tolerance:
            assert deep < shallow
    in_table = {e.name: e.neurons for e in found.entries if e.tolerance == tol}
    if crossing.tolerance >= tol:
        assert in_table["deep parabolas"] < in_table["ramps"]
    assert f"at least {crossing.shallow} in one hidden layer" in found.table()


def test_a_comparison_names_what_its_errors_leave_out():
    found = uat.compare("sign(x - 0.25)", (-1, 1), tol=0.1, train=False)
    table = found.table()
    assert "at any point" not in table
    steps = next(entry for entry in found.entries if entry.name == "steps")
    left_out = steps.error.left_out
    assert left_out.words(("x",)) in table
    ((low, high),) = steps.to_dict()["error"]["left_out"]["windows"]
    assert low[0] < 0.25 < high[0]
    x = np.linspace(-1, 1, 200_001)
    x = x[~((x >= low[0]) & (x <= high[0]))]
    assert np.abs(steps.predict(x) - np.sign(x - 0.25)).max() <= steps.proven


def test_trained_networks_are_as_large_as_is_said():
    """Of a jump four parameters do; networks that are trained have more, and that is not hidden."""
    said = uat.compare("sign(x)", (-1, 1), tol=0.1, seconds=2).table()
    assert "trained networks have about 20 parameters\n" in said


# Every sentence against a dense look of one's own

JUMPY = (
    "floor(3*x)", "sign(x - 0.3)*x", "floor(20*x)/7", "x % 0.3", "where(x < 0.2, x, 2*x)",
    "abs(x - 0.4)", "sin(7*x)", "x^2", "sqrt(x)", "round(4*x) + 0.01*sin(9*x)",
    "sign(x - 0.01) + sign(x - 0.5)", "ceil(x)", "floor(x)", "exp(-((x - 0.4321)/1e-3)^2)",
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(JUMPY),
    st.sampled_from(["steps", "bumps", "ramps"]),
    st.sampled_from(["sigmoid", "tanh", "step"]),
    st.sampled_from([0.3, 0.1, 0.0625]),
    st.booleans(),
)
def test_what_is_said_holds_wherever_one_looks(formula, construction, activation, tol, prove):
    """The windows come from the JSON; all else is f, the network's definition, and many points."""
    options = {} if construction == "ramps" else {"activation": activation}
    try:
        net = uat.approximate(formula, construction=construction, tol=tol, prove=prove, **options)
    except TargetError:
        assume(False)
    said = net.to_dict()["error"]
    windows = [(low[0], high[0]) for low, high in said["left_out"]["windows"]]
    cuts = net.partition.edges
    near = (cuts[:, None] + np.array([-1e-3, -1e-6, -1e-9, 0, 1e-9, 1e-6, 1e-3])).ravel()
    ends = [
        np.nextafter(end, away)
        for window in windows
        for end, away in zip(window, (-9, 9), strict=True)
    ]
    x = np.concatenate([np.linspace(0, 1, 20_011), near, ends])
    x = x[(x >= 0) & (x <= 1)]
    for low, high in windows:
        x = x[(x < low) | (x > high)]
    found = np.abs(net.network.forward(x[:, None])[:, 0] - net.target(x)).max()
    rounding = net.error.rounding + 2e-12  # the dense sum's own, of at most some hundred heights
    if said["met"]:
        assert found <= tol + rounding
    if prove:
        assert said["max"] <= said["proven"] + net.error.noise
        assert found <= said["proven"] + rounding
        assert said["met"] is (net.error.proven <= tol + net.error.rounding)
