"""Regions on screen: their colours are the network's softmax, their borders f's."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from manim import tempconfig

from uat.base.errors import InputError
from uat.base.palette import DARK, PALETTES, rgb
from uat.films.renderer.camera import FilmCamera
from uat.films.stage import Graph
from uat.films.stage.regions import RegionBorder, RegionPicture, border, scoring
from uat.networks.activations import softmax
from uat.networks.network import Layer, Network

BOX = ((-2.0, 1.0), (0.0, 1.5))
RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"
SMALL = {"pixel_width": 320, "pixel_height": 180, "frame_height": 8.0, "frame_width": 128 / 9}


def graph():
    return Graph(*BOX, width=6.0, height=3.0, center=(1.0, -0.5, 0.0))


def random_network(seed, hidden=4):
    draw = np.random.default_rng(seed)
    first = Layer(draw.normal(size=(hidden, 2)), draw.normal(size=hidden), "sigmoid")
    return Network(
        (first, Layer(4 * draw.normal(size=(3, hidden)), draw.normal(size=3), "softmax"))
    )


def test_each_pixel_is_the_networks_output_at_its_middle():
    network = random_network(1)
    picture = RegionPicture(graph(), network, pixels=30)
    assert picture.pixels == (15, 30)
    for x, y in ((-1.95, 1.45), (-0.5, 0.7), (0.93, 0.04)):
        column, row = int((x + 2.0) / 0.1), int((1.5 - y) / 0.1)
        middle = [[-2.0 + 0.1 * (column + 0.5), 1.5 - 0.1 * (row + 0.5)]]
        expected = network.forward(middle)[0]
        np.testing.assert_allclose(picture.shares[row, column], expected, atol=1e-12)


def test_a_blend_of_scores_is_the_output_of_the_two_networks_side_by_side():
    one, other = random_network(1), random_network(2)
    picture = RegionPicture(graph(), one, pixels=12)
    t = 0.3
    first, second = one.layers[0], other.layers[0]
    joined = Layer(
        np.vstack([first.weights, second.weights]),
        np.concatenate([first.biases, second.biases]),
        first.activation,
    )
    weights = np.hstack([(1 - t) * one.layers[1].weights, t * other.layers[1].weights])
    biases = (1 - t) * one.layers[1].biases + t * other.layers[1].biases
    both = Network((joined, Layer(weights, biases, "softmax")))

    picture.set_scores((1 - t) * picture.read(one) + t * picture.read(other))
    blended = picture.shares
    np.testing.assert_allclose(blended, picture.set_network(both).shares, atol=1e-12)


def test_it_is_painted_in_its_place_and_colours():
    """Class 0 left of x = -0.5, class 1 to the right; red must not come out blue."""
    steep = Network((Layer([[-1e4, 0.0], [1e4, 0.0]], [-5e3, 5e3], "softmax"),))
    picture = RegionPicture(graph(), steep, colors=(RED, GREEN, BLUE))
    with tempconfig(SMALL):
        camera = FilmCamera(background_color="#000000")
        camera.capture_mobjects([picture])
        seen = camera.pixel_array[..., :3].astype(int)
    scale = 22.5  # pixels a unit
    row = round(90 + 0.5 * scale)
    left, right = (round(160 + (1.0 + d) * scale) for d in (-1.5, 1.5))
    assert seen[row, left].tolist() == [255, 0, 0]
    assert seen[row, right].tolist() == [0, 255, 0]
    for outside in (row - round(1.6 * scale), row + round(1.6 * scale)):
        assert seen[outside, left].tolist() == [0, 0, 0]


def test_scoring_leaves_out_the_softmax_only():
    network = random_network(3)
    x = np.random.default_rng(0).normal(size=(7, 2))
    np.testing.assert_allclose(softmax(scoring(network).forward(x)), network.forward(x), atol=1e-14)
    with pytest.raises(InputError, match="not a softmax"):
        scoring(scoring(network))


def test_too_many_classes_for_the_colours_are_refused():
    with pytest.raises(InputError, match="as many colours"):
        RegionPicture(graph(), random_network(1), colors=(RED, GREEN))


def test_a_border_lies_where_the_class_changes():
    segments = border([[0, 0, 1], [0, 0, 1], [2, 2, 2]])
    ends = {tuple(end) for end in segments.reshape(-1, 2)}
    assert {(0.0, 1.5), (1.0, 1.5), (1.5, 0.0), (1.5, 1.0), (1.5, 2.0)} <= ends
    assert border(np.ones((4, 5))).shape == (0, 2, 2)


def test_the_border_of_a_disc_is_its_circle():
    around = Graph((-1.0, 1.0), (-1.0, 1.0), width=4.0, height=4.0)
    drawn = RegionBorder(around, lambda x, y: np.stack([x**2 + y**2 < 0.5, x**2 + y**2 >= 0.5], -1))
    x, y = to_data(around, drawn.segments.reshape(-1, 3))
    step = 2.0 / 479
    assert np.max(np.abs(np.hypot(x, y) - np.sqrt(0.5))) < step  # within the cell that it is in
    assert len(drawn.segments) > 4 * np.sqrt(2) / step * 0.5


@pytest.mark.parametrize("palette", ["dark", "light"])
def test_maps_and_borders_have_the_shades_of_their_ground(palette):
    """The border can be seen on it, and classes have the hues that all else of their hue has."""
    shades, network = PALETTES[palette], Network((Layer(np.eye(2), [9.0, 0.0], "softmax"),))
    with tempconfig(SMALL):
        camera = FilmCamera(background_color=shades.background)
        camera.palette, axes = palette, Graph((0.0, 1.0), (0.0, 1.0), width=6.0, height=6.0)
        line = RegionBorder(axes, lambda x, y: np.stack([x, 0.5 + 0 * x], axis=-1))
        line.edge = 0.3  # some pixels
        seen = []
        for part in (line, RegionPicture(axes, network, colors=(DARK.target, DARK.step))):
            camera.reset()
            camera.capture_mobjects([part])
            seen.append(camera.pixel_array[60, :, :3].astype(int) / 255)
    ground, text, target = (rgb(color) for color in (shades.background, shades.text, shades.target))
    strongest = np.abs(seen[0] - ground).sum(axis=1).argmax()
    assert np.abs(seen[0][strongest] - text).max() < 0.02
    assert np.abs(seen[1][160] - target).max() < 0.02
