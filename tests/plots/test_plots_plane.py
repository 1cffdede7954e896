"""Two inputs: every pixel is the network's own output, and no hole is lost between pixels."""

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d.art3d import Poly3DCollection
from picturing import require_readable
from planes import SQUARE, forward_at, net
from scipy.ndimage import label

import uat
from uat.base.palette import CLASSES, ERRORS, SCALE
from uat.plots import (
    draw,
    plot,
    plot_boxes,
    plot_contours,
    plot_error_map,
    plot_heat,
    plot_map,
    plot_surfaces,
)
from uat.plots.plane.frame import VALUES
from uat.plots.plane.look import crisp, look, plane_of, steps_of

ALL = ["overview", "surfaces", "heat", "boxes", "contours", "neuron", "network"]


@pytest.fixture
def ax():
    return Figure(figsize=(7, 6), layout="constrained").add_subplot()


# Readable, for all shapes of functions


@pytest.mark.parametrize("view", ALL)
def test_views_of_towers_are_readable(view):
    require_readable(draw(net("towers"), view), 5)


@pytest.mark.parametrize(
    ("case", "view"),
    [
        ("quadrants", "overview"),
        ("three", "overview"),
        ("long", "overview"),
        ("tiny", "heat"),
        ("pairs", "neuron"),
        ("tanh", "network"),
        ("one tower", "network"),
        ("constant", "heat"),
    ],
)
def test_odd_functions_are_readable(case, view):
    require_readable(draw(net(case), view), 5)


# Pixels


def test_each_pixel_shows_its_worst_place():
    found = look(plane_of(net("towers")), 60)
    x = -1 + 2 * (np.arange(60) + 0.5) / 60
    centres = np.abs(
        forward_at(net("towers"), *np.meshgrid(x, x)) - net("towers").target(*np.meshgrid(x, x))
    )

    assert np.abs(found.error - np.abs(found.network - found.f)[..., 0]).max() == 0
    assert (found.error >= centres - 1e-12).all()


def test_every_hole_is_a_pixel_though_holes_are_far_narrower():
    approximation = net("towers")
    found = look(plane_of(approximation), 240)
    holes = approximation.error.holes
    cuts = [edges[1:-1] for edges in approximation.partition.edges]
    windows = [steps_of(approximation.network.layers[0], axis)[1].min() for axis in (0, 1)]

    assert min(windows) > 10 * 240 / 2, "the holes are narrower than a tenth of a pixel"
    for x in cuts[0]:
        for y in cuts[1]:
            f = abs(approximation.target(x, y))
            column, row = (int((place + 1) / 2 * 240) for place in (x, y))
            around = found.error[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            assert around.max() >= 0.95 * f
    assert holes is not None and found.error.max() >= 0.99 * holes.depth


def test_holes_stay_apart_as_dots():
    approximation = net("one tower")
    # f = 3: four corners are outside; inside the tower nothing is wrong.
    found = look(plane_of(approximation), 100)
    towers = {"construction": "towers", "partition": "uniform"}
    many = uat.approximate("3 + 0*x*y", SQUARE, neurons=30, **towers)
    dots, count = label(look(plane_of(many), 100).error > 2.5, np.ones((3, 3)))

    assert found.error[10:-10, 10:-10].max() < 1e-9
    assert count == np.prod([edges.size - 2 for edges in many.partition.edges]) > 0
    assert dots.max() == count


def test_a_crisp_grid_has_both_sides_of_each_step():
    approximation = net("towers")
    lines = crisp(plane_of(approximation), 0, 50, 100)
    for cut in approximation.partition.edges[0][1:-1]:
        left, right = lines[lines < cut].max(), lines[lines > cut].min()
        middle = 0.21
        step = forward_at(approximation, np.array([left, right]), np.full(2, middle))
        tile = forward_at(approximation, np.array([cut - 0.02, cut + 0.02]), np.full(2, middle))
        assert np.allclose(step, tile, atol=1e-6)


# The pictures


def test_maps_are_the_network_and_f_on_one_scale():
    figure = plot_heat(net("quadrants"))
    f, network, error = (ax.images[0] for ax in figure.axes[:3])
    found = look(plane_of(net("quadrants")))

    assert np.array_equal(network.get_array(), found.network[..., 0])
    assert np.array_equal(f.get_array(), found.f[..., 0])
    assert np.array_equal(error.get_array(), found.error)
    assert f.norm is network.norm
    assert f.norm.vmin <= found.network.min() and f.norm.vmax >= found.network.max()
    assert error.norm.vmin == 0 and error.norm.vmax >= net("quadrants").error.max
    assert f.get_extent() == [-1, 1, -1, 1]


def test_x_is_to_the_right_and_y_upwards(ax):
    plot_map(uat.approximate("x + 0*y", SQUARE, tol=0.2), ax)
    values = np.asarray(ax.images[0].get_array())

    assert values[0, 0] < -0.5 and values[0, -1] > 0.5
    assert abs(values[0, 0] - values[-1, 0]) < 0.2


def test_the_ring_is_at_the_largest_error(ax):
    approximation = net("towers")
    plot_error_map(approximation, ax)
    places = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines]

    assert places == [approximation.error.at] * 2
    assert any("hole" in text.get_text() for text in ax.texts)


