"""What the chapters on depth and on softmax show: networks that are what the captions say."""

from itertools import pairwise

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from scenes._depth import LADDER, Pair, crossing, even_mirrors, get_race, get_walk, outcome, race
from scenes._depth_layers import (
    CURVES,
    PARTING,
    LayerView,
    distinct,
    get_panels,
    get_part,
    pieces_told,
)
from scenes._sawtooth import FOLDED, MOST, STRAIGHT, STRIP, TENT, UNIT, Strip, get_fold, get_teeth
from scenes._sawtooth_race import Bars
from scenes._sawtooth_square import TERMS, get_square
from scenes._softmax import FIRST, get_network
from scenes._softmax_regions import Scorer, get_planes, region_target
from uat.films.renderer import FilmSpec
from uat.films.stage import Graph, get_subject
from uat.films.stage.paper import Paper
from uat.functions.target import make_target
from uat.networks.network import Layer, Network
from uat.networks.regions.line import regions

X = np.linspace(0.0, 1.0, 1001)[:, None]


@pytest.mark.parametrize("k", [1, 2, 4])
def test_teeth_on_folded_and_stretched_paper_look_like_the_former_ones(k):
    """The tent goes twice through what the former teeth do once."""
    np.testing.assert_allclose(get_teeth(k + 1).forward(X / 2), get_teeth(k).forward(X), atol=1e-12)
    graph = Graph(UNIT, UNIT, width=4.0, height=2.0)
    paper = Paper(graph)
    paper.folds, paper.spread = 1, 2.0
    assert paper.draw(get_teeth(k + 1)) == 2**k
    places = np.concatenate([half.points for half in paper.drawn])
    x, y = to_data(graph, places)
    np.testing.assert_allclose(get_teeth(k).forward(x[:, None])[:, 0], y, atol=1e-9)
    assert (x.min(), x.max()) == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize("weights", [STRAIGHT, FOLDED, TENT])
def test_a_strip_lies_at_the_heights_of_the_output(weights):
    graph, network = Graph(UNIT, UNIT, width=4.0, height=2.0), get_fold(weights)
    strip = Strip(graph, network)
    heights = to_data(graph, np.array([mark.get_center() for mark in strip.marks]))[1]
    x = np.arange(9) / 8
    expected = weights[0] * x + weights[1] * np.maximum(0.0, x - 0.5)
    np.testing.assert_allclose(heights, expected, atol=1e-9)
    beside = strip.marks[8].get_start()[0] - strip.marks[0].get_start()[0]
    assert beside == pytest.approx(0.0 if weights is STRAIGHT else STRIP)


def test_bars_keep_the_width_of_a_neuron_but_when_the_camera_pulls_back():
    bars = Bars(5)
    assert [bar.width / bars.bars[0].width for bar in bars.bars] == pytest.approx([1.0, 3.2])
    before = bars.bars[0].width
    bars.grow(6).interpolate(1.0)
    assert [bar.width for bar in bars.bars] == pytest.approx([1.2 * before, 6.4 * before])
    bars.pull_back().interpolate(1.0)
    assert [bar.width for bar in bars.bars] == pytest.approx([0.6 * before, 3.2 * before])


def test_the_race_counts_what_is_there():
    assert regions(get_teeth(MOST), (0.0, 1.0)).regions == 2**MOST
    assert get_teeth(MOST).neurons == 2 * MOST
    line = regions(get_teeth(5), (0.0, 1.0))
    shallow = line.network()
    assert (line.breakpoints.size, shallow.neurons) == (31, 32)
    np.testing.assert_allclose(shallow.forward(X), get_teeth(5).forward(X), atol=1e-9)


@pytest.mark.parametrize("m", range(2, TERMS + 1))
def test_each_sawtooth_quarters_the_error_of_the_square(m):
    fine = np.arange(2 ** (m + 2) + 1)[:, None] / 2 ** (m + 2)
    without, whole = get_square(m, 0.0), get_square(m, 1.0)
    before = without.forward(fine)[:, 0] - fine[:, 0] ** 2
    after = whole.forward(fine)[:, 0] - fine[:, 0] ** 2
    np.testing.assert_allclose(before.max(), 4.0**-m, rtol=1e-9)
    np.testing.assert_allclose(after.max(), 4.0 ** -(m + 1), rtol=1e-9)
    assert min(before.min(), after.min()) > -1e-15


