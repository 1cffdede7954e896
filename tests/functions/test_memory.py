"""What is held in memory is a function as a file of it would be: arrays, frames, pictures."""

import warnings

import numpy as np
import pytest
import sympy
from PIL import Image
from scipy import interpolate
from sklearn.linear_model import LinearRegression

import uat
from uat.functions.target import make_target

X = np.linspace(0.0, 3.0, 31)
Y = np.sin(X)
Z = np.linspace(0.0, 1.0, 11)
PLACES = np.random.default_rng(0).random((40, 2))
VALUES = PLACES @ [2.0, -1.0]
LEVELS = np.random.default_rng(1).integers(0, 256, (6, 9, 3), dtype=np.uint8)

LINES = {
    "pair": (X, Y),
    "lists": (X.tolist(), Y.tolist()),
    "list of two": [X, Y],
    "columns": np.stack([X, Y], axis=1),
    "rows": np.stack([X, Y]),
    "points": list(zip(X.tolist(), Y.tolist(), strict=True)),
    "rows of one input": (X[:, None], Y),
    "dict": {"x": X, "f": Y},
}


@pytest.mark.parametrize("given", LINES.values(), ids=LINES)
def test_samples_of_one_input_are_joined_by_lines(given):
    target = make_target(given)
    t = np.linspace(0, 3, 97)
    assert target.box == ((0.0, 3.0),)
    np.testing.assert_allclose(target(t), np.interp(t, X, Y), atol=1e-15)


def test_values_alone_are_spread_over_the_box():
    for given in (Y, Y.tolist()):
        assert make_target(given).box == ((0.0, 1.0),)
        target = make_target(given, (0.0, 3.0))
        np.testing.assert_allclose(target(X), Y, atol=1e-12)


PLANES = {
    "points and values": (PLACES, VALUES),
    "columns": (PLACES[:, 0], PLACES[:, 1], VALUES),
    "array": np.c_[PLACES, VALUES],
    "grid, rows along x": (X, Z, 2 * X[:, None] - Z),
    "grid, rows along y": (X, Z, 2 * X - Z[:, None]),
    "meshgrid": (*np.meshgrid(X, Z), 2 * X - Z[:, None]),
}


@pytest.mark.parametrize("given", PLANES.values(), ids=PLANES)
def test_samples_of_a_plane_give_it_back(given):
    target = make_target(given)
    (a, b), (c, d) = target.box
    x, y = np.meshgrid(np.linspace(a, b, 7)[2:-2], np.linspace(c, d, 7)[2:-2])
    np.testing.assert_allclose(target(x, y), 2 * x - y, atol=1e-12)


def test_several_values_and_labels():
    both = make_target((PLACES, np.c_[VALUES, -VALUES]))
    assert both.outputs == 2
    classes = make_target((PLACES, np.where(VALUES > 0.5, "high", "low")))
    assert (classes.kind, classes.labels) == ("classes", ("high", "low"))
    dated = make_target((np.arange("2020-01", "2020-11", dtype="M8[M]"), np.arange(10.0)))
    assert dated.box == ((0.0, 274.0),)  # days from January to October 2020


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((X, Y[:-1]), "as many values as places"),
        ((X,), "pairs"),
        ((), "one text"),
        (["cos(t)", "sin(t)"], "one text"),
        ((X, Z, np.ones((4, 5))), "no grid over 31 and 11"),
        ((PLACES, VALUES[:-1]), "40 points, but 39 values"),
        ((X, Y * 1j), "not complex"),
        (Y * 1j, "not complex128"),
        (np.array(["a", "b"]), "real numbers"),
        (np.ones((2, 2, 2)), "not of shape"),
        ({"x": X, "y": Y[:-1]}, "as long as each other"),
        (np.full((4, 4, 3), 2.0), "from 0 to 1"),
        (3, "not int"),
        (None, "not NoneType"),
        (sympy.sin, "without its argument: give sin"),
        (sympy.besselj(0, sympy.Symbol("x")), "lambdify"),
    ],
)
def test_what_is_no_function_is_told_what_would_be(given, words):
    with pytest.raises(uat.InputError, match=words):
        make_target(given)


