"""What the chapters about functions of one input show is what their captions say."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from scenes._bump import Bumps, Pair, Stack
from scenes._neuron import Neuron
from scenes._output import BUMPS, MORE, Own, get_network
from scenes._output_bumps import Slopes, told
from scenes._ramps import get_story, needed
from scenes._staircase import (
    counted,
    flattest,
    forced_step,
    get_fewest,
    get_stages,
    is_exact,
    worst_place,
)
from scenes._universality_claim import get_trials
from scenes._windows import Staircases, copied, get_field
from uat.films.renderer import FilmSpec
from uat.films.stage.graph import Graph

pytestmark = pytest.mark.usefixtures("manim_folder")
X = np.linspace(0.0, 1.0, 501)


@pytest.mark.parametrize(("w", "b"), [(12.0, -6.0), (300.0, -60.0), (-20.0, 15.0)])
def test_the_line_above_a_neuron_is_its_sum_and_its_zero_its_middle(w, b):
    neuron = Neuron(12.0, -6.0)
    neuron.set_weights(w, b)
    x, z = to_data(neuron.above, neuron.line.points)
    np.testing.assert_allclose(z, w * x + b, atol=1e-9 * abs(w))
    assert np.abs(z).max() <= 6.0 + 1e-9
    (place, zero), (below, half) = (
        to_data(graph, end.get_center())
        for graph, end in zip((neuron.above, neuron.graph), neuron.ends, strict=True)
    )
    assert (place, zero) == pytest.approx((-b / w, 0.0))
    assert (below, half) == pytest.approx((-b / w, 0.5))
    assert neuron.curve.network.forward([[-b / w]])[0, 0] == pytest.approx(0.5)


def test_two_steps_on_top_of_each_other_are_the_sum():
    pair = Pair((0.7, -0.7))
    stack = Stack(pair)
    for x in (0.1, 0.4, 0.9):
        stack.move(x)
        at, y = to_data(pair.graph, stack.dot.get_center())
        assert (at, y) == pytest.approx((x, pair.curve.network.forward([[x]])[0, 0]), abs=1e-9)
    low, high = to_data(pair.graph, pair.brace.points[[0, -1]])[1]
    assert {round(float(low), 9), round(float(high), 9)} == {0.0, 0.7}


def test_lone_bumps_are_apart_and_joined_ones_are_averages():
    bumps = Bumps(FilmSpec("x^2"))
    assert (bumps.lefts[1:] > bumps.rights[:-1]).all()
    bumps.lefts, bumps.rights = bumps.joined
    bumps.heights = bumps.goal
    middles = (np.arange(5) + 0.5) / 5
    means = [(b**3 - a**3) / (3 * (b - a)) for a, b in bumps.spans]
    np.testing.assert_allclose(bumps.network.forward(middles[:, None])[:, 0], means, atol=1e-6)
    assert not bumps.level and Bumps(FilmSpec("3")).level


@pytest.mark.parametrize("function", ["1e6*sin(2*pi*x)", "x - 1/2", "(x - 1/2)^3"])
def test_the_bump_that_is_looked_at_can_be_seen(function):
    bumps = Bumps(FilmSpec(function))
    height = abs(bumps.goal[bumps.clearest])
    assert height > 0.1 * np.abs(bumps.graph.y_range).max(), "in the middle f is 0 on average"


@pytest.mark.parametrize("function", ["sin(12*x)*exp(-x)", "sign(x - 0.4)", "1e6*sin(x)", "-x"])
def test_no_level_line_passes_both_gates_of_a_forced_step(function):
    net = get_fewest(FilmSpec(function))
    least, tolerance = net.minimum(), net.error.tolerance
    forced = forced_step(least.witnesses, net.target, tolerance, (0.0, 1.0))
    first, last = forced.pair
    assert 0.0 <= forced.near[0] <= first < last <= forced.near[1] <= 1.0
    y = net.target(np.array(forced.pair))
    assert abs(y[1] - y[0]) > 2 * tolerance
    low, high = sorted(y)
    graph = Graph(forced.near, (low - 3 * tolerance, high + 3 * tolerance))
    forced.put_on(graph, net.target, tolerance)
    for share in (-1.0, 0.5, 1.0):
        forced.move(share)
        height = float(to_data(graph, forced.line.points)[1][0])
        assert abs(height - y[0]) < tolerance < abs(height - y[1])


def test_close_ups_are_where_the_error_is_largest_and_where_f_is_level():
    spec = FilmSpec("x^4")
    network = get_stages(spec)[-1]
    steep = worst_place(network, (0.0, 1.0))
    flat = flattest(network, (0.0, 1.0), network.target)
    assert steep[0] <= network.error.at[0] <= steep[1]
    assert steep[1] == pytest.approx(1.0, abs=0.05) and flat[0] == 0.0
    assert flat[1] - flat[0] == pytest.approx(steep[1] - steep[0])


def test_a_jump_is_seen_from_close_by_and_levels_are_followed_exactly():
    network = get_stages(FilmSpec("floor(3*x)"))[0]
    low, high = worst_place(network, (0.0, 1.0))
    assert low < 1 / 3 < high and high - low < 0.1, "the first jump"
    assert is_exact(network, 0.06) and not is_exact(get_stages(FilmSpec())[-1], 0.02)


def test_steps_are_counted_aloud_as_far_as_one_listens():
    assert counted(1) == "There is one."
    assert counted(3) == "Let's count them: one, two, three."
    assert counted(1046).endswith("There are 1046.")


def test_copies_that_are_not_shifted_are_the_towers_and_shifted_ones_their_mean():
    points = np.random.default_rng(0).uniform(0.3, 0.7, (200, 2))
    field, apart = get_field(), 0.16
    np.testing.assert_allclose(copied(0.0).forward(points), field.forward(points), atol=1e-12)
    shifts = [
        np.array([dx, dy]) for dx in (-apart / 2, apart / 2) for dy in (-apart / 2, apart / 2)
    ]
    mean = np.mean([field.forward(points - shift) for shift in shifts], axis=0)
    np.testing.assert_allclose(copied(apart).forward(points), mean, atol=1e-9)


def test_an_error_of_the_sum_comes_out_a_fourth_as_large_at_most():
    slopes = Slopes()
    shares = []
    for z in (-2.6, -1.0, 0.0, 2.6):
        slopes.show(z)
        (x, _), (_, y) = (to_data(slopes.graph, line.points[[0, -1]]) for line in slopes.error)
        shares.append(float(np.ptp(y) / np.ptp(x)))
    assert max(shares) == shares[2] and 0.24 < shares[2] < 0.25


@pytest.mark.parametrize(("function", "better"), [("x", True), ("floor(3*x)", False)])
def test_more_bumps_are_said_to_be_better_only_where_they_are(function, better):
    spec = FilmSpec(function)
    few, many = (get_network(spec, bumps) for bumps in (BUMPS, MORE[-1]))
    assert (many.error.max < 0.9 * few.error.max) == better
    assert ("both get better" in told(spec, few, many)) == better


@pytest.mark.parametrize(
    ("function", "words"), [("x", "too close"), ("2*x", "doesn't keep"), ("x - 1", "doesn't keep")]
)
def test_it_is_said_why_a_function_does_not_fit_a_sigmoid(function, words):
    assert words in Own(FilmSpec(function)).outside


def test_pieces_of_a_staircase_that_can_be_told_apart_are_counted():
    assert [Staircases(FilmSpec(f)).pieces for f in ("floor(3*x)", "x")] == [3, 36]


def test_of_one_bend_the_singular_is_used():
    one = "One bend, and a slope that it can't give. That takes at least 2 neurons"
    assert needed(get_story(FilmSpec("abs(x)", ((-1.0, 1.0),)))) == one
    assert needed(get_story(FilmSpec())).startswith("A neuron bends once. So 13 bends take ")


def test_a_constant_that_a_few_neurons_meet_but_for_rounding_gets_its_networks():
    nets = get_trials(FilmSpec("2"))
    assert all(net.error.max <= (net.tolerance or 0.0) for net in nets)