def test_the_first_tent_is_subtracted_from_x():
    np.testing.assert_allclose(get_square(1, 0.0).forward(X)[:, 0], X[:, 0], atol=1e-15)
    tent = 1.0 - np.abs(2.0 * X[:, 0] - 1.0)
    np.testing.assert_allclose(get_square(1).forward(X)[:, 0], X[:, 0] - tent / 4, atol=1e-15)


def test_both_networks_of_the_race_keep_to_the_tolerance():
    target = make_target("sin(2*pi*x)")
    pairs = race(target, 2.0, LADDER[:5])
    x = np.linspace(0.0, 1.0, 20_001)
    assert [pair.tolerance for pair in pairs] == [0.2, 0.06, 0.02, 0.006, 0.002]
    for pair in pairs:
        for network in (pair.shallow, pair.deep):
            error = np.abs(network.forward(x[:, None])[:, 0] - target(x)).max()
            assert error <= pair.tolerance
        assert pair.shallow.hidden_layers == 1 < pair.deep.hidden_layers
    assert all(one.shallow.neurons < two.shallow.neurons for one, two in pairwise(pairs))
    assert crossing(pairs) == 4


def sized(*widths):
    return Network(tuple(Layer(np.ones((b, a)), np.zeros(b), "relu") for a, b in pairwise(widths)))


def test_a_crossing_lasts_to_the_end():
    smaller = Pair(1.0, sized(1, 5, 1), sized(1, 2, 2, 1))
    larger = Pair(1.0, sized(1, 3, 1), sized(1, 2, 2, 1))
    assert crossing([larger, smaller, larger, smaller, smaller]) == 3
    assert crossing([smaller, larger]) is None
    assert crossing([smaller, smaller]) == 0


@pytest.mark.parametrize("function", ["sign", "0*x", None])
def test_what_ramps_cannot_follow_gives_way_to_waves_of_which_depth_wins_ten_to_one(function):
    subject, pairs = get_race(FilmSpec(function))
    assert subject.target.name == "cos(8*pi*x)"
    assert not pairs[0].deep_wins and pairs[-1].shallow.neurons > 10 * pairs[-1].deep.neurons


@pytest.mark.parametrize(
    ("function", "folds"), [("cos(8*pi*x)", 3), ("(x - 1/2)^2", 1), ("sin(2*pi*x)", 0), ("x", 0)]
)
def test_a_page_is_folded_while_its_halves_lie_on_each_other(function, folds):
    subject = get_subject(FilmSpec(function))
    assert even_mirrors(subject) == folds
    x = np.linspace(0.0, 1.0, 401)
    for k in range(folds):
        width = 2.0**-k
        np.testing.assert_allclose(
            subject.target(x * width), subject.target((1 - x) * width), atol=1e-12
        )


def test_a_folded_page_shows_the_network_on_what_is_left():
    subject, pairs = get_race(FilmSpec())
    graph = Graph((0.0, 1.0), (-1.2, 1.2), width=8.0, height=4.0)
    page, deep = Paper(graph, subject.target), pairs[2].deep
    fold = page.fold()
    fold.interpolate(0.5)  # it stands up, towards the eye
    np.testing.assert_allclose(page.pages[1].points[:, 0], graph.point(0.5, 0.0)[0], atol=1e-9)
    for share in (1.0, 1.0):  # Manim shows the last frame twice
        fold.interpolate(share)
    assert page.span == (0.0, 0.25, 0.5)
    assert page.draw(deep) == regions(deep, (0.0, 0.5)).regions
    x, y = (np.concatenate(part) for part in zip(
        *(to_data(graph, half.points[::4]) for half in page.drawn), strict=True))  # fmt: skip
    np.testing.assert_allclose(y, deep.forward(x[:, None])[:, 0], atol=1e-9)
    page.unfold().interpolate(1.0)
    assert page.span == (0.0, 0.5, 1.0) and page.draw(deep) == regions(deep, (0.0, 1.0)).regions


