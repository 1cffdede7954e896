"""What a report says is true of the network, and leaves out no more and no less than it says."""

import numpy as np
import pytest

import uat
from uat.cli.report import report
from uat.minimum import minimum
from uat.target import make_target


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
    assert np.abs(net(x) - net.target(x)).max() <= net.error.proven <= options["tol"]