def test_series_and_frames_know_their_names():
    pandas = pytest.importorskip("pandas")
    series = make_target(pandas.Series(Y, index=pandas.Index(X, name="time"), name="height"))
    assert (series.names, series.columns) == (("time",), "height of time")
    counted = make_target(pandas.Series(Y))
    assert counted.box == ((0.0, 30.0),)
    frame = pandas.DataFrame({"year": X, "people": Y, "junk": 2 * Y, "who": "a"})
    for columns in ("x=year,y=people", {"x": "year", "y": "people"}):
        target = make_target(frame, columns=columns)
        np.testing.assert_allclose(target(X), Y, atol=1e-15)
        assert target.columns.startswith("people of year; left out: junk")
    assert make_target(frame[frame.year > 1][["year", "people"]]).box == ((1.1, 3.0),)
    assert make_target(frame.set_index("year")[["people"]]).names == ("year",)
    assert make_target((frame.year, frame.people)).columns == "people of year"
    with pytest.raises(uat.InputError, match="no column 'yeer': there are year, people"):
        make_target(frame, columns="x=yeer,y=people")
    dated = pandas.Series(Y, index=pandas.date_range("2020-01-01", periods=31))
    assert make_target(dated).box == ((0.0, 30.0),)


def test_columns_are_for_what_has_names():
    target = make_target({"a": X, "b": Y, "c": 2 * Y}, columns="x=a,y=c")
    np.testing.assert_allclose(target(X), 2 * Y, atol=1e-15)
    with pytest.raises(uat.InputError, match="by name"):
        make_target((X, Y), columns="x=x,y=f")
    with pytest.raises(uat.InputError, match="of a table"):
        make_target(np.sin, columns="x=x,y=f")


def test_an_xarray_is_a_grid_over_its_dimensions():
    xarray = pytest.importorskip("xarray")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plane = xarray.DataArray(
            2 * X[:, None] - Z, coords={"lon": X, "lat": Z}, dims=("lon", "lat"), name="height"
        )
        target = make_target(plane)
        both = make_target(xarray.Dataset({"a": ("t", Y)}, coords={"t": X}))
    assert (target.names, target.columns) == (("lon", "lat"), "height of lon and lat")
    assert target(1.05, 0.55) == pytest.approx(2 * 1.05 - 0.55)
    assert both.names == ("t",)


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "1"])
def test_a_picture_of_pillow_is_as_its_file(mode, tmp_path):
    image = Image.fromarray(LEVELS).convert(mode)
    image.save(tmp_path / "p.png")
    held, read = make_target(image), make_target(tmp_path / "p.png")
    assert held.note == read.note
    np.testing.assert_array_equal(held.values, read.values)


def test_an_array_of_pixels_is_a_picture():
    for pixels in (LEVELS, LEVELS / 255):
        target = make_target(pixels)
        assert (target.kind, target.outputs, target.box) == ("picture", 3, ((0.0, 1.5), (0.0, 1.0)))
        np.testing.assert_allclose(target(0.01, 0.99), LEVELS[0, 0] / 255)
    assert make_target(LEVELS[..., 0]).outputs == make_target(LEVELS[..., :1]).outputs == 1
    regions = make_target(np.where(LEVELS[..., 0] > 99, 255, 0).astype(np.uint8), classes=True)
    assert regions.labels == ("#000000", "#ffffff")


x, y = sympy.symbols("x y")


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        (2 * sympy.sin(x), "2*sin(x)"),
        (sympy.exp(1) * x, "e*x"),
        (
            sympy.Piecewise((x, x < 1), (x**2, x < 2), (3, True)),
            "where(x < 1, x, where(x < 2, x**2, 3))",
        ),
        (
            sympy.Piecewise((1, sympy.Eq(x, 0)), (y, sympy.Ne(x, 1)), (sympy.sin(x) / x, True)),
            "where(x == 0, 1, where(x != 1, y, sin(x)/x))",
        ),
        (sympy.And(x < y, x > 0), "(x > 0) and (x < y)"),
        (sympy.Or(x < y, x > 1), "(x > 1) or (x < y)"),
        (sympy.Float("0.1") * sympy.Abs(x), "0.1*abs(x)"),
        (sympy.Matrix([sympy.cos(x), sympy.sin(x)]), "(cos(x), sin(x))"),
        (sympy.Rational(1, 3) * sympy.pi, "pi/3"),
        (sympy.Symbol("lambda") ** 2, "x**2"),
        (sympy.Symbol("alpha") + x, "alpha + x"),
    ],
)
def test_an_expression_of_sympy_is_its_formula(expression, formula):
    target = make_target(expression)
    assert formula in (target.formula, target.name)


