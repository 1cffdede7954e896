"""A surface of facets is within the tolerance of f, and takes as few as the laws say."""

import numpy as np
import pytest
from surfaces import SQUARE, random_surface

import uat
from uat.constructions.facets.fit import _require_end
from uat.constructions.facets.lattice import form_of, lattice
from uat.constructions.facets.mesh import Mesh, first_mesh
from uat.constructions.facets.newton import polished
from uat.constructions.facets.sampled import Sampled, largest_errors, spans
from uat.constructions.facets.surface import Surface, altitudes


@pytest.mark.parametrize(
    ("formula", "law"),
    [  # of x·y, |b² - ac| is 1/4; bowls take 8/9 of what saddles do
        ("x*y", np.sqrt(3) / 4 / 2),
        ("x^2 - y^2 + x", np.sqrt(3) / 4),
        ("2*x^2 + x*y + y^2", 2 / (3 * np.sqrt(3)) * np.sqrt(7) / 2),
    ],
)
def test_lattices_of_quadratic_forms_take_what_the_law_says(formula, law):
    tol = 1e-3
    net = uat.approximate(formula, SQUARE, construction="facets", tol=tol)
    assert net.error.max <= tol
    assert len(net.pieces) <= 1.15 * law * 4 / tol
    assert len(net.pieces) >= law * 4 / tol  # nobody does with fewer


def test_a_lattice_is_as_far_off_as_it_says():
    rng = np.random.default_rng(7)
    for _ in range(20):
        a, b, c, d, e = rng.uniform(-40, 40, 5)

        def f(z, terms=(a, b, c, d, e)):
            x, y = z.T
            a, b, c, d, e = terms
            return a * x * x + b * x * y + c * y * y + d * x + e * y

        points, heights, triangles = lattice(form_of(f), 1.0)
        z = rng.uniform(-1, 1, (4000, 2))
        off = np.abs(Surface(points, heights, triangles, SQUARE)(z) - f(z)).max()
        assert 0.9 < off <= 1 + 1e-9


@pytest.mark.parametrize(
    ("formula", "facets"),
    [
        ("max(x, y)", 2),
        ("abs(x) + 0*y", 2),
        ("abs(x) + abs(y)", 4),
        ("max(x, y, 0)", 3),
        ("abs(x - y/3 + 0.2) - relu(2*y + x)", 4),
        ("x + 2*y - 3", 1),
        ("7 + 0*x + 0*y", 1),
    ],
)
@pytest.mark.parametrize("scale", [1.0, 1e6, 1e-6])
def test_what_is_made_of_planes_is_met_exactly(formula, facets, scale):
    box = ((-1.0, 1.0), (-0.7, 1.3))
    net = uat.approximate(f"{scale}*({formula})", box, construction="facets", tol=0.01 * scale)
    assert len(net.pieces) == facets
    assert net.error.max <= 1e-12 * scale


@pytest.mark.parametrize(
    ("formula", "box", "tol", "most"),
    [
        ("sin(3*x)*cos(2*y)", SQUARE, 0.25, 40),
        ("1e6*exp(-2*(x^2 + y^2))", SQUARE, 1.2e5, 40),
        ("x*sin(y)", ((1, 4), (0.05, 3.1)), 0.5, 30),
        ("abs(x) + x*y", ((-1, 1), (0, 1e-3)), 0.01, 4),
        ("abs(x*y)", SQUARE, 0.2, 30),  # the worst points lie where a crease meets a side
        ("max(0, 1 - 200*abs(x - 0.71) - 200*abs(y - 0.33))", SQUARE, 0.3, 30),
        ("exp(-1000*((x - 0.313)^2 + (y + 0.217)^2))", SQUARE, 0.3, 30),
        ("x*y + exp(-(300*x)^2 - (300*y + 60)^2)", SQUARE, 0.4, 40),
    ],
)
def test_facets_are_within_the_tolerance(formula, box, tol, most):
    net = uat.approximate(formula, box, construction="facets", tol=tol)
    assert net.error.max <= tol
    assert len(net.pieces) <= most
    rng = np.random.default_rng(1)
    x, y = (rng.uniform(*ends, 20_000) for ends in net.target.box)
    assert np.abs(net(x, y) - net.target(x, y)).max() <= tol


