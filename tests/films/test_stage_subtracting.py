"""Arrows between two curves are as long as their difference; cubes add up to a cubic."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from scenes._activations import CUBICS, get_cubic, get_error, get_pair, get_part
from uat.films.renderer import FilmSpec
from uat.films.stage import Graph, varying_subject
from uat.films.stage.subtracting import SubtractingArrows

GRAPH = Graph((0.0, 1.0), (-0.5, 3.2))


def shafts(arrows):
    """Feet and tips in the data's units: an arrow is a shaft and a head of two strokes."""
    paths = arrows.points.reshape(-1, 12, 3)
    feet, tips = (to_data(GRAPH, paths[:, k]) for k in (0, 3))
    return feet, tips


@pytest.mark.parametrize("down", [0.0, 0.4, 1.0])
def test_arrows_keep_the_difference_while_they_are_let_down(down):
    pair, x = get_pair(1.0, 5.0), np.array([0.5, 0.7, 0.9])
    arrows = SubtractingArrows(GRAPH, get_part(pair, 0), get_part(pair, 1), x).let_down(down)
    (places, feet), (_, tips) = shafts(arrows)
    np.testing.assert_allclose(places, x)
    np.testing.assert_allclose(tips - feet, pair.forward(x[:, None])[:, 0], atol=1e-9)
    second = np.maximum(5.0 * (x - 0.5) - 0.5, 0.0)
    np.testing.assert_allclose(feet, (1 - down) * second, atol=1e-9)


def test_no_arrow_is_drawn_where_nothing_is_left():
    pair = get_pair(1.0, 5.0)
    arrows = SubtractingArrows(GRAPH, get_part(pair, 0), get_part(pair, 1), np.array([0.1, 0.2]))
    assert len(arrows.points) == 0


def test_more_cubes_than_four_are_no_better_than_four():
    spec = FilmSpec()
    errors = [get_error(get_cubic(spec, n), varying_subject(spec)) for n in CUBICS]
    assert errors[0] > 1.2 * errors[1]
    np.testing.assert_allclose(errors[2:], errors[1], rtol=1e-6)
    cubic = get_cubic(spec, CUBICS[-1]).forward(np.linspace(0.0, 1.0, 9)[:, None])[:, 0]
    np.testing.assert_allclose(np.diff(cubic, 4), 0.0, atol=1e-8)
