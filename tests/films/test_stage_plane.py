"""Pictures over the plane: what is drawn is the output of the network that is named."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("manim")

from scenes._quadrants import SIDES as QUADRANTS
from scenes._quadrants import told
from scenes._ridges_fits import SIDES as RIDGES
from uat.films.renderer import FilmSpec
from uat.films.stage.plane import (
    NetworkRelief,
    drive_networks,
    field,
    plane_subject,
    target_relief,
    turn,
)
from uat.films.stage.relief import View
from uat.films.stage.towers import corner_gauges
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

BOX = ((-1.0, 2.0), (0.5, 1.5))


def step_at(place, steepness=400.0):
    """One steep neuron in x and one in y, and their sum."""
    first = Layer([[steepness, 0.0], [0.0, steepness]], [-steepness * place, -steepness], "sigmoid")
    return Network((first, Layer([[1.0, 2.0]], [0.25], "linear")))


def by_hand(network, x, y):
    """The forward pass written out."""
    (first, second), values = network.layers, np.stack([x, y], axis=-1)
    hidden = 1 / (
        1 + np.exp(-np.clip(values @ np.asarray(first.weights).T + first.biases, -700, 700))
    )
    return hidden @ np.asarray(second.weights)[0] + second.biases[0]


def test_a_relief_is_the_network_at_its_coordinates_also_after_a_change():
    relief = NetworkRelief(step_at(0.3), BOX, columns=12, z_range=(0.0, 4.0))
    for place in (0.3, 1.7):
        relief.set_network(step_at(place))
        x, y = np.meshgrid(relief.x, relief.y, indexing="ij")
        np.testing.assert_allclose(relief.heights, by_hand(step_at(place), x, y), atol=1e-12)


def test_a_relief_reads_the_windows_of_steps_and_the_ends_of_the_box():
    relief = NetworkRelief(step_at(0.3), BOX, columns=12, z_range=(0.0, 4.0))
    z = 400.0 * (relief.x - 0.3)
    assert np.count_nonzero(np.abs(z) <= 8.0) >= 10
    assert (relief.x[0], relief.x[-1], relief.y[0], relief.y[-1]) == (-1.0, 2.0, 0.5, 1.5)
    assert (np.diff(relief.x) > 0).all() and (np.diff(relief.y) > 0).all()


def test_driving_shows_the_networks_on_the_way():
    relief = NetworkRelief(step_at(0.0), BOX, columns=8, z_range=(0.0, 4.0))
    seen = []
    drive = drive_networks(
        relief, lambda p: step_at(p[0]), [0.0], [1.0], change=lambda p, network: seen.append(p[0])
    )
    drive.begin()
    drive.interpolate(0.5)
    half = seen[-1]
    np.testing.assert_array_equal(relief.network.layers[0].biases, step_at(half).layers[0].biases)
    drive.interpolate(1.0)
    assert 0.0 < half < seen[-1] == 1.0


def test_turning_changes_the_turn_and_nothing_else():
    view = View(turn=10.0, tilt=33.0, size=6.0, height=2.0, center=(1.0, -1.0))
    relief = NetworkRelief(step_at(0.0), BOX, columns=8, z_range=(0.0, 4.0), view=view)
    drive = turn([relief], 10.0, 70.0)
    drive.begin()
    drive.interpolate(1.0)
    assert relief.view == replace(view, turn=70.0)


@pytest.mark.parametrize("construction", ["towers", "quadrants"])
@pytest.mark.parametrize("n", [2, 5])
def test_a_field_has_the_height_of_f_in_its_middle_range_on_every_tile(construction, n):
    target = make_target("sin(3*x)*cos(2*y)", ((-1, 1), (-1, 1)))
    built = field(target, n, construction)
    edges = np.linspace(-1, 1, n + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    for i, x in enumerate(middles):
        for j, y in enumerate(middles):
            fine = np.meshgrid(
                np.linspace(edges[i], edges[i + 1], 161), np.linspace(edges[j], edges[j + 1], 161)
            )
            values = np.sin(3 * fine[0]) * np.cos(2 * fine[1])
            height = built.network.forward(np.array([[x, y]]))[0, 0]
            assert height == pytest.approx((values.min() + values.max()) / 2, abs=2e-3)


def test_weights_scale_the_boxes_of_a_field():
    target = make_target("2 + x*y", ((0, 1), (0, 1)))
    built = field(target, 3, "towers")
    middle = np.array([[0.5, 0.5]])
    whole = built.network.forward(middle)[0, 0]
    base = built.weighted(0.0).forward(middle)[0, 0]
    assert built.weighted(0.5).forward(middle)[0, 0] == pytest.approx((whole + base) / 2, rel=1e-9)


def test_holes_stay_where_steps_get_steeper_and_differences_have_none():
    target = make_target("1 + 0*x*y", ((0, 1), (0, 1)))
    corner = np.array([[0.5, 0.5]])
    towers, quadrants = field(target, 2, "towers"), field(target, 2, "quadrants")
    for factor in (1.0, 8.0):
        assert abs(towers.steep(factor).forward(corner)[0, 0]) < 1e-6
        assert quadrants.steep(factor).forward(corner)[0, 0] == pytest.approx(1.0)


@pytest.mark.parametrize("f", ["sin(x)", "1/(x*y)", "(x*y, x)", None])
def test_what_is_no_surface_is_replaced_by_the_example(f):
    box = None if f is None else tuple(("-1", "1") for _ in range(1 if f == "sin(x)" else 2))
    subject = plane_subject(FilmSpec(function=f, box=box))
    assert subject.target.name == "sincos"


def test_the_target_relief_and_the_names_are_those_of_f():
    subject = plane_subject(FilmSpec(function="x1*x2", box=(("0", "2"), ("1", "3"))))
    relief = target_relief(subject, View())
    x, y = np.meshgrid(relief.x, relief.y, indexing="ij")
    np.testing.assert_allclose(relief.heights, x * y, rtol=1e-12)
    assert subject.formulas == ("x_1", "x_2")
    assert relief.z_range == (0.0, 6.0)


@pytest.mark.parametrize(("sides", "text"), [(QUADRANTS, 1.5), (RIDGES, 1.95)])
def test_surfaces_side_by_side_do_not_reach_what_is_written_above_them(sides, text):
    """The highest corner that any surface can have there, however it is turned."""
    corners = np.meshgrid([-1.0, 1.0], [-1.0, 1.0], [0.0, 1.0])
    views = [replace(view, turn=float(turn)) for view in sides for turn in range(0, 111, 5)]
    assert max(view.to_screen(*corners)[..., 1].max() for view in views) < text - 0.16


def test_numbers_at_a_corner_are_those_of_f_and_of_the_network():
    network = Network((Layer([[1.0, 2.0]], [0.25], "linear"),))
    target = make_target("x*y", ((0.0, 1.0), (0.0, 1.0)))
    wanted, found = corner_gauges(target, network, (0.5, 0.5), 4.0)
    assert (wanted.value, found.value) == (0.25, 1.75)


def test_it_is_said_how_many_errors_get_smaller():
    coarse, fine = ([SimpleNamespace(error=SimpleNamespace(max=e)) for e in pair]
                    for pair in ((1.0, 0.5), (1.0, 0.25)))  # fmt: skip
    assert "only one of" in told(coarse, fine)
    assert "neither of" in told(coarse, coarse)
