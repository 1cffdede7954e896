"""Tables of two inputs and more: on a grid, scattered, as a matrix; and which column is what."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from uat.base.errors import InputError
from uat.functions.table.choose import read_table
from uat.functions.table.grid import Grid
from uat.functions.table.scattered import Scattered
from uat.functions.table.triangles import make_triangles


def table_of(path, inputs=None):
    return read_table(path, inputs).table


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "samples.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows(points, *functions):
    return "\n".join(
        ",".join(repr(float(v)) for v in (*p, *(f(*p) for f in functions))) for p in points
    )


def grid_points(*axes):
    return list(itertools.product(*axes))


@pytest.mark.parametrize("seed", [0, 1])
def test_a_full_grid_in_any_order_is_interpolated_between_its_neighbours(tmp_path, seed):
    x, y = np.array([0.0, 0.5, 2.0]), np.array([-1.0, 0.1, 0.2, 3.0])
    points = grid_points(x, y)
    np.random.default_rng(seed).shuffle(points)
    # Bilinear functions are met exactly.
    table = table_of(write(tmp_path, "x,y,f\n" + rows(points, lambda x, y: 1 + 2 * x - y + x * y)))
    assert isinstance(table, Grid)
    assert table.note == "bilinear between 3×4 samples"
    assert (table.names, table.outputs) == (("x", "y"), 1)
    assert table.box == ((0.0, 2.0), (-1.0, 3.0))
    u, v = np.random.default_rng(2).uniform([[0], [-1]], [[2], [3]], (2, 50))
    np.testing.assert_allclose(table(u, v), 1 + 2 * u - v + u * v, atol=1e-12)
    np.testing.assert_array_equal(table.axes[0], x)


def test_three_inputs_and_two_values(tmp_path):
    points = grid_points([0, 1], [0, 1, 2], [5, 6])
    text = "x1,x2,x3,a,b\n" + rows(points, lambda x, y, z: x * y * z, lambda x, y, z: x - y + z)
    table = table_of(write(tmp_path, text))
    assert (table.names, table.outputs) == (("x1", "x2", "x3"), 2)
    at = np.array([0.5]), np.array([1.5]), np.array([5.25])
    np.testing.assert_allclose(table(*at), [[0.5 * 1.5 * 5.25, 4.25]])
    assert table.note == "multilinear between 2×3×2 samples"


def test_coordinates_that_were_rounded_twice_are_the_same(tmp_path):
    points = [(i * 0.1 if j % 2 else i / 10, j * 1.0) for i in range(8) for j in range(3)]
    table = table_of(write(tmp_path, rows(points, lambda x, y: x + y)))
    assert isinstance(table, Grid)
    assert [axis.size for axis in table.axes] == [8, 3]


def test_scattered_samples_are_joined_by_triangles(tmp_path):
    points = np.random.default_rng(0).uniform(-1, 1, (60, 2))
    table = table_of(write(tmp_path, rows(points, lambda x, y: 3 * x - 1000 * y + 2)))
    assert isinstance(table, Scattered)
    assert table.note == "linear on triangles between 60 samples, beyond them the nearest"
    x, y = np.random.default_rng(1).uniform(-0.3, 0.3, (2, 4, 5))  # inside the hull
    np.testing.assert_allclose(table(x, y), 3 * x - 1000 * y + 2, rtol=1e-9, atol=1e-9)
    # A corner of the box is beyond: there it is the nearest sample's value.
    corner = np.array([-1.0, -1.0])
    low, high = points.min(axis=0), points.max(axis=0)
    nearest = points[np.argmin(np.hypot(*((points - corner) / (high - low)).T))]
    assert table(*corner[:, None])[0] == pytest.approx(3 * nearest[0] - 1000 * nearest[1] + 2)


def in_any_triangle(points, values, at):
    """All triangles tried: the shares of the corners, in the one where the least is largest."""
    corners = Delaunay(points).simplices
    with_ones = np.concatenate([points, np.ones((len(points), 1))], axis=1)
    system = np.swapaxes(with_ones[corners], 1, 2)
    corners, system = (array[np.abs(np.linalg.det(system)) > 1e-12] for array in (corners, system))
    shares = np.linalg.solve(system, np.vstack([at.T, np.ones(len(at))])[None])
    least = shares.min(axis=1)
    best = np.argmax(least, axis=0)
    shares = np.take_along_axis(shares, best[None, None], axis=0)[0]
    found = np.einsum("cq,qco->qo", shares, values[corners[best]])
    return found, least.max(axis=0)


@given(st.integers(2, 3), st.integers(5, 40), st.integers(0, 10**6), st.booleans())
@settings(deadline=None, max_examples=25)
def test_the_walk_finds_the_triangle_around_each_point(inputs, count, seed, on_lattice):
    rng = np.random.default_rng(seed)
    points = rng.random((count, inputs))
    values = rng.random((count, 2))
    if on_lattice:  # many on one circle: the triangles are not unique, but a linear f is
        points = np.unique(np.round(8 * points) / 8, axis=0)
        values = points[:, :2] - points[:, -1:]
    assume(np.linalg.matrix_rank(points - points.mean(axis=0), tol=1e-6) == inputs)
    at = rng.random((100, inputs))
    far = rng.integers(0, len(points), 100)  # where the walk begins
    found = make_triangles(points).interpolated(values, at, far)
    wanted, depth = in_any_triangle(points, values, at)
    inside, outside = depth > 1e-8, depth < -1e-8
    # Entries of the inverse are below 1/det < 1e12, so shares may be off by some 1e12 * 2^-53.
    np.testing.assert_allclose(found[inside], wanted[inside], atol=1e-3)
    if inside.any():
        assert np.median(np.abs(found[inside] - wanted[inside])) < 1e-12
    assert np.isnan(found[outside]).all()


def test_units_do_not_matter_for_triangles(tmp_path):
    points = np.random.default_rng(0).uniform(0, 1, (40, 2))

    def bend(x, y):
        return max(x, y) ** 2

    small = table_of(write(tmp_path, rows(points, bend)))
    big = table_of(write(tmp_path, rows(points * [1e6, 1], lambda x, y: bend(x / 1e6, y))))
    x, y = np.random.default_rng(1).uniform(0, 1, (2, 30))
    np.testing.assert_allclose(big(x * 1e6, y), small(x, y), rtol=1e-6)


def test_too_many_samples_for_triangles_take_the_nearest(tmp_path, monkeypatch):
    monkeypatch.setattr("uat.functions.table.scattered.MOST_SAMPLES", {2: 10})
    points = np.random.default_rng(0).uniform(0, 1, (30, 2))
    table = table_of(write(tmp_path, rows(points, lambda x, y: x)))
    assert table.note == "nearest of 30 samples"
    near = points[:, 0] + 1e-9, points[:, 1]
    np.testing.assert_array_equal(table(*near), points[:, 0])


def test_a_grid_with_a_gap_is_scattered(tmp_path):
    points = grid_points(range(4), range(4))
    text = "x,y,f\n" + rows(points, lambda x, y: x + y).replace("2.0,2.0,4.0", "2.0,2.0,")
    table = table_of(write(tmp_path, text))
    assert table.note == (
        "linear on triangles between 15 samples, beyond them the nearest; "
        "1 row left out (row 12: f is empty)"
    )
    assert table(np.array(2.0), np.array(2.0)) == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("header", "inputs", "names", "outputs"),
    [
        ("x,y,z", None, ("x", "y"), 1),
        ("x,y,height", None, ("x", "y"), 1),
        ("height,x,y", None, ("x", "y"), 1),
        ("y,x,height", None, ("x", "y"), 1),
        ("x,u,v", None, ("x",), 2),
        ("t,x,y", None, ("t",), 2),
        ("t,x,y", 2, ("t", "x"), 1),
        ("x1,x2,y", None, ("x1", "x2"), 1),
        ("X [m],Y [m],T", None, ("X [m]", "Y [m]"), 1),
        ("a,b,c", None, ("a", "b"), 1),
        ("a,b,c", 1, ("a",), 2),
        ("a,b,y", None, ("a", "b"), 1),
        ("", None, ("x", "y"), 1),
        ("", 1, ("x",), 2),
        ("xray,yeast,zoo", None, ("xray", "yeast"), 1),
    ],
)
def test_which_columns_are_inputs(tmp_path, header, inputs, names, outputs):
    body = "\n".join(f"{a},{b},{c}" for a, b, c in [(0, 1, 7), (2, 5, 11), (3, 4, 13), (9, 6, 2)])
    table = table_of(write(tmp_path, f"{header}\n{body}"), inputs)
    assert (table.names, table.outputs) == (names, outputs)
    if header in ("height,x,y", "y,x,height"):
        first = [0.0, 1.0, 7.0]  # the first row, in the order of the file
        place = dict(zip(header.split(","), first, strict=True))
        assert table(np.array(place["x"]), np.array(place["y"])) == pytest.approx(place["height"])


def test_columns_of_words_and_of_row_numbers_do_not_count(tmp_path):
    text = ",x,name,y,f\n0,0,a,1,5\n1,1,b,0,6\n2,3,c,2,7\n3,5,d,9,1\n"
    table = table_of(write(tmp_path, text))
    assert (table.names, table.outputs) == (("x", "y"), 1)
    assert table(np.array(1.0), np.array(0.0)) == pytest.approx(6.0)


def test_a_curve_of_one_input(tmp_path):
    table = table_of(write(tmp_path, "t,x,y\n0,1,0\n2,3,4\n1,2,2\n"))
    assert isinstance(table, Grid) and len(table.axes) == 1
    np.testing.assert_array_equal(table(np.array([0.5, 2.0])), [[1.5, 1], [3, 4]])
    assert table.note == "linear between 3 samples"


def test_a_matrix_is_a_grid_on_the_unit_square(tmp_path):
    values = np.arange(20.0).reshape(4, 5)
    table = table_of(write(tmp_path, "\n".join(",".join(map(str, row)) for row in values)))
    assert isinstance(table, Grid)
    assert table.box == ((0.0, 1.0), (0.0, 1.0))
    assert table.note == "bilinear between 5×4 samples: a matrix, its first row at y = 1"
    np.testing.assert_allclose(table(np.array([0, 1, 0.25]), np.array([1, 1, 0.0])), [0, 4, 16])


def test_numbers_alone_are_columns_if_so_many_inputs_are_asked_for(tmp_path):
    body = "\n".join(",".join(map(str, row)) for row in np.random.default_rng(0).random((6, 4)))
    assert table_of(write(tmp_path, body), 3).names == ("x", "y", "z")
    assert table_of(write(tmp_path, body), 1).outputs == 3
    assert isinstance(table_of(write(tmp_path, body)), Grid)


def test_a_cross_table_has_its_coordinates(tmp_path):
    table = table_of(write(tmp_path, "y\\x,0,20,10\n5,1,3,2\n0,4,6,5\n"))
    assert table.box == ((0.0, 20.0), (0.0, 5.0))
    np.testing.assert_allclose(table(np.array([15.0, 0]), np.array([5.0, 2.5])), [2.5, 2.5])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y,f\n1,2,3\n1,2,4\n0,0,1\n", "x = 1, y = 2 has two values, 3 and 4"),
        ("x,y,f,g\n1,2,3,0\n1,2,3,5\n0,0,1,1\n", "x = 1, y = 2 has two values, 0 and 5"),
        ("x,y,f\n0,0,1\n1,1,2\n3,3,4\n", "lie on one line"),
        ("x,y,f\n0,5,1\n1,5,2\n3,5,4\n", "all samples have the same y, 5"),
        ("x,y,f\n0,0,1\n1,1,2\n", "at least 3 rows with a number for x, y and f"),
        ("x1,x2,x3,f\n0,0,0,1\n1,0,0,1\n0,1,0,1\n1,1,0,1\n", "all samples have the same x3, 0"),
        ("x1,x2,x3,f\n0,0,0,1\n1,0,1,1\n0,1,1,1\n1,1,2,1\n", "lie on one plane"),
        ("x,y,f\n,,\n,,\n", "at least two rows"),
        ("x,y,f\n0,0,1\n1,0,1\n0,1,1e301\n", r"1e\+301 is too large"),
        ("x,y\n0,0\n1e301,1\n", r"1e\+301 is too large"),
        ("x,y\n0,0\n1e-301,1\n", "too narrow"),
        ("x,y,f\n1e9,0,1\n1000000000.5,0,2\n1e9,1,3\n", "subtract 1000000000.0 from it"),
    ],
)
def test_what_is_no_function_of_two_inputs(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        table_of(write(tmp_path, text))


def test_a_box_that_does_not_fit(tmp_path):
    with pytest.raises(InputError, match=r"has 2 inputs \(x, y\); the box has 3"):
        table_of(write(tmp_path, "x,y,f,g\n1,2,3,4\n"), 3)
    with pytest.raises(InputError, match="a table of 2 inputs; the box has 3"):
        table_of(write(tmp_path, "1,2,3\n4,5,6\n"), 3)
