"""A brace marks just the length it is given, and an area that is moved stays as large."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from uat.films.stage.areas import MovedArea, average
from uat.films.stage.brace import DEPTH, CurlyBrace
from uat.films.stage.graph import Graph
from uat.films.stage.trail import Trail

pytestmark = pytest.mark.usefixtures("manim_folder")


def strips_of(area):
    """The corners of each strip, (n, 4, 2), in the units of the data."""
    x, y = to_data(area.graph_of, area.points)
    return np.stack([x, y], axis=-1).reshape(-1, 4, 4, 2)[:, :, 0]


def surface(strips):
    """The shoelace formula, summed over strips."""
    x, y = strips[..., 0], strips[..., 1]
    return np.abs((x * np.roll(y, -1, 1) - y * np.roll(x, -1, 1)).sum(axis=1)).sum() / 2


@pytest.mark.parametrize(
    ("function", "low", "high", "mean", "half"),
    [
        (lambda x: x, 0.0, 1.0, 0.5, 1 / 8),
        (lambda x: np.sin(2 * np.pi * x), 0.0, 1.0, 0.0, 1 / np.pi),
        (lambda x: np.where(x < 0.25, 3.0, -1.0), 0.0, 1.0, 0.0, 0.75),
        (lambda x: np.cos(4 * np.pi * x), 0.0, 1.0, 0.0, 1 / np.pi),  # in two parts
    ],
)
def test_a_moved_area_stays_as_large(function, low, high, mean, half):
    graph = Graph((low, high), (-3.0, 3.0))
    area = MovedArea(graph, function, low, high)
    area.graph_of = graph
    assert average(function, low, high) == pytest.approx(mean, abs=1e-3)
    assert area.level == pytest.approx(mean, abs=1e-3)
    for share, side in ((0.0, 1.0), (1.0, -1.0)):
        strips = strips_of(area.set_share(share))
        assert surface(strips) == pytest.approx(half, rel=0.04)  # 48 strips with straight edges
        assert (side * (strips[..., 1] - area.level)).min() >= -1e-9


def test_a_brace_ends_at_its_ends_and_its_tip_is_on_the_right():
    brace = CurlyBrace((0, 0, 0), (0, 2, 0))
    np.testing.assert_allclose(brace.points[[0, -1]], [(0, 0, 0), (0, 2, 0)], atol=1e-9)
    np.testing.assert_allclose(brace.tip, (DEPTH, 1, 0), atol=1e-9)
    np.testing.assert_allclose(brace.set_ends((1, 0, 0), (0, 0, 0)).tip, (0.5, DEPTH, 0), atol=1e-9)
    np.testing.assert_allclose(brace.points[4::4], brace.points[3:-1:4], atol=1e-9)  # one line


def test_a_trail_is_the_graph_after_a_quarter_turn():
    graph = Graph((-2.0, 2.0), (0.0, 1.0))
    trail = Trail(graph, lambda x: x**3 - x, (0.0, 1.5), -1.0, -2.5).run_to(1.2)
    value, _ = to_data(graph, trail.points)
    x = -1.0 - trail.points[:, 1]
    assert x.max() == pytest.approx(1.2, abs=0.01) and x.min() == pytest.approx(0.0)
    np.testing.assert_allclose(value[::4], (x**3 - x)[::4], atol=1e-9)
    assert trail.run_to(0.0).points.size == 0
