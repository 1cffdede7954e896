"""Surfaces of triangles, for tests."""

import numpy as np
from scipy.spatial import Delaunay

from uat.constructions.facets.surface import Surface

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def random_surface(seed: int, count: int, outside: bool) -> Surface:
    """Random vertices and heights; the hull is the square, or a larger one."""
    rng = np.random.default_rng(seed)
    far = 2.0 if outside else 1.0
    corners = far * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    points = np.concatenate([corners, far * rng.uniform(-1, 1, (count, 2))])
    triangles = Delaunay(points).simplices.astype(np.int64)
    a, b, c = (points[triangles[:, k]] for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    triangles = np.where((area < 0)[:, None], triangles[:, ::-1], triangles)[np.abs(area) > 1e-6]
    return Surface(points, rng.uniform(-1, 1, len(points)), triangles, SQUARE)