def test_a_lambda_keeps_the_order_of_its_inputs():
    assert make_target(sympy.Lambda((y, x), y - 2 * x))(1.0, 3.0) == -5.0


GRID = 2 * X[:, None] - Z
SURFACES = [
    interpolate.RegularGridInterpolator((X, Z), GRID),
    interpolate.RectBivariateSpline(X, Z, GRID),
    interpolate.LinearNDInterpolator(PLACES, VALUES),
    interpolate.CloughTocher2DInterpolator(PLACES, VALUES),
    interpolate.RBFInterpolator(PLACES, VALUES),
    LinearRegression().fit(PLACES, VALUES),
]


@pytest.mark.parametrize("fitted", SURFACES, ids=lambda f: type(f).__name__)
def test_an_interpolant_of_two_inputs_is_called_in_its_own_way(fitted):
    target = make_target(fitted)
    (a, b), (c, d) = target.box
    at = a + 0.4 * (b - a), c + 0.45 * (d - c)
    assert target(*at) == pytest.approx(2 * at[0] - at[1], abs=1e-3)


@pytest.mark.parametrize(
    "fitted",
    [
        interpolate.CubicSpline(X, Y),
        interpolate.PchipInterpolator(X, Y),
        interpolate.Akima1DInterpolator(X, Y),
        interpolate.make_interp_spline(X, Y),
        interpolate.InterpolatedUnivariateSpline(X, Y),
        interpolate.BarycentricInterpolator(X[::6], Y[::6]),
        interpolate.KroghInterpolator(X[::6], Y[::6]),
        interpolate.RBFInterpolator(X[:, None], Y),
        np.polynomial.Chebyshev.interpolate(np.sin, 9, domain=[0, 3]),
    ],
    ids=lambda f: type(f).__name__,
)
def test_an_interpolant_has_the_domain_of_its_samples(fitted):
    target = make_target(fitted)
    assert target.box == ((0.0, 3.0),)
    assert target(1.05) == pytest.approx(np.sin(1.05), abs=1e-3)


def test_beyond_its_samples_an_interpolant_is_refused():
    with pytest.raises(uat.InputError, match="goes beyond"):
        make_target(interpolate.CubicSpline(X, Y), (0, 5))


def test_networks_are_functions_too():
    net = uat.approximate("x", (0, 2), construction="steps", neurons=3)
    assert make_target(net).box == ((0.0, 2.0),)
    assert make_target(net.network, (0, 2))(0.7) == net(0.7)
    with pytest.raises(uat.InputError, match="has 1 input"):
        make_target(net.network, [(0, 1), (0, 1)])


@pytest.mark.parametrize(
    ("f", "box"),
    [
        (lambda v: v[0] * v[1], [(0, 1), (0, 1)]),
        (lambda v: v[:, 0] * v[:, 1], [(0, 1), (0, 1)]),
        (lambda v: v[:, 0] * v[:, 1], None),
        (lambda v: v[0] * v[1], None),
    ],
)
def test_a_function_of_a_vector_is_told_how_to_be_wrapped(f, box):
    """What the sentence says works as it stands."""
    with pytest.raises(uat.InputError) as told:
        uat.approximate(f, box, tol=0.3)
    words = str(told.value)
    wrapped = words[words.index("lambda x, y") :].partition(", with")[0]
    assert box is not None or "with box=[(0, 1), (0, 1)]" in words
    g = eval(wrapped, {"numpy": np, "f": f})
    assert make_target(g, [(0, 1), (0, 1)])(0.3, 0.5) == pytest.approx(0.15)


def test_samples_become_a_network():
    net = uat.approximate((X, Y), construction="ramps", tol=0.05)
    assert net.error.met
    assert np.abs(net(X) - Y).max() <= 0.05 + 1e-12