@pytest.mark.parametrize(
    ("formula", "curve", "tol"),
    [
        ("sin(20*x) + y", "sin(20*x)", 0.02),
        ("exp(x + y) - 3*x", "exp(x)", 0.01),  # on [-2, 2]: x + y
        ("(x - 2*y)^2 + 7*y", "x^2", 0.01),
    ],
)
def test_what_bends_in_one_direction_takes_as_many_facets_as_a_polyline_links(formula, curve, tol):
    net = uat.approximate(formula, SQUARE, construction="facets", tol=tol)
    reach = {"sin(20*x)": 1, "exp(x)": 2, "x^2": 3}[curve]
    line = uat.approximate(curve, (-reach, reach), construction="ramps", tol=tol)
    assert net.error.max <= tol
    assert len(line.pieces) <= len(net.pieces) <= 1.03 * len(line.pieces) + 1
    assert net.network.hidden_layers == 1


def test_forced_facets_are_not_refused_with_the_advice_to_force_them():
    with pytest.raises(uat.UatError, match=r"take hours: .* quadrants or ridges$"):
        uat.approximate("sin(40*x)*cos(40*y)", SQUARE, construction="facets", tol=1e-4, force=True)


@pytest.mark.parametrize("place", [(0.71, 0.33), (-0.9973, 0.1234)])
def test_a_peak_between_samples_is_learnt(place):
    """Samples of two large triangles are 0; looking shows the peak, and from then on spans do."""

    def peak(z):
        return np.maximum(0.0, 10 - 1000 * np.abs(z - place).sum(axis=1))

    mesh = first_mesh(np.zeros((0, 3)))
    f = Sampled(peak)
    assert f.learn(mesh.points, mesh.triangles, 1.0)
    assert spans(f, mesh.points[mesh.triangles]).max() > 2
    assert not Sampled(lambda z: z @ [3.0, 4.0]).learn(mesh.points, mesh.triangles, 1.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_error_on_each_triangle_is_found(seed):
    surface = random_surface(seed, 3, False)
    f = Sampled(lambda z: np.sin(4 * z[:, 0] + 3 * z[:, 1] ** 2))
    found, at = largest_errors(f, surface.points, surface.triangles, surface.heights)
    assert np.abs(f(at) - surface(at)) == pytest.approx(found, abs=1e-9)
    z = np.random.default_rng(seed).uniform(-1, 1, (50_000, 2))
    off = np.abs(f(z) - surface(z))
    corner = surface.points[surface.triangles]
    for number in range(len(corner)):
        matrix = np.column_stack([corner[number], np.ones(3)])
        inside = (np.column_stack([z, np.ones(len(z))]) @ np.linalg.inv(matrix) > 0).all(axis=1)
        assert off[inside].max(initial=0.0) <= found[number] + 1e-3


def strip_mesh(places):
    """Strips between vertical lines, two triangles each."""
    count = len(places)
    points = np.array([[x, y] for y in (-1.0, 1.0) for x in places])
    a = np.arange(count - 1)
    one = np.column_stack([a, a + 1, a + count])
    other = np.column_stack([a + 1, a + count + 1, a + count])
    sides = first_mesh(np.zeros((0, 3))).lines
    on = (np.abs(points @ sides[:, :2].T - sides[:, 2]) == 0) @ (1 << np.arange(4))
    return Mesh(points, np.concatenate([one, other]), on, sides)


def test_polishing_finds_the_best_places_with_few_values_of_f():
    """Of x², three equal strips are best: their interpolant is 1/9 off, and half of that lifted."""
    values = 0

    def parabola(z):
        nonlocal values
        values += len(z)
        return z[:, 0] ** 2

    mesh = strip_mesh([-1.0, -0.1, 0.6, 1.0])
    f = Sampled(parabola)
    found, heights = polished(f, mesh, f(mesh.points))
    assert np.sort(found.points[:, 0])[2:-2] == pytest.approx([-1 / 3] * 2 + [1 / 3] * 2, abs=0.02)
    assert found.points[[0, 3, 4, 7]].tolist() == mesh.points[[0, 3, 4, 7]].tolist()
    assert np.abs(found.points[:, 1]).tolist() == [1.0] * 8
    z = np.random.default_rng(5).uniform(-1, 1, (4000, 2))
    surface = Surface(found.points, heights, found.triangles, SQUARE)
    assert 0.98 / 18 <= np.abs(surface(z) - f(z)).max() <= 1.05 / 18
    steps, each, samples = 4 * 4, 8, 78  # of four powers; values a step; the finer samples
    assert values <= steps * each * samples * len(mesh.triangles)


def test_the_facets_fill_the_box_and_are_the_network():
    net = uat.approximate("x*y", ((0, 3), (-1, 1)), construction="facets", tol=0.1)
    area = 0.0
    for facet in net.pieces:
        for outline in facet.outlines:
            x, y = np.array(outline).T
            area += 0.5 * float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
            plane = facet.slope[0] * x.mean() + facet.slope[1] * y.mean() + facet.offset
            assert net(x.mean(), y.mean()) == pytest.approx(plane, abs=1e-12)
    assert area == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("formula", "box", "options", "sentence"),
    [
        ("sign(x*y)", SQUARE, {"tol": 0.1}, "f jumps near .* use quadrants"),
        ("where(x^2 + y^2 < 0.5, 1, 0)", SQUARE, {"tol": 0.1}, "f jumps near .* use quadrants"),
        ("sign(x^2 + y^2 - 1)", [(0, 1), (0, 1)], {"tol": 0.5}, "f jumps near .* use quadrants"),
        ("sign(x^2 + y^2 - 1)", [(-2, 2), (-2, 2)], {"tol": 0.5}, "f jumps near .* use quadrants"),
        ("x*y*z", ((0, 1),) * 3, {"tol": 0.1}, "facets are for two inputs, not 3: use quadrants"),
        ("x", ((0, 1),), {"tol": 0.1}, "facets need two inputs or more"),
        ("x*y", SQUARE, {"neurons": 20}, "for a tolerance, not for a number of neurons"),
        ("sin(40*x)*cos(40*y)", SQUARE, {"tol": 1e-4}, "about .* facets would be needed"),
        ("x*y", SQUARE, {"tol": 0.1, "activation": "tanh"}, "made of relu neurons"),
        ("x*y", SQUARE, {"tol": 0.1, "partition": "uniform"}, "leave the partition out"),
        ("(x*y, x)", SQUARE, {"tol": 0.1}, "facets have one output"),
        ("1/(x - y)", SQUARE, {"tol": 0.1}, "f "),
        ("1/(x + y)", SQUARE, {"tol": 0.1}, "f is not finite at"),
    ],
)
def test_what_cannot_be_built_is_said(formula, box, options, sentence):
    with pytest.raises(uat.UatError, match=sentence):
        uat.approximate(formula, box, construction="facets", **options)


