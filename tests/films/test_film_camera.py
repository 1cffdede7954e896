"""The film camera draws the same pictures as Manim's own."""

import numpy as np
import pytest

pytest.importorskip("manim")

from manim import Camera, Circle, Square, VGroup, VMobject, tempconfig

from uat.base.palette import DARK
from uat.films.renderer.camera import FilmCamera
from uat.films.stage.text import cover, formula, words


def mobjects():
    zigzag = VMobject(color="#f0a030", stroke_width=4).set_points_as_corners(
        np.array([[-5, -2, 0], [-3, 1, 0], [-1, -1, 0], [2, 2, 0]])
    )
    filled = Square(2.0, fill_color="#56b4e9", fill_opacity=0.5).shift([3, 0, 0])
    text = VGroup(formula("f(x) = sum_(k=1)^n a_k x^k"), words("a word").shift([0, 2, 0]))
    return [Circle(1.5, color="#33c79a"), zigzag, filled, text]


def picture(kind, times=1):
    with tempconfig({"pixel_width": 640, "pixel_height": 360}):
        camera = kind()
        shown = mobjects()
        for _ in range(times):
            camera.reset()
            camera.capture_mobjects(shown)
        return camera.pixel_array.astype(int)


def test_the_same_pixels_the_first_time_and_from_the_remembered_path(manim_folder):
    wanted = picture(Camera)

    assert wanted[..., :3].max() > 200
    # Cairo flattens curves to within 0.1 pixel; a line is exact: a tenth of 255 at its edges.
    assert np.abs(picture(FilmCamera) - wanted).max() <= 26
    np.testing.assert_array_equal(picture(FilmCamera, times=3), picture(FilmCamera))


def test_a_mobject_that_moves_is_drawn_where_it_is(manim_folder):
    with tempconfig({"pixel_width": 320, "pixel_height": 180}):
        camera, dot = FilmCamera(), Circle(0.5, fill_opacity=1.0)
        camera.capture_mobjects([dot])
        dot.shift([3.0, 0.0, 0.0])
        camera.reset()
        camera.capture_mobjects([dot])

    lit = camera.pixel_array[..., :3].sum(axis=(0, 2)) > 0
    assert abs(np.flatnonzero(lit).mean() - (160 + 3 * 22.5)) < 1.5


def test_letters_do_not_hide_each_other_by_their_halos(manim_folder):
    """On a ground of the halo's colour it is not seen, but for rounding, once a letter."""
    drawn = []
    with tempconfig({"pixel_width": 320, "pixel_height": 180, "background_color": DARK.background}):
        for text in (words("close"), cover(words("close"))):
            camera = FilmCamera()
            camera.capture_mobjects([text.scale(3)])
            drawn.append(camera.pixel_array.astype(int))

    assert np.ptp(drawn[0][..., 0]) > 150
    assert np.abs(drawn[1] - drawn[0]).max() <= len("close")
