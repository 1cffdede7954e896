"""Reliefs: what they draw is the network's output, and what is nearer hides what is further."""

import numpy as np
import pytest

pytest.importorskip("manim")

from manim import tempconfig

from uat.films.renderer.camera import FilmCamera
from uat.films.stage.relief import Relief, View

SMALL = {"pixel_width": 320, "pixel_height": 180, "frame_height": 8.0, "frame_width": 128 / 9}


def picture(*mobjects):
    """(180, 320, 3): what the camera sees."""
    with tempconfig(SMALL):
        camera = FilmCamera(background_color="#000000")
        camera.capture_mobjects(list(mobjects))
        return camera.pixel_array[..., :3].astype(int)


def wave(x, y):
    return np.sin(3 * x) * np.cos(2 * y)


def test_its_vertices_are_the_function_at_its_coordinates():
    x, y = np.linspace(-1.0, 1.0, 13), np.linspace(0.0, 2.0, 13)
    relief = Relief(x, y, wave(x[:, None], y[None, :]), z_range=(-1.0, 1.0))
    i, j = 5, 7
    place = relief.point(relief.x[i], relief.y[j], wave(relief.x[i], relief.y[j]))

    np.testing.assert_allclose(relief.vertices()[i, j], place[:2], atol=1e-12)
    np.testing.assert_array_equal(relief.heights, wave(relief.x[:, None], relief.y[None, :]))


@pytest.mark.parametrize("turn", [20.0, 110.0, 200.0, 290.0])
def test_a_wall_in_front_hides_the_floor_behind_it(turn):
    """A tower seen from any side: at the foot of its far side only the tower's colours show."""
    x = np.array([-1.0, -0.3, -0.3 + 1e-6, 0.3, 0.3 + 1e-6, 1.0])
    heights = np.zeros((6, 6))
    heights[2:4, 2:4] = 1.0
    view = View(turn=turn, tilt=25.0, size=6.0, height=3.0, center=(0.0, -1.0))
    relief = Relief(x, x, heights, z_range=(0.0, 1.0), view=view, shades=("#0000ff", "#ff0000"))
    angle = np.radians(turn)
    behind = 0.45 * np.array([np.sin(angle), np.cos(angle)])
    where = relief.point(*behind, 0.0)
    row, column = round(90 - where[1] * 22.5), round(160 + where[0] * 22.5)
    seen = picture(relief)[row, column]

    # The floor is blue alone; a wall runs from blue to red, and is drawn in their mean.
    assert seen[0] > 0.8 * seen[2] > 0


def test_it_lies_flat_when_it_has_not_risen():
    x = np.linspace(-1, 1, 5)
    relief = Relief(x, x, wave(x[:, None], x[None, :]) + 2.0, z_range=(0.0, 3.0))
    relief.rise = 0.0
    flat = relief.view.to_screen(x[:, None] + 0 * x, x[None, :] + 0 * x[:, None], np.zeros((5, 5)))

    np.testing.assert_allclose(relief.vertices(), flat, atol=1e-12)


def test_a_network_is_drawn_as_manims_own_polygons_are():
    """One flat square: the relief's pixels are those of a Manim polygon through its corners."""
    from manim import Polygon

    x = np.array([-1.0, 1.0])
    relief = Relief(x, x, np.ones((2, 2)), z_range=(0.0, 1.0),
                    shades=("#ffffff", "#ffffff"))  # fmt: skip
    corners = [relief.point(a, b, 1.0) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    polygon = Polygon(*corners, fill_color="#ffffff", fill_opacity=1.0, stroke_width=0.0)
    ours, theirs = picture(relief).max(axis=2) > 60, picture(polygon).max(axis=2) > 60

    assert theirs.sum() > 1000
    assert (ours ^ theirs).sum() <= 0.02 * theirs.sum()


def test_only_what_is_above_a_plane_pokes_through_it():
    """The top of a tower keeps its colour; the floor is seen through the plane."""
    x = np.array([-1.0, -0.3, -0.3 + 1e-6, 0.3, 0.3 + 1e-6, 1.0])
    heights = np.zeros((6, 6))
    heights[2:4, 2:4] = 1.0
    relief = Relief(x, x, heights, z_range=(0.0, 1.0), shades=("#ff0000", "#ff0000"))
    spots = [relief.point(*place) for place in ((0.0, 0.0, 1.0), (0.93, 0.05, 0.0))]

    def seen():
        image = picture(relief).astype(int)
        return [image[round(90 - y * 22.5), round(160 + x * 22.5)] for x, y, _ in spots]

    (top, floor), kept = seen(), relief.heights.copy()
    relief.level = 0.25
    above, below = seen()
    np.testing.assert_array_equal(above, top)
    assert below[1] > floor[1] + 40  # green of the plane
    relief.level = 1.1
    assert seen()[0][1] > top[1] + 40  # all of it is below the plane
    np.testing.assert_array_equal(relief.heights, kept)


def test_it_is_where_it_is_drawn():
    """Between the ends of its block: handovers and upright pictures place it by its middle."""
    view = View(turn=30.0, center=(3.0, 1.0))
    side = np.linspace(-1.0, 1.0, 3)
    relief = Relief(side, side, np.zeros((3, 3)), z_range=(0.0, 1.0), view=view)
    assert relief.get_center()[0] == pytest.approx(3.0)


def test_the_floor_is_like_the_ground_and_the_top_is_not():
    """A dark floor would be a hole in a light picture, and a light one in a dark picture."""
    brightness = {}
    for palette in ("dark", "light"):
        for level in (0.0, 1.0):
            relief = Relief(np.linspace(0, 1, 3), np.linspace(0, 1, 3), np.full((3, 3), level),
                            z_range=(0.0, 1.0))  # fmt: skip
            camera = FilmCamera()
            camera.palette = palette
            camera.capture_mobjects([relief.set_view(View(center=(0.0, -1.2 * level)))])
            brightness[palette, level] = camera.pixel_array[..., :3].max()
            seen = camera.pixel_array[..., :3].sum(axis=2)
            brightness[palette, level] = float(np.median(seen[seen > 0]))
    assert brightness["dark", 0.0] < brightness["dark", 1.0]
    assert brightness["light", 0.0] > brightness["light", 1.0]
