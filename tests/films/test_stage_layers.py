"""A diagram of layers shows every neuron, and every weight as a line of its sign and size."""

import numpy as np
import pytest

pytest.importorskip("manim")

from manim import ManimColor

from uat.base.palette import DARK
from uat.films.stage.layers import LayerDiagram
from uat.networks.network import Layer, Network


def network_of(weights, more=None):
    """2 → 3 → 1 with these weights in the first layer."""
    first = Layer(weights, np.zeros(3), "sigmoid")
    return Network((first, Layer([[1.0, -2.0, 0.5] if more is None else more], [0.0], "linear")))


def test_there_is_a_circle_for_every_neuron_and_a_line_for_every_weight():
    weights = [[1.0, 0.0], [0.0, -2.0], [3.0, 1.0]]
    diagram = LayerDiagram(network_of(weights))
    assert [len(column) for column in diagram.columns] == [2, 3, 1]
    assert sorted(diagram.lines[0]) == [(0, 0), (1, 1), (2, 0), (2, 1)]
    assert len(LayerDiagram(network_of(weights), zeros=True).lines[0]) == 6


def test_lines_run_between_the_circles_of_their_neurons():
    diagram = LayerDiagram(network_of(np.ones((3, 2))), radius=0.3)
    for (neuron, source), line in diagram.lines[0].items():
        start = diagram.columns[0][source].get_center()
        stop = diagram.columns[1][neuron].get_center()
        along = (stop - start) / np.linalg.norm(stop - start)
        np.testing.assert_allclose(line.get_start(), start + 0.3 * along, atol=1e-9)
        np.testing.assert_allclose(line.get_end(), stop - 0.3 * along, atol=1e-9)


def test_signs_are_colours_and_larger_weights_are_thicker():
    diagram = LayerDiagram(network_of([[1.0, -1.0], [4.0, -0.1], [2.0, 0.5]]), scales=(4.0, None))
    lines = diagram.lines[0]
    assert lines[0, 0].get_color() == ManimColor(DARK.positive)
    assert lines[0, 1].get_color() == ManimColor(DARK.negative)
    widths = [lines[key].get_stroke_width() for key in ((1, 1), (0, 0), (2, 0), (1, 0))]
    assert widths == sorted(widths) and widths[0] < widths[-1]


def test_another_network_repaints_the_same_lines():
    diagram = LayerDiagram(network_of(np.ones((3, 2))))
    before = {key: id(line) for key, line in diagram.lines[1].items()}
    diagram.set_network(network_of(np.ones((3, 2)), more=[-1.0, 1.0, -1.0]))
    assert {key: id(line) for key, line in diagram.lines[1].items()} == before
    colors = [diagram.lines[1][0, k].get_color() for k in range(3)]
    wanted = [DARK.negative, DARK.positive, DARK.negative]
    assert colors == [ManimColor(color) for color in wanted]


def test_it_keeps_to_its_width_and_height():
    diagram = LayerDiagram(
        network_of(np.ones((3, 2))), width=5.0, height=2.0, center=(1.0, -1.0, 0.0), radius=0.3
    )
    places = np.array([circle.get_center() for column in diagram.columns for circle in column])
    np.testing.assert_allclose(np.ptp(places[:, 0]), 5.0)
    np.testing.assert_allclose(np.ptp(places[:, 1]), 2.0)
    np.testing.assert_allclose(places[:, 0].mean(), 1.0 + 5.0 * (-2 / 2 + 1 / 2) / 6, atol=1e-9)
