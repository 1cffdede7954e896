"""The network diagram: real weights, every neuron drawn or counted, no hairball."""

import itertools

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import uat
from uat.base.palette import LIGHT
from uat.networks.network import Layer, Network
from uat.plots import plot_network


def shallow(neurons: int, output: str = "linear") -> Network:
    random = np.random.default_rng(neurons)
    hidden = Layer(random.normal(size=(neurons, 1)), random.normal(size=neurons), "sigmoid")
    return Network((hidden, Layer(random.normal(size=(1, neurons)), [0.25], output)))


def deep(*widths: int) -> Network:
    random = np.random.default_rng(1)
    shapes = list(itertools.pairwise(widths))
    layers = [Layer(random.normal(size=(b, a)), random.normal(size=b), "tanh") for a, b in shapes]
    return Network(tuple(layers))


@pytest.fixture
def ax():
    return Figure(figsize=(7, 5)).add_subplot()


def drawn_neurons(ax) -> list[int]:
    """How many circles each column has."""
    return [line.get_xdata().size for line in ax.lines if line.get_label() == "neurons"]


def wires(ax) -> list[LineCollection]:
    return [found for found in ax.collections if isinstance(found, LineCollection)]


def words(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("neurons", [1, 2, 5, 8])
def test_a_small_network_is_drawn_whole(ax, neurons):
    network = shallow(neurons)
    plot_network(network, ax)

    assert drawn_neurons(ax) == [1, neurons, 1]
    assert [len(found.get_segments()) for found in wires(ax)] == [neurons, neurons]
    assert not any("more" in text for text in words(ax))


@pytest.mark.parametrize("neurons", [9, 94, 700, 60_351])
def test_of_a_large_layer_the_ends_are_drawn_and_the_rest_is_counted(ax, neurons):
    network = shallow(neurons)
    plot_network(network, ax)
    one, shown, last = drawn_neurons(ax)

    assert (one, last) == (1, 1) and 2 <= shown <= 8
    left_out = f"{neurons - shown:,}".replace(",", "\u2009")
    assert f"⋮  {left_out} more" in words(ax)
    assert all(len(found.get_segments()) == shown for found in wires(ax))


def test_wires_have_the_sign_and_the_size_of_their_weights(ax):
    weights = [[3.0, -1.0, 0.0, 0.5]]
    hidden = Layer([[1.0], [-1.0], [1.0], [1.0]], [0.0, 0.0, 0.0, 0.0], "relu")
    plot_network(Network((hidden, Layer(weights, [0.0], "linear"))), ax)
    first, second = wires(ax)

    signs = [LIGHT.positive, LIGHT.negative, LIGHT.positive, LIGHT.positive]
    assert [to_hex(color) for color in first.get_colors()] == signs
    assert [to_hex(color) for color in second.get_colors()] == [signs[0], signs[1], signs[3]]
    large, middle, small = second.get_linewidths()
    assert large > middle > small > 0


def test_weights_and_biases_are_written(ax):
    hidden = Layer([[1200.0], [-30.5]], [-240.0, 0.0], "sigmoid")
    plot_network(Network((hidden, Layer([[0.31, -2.0]], [0.125], "linear"))), ax)

    assert {"1200$x$ − 240", "−30.5$x$", "+0.31", "−2", "b = 0.125"} <= set(words(ax))


def test_the_numbers_of_an_approximation_are_its_networks(ax):
    net = uat.approximate("sin(2*pi*t)", construction="steps", tol=0.4)
    plot_network(net, ax)
    hidden, _output = net.network.layers

    written = [text for text in words(ax) if "$t$" in text and "−" in text]
    assert len(written) == hidden.neurons
    for text, weight, bias in zip(written, hidden.weights[:, 0], hidden.biases, strict=True):
        factor, rest = text.split("$t$ − ")
        assert float(factor) == pytest.approx(weight, rel=1e-3)
        assert float(rest) == pytest.approx(-bias, rel=1e-3)
    assert f"{hidden.neurons} neurons\nsigmoid" in words(ax)


def test_several_hidden_layers_and_outputs(ax):
    network = deep(2, 3, 4, 2)
    plot_network(network, ax)

    assert drawn_neurons(ax) == [2, 3, 4, 2]
    assert [len(found.get_segments()) for found in wires(ax)] == [6, 12, 8]
    assert {"$x_{1}$", "$x_{2}$", "inputs", "output\ntanh"} <= set(words(ax))


def test_two_large_layers_are_no_hairball(ax):
    plot_network(deep(1, 300, 300, 1), ax)

    assert all(len(found.get_segments()) <= 64 for found in wires(ax))
    assert sum(text.startswith("⋮") for text in words(ax)) == 2


def test_sparse_layers_are_drawn_too(ax):
    from scipy.sparse import csr_array

    hidden = Layer(csr_array(np.ones((50, 1))), np.zeros(50), "sigmoid")
    plot_network(Network((hidden, Layer(csr_array(np.eye(1, 50)), [0.0], "linear"))), ax)

    assert [len(found.get_segments()) for found in wires(ax)][1] == 1


def test_a_network_without_hidden_neurons(ax):
    net = uat.approximate("3", (0, 1), construction="steps")
    plot_network(net, ax)

    assert drawn_neurons(ax) == [1, 1]
    assert {"none", "b = 3", "0 neurons\nsigmoid"} <= set(words(ax))


def test_in_small_axes_numbers_are_left_out_before_they_cover_anything():
    ax = Figure(figsize=(2.5, 2)).add_subplot()
    plot_network(shallow(3), ax)

    assert not any("$x$ " in text for text in words(ax))
    assert drawn_neurons(ax) == [1, 3, 1]


@pytest.mark.parametrize("widths", [(1, 8, 1), (1, 3, 3, 1), (2, 4, 2), (3, 30, 30, 2), (2, 1)])
def test_words_cover_neither_words_nor_neurons(widths):
    figure = Figure(figsize=(7, 5))
    ax = figure.add_subplot()
    plot_network(deep(*widths), ax)
    figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_text().startswith("$x")]
    boxes = [text.get_window_extent() for text in ax.texts if text not in names]
    radius = 0.9 * 19 / 2 * figure.dpi / 72
    centres = np.concatenate(
        [ax.transData.transform(n.get_xydata()) for n in ax.lines if n.get_label() == "neurons"]
    )

    for i, box in enumerate(boxes):
        for other in boxes[i + 1 :]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            along = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert not (across > 2 and along > 2)
        inside = np.clip(centres, box.min, box.max) - centres
        assert (np.hypot(*inside.T) >= radius).all()
