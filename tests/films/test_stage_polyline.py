"""Deep networks on a graph: drawn from kink to kink, at the network's own heights."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from uat.constructions.folds.cascade import sawtooth
from uat.films.stage import Graph
from uat.films.stage.curves import NetworkPolyline
from uat.networks.network import Layer, Network


def test_every_tooth_is_sharp():
    """64 teeth that do not fall on even samples: each peak is 1 and each foot 0."""
    graph = Graph((0.0, 1.0), (0.0, 1.0))
    curve = NetworkPolyline(graph, sawtooth(7).network)
    x, y = to_data(graph, np.concatenate([curve.points[::4], curve.points[-1:]]))

    assert curve.pieces == 128
    np.testing.assert_allclose(x, np.arange(129) / 128, atol=1e-12)
    np.testing.assert_allclose(y, np.arange(129) % 2, atol=1e-12)


def test_another_network_takes_its_place():
    graph = Graph((-1.0, 3.0), (-2.0, 2.0))
    curve = NetworkPolyline(graph, sawtooth(1).network)
    bend = Network((Layer([[2.0]], [-1.0], "relu"), Layer([[-0.5]], [1.0], "linear")))
    curve.set_network(bend)
    x, y = to_data(graph, curve.points[[0, 3, 4, 7]])

    np.testing.assert_allclose(curve.kinks, [0.5])
    np.testing.assert_allclose(x, [-1.0, 0.5, 0.5, 3.0], atol=1e-12)
    np.testing.assert_allclose(y, bend.forward(x[:, None])[:, 0], atol=1e-12)


def test_level_stretches_keep_their_ends():
    graph = Graph((0.0, 1.0), (0.0, 1.0))
    flat = Network((Layer([[1.0]], [-2.0], "relu"), Layer([[1.0]], [0.25], "linear")))
    curve = NetworkPolyline(graph, flat)
    x, y = to_data(graph, curve.points[[0, -1]])
    assert curve.pieces == 1
    np.testing.assert_allclose([x, y], [[0.0, 1.0], [0.25, 0.25]], atol=1e-12)