def test_triangles_that_go_on_becoming_more_are_refused_early():
    """Along a wall of hardly any width; not where fewer and fewer are too large."""
    watch = _require_end(100, force=False)
    watch(np.full(40, 3.0))  # too early to tell
    watch(np.r_[np.full(40, 3.0), np.full(20, 0.1)])
    with pytest.raises(uat.InputError, match=r"about 400 facets .* minutes: .* add --force"):
        watch(np.r_[np.full(70, 3.0), np.full(40, 0.1)])
    watch = _require_end(100, force=True)
    watch(np.r_[np.full(40, 3.0), np.full(20, 0.1)])
    watch(np.r_[np.full(30, 3.0), np.full(80, 0.1)])


def test_creases_cut_the_square_exactly():
    mesh = first_mesh(np.array([[1.0, 0.0, 0.25], [0.6, 0.8, 0.0]]))
    corner = mesh.points[mesh.triangles]
    u, v = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    areas = 0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    assert (areas > 0).all()
    assert areas.sum() == pytest.approx(4.0)
    for a, b, c in mesh.lines:  # no triangle lies on both sides
        side = corner @ [a, b] - c
        assert ((side > -1e-12).all(axis=1) | (side < 1e-12).all(axis=1)).all()


def test_a_triangle_that_is_a_point_has_no_height():
    """Refining beside a spike made some, and numpy warned of the division."""
    corner = np.array([[[0.5, 0.5]] * 3, [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]])
    np.testing.assert_allclose(altitudes(corner), [0.0, np.sqrt(0.5)])
