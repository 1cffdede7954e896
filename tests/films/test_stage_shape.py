"""Networks as dots: as many as neurons, inside their room, none on another."""

from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("manim")

from uat.constructions.folds.cascade import sawtooth
from uat.films.stage.shape import FILL, LARGEST, NetworkShape, arrange, circles

WIDTHS = [(1, 5, 1), (1, 300, 1), (2, 40, 90, 3), (1, 2, 2, 2, 2, 2, 1), (1, 1200, 7, 1)]


@pytest.mark.parametrize("widths", WIDTHS)
def test_every_neuron_is_a_dot_of_its_own_inside_the_room(widths):
    pitch, blocks = arrange(widths, 4.0, 1.5)
    places = np.concatenate(blocks)[:, :2]

    assert [len(block) for block in blocks] == list(widths)
    assert pitch <= LARGEST
    assert (np.abs(places) + pitch / 2 <= np.array([2.0, 0.75]) + 1e-9).all()
    gaps = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    assert gaps[~np.eye(len(places), dtype=bool)].min() > 0.999 * pitch > 2 * FILL * pitch


@pytest.mark.parametrize("widths", WIDTHS)
def test_layers_go_from_left_to_right(widths):
    _, blocks = arrange(widths, 4.0, 1.5)
    edges = [(block[:, 0].min(), block[:, 0].max()) for block in blocks]
    for (_, right), (left, _) in pairwise(edges):
        assert right < left


def test_a_network_or_its_widths():
    shape = NetworkShape(sawtooth(3).network, center=(1.0, 2.0, 0.0))
    assert shape.widths == (1, 2, 2, 2, 1)
    assert [len(block.points) // 16 for block in shape.blocks] == [1, 2, 2, 2, 1]
    same = NetworkShape((1, 2, 2, 2, 1), center=(1.0, 2.0, 0.0))
    np.testing.assert_array_equal(shape.blocks[2].points, same.blocks[2].points)
    np.testing.assert_allclose(shape.blocks.get_center(), [1.0, 2.0, 0.0], atol=1e-9)


def test_a_layer_without_neurons_is_left_out():
    assert [len(b.points) // 16 for b in NetworkShape((2, 0, 0, 2)).blocks] == [2, 2]


def test_circles_are_round():
    """Four cubic curves a circle: off by 2.7e-4 of the radius at most."""
    centers = np.array([[0.0, 0.0, 0.0], [3.0, -1.0, 0.0]])
    curves = circles(centers, 0.5).reshape(2, 4, 4, 3)
    t = np.linspace(0.0, 1.0, 50)[:, None]
    basis = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    for center, circle in zip(centers, curves, strict=True):
        radii = np.linalg.norm(np.einsum("ts,csk->ctk", basis, circle) - center, axis=2)
        assert np.abs(radii / 0.5 - 1).max() < 2.8e-4
        np.testing.assert_allclose(circle[:-1, 3], circle[1:, 0], atol=1e-12)
