"""What the chapter on training shows: slopes, walks and losses are those of real networks."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("manim")

from scenes._training import NEURONS, Twenty, get_lesson
from scenes._training_back import ThereAndBack
from scenes._training_small import POINTS, START, Squares, V, path, walk
from uat.films.renderer import FilmSpec
from uat.films.stage import Graph


def output(w, b, v, x):
    """The two neurons, written out."""
    return sum(v[n] / (1 + np.exp(-(w[n] * x + b[n]))) for n in (0, 1))


def loss(v):
    return np.mean((output(START.w, START.b, v, POINTS[:, 0]) - POINTS[:, 1]) ** 2)


def test_the_loss_and_its_slope_are_those_of_the_six_points():
    assert START.loss == pytest.approx(loss(START.v), rel=1e-12)
    before, after = (loss((START.v[0], V + h)) for h in (-1e-5, 1e-5))
    assert START.slope() == pytest.approx((after - before) / 2e-5, rel=1e-7)


def test_the_ball_crawls_or_arrives_or_jumps_ever_higher():
    """The loss is a parabola in v, whose lowest point is where numpy's least squares put it."""
    first, second = (1 / (1 + np.exp(-(w * POINTS[:, 0] + b))) for w, b in zip(
        START.w, START.b, strict=True))  # fmt: skip
    rest = POINTS[:, 1] - START.v[0] * first
    best = float(np.linalg.lstsq(second[:, None], rest, rcond=None)[0][0])
    away = {rate: np.array(walk(rate, 5)) - best for rate in (0.1, 1.0, 3.6)}
    assert (np.diff(np.abs(away[3.6])) > 0).all() and (away[3.6][1:] * away[3.6][:-1] < 0).all()
    assert away[0.1][-1] > 0.7 * away[0.1][0] and abs(away[1.0][-1]) < 0.02 * away[1.0][0]
    assert [one.loss for one in path(1.0, 12)] == sorted(
        (one.loss for one in path(1.0, 12)), reverse=True
    )


def test_the_factors_make_the_slope_that_a_nudge_finds():
    picture = ThereAndBack()
    assert np.prod([value for _, value in picture.factors]) == pytest.approx(picture.product)
    assert picture.nudged == pytest.approx(picture.product, rel=0.01)
    x, y = POINTS[3]
    up, down = (
        (output((START.w[0], START.w[1] + h), START.b, START.v, x) - y) ** 2 for h in (1e-5, -1e-5)
    )
    assert picture.product == pytest.approx((up - down) / 2e-5, rel=1e-7)


def test_a_square_is_as_wide_as_it_is_high():
    graph = Graph((0.0, 1.0), (-0.4, 1.6), width=5.2, height=4.5)
    squares = Squares(graph, START.network)
    gaps = np.abs(output(START.w, START.b, START.v, POINTS[:, 0]) - POINTS[:, 1])
    np.testing.assert_allclose([s.height for s in squares], gaps * 4.5 / 2.0, atol=1e-9)
    np.testing.assert_allclose([s.width for s in squares[2:]], [s.height for s in squares[2:]])
    far = Squares(graph, replace(START, v=(1.0, -3.0)).network)
    assert min(s.get_bottom()[1] for s in far) >= graph.corner[1] - 1e-9


def test_twenty_starts_are_compared_by_the_loss_on_the_same_points():
    spec = FilmSpec("abs(x - 1/2)")
    picture = Twenty(spec)
    lesson = get_lesson(spec)
    assert lesson.trained.hyperparameters.optimizer == "sgd"
    assert lesson.trained.hyperparameters.momentum == 0.0
    assert lesson.trained.hyperparameters.batch_size == lesson.x.size
    assert picture.built.neurons <= NEURONS and picture.built_loss < picture.losses.min()
    expected = [np.mean((run.trained(lesson.x) - abs(lesson.x - 0.5)) ** 2) for run in picture.runs]
    np.testing.assert_allclose(picture.losses, expected)
    assert len({run.trained.hyperparameters.seed for run in picture.runs}) == 20
    assert picture.verdict == "None of them comes as close."
