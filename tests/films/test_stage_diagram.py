"""A diagram of a network shows every neuron, and every weight as a line of its sign and size."""

import numpy as np
import pytest

pytest.importorskip("manim")

from manim import ManimColor

from uat.base.errors import InputError
from uat.base.palette import DARK
from uat.films.stage.diagram import BY_SIGN, NetworkDiagram
from uat.films.stage.readout import Readout
from uat.networks.network import Layer, Network


def network_of(weights, more=None):
    """2 → 3 → 1 with these weights in the first layer."""
    first = Layer(weights, np.zeros(3), "sigmoid")
    return Network((first, Layer([[1.0, -2.0, 0.5] if more is None else more], [0.0], "linear")))


def test_there_is_a_circle_for_every_neuron_and_a_line_for_every_weight():
    weights = [[1.0, 0.0], [0.0, -2.0], [3.0, 1.0]]
    diagram = NetworkDiagram(network_of(weights), zeros=False)
    assert [len(column) for column in diagram.columns] == [2, 3, 1]
    assert sorted(diagram.lines[0]) == [(0, 0), (1, 1), (2, 0), (2, 1)]
    assert len(NetworkDiagram(network_of(weights)).lines[0]) == 6


def test_lines_run_between_the_circles_of_their_neurons():
    diagram = NetworkDiagram(network_of(np.ones((3, 2))), radius=0.3)
    for (neuron, source), line in diagram.lines[0].items():
        start = diagram.columns[0][source].get_center()
        stop = diagram.columns[1][neuron].get_center()
        along = (stop - start) / np.linalg.norm(stop - start)
        np.testing.assert_allclose(line.get_start(), start + 0.3 * along, atol=1e-9)
        np.testing.assert_allclose(line.get_end(), stop - 0.3 * along, atol=1e-9)


def test_signs_are_colours_and_larger_weights_are_thicker():
    diagram = NetworkDiagram(network_of([[1.0, -1.0], [4.0, -0.1], [2.0, 0.5]]), scales=(4.0, None))
    lines = diagram.lines[0]
    assert lines[0, 0].get_color() == ManimColor(DARK.positive)
    assert lines[0, 1].get_color() == ManimColor(DARK.negative)
    widths = [lines[key].get_stroke_width() for key in ((1, 1), (0, 0), (2, 0), (1, 0))]
    assert widths == sorted(widths) and widths[0] < widths[-1]


def test_another_network_repaints_the_same_lines():
    diagram = NetworkDiagram(network_of(np.ones((3, 2))))
    before = {key: id(line) for key, line in diagram.lines[1].items()}
    diagram.set_network(network_of(np.ones((3, 2)), more=[-1.0, 1.0, -1.0]))
    assert {key: id(line) for key, line in diagram.lines[1].items()} == before
    colors = [diagram.lines[1][0, k].get_color() for k in range(3)]
    wanted = [DARK.negative, DARK.positive, DARK.negative]
    assert colors == [ManimColor(color) for color in wanted]


def test_it_keeps_to_its_width_and_height():
    diagram = NetworkDiagram(
        network_of(np.ones((3, 2))), width=5.0, height=2.0, center=(1.0, -1.0, 0.0), radius=0.3
    )
    places = np.array([circle.get_center() for column in diagram.columns for circle in column])
    np.testing.assert_allclose(np.ptp(places[:, 0]), 5.0)
    np.testing.assert_allclose(np.ptp(places[:, 1]) + 2 * 0.3, 2.0)
    np.testing.assert_allclose(places[:, 0].mean(), 1.0 + 5.0 * (-2 / 2 + 1 / 2) / 6, atol=1e-9)


def test_lines_of_a_single_input_tell_signs_alone():
    hidden = Layer([[2.0], [-0.1], [3.0]], np.zeros(3), "sigmoid")
    network = Network((hidden, Layer([[1.0, -2.0, 0.5]], [0.0], "linear")))
    widths = [line.get_stroke_width() for line in NetworkDiagram(network).inward]
    assert len(set(widths)) == 1
    scaled = NetworkDiagram(network, scales=(None, BY_SIGN))
    assert len({line.get_stroke_width() for line in scaled.inward}) == 3
    assert len({line.get_stroke_width() for line in scaled.outward}) == 1


def test_a_wide_layer_between_others_leaves_out_its_middle():
    inner = np.arange(1.0, 41.0).reshape(20, 2)
    layers = (
        Layer(np.ones((2, 2)), np.zeros(2), "sigmoid"),
        Layer(inner, np.zeros(20), "sigmoid"),
        Layer(np.ones((1, 20)), [0.0], "linear"),
    )
    diagram = NetworkDiagram(Network(layers), most=4)
    assert diagram.shown == [[0, 1], [0, 1], [0, 1, 18, 19], [0]]
    thickest = max(diagram.lines[1].values(), key=lambda line: line.get_stroke_width())
    assert thickest is diagram.lines[1][3, 1]  # the weight of 40, of neuron 19
    with pytest.raises(InputError, match="a diagram of its own"):
        diagram.set_network(network_of(np.ones((3, 2))))


def test_a_number_stands_on_its_line_and_hides_it_around_its_letters():
    diagram = NetworkDiagram(network_of(np.ones((3, 2))))
    line = diagram.lines[1][0, 2]
    place = diagram.point(1, 0, 2, 0.25)
    np.testing.assert_allclose(place, 0.75 * line.get_start() + 0.25 * line.get_end(), atol=1e-9)
    readout = Readout("", 1.5).stand_on(place)
    np.testing.assert_allclose(readout.digits.get_center(), place, atol=1e-9)
    halo = readout.digits.get_stroke_color(background=True)
    assert halo == ManimColor(DARK.background)
    assert readout.digits.get_stroke_width(background=True) > 0