@pytest.mark.parametrize("case", ["towers", "quadrants"])
def test_boxes_are_those_of_the_partition(ax, case):
    partition = net(case).partition
    plot_boxes(net(case), ax)
    (sides,) = [c for c in ax.collections if isinstance(c, PolyCollection)]
    corners = np.array([path.vertices[:4] for path in sides.get_paths()])

    assert np.array_equal(corners.min(axis=1), partition.boxes.lows)
    assert np.array_equal(corners.max(axis=1), partition.boxes.highs)


def test_of_three_inputs_the_boxes_in_the_plane_are_drawn(ax):
    approximation = net("three")
    plot_boxes(approximation, ax)
    (sides,) = [c for c in ax.collections if isinstance(c, PolyCollection)]
    corners = np.array([path.vertices[:4] for path in sides.get_paths()])
    areas = np.ptp(corners, axis=1).prod(axis=1)

    # They tile the plane; where two layers of boxes touch it, both may be drawn.
    assert round(float(areas.sum()), 9) in (1.0, 2.0)


def test_contours_are_at_the_same_heights(ax):
    plot_contours(net("quadrants"), ax)
    f, network = (c for c in ax.collections if hasattr(c, "levels"))

    assert np.array_equal(f.levels, network.levels)
    assert f.levels.size >= 4
    for level, path in zip(f.levels, f.get_paths(), strict=True):
        x, y = path.vertices.T
        assert np.abs(net("quadrants").target(x, y) - level).max() < 2e-3


def test_a_surface_is_the_network_at_its_points(monkeypatch):
    """Its corners are, and its colours are higher on one scale where it is higher."""
    given = []

    def recorded(corners, **options):
        given.append((corners, options))
        return Poly3DCollection(corners, **options)

    monkeypatch.setattr("uat.plots.plane.surfaces.Poly3DCollection", recorded)
    left, right = plot_surfaces(net("towers")).axes[:2]
    (f, how), (network, same) = given
    x, y, z = np.moveaxis(network, -1, 0)

    assert np.abs(z - forward_at(net("towers"), x, y)).max() < 1e-12
    assert np.array_equal(f, np.stack([x, y, net("towers").target(x, y)], axis=-1))
    across, up = np.ptp(x, axis=1), np.ptp(y, axis=1)
    (low, high), (bottom, top) = net("towers").target.box
    assert (across * up).sum() == pytest.approx((high - low) * (top - bottom))
    assert how["lightsource"] is same["lightsource"]
    assert left.get_zlim() == right.get_zlim()
    assert (left.elev, left.azim) == (right.elev, right.azim)

    heights = np.concatenate([f[:, 0, 2], z[:, 0]])[::97]
    colors = np.concatenate([how["facecolors"], same["facecolors"]])[::97]
    table = VALUES(np.arange(VALUES.N))
    places = np.abs(colors[:, None] - table).sum(axis=-1).argmin(axis=1)[np.argsort(heights)]
    assert np.abs(np.sort(places) - places).max() == 0
    assert np.ptp(places) > VALUES.N / 2


# What does not fit


@pytest.mark.parametrize(
    ("case", "view", "words"),
    [
        ("towers", "tube", "tube does not fit towers of 2 inputs"),
        ("towers", "picture", "choose one of overview, surfaces"),
        ("towers", "ridges", "does not fit"),
        ("towers", "nonsense", "unknown view"),
    ],
)
def test_a_view_that_does_not_fit_is_refused_with_those_that_do(case, view, words):
    with pytest.raises(uat.InputError, match=words):
        draw(net(case), view)


def test_plot_without_a_view_draws_the_map(ax):
    assert plot(net("quadrants"), ax) is ax
    assert len(ax.images) == 1


# Colours


def lightness(color: str) -> float:
    """CIE L* of an sRGB colour, after IEC 61966-2-1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    y = np.dot([0.2126, 0.7152, 0.0722], linear)
    return float(116 * np.cbrt(y) - 16 if y > 216 / 24389 else y * 24389 / 27)


@pytest.mark.parametrize("scale", [SCALE, ERRORS[::-1]])
def test_scales_of_colour_read_in_grey(scale):
    steps = np.diff([lightness(color) for color in scale])

    assert (steps > 10).all()


def test_classes_have_colours_of_their_own():
    assert len(set(CLASSES)) == len(CLASSES) >= 8
