"""Pictures, classes, ridges and curves: each kind has its views, from the network's own output."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from picturing import require_readable
from PIL import Image
from planes import SQUARE

import uat
from uat.base.palette import CLASSES
from uat.networks.network import Layer, Network
from uat.plots import draw, plot_curve, plot_directions, plot_map, plot_picture, plot_regions
from uat.plots.plane.regions import known_points
from uat.plots.plane.ridges import directions_of, profile


@cache
def classes() -> uat.Approximation:
    return uat.approximate("x + y > 0.3", SQUARE, tol=0.1)


@cache
def ridges() -> uat.Approximation:
    """relu(x + y - 0.5) - 2 relu(-x - y) + 3 relu(x): two directions."""
    hidden = Layer([[1.0, 1.0], [-1.0, -1.0], [1.0, 0.0]], [-0.5, 0.0, 0.0], "relu")
    network = Network((hidden, Layer([[1.0, -2.0, 3.0]], [0.25], "linear")))
    made = uat.approximate("x*y", SQUARE, construction="ridges", tol=0.5)
    return replace(made, built=replace(made.built, network=network))


@cache
def several() -> uat.Approximation:
    return uat.approximate("(x*y, x + y)", SQUARE, tol=0.5)


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    """A small picture: red to the right, green upwards, one blue corner at the lower left."""
    path = tmp_path_factory.mktemp("photo") / "photo.png"
    y, x = np.mgrid[1:0:24j, 0:1:36j]
    values = np.stack([x, y, (x < 0.3) & (y < 0.3)], axis=-1)
    Image.fromarray((255 * values).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def ax():
    return Figure(figsize=(8, 6), layout="constrained").add_subplot()


# Pictures


def test_a_picture_is_shown_beside_the_networks_and_the_error(photo):
    net = uat.approximate(photo, neurons=300)
    figure = plot_picture(net)
    picture, network, error = (ax.images[0].get_array() for ax in figure.axes[:3])
    file = np.asarray(Image.open(photo))[::-1] / 255

    assert np.allclose(picture, file, atol=1e-12)
    assert picture[0, 0, 2] == 1 and picture[-1, 0, 1] == 1 and picture[0, -1, 0] == 1
    columns, rows = (0.5 * (edges[1:] + edges[:-1]) for edges in net.target.cells)
    points = np.stack([a.ravel() for a in np.meshgrid(columns, rows)], axis=1)
    made = net.network.forward(points).reshape(24, 36, 3)
    assert np.allclose(network, np.clip(made, 0, 1), atol=1e-12)
    assert np.allclose(error, np.abs(made - file).max(axis=-1), atol=1e-12)
    require_readable(figure, 4)


@pytest.mark.parametrize("view", ["overview", "heat", "boxes", "network"])
def test_pictures_have_these_views(photo, view):
    require_readable(draw(uat.approximate(photo, neurons=60), view), 3)


def test_a_formula_is_no_picture():
    with pytest.raises(uat.InputError, match="no picture"):
        plot_picture(classes())


# Classes


@pytest.mark.parametrize("view", ["overview", "regions", "heat", "boxes", "neuron", "network"])
def test_classes_have_these_views(view):
    require_readable(draw(classes(), view), 3)


def test_regions_have_the_colours_of_their_classes(ax):
    plot_regions(classes(), ax)
    shown = np.asarray(ax.images[0].get_array())
    for x, y, k in ((-0.8, -0.8, 0), (0.8, 0.8, 1)):
        row, column = (int((place + 1) / 2 * len(shown)) for place in (y, x))
        color = 1 - (1 - shown[row, column]) / 0.45
        assert classes().target.classify(x, y) == k
        assert np.allclose(color, to_rgb(CLASSES[k]), atol=1e-6)


def test_points_that_are_wrong_have_a_cross_and_are_counted(ax):
    points = [(-0.9, -0.9), (0.9, 0.9), (0.8, 0.9), (0.7, 0.9)]
    plot_regions(classes(), ax, points, [0, 1, 1, 0])
    right, wrong = (c for c in ax.collections if isinstance(c, PathCollection))

    assert right.get_offsets().tolist() == [[-0.9, -0.9], [0.9, 0.9], [0.8, 0.9]]
    assert wrong.get_offsets().tolist() == [[0.7, 0.9]]
    assert any("75 % of the points right" in text.get_text() for text in ax.texts)


def test_the_playgrounds_data_sets_bring_their_points():
    net = uat.approximate("blobs", tol=0.1)
    found = known_points(net, 50)

    assert found["points"].shape[1] == 2 and len(found["points"]) == len(found["labels"]) > 30
    assert known_points(classes()) == {}


def test_a_function_has_no_regions():
    with pytest.raises(uat.InputError, match="has no classes"):
        plot_regions(ridges())


# Ridges


@pytest.mark.parametrize("view", ["overview", "ridges", "network", "heat"])
def test_ridges_have_these_views(view):
    require_readable(draw(ridges(), view), 3)


def test_neurons_of_one_direction_are_found_together():
    flat, slanted = directions_of(ridges())

    assert (flat.angle, slanted.angle) == pytest.approx((0, np.pi / 4))
    assert flat.neurons.tolist() == [2] and slanted.neurons.tolist() == [0, 1]
    assert slanted.places == pytest.approx([0, 0.5 / np.sqrt(2)])


def test_profiles_add_up_to_the_network():
    net = ridges()
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 300))
    added = 0.25 + sum(profile(net, d, x * d.unit[0] + y * d.unit[1]) for d in directions_of(net))

    assert np.allclose(added, net.network.forward(np.stack([x, y], axis=1))[:, 0], atol=1e-12)


def test_each_line_is_where_a_neuron_turns(ax):
    plot_directions(ridges(), ax)
    drawn = [c for c in ax.collections if isinstance(c, LineCollection)]
    lines = [segment for c in drawn for segment in c.get_segments()]
    hidden = ridges().network.layers[0]
    for line in lines:
        z = line @ np.asarray(hidden.weights).T + hidden.biases
        assert np.abs(z).max(axis=0).min() < 1e-12

    assert len(lines) == 3


def test_a_network_of_boxes_has_no_directions():
    with pytest.raises(uat.InputError, match="no directions"):
        directions_of(classes())


# Curves


def test_a_curve_is_f_and_the_network(ax):
    net = uat.approximate("(cos(t), sin(2*t))", (0, 6), construction="steps", tol=0.2)
    plot_curve(net, ax)
    f, network = ax.lines
    made = np.stack(network.get_data(), axis=1)
    t = np.arccos(np.clip(f.get_xdata(), -1, 1))

    assert np.allclose(np.abs(np.sin(2 * t)), np.abs(f.get_ydata()), atol=1e-6)
    # Every vertex of the network's curve is one of its outputs: within the tolerance of f.
    assert np.abs(made - np.stack(f.get_data(), axis=1)).max() <= 0.2 * (1 + 1e-6)


def test_a_function_of_two_inputs_is_no_curve():
    with pytest.raises(uat.InputError, match="no curve"):
        plot_curve(ridges())


def test_the_map_of_classes_has_their_colours(ax):
    plot_map(classes(), ax)
    shown = np.asarray(ax.images[0].get_array())

    assert {tuple(color) for color in shown.reshape(-1, 3)} == {to_rgb(c) for c in CLASSES[:2]}


# Several outputs of two inputs, and the straight line


@pytest.mark.parametrize("view", ["overview", "heat", "boxes", "network"])
def test_several_outputs_have_these_views(view):
    figure = draw(several(), view)

    require_readable(figure, 3)
    if view == "overview":
        titles = [ax.get_title(loc="left") for ax in figure.axes]
        assert {"$f_{1}$", "$f_{2}$", "network, output 1", "network, output 2"} <= set(titles)


def test_each_output_of_several_has_maps_of_its_own():
    made = several()
    maps = {ax.get_title("left"): ax.images[0] for ax in draw(made).axes if ax.images}
    for k, f in enumerate((lambda x, y: x * y, lambda x, y: x + y)):
        shown = maps[f"$f_{{{k + 1}}}$"]
        values = np.asarray(shown.get_array())
        middles = [-1 + 2 * (np.arange(n) + 0.5) / n for n in values.shape]
        expected = f(middles[1][None, :], middles[0][:, None])
        pixel = 2 / min(values.shape)
        assert np.abs(values - expected).max() <= 1.001 * pixel  # |grad f|*half a diagonal
        network = np.asarray(maps[f"network, output {k + 1}"].get_array())
        assert np.abs(network - values).max() <= made.error.max * (1 + 1e-9)


@pytest.mark.parametrize("view", ["overview", "pieces", "tube"])
def test_the_best_straight_line_can_be_drawn(view):
    require_readable(draw(uat.approximate("x^2", activation="linear"), view), 3)


def test_a_constant_has_no_neuron_to_draw():
    net = uat.approximate("3 + 0*x*y", SQUARE, tol=0.1)

    require_readable(draw(net), 3)
    with pytest.raises(uat.InputError, match="neuron does not fit"):
        draw(net, "neuron")
