"""A light runs along what is spoken of: along curves, and not along axes or what paints itself."""

from typing import Any

import numpy as np
import pytest
from manim import FadeIn, Scene, Square, VGroup

from uat.films.stage import FunctionCurve, Graph, NetworkDiagram, RegionBorder, words
from uat.films.stage.attention import get_glimmer
from uat.films.stage.relief import Relief
from uat.networks.network import Layer, Network

pytestmark = pytest.mark.usefixtures("manim_folder")


def lights(*about: Any, scene: Scene | None = None) -> Any:
    """Return the light of a scene in which all of this is on screen, before it runs."""
    scene = Scene() if scene is None else scene
    scene.add(*(getattr(one, "mobject", one) for one in about))
    return get_glimmer(scene, [about])


def test_axes_stay_dark_beside_a_curve() -> None:
    graph = Graph((0.0, 1.0), (-1.0, 1.0))
    curve = FunctionCurve(graph, np.square)
    (light,) = lights(FadeIn(VGroup(graph, curve))).mobject
    np.testing.assert_array_equal(light.points, curve.points)


def test_where_there_are_only_axes_nothing_is_lit() -> None:
    assert lights(Graph((0.0, 1.0), (-1.0, 1.0))) is None


def test_in_a_network_the_light_runs_along_its_lines() -> None:
    hidden = Layer([[1.0], [2.0]], [0.0, 0.0], "relu")
    diagram = NetworkDiagram(Network((hidden, Layer([[1.0, 1.0]], [0.0], "linear"))))
    assert len(lights(diagram).mobject) == len(diagram.edges) == 4


def test_a_surface_has_no_line_to_run_along_and_a_border_has_its_own() -> None:
    x = np.array([0.0, 1.0])
    relief = Relief(x, x, np.eye(2), z_range=(0.0, 1.0))
    assert lights(relief) is None
    graph = Graph((-1.0, 1.0), (-1.0, 1.0))
    border = RegionBorder(graph, lambda x, y: np.stack([x, y], axis=-1))
    (light,) = lights(border).mobject
    np.testing.assert_array_equal(light.segments, border.segments)
    assert light.edge > border.edge


def test_a_text_alone_swells_and_is_then_what_it_was() -> None:
    text = words("largest error", color="#8f99a8")
    before = [(glyph.points.copy(), glyph.fill_rgbas.copy()) for glyph in text.submobjects]
    pulse = lights(text)
    width = text.width
    pulse.begin()
    pulse.interpolate(0.5)
    assert (
        text.width > width
        and text.submobjects[0].fill_rgbas[0, :3].min() > before[0][1][0, :3].max()
    )
    pulse.interpolate(1.0)
    for glyph, (points, rgbas) in zip(text.submobjects, before, strict=True):
        np.testing.assert_allclose(glyph.points, points, atol=1e-12)
        np.testing.assert_allclose(glyph.fill_rgbas, rgbas, atol=1e-12)


def test_beside_a_figure_a_text_is_not_lit() -> None:
    square = Square()
    (light,) = lights(VGroup(words("text"), square)).mobject
    np.testing.assert_array_equal(light.points, square.points)
