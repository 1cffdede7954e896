"""The pieces: each row is what its own neurons compute, and they add up to the network."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure
from picturing import approximation, forward, line

import uat
from uat.plots import plot_pieces
from uat.plots.pieces import piece_network


@pytest.fixture
def ax():
    return Figure(layout="constrained").add_subplot()


@pytest.mark.parametrize(
    "case", ["10 neurons", "steps", "soft tanh", "overlap", "pairs", "ramps", "sigmoid output"]
)
def test_pieces_add_up_to_the_hidden_layers_sum(case):
    net = approximation(case)
    x = np.random.default_rng(3).random(200)
    *hidden, last = net.network.layers
    z = uat.Network((*hidden, uat.Layer(last.weights, last.biases, "linear"))).forward(x[:, None])
    each = [piece_network(net, i).forward(x[:, None]) for i in range(len(net.pieces))]
    rest = z - np.sum(each, axis=0)

    assert np.ptp(rest) <= 1e-12 * np.abs(z).max()


@pytest.mark.parametrize("case", ["10 neurons", "ideal steps", "soft tanh"])
def test_each_row_is_its_own_neurons_output(ax, case):
    net = approximation(case)
    plot_pieces(net, ax)
    unit = net.construction[:-1]
    rows = [found for found in ax.lines if found.get_label().startswith(unit)]

    assert len(rows) == len(net.pieces)
    for index, row in enumerate(rows):
        x, y = row.get_xdata(), row.get_ydata()
        assert row.get_label().startswith(f"{unit} {index + 1}:")
        assert np.abs(y - piece_network(net, index).forward(x[:, None])[:, 0]).max() < 1e-12


def test_rows_share_one_scale_and_keep_their_distance(ax):
    net = approximation("10 neurons")
    plot_pieces(net, ax)
    rows = [found for found in ax.lines if found.get_label().startswith("bump")]
    to_axes = ax.transData.inverted()
    spans = []
    for row in rows:
        drawn = to_axes.transform(row.get_transform().transform(row.get_xydata()))[:, 1]
        spans.append((drawn.min(), drawn.max(), np.ptp(row.get_ydata()) / np.ptp(drawn)))

    assert np.ptp([scale for *_, scale in spans]) < 1e-9
    assert all(upper[0] > lower[1] for upper, lower in itertools.pairwise(spans))


def test_of_many_pieces_some_are_shown_and_the_rest_is_counted(ax):
    net = approximation("steps")
    plot_pieces(net, ax)
    shown = [found for found in ax.lines if found.get_label().startswith("step")]
    words = " ".join(text.get_text() for text in ax.texts)

    assert 3 <= len(shown) <= 8
    assert f"{len(shown)} shown, {94 - len(shown)} left out" in words


def test_the_sum_is_the_network_and_a_sigmoid_output_has_both(ax):
    net = approximation("sigmoid output")
    plot_pieces(net, ax)
    x, y = line(ax, "$\\sigma\\,(z)$ = network")
    assert np.abs(y - forward(net, x)).max() < 1e-12
    x, z = line(ax, "$z$ = all bumps")
    assert np.abs(1 / (1 + np.exp(-z)) - forward(net, x)).max() < 1e-12