def test_the_rough_walk_goes_up_or_down_by_one():
    target, size = get_walk()
    heights = target(np.arange(65.0))
    assert set(np.abs(np.diff(heights))) == {1.0}
    assert size == np.ptp(heights)


def test_a_part_is_one_neuron_of_the_network():
    hidden = Layer([[1.0], [-2.0]], [0.5, 1.0], "relu")
    network = Network((hidden, Layer([[3.0, 4.0]], [0.0], "relu"), Layer([[1.0]], [0.0], "linear")))
    part = get_part(network, 0, 1, -1.0, 1.0)  # relu(1 - 2x), 3 at most
    np.testing.assert_allclose(part.forward([[-1.0], [0.0], [1.0]])[:, 0], [1.0, 1 / 3, 0.0])
    assert distinct(np.array([0.5, 0.1, 0.5 + 1e-13]), (0.0, 1.0)) == 2
    assert distinct(np.zeros(0), (0.0, 1.0)) == 0


def test_scores_become_probabilities_by_exp_and_divide():
    powers = np.exp(FIRST / 2.5)
    np.testing.assert_allclose(get_network(2.5).forward([FIRST])[0], powers / powers.sum())
    np.testing.assert_allclose(
        get_network().forward([FIRST + 998.0]), get_network().forward([FIRST]), atol=1e-12
    )


def test_planes_meet_in_the_middle_and_part_the_plane_in_three():
    shares = get_planes(0.05).forward([[0.0, 0.0], [0.0, 1.0], [-1.0, -0.5], [1.0, -0.5]])
    np.testing.assert_allclose(shares[0], 1 / 3)
    np.testing.assert_allclose(shares[1:], np.eye(3), atol=1e-9)


def test_regions_are_the_users_or_a_disc():
    assert region_target(FilmSpec("x > y")).name == "x > y"
    assert region_target(FilmSpec("sin(x)")).name == "x^2 + y^2 < 0.5"


def test_the_network_that_gives_the_first_scores_computes_them():
    signal = Scorer(0.0, 2.6, 3.4).signal
    np.testing.assert_allclose(signal.values[-1], FIRST, atol=1e-12)


def test_what_is_said_of_two_networks_is_true_where_folding_gains_nothing():
    shallow, deep = sized(1, 5, 1), sized(1, 2, 2, 1)
    assert outcome([Pair(1.0, shallow, deep)]).endswith("Several layers take 4.")
    assert "one layer, too, of 5" in outcome([Pair(1.0, shallow, shallow)])
    assert pieces_told(5, 12).endswith("they'd make 6 at most.")
    assert "could make 6" in pieces_told(5, 6)


@pytest.mark.parametrize("neurons", [2, CURVES, 9])
def test_of_many_neurons_a_few_are_drawn_and_all_bends_are_counted(neurons):
    places = np.linspace(0.05, 0.95, neurons)
    hidden = Layer(np.ones((neurons, 1)), -places, "relu")
    network = Network((hidden, Layer([np.ones(neurons)], [0.0], "linear")))
    view = LayerView(network, 0, (0.0, 1.0), (0.0, 0.0, 0.0), (2.0, 2.0))
    assert len(view.curves) == min(neurons, CURVES) and view.pieces == neurons + 1


@pytest.mark.parametrize("hidden", range(1, 7))
def test_no_layers_picture_stands_where_an_upright_one_is_parted(hidden):
    layers = (
        Layer([[1.0]], [0.0], "relu"),
        *(Layer([[1.0]], [0.0], "relu") for _ in range(hidden)),
    )
    panels = get_panels(Network(layers), get_subject(FilmSpec("x")), parted=True)
    ends = [(panel.get_left()[0], panel.get_right()[0]) for panel in panels]
    assert all(right < PARTING or left > PARTING for left, right in ends)
    assert ends[0][0] > -6.6 and ends[-1][1] < 6.6
