"""A surface of triangles is a relu network, exactly."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay
from surfaces import SQUARE, random_surface

from uat.constructions.facets.network import surface_network
from uat.constructions.facets.surface import Surface


def exactly(network, point):
    """The network at a point, in fractions."""
    values = [Fraction(float(x)) for x in point]
    for layer in network.layers:
        weights = np.asarray(layer.weights if not layer.is_sparse else layer.weights.toarray())
        rows = zip(weights.tolist(), layer.biases.tolist(), strict=True)
        values = [
            sum((Fraction(w) * x for w, x in zip(row, values, strict=True) if w), Fraction(bias))
            for row, bias in rows
        ]
        if layer.activation.name == "relu":
            values = [max(value, Fraction(0)) for value in values]
    return values[0]


def on_triangles(surface, point):
    """The surface at a point, in fractions: by barycentric coordinates of the triangle there."""
    x, y = (Fraction(float(t)) for t in point)
    for triangle in surface.triangles.tolist():
        (ax, ay), (bx, by), (cx, cy) = (
            [Fraction(float(t)) for t in surface.points[v]] for v in triangle
        )
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        b = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
        c = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
        if min(b, c, 1 - b - c) >= 0:
            heights = [Fraction(float(surface.heights[v])) for v in triangle]
            return (1 - b - c) * heights[0] + b * heights[1] + c * heights[2]
    raise AssertionError("the triangles leave a hole")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 9), st.booleans())
def test_the_network_is_the_surface(seed, count, outside):
    surface = random_surface(seed, count, outside)
    network = surface_network(surface)

    # Slopes are as large as heights over the lowest triangle, and every neuron rounds them.
    steep = float(np.abs(surface.planes).max()) + sum(
        float(np.abs(layer.weights).max()) for layer in network.layers
    )
    tolerance = 1e-15 * (network.neurons + 8) ** 2 * (1 + steep) ** 2
    for point in np.random.default_rng(seed).uniform(-1, 1, (4, 2)):
        assert abs(exactly(network, point) - on_triangles(surface, point)) <= tolerance


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_neurons_are_edges_and_vertices_at_most(seed, count):
    surface = random_surface(seed, count, False)
    edges = len({tuple(sorted(e)) for t in surface.triangles.tolist()
                 for e in ((t[0], t[1]), (t[1], t[2]), (t[2], t[0]))})  # fmt: skip
    assert surface_network(surface).neurons <= edges - 4 + count + 3


@pytest.mark.parametrize("seed", range(8))
def test_mirror_images_are_no_trouble(seed):
    """Kinks of one side then run through the middles of triangles of the other."""
    rng = np.random.default_rng(seed)
    a, b, c, d = rng.uniform(0.1, 0.6, 4)
    points = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [1, 0.1], [-1, 0.1], [0, -1], [0, 1],
                       [a, -b], [-a, -b], [0, c], [d, d], [-d, d]])  # fmt: skip
    triangles = Delaunay(points).simplices.astype(np.int64)
    u, v = (points[triangles[:, k]] - points[triangles[:, 0]] for k in (1, 2))
    area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    triangles = np.where((area < 0)[:, None], triangles[:, ::-1], triangles)[np.abs(area) > 1e-9]
    heights = np.exp(-2 * (points**2).sum(axis=1))
    surface = Surface(points, heights, triangles, SQUARE)
    z = rng.uniform(-1, 1, (500, 2))
    assert np.abs(surface_network(surface).forward(z)[:, 0] - surface(z)).max() <= 1e-12


def test_a_triangle_in_the_middle_may_reach_a_side():
    points = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1], [0.1, 0.7], [-0.2, 0.8]])
    triangles = np.array([[0, 1, 4], [1, 2, 4], [2, 5, 4], [2, 3, 5], [3, 0, 5], [0, 4, 5]])
    surface = Surface(points, np.array([0.3, -1, 2, 0.5, 1, -2]), triangles, SQUARE)
    z = np.random.default_rng(3).uniform(-1, 1, (500, 2))
    assert np.abs(surface_network(surface).forward(z)[:, 0] - surface(z)).max() <= 1e-12


def test_a_surface_of_planes_knows_its_facets():
    points = np.array([[-1.0, -1], [0, -1], [1, -1], [-1, 1], [0, 1], [1, 1]])
    triangles = np.array([[0, 1, 4], [0, 4, 3], [1, 2, 5], [1, 5, 4]])
    folded = Surface(points, np.abs(points[:, 0]), triangles, SQUARE)
    assert folded.pieces == 2
    assert sorted(f.slope for f in folded.as_pieces()) == [(-1.0, 0.0), (1.0, 0.0)]
    assert surface_network(folded).neurons <= 2
