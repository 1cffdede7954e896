"""The floor below a relief: its corners, names and marks stand where the view puts them."""

import numpy as np
import pytest

pytest.importorskip("manim")

from uat.films.stage.curves import corners
from uat.films.stage.floor import Floor
from uat.films.stage.relief import View

VIEW = View(turn=30.0, tilt=35.0, size=6.0, height=2.0, center=(1.0, -0.5))


def projected(x, y, z, view):
    """The same view, written out as two rotations."""
    a, t = np.radians(view.turn), np.radians(view.tilt)
    turned = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) @ np.array([x, y])
    half = view.size / 2 / np.sqrt(2)
    across, away = turned * half
    return np.array([across, away * np.sin(t) + z * view.height * np.cos(t)]) + view.center


@pytest.mark.parametrize("turn", [0.0, 30.0, 75.0])
def test_the_outline_has_the_corners_of_the_box_as_they_are_seen(turn):
    view = View(turn, VIEW.tilt, VIEW.size, VIEW.height, VIEW.center)
    floor = Floor(VIEW).set_view(view)
    corners = floor.outline.points[::4, :2]
    for k, (x, y) in enumerate([(-1, -1), (1, -1), (1, 1), (-1, 1)]):
        np.testing.assert_allclose(corners[k], projected(x, y, 0.0, view), atol=1e-12)


def test_names_stand_outside_the_middles_of_the_near_edges():
    floor = Floor(VIEW, ("x", "y"))
    for name, (x, y) in zip(floor.names, [(0, -1), (-1, 0)], strict=True):
        edge, middle = projected(x, y, 0.0, VIEW), projected(0, 0, 0.0, VIEW)
        away = name.get_center()[:2] - edge
        assert np.linalg.norm(away) == pytest.approx(0.42, abs=1e-6)
        assert away @ (edge - middle) > 0


def test_marks_stand_at_their_heights_beside_the_rod():
    floor = Floor(VIEW, marks=((0.0, "0"), (0.5, "h"), (1.0, "1")))
    for height, text in zip((0.0, 0.5, 1.0), floor.marks, strict=True):
        foot = projected(-1, 1, height, VIEW)
        assert text.get_center()[1] == pytest.approx(foot[1], abs=1e-9)
        assert text.get_right()[0] < foot[0]


def test_broken_lines_keep_every_corner():
    points = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 2.0, 0.0]])
    path = corners(points)
    np.testing.assert_array_equal(path[[0, 3, 4, 7]], points[[0, 1, 1, 2]])
    np.testing.assert_allclose(path[1], [1 / 3, 0.0, 0.0])
