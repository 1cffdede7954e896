"""Functions of several inputs and outputs, pictures and decision regions as targets."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import uat
from uat.base.errors import InputError, TargetError
from uat.functions.cells import constant_cells
from uat.functions.expression import compile_formula
from uat.functions.target import make_target


def curve(t):
    return math.cos(t), math.sin(t)


@pytest.mark.parametrize(
    "f",
    [
        curve,
        lambda t: [np.cos(t), np.sin(t)],
        lambda t: (np.cos(t), np.sin(t)),
        lambda t: np.array([np.cos(t), np.sin(t)]),
        lambda t: np.stack([np.cos(t), np.sin(t)], axis=-1),
        "(cos(t), sin(t))",
        compile_formula("(cos(t), sin(t))"),
    ],
)
def test_a_curve_in_every_form(f):
    target = make_target(f, (0, 6))
    t = np.linspace(0, 6, 12).reshape(3, 4)
    assert (target.inputs, target.outputs, target.kind) == (1, 2, "function")
    np.testing.assert_allclose(target(t), np.stack([np.cos(t), np.sin(t)], axis=-1), rtol=1e-15)
    assert target(1.0).shape == (2,)
    assert target(t).dtype == np.float64
    for k, oracle in enumerate((np.cos, np.sin)):
        part = target.component(k)
        assert (part.outputs, part.box) == (1, target.box)
        np.testing.assert_allclose(part(t), oracle(t), rtol=1e-15)


@given(st.integers(1, 3), st.integers(1, 5), st.sampled_from(["first", "last", "tuple", "single"]))
def test_whole_arrays_give_what_single_calls_give(inputs, outputs, how):
    """Also where a number of outputs equals that of the points."""

    def parts(*x):
        return [sum((k + 1) * x[i] ** (i + k) for i in range(inputs)) + k for k in range(outputs)]

    def f(*x):
        found = parts(*x)
        if how == "single":
            return [float(value) for value in found]
        return tuple(found) if how == "tuple" else np.stack(found, 0 if how == "first" else -1)

    target = make_target(f, [(1, 2)] * inputs)
    for shape in ((), (7,), (outputs, outputs), (3,), (outputs,)):
        x = np.random.default_rng(0).uniform(1, 2, (inputs, *shape))
        wanted = np.stack(parts(*x), axis=-1) if outputs > 1 else parts(*x)[0]
        assert target.outputs == outputs
        np.testing.assert_allclose(target(*x), wanted, rtol=1e-12)


def test_constant_outputs_broadcast():
    target = make_target(lambda x, y: (1, x + y, 0.5))
    np.testing.assert_array_equal(target([1.0, 2.0], [3.0, 4.0]), [[1, 4, 0.5], [1, 6, 0.5]])


def test_whole_arrays_are_used_where_they_can_be():
    sizes = []

    def f(x, y):
        sizes.append(np.size(x))
        return np.sin(x) * y, np.cos(x) - y

    target = make_target(f)
    sizes.clear()
    target(np.zeros(500), np.zeros(500))
    assert sizes == [500]


@pytest.mark.parametrize("inputs", [([1, 2], [1, 2, 3]), ("a", 1), (1j, 1), ([[1], [1, 2]], 1)])
def test_inputs_that_do_not_fit(inputs):
    with pytest.raises(InputError, match=r"takes (arrays of numbers that fit|real numbers)"):
        make_target("x + y")(*inputs)


def test_a_function_may_write_to_its_arguments():
    def f(x, y):
        x *= 2
        return x, x + y

    target, x = make_target(f), np.array([1.0, 2.0])
    np.testing.assert_array_equal(target(x, 1.0), [[2, 3], [4, 5]])
    np.testing.assert_array_equal(x, [1, 2])


def wants_copy(x):
    y = x.copy()
    y[x > 0.5] = 1
    return y


@pytest.mark.parametrize(
    ("f", "meaning"),
    [
        (lambda x: x.clip(0, 0.5), lambda x: min(max(x, 0.0), 0.5)),
        (lambda x: (10 * x).astype(int), lambda x: float(int(10 * x))),
        (wants_copy, lambda x: 1.0 if x > 0.5 else x),
        (lambda x: np.interp(x, [0, 1], [0, 2]).reshape(x.shape), lambda x: 2 * x),
        (lambda x: np.array([float(v) ** 2 for v in x]), lambda x: x * x),
        (lambda x: x[:] + 1, lambda x: x + 1),
        (lambda x: [math.exp(v) for v in x], math.exp),
    ],
)
def test_functions_that_ask_for_what_only_arrays_have(f, meaning):
    target = make_target(f)
    x = np.linspace(0, 1, 41)
    assert target(x) == pytest.approx([meaning(t) for t in x.tolist()])
    net = uat.approximate(f, tol=0.2)
    assert net.error.met


def test_functions_of_arrays_with_several_inputs_and_outputs():
    target = make_target(lambda x, y: (x.clip(0, 0.5), y.copy()), ((0, 1), (0, 2)))
    assert target.outputs == 2
    assert target(np.array([0.7]), np.array([1.5])).tolist() == [[0.5, 1.5]]
    condition = make_target(lambda x, y: (x + y).astype(bool), ((0, 1), (0, 2)))
    assert condition.kind == "classes"


@pytest.mark.parametrize("f", [lambda p: p[0] ** 2 + p[1] ** 2, lambda X: X[:, 0]])
def test_a_function_of_one_vector_is_told_how_to_be_wrapped(f):
    with pytest.raises(InputError, match=r"lambda x, y: f\(numpy.array\(\[x, y\]\)\)"):
        make_target(f, ((0, 1), (0, 1)))
    with pytest.raises(TargetError, match=r"one vector, give lambda x: f"):
        uat.approximate(f)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("py:./mod.py:scal", "write py:mod:scal$"),
        ("py:mod.py:scal", "write py:mod:scal$"),
        ("py:some/where/mod.py:scal", "py:mod:scal, and run uat in the folder some/where"),
        ("py:C:\\here\\mod.py:scal", "py:mod:scal, and run uat in the folder C:/here"),
    ],
)
def test_a_path_for_a_module_is_told_what_to_write(text, advice):
    with pytest.raises(InputError, match=advice):
        make_target(text)


def test_outputs_that_change_or_fail_are_told_with_the_place():
    with pytest.raises(TargetError, match=r"must return 2 real numbers; at 0\.9, 0\.2 .*tuple"):
        make_target(lambda x, y: (x, y) if x < 0.88 else (x, y, x))([0.1, 0.9], 0.2)
    with pytest.raises(TargetError, match=r"must return 2 real numbers.* NoneType"):
        make_target(lambda x: (x, x) if x < 0.88 else None)([0.9])
    holes = make_target(lambda x: (math.sqrt(x - 0.5), x))
    np.testing.assert_array_equal(np.isnan(holes([0.2, 0.6])), [[True, True], [False, False]])
    with pytest.raises(InputError, match="returns 2000 numbers; the most is 1000"):
        make_target(lambda x: np.zeros(2000))


class Nasty:
    """An object that cannot even be printed."""

    def __str__(self):
        raise RuntimeError

    __repr__ = __str__


def test_objects_that_cannot_be_printed():
    with pytest.raises(TargetError, match=r"one real number; .* Nasty"):
        make_target(lambda x: Nasty())([0.5])


def test_several_outputs_are_sampled_one_by_one():
    target = make_target("(t, 2*t)")
    with pytest.raises(InputError, match="sample each component"):
        target.sample(0.1)
    assert target.component(1).sample(0.1).y.max() == 2.0
    assert (target.component(1).name, target.component(1).formula) == ("2*t", "2*t")
    assert make_target(curve).component(1).name == "curve[1]"
    for k in (-1, 2):
        with pytest.raises(InputError, match="outputs 0 to 1"):
            target.component(k)
    single = make_target("x")
    assert single.component(0) is single


def test_formulas_of_several_outputs():
    target = make_target("(x*y, x/y)", [(1, 2), (1, 3)])
    assert target.formula == "(x*y, x/y)"
    assert target.formulas == ("x*y", "x/y")
    np.testing.assert_array_equal(target([1.0, 2.0], 4.0), [[4, 0.25], [8, 0.5]])


def test_tables_of_several_inputs_and_outputs(tmp_path):
    path = tmp_path / "grid.csv"
    rows = [f"{x},{y},{x + 2 * y},{x * y}" for x in range(3) for y in range(4)]
    path.write_text("x,y,u,v\n" + "\n".join(rows))
    target = make_target(path)
    assert (target.names, target.outputs) == (("x", "y"), 2)
    assert target.box == ((0.0, 2.0), (0.0, 3.0))
    np.testing.assert_allclose(target(0.5, 1.5), [3.5, 0.75])
    np.testing.assert_array_equal(target.lines[1], [0, 1, 2, 3])
    assert target.note == "bilinear between 3×4 samples"
    assert make_target(path, [(0, 1), (1, 2)]).box == ((0.0, 1.0), (1.0, 2.0))
    with pytest.raises(InputError, match="goes beyond"):
        make_target(path, [(0, 5), (0, 3)])
    with pytest.raises(InputError, match="goes beyond"):
        make_target(target, [(0, 1), (0, 3.5)])
    with pytest.raises(InputError, match=r"has 2 inputs .x, y.; the box has 1"):
        make_target(path, (0, 1))


@pytest.fixture
def photo(tmp_path):
    pixels = np.array([[[255, 0, 0], [0, 0, 255]], [[0, 0, 255], [0, 255, 0]]], dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_pictures(photo):
    target = make_target(str(photo))
    assert (target.kind, target.outputs, target.name) == ("picture", 3, "photo.png")
    assert target.box == ((0.0, 1.0), (0.0, 1.0))
    np.testing.assert_array_equal(target(0.25, 0.75), [1, 0, 0])
    np.testing.assert_array_equal(constant_cells(target, target.cells).low, target.values)
    green = target.component(1)
    assert green(0.75, 0.25) == 1.0
    np.testing.assert_array_equal(green.values[..., 0], target.values[..., 1])
    with pytest.raises(InputError, match=r"classes:photo.png"):
        make_target(target, classes=True)


@pytest.mark.parametrize(
    ("box", "x_lines", "size"),
    [
        ([(0.2, 0.7), (0, 0.5)], [0.2, 0.5, 0.7], (2, 1)),
        ([(0.5, 1), (0.25, 0.75)], [0.5, 1.0], (1, 2)),
        ([(0.6, 0.7), (0.6, 0.9)], [0.6, 0.7], (1, 1)),
    ],
)
def test_a_part_of_a_picture(photo, box, x_lines, size):
    target = make_target(photo, box)
    np.testing.assert_array_equal(target.cells[0], x_lines)
    assert target.values.shape == (*size, 3)
    np.testing.assert_array_equal(constant_cells(target, target.cells).low, target.values)
    with pytest.raises(InputError, match="goes beyond"):
        make_target(photo, [(0, 1), (0, 1.5)])


def test_labelled_pictures(photo):
    target = make_target(f"classes:{photo}")
    assert (target.kind, target.labels) == ("classes", ("#0000ff", "#00ff00", "#ff0000"))
    np.testing.assert_array_equal(target([0.25, 0.75], [0.75, 0.25]), [[0, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(target.classify([0.25, 0.75], [0.75, 0.25]), [2, 1])
    assert make_target(photo, classes=True).labels == target.labels
    np.testing.assert_array_equal(constant_cells(target, target.cells).low, target.values)


@pytest.mark.parametrize(
    "f",
    [
        "x^2 + y^2 < 0.5",
        "classes: x^2 + y^2 < 0.5",
        lambda x, y: x**2 + y**2 < 0.5,
        lambda x, y: bool(math.hypot(x, y) < math.sqrt(0.5)),
    ],
)
def test_a_condition_of_two_inputs_is_two_regions(f):
    target = make_target(f, [(-1, 1), (-1, 1)])
    assert (target.kind, target.labels, target.outputs) == ("classes", ("false", "true"), 2)
    assert target.formula is None
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 5, 20))
    inside = x**2 + y**2 < 0.5
    np.testing.assert_array_equal(target(x, y), np.stack([~inside, inside], axis=-1))
    np.testing.assert_array_equal(target.classify(x, y), inside)
    np.testing.assert_array_equal(target.component(1)(x, y), inside)


def test_a_condition_of_one_input_is_a_jump_unless_classes_are_asked_for():
    jump = make_target("x > 0.5")
    assert (jump.kind, jump.outputs, jump.formula) == ("function", 1, "x > 0.5")
    assert make_target(lambda x: x > 0.5).outputs == 1
    regions = make_target("x > 0.5", classes=True)
    np.testing.assert_array_equal(regions([0.2, 0.8]), [[1, 0], [0, 1]])
    assert make_target("classes:x > 0.5").kind == "classes"


def test_of_scores_the_largest_decides():
    target = make_target("classes:(x, y, 1 - x - y)")
    assert target.labels == ("x", "y", "1 - x - y")
    x, y = np.random.default_rng(0).uniform(0, 1, (2, 100))
    np.testing.assert_array_equal(target.classify(x, y), np.argmax([x, y, 1 - x - y], axis=0))
    np.testing.assert_array_equal(target(x, y).sum(axis=-1), np.ones(100))
    by_call = make_target(lambda x, y: (x, y, 1 - x - y), classes=True)
    assert by_call.labels == ("0", "1", "2")
    np.testing.assert_array_equal(by_call(x, y), target(x, y))
    np.testing.assert_array_equal(make_target("classes:(x, x)")(0.3), [1, 0])  # the first of equals
    assert make_target(by_call, classes=True) is by_call


def test_scores_without_a_value_have_no_class():
    target = make_target("classes:(sqrt(x - 0.5), x, y)")
    np.testing.assert_array_equal(target(0.2, 0.9), [np.nan] * 3)
    holes = make_target(lambda x, y: math.sqrt(x - 0.5) < y)
    np.testing.assert_array_equal(holes(0.2, 0.9), [np.nan] * 2)


@pytest.mark.parametrize("f", ["classes:x + y", "classes:sine"])
def test_what_has_no_classes(f):
    with pytest.raises(InputError, match="has no classes: give a condition"):
        make_target(f)
    with pytest.raises(InputError, match="has numbers for values"):
        make_target("x + y").classify(0.1, 0.2)


@pytest.mark.parametrize("key", ["circle", "xor", "blobs", "spiral"])
def test_regions_of_the_catalogue(key):
    target = make_target(key)
    assert (target.kind, target.name, target.outputs) == ("classes", key, 2)
    assert target.box == ((-6.0, 6.0), (-6.0, 6.0))
    assert make_target(key, [(-1, 1), (0, 1)]).box == ((-1.0, 1.0), (0.0, 1.0))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "classes:",
        "classes:classes:x<y",
        "\0.csv",
        "x" * 5000 + ".png",
        "py:",
        "a.png.",
        "..csv",
    ],
)
def test_odd_texts_end_in_a_sentence(text):
    with pytest.raises(Exception) as caught:
        make_target(text)
    assert type(caught.value).__module__ in ("uat.base.errors", "uat.functions.expression.error")
