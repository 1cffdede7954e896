"""Functions of several inputs become networks that meet their tolerance, corners included."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.base.errors import InputError, TargetError


def worst(net, seed=0, size=200_000):
    """|network - f| at random points, and at points in the windows of steps of every input."""
    lot = np.random.default_rng(seed)
    inputs = net.target.inputs
    points = np.stack([lot.uniform(a, b, size) for a, b in net.target.box])
    layer = net.network.layers[0]
    weights = np.asarray(layer.weights)
    for axis in range(inputs):
        mine = weights[:, axis] != 0
        if mine.any():
            cuts = -layer.biases[mine] / weights[mine, axis]
            near = lot.random(size) < 0.5
            spread = lot.normal(0, 3, near.sum()) / weights[mine, axis].max()
            points[axis, near] = lot.choice(cuts, near.sum()) + spread
    for row, (a, b) in zip(points, net.target.box, strict=True):
        np.clip(row, a, b, out=row)
    return float(np.max(np.abs(net(*points) - net.target(*points))))


@pytest.mark.parametrize("overlap", [1, 2, 4, 8])
def test_holes_of_overlapping_towers_are_as_many_times_shallower(overlap):
    net = uat.approximate(
        lambda x, y: np.ones_like(x), box=[(0, 1)] * 2, construction="towers", neurons=600,
        overlap=overlap,
    )  # fmt: skip

    assert net.error.max == pytest.approx(1 / overlap, abs=1e-9)
    assert net.error.holes.depth == pytest.approx(1 / overlap, abs=1e-9)
    assert net.network.neurons <= 600


def test_quadrants_have_no_holes():
    one = uat.approximate(lambda x, y: np.ones_like(x), box=[(0, 1)] * 2, neurons=500)
    plane = uat.approximate("x + y", partition="uniform", tol=0.05)
    tile_error = plane.partition.error

    assert one.error.max <= 1e-9
    assert worst(one) <= 1e-9
    assert worst(plane) <= 1.05 * tile_error
    assert plane.error.max <= 1.05 * tile_error
    assert plane.error.holes is None


@pytest.mark.parametrize("key", ["sincos", "gauss", "cone", "peaks"])
@pytest.mark.parametrize("partition", ["fewest", "uniform"])
def test_the_tolerance_holds_everywhere(key, partition):
    net = uat.approximate(key, tol=0.1, partition=partition)

    assert net.error.met
    assert worst(net) <= 0.1 * (1 + 1e-6)
    # Unlike towers, quadrants lose next to nothing at edges and corners.
    assert net.error.max <= 1.1 * net.partition.error


@given(
    a=st.floats(0.5, 4), b=st.floats(0.5, 4), c=st.floats(-2, 2), low=st.floats(-3, 0),
    length=st.floats(0.1, 3),
)  # fmt: skip
@settings(max_examples=10, deadline=None)
def test_the_tolerance_holds_for_functions_that_nobody_listed(a, b, c, low, length):
    def f(x, y):
        return np.sin(a * x + c * y) + 0.5 * np.cos(b * y * x)

    box = [(low, low + length), (-1.0, 1.0)]
    net = uat.approximate(f, box=box, tol=0.2)

    assert net.error.met
    assert worst(net, size=40_000) <= 0.2 * (1 + 1e-6)


def test_three_and_four_inputs():
    product = uat.approximate("x*y*z", tol=0.1)
    tower = uat.approximate(
        "*".join(f"where(abs(x{k} - 0.5) < 0.25, 1, 0)" for k in (1, 2, 3, 4)),
        construction="towers", neurons=300,
    )  # fmt: skip

    assert product.error.met
    assert worst(product) <= 0.1 * (1 + 1e-6)
    assert tower.network.widths[0] == 4
    assert tower(0.4, 0.6, 0.3, 0.7) == pytest.approx(1.0, abs=1e-9)
    assert tower(0.4, 0.6, 0.3, 0.9) == pytest.approx(0.0, abs=1e-9)


def test_several_outputs_share_their_hidden_layers():
    net = uat.approximate("(x*y, x - y)", tol=0.1)
    x, y = np.random.default_rng(0).uniform(0, 1, (2, 5000))
    wanted = np.stack([x * y, x - y], axis=-1)

    assert net(x, y).shape == (5000, 2)
    assert np.abs(net(x, y) - wanted).max() <= 0.1 * (1 + 1e-6)
    assert net.network.widths[-1] == 2


def test_a_curve_is_one_input_and_two_outputs():
    net = uat.approximate("(cos(t), sin(t))", (0, "2*pi"), construction="ramps", tol=0.01)
    t = np.linspace(0, 2 * np.pi, 5001)

    assert net.error.met
    assert np.abs(net(t) - np.stack([np.cos(t), np.sin(t)], axis=-1)).max() <= 0.01 * (1 + 1e-6)
    assert net.network.neurons == sum(part.network.neurons for part in net.components)


def test_a_sigmoid_output_and_other_activations_reach_the_tolerance_too():
    shifted = "0.5 + 0.3*sin(3*x)*cos(2*y)"
    sigmoid = uat.approximate(shifted, tol=0.05, output="sigmoid")
    for name in ("tanh", "erf", "step"):
        net = uat.approximate(shifted, tol=0.05, activation=name)
        assert worst(net, size=20_000) <= 0.05 * (1 + 1e-6)

    assert sigmoid.network.layers[-1].activation.name == "sigmoid"
    assert worst(sigmoid, size=20_000) <= 0.05 * (1 + 1e-6)


def test_a_jump_between_cells_is_left_out_and_said():
    net = uat.approximate("checker", tol=0.1)

    assert net.error.met
    assert 0 < net.error.excluded_share < 0.01
    assert net.network.neurons <= 8
    x, y = np.random.default_rng(1).uniform(-1, 1, (2, 10_000))
    far = np.minimum(np.abs(x), np.abs(y)) > 1e-3
    np.testing.assert_allclose(net(x, y)[far], np.sign(x * y)[far], atol=1e-9)


def test_budgets_are_kept_and_used():
    few = uat.approximate("sincos", neurons=100)
    more = uat.approximate("sincos", neurons=400)

    assert few.network.neurons <= 100
    assert 300 <= more.network.neurons <= 400
    assert more.error.max < 0.6 * few.error.max


def test_requests_without_a_meaning_are_refused():
    with pytest.raises(InputError, match="are for one input"):
        uat.approximate("x*y", construction="bumps")
    with pytest.raises(InputError, match="need two inputs"):
        uat.approximate("x", construction="towers")
    with pytest.raises(InputError, match="do not overlap"):
        uat.approximate("x*y", overlap=2)
    with pytest.raises(TargetError, match="a pole or never settles near"):
        uat.approximate("1/(x + y)", tol=0.1)
    with pytest.raises(TargetError, match="not a finite number at"):
        uat.approximate("sqrt(x + y - 0.5)", tol=0.1)
    with pytest.raises(InputError, match="median"):
        uat.approximate("x*y", heights="median")


def test_scalars_and_shapes():
    net = uat.approximate("x*y", tol=0.2)

    assert np.ndim(net(0.5, 0.5)) == 0
    assert net(np.zeros((3, 1)), np.zeros(4)).shape == (3, 4)


def test_a_jump_along_a_line_is_met_wherever_it_is():
    net = uat.approximate("where(x > 0.3, 1, 0) + 0.2*y", tol=0.06)
    x, y = np.random.default_rng(0).uniform(0, 1, (2, 20_000))
    far = np.abs(x - 0.3) > 1e-3

    assert net.error.met
    assert np.abs(net(x, y) - net.target(x, y))[far].max() <= 0.06 * (1 + 1e-6)
    assert net.network.neurons <= 10


def test_a_jump_along_a_curve_is_refused_with_advice_but_a_budget_is_met():
    with pytest.raises(TargetError, match="jumps along a curve"):
        uat.approximate("where(x + y > 1, 1, 0)", tol=0.1)
    net = uat.approximate("where(x + y > 1, 1, 0)", neurons=200)

    assert net.network.neurons <= 200
    assert net.error.mean < 0.1


def test_a_tolerance_that_no_cells_are_fine_enough_for_is_refused(monkeypatch):
    """On fewer cells than there may be: the finest grid is that of the jump above."""
    monkeypatch.setattr("uat.constructions.boxes.reading.MOST_CELLS", {2: 512})
    with pytest.raises(TargetError, match="boxes smaller than"):
        uat.approximate("sin(300*x)*cos(200*y)", tol=1e-3)


@pytest.mark.parametrize(("radius", "beside"), [(1e-3, "0.3*sin(x+y)"), (1.7e-3, "0")])
def test_a_jump_around_a_spot_smaller_than_a_cell_is_refused_with_its_place(radius, beside):
    """No box follows a circle: next to it the error is half of the jump."""
    with pytest.raises(TargetError, match="jumps along a curve") as caught:
        uat.approximate(f"where(x^2+y^2<{radius**2!r},1,0)+{beside}", [(-1, 1)] * 2, tol=0.1)
    place = re.search(r"through \((.*), (.*)\),", str(caught.value))
    assert place is not None
    x, y = map(float, place.groups())
    assert abs(np.hypot(x, y) - radius) < 2e-3  # of 2048 cells each is 1e-3 wide


def test_a_square_smaller_than_a_cell_is_followed():
    a = uat.approximate("where(abs(x)<1e-3 and abs(y)<1e-3,1,0)", [(-1, 1)] * 2, tol=0.1)

    assert a.error.met
    np.testing.assert_allclose(a(np.array([0.0, 9e-4, 1.1e-3]), np.zeros(3)), [1, 1, 0], atol=0.1)
    assert len(a.pieces) <= 4
